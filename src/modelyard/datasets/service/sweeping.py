"""Sweeping away what datasets that are gone have left: in steps, so that nobody waits for the write lock of SQLite."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import claimed
from modelyard.datasets.models.datasets import AnnotationLogRow, AnnotationRow, DatasetRemovalRow, SampleRow
from modelyard.datasets.models.insight import FindingRow, SampleLooksRow
from modelyard.datasets.models.kept_files import KeptFileRow
from modelyard.datasets.rules.ids import sample_range
from modelyard.datasets.service import facets
from modelyard.datasets.service.context import DatasetsContext

_STEP = 2000


async def sweep(context: DatasetsContext) -> int:
    """Delete all that is left of datasets that are gone, and return in how many steps."""
    steps = 0
    while True:
        async with context.database.session() as db:
            row = await db.scalar(claimed(select(DatasetRemovalRow).order_by(DatasetRemovalRow.number).limit(1)))
            if row is None:
                return steps
            if not await _step(db, row):
                await facets.forget(db, [row.number, *row.jobs])
                await db.execute(delete(FindingRow).where(FindingRow.dataset == row.number))
                await db.delete(row)
        steps += 1


async def _step(db: AsyncSession, row: DatasetRemovalRow) -> bool:
    """Delete the rows of some samples; return False when none are left."""
    first, end = sample_range(row.number)
    statement = select(SampleRow.id).where(SampleRow.id >= first, SampleRow.id < end).order_by(SampleRow.id).limit(_STEP)
    numbers = list(await db.scalars(statement))
    # Samples that were deleted before their dataset have left a log.
    last = numbers[-1] if len(numbers) == _STEP else end
    for model in (AnnotationLogRow, AnnotationRow):
        await db.execute(delete(model).where(model.job.in_(row.jobs), model.sample.between(first, last)))
    for by_sample in (SampleLooksRow, KeptFileRow):
        await db.execute(delete(by_sample).where(by_sample.sample.between(first, last)))
    await db.execute(delete(SampleRow).where(SampleRow.id.between(first, last)))
    return len(numbers) == _STEP
