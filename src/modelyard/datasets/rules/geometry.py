"""Shapes in images: what they must be, how large they are, whether they are inside, how they turn with the image."""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import ShapeKind

Point = tuple[float, float]

# How far a shape may stick out of its image to be drawn in; other tools round so.
SLACK = 1.0
# More points than anybody draws, so that a single annotation cannot fill the memory.
MOST_POINTS = 100_000

# A billionth of a pixel is nobody's intention.
_SUM_DIGITS = 9
# Below it a float that has no fraction is the same number as an integer.
_EXACT = 2.0**53

_COUNTS = {
    ShapeKind.BOX: (2, 2),
    ShapeKind.POLYGON: (3, MOST_POINTS),
    ShapeKind.CIRCLE: (1, 1),
    ShapeKind.LINE: (2, 2),
    ShapeKind.DASHED: (2, 2),
    ShapeKind.POINT: (1, 1),
    ShapeKind.POLYLINE: (2, MOST_POINTS),
}


class Shape(NamedTuple):
    """A shape; a box has its top left and its bottom right corner, a circle its centre and a radius."""

    kind: ShapeKind
    points: tuple[Point, ...]
    radius: float = 0.0


def shaped(kind: ShapeKind, points: Iterable[Point], radius: float = 0.0) -> Shape:
    """Return a shape that is one; raises `Unreadable` for too few points, empty boxes and numbers that are none.

    A polygon that ends where it began loses its last point; the corners of a box are put in order.
    """
    found = tuple(points)
    if kind is ShapeKind.POLYGON and len(found) > 1 and found[0] == found[-1]:
        found = found[:-1]
    least, most = _COUNTS[kind]
    if not least <= len(found) <= most or not all(math.isfinite(value) for point in found for value in point):
        raise Unreadable("shape", value=kind)
    if kind is ShapeKind.BOX:
        (x1, y1), (x2, y2) = found
        found = ((min(x1, x2), min(y1, y2)), (max(x1, x2), max(y1, y2)))
        if x1 == x2 or y1 == y2:
            raise Unreadable("shape", value=kind)
    if kind is ShapeKind.CIRCLE and not 0 < radius < math.inf:
        raise Unreadable("shape", value=kind)
    return Shape(kind, found, radius if kind is ShapeKind.CIRCLE else 0.0)


def box(x: float, y: float, width: float, height: float) -> Shape:
    """Return the box that begins at a corner and has a size.

    The far corner is a sum, whose last digits are rounded away: 1.83 + 25.11 is 26.94 here, not 26.939999999999998.
    """
    return shaped(ShapeKind.BOX, ((x, y), (round(x + width, _SUM_DIGITS), round(y + height, _SUM_DIGITS))))


def bounds(shape: Shape) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom."""
    xs, ys = [x for x, _ in shape.points], [y for _, y in shape.points]
    return min(xs) - shape.radius, min(ys) - shape.radius, max(xs) + shape.radius, max(ys) + shape.radius


def area(shape: Shape) -> float:
    """Return how many pixels a shape covers; lines and points cover none."""
    if shape.kind is ShapeKind.BOX:
        left, top, right, bottom = bounds(shape)
        return (right - left) * (bottom - top)
    if shape.kind is ShapeKind.CIRCLE:
        return math.pi * shape.radius**2
    if shape.kind is ShapeKind.POLYGON:
        ends = (*shape.points[1:], shape.points[0])
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(shape.points, ends, strict=True))) / 2
    return 0.0


def is_inside(shape: Shape, width: float, height: float) -> bool:
    """Return whether all of a shape is in an image of this size."""
    left, top, right, bottom = bounds(shape)
    return left >= 0 and top >= 0 and right <= width and bottom <= height


def drawn_in(shape: Shape, width: float, height: float) -> Shape:
    """Return the shape if it is inside, or a little changed so that it is; raises `Unreadable` if it sticks out further."""
    if is_inside(shape, width, height):
        return shape
    left, top, right, bottom = bounds(shape)
    if left < -SLACK or top < -SLACK or right > width + SLACK or bottom > height + SLACK:
        told = ", ".join(f"{value:g}" for value in (left, top, right, bottom))
        raise Unreadable("outside", value=f"{shape.kind} {told} ({width:g} x {height:g})")
    if shape.kind is ShapeKind.CIRCLE:
        ((x, y),) = shape.points
        x, y = min(max(x, 0.0), width), min(max(y, 0.0), height)
        return shaped(ShapeKind.CIRCLE, ((x, y),), min(shape.radius, x, y, width - x, height - y))
    moved = tuple((min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))) for x, y in shape.points)
    return shaped(shape.kind, moved)


# By EXIF orientation: how much of x, y, width and height of the stored image are in x and in y of what is seen.
_TURNS: dict[int, tuple[tuple[int, int, int, int], tuple[int, int, int, int]]] = {
    1: ((1, 0, 0, 0), (0, 1, 0, 0)),
    2: ((-1, 0, 1, 0), (0, 1, 0, 0)),
    3: ((-1, 0, 1, 0), (0, -1, 0, 1)),
    4: ((1, 0, 0, 0), (0, -1, 0, 1)),
    5: ((0, 1, 0, 0), (1, 0, 0, 0)),
    6: ((0, -1, 0, 1), (1, 0, 0, 0)),
    7: ((0, -1, 0, 1), (-1, 0, 1, 0)),
    8: ((0, 1, 0, 0), (-1, 0, 1, 0)),
}


def turned_size(width: int, height: int, orientation: int) -> tuple[int, int]:
    """Return the size of an image as it is seen, by the size that is stored and its EXIF orientation."""
    return (height, width) if orientation >= 5 else (width, height)


def turned(shape: Shape, width: float, height: float, orientation: int) -> Shape:
    """Return where a shape of the stored image (of this size) is seen after the EXIF orientation was applied."""
    across, down = _TURNS[orientation]
    given = [(x, y, width, height) for x, y in shape.points]
    seen = [(_weighed(across, each), _weighed(down, each)) for each in given]
    return shaped(shape.kind, seen, shape.radius)


def number(value: float) -> int | float:
    """Return a number without a fraction where it has none: `10` and `10.0` have to be the same bytes."""
    return int(value) if abs(value) < _EXACT and value == int(value) else value


def feature(shape: Shape) -> list[list[float]]:
    """Return the points as the public API writes them; a circle's radius is a list of its own."""
    points = [[number(x), number(y)] for x, y in shape.points]
    return [*points, [number(shape.radius)]] if shape.kind is ShapeKind.CIRCLE else points


def from_feature(kind: Any, value: Any) -> Shape:
    """Return the shape that the public API says; raises `Unreadable`."""
    if not isinstance(kind, str) or kind not in _COUNTS:
        raise Unreadable("value", "@modelarts:shape", kind)
    known = ShapeKind(kind)
    if not isinstance(value, list) or len(value) > MOST_POINTS:
        raise Unreadable("shape", "@modelarts:feature", kind)
    radius = 0.0
    if known is ShapeKind.CIRCLE and value and isinstance(value[-1], list) and len(value[-1]) == 1:
        radius, value = _float(value[-1][0]), value[:-1]
    if not all(isinstance(point, list) and len(point) == 2 for point in value):
        raise Unreadable("shape", "@modelarts:feature", kind)
    return shaped(known, [(_float(x), _float(y)) for x, y in value], radius)


def _float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Unreadable("number", "@modelarts:feature", value)
    try:
        return float(value)
    except (ValueError, OverflowError):
        raise Unreadable("number", "@modelarts:feature", value) from None


def _weighed(weights: tuple[int, int, int, int], values: tuple[float, float, float, float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))
