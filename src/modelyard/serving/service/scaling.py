"""Has the number of instances follow the load, and services sleep and wake."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.types import WorkloadId
from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now, wake_after_commit
from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import CounterRow, DeploymentRow, ServiceRow
from modelyard.serving.rules.scaling import Load, Windows, decide, mean
from modelyard.serving.schemas import events as happenings
from modelyard.serving.service.context import SERVICES_LOOP, ServingContext
from modelyard.serving.types import Goal, ReplicaState

_BY = Subject.system("serving.scaling")
_CPU_WINDOW_MS = 60_000
_TASK = "replica-0"


async def scale_all(context: ServingContext) -> None:
    """Look at every deployment that has a policy, and change the number of its instances where the load asks for it."""
    async with context.database.read_session() as db:
        wanted = await queries.scaled_deployments(db)
    for deployment_id, service_id, needs_cpu in wanted:
        cpu = await _cpu(context, deployment_id) if needs_cpu else None
        async with context.database.session() as db:
            row = await queries.locked_service(db, service_id)
            if row is not None and row.goal == Goal.RUN and row.answers and row.live_revision == row.target_revision:
                await _scale(db, row, deployment_id, cpu)


async def ask_to_wake(db: AsyncSession, service_id: str) -> bool:
    """Have a service that sleeps get its instances back; asking again changes nothing.

    Returns whether it is awake: the gateway has an instance that is ready. For the gate, which asks until that is so or its
    caller has no more time.
    """
    row = await queries.locked_service(db, service_id)
    if row is None or row.goal != Goal.RUN or not row.answers:
        return False
    ready = await queries.replicas_of_many(db, [row.id], states=[ReplicaState.READY])
    published = await queries.get_published(db)
    if any(item.ready_stamp is not None and item.ready_stamp <= published for item in ready[row.id]):
        return True
    at = now(db)
    row.called_at = at
    is_new = False
    for deployment in await queries.deployments_of(db, row.id):
        if deployment.scaled == 0 and not deployment.retired:
            deployment.scaled, is_new = max(1, int((deployment.policy or {}).get("min_replicas", 1))), True
            await _say(db, row, deployment, (0, deployment.scaled), ("a request", "收到请求"))
    if is_new:
        row.due_at = at
        wake_after_commit(db, SERVICES_LOOP)
    return False


async def _scale(db: AsyncSession, row: ServiceRow, deployment_id: str, cpu: float | None) -> None:
    deployment = await db.get(DeploymentRow, deployment_id, populate_existing=True)
    if deployment is None or deployment.policy is None or deployment.retired:
        return
    counter = await db.get(CounterRow, deployment_id)
    at = now(db)
    wanted = deployment.count if deployment.scaled is None else deployment.scaled
    load = Load(
        wanted=wanted,
        base=deployment.count,
        active=0 if counter is None else counter.active,
        rate=0.0 if counter is None else counter.rate,
        cpu_percent=cpu,
        called_at=max(row.called_at or row.moved_at, row.moved_at),
    )
    windows = Windows() if counter is None else Windows(counter.more_since, counter.fewer_since)
    verdict = decide(deployment.policy, load, windows, at)
    if counter is None:
        counter = CounterRow(deployment_id=deployment_id, latency=[], rate=0.0, active=0, seen_at=at)
        counter.requests = counter.client_errors = counter.server_errors = 0
        db.add(counter)
    counter.more_since, counter.fewer_since = verdict.windows.more_since, verdict.windows.fewer_since
    if verdict.wanted != wanted:
        deployment.scaled, row.due_at = verdict.wanted, at
        await _say(db, row, deployment, (wanted, verdict.wanted), (verdict.why, verdict.why_zh))
        wake_after_commit(db, SERVICES_LOOP)


async def _say(
    db: AsyncSession, row: ServiceRow, deployment: DeploymentRow, numbers: tuple[int, int], why: tuple[str, str]
) -> None:
    name = f"{deployment.model_name} {deployment.model_version}"
    await emit(db, happenings.Scaled(row.id, name, *numbers, *why), by=_BY, at=now(db))


async def _cpu(context: ServingContext, deployment_id: str) -> float | None:
    """Return how busy the instances of a deployment were in the last minute; None where nothing was measured."""
    async with context.database.read_session() as db:
        ids = await queries.ready_workloads(db, deployment_id)
    since = to_milliseconds(context.clock.now()) - _CPU_WINDOW_MS
    values: list[float] = []
    for workload_id in ids:
        try:
            samples = await compute.samples(context.compute, _BY, WorkloadId(workload_id), _TASK, after_ms=since)
        except AppError:
            continue  # it is just going
        own = mean([item.cpu_percent for item in samples])
        values += [] if own is None else [own]
    return mean(values)
