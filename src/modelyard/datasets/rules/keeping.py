"""What each format can say. Annotations are cut down to it before they are written, and what is cut off is told."""

from collections.abc import Mapping
from typing import NamedTuple

from modelyard.datasets.rules.annotations import HUMAN, Annotation, Item
from modelyard.datasets.rules.problems import Problem, Problems
from modelyard.datasets.types.datasets import Kind, ShapeKind
from modelyard.datasets.types.sources import Format

_SHAPES = frozenset(ShapeKind)
_NONE: frozenset[ShapeKind] = frozenset()
ATTRIBUTES, CONFIDENCE, HARD, COEFFICIENT, USAGE, MANY = (
    "attributes",
    "confidence",
    "hard",
    "hard-coefficient",
    "usage",
    "labels",
)


class Keeps(NamedTuple):
    """Kinds of annotations, shapes, and fields that come back. Who said something and when is kept by the manifest only.

    ids: of entities, and of the parts of one thing. MANY: more than one label for a sample.
    """

    kinds: frozenset[Kind]
    shapes: frozenset[ShapeKind] = _NONE
    fields: frozenset[str] = frozenset({USAGE, MANY})
    ids: frozenset[Kind] = frozenset()


KEEPS: Mapping[Format, Keeps] = {
    Format.VOC: Keeps(frozenset({Kind.SHAPE}), _SHAPES, frozenset({ATTRIBUTES, CONFIDENCE, COEFFICIENT, MANY})),
    Format.SEGMENTATION: Keeps(
        frozenset({Kind.SHAPE}),
        frozenset({ShapeKind.POLYGON}),
        frozenset({ATTRIBUTES, CONFIDENCE, COEFFICIENT, MANY}),
    ),
    Format.COCO: Keeps(
        frozenset({Kind.SHAPE, Kind.CLASS}),
        frozenset({ShapeKind.BOX, ShapeKind.POLYGON}),
        frozenset({ATTRIBUTES, CONFIDENCE, MANY}),
        frozenset({Kind.SHAPE}),
    ),
    Format.YOLO: Keeps(frozenset({Kind.SHAPE}), frozenset({ShapeKind.BOX, ShapeKind.POLYGON})),
    Format.CVAT: Keeps(
        frozenset({Kind.SHAPE, Kind.CLASS}),
        frozenset({ShapeKind.BOX, ShapeKind.POLYGON, ShapeKind.POLYLINE, ShapeKind.POINT, ShapeKind.CIRCLE}),
        frozenset({ATTRIBUTES, MANY}),
    ),
    Format.LABEL_STUDIO: Keeps(
        frozenset(Kind),
        frozenset({ShapeKind.BOX, ShapeKind.POLYGON, ShapeKind.POINT, ShapeKind.CIRCLE}),
        frozenset({MANY}),
        frozenset({Kind.ENTITY}),
    ),
    Format.CSV: Keeps(
        frozenset({Kind.SHAPE, Kind.CLASS}),
        frozenset({ShapeKind.BOX}),
        frozenset({CONFIDENCE, USAGE, MANY}),
    ),
    Format.FOLDERS: Keeps(frozenset({Kind.CLASS}), fields=frozenset()),
    Format.TEXTS: Keeps(frozenset({Kind.CLASS}), fields=frozenset({MANY})),
    Format.TEXT_LINES: Keeps(frozenset({Kind.CLASS}), fields=frozenset({MANY})),
    Format.TEXT_PAIRS: Keeps(frozenset({Kind.CLASS}), fields=frozenset({MANY})),
    Format.HUGGING_FACE: Keeps(
        frozenset({Kind.SHAPE, Kind.CLASS, Kind.TRANSCRIPT}),
        frozenset({ShapeKind.BOX}),
        frozenset({USAGE, MANY}),
    ),
    Format.PLAIN: Keeps(frozenset(), fields=frozenset()),
}


def kept(item: Item, target: Format) -> tuple[Item, list[Problem]]:
    """Return a sample as a format can say it, and what it cannot say."""
    keeps = KEEPS[target]
    problems = Problems(item.source)
    said: list[Annotation] = []
    for one in item.annotations:
        if one.kind not in keeps.kinds:
            problems.note("lost", one.label, one.kind)
        elif one.kind is Kind.SHAPE and (one.shape is None or one.shape.kind not in keeps.shapes):
            problems.note("lost", one.label, one.shape.kind if one.shape else one.kind)
        elif one.kind is Kind.CLASS and MANY not in keeps.fields and said:
            problems.note("lost", one.label, "a second label")
        else:
            said.append(_cut(one, keeps, problems))
    usage = item.usage if USAGE in keeps.fields else ""
    if usage != item.usage:
        problems.note("lost", "usage", item.usage)
    if item.hard or item.hard_coefficient is not None:
        problems.note("lost", "hard", "true")
    return item._replace(annotations=tuple(said), usage=usage, hard=False, hard_coefficient=None), problems


def _cut(one: Annotation, keeps: Keeps, problems: Problems) -> Annotation:
    cut = one._replace(author=HUMAN, created=None, hard=False, hard_reasons=())
    if one.kind not in keeps.ids:
        cut = cut._replace(id="")
    if ATTRIBUTES not in keeps.fields and one.attributes:
        problems.note("lost", one.label, ", ".join(name for name, _ in one.attributes))
        cut = cut._replace(attributes=())
    if CONFIDENCE not in keeps.fields and one.confidence is not None:
        problems.note("lost", one.label, CONFIDENCE)
        cut = cut._replace(confidence=None)
    if COEFFICIENT not in keeps.fields:
        cut = cut._replace(hard_coefficient=None)
    if one.hard or one.hard_reasons or cut.hard_coefficient != one.hard_coefficient:
        problems.note("lost", one.label, HARD)
    return cut
