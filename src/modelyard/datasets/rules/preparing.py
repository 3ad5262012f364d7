"""Items of imports made ready to be written: keys, facets, documents. Pure, so that it can run in a process of its own.

A block is made of plain tuples, lists and bytes, which cross to another process quickly.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, NamedTuple

import orjson

from modelyard.datasets.rules import ids, wire
from modelyard.datasets.rules.annotations import Annotation, Item, document
from modelyard.datasets.rules.facets import Value, of_document, of_sample
from modelyard.datasets.rules.geometry import drawn_in
from modelyard.datasets.rules.manifest import can_say
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.rules.searching import day_of
from modelyard.datasets.types.datasets import TRIPLET_ENTITY, LabelType, SampleState

LONGEST_TEXT = 102_400
_NAME_CHARACTERS = 256
_CONTENT = "content://"
_S3 = "s3://"
_MOST_KEY_BYTES = 1024
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
# What the storage does not take literally: see the rules for keys there.
_WRONG_KEY = re.compile("[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff\\\\]|(^|/)(/|\\.{0,2}(/|$))|^\\.uploads/|\\.versions/")
_OURS = "@modelarts:"
_DAY = 86_400_000
_CREATED = b'"created":%d'


class Facts(NamedTuple):
    """What is known of a file before anybody opened it. changed_at: milliseconds. size: of an image as it is seen."""

    size_bytes: int = 0
    etag: str = ""
    changed_at: int = 0
    size: tuple[int, int, int] | None = None


class Row(NamedTuple):
    """A sample that is ready. Its first eleven fields are columns of `samples` in their order, after id and dataset.

    own: which of the block's sets of values the sample has; said: which set its document has, -1 for nothing said.
    """

    key: bytes
    source: str
    content: str | None
    name_folded: str
    size_bytes: int
    etag: str
    changed_at: int
    width: int | None
    height: int | None
    depth: int | None
    properties: bytes | None
    own: int
    document: bytes
    said: int
    usage: str
    hardness: bytes | None
    line: int
    file: str


class Said(NamedTuple):
    """What documents of a block have in common: values without state and author, and numbers of labels, as often as used."""

    values: tuple[Value, ...]
    labels: tuple[str, ...]


class NewLabel(NamedTuple):
    """A label that was not known. number: the one that documents of this block use for it. ends: of a relation, by name."""

    number: int
    type: int
    name: str
    ends: tuple[str, str] | None = None


class Known(NamedTuple):
    """What many lines become but for the file and the times. pieces: of the document, between the times."""

    pieces: tuple[bytes, ...]
    said: Said | None
    usage: str
    hardness: bytes | None
    size: tuple[int, int, int] | None


@dataclass
class Block:
    """Samples that are ready, with what they share. rows: as plain tuples, see `Row`."""

    rows: list[Any] = field(default_factory=list)
    own: list[tuple[Value, ...]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    labels: list[NewLabel] = field(default_factory=list)
    skipped: int = 0


@dataclass(frozen=True)
class Wishes:
    """What an import takes. included, excluded: names of labels; without included ones, all. folder: of relative sources.

    text_source: what is noted as the source of texts. now: milliseconds, for files whose time is not known.
    look: whether the files are looked at before samples are prepared.
    """

    label_type: LabelType
    folder: str
    text_source: str
    now: int
    with_annotations: bool = True
    difficult_only: bool = False
    included: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    look: bool = False


class Preparer:
    """Makes items ready, a block at a time. labels: numbers by type and name; new ones get the next numbers for now."""

    def __init__(self, wishes: Wishes, labels: Mapping[tuple[int, str], int], next_label: int) -> None:
        self._wishes = wishes
        self._is_text = wishes.label_type in {
            LabelType.TEXT_CLASSIFICATION,
            LabelType.NAMED_ENTITY,
            LabelType.TEXT_TRIPLET,
        }
        self._labels = dict(labels)
        self._next = next_label
        self._start()

    def _start(self) -> None:
        self.block = Block()
        self.problems = Problems()
        self._own: dict[tuple[Value, ...], int] = {}
        self._said: dict[Said, int] = {}
        self._folders: dict[tuple[str, int], int] = {}

    def taken(self) -> tuple[Block, list[Problem]]:
        """Return what was made ready since the last time, and what was wrong."""
        block, problems = self.block, list(self.problems)
        self._start()
        return block, problems

    def take(self, item: Item, facts: Facts, line: int = 0, file: str = "") -> bool:
        """Make an item ready; return False if it could not be, and is told, or is not wanted."""
        self.problems.file = file
        wishes = self._wishes
        if wishes.difficult_only and not (item.hard or any(each.hard for each in item.annotations)):
            self.block.skipped += 1
            return False
        if not self._is_wanted(item.annotations):
            self.block.skipped += 1
            return False
        with self.problems.at("", line):
            place, content = self._place(item.source)
            # The size that the source of the item tells is believed where nobody looked at the file.
            facts = facts._replace(size=facts.size or item.size)
            said = self._annotations(item, facts.size, line) if wishes.with_annotations else ()
            row = self._row(item, facts, place, content, said)
            self.block.rows.append((*row, line, file))
            return True
        return False

    @property
    def takes_all(self) -> bool:
        """Whether no item is left out for what it says."""
        wishes = self._wishes
        return not (wishes.difficult_only or wishes.included or wishes.excluded)

    def has_told(self, line: int) -> bool:
        """Return whether something was wrong with the line that was taken last."""
        return bool(self.problems) and self.problems[-1].line == line

    def last(self, times: Sequence[int]) -> Known:
        """Return what the last item has become, whose annotations have these times."""
        row = Row._make(self.block.rows[-1])
        size = None if row.width is None or row.height is None or row.depth is None else (row.width, row.height, row.depth)
        pieces, rest = [], row.document
        # Without annotations, times are not kept.
        for each in times if row.said >= 0 else ():
            before, _, rest = rest.partition(_CREATED % each)
            pieces.append(before + _CREATED[:-2])
        said = self.block.said[row.said] if row.said >= 0 else None
        return Known((*pieces, rest), said, row.usage, row.hardness, size)

    def take_known(self, known: Known, source: str, said: bytes, line: int) -> None:
        """Make an item ready that says what another one said; said: its document."""
        with self.problems.at("", line):
            place, content = self._place(source)
            now = self._wishes.now
            own = self._folders.get((place.rpartition("/")[0], now // _DAY))
            self.block.rows.append(
                (
                    ids.source_key(place),
                    place,
                    content,
                    place.rpartition("/")[2].lower()[:_NAME_CHARACTERS],
                    0,
                    "",
                    now,
                    *(known.size or (None, None, None)),
                    None,
                    self._own_of((), place, now)[0] if own is None else own,
                    said,
                    -1 if known.said is None else self._number_of(known.said),
                    known.usage,
                    known.hardness,
                    line,
                    "",
                )
            )

    def _is_wanted(self, annotations: Iterable[Annotation]) -> bool:
        if not self._wishes.included and not self._wishes.excluded:
            return True
        names = {each.label for each in annotations}
        if self._wishes.excluded & names:
            return False
        return not self._wishes.included or bool(self._wishes.included & names)

    def _place(self, source: str) -> tuple[str, str | None]:
        """Return where a sample lies, and its text."""
        if source.startswith(_CONTENT):
            text = source[len(_CONTENT) :]
            if not self._is_text:
                raise Unreadable("value", "source", source)
            if len(text) > LONGEST_TEXT:
                raise Unreadable("long", "source", f"{LONGEST_TEXT} characters")
            return self._wishes.text_source, text
        if self._is_text:
            raise Unreadable("type", "source", "content://…")
        if source.startswith(_S3):
            place = source[len(_S3) :]
        elif "://" in source:
            raise Unreadable("value", "source", source)
        else:
            place = self._wishes.folder + source
        bucket, _, key = place.partition("/")
        if not _BUCKET.fullmatch(bucket) or not key or key.endswith("/") or _WRONG_KEY.search(key):
            raise Unreadable("shape", "source", f"place of a file: {source}")
        if len(key) > _MOST_KEY_BYTES // 4 and len(key.encode()) > _MOST_KEY_BYTES:
            raise Unreadable("long", "source", f"{_MOST_KEY_BYTES} bytes")
        return f"obs://{place}", None

    def _annotations(self, item: Item, size: tuple[int, int, int] | None, line: int) -> tuple[Annotation, ...]:
        job_type, kept = self._wishes.label_type, []
        for index, one in enumerate(item.annotations):
            with self.problems.at(f"annotation[{index}]", line):
                if not can_say(job_type, one.kind):
                    raise Unreadable("lost", value=str(one.kind))
                if one.label and not one.label.isprintable():
                    raise Unreadable("value", "name", repr(one.label))
                if one.shape is None or size is None:
                    kept.append(one)
                else:
                    kept.append(one._replace(shape=drawn_in(one.shape, size[0], size[1])))
        return tuple(kept)

    def _row(self, item: Item, facts: Facts, place: str, content: str | None, said: tuple[Annotation, ...]) -> tuple[Any, ...]:
        """Return the fields of `Row` up to the line."""
        changed_at = facts.changed_at or self._wishes.now
        own, properties = self._own_of(item.properties, place, changed_at)
        hardness = self._hardness(item) if self._wishes.with_annotations else None
        numbered = tuple(self._numbered(each, said) for each in said)
        return (
            ids.source_key(place if content is None else item.source),
            place,
            content,
            place.rpartition("/")[2].lower()[:_NAME_CHARACTERS],
            facts.size_bytes or (len(content) if content is not None else 0),
            facts.etag,
            changed_at,
            *(facts.size or (None, None, None)),
            properties,
            own,
            document(numbered) if numbered else b"[]",
            self._said_of(numbered, hardness) if numbered else -1,
            item.usage,
            hardness,
        )

    def _own_of(self, told: tuple[tuple[str, Any], ...], place: str, changed_at: int) -> tuple[int, bytes | None]:
        """Return the number of the set of values that a sample has by itself, and its attributes."""
        folder = place.rpartition("/")[0]
        day = changed_at // _DAY
        if not told:
            known = self._folders.get((folder, day))
            if known is not None:
                return known, None
        attributes = {
            name: value if isinstance(value, str) else orjson.dumps(value).decode()
            for name, value in told
            if not name.startswith(_OURS) and value is not None
        }
        date = day_of(datetime.fromtimestamp(changed_at / 1000, timezone.utc))
        values = tuple(sorted(of_sample(f"/{folder.removeprefix('obs://')}/", date, attributes.items())))
        number = self._own.setdefault(values, len(self._own))
        if number == len(self.block.own):
            self.block.own.append(values)
        if not attributes:
            self._folders[folder, day] = number
            return number, None
        return number, orjson.dumps(attributes)

    def _said_of(self, annotations: tuple[Annotation, ...], hardness: bytes | None) -> int:
        told = None if hardness is None else orjson.loads(hardness)
        values = of_document(annotations, SampleState.UNLABELLED, "", hardness=told)
        return self._number_of(Said(tuple(sorted(values)), tuple(each.label for each in annotations if each.label)))

    def _number_of(self, said: Said) -> int:
        number = self._said.setdefault(said, len(self._said))
        if number == len(self.block.said):
            self.block.said.append(said)
        return number

    def _numbered(self, one: Annotation, said: tuple[Annotation, ...]) -> Annotation:
        """Return an annotation with the number of its label, which gets one if it is new."""
        if not one.label:
            return one
        key = (wire.label_type(one, self._wishes.label_type), one.label)
        number = self._labels.get(key)
        if number is None:
            ends = None
            if self._wishes.label_type is LabelType.TEXT_TRIPLET and key[0] != TRIPLET_ENTITY:
                names = {each.id: each.label for each in said if each.id}
                ends = (names[one.link[0]], names[one.link[1]]) if one.link else None
            number = self._labels[key] = self._next
            self._next += 1
            self.block.labels.append(NewLabel(number, *key, ends))
        return one._replace(label=str(number))

    @staticmethod
    def _hardness(item: Item) -> bytes | None:
        if not item.hard:
            return None
        told = {f"{_OURS}hard_coefficient": item.hard_coefficient} if item.hard_coefficient is not None else {}
        return orjson.dumps(told)
