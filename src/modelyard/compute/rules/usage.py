"""What projects used: of late, as fairness counts it (a share of a pool times seconds, halved every so often), and by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

_HOUR = 3600.0
_DIGITS = 4


@dataclass(frozen=True)
class Used:
    """What was held, times how long: cores, GiB of memory, accelerator cards; each in seconds."""

    core_seconds: float = 0.0
    gib_seconds: float = 0.0
    card_seconds: float = 0.0

    def __add__(self, other: "Used") -> "Used":
        return Used(
            self.core_seconds + other.core_seconds,
            self.gib_seconds + other.gib_seconds,
            self.card_seconds + other.card_seconds,
        )

    @property
    def core_hours(self) -> float:
        return round(self.core_seconds / _HOUR, _DIGITS)

    @property
    def gib_hours(self) -> float:
        return round(self.gib_seconds / _HOUR, _DIGITS)

    @property
    def card_hours(self) -> float:
        return round(self.card_seconds / _HOUR, _DIGITS)


def held(cpu_milli: int, memory_bytes: int, cards: int, tasks: int, seconds: float) -> Used:
    """Return what some tasks of one size used in some seconds."""
    task_seconds = max(seconds, 0.0) * tasks
    return Used(cpu_milli / 1000 * task_seconds, memory_bytes / 2**30 * task_seconds, cards * task_seconds)


def seconds_by_day(begin: datetime, end: datetime) -> Iterator[tuple[date, float]]:
    """Yield the days (UTC) that a time lies in, with the seconds in each; nothing when it ends before it begins."""
    at = begin.astimezone(timezone.utc)
    end = end.astimezone(timezone.utc)
    while at < end:
        midnight = datetime.combine(at.date() + timedelta(days=1), datetime.min.time(), timezone.utc)
        until = min(midnight, end)
        yield at.date(), (until - at).total_seconds()
        at = until


def decayed(share_seconds: float, elapsed_seconds: float, half_life_seconds: float) -> float:
    """Return what is left of a use after some time."""
    halvings = max(elapsed_seconds, 0.0) / half_life_seconds
    return float(share_seconds * 0.5**halvings)
