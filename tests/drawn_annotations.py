"""Annotations as Hypothesis draws them, in the coordinates of an image of 640 by 480."""

from collections.abc import Iterable

from hypothesis import strategies as st

from modelyard.datasets.rules.annotations import Annotation, Item, pairs
from modelyard.datasets.rules.geometry import Shape, shaped
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import Kind, ShapeKind

WIDTH, HEIGHT = 640, 480
SIZE = (WIDTH, HEIGHT, 3)
TEXT = "Ada Lovelace lived in London, 艾达 in 伦敦 🙂."

# Every script, quotes, formulas; what XML cannot say and what ends lines has tests of its own.
_LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufeff")
words = st.text(_LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
shares = st.integers(0, 1000).map(lambda value: value / 1000)
moments = st.integers(0, 2_000_000_000)


def _coordinate(most: int) -> st.SearchStrategy[float]:
    return st.integers(0, most * 100).map(lambda value: value / 100)


points = st.tuples(_coordinate(WIDTH), _coordinate(HEIGHT))
_COUNTS = {ShapeKind.POLYGON: (3, 6), ShapeKind.POLYLINE: (2, 6), ShapeKind.POINT: (1, 1), ShapeKind.CIRCLE: (1, 1)}


@st.composite
def shapes(draw: st.DrawFn, kinds: Iterable[ShapeKind]) -> Shape:
    kind = draw(st.sampled_from(sorted(kinds)))
    least, most = _COUNTS.get(kind, (2, 2))
    radius = draw(st.integers(1, 20_000)) / 100 if kind is ShapeKind.CIRCLE else 0.0
    corners = draw(st.lists(points, min_size=least, max_size=most, unique=True))
    try:
        return shaped(kind, corners, radius)
    except Unreadable:
        return shaped(ShapeKind.BOX, ((1, 2), (30.5, 40.25)))


attributes = st.dictionaries(words, words, max_size=3).map(pairs)


@st.composite
def shape_annotations(
    draw: st.DrawFn,
    kinds: Iterable[ShapeKind],
    *,
    labels: st.SearchStrategy[str] = words,
    has_attributes: bool = False,
    has_confidence: bool = False,
) -> Annotation:
    return Annotation(
        Kind.SHAPE,
        label=draw(labels),
        shape=draw(shapes(frozenset(kinds) | {ShapeKind.BOX})),
        attributes=draw(attributes) if has_attributes else (),
        confidence=draw(st.none() | shares) if has_confidence else None,
    )


classes = words.map(lambda label: Annotation(Kind.CLASS, label=label))


@st.composite
def images(draw: st.DrawFn, annotations: st.SearchStrategy[Annotation]) -> Item:
    return Item(
        source=draw(words),
        annotations=tuple(draw(st.lists(annotations, max_size=4))),
        size=SIZE,
    )
