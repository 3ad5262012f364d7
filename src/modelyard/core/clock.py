"""The time: always UTC and aware, and replaceable in tests."""

from datetime import datetime, timedelta, timezone
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(timezone.utc)


class FixedClock:
    """A clock for tests that moves only when told to."""

    def __init__(self, at: datetime = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def advance(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)


def to_milliseconds(moment: datetime) -> int:
    """Return the milliseconds since the epoch, the form of the ModelArts API."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def from_milliseconds(value: int) -> datetime:
    """Return the moment that lies `value` milliseconds after the epoch."""
    return EPOCH + timedelta(milliseconds=value)


def to_iso_microseconds(moment: datetime) -> str:
    """Return `2026-01-02T03:04:05.000006Z`, the form of the IAM API."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
