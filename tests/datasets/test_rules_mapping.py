"""Maps of samples, and what lies inside an outline."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.datasets.rules import columns, mapping
from modelyard.datasets.rules.box_metrics import Box
from modelyard.datasets.rules.columns import Measured
from modelyard.datasets.types.insight import Metric


class TestMapped:
    def test_the_first_direction_is_the_one_that_differs_most(self) -> None:
        chance = np.random.default_rng(3)
        vectors = chance.normal(0, [9, 3, 0.1, 0.1], (500, 4)).astype(np.float32)

        found = mapping.mapped(vectors)

        assert np.abs(np.corrcoef(found[:, 0], vectors[:, 0])[0, 1]) > 0.99
        assert np.abs(np.corrcoef(found[:, 1], vectors[:, 1])[0, 1]) > 0.99
        assert np.allclose(found.mean(axis=0), 0, atol=1e-3)

    def test_blocks_change_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        vectors = np.random.default_rng(4).normal(size=(100, 6)).astype(np.float16)
        whole = mapping.mapped(vectors)
        monkeypatch.setattr(mapping, "_BLOCK", 7)

        assert np.allclose(mapping.mapped(vectors), whole, atol=1e-4)

    def test_nothing_and_one_have_a_map(self) -> None:
        assert mapping.mapped(np.empty((0, 4), np.float32)).shape == (0, 2)
        assert mapping.mapped(np.ones((1, 4), np.float32)).tolist() == [[0, 0]]


class TestInside:
    def test_what_an_outline_leaves_out_is_outside(self) -> None:
        # A square with a notch cut into its right side.
        outline = np.array([[0, 0], [4, 0], [4, 1], [2, 2], [4, 3], [4, 4], [0, 4]], float)
        points = np.array([[1, 2], [3, 2], [3.5, 0.5], [5, 1], [-1, 2]])

        assert mapping.inside(points, outline).tolist() == [True, False, True, False, False]

    @given(x=st.floats(-2, 3), y=st.floats(-2, 3))
    def test_a_rectangle_is_two_ranges(self, x: float, y: float) -> None:
        outline = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)

        assert mapping.inside(np.array([[x, y]]), outline).tolist() == [0 <= x < 1 and 0 <= y < 1]


class TestBetween:
    def test_samples_are_found_by_their_values_and_by_those_of_their_boxes(self) -> None:
        box = Box(0, 0, 5, 5)
        found = columns.unpacked(
            [
                columns.packed(
                    [
                        Measured(3, "TRAIN", 10, 10, (1, 0, 0, 0), [box, Box(0, 0, 10, 10)], [(1, 1), (2, 2)]),
                        Measured(5, "", 10, 10, (2, 0, 0, 0), [box], [(9, 9)]),
                        Measured(8, "TRAIN", 10, 10, (3, 0, 0, 0), [], []),
                    ]
                )
            ]
        )

        assert found.between(Metric.BRIGHTNESS, 1, 3).tolist() == [3, 5]
        assert found.between(Metric.BRIGHTNESS, None, None, "TRAIN").tolist() == [3, 8]
        assert found.between(Metric.BOX_AREA_RATIO, 0.2, None).tolist() == [3, 5]
        assert found.between(Metric.BOX_AREA_RATIO, 0.9, 2.0).tolist() == [3]
        assert found.between(Metric.BOX_BRIGHTNESS, None, 5).tolist() == [3]
