"""How many instances a deployment is to have, by its policy and the load."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

_MINUTE = timedelta(minutes=1)
# How far back a schedule is looked for: five fields name some day of every year.
_LONGEST_DAYS = 366
_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


@dataclass(frozen=True)
class Load:
    """What was measured. active: requests under way. rate: in a second. cpu_percent: None where nothing measured it.

    called_at: when requests were last seen, or when it began. wanted: how many instances there are to be now; base: how
    many the configuration says.
    """

    wanted: int
    base: int
    active: int
    rate: float
    cpu_percent: float | None
    called_at: datetime


@dataclass(frozen=True)
class Windows:
    """Since when the load asks for more, and for fewer; None when it does not."""

    more_since: datetime | None = None
    fewer_since: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """wanted: how many instances from now on. why: which signal decided, and its value."""

    wanted: int
    windows: Windows
    why: str = ""
    why_zh: str = ""


def decide(policy: Mapping[str, Any], load: Load, windows: Windows, now: datetime) -> Verdict:
    """Return how many instances there are to be now.

    The largest answer of all signals counts, between the limits. More is asked for when the load has been so for
    `up_seconds`, fewer after `down_seconds`; nothing at all after `idle_seconds` without a request, if the policy admits it.
    """
    asked, why, why_zh = _asked(policy, load, now)
    lowest, most = int(policy["min_replicas"]), int(policy["max_replicas"])
    if lowest == 0:
        is_idle = not load.active and load.called_at + timedelta(seconds=policy["idle_seconds"]) <= now
        if is_idle and not _scheduled(policy, now):
            return Verdict(0, Windows(), "no request for a while", "一段时间内没有请求")
        lowest = 1 if load.wanted else 0
    wanted = max(lowest, min(asked, most))
    if not load.wanted or wanted == load.wanted:
        # What sleeps is woken by a request, not by a number.
        return Verdict(load.wanted, Windows())
    if load.wanted < lowest or load.wanted > most:
        return Verdict(wanted, Windows(), "the limits of the policy", "伸缩策略的上下限")
    is_more = wanted > load.wanted
    since = (windows.more_since if is_more else windows.fewer_since) or now
    if since + timedelta(seconds=policy["up_seconds" if is_more else "down_seconds"]) <= now:
        return Verdict(wanted, Windows(), why, why_zh)
    return Verdict(load.wanted, Windows(more_since=since) if is_more else Windows(fewer_since=since))


def last_time(schedule: str, now: datetime) -> datetime | None:
    """Return when a schedule of five fields was last due, in UTC; None when it was not for a year. Raises ValueError."""
    minutes, hours, days, months, weekdays = _fields(schedule)
    every_day, every_weekday = schedule.split()[2] == "*", schedule.split()[4] == "*"
    at = now.astimezone(timezone.utc).replace(second=0, microsecond=0)
    for back in range(_LONGEST_DAYS):
        day = at - timedelta(days=back)
        by_date, by_weekday = day.day in days, day.isoweekday() % 7 in weekdays
        # As cron has it: where both are narrowed, one of them is enough.
        fits = (by_date or by_weekday) if not every_day and not every_weekday else by_date and by_weekday
        if day.month not in months or not fits:
            continue
        latest = (at.hour, at.minute) if not back else (23, 59)
        found = [(hour, minute) for hour in hours for minute in minutes if (hour, minute) <= latest]
        if found:
            hour, minute = max(found)
            return day.replace(hour=hour, minute=minute)
    return None


def schedule_problem(schedule: str) -> str | None:
    """Return why this is no schedule of five fields; None for one."""
    try:
        _fields(schedule)
    except ValueError as error:
        return str(error)
    return None


def _asked(policy: Mapping[str, Any], load: Load, now: datetime) -> tuple[int, str, str]:
    """Return how many instances the load asks for, and why."""
    asked: list[tuple[int, str, str]] = []
    scheduled = _scheduled(policy, now)
    if scheduled is not None:
        asked.append((scheduled, "the schedule", "定时策略"))
    if policy.get("concurrency"):
        count = math.ceil(load.active / policy["concurrency"])
        asked.append((count, f"{load.active} requests under way", f"正在处理 {load.active} 个请求"))
    if policy.get("requests_per_second"):
        count = math.ceil(load.rate / policy["requests_per_second"])
        asked.append((count, f"{load.rate:.1f} requests a second", f"每秒 {load.rate:.1f} 个请求"))
    if policy.get("cpu_percent") and load.cpu_percent is not None:
        count = math.ceil(max(load.wanted, 1) * load.cpu_percent / policy["cpu_percent"])
        asked.append((count, f"{load.cpu_percent:.0f} % of the processors in use", f"CPU 使用率 {load.cpu_percent:.0f}%"))
    return max(asked, default=(max(load.base, 1), "the configuration", "服务配置"), key=lambda item: item[0])


def _scheduled(policy: Mapping[str, Any], now: datetime) -> int | None:
    """Return the number that the schedule that was due last asks for."""
    due = [(at, rule["target_replicas"]) for rule in policy.get("schedules") or () if (at := last_time(rule["schedule"], now))]
    return None if not due else int(max(due)[1])


def _fields(schedule: str) -> list[frozenset[int]]:
    parts = schedule.split()
    if len(parts) != len(_FIELDS):
        raise ValueError("a schedule has five fields: minute, hour, day, month, weekday")
    found = [_values(part, low, high) for part, (low, high) in zip(parts, _FIELDS, strict=True)]
    return [*found[:4], frozenset(value % 7 for value in found[4])]


def _values(part: str, low: int, high: int) -> frozenset[int]:
    """Return the values of one field: `*`, `*/5`, `1-5`, `1,2,9`, `1-9/2`."""
    found: set[int] = set()
    for piece in part.split(","):
        whole, _, step_text = piece.partition("/")
        step = _number(step_text, 1, high) if step_text else 1
        first, _, last = whole.partition("-")
        start = low if whole == "*" else _number(first, low, high)
        end = high if whole == "*" or (step_text and not last) else _number(last or first, low, high)
        if start > end or piece.endswith("/") or whole.endswith("-"):
            raise ValueError(f"{part!r} is no range")
        found.update(range(start, end + 1, step))
    return frozenset(found)


def _number(text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and low <= int(text) <= high):
        raise ValueError(f"{text!r} is no number from {low} to {high}")
    return int(text)


def mean(values: Sequence[float]) -> float | None:
    """Return the mean of some numbers; None of none."""
    return sum(values) / len(values) if values else None
