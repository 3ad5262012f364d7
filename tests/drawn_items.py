"""Strategies for whole items of manifests; tests of formats and of versions draw from them."""

from typing import Any

from hypothesis import strategies as st

from drawn_annotations import SIZE, TEXT, attributes, moments, shapes, shares, words
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.types.datasets import Kind, LabelType, ShapeKind, Usage

_KINDS = {
    LabelType.IMAGE_CLASSIFICATION: Kind.CLASS,
    LabelType.OBJECT_DETECTION: Kind.SHAPE,
    LabelType.IMAGE_SEGMENTATION: Kind.SHAPE,
    LabelType.VIDEO: Kind.SHAPE,
    LabelType.TEXT_CLASSIFICATION: Kind.CLASS,
    LabelType.NAMED_ENTITY: Kind.ENTITY,
    LabelType.SOUND_CLASSIFICATION: Kind.CLASS,
    LabelType.SPEECH_CONTENT: Kind.TRANSCRIPT,
    LabelType.SPEECH_SEGMENTATION: Kind.SEGMENT,
}
_spans = st.tuples(st.integers(0, 10), st.integers(11, len(TEXT)))
_times = st.tuples(st.integers(0, 10**7), st.integers(10**7 + 1, 10**9))


@st.composite
def _annotations(draw: st.DrawFn, kind: Kind) -> Annotation:
    told: dict[Kind, dict[str, Any]] = {
        Kind.SHAPE: {"shape": draw(shapes(ShapeKind))},
        Kind.ENTITY: {"span": draw(_spans)},
        Kind.TRANSCRIPT: {"text": draw(words)},
        Kind.SEGMENT: {"time": draw(_times), "speaker": draw(words), "text": draw(words | st.just(""))},
    }
    return Annotation(
        kind,
        label=draw(words),
        attributes=draw(attributes),
        confidence=draw(st.none() | shares),
        hard=draw(st.booleans()),
        hard_coefficient=draw(st.none() | shares),
        hard_reasons=tuple(draw(st.lists(st.integers(0, 30), max_size=3))),
        author=draw(words),
        created=draw(st.none() | moments),
        **told.get(kind, {}),
    )


@st.composite
def labelled(draw: st.DrawFn) -> tuple[LabelType, Item]:
    """Draw a label type and an item with annotations that it has."""
    label_type = draw(st.sampled_from(sorted(_KINDS)))
    item = Item(
        source=f"content://{TEXT}" if label_type.data_type == "TEXT" else f"s3://bucket/{draw(words)}",
        annotations=tuple(draw(st.lists(_annotations(_KINDS[label_type]), max_size=3))),
        usage=draw(st.sampled_from(["", *Usage])),
        id=draw(words),
        hard=draw(st.booleans()),
        hard_coefficient=draw(st.none() | shares),
        sample_type=draw(st.none() | st.integers(0, 9)),
        size=draw(st.none() | st.just(SIZE)),
        properties=tuple(sorted(draw(st.dictionaries(words, words | st.integers(0, 9), max_size=2)).items())),
        inference=draw(words),
    )
    return label_type, item
