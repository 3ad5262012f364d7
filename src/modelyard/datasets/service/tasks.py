"""Long work: submit, find, list, stop, resume. The worker (`loops.worker`) does it."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update, now, wake_after_commit
from modelyard.core.paging import Page, fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import TaskNotFound
from modelyard.datasets.errors.tasks import DatasetBusy, ImportRunning, SyncRunning, TaskEnded, TaskNotResumable
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskProblemsRow, DatasetTaskRow
from modelyard.datasets.rules.ids import new_id
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.types.datasets import DatasetStatus, TaskKind
from modelyard.datasets.types.tasks import ACTIVE, KEPT_PROBLEMS, WORKER_LOOP, TaskState

# What a dataset is said to be busy with.
_STATUS = {
    TaskKind.IMPORT: DatasetStatus.IMPORTING,
    TaskKind.SYNC: DatasetStatus.SYNCHRONISING,
    TaskKind.PUBLISH: DatasetStatus.PUBLISHING,
}
_FIELDS = ("code", "place", "value", "line", "file")


async def submit(
    db: AsyncSession,
    who: Subject,
    dataset: DatasetRow,
    kind: TaskKind,
    goal: dict[str, Any],
    *,
    exclusive: bool = False,
    task_id: str | None = None,
) -> DatasetTaskRow:
    """Have work done with the caller's rights; the worker wakes when the transaction has committed. Lock the dataset before.

    exclusive: refuse while other exclusive work on the dataset waits or runs. task_id: for work that has an id already.
    Raises ImportRunning, SyncRunning, DatasetBusy.
    """
    if exclusive:
        await _refuse_others(db, dataset)
    at = now(db)
    row = DatasetTaskRow(
        id=task_id or new_id(),
        dataset_id=dataset.id,
        project_id=dataset.project_id,
        workspace_id=dataset.workspace_id,
        kind=kind,
        state=TaskState.WAITING,
        exclusive=exclusive,
        goal=goal,
        checkpoint={},
        result={},
        done=0,
        good=0,
        bad=0,
        problem_counts={},
        subject=who.to_json(),
        stop_asked=False,
        created_at=at,
        changed_at=at,
        due_at=at,
        attempts=0,
        deaths=0,
    )
    db.add(row)
    await db.flush()  # the status of the dataset is read from the rows
    await show_status(db, dataset)
    wake_after_commit(db, WORKER_LOOP)
    return row


async def find(
    db: AsyncSession, who: Subject, dataset_id: str, task_id: str, *, kinds: Sequence[TaskKind] = (), lock: bool = False
) -> DatasetTaskRow:
    """Return a task of a dataset that the caller may see. lock: it, after its dataset, as everybody locks them.

    Raises DatasetNotFound, TaskNotFound.
    """
    row, _ = await get_rows(db, who, dataset_id, lock=lock)
    statement = select(DatasetTaskRow).where(DatasetTaskRow.id == task_id, DatasetTaskRow.dataset_id == row.id)
    if kinds:
        statement = statement.where(DatasetTaskRow.kind.in_(kinds))
    found: DatasetTaskRow | None = await db.scalar(for_update(statement) if lock else statement)
    if found is None:
        raise TaskNotFound(task_id=task_id, resource=task_id)
    return found


async def listed(
    db: AsyncSession,
    who: Subject,
    dataset_id: str,
    kinds: Sequence[TaskKind],
    *,
    page: int = 0,
    limit: int = 10,
    clauses: Sequence[ColumnElement[bool]] = (),
) -> Page[DatasetTaskRow]:
    """Return a page (from 0) of the tasks of a dataset that `clauses` hold for, the newest first. Raises DatasetNotFound."""
    row, _ = await get_rows(db, who, dataset_id)
    return await fetch_page(db, _newest(row.id, kinds).where(*clauses), offset=page * limit, limit=limit)


async def latest(db: AsyncSession, dataset: DatasetRow, kind: TaskKind) -> DatasetTaskRow | None:
    """Return the newest task of a kind."""
    row: DatasetTaskRow | None = await db.scalar(_newest(dataset.id, [kind]).limit(1))
    return row


async def active(db: AsyncSession, dataset_id: str) -> list[DatasetTaskRow]:
    """Return the tasks of a dataset that wait or run, in order of their beginning."""
    statement = select(DatasetTaskRow).where(DatasetTaskRow.dataset_id == dataset_id, DatasetTaskRow.state.in_(ACTIVE))
    return list(await db.scalars(statement.order_by(DatasetTaskRow.created_at, DatasetTaskRow.id)))


async def others_wait(db: AsyncSession, task_id: str) -> bool:
    """Return whether other work is due that nobody has taken."""
    due = (DatasetTaskRow.due_at <= now(db), DatasetTaskRow.state.in_(ACTIVE), DatasetTaskRow.lease_token.is_(None))
    return await db.scalar(select(DatasetTaskRow.id).where(*due, DatasetTaskRow.id != task_id).limit(1)) is not None


async def request_stop(db: AsyncSession, task: DatasetTaskRow) -> None:
    """Have a task stop: at once if nobody works on it, else after the step that is being taken. Raises TaskEnded."""
    if task.state not in ACTIVE:
        raise TaskEnded(task_id=task.id, state=task.state)
    task.stop_asked = True
    task.due_at = now(db)
    if task.lease_token is None:
        await end(db, task, TaskState.STOPPED)
    wake_after_commit(db, WORKER_LOOP)


async def resume(db: AsyncSession, task: DatasetTaskRow) -> None:
    """Have a stopped or failed task go on where it was. Raises TaskNotResumable, and what `submit` raises."""
    if task.state not in {TaskState.STOPPED, TaskState.FAILED}:
        raise TaskNotResumable(task_id=task.id, state=task.state)
    dataset = await db.get_one(DatasetRow, task.dataset_id, with_for_update=True)
    if task.exclusive:
        await _refuse_others(db, dataset)
    task.state, task.error, task.ended_at, task.stop_asked = TaskState.WAITING, None, None, False
    task.attempts, task.deaths, task.last_error = 0, 0, None
    task.due_at = task.changed_at = now(db)
    await db.flush()  # the status of the dataset is read from the rows
    await show_status(db, dataset)
    wake_after_commit(db, WORKER_LOOP)


async def end(db: AsyncSession, task: DatasetTaskRow, state: TaskState, error: dict[str, str] | None = None) -> None:
    """Write down that a task has ended, and what its dataset is busy with now."""
    task.state, task.error = state, error
    task.ended_at = task.changed_at = now(db)
    task.due_at = task.lease_token = task.lease_owner = task.leased_until = None
    task.stop_asked = False
    await db.flush()  # the status of the dataset is read from the rows
    dataset = await db.get(DatasetRow, task.dataset_id)
    if dataset is not None:
        await show_status(db, dataset)
        if task.problem_counts and task.kind != TaskKind.REPORT:
            await submit(db, Subject.from_json(task.subject), dataset, TaskKind.REPORT, {"task_id": task.id})


async def show_status(db: AsyncSession, dataset: DatasetRow) -> None:
    """Set the status of a dataset to what it is busy with."""
    busy = [_STATUS[TaskKind(each.kind)] for each in await active(db, dataset.id) if each.kind in _STATUS]
    if busy or dataset.status in _STATUS.values():
        dataset.status = busy[0] if busy else DatasetStatus.NORMAL


async def problems(db: AsyncSession, task: DatasetTaskRow, *, most: int = KEPT_PROBLEMS) -> list[Problem]:
    """Return the first problems of a task, in order."""
    statement = select(DatasetTaskProblemsRow).where(DatasetTaskProblemsRow.task_id == task.id)
    found: list[Problem] = []
    for row in await db.scalars(statement.order_by(DatasetTaskProblemsRow.number)):
        found += unpacked(row.content)
        if len(found) >= most:
            break
    return found[:most]


def packed(items: Sequence[Problem]) -> bytes:
    """Return problems as they are kept: a JSON object a line."""
    return b"\n".join(orjson.dumps({name: _clean(value) for name, value in zip(_FIELDS, each, strict=True)}) for each in items)


def unpacked(content: bytes) -> list[Problem]:
    """Return the problems that `packed` wrote."""
    return [Problem(**orjson.loads(line)) for line in content.split(b"\n") if line]


def _clean(value: object) -> object:
    """Return a value that JSON can say: text from elsewhere may hold halves of characters."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _newest(dataset_id: str, kinds: Sequence[TaskKind]) -> Select[Any]:
    statement = select(DatasetTaskRow).where(DatasetTaskRow.dataset_id == dataset_id, DatasetTaskRow.kind.in_(kinds))
    return statement.order_by(DatasetTaskRow.created_at.desc(), DatasetTaskRow.id.desc())


async def _refuse_others(db: AsyncSession, dataset: DatasetRow) -> None:
    other = next((each for each in await active(db, dataset.id) if each.exclusive), None)
    if other is None:
        return
    if other.kind == TaskKind.IMPORT:
        raise ImportRunning(task_id=other.id)
    if other.kind == TaskKind.SYNC:
        raise SyncRunning(task_id=other.id)
    raise DatasetBusy(kind=other.kind, task_id=other.id)
