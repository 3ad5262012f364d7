"""Shapes: what they must be, whether they are inside, how they turn."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_annotations import HEIGHT, WIDTH, shapes
from modelyard.datasets.rules.geometry import (
    Shape,
    area,
    bounds,
    box,
    drawn_in,
    feature,
    from_feature,
    is_inside,
    number,
    shaped,
    turned,
    turned_size,
)
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import ShapeKind

BACK = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}


class TestShapes:
    def test_a_closed_polygon_is_opened(self) -> None:
        assert shaped(ShapeKind.POLYGON, ((0, 0), (4, 0), (0, 3), (0, 0))).points == ((0, 0), (4, 0), (0, 3))

    def test_corners_are_put_in_order(self) -> None:
        assert shaped(ShapeKind.BOX, ((9, 1), (2, 8))).points == ((2, 1), (9, 8))

    @pytest.mark.parametrize(
        ("kind", "points", "radius"),
        [
            (ShapeKind.POLYGON, ((0, 0), (1, 1)), 0),
            (ShapeKind.POLYGON, ((0, 0), (1, 1), (0, 0)), 0),
            (ShapeKind.POLYGON, (), 0),
            (ShapeKind.BOX, ((0, 0), (0, 5)), 0),
            (ShapeKind.BOX, ((0, 5), (9, 5)), 0),
            (ShapeKind.POINT, ((math.nan, 0),), 0),
            (ShapeKind.CIRCLE, ((1, 1),), 0),
            (ShapeKind.CIRCLE, ((1, 1),), math.inf),
        ],
    )
    def test_what_is_none_is_refused(self, kind: ShapeKind, points: tuple[tuple[float, float], ...], radius: float) -> None:
        with pytest.raises(Unreadable):
            shaped(kind, points, radius)

    def test_areas(self) -> None:
        assert area(box(1, 2, 3, 4)) == 12
        assert area(shaped(ShapeKind.POLYGON, ((0, 0), (4, 0), (0, 3)))) == 6
        assert area(shaped(ShapeKind.CIRCLE, ((0, 0),), 2)) == pytest.approx(12.566, abs=0.001)
        assert area(shaped(ShapeKind.LINE, ((0, 0), (4, 4)))) == 0

    def test_numbers_lose_empty_fractions_only(self) -> None:
        assert [repr(number(value)) for value in (3.0, 3.5, 1e300)] == ["3", "3.5", "1e+300"]


class TestInside:
    def test_a_pixel_is_drawn_in(self) -> None:
        assert drawn_in(box(-1, -0.5, 102, 50), 100, 80) == box(0, 0, 100, 49.5)
        assert drawn_in(shaped(ShapeKind.CIRCLE, ((10, 10),), 10.5), 100, 100) == shaped(ShapeKind.CIRCLE, ((10, 10),), 10)

    def test_what_is_inside_stays_the_same(self) -> None:
        shape = box(0, 0, 100, 80)
        assert drawn_in(shape, 100, 80) is shape

    @pytest.mark.parametrize("outside", [(-2, 0, 5, 5), (0, -2, 5, 5), (98, 0, 5, 5), (0, 78, 5, 5)])
    def test_more_is_told(self, outside: tuple[float, float, float, float]) -> None:
        with pytest.raises(Unreadable) as error:
            drawn_in(box(*outside), 100, 80)
        assert error.value.problem.code == "outside"


class TestTurning:
    @given(shapes(ShapeKind), st.sampled_from(sorted(BACK)))
    def test_turned_and_back_is_the_same(self, shape: Shape, orientation: int) -> None:
        width, height = turned_size(WIDTH, HEIGHT, orientation)
        there = turned(shape, WIDTH, HEIGHT, orientation)
        again = turned(there, width, height, BACK[orientation])
        assert [value for point in again.points for value in point] == pytest.approx(
            [value for point in shape.points for value in point]
        )
        if is_inside(shape, WIDTH, HEIGHT):
            left, top, right, bottom = bounds(there)
            assert left >= -1e-6
            assert top >= -1e-6
            assert right <= width + 1e-6
            assert bottom <= height + 1e-6

    def test_a_picture_taken_upright(self) -> None:
        assert turned(box(0, 0, 10, 20), 640, 480, 6) == box(460, 0, 20, 10)


class TestFeatures:
    @given(shapes(ShapeKind))
    def test_come_back(self, shape: Shape) -> None:
        assert from_feature(str(shape.kind), feature(shape)) == shape

    def test_a_circle_has_its_radius_last(self) -> None:
        circle = shaped(ShapeKind.CIRCLE, ((1, 2),), 3)
        assert feature(circle) == [[1, 2], [3]]
        assert from_feature("circle", [[1, 2], [3]]) == circle

    def test_numbers_may_be_texts(self) -> None:
        assert from_feature("bndbox", [["1", "2"], [3, 4.5]]) == box(1, 2, 2, 2.5)

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("star", [[1, 2]]),
            (5, [[1, 2]]),
            ("point", None),
            ("point", [[1, 2, 3]]),
            ("point", [1]),
            ("point", [[True, 2]]),
            ("point", [["one", 2]]),
            ("point", [[10**400, 2]]),
            ("circle", []),
            ("circle", [[1, 2]]),
        ],
    )
    def test_what_is_none_is_refused(self, kind: Any, value: Any) -> None:
        with pytest.raises(Unreadable):
            from_feature(kind, value)
