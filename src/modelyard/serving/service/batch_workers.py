"""The workers of a batch service's latest run, as instances: so their logs are read like those of replicas."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.types import WorkloadState
from modelyard.core.clock import to_milliseconds
from modelyard.core.ids import wire_id
from modelyard.serving import queries
from modelyard.serving.models import BatchRow, ServiceRow
from modelyard.serving.schemas.answers import InstanceItem
from modelyard.serving.types import InferType, ReplicaState

_STATES = {
    WorkloadState.RUNNING: ReplicaState.READY,
    WorkloadState.STOPPING: ReplicaState.STOPPING,
    WorkloadState.ENDED: ReplicaState.ENDED,
}


def name_of(batch: BatchRow, number: int) -> str:
    """Return what people call a worker: the run of its service, and its number there."""
    return f"run-{batch.run}-worker-{number}"


async def listed(db: AsyncSession, service: ServiceRow) -> list[InstanceItem]:
    """Return the workers of the latest run; none for services of other kinds."""
    batch = await _batch(db, service)
    if batch is None or batch.started_at is None:
        return []
    deployment = next(item for item in await queries.deployments_of(db, service.id) if not item.retired)
    started = to_milliseconds(batch.started_at)
    ended = None if batch.finished_at is None else to_milliseconds(batch.finished_at)
    return [
        InstanceItem(
            instance_id=_id_of(batch, number),
            instance_name=name_of(batch, number),
            deployment_id=deployment.id,
            model_id=wire_id(deployment.model_id),
            model_name=deployment.model_name,
            model_version=deployment.model_version,
            status=state_of(batch),
            is_current=True,
            created_at=started,
            ended_at=ended,
        )
        for number in range(batch.task_count)
    ]


async def find(db: AsyncSession, service: ServiceRow, instance_id: str) -> tuple[BatchRow, int] | None:
    """Return the run and the number of a worker; None for what is no worker of the latest run."""
    batch = await _batch(db, service)
    numbers = () if batch is None else range(batch.task_count)
    return next(((batch, number) for number in numbers if batch and _id_of(batch, number) == instance_id), None)


def state_of(batch: BatchRow) -> ReplicaState:
    """Return how the workers of a run are, in the words of instances."""
    if batch.finished_at is not None:
        return ReplicaState.ENDED
    if batch.workload_state is None:
        return ReplicaState.STARTING
    return _STATES.get(WorkloadState(batch.workload_state), ReplicaState.STARTING)


async def _batch(db: AsyncSession, service: ServiceRow) -> BatchRow | None:
    return await db.get(BatchRow, service.id) if service.infer_type == InferType.BATCH else None


def _id_of(batch: BatchRow, number: int) -> str:
    return f"{batch.run_id}{number:04x}"
