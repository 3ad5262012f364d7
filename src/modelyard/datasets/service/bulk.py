"""Writing blocks of samples: what is new goes in with few statements, what is known goes through the one door."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import insert_tuples, now
from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import AnnotationRow, DatasetRow, LabellingJobRow, SampleRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import ids
from modelyard.datasets.rules.facets import HARD, of_document
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
        values = of_document(found, SampleState.UNLABELLED, "", hard=each[_HARDNESS] is not None)
        said = Said(tuple(sorted(values)), tuple(one.label for one in found if one.label))
        number = known.setdefault(said, len(known))
        block.rows[place] = (*each[:_DOCUMENT], documents.document(found), number, *each[_SAID + 1 :])
    block.said[:] = list(known)


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
        seen = await samples.known_keys(self._db, self._row, [each[_KEY] for each in block.rows])
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
        if fresh:
            await self._insert(block, fresh)
        if old:
            await self._change(old)
        return self.done

    async def _insert(self, block: Block, fresh: list[Any]) -> None:
        """Add samples that are new, with what is said about them."""
        first, dataset = self._row.next_ordinal, self._row.number
        base, job = ids.sample_number(dataset, first), self._job.number
        await insert_tuples(
            self._db,
            SampleRow,
            _SAMPLE_COLUMNS,
            [(number, dataset, *each[:_OF_SAMPLE]) for number, each in enumerate(fresh, base)],
        )
        own: list[list[int]] = [[] for _ in block.own]
        said: list[list[int]] = [[] for _ in block.said]
        written: list[Any] = []
        at, author, revision = to_milliseconds(now(self._db)), annotations.author_of(self._who), self._row.revision + 1
        nothing = SampleState.UNLABELLED.value
        for ordinal, each in enumerate(fresh, first):
            own[each[_OWN]].append(ordinal)
            which, usage, hardness = each[_SAID], each[_USAGE], each[_HARDNESS]
            if which >= 0:
                said[which].append(ordinal)
            elif not usage and hardness is None:
                continue
            state = self._wanted.state.value if which >= 0 else nothing
            number = ids.sample_number(dataset, ordinal)
            written.append((job, number, each[_DOCUMENT], state, usage, author, hardness, revision, at))
        moved = facets.Changes()
        for ordinals, values in zip(own, block.own, strict=True):
            for value in values:
                moved.added[value].update(ordinals)
        await facets.apply(self._db, dataset, moved)
        self._row.next_ordinal += len(fresh)
        self._row.sample_count += len(fresh)
        if written:
            await insert_tuples(self._db, AnnotationRow, _ANNOTATION_COLUMNS, written)
            await self._facets_of(block, fresh, said, author)
            self._row.revision = revision
        self._row.data_changed_at = now(self._db)
        self.done.new += len(fresh)
        self.done.annotated += sum(map(len, said))

    async def _facets_of(self, block: Block, fresh: list[Any], said: list[list[int]], author: str) -> None:
        moved, used, state = facets.Changes(), Counter[str](), self._wanted.state
        # The new samples were counted by then.
        first = self._row.next_ordinal - len(fresh)
        labelled: list[int] = []
        for ordinals, what in zip(said, block.said, strict=True):
            labelled += ordinals
            for value in what.values:
                moved.added[value].update(ordinals)
            for label in what.labels:
                used[label] += len(ordinals)
        if labelled:
            for value in of_document((), state, author, hard=False):
                moved.added[value].update(labelled)
        hard = [ordinal for ordinal, each in enumerate(fresh, first) if each[_HARDNESS] is not None]
        if hard:
            moved.added[HARD, "1"].update(hard)
        await facets.apply(self._db, self._job.number, moved)
        await annotations.count(self._db, self._job, Counter({state.value: len(labelled)}), used)

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
