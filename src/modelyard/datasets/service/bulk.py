"""Writing blocks of samples: what is new goes in with few statements, what is known goes through the one door."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, TypeVar

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import insert_tuples, now
from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import AnnotationRow, DatasetRow, LabellingJobRow, SampleRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.rules.facets import of_document
from modelyard.datasets.rules.preparing import Block, Row, Said
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service import annotations, facets, presence, samples
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.types.datasets import SampleState

_SAMPLE_COLUMNS = (
    "id",
    "dataset",
    "key",
    "source",
    "content",
    "name_folded",
    "size_bytes",
    "etag",
    "changed_at",
    "width",
    "height",
    "depth",
    "properties",
)
_ANNOTATION_COLUMNS = ("job", "sample", "document", "state", "usage", "author", "hardness", "revision", "changed_at")
# Fields of a row that are columns of `samples`, and where the others are.
_OF_SAMPLE = Row._fields.index("own")
_KEY, _OWN, _DOCUMENT, _SAID = (Row._fields.index(name) for name in ("key", "own", "document", "said"))
_USAGE, _HARDNESS = (Row._fields.index(name) for name in ("usage", "hardness"))

_Kind = TypeVar("_Kind")


@dataclass
class Added:
    """What became of a block. annotated: samples that have annotations now; known: that were there before."""

    new: int = 0
    annotated: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What a block is written with. first: the ordinal from which on samples are of this import.

    numbers: what labels are called here whose numbers in the block are others. samples: whether new ones are added.
    """

    state: SampleState = SampleState.LABELLED
    samples: bool = True
    first: int = 0
    numbers: Mapping[str, str] = field(default_factory=dict)


def _told(each: Any, code: str) -> Problem:
    found = Row._make(each)
    shown = found.source if found.content is None else found.content
    return Problem(code, "source", shown if len(shown) <= 120 else shown[:120] + "…", found.line, found.file)


def _rename(block: Block, numbers: Mapping[str, str]) -> None:
    """Give labels the numbers that they have here: somebody else made labels since the block was."""
    if not numbers:
        return
    known: dict[Said, int] = {}
    for place, each in enumerate(block.rows):
        if each[_SAID] < 0:
            continue
        found = [one._replace(label=numbers.get(one.label, one.label)) for one in documents.parsed(each[_DOCUMENT])]
        values = of_document(
            found, SampleState.UNLABELLED, "", hardness=None if each[_HARDNESS] is None else orjson.loads(each[_HARDNESS])
        )
        said = Said(tuple(sorted(values)), tuple(one.label for one in found if one.label))
        number = known.setdefault(said, len(known))
        block.rows[place] = (*each[:_DOCUMENT], documents.document(found), number, *each[_SAID + 1 :])
    block.said[:] = list(known)


def _sets(which: Sequence[int], kinds: Sequence[_Kind], first: int) -> Iterator[tuple[_Kind, bitmaps.Set]]:
    """Yield each kind with the ordinals of the samples that are of it. which: the kind of each sample, -1 for none."""
    if len(kinds) == 1 and -1 not in which:
        yield kinds[0], bitmaps.between(first, first + len(which))
        return
    found: list[list[int]] = [[] for _ in range(len(kinds) + 1)]
    for ordinal, each in enumerate(which, first):
        found[each].append(ordinal)
    for kind, ordinals in zip(kinds, found, strict=False):
        if ordinals:
            yield kind, bitmaps.of(ordinals)


class Bulk:
    """Writes blocks in one transaction. The dataset is locked by the caller."""

    def __init__(self, db: AsyncSession, who: Subject, row: DatasetRow, job: LabellingJobRow, wanted: Wanted) -> None:
        self._db, self._who, self._row, self._job, self._wanted = db, who, row, job, wanted
        self.done = Added()

    async def add(self, block: Block) -> Added:
        """Write a block. A sample that is known gets what is said about it, unless that is nothing.

        Twice in one import: the first counts, the second is a problem.
        """
        _rename(block, self._wanted.numbers)
        keys = [each[_KEY] for each in block.rows]
        seen = await samples.known_keys(self._db, self._row, keys)
        fresh, old = block.rows, list[tuple[int, Any]]()
        if seen or len(set(keys)) < len(keys) or not self._wanted.samples:
            fresh, old = self._sorted(block, seen)
        if fresh:
            await self._insert(block, fresh)
        if old:
            await self._change(old)
        return self.done

    def _sorted(self, block: Block, seen: dict[bytes, int]) -> tuple[list[Any], list[tuple[int, Any]]]:
        """Return the samples that are new, and those that are known with their ordinals."""
        fresh: list[Any] = []
        old: list[tuple[int, Any]] = []
        for each in block.rows:
            ordinal = seen.get(each[_KEY])
            if ordinal is None:
                if not self._wanted.samples:
                    self.done.problems.append(_told(each, "unknown"))
                    continue
                seen[each[_KEY]] = self._row.next_ordinal + len(fresh)
                fresh.append(each)
            elif ordinal >= self._wanted.first:
                self.done.problems.append(_told(each, "twice"))
            else:
                old.append((ordinal, each))
        return fresh, old

    async def _insert(self, block: Block, fresh: list[Any]) -> None:
        """Add samples that are new, with what is said about them. A million of them pass here: nothing goes row by row."""
        first, dataset, count = self._row.next_ordinal, self._row.number, len(fresh)
        base, columns = ids.sample_number(dataset, first), list(zip(*fresh, strict=True))
        numbers = range(base, base + count)
        rows = list(zip(numbers, repeat(dataset), *columns[:_OF_SAMPLE]))
        await insert_tuples(self._db, SampleRow, _SAMPLE_COLUMNS, rows)
        moved = facets.Changes()
        for values, members in _sets(columns[_OWN], block.own, first):
            moved.add_set(values, members)
        await facets.apply(self._db, dataset, moved)
        self._row.next_ordinal += count
        self._row.sample_count += count
        self._row.data_changed_at = now(self._db)
        self.done.new += count
        at, author, revision = to_milliseconds(now(self._db)), annotations.author_of(self._who), self._row.revision + 1
        states = (SampleState.UNLABELLED.value, self._wanted.state.value)
        said, usages, hardness = columns[_SAID], columns[_USAGE], columns[_HARDNESS]
        written: list[Any] = [
            (self._job.number, number, document, states[which >= 0], usage, author, hard, revision, at)
            for number, document, which, usage, hard in zip(numbers, columns[_DOCUMENT], said, usages, hardness, strict=True)
            if which >= 0 or usage or hard is not None
        ]
        if written:
            await insert_tuples(self._db, AnnotationRow, _ANNOTATION_COLUMNS, written)
            await self._facets_of(block, said, hardness, first, author)
            self._row.revision = revision

    async def _facets_of(
        self, block: Block, said: Sequence[int], hardness: Sequence[bytes | None], first: int, author: str
    ) -> None:
        moved, used, labelled = facets.Changes(), Counter[str](), 0
        for what, members in _sets(said, block.said, first):
            count = bitmaps.count(members)
            labelled += count
            moved.add_set((*what.values, *of_document((), self._wanted.state, author, hardness=None)), members)
            for label in what.labels:
                used[label] += count
        for ordinal, told in enumerate(hardness, first):
            if told is not None:
                moved.note(ordinal, set(), of_document((), SampleState.UNLABELLED, "", hardness=orjson.loads(told)))
        await facets.apply(self._db, self._job.number, moved)
        await annotations.count(self._db, self._job, Counter({self._wanted.state.value: labelled}), used)
        self.done.annotated += labelled

    async def _change(self, old: list[tuple[int, Any]]) -> None:
        """Say about known samples what the block says, where it says anything that is not said already."""
        self.done.known += len(old)
        await presence.restore(self._db, self._row, self._job, [ordinal for ordinal, _ in old])
        last: dict[int, Row] = {}
        for ordinal, each in old:
            found = Row._make(each)
            if found.said >= 0:
                last[ordinal] = found
        there = await annotations.find(self._db, self._job, [ids.sample_number(self._row.number, ordinal) for ordinal in last])
        changes = []
        for ordinal, found in last.items():
            before = there.get(ids.sample_number(self._row.number, ordinal))
            if before is not None and before.document == found.document and before.state == self._wanted.state:
                continue
            hardness = None if found.hardness is None else orjson.loads(found.hardness)
            usage = found.usage or None
            changes.append(DocumentChange(ordinal, documents.parsed(found.document), self._wanted.state, hardness, usage))
        await annotations.save(self._db, self._who, self._row, self._job, changes)
        self.done.annotated += len(last)
