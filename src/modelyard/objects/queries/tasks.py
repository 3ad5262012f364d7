"""Reads of storage tasks."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.core.subject import Subject
from modelyard.objects.models import StorageTaskRow
from modelyard.objects.rules.tasks import ENDED
from modelyard.objects.types import TaskKind, TaskState


def visible_tasks(who: Subject, *, others: bool) -> Select[Any]:
    """Select the tasks of the caller's project, newest first; those of others only with the right to see them."""
    statement = select(StorageTaskRow).where(
        StorageTaskRow.domain_id == who.domain_id, StorageTaskRow.project_id == (who.project_id or "")
    )
    if not others:
        statement = statement.where(StorageTaskRow.user_id == who.user_id)
    return statement.order_by(StorageTaskRow.created_at.desc(), StorageTaskRow.id.desc())


def narrowed(statement: Select[Any], state: TaskState | None, kind: TaskKind | None) -> Select[Any]:
    """Leave only tasks of a state and kind."""
    if state is not None:
        statement = statement.where(StorageTaskRow.state == state)
    return statement if kind is None else statement.where(StorageTaskRow.kind == kind)


async def find_task(db: AsyncSession, who: Subject, task_id: str, *, others: bool, lock: bool = False) -> StorageTaskRow | None:
    """Return a task that the caller may see."""
    statement = visible_tasks(who, others=others).where(StorageTaskRow.id == task_id)
    row: StorageTaskRow | None = (await db.scalars(for_update(statement) if lock else statement)).first()
    return row


async def count_unfinished(db: AsyncSession, domain_id: str, project_id: str | None = None) -> int:
    """Return how many tasks of an account, or of one of its projects, have not ended."""
    statement = select(func.count()).select_from(StorageTaskRow)
    statement = statement.where(StorageTaskRow.domain_id == domain_id, StorageTaskRow.state.not_in(ENDED))
    if project_id is not None:
        statement = statement.where(StorageTaskRow.project_id == project_id)
    return await db.scalar(statement) or 0


async def unfinished_ids(db: AsyncSession) -> set[str]:
    """Return the ids of all tasks that have not ended."""
    return set(await db.scalars(select(StorageTaskRow.id).where(StorageTaskRow.state.not_in(ENDED))))


async def delete_ended(db: AsyncSession, *, before: datetime) -> None:
    """Delete the tasks that ended before a moment."""
    await db.execute(delete(StorageTaskRow).where(StorageTaskRow.state.in_(ENDED), StorageTaskRow.finished_at < before))
