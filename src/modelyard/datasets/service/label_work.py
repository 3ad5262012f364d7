"""The work of taking annotations away whose label is gone, for labels that many samples carry."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.datasets.rules import bitmaps
from modelyard.datasets.rules.facets import LABEL
from modelyard.datasets.service import facets, kept_files, samples
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.working import Step, TaskNow, Work
from modelyard.datasets.types.datasets import DeletePolicy

# Each step remembers the files that the next one deletes; so many names still fit into a checkpoint.
_AT_ONCE = 500
# Files that a version has still to copy are not deleted before.
_FILES_WAIT = timedelta(seconds=5)


def goal_of(number: int, name: str, policy: DeletePolicy) -> dict[str, Any]:
    """Return what such a task is asked for. number, name: of the label, which has left the set already."""
    return {"label": str(number), "name": name, "policy": int(policy)}


class LabelRemovalWork(Work):
    """Takes the annotations of a label that is gone away from sample after sample, until none carries it any more."""

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        """Change the next samples. The files of those that went in the step before are deleted first."""
        label, policy = str(task.goal["label"]), DeletePolicy(int(task.goal["policy"]))
        await samples.delete_files(context, task.who, list(task.checkpoint.get("files", ())))
        async with context.database.read_session() as db:
            row, job = await get_rows(db, task.who, task.dataset_id)
            if policy is DeletePolicy.FILES and await kept_files.is_waiting(db, row):
                return Step(wait=_FILES_WAIT)
            found = await facets.matching(db, job.number, LABEL, [label])
        ordinals = bitmaps.page(found, offset=0, limit=_AT_ONCE)
        total = None if task.checkpoint else bitmaps.count(found)
        if not ordinals:
            return Step(checkpoint={"files": []}, finished=True, total=total)

        async def write(db: AsyncSession, step: Step) -> None:
            row, job = await get_rows(db, task.who, task.dataset_id, lock=True)
            alone = await samples.drop_label(db, task.who, row, job, ordinals, label=label)
            gone = [] if policy is DeletePolicy.LABELS else await samples.remove(db, task.who, row, job, alone)
            files = [each.source for each in gone if each.content is None] if policy is DeletePolicy.FILES else []
            step.checkpoint, step.good = {"files": files}, len(ordinals)

        return Step(total=total, done=len(ordinals), write=write)
