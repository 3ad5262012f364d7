"""Histograms of measures: bars that people can read, comparable between versions."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from modelyard.datasets.types.insight import Metric

BARS = 20
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# Measures that end somewhere have the same bars in every dataset.
_RANGES = {
    Metric.BRIGHTNESS: (0.0, 255.0),
    Metric.BOX_BRIGHTNESS: (0.0, 255.0),
    Metric.SATURATION: (0.0, 1.0),
    Metric.BOX_AREA_RATIO: (0.0, 1.0),
    Metric.BOX_MARGINALIZATION: (0.0, 1.0),
    Metric.BOX_OVERLAP: (0.0, 1.0),
}


class Summary(NamedTuple):
    """What is said about the values of a measure besides their bars."""

    values: int
    smallest: float
    largest: float
    mean: float
    deviation: float
    median: float


def summary(values: Sequence[float]) -> Summary | None:
    """Return the figures of values that are finite; None without any. The deviation is that of the population."""
    ordered = sorted(value for value in values if math.isfinite(value))
    if not ordered:
        return None
    count = len(ordered)
    mean = math.fsum(ordered) / count
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in ordered) / count)
    middle = count // 2
    median = ordered[middle] if count % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return Summary(count, ordered[0], ordered[-1], mean, deviation, median)


def edges(metric: Metric, sets: Sequence[Sequence[float]]) -> list[float]:
    """Return the ends of bars, one more than there are bars, that all these sets of values can be drawn with.

    Measures with a natural range are cut into 20 equal parts; counts get a bar each while they are few; others get steps of
    1, 2, 2.5 or 5 times a power of ten, which hold all values. Without values there are no bars.
    """
    finite = [value for values in sets for value in values if math.isfinite(value)]
    if not finite:
        return []
    if metric in _RANGES:
        low, high = _RANGES[metric]
        return [low + (high - low) * at / BARS for at in range(BARS + 1)]
    low, high = min(finite), max(finite)
    if metric is Metric.BOX_COUNT and high < BARS:
        return [float(at) for at in range(int(high) + 2)]
    # Differences that floats hardly have are none.
    step = _step(max((high - low) / BARS, abs(high) * 1e-9, 1e-6) if high > low else max(abs(high), 1.0) / BARS)
    first = math.floor(low / step)
    last = max(math.floor(high / step) + 1, first + 1)
    return [round(at * step, 12) for at in range(first, last + 1)]


def counted(values: Sequence[float], ends: Sequence[float]) -> list[int]:
    """Return how many values are in each bar: from its left end, up to its right end, which the last bar includes."""
    bars = [0] * max(len(ends) - 1, 0)
    if not bars:
        return bars
    for value in values:
        if math.isfinite(value):
            bars[min(max(bisect_right(ends, value) - 1, 0), len(bars) - 1)] += 1
    return bars


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * each for each in _STEPS if power * each >= least * (1 - 1e-9))
