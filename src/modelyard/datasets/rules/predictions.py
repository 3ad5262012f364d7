"""What models answer about images, in the published forms of classification and detection."""

import math
from collections.abc import Sequence
from typing import Any

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import Shape
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import Kind, LabelType, ShapeKind

# Boxes of one image; more is no answer.
MOST_BOXES = 1000
_MOST_NAME = 256


def read(answer: Any, label_type: LabelType, size: tuple[int, int] | None) -> list[Annotation]:
    """Return what a model says about an image; labels are names. size: of the image, whose border cuts boxes.

    Classification: `predicted_label` with `scores`, pairs of a label and its probability; either may be missing.
    Detection: `detection_classes`, `detection_boxes` (y before x) and `detection_scores` beside each other.
    Raises Unreadable.
    """
    if not isinstance(answer, dict):
        raise Unreadable("type", "answer", "an object")
    if label_type is LabelType.OBJECT_DETECTION:
        return _boxes(answer, size)
    return [_class(answer)]


def within(said: Sequence[Annotation], low: float, high: float) -> list[Annotation]:
    """Return what is between two confidences; what has none counts as certain."""
    return [each for each in said if low <= (1.0 if each.confidence is None else each.confidence) <= high]


def _class(answer: dict[str, Any]) -> Annotation:
    scores = {}
    for index, each in enumerate(_listed(answer, "scores") if "scores" in answer else ()):
        if not isinstance(each, list) or len(each) != 2:
            raise Unreadable("type", f"scores.{index}", "a pair of label and score")
        scores[_name(each[0], f"scores.{index}.0")] = _score(each[1], f"scores.{index}.1")
    if "predicted_label" in answer:
        name = _name(answer["predicted_label"], "predicted_label")
    elif scores:
        name = max(scores, key=lambda each: scores[each])
    else:
        raise Unreadable("missing", "predicted_label")
    return Annotation(Kind.CLASS, name, confidence=scores.get(name))


def _boxes(answer: dict[str, Any], size: tuple[int, int] | None) -> list[Annotation]:
    names, corners, scores = (_listed(answer, f"detection_{part}") for part in ("classes", "boxes", "scores"))
    if not len(names) == len(corners) == len(scores):
        raise Unreadable("pair", "detection_boxes", f"{len(names)} classes, {len(corners)} boxes, {len(scores)} scores")
    found = []
    for index, (name, box, score) in enumerate(zip(names, corners, scores, strict=True)):
        if not isinstance(box, list) or len(box) != 4:
            raise Unreadable("shape", f"detection_boxes.{index}", ShapeKind.BOX)
        top, left, bottom, right = (_number(each, f"detection_boxes.{index}") for each in box)
        width, height = size or (math.inf, math.inf)
        x1, x2 = (min(max(each, 0.0), width) for each in sorted((left, right)))
        y1, y2 = (min(max(each, 0.0), height) for each in sorted((top, bottom)))
        if x1 < x2 and y1 < y2:
            shape = Shape(ShapeKind.BOX, ((round(x1, 2), round(y1, 2)), (round(x2, 2), round(y2, 2))))
            label = _name(name, f"detection_classes.{index}")
            found.append(Annotation(Kind.SHAPE, label, shape=shape, confidence=_score(score, f"detection_scores.{index}")))
    return found


def _listed(answer: dict[str, Any], place: str) -> list[Any]:
    found = answer.get(place)
    if not isinstance(found, list):
        raise Unreadable("type" if place in answer else "missing", place, "a list")
    if len(found) > MOST_BOXES:
        raise Unreadable("long", place, MOST_BOXES)
    return found


def _name(value: Any, place: str) -> str:
    # Models that count classes answer with their numbers.
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not 0 < len(text.strip()) <= _MOST_NAME:
        raise Unreadable("type", place, "the name of a label")
    return text.strip()


def _number(value: Any, place: str) -> float:
    try:
        found = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise Unreadable("number", place, value)
    return found


def _score(value: Any, place: str) -> float:
    found = _number(value, place)
    if not 0 <= found <= 1:
        raise Unreadable("range", place, value)
    return round(found, 4)
