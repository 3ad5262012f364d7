"""What projects use of pools, for fairness."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import UsageRow, WorkloadRow
from modelyard.compute.queries import pools as queries
from modelyard.compute.rules.usage import decayed
from modelyard.compute.service.context import ComputeContext
from modelyard.core.db import now


async def note_use(db: AsyncSession, context: ComputeContext, row: WorkloadRow, seconds: float) -> None:
    """Add the use of an attempt that has ended to what its project used of late."""
    if seconds <= 0:
        return
    nodes = [node for node in await queries.all_nodes(db) if node.pool == row.pool]
    cores = sum(node.cpu_milli for node in nodes) or 1
    memory = sum(node.memory_bytes for node in nodes) or 1
    cards = sum(len(node.gpus) + len(node.npus) for node in nodes) or 1
    shares = (row.cpu_milli / cores, row.memory_bytes / memory, (row.gpus + row.npus) / cards)
    used = max(shares) * row.task_count * seconds
    at = now(db)
    usage = await db.get(UsageRow, (row.pool, row.project_id), with_for_update=True)
    if usage is None:
        db.add(UsageRow(pool=row.pool, project_id=row.project_id, share_seconds=used, at=at))
        return
    half_life = context.settings.queue.usage_half_life_seconds
    usage.share_seconds = decayed(usage.share_seconds, (at - usage.at).total_seconds(), half_life) + used
    usage.at = at
