"""Words of searches: states as callers write them, and days."""

from datetime import date, datetime, timedelta

from modelyard.datasets.rules.facets import HUNDREDTHS
from modelyard.datasets.types.datasets import SampleState

_MOST_DAYS = 366
_STATES = {
    "ALL": frozenset(SampleState) - {SampleState.UNLABELLED, SampleState.TO_CONFIRM},
    "NONE": frozenset({SampleState.UNLABELLED}),
    "AUTO_ANNOTATION": frozenset({SampleState.TO_CONFIRM}),
    "REVIEWED": frozenset({SampleState.UNCHECKED, SampleState.ACCEPTED}),
    "WORKFORCE_SAMPLED": frozenset[SampleState](),
    "WORKFORCE_SAMPLED_UNCHECK": frozenset[SampleState](),
    "WORKFORCE_SAMPLED_CHECKED": frozenset[SampleState](),
    "WORKFORCE_SAMPLED_ACCEPTED": frozenset[SampleState](),
    "WORKFORCE_SAMPLED_REJECTED": frozenset[SampleState](),
    **{state.value: frozenset({state}) for state in SampleState},
}


def states_of(text: str) -> frozenset[SampleState] | None:
    """Return the states that a filter means, written `__NONE__` or `UN_ANNOTATION`, in any case; None for no such word."""
    return _STATES.get(text.strip("_").upper())


def days_of(text: str, today: date) -> list[str] | None:
    """Return the days that `month`, `day` or `yyyyMMdd-yyyyMMdd` means, None for no days or more than a year of them."""
    if text in {"month", "day"}:
        first, last = today - timedelta(days=30 if text == "month" else 1), today
    else:
        try:
            first, last = (datetime.strptime(part, "%Y%m%d").date() for part in text.split("-"))  # noqa: DTZ007 - a day
        except ValueError:
            return None
    count = (last - first).days + 1
    return [day_of(first + timedelta(days=step)) for step in range(count)] if 0 < count <= _MOST_DAYS else None


def day_of(moment: date) -> str:
    """Return the day as searches write it."""
    return f"{moment:%Y%m%d}"


def bounds_of(text: str) -> tuple[float, float] | None:
    """Return the bounds that a condition means: `0.2-0.8` or `0.2,0.8`, or one number, from which on; None for no bounds."""
    parts = [part.strip() for part in text.replace(",", "-").split("-")]
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    low, high = (*numbers, 1.0)[:2] if len(numbers) < 3 else (1.0, 0.0)
    return (low, high) if 0 <= low <= high <= 1 else None


def scores_between(low: float, high: float) -> list[str]:
    """Return the steps of confidence between two bounds, in hundredths."""
    return [str(step) for step in range(int(low * HUNDREDTHS), int(high * HUNDREDTHS) + 1)]
