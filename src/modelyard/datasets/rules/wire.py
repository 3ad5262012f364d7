"""Annotations as the public API has them: read from what a caller sends, written as they are shown."""

from collections.abc import Mapping
from typing import Any

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import drawn_in
from modelyard.datasets.rules.manifest import annotation_of, told_of
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import TRIPLET_ENTITY, Kind, LabelType

_HARD, _COEFFICIENT, _REASONS, _FROM = (f"@modelarts:{name}" for name in ("hard", "hard_coefficient", "hard_reasons", "from"))
_KINDS = {
    LabelType.IMAGE_CLASSIFICATION: Kind.CLASS,
    LabelType.OBJECT_DETECTION: Kind.SHAPE,
    LabelType.IMAGE_SEGMENTATION: Kind.SHAPE,
    LabelType.TEXT_CLASSIFICATION: Kind.CLASS,
    LabelType.NAMED_ENTITY: Kind.ENTITY,
    LabelType.TEXT_TRIPLET: Kind.ENTITY,
    LabelType.SOUND_CLASSIFICATION: Kind.CLASS,
    LabelType.SPEECH_CONTENT: Kind.TRANSCRIPT,
    LabelType.SPEECH_SEGMENTATION: Kind.SEGMENT,
    LabelType.VIDEO: Kind.SHAPE,
}
# What may be said without naming a label.
UNNAMED = frozenset({Kind.TRANSCRIPT})


def read(
    label: Mapping[str, Any], job_type: LabelType, *, author: str, size: tuple[int, int] | None, length: int | None
) -> Annotation:
    """Return the annotation that a label of a sample says; raises `Unreadable`.

    size: of the image, which shapes must be in. length: of the text, which entities must be in. author: where it says none.
    """
    if job_type not in _KINDS:
        raise Unreadable("value", value=f"annotation of type {job_type}")
    given = dict(label.get("property") or {})
    kind = Kind.RELATION if job_type is LabelType.TEXT_TRIPLET and _FROM in given else _KINDS[job_type]
    entry = {
        "name": label.get("name") or "",
        "id": label.get("id") or "",
        "annotated-by": label.get("annotated_by") or author,
        "confidence": label.get("score"),
        "hard": given.pop(_HARD, "false"),
        "hard-coefficient": given.pop(_COEFFICIENT, None) or None,
        "property": {name: value for name, value in given.items() if value is not None},
    }
    if kind is Kind.SHAPE and "@modelarts:shape" not in given:
        raise Unreadable("missing", "property.@modelarts:shape")
    one = annotation_of(kind, entry)
    if one.label == "" and kind not in UNNAMED:
        raise Unreadable("missing", "name")
    if one.shape is not None and size is not None:
        one = one._replace(shape=drawn_in(one.shape, *size))
    if one.span is not None and length is not None and one.span[1] > length:
        raise Unreadable("span", "property", f"{one.span[0]} to {one.span[1]}")
    return one


def checked(annotations: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """Return annotations of one sample if they fit together: relations name entities that are there. Raises `Unreadable`."""
    entities = {each.id for each in annotations if each.kind is Kind.ENTITY and each.id}
    for each in annotations:
        unknown = next((end for end in each.link or () if end not in entities), None)
        if unknown is not None:
            raise Unreadable("relation", value=unknown)
    return annotations


def label_type(one: Annotation, job_type: LabelType) -> int:
    """Return the type of the label that an annotation carries."""
    return TRIPLET_ENTITY if job_type is LabelType.TEXT_TRIPLET and one.kind is Kind.ENTITY else int(job_type)


def written(one: Annotation, name: str, job_type: LabelType) -> dict[str, Any]:
    """Return an annotation as it is shown, with the name of its label."""
    shown: dict[str, Any] = {"name": name, "type": label_type(one, job_type), "annotated_by": one.author}
    if one.id:
        shown["id"] = one.id
    if one.confidence is not None:
        shown["score"] = one.confidence
    told: dict[str, Any] = {**dict(one.attributes), **told_of(one)}
    if one.hard:
        told[_HARD] = "true"
    if one.hard_coefficient is not None:
        told[_COEFFICIENT] = str(one.hard_coefficient)
    if one.hard_reasons:
        told[_REASONS] = "-".join(map(str, one.hard_reasons))
    return shown | {"property": told}
