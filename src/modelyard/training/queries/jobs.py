"""Reads of single jobs, their events and their numbers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from modelyard.core.db import for_update
from modelyard.core.events import EventRow
from modelyard.core.subject import Subject, SubjectKind
from modelyard.training.models import JobDetailsRow, JobRow
from modelyard.training.types import OWNER_TYPE, Phase

WITH_DETAILS = selectinload(JobRow.details)
ENDED_PHASES = (Phase.COMPLETED, Phase.FAILED, Phase.TERMINATED, Phase.ABNORMAL)


def visible_jobs(who: Subject) -> Select[Any]:
    """Select the jobs of the caller's project."""
    statement = select(JobRow)
    if who.kind is SubjectKind.SYSTEM:
        return statement
    return statement.where(JobRow.project_id == (who.project_id or ""))


async def find_job(db: AsyncSession, who: Subject, job_id: str, *, lock: bool = False) -> JobRow | None:
    """Return a job of the caller's project."""
    statement = visible_jobs(who).where(JobRow.id == job_id).options(WITH_DETAILS)
    row: JobRow | None = await db.scalar(for_update(statement) if lock else statement)
    return row


async def get_details(db: AsyncSession, row: JobRow) -> JobDetailsRow:
    """Return the details of a job that is there."""
    return await db.get_one(JobDetailsRow, row.id)


async def find_by_name(db: AsyncSession, project_id: str, workspace_id: str, name: str) -> str | None:
    """Return the id of the job of this name in a workspace."""
    statement = select(JobRow.id).where(
        JobRow.project_id == project_id, JobRow.workspace_id == workspace_id, JobRow.name == name
    )
    found: str | None = await db.scalar(statement)
    return found


async def count_jobs(db: AsyncSession, project_id: str) -> int:
    """Return how many jobs a project has."""
    return await db.scalar(select(func.count()).select_from(JobRow).where(JobRow.project_id == project_id)) or 0


async def count_unfinished(db: AsyncSession, project_id: str) -> int:
    """Return how many jobs of a project have not ended."""
    statement = select(func.count()).select_from(JobRow)
    unfinished = [phase for phase in Phase if phase not in ENDED_PHASES]
    return await db.scalar(statement.where(JobRow.project_id == project_id, JobRow.phase.in_(unfinished))) or 0


async def unfinished_specs(db: AsyncSession, project_id: str, *, most: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Return name, workspace and request of the newest jobs of a project that have not ended."""
    unfinished = [phase for phase in Phase if phase not in ENDED_PHASES]
    statement = select(JobRow.name, JobRow.workspace_id, JobDetailsRow.spec).join(JobDetailsRow)
    statement = statement.where(JobRow.project_id == project_id, JobRow.phase.in_(unfinished))
    found = await db.execute(statement.order_by(JobRow.created_at.desc()).limit(most))
    return [(name, workspace_id, spec) for name, workspace_id, spec in found]


async def jobs_of(db: AsyncSession, who: Subject, ids: list[str]) -> list[JobRow]:
    """Return those of these jobs that the caller may see, locked."""
    return list(await db.scalars(for_update(visible_jobs(who).where(JobRow.id.in_(ids)).order_by(JobRow.id))))


async def known_ids(db: AsyncSession, ids: list[str]) -> set[str]:
    """Return those of these ids that are jobs."""
    return set(await db.scalars(select(JobRow.id).where(JobRow.id.in_(ids))))


async def delete_job(db: AsyncSession, job_id: str) -> None:
    """Delete the row of a job."""
    await db.execute(delete(JobRow).where(JobRow.id == job_id))


def events_of(job_id: str, start: datetime | None, end: datetime | None, *, newest_first: bool) -> Select[Any]:
    """Select the events of a job in a period, in the order in which they were written down."""
    statement = select(EventRow).where(EventRow.resource_type == OWNER_TYPE, EventRow.resource_id == job_id)
    if start is not None:
        statement = statement.where(EventRow.at >= start)
    if end is not None:
        statement = statement.where(EventRow.at <= end)
    order = (EventRow.at.desc(), EventRow.id.desc()) if newest_first else (EventRow.at, EventRow.id)
    return statement.order_by(*order)


def steps_of(job_id: str, most: int) -> Select[Any]:
    """Select what the tasks of a job told of their steps, oldest first."""
    statement = select(EventRow).where(EventRow.resource_type == OWNER_TYPE, EventRow.resource_id == job_id)
    return statement.where(EventRow.name == "training_job.worker_stepped").order_by(EventRow.at, EventRow.id).limit(most)
