"""What grows with every change is thinned: the log of annotations by age, analyses by number (decision 0142)."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import bindparam, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import execute_many, for_update
from modelyard.datasets.models.datasets import AnnotationLogRow, DatasetRow, LabellingJobRow
from modelyard.datasets.models.insight import AnalysisRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.models.versions import DatasetVersionRow
from modelyard.datasets.service import tasks
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.tasks import ACTIVE

_STEP = 2000
_LOG = (AnnotationLogRow.sample, AnnotationLogRow.revision, AnnotationLogRow.since, AnnotationLogRow.changed_at)
_ENTRY = (
    AnnotationLogRow.job == bindparam("of_job"),
    AnnotationLogRow.sample == bindparam("of"),
    AnnotationLogRow.revision == bindparam("at"),
)


async def thin(context: DatasetsContext) -> None:
    """Thin all datasets, in small steps."""
    after = ""
    while True:
        async with context.database.read_session() as db:
            jobs = select(LabellingJobRow.dataset_id, LabellingJobRow.id, LabellingJobRow.number)
            found = await db.execute(jobs.where(LabellingJobRow.id > after).order_by(LabellingJobRow.id).limit(100))
            some: list[tuple[str, str, int]] = [(each[0], each[1], each[2]) for each in found]
        if not some:
            return
        for dataset_id, _, number in some:
            await _thin_analyses(context, dataset_id)
            if context.settings.history_days:
                await _thin_log(context, dataset_id, number)
        after = some[-1][1]


async def _thin_log(context: DatasetsContext, dataset_id: str, job: int) -> None:
    """Delete what was replaced before the time that is kept, but for what versions and work under way may read.

    The newest entry of each sample stays: an acceptance that is taken back puts it back.
    """
    before = to_milliseconds(context.clock.now() - timedelta(days=context.settings.history_days))
    at = (0, 0)
    while True:
        async with context.database.session() as db:
            await db.execute(for_update(select(DatasetRow.id).where(DatasetRow.id == dataset_id)))
            places = tuple_(AnnotationLogRow.sample, AnnotationLogRow.revision)
            statement = select(*_LOG).where(AnnotationLogRow.job == job, places >= at)
            entries = (await db.execute(statement.order_by(*_LOG[:2]).limit(_STEP))).all()
            held = await _held(db, dataset_id)
            # What was said next says when an entry was replaced.
            gone = [
                {"of_job": job, "of": entry.sample, "at": entry.revision}
                for entry, following in pairwise(entries)
                if following.sample == entry.sample
                and following.changed_at < before
                and not any(entry.since <= revision < entry.revision for revision in held)
            ]
            await execute_many(db, delete(AnnotationLogRow).where(*_ENTRY), gone)
        if len(entries) < _STEP:
            return
        at = (entries[-1].sample, entries[-1].revision)


async def _held(db: AsyncSession, dataset_id: str) -> Sequence[int]:
    """Return the revisions that are read from the log: of versions, and of exports and the like that are under way."""
    revisions = select(DatasetVersionRow.revision).where(DatasetVersionRow.dataset_id == dataset_id)
    of_tasks: list[Any] = [each.goal.get("revision") for each in await tasks.active(db, dataset_id)]
    return sorted({each for each in [*await db.scalars(revisions), *of_tasks] if isinstance(each, int)})


async def _thin_analyses(context: DatasetsContext, dataset_id: str) -> None:
    """Delete the oldest analyses that have ended, with their tasks, where there are too many."""
    async with context.database.read_session() as db:
        ended = DatasetTaskRow.state.not_in(ACTIVE)
        statement = select(AnalysisRow.id).join(DatasetTaskRow, DatasetTaskRow.id == AnalysisRow.id)
        statement = statement.where(AnalysisRow.dataset_id == dataset_id, ended)
        statement = statement.order_by(AnalysisRow.created_at.desc(), AnalysisRow.id.desc())
        old = list(await db.scalars(statement.offset(context.settings.max_analyses).limit(_STEP)))
    for analysis_id in old:  # each has many parts
        async with context.database.session() as db:
            await db.execute(for_update(select(DatasetRow.id).where(DatasetRow.id == dataset_id)))
            await db.execute(delete(AnalysisRow).where(AnalysisRow.id == analysis_id))
            await db.execute(delete(DatasetTaskRow).where(DatasetTaskRow.id == analysis_id))
