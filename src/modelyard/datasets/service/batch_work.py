"""The work of changing all samples that a search finds."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.datasets import queries
from modelyard.datasets.events import SampleChangeUndone
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.schemas.batches import BatchLabel, SamplesSearch
from modelyard.datasets.service import annotations, batches, kept_files, samples, undoing
from modelyard.datasets.service.batches import Deed
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.searching import found_by
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.batches import BatchAction

_AT_ONCE = 1000
# So many of the samples that stay as they are get named.
_MOST_LEFT = 100


class BatchWork(Work):
    """Walks through the samples in order of their ordinals.

    The search is made anew for each step: what the steps before have changed lies behind, and samples that came after the
    beginning are left alone.
    Checkpoint: `next`; `changes`: of each step that changed something (`batches.Applied.span`), to take it back by.
    """

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Change the next samples; or take back a step of the task that is taken back."""
        if "undo" in task.goal:
            return await _undo(context, task)
        goal = task.goal
        label = None if goal["label"] is None else BatchLabel.model_validate(goal["label"])
        deed, search = Deed(BatchAction(goal["action"]), label, goal["files"]), SamplesSearch.model_validate(goal["search"])
        after = int(task.checkpoint.get("next", 0))
        async with context.database.read_session() as db:
            row, job = await get_rows(db, task.who, task.dataset_id)
            labels = (await queries.labels_of(db, [job.id]))[job.id]
            found = await found_by(
                db,
                row,
                job,
                labels,
                state=search.sample_state,
                label=search.label_name,
                label_type=search.label_type,
                scores=(search.low_score, search.high_score),
                conditions=search.search_conditions,
            )
            found = bitmaps.common(bitmaps.without(found, bitmaps.up_to(after)), bitmaps.up_to(int(goal["before"])))
            ordinals = bitmaps.page(found, offset=0, limit=_AT_ONCE)
            if deed.files:
                await kept_files.refuse_unkept(db, row, ordinals)
            files = await samples.files_of(db, row, ordinals) if deed.files else []
        total = None if task.checkpoint else bitmaps.count(found)
        if not ordinals:
            return Step(finished=True, total=total)
        # Files first: deleting them twice does no harm, but a sample that is gone says no more where its file was.
        await samples.delete_files(context, task.who, files)

        async def write(db: AsyncSession, step: Step) -> None:
            rows = await get_rows(db, task.who, task.dataset_id, lock=True)
            applied = await batches.apply(db, task.who, rows, deed, ordinals=ordinals)
            step.good = applied.changed
            changes = [*task.checkpoint.get("changes", ()), *([] if applied.span is None else [list(applied.span)])]
            step.checkpoint = {"next": ordinals[-1] + 1, "changes": changes}

        finished = len(ordinals) < _AT_ONCE
        return Step(finished=finished, total=total, done=len(ordinals), write=write)


async def _undo(context: DatasetsContext, task: TaskNow) -> Step:
    """Take back the last step that was not taken back yet. Checkpoint: `at`, how many were, and `changes` as above."""
    async with context.database.read_session() as db:
        undone = (await db.get_one(DatasetTaskRow, task.goal["undo"])).checkpoint["changes"]
    at = int(task.checkpoint.get("at", 0))
    if at >= len(undone):
        return Step(finished=True, write=_told(task))
    first, last, revision, count = undone[-1 - at]
    changes = list(task.checkpoint.get("changes", ()))
    left_before = list(task.result.get("left_samples", ()))

    async def write(db: AsyncSession, step: Step) -> None:
        row, job = await get_rows(db, task.who, task.dataset_id, lock=True)
        if len(left_before) < _MOST_LEFT:
            touched = await undoing.touched_since(db, row, job, (first, last), revision, most=_MOST_LEFT)
            left = [ids.sample_id(row.id, ids.sample_number(row.number, each)) for each in touched]
            step.result = {"left_samples": (left_before + left)[:_MOST_LEFT]}
        wanted = await undoing.changes_back(db, row, job, (first, last), revision)
        step.checkpoint = {"at": at + 1, "changes": changes}
        if wanted:
            result = await annotations.save(db, task.who, row, job, wanted)
            span = [wanted[0].ordinal, wanted[-1].ordinal, result.revision, len(wanted)]
            step.checkpoint["changes"] = [*changes, span]
        step.good, step.bad = len(wanted), count - len(wanted)

    return Step(done=count, write=write)


def _told(task: TaskNow) -> Callable[[AsyncSession, Step], Awaitable[None]]:
    async def write(db: AsyncSession, _step: Step) -> None:
        event = SampleChangeUndone(resource_id=task.dataset_id, count=task.good, left=task.bad)
        await emit(db, event, by=task.who, at=now(db))

    return write
