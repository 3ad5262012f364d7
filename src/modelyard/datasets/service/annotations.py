"""The one door through which annotations are written: documents, their log, facets, counters, one revision for a call."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import execute_many, insert_many, now
from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import AnnotationLogRow, AnnotationRow, DatasetRow, LabellingJobRow, LabelRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.facets import CHANGED, of_document
from modelyard.datasets.rules.ids import ordinal_of, sample_number
from modelyard.datasets.service import facets
from modelyard.datasets.types.datasets import SampleState

_AT_ONCE = 500
_LOGGED = ("job", "sample", "document", "state", "usage", "author", "hardness", "changed_at")


@dataclass(frozen=True)
class DocumentChange:
    """What is to be said about a sample from now on. Labels of annotations are numbers.

    hardness: coefficient and reasons of a difficult sample, None for one that is not. usage: None leaves it as it is.
    seen: the revision that the change was made on; None lets the last one win.
    """

    ordinal: int
    annotations: tuple[Annotation, ...]
    state: SampleState = SampleState.LABELLED
    hardness: Mapping[str, Any] | None = None
    usage: str | None = None
    seen: int | None = None


@dataclass(frozen=True)
class SaveResult:
    """The revision that was made, and the documents that somebody else had changed, by ordinal: those were not written."""

    revision: int
    conflicts: dict[int, AnnotationRow]


def author_of(who: Subject) -> str:
    """Return how annotations name a caller."""
    return f"human/{who.domain_name}/{who.user_name}"[:300]


def hardness_in(row: AnnotationRow) -> dict[str, Any] | None:
    """Return what a document says about a hard sample, None for one that is not."""
    return None if row.hardness is None else dict(orjson.loads(row.hardness))


async def find(db: AsyncSession, job: LabellingJobRow, samples: Sequence[int]) -> dict[int, AnnotationRow]:
    """Return what a job says about samples, by their numbers."""
    found: dict[int, AnnotationRow] = {}
    for start in range(0, len(samples), _AT_ONCE):
        some = samples[start : start + _AT_ONCE]
        rows = await db.scalars(select(AnnotationRow).where(AnnotationRow.job == job.number, AnnotationRow.sample.in_(some)))
        found |= {row.sample: row for row in rows}
    return found


async def save(
    db: AsyncSession, who: Subject, row: DatasetRow, job: LabellingJobRow, changes: Sequence[DocumentChange]
) -> SaveResult:
    """Write documents; what they replace goes to the log. The dataset is locked by the caller, no sample is there twice."""
    at, author = to_milliseconds(now(db)), author_of(who)
    numbers = [sample_number(row.number, each.ordinal) for each in changes]
    before = await find(db, job, numbers)
    for each in before.values():
        db.expunge(each)  # they are replaced below, past the session
    revision = row.revision + 1
    conflicts: dict[int, AnnotationRow] = {}
    rows, log, moved = [], [], facets.Changes()
    states: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for number, change in zip(numbers, changes, strict=True):
        old = before.get(number)
        if old is not None and change.seen is not None and old.revision > change.seen:
            conflicts[change.ordinal] = old
            continue
        state = change.state if change.annotations else SampleState.UNLABELLED
        was: set[tuple[str, str]] = set()
        if old is not None:
            said = documents.parsed(old.document)
            was = of_document(said, SampleState(old.state), old.author, hardness=hardness_in(old))
            states[old.state] -= 1
            used.subtract(each.label for each in said if each.label)
            log.append({name: getattr(old, name) for name in _LOGGED} | {"since": old.revision, "revision": revision})
        states[state] += 1
        used.update(each.label for each in change.annotations if each.label)
        moved.note(change.ordinal, was, of_document(change.annotations, state, author, hardness=change.hardness))
        rows.append(
            {
                "job": job.number,
                "sample": number,
                "document": documents.document(change.annotations),
                "state": state,
                "usage": change.usage if change.usage is not None else old.usage if old else "",
                "author": author,
                "hardness": None if change.hardness is None else orjson.dumps(change.hardness),
                "revision": revision,
                "changed_at": at,
            }
        )
    if rows:
        await _replace(db, job, [item["sample"] for item in log], rows)
        await insert_many(db, AnnotationLogRow, log)
        await facets.apply(db, job.number, moved)
        await facets.take_away(db, row.number, (CHANGED, "1"), [each.ordinal for each in changes])
        await count(db, job, states, used)
        row.revision, row.data_changed_at = revision, now(db)
    return SaveResult(row.revision, conflicts)


async def remove(db: AsyncSession, who: Subject, row: DatasetRow, job: LabellingJobRow, ordinals: Sequence[int]) -> None:
    """Say nothing about samples any more that are about to go; the log keeps what was said."""
    numbers = [sample_number(row.number, ordinal) for ordinal in ordinals]
    known = await find(db, job, numbers)
    await save(db, who, row, job, [DocumentChange(ordinal_of(number), ()) for number in known])
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        await db.execute(delete(AnnotationRow).where(AnnotationRow.job == job.number, AnnotationRow.sample.in_(some)))


async def _replace(db: AsyncSession, job: LabellingJobRow, old: Sequence[int], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(old), _AT_ONCE):
        some = old[start : start + _AT_ONCE]
        await db.execute(delete(AnnotationRow).where(AnnotationRow.job == job.number, AnnotationRow.sample.in_(some)))
    await insert_many(db, AnnotationRow, rows)


async def count(db: AsyncSession, job: LabellingJobRow, states: Counter[str], used: Counter[str]) -> None:
    """Add to the counters of a job: samples by state, annotations by number of label."""
    job.to_confirm_count += states[SampleState.TO_CONFIRM]
    job.labelled_count += sum(
        change for state, change in states.items() if state not in {SampleState.UNLABELLED, SampleState.TO_CONFIRM}
    )
    changed = [{"of_job": job.id, "of": int(label), "change": change} for label, change in used.items() if change]
    where = (LabelRow.job_id == bindparam("of_job"), LabelRow.number == bindparam("of"))
    added = LabelRow.annotation_count + bindparam("change", type_=LabelRow.annotation_count.type)
    await execute_many(db, update(LabelRow).where(*where).values(annotation_count=added), changed)
