"""Lines of versions, written straight from documents as they are kept: the same bytes as `manifest.write_line`, quicker.

A version of a million samples is a million lines. Reading each document into the model of annotations and writing that
takes twelve microseconds a line. Most documents are classes and boxes without anything special: their bytes are cut at the
fields, and put together anew in the order and with the names of the manifest. Others are read as JSON.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import orjson

from modelyard.datasets.rules.annotations import HUMAN
from modelyard.datasets.rules.manifest import entry_type, write_time
from modelyard.datasets.types.datasets import Kind, LabelType, ShapeKind

_OURS = "@modelarts:"
# Documents are remembered while they repeat; this many are some ten megabytes.
_MOST_REMEMBERED = 20_000
_DAY = 24 * 60 * 60
_CREATED, _IS_CLASS, _HAS_ATTRIBUTES = b'"created":', b'"kind":"class"', b'"attributes":'
_DIGITS = 10
# A shape in a document (`annotations.document`) that has only these fields, and strings without escapes.
_SHAPE = re.compile(
    rb'[\[,]\{(?:"author":"([^"\\]*)",)?(?:"confidence":([-+.0-9eE]+),)?(?:"created":([0-9]{1,10}),)?(?:"id":"([^"\\]*)",)?'
    rb'"kind":"shape","label":"([0-9]+)","shape":\{"kind":"([a-z]+)","points":(\[[-+.,0-9eE\[\]]*\])\}\}'
)
_HUMAN = HUMAN.encode()
# Width, height and depth, as far as they are known.
Size = tuple[int | None, int | None, int | None]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Entries(NamedTuple):
    """What a document says in a line. content: the list as JSON. labels: how often each is used."""

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
        self._dated: dict[bytes, tuple[bytes, bytes, Entries]] = {}
        self._heads: dict[bytes, bytes] = {}
        self._sizes: dict[Size, bytes] = {}
        self._middles: dict[tuple[str, int], bytes] = {}

    def entries(self, document: bytes) -> Entries:
        """Return what a document says."""
        if document == b"[]":
            return _NOTHING
        found = self._known.get(document) or self._class(document) or self._shapes(document)
        if found is None:
            found = _remembered(self._known, document, self._entries(document))
        return found

    def line(
        self,
        *,
        source: str,
        content: str | None,
        sample_id: bytes,
        usage: str,
        sample_type: int,
        size: Size,
        properties: bytes | None,
        hardness: bytes | None,
        entries: Entries,
    ) -> bytes:
        """Return the line of a sample, with a line feed. source: `obs://bucket/key`. size: all None where it is not known."""
        place = orjson.dumps(self._head + source[6:] if content is None else "content://" + content)
        middle = self._middles.get((usage, sample_type)) or self._middle(usage, sample_type)
        hard = b"" if hardness is None or not self._keep_hard else _hard(hardness)
        if properties is not None:
            said: dict[str, Any] = dict(sorted(orjson.loads(properties).items()))
            if size[0]:
                said[f"{_OURS}size"] = _full(size)
            known = b',"property":' + orjson.dumps(said)
        else:
            known = self._sizes.get(size) or self._size(size)
        if entries.content:
            values = (place, sample_id, middle, hard, known, entries.content)
            return b'{"source":%b,"id":"%b"%b%b%b,"annotation":%b}\n' % values
        return b'{"source":%b,"id":"%b"%b%b%b}\n' % (place, sample_id, middle, hard, known)

    def _middle(self, usage: str, sample_type: int) -> bytes:
        said = f',"usage":"{usage}"' if usage else ""
        return _remembered(self._middles, (usage, sample_type), f'{said},"sample-type":{sample_type}'.encode())

    def _size(self, size: Size) -> bytes:
        known = b',"property":' + orjson.dumps({f"{_OURS}size": _full(size)}) if size[0] else b""
        return _remembered(self._sizes, size, known)

    def _class(self, document: bytes) -> Entries | None:
        """Return what a document says if it has classes, and one time: all that differs between very many documents."""
        head, said, rest = document.partition(_CREATED)
        time, rest = rest[:_DIGITS], rest[_DIGITS:]
        if not said or not time.isdigit():
            return None
        known = self._dated.get(head + rest)
        if known is None:
            # Attributes could say the time, too.
            if rest[:1] != b"," or _IS_CLASS not in rest or _CREATED in rest or _HAS_ATTRIBUTES in document:
                return None
            entries = self._entries(document)
            before, there, after = entries.content.partition(_time(int(time)))
            if not there:  # its label is gone
                return entries
            known = _remembered(self._dated, head + rest, (before, after, entries))
        before, after, entries = known
        return Entries(before + _time(int(time)) + after, entries.labels, entries.has_shapes)

    def _shapes(self, document: bytes) -> Entries | None:
        """Return what a document says that has only usual shapes; None for all others."""
        written: list[bytes] = []
        labels: list[bytes] = []
        place, end, heads = 0, len(document) - 1, self._heads
        while place < end:
            found = _SHAPE.match(document, place)
            if found is None:
                return None
            place = found.end()
            author, confidence, created, name, label, kind, points = found.groups()
            head = heads.get(label)
            if head is None:
                head = heads[label] = self._head_of(label.decode())
            if not head:
                continue
            labels.append(label)
            if name is not None:
                head += b',"id":"' + name + b'"'
            entry = b'%b,"property":{"@modelarts:shape":"%b","@modelarts:feature":%b}' % (head, kind, points)
            if confidence is not None:
                entry += b',"confidence":' + confidence
            entry += b',"annotated-by":"%b"' % (_HUMAN if author is None else author)
            if created is not None:
                entry += b"," + _time(int(created))
            written.append(entry)
        if not written:
            return _NOTHING
        counts = tuple((label.decode(), count) for label, count in Counter(labels).items())
        return Entries(b"[" + b"},".join(written) + b"}]", counts, has_shapes=True)

    def _head_of(self, label: str) -> bytes:
        """Return how entries of shapes with a label begin; nothing where there are to be none."""
        name, kind = self._names.get(label, ""), self._types[Kind.SHAPE]
        return orjson.dumps({"type": kind, "name": name})[:-1] if name and kind else b""

    def _entries(self, document: bytes) -> Entries:
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
            at = datetime.fromtimestamp(packed["created"], timezone.utc)
            entry["creation-time"] = at.strftime("%Y-%m-%d %H:%M:%S")
        return entry


def _remembered(memory: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
    memory[key] = value
    return value


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


def _full(size: Size) -> tuple[int, int, int]:
    width, height, depth = size
    return width or 0, height or 0, depth or 3


def _hard(hardness: bytes) -> bytes:
    said = orjson.loads(hardness)
    coefficient = said.get(f"{_OURS}hard_coefficient")
    return b',"hard":"true"' + (b"" if coefficient is None else b',"hard-coefficient":' + orjson.dumps(coefficient))


def _time(seconds: int) -> bytes:
    """Return how an entry says when it was made."""
    day, rest = divmod(seconds, _DAY)
    return b'"creation-time":"%b%b%b"' % (_day(day), _MINUTES[rest // 60], _SECONDS[rest % 60])


@lru_cache(maxsize=4096)
def _day(number: int) -> bytes:
    return datetime.fromtimestamp(number * _DAY, timezone.utc).strftime("%Y-%m-%d").encode()


_MINUTES = tuple(b" %02d:%02d:" % divmod(minute, 60) for minute in range(_DAY // 60))
_SECONDS = tuple(b"%02d" % second for second in range(60))
