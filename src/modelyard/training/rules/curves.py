"""From samples to curves: averages of minutes, rates, and fewer points that still show every peak."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from modelyard.compute.types import DeviceKind, Sample
from modelyard.training.types.logs import Metric

Point = tuple[int, float]
MINUTE_MS = 60_000
# What the published operation answers for a minute in which nothing was measured.
NO_VALUE = -1.0

PUBLISHED = (
    Metric.CPU_USAGE,
    Metric.MEM_USAGE,
    Metric.GPU_UTIL,
    Metric.GPU_MEM_USAGE,
    Metric.NPU_UTIL,
    Metric.NPU_MEM_USAGE,
)
_OWN: dict[Metric, Callable[[Sample], float]] = {
    Metric.CPU_USAGE: lambda sample: sample.cpu_percent,
    Metric.MEM_USAGE: lambda sample: sample.memory_percent,
    Metric.MEM_BYTES: lambda sample: sample.memory_bytes,
    Metric.DISK_BYTES: lambda sample: sample.disk_bytes,
}
_COUNTED: dict[Metric, Callable[[Sample], int]] = {
    Metric.READ_RATE: lambda sample: sample.read_bytes,
    Metric.WRITE_RATE: lambda sample: sample.written_bytes,
}
OF_DEVICES = {
    Metric.GPU_UTIL: (DeviceKind.GPU, 0),
    Metric.GPU_MEM_USAGE: (DeviceKind.GPU, 1),
    Metric.NPU_UTIL: (DeviceKind.NPU, 0),
    Metric.NPU_MEM_USAGE: (DeviceKind.NPU, 1),
}


def points_of(samples: Sequence[Sample], metric: Metric, devices: DeviceKind | None, card: int | None = None) -> list[Point]:
    """Return one curve of a task: pairs of milliseconds and value, oldest first; empty where it was not measured.

    devices: the kind of its accelerators, None when it has none. card: one of them; the mean of all of them by default.
    Rates are in bytes a second between two samples, at the later one.
    """
    if metric in _OWN:
        value = _OWN[metric]
        return [(sample.at_ms, float(value(sample))) for sample in samples]
    if metric in _COUNTED:
        return _rates([(sample.at_ms, _COUNTED[metric](sample)) for sample in samples])
    kind, which = OF_DEVICES[metric]
    if kind is not devices:
        return []
    chosen = ((sample.at_ms, sample.devices if card is None else sample.devices[card : card + 1]) for sample in samples)
    return [(at, sum(pair[which] for pair in pairs) / len(pairs)) for at, pairs in chosen if pairs]


def _rates(counts: Sequence[tuple[int, int]]) -> list[Point]:
    """Turn numbers that only grow into rates; where one fell, counting began anew, and that step says nothing."""
    return [
        (at, (count - before) * 1000 / (at - then))
        for (then, before), (at, count) in pairwise(counts)
        if at > then and count >= before
    ]


def minute_averages(points: Sequence[Point], start_ms: int, end_ms: int) -> list[float]:
    """Return the mean of each minute from `start_ms` until `end_ms`, and -1 for minutes without a point."""
    minutes = max(0, -((start_ms - end_ms) // MINUTE_MS))
    sums, counts = [0.0] * minutes, [0] * minutes
    for at, value in points:
        minute = (at - start_ms) // MINUTE_MS
        if 0 <= minute < minutes:
            sums[minute] += value
            counts[minute] += 1
    return [round(total / count, 3) if count else NO_VALUE for total, count in zip(sums, counts, strict=True)]


def thin(points: Sequence[Point], most: int) -> list[Point]:
    """Return at most `most` (4 or more) of these points, in their order: the first, the last, and every peak.

    Time is cut into equal spans; of each its lowest and its highest point stay, so that a short spike is never lost.
    """
    if len(points) <= most:
        return list(points)
    first, last = points[0], points[-1]
    spans = (most - 2) // 2
    length = (last[0] - first[0]) / spans or 1.0
    kept = [first]
    span: list[Point] = []
    number = 0
    for point in points[1:-1]:
        own = min(spans - 1, int((point[0] - first[0]) / length))
        if own != number:
            kept += _extremes(span)
            span, number = [], own
        span.append(point)
    return [*kept, *_extremes(span), last]


def _extremes(points: Sequence[Point]) -> list[Point]:
    """Return the lowest and the highest point in the order in which they came; one if they are the same."""
    if not points:
        return []
    lowest = min(points, key=lambda point: point[1])
    highest = max(points, key=lambda point: point[1])
    return [lowest] if lowest is highest else sorted((lowest, highest))
