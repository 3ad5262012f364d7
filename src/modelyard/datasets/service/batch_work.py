"""The work of changing all samples that a search finds."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets import queries
from modelyard.datasets.rules import bitmaps
from modelyard.datasets.schemas.batches import BatchLabel, SamplesSearch
from modelyard.datasets.service import batches, kept_files, samples
from modelyard.datasets.service.batches import Deed
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.searching import found_by
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.batches import BatchAction

_AT_ONCE = 1000


class BatchWork(Work):
    """Walks through the samples in order of their ordinals.

    The search is made anew for each step: what the steps before have changed lies behind, and samples that came after the
    beginning are left alone.
    """

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Change the next samples."""
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
            step.good = (await batches.apply(db, task.who, rows, deed, ordinals=ordinals)).changed

        finished = len(ordinals) < _AT_ONCE
        return Step(checkpoint={"next": ordinals[-1] + 1}, finished=finished, total=total, done=len(ordinals), write=write)
