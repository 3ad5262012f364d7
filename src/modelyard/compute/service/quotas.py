"""Use cases of quotas."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.errors import ComputeQuotaExceeded
from modelyard.compute.queries import workloads
from modelyard.compute.rules.admission import Quota
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.settings import QuotaSettings

_GIB = 2**30


def defaults(settings: QuotaSettings) -> dict[Quota, int]:
    """Return what a project may have unless its own table says otherwise, in the units of admission."""
    wanted = {
        Quota.CORES: (settings.cores, 1000),
        Quota.MEMORY: (settings.memory_gib, _GIB),
        Quota.CARDS: (settings.cards, 1),
        Quota.RUNNING: (settings.running, 1),
    }
    return {quota: value * unit for quota, (value, unit) in wanted.items() if value is not None}


async def demand_queue_room(db: AsyncSession, context: ComputeContext, project_id: str) -> None:
    """Raise ComputeQuotaExceeded when the project has as many waiting workloads as it may have."""
    limit = context.settings.quotas.queued
    if await workloads.count_waiting(db, project_id) >= limit:
        words = {"quota": "waiting workloads", "quota_zh": "排队中的工作负载", "scope": "project", "scope_zh": "项目"}
        raise ComputeQuotaExceeded(limit=limit, **words)
