"""Results that become a version of a dataset: what is new is imported, and what is left is published."""

from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.datasets.errors.processing import ProcessorResultInvalid
from modelyard.datasets.models.processing import ProcessorVersionRow
from modelyard.datasets.schemas.imports import ImportCreate
from modelyard.datasets.schemas.versions import VersionCreate
from modelyard.datasets.service import tasks, versions
from modelyard.datasets.service.describing_versions import status_of
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.imports import goal_of
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.service.processing_preparing import IMPORT
from modelyard.datasets.types.datasets import TaskKind, VersionStatus
from modelyard.datasets.types.tasks import ACTIVE, TaskState


async def publish_step(db: AsyncSession, context: ProcessingContext, who: Subject, row: ProcessorVersionRow) -> str | None:
    """Take the next step from results to a version: import, publish, wait. Returns the version's id once it can be used.

    Raises Conflict while the dataset is busy, ProcessorResultInvalid where a step failed, and what versions raise.
    """
    dataset_id, done = row.work_path["path"], row.recipe
    dataset, _ = await get_rows(db, who, dataset_id, lock=True)
    if "import_task_id" not in done:
        wanted = ImportCreate(import_type="manifest", import_path=f"{row.output}{IMPORT}")
        goal = asdict(goal_of(dataset, wanted))
        task = await tasks.submit(db, who, dataset, TaskKind.IMPORT, goal, exclusive=True) if done["to_import"] else None
        row.recipe = {**done, "import_task_id": "" if task is None else task.id}
        return None
    if done["import_task_id"] and "dataset_version_id" not in done:
        task = await tasks.find(db, who, dataset_id, done["import_task_id"])
        if task.state in ACTIVE:
            return None
        if task.state != TaskState.COMPLETED:
            raise ProcessorResultInvalid(problem="the import of the results failed", problem_zh="结果导入失败")
    if "dataset_version_id" not in done:
        name, note = row.work_path.get("version_name") or None, f"Processing task version {row.name}"
        wanted_version = VersionCreate(
            version_name=name, description=note, train_evaluate_sample_ratio="1.00", clear_hard_property=False
        )
        made = await versions.publish(db, context.datasets, who, dataset_id, wanted_version, only=row.id)
        row.recipe = {**done, "dataset_version_id": made.version_id}
        return None
    version = await versions.find_version(db, dataset, done["dataset_version_id"])
    status = status_of(version, await versions.task_of(db, version))
    if status is VersionStatus.ERROR:
        raise ProcessorResultInvalid(problem="the version could not be published", problem_zh="版本发布失败")
    return version.id if status is VersionStatus.USABLE else None
