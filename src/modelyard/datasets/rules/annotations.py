"""The one model of annotations that all formats are read into and written from, and its canonical JSON."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from modelyard.datasets.rules.geometry import Shape, number
from modelyard.datasets.types.datasets import Kind, ShapeKind

Pairs = tuple[tuple[str, str], ...]

# The author of annotations that people made and of which no more is known.
HUMAN = "human"


class Annotation(NamedTuple):
    """One thing that is said about a sample. Which fields count depends on `kind`.

    attributes: pairs in order of names. shape: in pixels of the image as it is seen. span: characters, the end not included.
    link: ids of the entities that a relation goes from and to. time: milliseconds. created: seconds since the epoch.
    hard: an example that models find hard, with coefficient 0 to 1 and the numbers of the reasons.
    """

    kind: Kind
    label: str = ""
    id: str = ""
    attributes: Pairs = ()
    shape: Shape | None = None
    span: tuple[int, int] | None = None
    link: tuple[str, str] | None = None
    time: tuple[int, int] | None = None
    speaker: str = ""
    text: str = ""
    confidence: float | None = None
    hard: bool = False
    hard_coefficient: float | None = None
    hard_reasons: tuple[int, ...] = ()
    author: str = HUMAN
    created: int | None = None


class Item(NamedTuple):
    """A sample with what is said about it, as formats carry it from one place to another.

    source: `s3://bucket/key`, `content://text`, or a path relative to what is being read.
    size: width, height and depth of an image. files: of annotations, still to be read (VOC).
    """

    source: str
    annotations: tuple[Annotation, ...] = ()
    usage: str = ""
    id: str = ""
    hard: bool = False
    hard_coefficient: float | None = None
    sample_type: int | None = None
    size: tuple[int, int, int] | None = None
    properties: tuple[tuple[str, Any], ...] = ()
    inference: str = ""
    files: tuple[str, ...] = ()


def pairs(values: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Pairs:
    """Return attributes as pairs of strings in order of names."""
    entries = values.items() if isinstance(values, Mapping) else values
    return tuple(sorted((str(name), plain(value)) for name, value in entries))


def plain(value: Any) -> str:
    """Return an attribute's value as text: strings as they are, other JSON values as JSON."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def document(annotations: Iterable[Annotation]) -> bytes:
    """Return annotations as canonical JSON: equal annotations are equal bytes. What is as usual is left out."""
    return orjson.dumps([_packed(each) for each in annotations], option=orjson.OPT_SORT_KEYS)


def parsed(content: bytes) -> tuple[Annotation, ...]:
    """Return the annotations of a document that `document` has made."""
    return tuple(_unpacked(each) for each in orjson.loads(content))


_DEFAULTS = Annotation(Kind.CLASS)._asdict()
_PLAIN = ("label", "id", "speaker", "text", "confidence", "hard", "hard_coefficient", "author", "created")
_TUPLES = ("span", "link", "time", "hard_reasons")


def _packed(one: Annotation) -> dict[str, Any]:
    packed: dict[str, Any] = {"kind": str(one.kind)}
    values = one._asdict()
    packed.update({name: values[name] for name in (*_PLAIN, *_TUPLES) if values[name] != _DEFAULTS[name]})
    if one.attributes:
        packed["attributes"] = dict(one.attributes)
    if one.shape is not None:
        packed["shape"] = {"kind": str(one.shape.kind), "points": [[number(x), number(y)] for x, y in one.shape.points]}
        if one.shape.kind is ShapeKind.CIRCLE:
            packed["shape"]["radius"] = number(one.shape.radius)
    return packed


def _unpacked(packed: dict[str, Any]) -> Annotation:
    values = {name: packed[name] for name in _PLAIN if name in packed}
    values.update({name: tuple(packed[name]) for name in _TUPLES if name in packed})
    if "attributes" in packed:
        values["attributes"] = pairs(packed["attributes"])
    if "shape" in packed:
        shape = packed["shape"]
        points = tuple((float(x), float(y)) for x, y in shape["points"])
        values["shape"] = Shape(ShapeKind(shape["kind"]), points, float(shape.get("radius", 0)))
    return Annotation(Kind(packed["kind"]), **values)
