"""Values of an analysis as columns: a row for each sample, and a row for each of its boxes; packed as plain floats."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from modelyard.datasets.rules import box_metrics
from modelyard.datasets.rules.box_metrics import Box
from modelyard.datasets.types.datasets import Usage
from modelyard.datasets.types.insight import OF_ALL_BOXES, OF_BOXES, OF_IMAGES, Metric

USAGES = ("", *Usage)
_SAMPLE = (*OF_IMAGES, *OF_ALL_BOXES)
_FLOATS = "<f4"


class Columns(NamedTuple):
    """Ordinals and usages (places in `USAGES`) of samples, their values, and which sample each box is of, with its values."""

    ordinals: NDArray[np.int64]
    usages: NDArray[np.int64]
    values: NDArray[np.float32]
    owners: NDArray[np.int64]
    boxes: NDArray[np.float32]

    def of(self, metric: Metric, usage: str = "") -> NDArray[np.float32]:
        """Return the values of a metric: of samples, or of boxes; of one usage, or of all."""
        if metric in _SAMPLE:
            column = self.values[:, _SAMPLE.index(metric)]
            return column[self.usages == USAGES.index(usage)] if usage else column
        column = self.boxes[:, OF_BOXES.index(metric)]
        if not usage:
            return column
        chosen = self.ordinals[self.usages == USAGES.index(usage)]
        return column[np.isin(self.owners, chosen)]

    def pairs(self, first: Metric, second: Metric, usage: str = "") -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return samples with two values of each. Of boxes, the mean of the sample's boxes counts; nan without any."""
        rows = np.arange(len(self.ordinals)) if not usage else np.nonzero(self.usages == USAGES.index(usage))[0]
        values = np.stack([self._by_sample(first)[rows], self._by_sample(second)[rows]], axis=1)
        keep = np.isfinite(values).all(axis=1)
        return self.ordinals[rows][keep], values[keep].astype(np.float32)

    def between(self, metric: Metric, low: float | None, high: float | None, usage: str = "") -> NDArray[np.int64]:
        """Return the ordinals of samples with a value, or a box with one, from one bound up to below another; None is open."""
        of_boxes = metric not in _SAMPLE
        values = self.boxes[:, OF_BOXES.index(metric)] if of_boxes else self.values[:, _SAMPLE.index(metric)]
        keep = np.isfinite(values)
        if low is not None:
            keep &= values.astype(np.float64) >= low
        if high is not None:
            keep &= values.astype(np.float64) < high
        found = np.unique((self.owners if of_boxes else self.ordinals)[keep])
        return found[np.isin(found, self.ordinals[self.usages == USAGES.index(usage)])] if usage else found

    def _by_sample(self, metric: Metric) -> NDArray[np.float64]:
        if metric in _SAMPLE:
            return self.values[:, _SAMPLE.index(metric)].astype(np.float64)
        places = np.searchsorted(self.ordinals, self.owners)
        counts = np.bincount(places, minlength=len(self.ordinals))
        sums = np.bincount(places, self.boxes[:, OF_BOXES.index(metric)], minlength=len(self.ordinals))
        return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


class Measured(NamedTuple):
    """One sample: its size, brightness, saturation, clarity and colourfulness; its boxes, with brightness and clarity."""

    ordinal: int
    usage: str
    width: int
    height: int
    measures: Sequence[float]
    boxes: Sequence[Box]
    lights: Sequence[tuple[float, float]]


def row_of(one: Measured) -> tuple[list[float], list[list[float]]]:
    """Return the values of a sample in order of metrics, and those of each of its boxes."""
    width, height = one.width, one.height
    brightness, saturation, clarity, colorfulness = one.measures
    deviation = box_metrics.area_deviation(one.boxes, width, height)
    sample = [width * height, height / width, brightness, saturation, clarity, colorfulness, len(one.boxes), deviation]
    covered = box_metrics.overlaps(one.boxes)
    boxes = [
        [
            box_metrics.aspect_ratio(box),
            box_metrics.area_ratio(box, width, height),
            box_metrics.marginalization(box, width, height),
            share,
            *light,
        ]
        for box, share, light in zip(one.boxes, covered, one.lights, strict=True)
    ]
    return sample, boxes


def packed(samples: Iterable[Measured]) -> bytes:
    """Return values of samples as they are kept."""
    rows, boxes, owners, ordinals, usages = [], [], [], [], []
    for one in samples:
        sample, inner = row_of(one)
        rows.append(sample)
        boxes += inner
        owners += [one.ordinal] * len(inner)
        ordinals.append(one.ordinal)
        usages.append(USAGES.index(one.usage))
    head = np.array([len(rows), len(boxes)], "<i8").tobytes()
    numbers = np.array([*ordinals, *usages, *owners], "<i8").tobytes()
    return head + numbers + np.array([value for row in (*rows, *boxes) for value in row], _FLOATS).tobytes()


def unpacked(parts: Sequence[bytes]) -> Columns:
    """Return the values of parts in their order."""
    ordinals, usages, values, owners, boxes = [], [], [], [], []
    for part in parts:
        rows, inner = (int(each) for each in np.frombuffer(part, "<i8", 2))
        numbers = np.frombuffer(part, "<i8", 2 * rows + inner, 16)
        floats = np.frombuffer(part, _FLOATS, offset=16 + numbers.nbytes)
        ordinals.append(numbers[:rows])
        usages.append(numbers[rows : 2 * rows])
        owners.append(numbers[2 * rows :])
        values.append(floats[: rows * len(_SAMPLE)].reshape(rows, len(_SAMPLE)))
        boxes.append(floats[rows * len(_SAMPLE) :].reshape(inner, len(OF_BOXES)))
    none = np.empty(0, np.int64)
    return Columns(
        np.concatenate([none, *ordinals]),
        np.concatenate([none, *usages]),
        np.concatenate([np.empty((0, len(_SAMPLE)), np.float32), *values]),
        np.concatenate([none, *owners]),
        np.concatenate([np.empty((0, len(OF_BOXES)), np.float32), *boxes]),
    )
