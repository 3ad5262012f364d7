"""The queue of a pool as people see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.queries import workloads as queries
from modelyard.compute.service import outlook
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.pools import open_pool
from modelyard.compute.types import Reason, WorkloadId
from modelyard.core.paging import Page
from modelyard.core.subject import Subject


@dataclass(frozen=True)
class QueueEntry:
    """A workload that waits. position: from 1, counted over the workloads of all projects in the pool."""

    workload_id: WorkloadId
    name: str
    owner_type: str
    owner_id: str
    user_name: str
    position: int
    priority: int
    flavor: str
    task_count: int
    reason: Reason
    queued_at: datetime


async def queue_of(
    db: AsyncSession, context: ComputeContext, who: Subject, pool: str | None, *, offset: int = 0, limit: int = 100
) -> Page[QueueEntry]:
    """Return the caller's waiting workloads in a pool, in the order in which they will be tried. Raises PoolNotFound.

    Those of other projects are not listed, but count in the positions.
    """
    pool = await open_pool(db, who, pool)
    mine = await queries.waiting_ids(db, who, pool)
    views = [(one, view) for one, view in await outlook.of_pool(db, context, pool) if one in mine]
    shown = dict(views[offset : offset + limit])
    rows = {row.id: row for row in await queries.with_ids(db, list(shown))}
    entries = [
        QueueEntry(
            workload_id=WorkloadId(row.id),
            name=row.name,
            owner_type=row.owner_type,
            owner_id=row.owner_id,
            user_name=row.user_name,
            position=view.position,
            priority=row.priority,
            flavor=row.flavor,
            task_count=row.task_count,
            reason=view.reason,
            queued_at=row.queued_at,
        )
        for one, view in shown.items()
        if (row := rows.get(one)) is not None
    ]
    return Page(entries, len(views))


async def positions(db: AsyncSession, context: ComputeContext, pool: str) -> dict[str, int]:
    """Return the place of each waiting workload in a pool, of all projects; for pages of workloads of one's own."""
    return {workload_id: view.position for workload_id, view in await outlook.of_pool(db, context, pool)}
