"""Taking back what a step of long work has said: for the samples that nobody has touched since."""

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets import queries
from modelyard.datasets.models.datasets import AnnotationLogRow, AnnotationRow, DatasetRow, LabellingJobRow
from modelyard.datasets.rules import annotations as documents
from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.service import presence
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.history import still_known
from modelyard.datasets.types.datasets import SampleState


async def changes_back(
    db: AsyncSession, row: DatasetRow, job: LabellingJobRow, between: tuple[int, int], revision: int
) -> list[DocumentChange]:
    """Return what was said before a revision of samples, between two ordinals, that say now what they said from it on.

    Annotations whose label is gone stay away. Samples whose files are missing are left alone.
    """
    first, last = (ids.sample_number(row.number, ordinal) for ordinal in between)
    now_said = select(AnnotationRow.sample).where(
        AnnotationRow.job == job.number, AnnotationRow.sample.between(first, last), AnnotationRow.revision == revision
    )
    log = select(AnnotationLogRow).where(
        AnnotationLogRow.job == job.number, AnnotationLogRow.sample.between(first, last), AnnotationLogRow.revision == revision
    )
    before = {each.sample: each for each in await db.scalars(log)}
    labels = {str(each.number): each for each in (await queries.labels_of(db, [job.id]))[job.id]}
    gone = await presence.missing(db, row)
    found = []
    for number in sorted(await db.scalars(now_said)):
        ordinal, old = ids.ordinal_of(number), before.get(number)
        if bitmaps.has(gone, ordinal):
            continue
        if old is None:
            found.append(DocumentChange(ordinal, (), usage=""))
            continue
        said = still_known(documents.parsed(old.document), labels)
        hardness = None if old.hardness is None else orjson.loads(old.hardness)
        found.append(DocumentChange(ordinal, said, SampleState(old.state), hardness, usage=old.usage))
    return found


async def touched_since(
    db: AsyncSession, row: DatasetRow, job: LabellingJobRow, between: tuple[int, int], revision: int, *, most: int
) -> list[int]:
    """Return the first samples between two ordinals that said something else after what they said from a revision on."""
    first, last = (ids.sample_number(row.number, ordinal) for ordinal in between)
    log = select(AnnotationLogRow.sample).where(
        AnnotationLogRow.job == job.number, AnnotationLogRow.sample.between(first, last), AnnotationLogRow.since == revision
    )
    return [ids.ordinal_of(number) for number in await db.scalars(log.order_by(AnnotationLogRow.sample).limit(most))]
