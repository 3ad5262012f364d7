"""What models answer, in the published forms and in others."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.datasets.rules import predictions
from modelyard.datasets.rules.geometry import Shape
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import LabelType, ShapeKind

CLASSES, BOXES = LabelType.IMAGE_CLASSIFICATION, LabelType.OBJECT_DETECTION
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def boxes(classes: Any, corners: Any, scores: Any) -> dict[str, Any]:
    return {"detection_classes": classes, "detection_boxes": corners, "detection_scores": scores}


class TestRead:
    @pytest.mark.parametrize(
        ("answer", "label", "confidence"),
        [
            ({"predicted_label": "oak", "scores": [["elm", "0.2"], ["oak", 0.7]]}, "oak", 0.7),
            ({"predicted_label": " oak "}, "oak", None),
            ({"predicted_label": 7}, "7", None),
            ({"scores": [["elm", 0.2], ["oak", 0.7]]}, "oak", 0.7),
        ],
    )
    def test_classes(self, answer: dict[str, Any], label: str, confidence: float | None) -> None:
        (found,) = predictions.read(answer, CLASSES, None)

        assert (found.label, found.confidence) == (label, confidence)

    def test_boxes_have_y_before_x_and_end_at_the_border(self) -> None:
        answer = boxes(["a", "b", "c"], [[1, 2, 30, 400], [-5, -5, -1, -1], [9, 8, 3, 2]], [0.5, 1, "0.25"])

        first, second = predictions.read(answer, BOXES, (100, 50))

        assert first.shape == Shape(ShapeKind.BOX, ((2, 1), (100, 30)))
        assert (second.label, second.shape, second.confidence) == ("c", Shape(ShapeKind.BOX, ((2, 3), (8, 9))), 0.25)
        assert len(predictions.read(boxes(["a"], [[0, 0, 9, 900]], [1]), BOXES, None)) == 1

    @pytest.mark.parametrize(
        ("answer", "kind"),
        [
            ([], CLASSES),
            ({}, CLASSES),
            ({"scores": []}, CLASSES),
            ({"scores": {}}, CLASSES),
            ({"scores": [["a"]]}, CLASSES),
            ({"scores": [["a", 2]]}, CLASSES),
            ({"scores": [["a", True]]}, CLASSES),
            ({"scores": [["a", "nan"]]}, CLASSES),
            ({"scores": [["a", None]]}, CLASSES),
            ({"predicted_label": True}, CLASSES),
            ({"predicted_label": "  "}, CLASSES),
            ({"predicted_label": "x" * 257}, CLASSES),
            ({}, BOXES),
            (boxes(["a"], [], []), BOXES),
            (boxes(["a"], [[1, 2, 3]], [1]), BOXES),
            (boxes(["a"], [[1, 2, 3, "x"]], [1]), BOXES),
            (boxes(["a"] * 1001, [[1, 2, 3, 4]] * 1001, [1] * 1001), BOXES),
        ],
    )
    def test_other_answers_are_told(self, answer: Any, kind: LabelType) -> None:
        with pytest.raises(Unreadable):
            predictions.read(answer, kind, None)

    @given(answer=JSON, inner=st.lists(JSON, max_size=3))
    def test_no_answer_is_too_odd(self, answer: Any, inner: list[Any]) -> None:
        for each in (answer, {"predicted_label": answer}, {"scores": inner}, boxes(inner, inner, inner)):
            for kind in (CLASSES, BOXES):
                with contextlib.suppress(Unreadable):
                    predictions.read(each, kind, (9, 9))


class TestWithin:
    def test_what_has_no_confidence_is_certain(self) -> None:
        sure, unsure = (
            predictions.read({"predicted_label": "a"}, CLASSES, None),
            predictions.read({"predicted_label": "a", "scores": [["a", 0.3]]}, CLASSES, None),
        )

        assert predictions.within([*sure, *unsure], 0.5, 1) == sure
        assert predictions.within([*sure, *unsure], 0, 0.5) == unsure
