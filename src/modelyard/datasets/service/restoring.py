"""Going back to a version: the annotations of a dataset become those that it has. The worker does it."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets.errors.tasks import TaskNotResumable
from modelyard.datasets.errors.versions import RollBackImpossible
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.schemas.comparing import Restore, Restores, RestoreStarted
from modelyard.datasets.service import table_versions, tasks, versions
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import TaskKind
from modelyard.datasets.types.tasks import ACTIVE, TaskState

_KINDS = [TaskKind.RESTORE]


async def restore(db: AsyncSession, who: Subject, dataset_id: str, version_id: str) -> RestoreStarted:
    """Set annotations back to a version. Samples that are not in it stay as they are; labels that it needs come back.

    Raises VersionNotFound, VersionNotUsable, NotForThisType, RollBackImpossible, DatasetBusy.
    """
    row, job = await get_rows(db, who, dataset_id, lock=True)
    table_versions.refuse(row, "RestoreVersion", "版本回退")
    version = await versions.usable_version(db, row, version_id)
    if version.job_id != job.id:
        raise RollBackImpossible(name=version.name)
    goal = {"version_id": version.id, "version_name": version.name}
    return await _submit(db, who, row, goal, total=version.figures.get("total", 0))


async def undo(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> RestoreStarted:
    """Say again what was said before such a task, of samples that nobody has changed since.

    Raises TaskNotFound, TaskNotResumable while it runs, DatasetBusy.
    """
    row, _ = await get_rows(db, who, dataset_id, lock=True)
    task = await tasks.find(db, who, dataset_id, task_id, kinds=_KINDS)
    if task.state in ACTIVE:
        raise TaskNotResumable(task_id=task.id, state=task.state)
    goal = {name: task.goal[name] for name in ("version_id", "version_name")} | {"undo": task.id}
    return await _submit(db, who, row, goal, total=task.good)


async def list_restores(
    db: AsyncSession, who: Subject, dataset_id: str, *, page: int, limit: int, language: Language
) -> Restores:
    """Return a page (from 0) of such tasks, the newest first. Raises DatasetNotFound."""
    found = await tasks.listed(db, who, dataset_id, _KINDS, page=page, limit=limit)
    return Restores(total_count=found.total, restores=[_answer(each, language) for each in found.items])


async def get_restore(db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, language: Language) -> Restore:
    """Return such a task. Raises DatasetNotFound, TaskNotFound."""
    return _answer(await tasks.find(db, who, dataset_id, task_id, kinds=_KINDS), language)


async def stop_restore(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> None:
    """Stop such a task; what it has set back stays, and can be undone. Raises TaskNotFound, TaskEnded."""
    await tasks.request_stop(db, await tasks.find(db, who, dataset_id, task_id, kinds=_KINDS, lock=True))


async def resume_restore(db: AsyncSession, who: Subject, dataset_id: str, task_id: str) -> None:
    """Go on with such a task that was stopped or failed. Raises TaskNotFound, TaskNotResumable, DatasetBusy."""
    await tasks.resume(db, await tasks.find(db, who, dataset_id, task_id, kinds=_KINDS, lock=True))


async def _submit(db: AsyncSession, who: Subject, row: DatasetRow, goal: dict[str, Any], *, total: int) -> RestoreStarted:
    task = await tasks.submit(db, who, row, TaskKind.RESTORE, goal, exclusive=True)
    task.total = total
    return RestoreStarted(task_id=task.id)


def _answer(task: DatasetTaskRow, language: Language) -> Restore:
    error = task.error or {}
    return Restore(
        task_id=task.id,
        version_id=task.goal["version_id"],
        version_name=task.goal["version_name"],
        undo_of=task.goal.get("undo"),
        state=TaskState(task.state),
        total=task.total,
        done=task.done,
        changed=task.good,
        user_name=Subject.from_json(task.subject).user_name,
        create_time=to_milliseconds(task.created_at),
        end_time=None if task.ended_at is None else to_milliseconds(task.ended_at),
        error_code=error.get("code"),
        error_msg=error.get(language.value),
    )
