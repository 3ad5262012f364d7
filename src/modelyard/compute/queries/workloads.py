"""Reads of workloads, their attempts and tasks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import AttemptRow, NodeRow, TaskRow, WorkloadRow
from modelyard.compute.types import WorkloadState
from modelyard.core.db import for_update
from modelyard.core.subject import Subject, SubjectKind


def visible_to(who: Subject) -> ColumnElement[bool]:
    """Return the condition that a caller may see a workload: it is of his project."""
    if who.kind is SubjectKind.SYSTEM:
        return true()
    return (WorkloadRow.domain_id == who.domain_id) & (WorkloadRow.project_id == (who.project_id or ""))


async def find_workload(db: AsyncSession, who: Subject, workload_id: str, *, lock: bool = False) -> WorkloadRow | None:
    """Return a workload that the caller may see."""
    statement = select(WorkloadRow).where(WorkloadRow.id == workload_id, visible_to(who))
    row: WorkloadRow | None = await db.scalar(for_update(statement) if lock else statement)
    return row


async def find_by_owner(db: AsyncSession, owner_type: str, owner_id: str, generation: int) -> WorkloadRow | None:
    """Return the workload of an owner."""
    statement = select(WorkloadRow).where(
        WorkloadRow.owner_type == owner_type, WorkloadRow.owner_id == owner_id, WorkloadRow.generation == generation
    )
    row: WorkloadRow | None = await db.scalar(statement)
    return row


def listed(who: Subject, *, pool: str | None, state: WorkloadState | None, owner_type: str | None) -> Select[Any]:
    """Select the workloads that a caller sees, newest first."""
    statement = select(WorkloadRow).where(visible_to(who))
    if pool is not None:
        statement = statement.where(WorkloadRow.pool == pool)
    if state is not None:
        statement = statement.where(WorkloadRow.state == state)
    if owner_type is not None:
        statement = statement.where(WorkloadRow.owner_type == owner_type)
    return statement.order_by(WorkloadRow.created_at.desc(), WorkloadRow.id.desc())


async def tasks_of(db: AsyncSession, workload_id: str, attempt: int) -> Sequence[TaskRow]:
    """Return the tasks of an attempt, in the order of the workload."""
    statement = select(TaskRow).where(TaskRow.workload_id == workload_id, TaskRow.attempt == attempt)
    return (await db.scalars(statement.order_by(TaskRow.number))).all()


async def tasks_of_many(db: AsyncSession, ids: Sequence[str]) -> dict[str, list[TaskRow]]:
    """Return the tasks of the newest attempt of each of some workloads."""
    newest = (TaskRow.workload_id == WorkloadRow.id) & (TaskRow.attempt == WorkloadRow.attempt)
    statement = select(TaskRow).join(WorkloadRow, newest).where(WorkloadRow.id.in_(ids)).order_by(TaskRow.number)
    found: dict[str, list[TaskRow]] = {workload_id: [] for workload_id in ids}
    for row in await db.scalars(statement):
        found[row.workload_id].append(row)
    return found


async def places_of(db: AsyncSession, workload_id: str, attempt: int | None) -> Sequence[tuple[TaskRow, str | None]]:
    """Return the tasks of an attempt, or of all, with the addresses of their nodes."""
    statement = select(TaskRow, NodeRow.address).outerjoin(NodeRow, NodeRow.name == TaskRow.node)
    statement = statement.where(TaskRow.workload_id == workload_id)
    if attempt is not None:
        statement = statement.where(TaskRow.attempt == attempt)
    found = await db.execute(statement.order_by(TaskRow.attempt, TaskRow.number))
    return [(row, address) for row, address in found]


async def attempts_of(db: AsyncSession, workload_id: str) -> Sequence[AttemptRow]:
    """Return all attempts of a workload, oldest first."""
    statement = select(AttemptRow).where(AttemptRow.workload_id == workload_id)
    return (await db.scalars(statement.order_by(AttemptRow.attempt))).all()


async def find_task(db: AsyncSession, workload_id: str, attempt: int, name: str) -> TaskRow | None:
    """Return one task of an attempt."""
    return await db.get(TaskRow, (workload_id, attempt, name))


async def count_waiting(db: AsyncSession, project_id: str, workspace_id: str | None = None) -> int:
    """Return how many workloads of a project, or of one of its workspaces, wait."""
    waiting = WorkloadRow.state.in_((WorkloadState.QUEUED, WorkloadState.PREPARING))
    statement = select(func.count()).select_from(WorkloadRow).where(WorkloadRow.project_id == project_id, waiting)
    if workspace_id is not None:
        statement = statement.where(WorkloadRow.workspace_id == workspace_id)
    return await db.scalar(statement) or 0


async def unfinished_where(db: AsyncSession, condition: ColumnElement[bool]) -> Sequence[WorkloadRow]:
    """Return the workloads that have not ended and match, locked."""
    statement = select(WorkloadRow).where(condition, WorkloadRow.state != WorkloadState.ENDED)
    return (await db.scalars(for_update(statement))).all()


async def hint_preparing(db: AsyncSession, at: datetime) -> None:
    """Make due what waits for an image, also what somebody is looking at just now."""
    waiting = update(WorkloadRow).where(WorkloadRow.state == WorkloadState.PREPARING)
    await db.execute(waiting.values(due_at=at, hints=WorkloadRow.hints + 1).execution_options(synchronize_session=False))


async def waiting_ids(db: AsyncSession, who: Subject, pool: str) -> set[str]:
    """Return the ids of the caller's workloads that wait in a pool."""
    statement = select(WorkloadRow.id).where(
        visible_to(who), WorkloadRow.pool == pool, WorkloadRow.state == WorkloadState.QUEUED
    )
    return set(await db.scalars(statement))


async def with_ids(db: AsyncSession, ids: Sequence[str]) -> Sequence[WorkloadRow]:
    """Return some workloads, at most a page of them."""
    return (await db.scalars(select(WorkloadRow).where(WorkloadRow.id.in_(ids)))).all()


async def visible_with_ids(db: AsyncSession, who: Subject, ids: Sequence[str]) -> Sequence[WorkloadRow]:
    """Return those of some workloads that a caller may see."""
    return (await db.scalars(select(WorkloadRow).where(WorkloadRow.id.in_(ids), visible_to(who)))).all()


async def ended_before(db: AsyncSession, before: datetime, *, limit: int) -> Sequence[WorkloadRow]:
    """Return workloads that ended before a moment and are not being removed, locked, the oldest first."""
    statement = select(WorkloadRow).where(WorkloadRow.ended_at < before, WorkloadRow.removing.is_(False))
    return (await db.scalars(for_update(statement.order_by(WorkloadRow.ended_at).limit(limit)))).all()


async def unfinished_runtimes(db: AsyncSession) -> list[dict[str, Any]]:
    """Return the images, as engines want them, of all workloads that have not ended and have theirs."""
    statement = select(WorkloadRow.runtime).where(WorkloadRow.state != WorkloadState.ENDED, WorkloadRow.runtime.is_not(None))
    return [runtime for runtime in await db.scalars(statement) if runtime]


async def count_queued(db: AsyncSession) -> int:
    """Return how many workloads wait for their turn, of all projects."""
    return await db.scalar(select(func.count()).select_from(WorkloadRow).where(WorkloadRow.state == WorkloadState.QUEUED)) or 0
