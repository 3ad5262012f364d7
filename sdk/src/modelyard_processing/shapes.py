"""Annotations that move with their pictures. A transformation is a matrix of 2 by 3 from old to new points."""

from __future__ import annotations

import copy
import math
from typing import Any, Sequence, Tuple

Matrix = Sequence[float]  # a, b, c, d, e, f: x' = a x + b y + c, y' = d x + e y + f
Point = Tuple[float, ...]

# What shows less of itself than this is left out.
LEAST_SHARE = 0.25
_CIRCLE_POINTS = 32
IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def moved(point: Sequence[float], matrix: Matrix) -> tuple[float, float]:
    """Return where a point is afterwards."""
    a, b, c, d, e, f = matrix
    return a * point[0] + b * point[1] + c, d * point[0] + e * point[1] + f


def joined(first: Matrix, second: Matrix) -> tuple[float, ...]:
    """Return the transformation that does one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (g * a + h * d, g * b + h * e, g * c + h * f + i, j * a + k * d, j * b + k * e, j * c + k * f + m)


def inverse(matrix: Matrix) -> tuple[float, ...]:
    """Return the transformation that undoes one."""
    a, b, c, d, e, f = matrix
    size = a * e - b * d
    return (e / size, -b / size, (b * f - c * e) / size, -d / size, a / size, (c * d - a * f) / size)


def move(annotations: Sequence[dict[str, Any]], matrix: Matrix, width: int, height: int) -> list[dict[str, Any]]:
    """Return annotations after a transformation, cut at the edges of the new picture; what is outside is left out."""
    found = []
    for one in annotations:
        shape = one.get("shape")
        if not shape:
            found.append(copy.deepcopy(one))
            continue
        new = _move_shape(shape, matrix, float(width), float(height))
        if new is not None:
            found.append({**copy.deepcopy({name: value for name, value in one.items() if name != "shape"}), "shape": new})
    return found


def _move_shape(shape: dict[str, Any], matrix: Matrix, width: float, height: float) -> dict[str, Any] | None:
    kind, points = shape["kind"], [tuple(point) for point in shape["points"]]
    if kind == "bndbox":
        return _box(points, matrix, width, height)
    if kind == "circle":
        return _circle(points[0], float(shape.get("radius", 0)), matrix, width, height)
    there = [moved(point, matrix) for point in points]
    if kind == "polygon":
        return _polygon(there, width, height)
    if kind == "point":
        return _shape(kind, there) if _is_inside(there[0], width, height) else None
    if kind in {"line", "dashed"}:
        cut = _cut_line(there[0], there[1], width, height)
        return None if cut is None else _shape(kind, cut)
    inside = _longest_run(there, width, height)
    return _shape(kind, inside) if len(inside) >= 2 else None


def _box(points: list[Point], matrix: Matrix, width: float, height: float) -> dict[str, Any] | None:
    (x1, y1), (x2, y2) = points
    corners = [moved(corner, matrix) for corner in ((x1, y1), (x2, y1), (x2, y2), (x1, y2))]
    visible = clipped(corners, width, height)
    if area(visible) < LEAST_SHARE * area(corners) or len(visible) < 3:
        return None
    xs, ys = [x for x, _ in visible], [y for _, y in visible]
    if max(xs) - min(xs) < 1 or max(ys) - min(ys) < 1:
        return None
    return _shape("bndbox", [(min(xs), min(ys)), (max(xs), max(ys))])


def _circle(centre: Point, radius: float, matrix: Matrix, width: float, height: float) -> dict[str, Any] | None:
    a, b, _, d, e, _ = matrix
    first, second = math.hypot(a, d), math.hypot(b, e)
    is_even = abs(first - second) < 1e-6 * max(first, second, 1) and abs(a * b + d * e) < 1e-6
    x, y = moved(centre, matrix)
    whole = is_even and radius * first <= min(x, y, width - x, height - y)
    if whole:
        return {**_shape("circle", [(x, y)]), "radius": round(radius * first, 3)}
    steps = [2 * math.pi * index / _CIRCLE_POINTS for index in range(_CIRCLE_POINTS)]
    around = [(centre[0] + radius * math.cos(step), centre[1] + radius * math.sin(step)) for step in steps]
    return _polygon([moved(point, matrix) for point in around], width, height)


def _polygon(points: Sequence[Point], width: float, height: float) -> dict[str, Any] | None:
    visible = clipped(points, width, height)
    if len(visible) < 3 or area(visible) < max(LEAST_SHARE * area(points), 0.5):
        return None
    return _shape("polygon", visible)


def _shape(kind: str, points: Sequence[Point]) -> dict[str, Any]:
    return {"kind": kind, "points": [[round(x, 3), round(y, 3)] for x, y in points]}


def _is_inside(point: Point, width: float, height: float) -> bool:
    return 0 <= point[0] <= width and 0 <= point[1] <= height


def area(points: Sequence[Point]) -> float:
    """Return the area of a polygon."""
    total = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]])) if points else 0.0
    return abs(total) / 2


def clipped(points: Sequence[Point], width: float, height: float) -> list[Point]:
    """Return the part of a polygon that is inside a picture (Sutherland and Hodgman)."""
    found = list(points)
    for axis, edge, sign in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        if not found:
            return []
        before, result = found[-1], []
        for point in found:
            was, is_in = sign * (before[axis] - edge) >= 0, sign * (point[axis] - edge) >= 0
            if was != is_in:
                share = (edge - before[axis]) / (point[axis] - before[axis])
                crossing = [before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])]
                crossing[axis] = edge
                result.append(tuple(crossing))
            if is_in:
                result.append(point)
            before = point
        found = result
    return found


def _cut_line(start: Point, end: Point, width: float, height: float) -> list[Point] | None:
    """Return the part of a line that is inside (Liang and Barsky)."""
    first, last = 0.0, 1.0
    dx, dy = end[0] - start[0], end[1] - start[1]
    for step, gap in ((-dx, start[0]), (dx, width - start[0]), (-dy, start[1]), (dy, height - start[1])):
        if step == 0:
            if gap < 0:
                return None
            continue
        share = gap / step
        if step < 0:
            first = max(first, share)
        else:
            last = min(last, share)
    if first >= last:
        return None
    return [(start[0] + share * dx, start[1] + share * dy) for share in (first, last)]


def _longest_run(points: Sequence[Point], width: float, height: float) -> list[Point]:
    """Return the longest part of a polyline of which all points are inside."""
    best: list[Point] = []
    run: list[Point] = []
    for point in points:
        run = [*run, point] if _is_inside(point, width, height) else []
        best = run if len(run) > len(best) else best
    return best
