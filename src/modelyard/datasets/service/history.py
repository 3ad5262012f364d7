"""What was said about a sample before, and going back to it. The log that is read here is written by `annotations`."""

from collections.abc import Mapping

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets import queries
from modelyard.datasets.errors.datasets import SampleNotFound
from modelyard.datasets.errors.labelling import RevisionNotFound
from modelyard.datasets.models.datasets import AnnotationLogRow, AnnotationRow, DatasetRow, LabellingJobRow, LabelRow, SampleRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import ids, wire
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.schemas.datasets import SamplesOutcome
from modelyard.datasets.schemas.labelling import HistoryAnswer, SampleRestore, StateAnswer
from modelyard.datasets.service import annotations, samples
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import Kind, LabelType


async def list_states(
    db: AsyncSession, who: Subject, dataset_id: str, sample_id: str, *, offset: int = 0, limit: int = 20
) -> HistoryAnswer:
    """Return what was said about a sample, the newest first. Raises DatasetNotFound, SampleNotFound."""
    row, job = await get_rows(db, who, dataset_id)
    number = await _number(db, row, sample_id)
    labels = {str(each.number): each for each in (await queries.labels_of(db, [job.id]))[job.id]}
    now = (await annotations.find(db, job, [number])).get(number)
    if now is None:
        return HistoryAnswer(revision=0, total_count=0, count=0, states=[])
    log = select(AnnotationLogRow).where(AnnotationLogRow.job == job.number, AnnotationLogRow.sample == number)
    # What is said now comes first and is not in the log.
    past = await fetch_page(
        db, log.order_by(AnnotationLogRow.revision.desc()), offset=max(offset - 1, 0), limit=limit if offset else limit - 1
    )
    states = [_state(job, each, labels, before=each.revision) for each in past.items]
    if offset == 0:
        states.insert(0, _state(job, now, labels))
    return HistoryAnswer(revision=now.revision, total_count=past.total + 1, count=len(states), states=states)


async def restore(db: AsyncSession, who: Subject, dataset_id: str, sample_id: str, wanted: SampleRestore) -> SamplesOutcome:
    """Say again what was said before a revision, as a change like any other: it can be undone, too.

    Annotations whose label is gone stay away, and relations of entities that are. Raises DatasetNotFound, SampleNotFound,
    RevisionNotFound, AnnotationConflict.
    """
    row, job = await get_rows(db, who, dataset_id, lock=True)
    number = await _number(db, row, sample_id)
    old = await db.get(AnnotationLogRow, (job.number, number, wanted.before))
    if old is None:
        raise RevisionNotFound(sample_id=sample_id, before=wanted.before, resource=sample_id)
    labels = {str(each.number): each for each in (await queries.labels_of(db, [job.id]))[job.id]}
    change = DocumentChange(
        ids.ordinal_of(number),
        still_known(documents.parsed(old.document), labels),
        hardness=None if old.hardness is None else orjson.loads(old.hardness),
        usage=old.usage,
        seen=wanted.revision,
    )
    result = await annotations.save(db, who, row, job, [change])
    for there in result.conflicts.values():
        raise samples.conflict_of(row, there)
    return SamplesOutcome(success=True, revision=result.revision)


def still_known(said: tuple[Annotation, ...], labels: Mapping[str, LabelRow]) -> tuple[Annotation, ...]:
    """Return what is left of annotations when labels are gone: relations go with their entities. labels: by number."""
    known = [each for each in said if not each.label or each.label in labels]
    entities = {each.id for each in known if each.kind is Kind.ENTITY}
    return tuple(each for each in known if each.link is None or entities.issuperset(each.link))


def _state(
    job: LabellingJobRow, row: AnnotationRow | AnnotationLogRow, labels: Mapping[str, LabelRow], *, before: int | None = None
) -> StateAnswer:
    kind = LabelType(job.type)
    shown = [
        wire.written(one, labels[one.label].name if one.label else "", kind)
        for one in documents.parsed(row.document)
        if not one.label or one.label in labels
    ]
    return StateAnswer(before=before, changed_at=row.changed_at, changed_by=row.author, sample_status=row.state, labels=shown)


async def _number(db: AsyncSession, row: DatasetRow, sample_id: str) -> int:
    number = ids.sample_of(row.id, sample_id)
    found = None if number is None else await db.get(SampleRow, number)
    if number is None or found is None or found.dataset != row.number:
        raise SampleNotFound(sample_id=sample_id, resource=sample_id)
    return number
