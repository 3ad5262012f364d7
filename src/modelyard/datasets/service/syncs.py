"""Use cases of synchronisation: start, and how the latest one is."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import NotForThisType
from modelyard.datasets.errors.tasks import NoInputPath
from modelyard.datasets.schemas.imports import SyncState
from modelyard.datasets.service import tasks
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.imports import STATUS, elapsed, error_of
from modelyard.datasets.service.syncing import SYNCED
from modelyard.datasets.types.datasets import TaskKind, TaskStatus
from modelyard.datasets.types.tasks import TaskState


async def start_sync(db: AsyncSession, who: Subject, dataset_id: str, *, confirm: bool = False) -> None:
    """Start to bring a dataset into agreement with its input path. confirm: also if most of what is labelled is missing.

    Raises DatasetNotFound, NotForThisType, NoInputPath, SyncRunning, ImportRunning.
    """
    row, _ = await get_rows(db, who, dataset_id, lock=True)
    if row.data_type not in SYNCED:
        raise NotForThisType(operation="SyncDataSource", operation_zh="同步数据源", type=row.data_type)
    if not row.input_path:
        raise NoInputPath(dataset_id=dataset_id)
    await tasks.submit(db, who, row, TaskKind.SYNC, {"path": row.input_path, "confirm": confirm}, exclusive=True)


async def get_sync(db: AsyncSession, who: Subject, dataset_id: str, *, language: Language) -> SyncState:
    """Return how the latest synchronisation of a dataset is. Raises DatasetNotFound."""
    row, _ = await get_rows(db, who, dataset_id)
    task = await tasks.latest(db, row, TaskKind.SYNC)
    if task is None:
        return SyncState(status=TaskStatus.NOT_EXIST, dataset_id=row.id)
    result = task.result
    return SyncState(
        status=STATUS[TaskState(task.state)],
        dataset_id=row.id,
        task_id=task.id,
        create_time=to_milliseconds(task.created_at),
        duration_time=elapsed(db, task),
        total_sample_count=task.good,
        add_sample_count=result.get("added", 0) - result.get("moved", 0),
        deleted_sample_count=result.get("deleted", 0),
        moved_sample_count=result.get("moved", 0),
        changed_sample_count=result.get("changed", 0),
        back_sample_count=result.get("back", 0),
        done_sample_count=task.done,
        problem_counts=task.problem_counts,
        asks=result.get("asks", False),
        **error_of(task, language),
    )
