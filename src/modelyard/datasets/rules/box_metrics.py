"""What is measured about the boxes in a picture. Everything that has an area counts by the box around it."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import bounds
from modelyard.datasets.types.datasets import ShapeKind

_WITH_AREA = frozenset({ShapeKind.BOX, ShapeKind.POLYGON, ShapeKind.CIRCLE})
# Above it the exact share that boxes cover of each other is not worth its time; pictures of crowds have some hundreds.
MOST_BOXES = 500


class Box(NamedTuple):
    """A box in pixels of the picture as it is seen."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return self.width * self.height


def boxes_of(annotations: Sequence[Annotation]) -> list[Box]:
    """Return the boxes around the shapes of a sample that have an area, at most `MOST_BOXES`."""
    found = [Box(*bounds(each.shape)) for each in annotations if each.shape is not None and each.shape.kind in _WITH_AREA]
    return [box for box in found if box.width > 0 and box.height > 0][:MOST_BOXES]


def area_deviation(boxes: Sequence[Box], width: float, height: float) -> float:
    """Return the standard deviation of the boxes' shares of the picture (of the population); 0 for one box or none."""
    shares = [area_ratio(box, width, height) for box in boxes]
    if len(shares) < 2:
        return 0.0
    mean = sum(shares) / len(shares)
    return math.sqrt(sum((share - mean) ** 2 for share in shares) / len(shares))


def aspect_ratio(box: Box) -> float:
    """Return height by width."""
    return box.height / box.width


def area_ratio(box: Box, width: float, height: float) -> float:
    """Return the share of the picture that the box takes."""
    return box.area / (width * height)


def marginalization(box: Box, width: float, height: float) -> float:
    """Return how far out the middle of a box is: 0 in the middle of the picture, 1 on its border.

    The distance of the two middles by the distance from the picture's middle to its border in the same direction.
    """
    across = abs((box.left + box.right) - width) / width
    down = abs((box.top + box.bottom) - height) / height
    # Along the ray, both parts grow evenly; the border is where the larger one, as a share of the half side, is 1.
    return max(across, down)


def overlap(box: Box, others: Sequence[Box]) -> float:
    """Return the share of a box that any of the others cover, 0 to 1."""
    cut = [
        Box(max(box.left, each.left), max(box.top, each.top), min(box.right, each.right), min(box.bottom, each.bottom))
        for each in others
    ]
    inside = [each for each in cut if each.width > 0 and each.height > 0]
    if not inside:
        return 0.0
    edges = sorted({side for each in inside for side in (each.left, each.right)})
    covered = 0.0
    for left, right in pairwise(edges):
        spans = sorted((each.top, each.bottom) for each in inside if each.left <= left and each.right >= right)
        covered += (right - left) * _length(spans)
    return min(covered / box.area, 1.0)


def overlaps(boxes: Sequence[Box]) -> list[float]:
    """Return the overlap of each box with all the others."""
    return [overlap(box, [*boxes[:at], *boxes[at + 1 :]]) for at, box in enumerate(boxes)]


def _length(spans: Sequence[tuple[float, float]]) -> float:
    total, end = 0.0, -math.inf
    for low, high in spans:
        if high > end:
            total += high - max(low, end)
            end = high
    return total
