"""What is kept for a while, and then dropped: events, numbers, the logs of instances that have ended."""

from collections import defaultdict
from datetime import timedelta

from modelyard.compute import service as compute
from modelyard.compute.errors import WorkloadNotEnded
from modelyard.compute.types import WorkloadId
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import ReplicaRow
from modelyard.serving.service.context import ServingContext

_SYSTEM = Subject.system("serving.upkeep")


async def drop_old(context: ServingContext) -> None:
    """Drop what is older than the settings say."""
    settings, at = context.settings, context.clock.now()
    async with context.database.session() as db:
        await queries.drop_calls_before(db, at - timedelta(days=settings.call_days_kept))
        await queries.drop_events_before(db, at - timedelta(days=settings.event_days_kept))
    async with context.database.read_session() as db:
        ended = await queries.ended_replicas(db)
    by_deployment: dict[str, list[ReplicaRow]] = defaultdict(list)
    for row in ended:
        by_deployment[row.deployment_id].append(row)
    for rows in by_deployment.values():
        for row in rows[settings.ended_instances_kept :]:
            await _remove(context, row)


async def _remove(context: ServingContext, row: ReplicaRow) -> None:
    if row.workload_id is not None:
        try:
            async with context.database.session() as db:
                await compute.remove(db, context.compute, _SYSTEM, WorkloadId(row.workload_id))
        except WorkloadNotEnded:
            return  # its workload is a moment behind; there is a next time
    async with context.database.session() as db:
        await queries.delete_replicas(db, [row.id])
