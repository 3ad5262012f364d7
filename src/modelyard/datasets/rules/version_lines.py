"""Lines of versions, written straight from documents as they are kept: the same bytes as `manifest.write_line`, quicker.

A version of a million samples is a million lines. Reading each document into the model of annotations and writing that
takes twelve microseconds a line; here it is two or three, less where many samples have the same document.
"""

from collections.abc import Mapping
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from modelyard.datasets.rules.annotations import HUMAN
from modelyard.datasets.rules.manifest import entry_type, write_time
from modelyard.datasets.types.datasets import Kind, LabelType, ShapeKind

_OURS = "@modelarts:"
# Documents are remembered while they repeat; this many are some ten megabytes.
_MOST_REMEMBERED = 20_000
_VOC = "PASCAL VOC"


class Entries(NamedTuple):
    """What a document says in a line. content: the list as JSON. labels: how often each is used. has_shapes: VOC can say it."""

    content: bytes
    labels: tuple[tuple[str, int], ...]
    has_shapes: bool


_NOTHING = Entries(b"", (), has_shapes=False)


class LineWriter:
    """Writes the lines of one version.

    names: of labels by number; annotations with others are of labels that are gone. head: what sources begin with.
    """

    def __init__(self, label_type: LabelType, names: Mapping[str, str], *, keep_hard: bool, head: str = "s3://") -> None:
        self._type, self._names, self._keep_hard, self._head = label_type, names, keep_hard, head
        self._types = {kind: entry_type(label_type, kind) for kind in Kind}
        self._known: dict[bytes, Entries] = {}

    def entries(self, document: bytes) -> Entries:
        """Return what a document says."""
        if document == b"[]":
            return _NOTHING
        found = self._known.get(document)
        if found is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = self._known[document] = self._entries(document, "")
        return found

    def with_file(self, document: bytes, place: str) -> Entries:
        """Return what a document says, and that a VOC file says it, too."""
        return self._entries(document, place)

    def line(
        self,
        *,
        source: str,
        content: str | None,
        sample_id: str,
        usage: str,
        sample_type: int,
        size: tuple[int, int, int] | None,
        properties: bytes | None,
        hardness: bytes | None,
        entries: Entries,
    ) -> bytes:
        """Return the line of a sample, with a line feed. source: `obs://bucket/key`."""
        place = self._head + source[6:] if content is None else "content://" + content
        parts = [b'{"source":', orjson.dumps(place), b',"id":"', sample_id.encode(), b'"']
        if usage:
            parts += (b',"usage":"', usage.encode(), b'"')
        parts += (b',"sample-type":', str(sample_type).encode())
        if hardness is not None and self._keep_hard:
            parts.append(_hard(hardness))
        if properties is not None or size is not None:
            said: dict[str, Any] = {} if properties is None else dict(sorted(orjson.loads(properties).items()))
            if size is not None:
                said[f"{_OURS}size"] = size
            parts += (b',"property":', orjson.dumps(said))
        if entries.content:
            parts += (b',"annotation":', entries.content)
        parts.append(b"}\n")
        return b"".join(parts)

    def _entries(self, document: bytes, place: str) -> Entries:
        written: list[dict[str, Any]] = []
        labels: dict[str, int] = {}
        has_shapes = False
        for packed in orjson.loads(document):
            label = packed.get("label", "")
            name = self._names.get(label, "")
            kind = self._types[packed["kind"]]
            if not kind or (label and not name):
                continue
            if label:
                labels[label] = labels.get(label, 0) + 1
            has_shapes = has_shapes or "shape" in packed
            written.append(self._entry(packed, kind, name))
        if not written:
            return _NOTHING
        if place:
            written[0] |= {"annotation-loc": place, "annotation-format": _VOC}
        return Entries(orjson.dumps(written), tuple(labels.items()), has_shapes)

    def _entry(self, packed: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
        entry: dict[str, Any] = {"type": kind}
        if name:
            entry["name"] = name
        if "id" in packed:
            entry["id"] = packed["id"]
        properties: dict[str, Any] = packed.get("attributes", {})
        properties.update(_told(packed))
        if self._keep_hard:
            if "hard" in packed:
                entry["hard"] = "true"
            if "hard_coefficient" in packed:
                entry["hard-coefficient"] = packed["hard_coefficient"]
            if "hard_reasons" in packed:
                properties[f"{_OURS}hard_reasons"] = "-".join(map(str, packed["hard_reasons"]))
        if properties:
            entry["property"] = properties
        if "confidence" in packed:
            entry["confidence"] = packed["confidence"]
        entry["annotated-by"] = packed.get("author", HUMAN)
        if "created" in packed:
            entry["creation-time"] = _moment(packed["created"])
        return entry


def _told(packed: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if "shape" in packed:
        shape = packed["shape"]
        feature = shape["points"]
        if shape["kind"] == ShapeKind.CIRCLE:
            feature = [*feature, [shape["radius"]]]
        told = {f"{_OURS}shape": shape["kind"], f"{_OURS}feature": feature}
    if "span" in packed:
        told = {f"{_OURS}start_index": packed["span"][0], f"{_OURS}end_index": packed["span"][1]}
    if "link" in packed:
        told = {f"{_OURS}from": packed["link"][0], f"{_OURS}to": packed["link"][1]}
    if "time" in packed:
        told = {f"{_OURS}start_time": write_time(packed["time"][0]), f"{_OURS}end_time": write_time(packed["time"][1])}
    if "speaker" in packed:
        told[f"{_OURS}source"] = packed["speaker"]
    if "text" in packed or packed["kind"] == Kind.TRANSCRIPT:
        told[f"{_OURS}content"] = packed.get("text", "")
    return told


def _hard(hardness: bytes) -> bytes:
    said = orjson.loads(hardness)
    coefficient = said.get(f"{_OURS}hard_coefficient")
    return b',"hard":"true"' + (b"" if coefficient is None else b',"hard-coefficient":' + orjson.dumps(coefficient))


@lru_cache(maxsize=4096)
def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
