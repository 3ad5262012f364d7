"""Reads of kept logs and of links to logs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.training.models import JobRow, KeptLogRow, LogLinkRow


async def logs_ended_before(db: AsyncSession, before: datetime, limit: int) -> list[tuple[str, str | None]]:
    """Return jobs whose logs are kept though they ended before a moment, the oldest first: id, id of the workload."""
    statement = select(KeptLogRow.job_id, JobRow.workload_id).join(JobRow, JobRow.id == KeptLogRow.job_id)
    found = await db.execute(statement.where(KeptLogRow.ended_at < before).order_by(KeptLogRow.ended_at).limit(limit))
    return [(job_id, workload_id) for job_id, workload_id in found]


async def delete_kept_log(db: AsyncSession, job_id: str) -> None:
    """Note that the logs of a job are not kept any more."""
    await db.execute(delete(KeptLogRow).where(KeptLogRow.job_id == job_id))


async def links_of(db: AsyncSession, job_id: str, task: str, now: datetime) -> Sequence[LogLinkRow]:
    """Return the links to a task's logs that still work, newest first."""
    statement = select(LogLinkRow).where(LogLinkRow.job_id == job_id, LogLinkRow.task == task, LogLinkRow.expires_at > now)
    return (await db.scalars(statement.order_by(LogLinkRow.id.desc()))).all()


async def count_links(db: AsyncSession, job_id: str, now: datetime) -> int:
    """Return how many links to logs of a job work."""
    statement = select(func.count()).select_from(LogLinkRow)
    return await db.scalar(statement.where(LogLinkRow.job_id == job_id, LogLinkRow.expires_at > now)) or 0


async def find_link(db: AsyncSession, link_id: str) -> LogLinkRow | None:
    """Return a link, also one that has expired."""
    return await db.get(LogLinkRow, link_id)


async def delete_link(db: AsyncSession, job_id: str, task: str, link_id: str) -> None:
    """Revoke a link."""
    await db.execute(delete(LogLinkRow).where(LogLinkRow.id == link_id, LogLinkRow.job_id == job_id, LogLinkRow.task == task))


async def delete_links_before(db: AsyncSession, before: datetime) -> None:
    """Delete links that expired before a moment."""
    await db.execute(delete(LogLinkRow).where(LogLinkRow.expires_at < before))
