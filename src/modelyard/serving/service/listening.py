"""What workloads, models and identity announce, as it concerns services; called in the transaction of the announcement.

Locks are taken in one order everywhere: workload, service, replica, stamp.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.events import TaskReady, WorkloadMoved
from modelyard.compute.types import EndedBy, WorkloadId, WorkloadState
from modelyard.core.db import now, wake_after_commit
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.iam.schemas.events import ProjectDeleted, WorkspaceDeleted
from modelyard.registry.errors import ModelInUse
from modelyard.registry.events import ModelDeleted
from modelyard.serving import queries
from modelyard.serving.models import DeploymentRow, ReplicaRow, ServiceRow
from modelyard.serving.rules.rolling import pause_after
from modelyard.serving.rules.templates import endpoint_of
from modelyard.serving.schemas import events as happenings
from modelyard.serving.service.context import ROUTES_LOOP, SERVICES_LOOP
from modelyard.serving.service.reconciling import stamp_replicas
from modelyard.serving.types import OWNER_TYPE, Goal, ReplicaState

# More failures than any limit: trying again would not help.
MANY = 1000
_SYSTEM = Subject.system("serving.services")
_ASKED_FOR = frozenset({ReplicaState.LEAVING, ReplicaState.STOPPING, ReplicaState.ENDED})


async def on_workload_moved(db: AsyncSession, event: WorkloadMoved, by: Subject) -> None:
    """Write down how the workload of a replica is."""
    found = await _locked(db, event.owner_type, event.owner_id)
    if found is None:
        return
    row, replica = found.row, found.replica
    at, state = now(db), WorkloadState(event.new)
    replica.workload_id, replica.workload_state = event.resource_id, state
    await _say(db, found, event, by=by, at=at)
    if state is WorkloadState.ENDED:
        await _ended(db, found, event, by=by, at=at)
    elif replica.state == ReplicaState.ENDED:
        # It was given up before its workload was there.
        replica.state, replica.ended_at, replica.stop_told = ReplicaState.STOPPING, None, False
    elif replica.state == ReplicaState.NEW:
        replica.state = ReplicaState.STARTING
    elif state is not WorkloadState.RUNNING:
        # It was moved or is being repeated: what it was told counts for the attempt before.
        replica.stop_told = replica.stop_told and state is WorkloadState.STOPPING
        if replica.state == ReplicaState.READY:
            await _unready(db, replica, ReplicaState.STARTING)
    replica.queued_at = at if state in {WorkloadState.QUEUED, WorkloadState.PREPARING} else None
    await _hint(db, row.id, at)


async def on_task_ready(db: AsyncSession, event: TaskReady, by: Subject) -> None:
    """Let a replica have requests."""
    found = await _locked(db, event.owner_type, event.owner_id)
    if found is None:
        return
    row, replica, deployment = found.row, found.replica, found.deployment
    if replica.state not in {ReplicaState.NEW, ReplicaState.STARTING}:
        return
    at = now(db)
    endpoint = endpoint_of(event.sockets)
    replica.endpoint = {"socket": endpoint.socket, "address": endpoint.address, "port": endpoint.port}
    replica.state, replica.ready_at, replica.task_attempt = ReplicaState.READY, at, event.attempt
    ready = happenings.InstanceReady(row.id, label(deployment), instance_name(replica), round(event.seconds, 1))
    await emit(db, ready, by=by, at=at)
    replica.ready_stamp = await stamp_replicas(db, row.id)
    wake_after_commit(db, ROUTES_LOOP)
    await _hint(db, row.id, at)


async def on_model_deleted(db: AsyncSession, event: ModelDeleted, _by: Subject) -> None:
    """Refuse to lose a model that services use. Raises ModelInUse."""
    using = await queries.using_model(db, event.resource_id)
    if using:
        names = ", ".join(item.name for item in using[:5])
        raise ModelInUse(name=event.model_name, version=event.version, services=names, problem="in use")


async def on_workspace_deleted(db: AsyncSession, event: WorkspaceDeleted, _by: Subject) -> None:
    """Delete the services of a workspace."""
    condition = (ServiceRow.project_id == event.project_id) & (ServiceRow.workspace_id == event.resource_id)
    for row in await queries.services_where(db, condition):
        row.goal, row.due_at = Goal.DELETE, now(db)
    wake_after_commit(db, SERVICES_LOOP)


async def on_project_deleted(db: AsyncSession, event: ProjectDeleted, _by: Subject) -> None:
    """Delete the services of a project."""
    for row in await queries.services_where(db, ServiceRow.project_id == event.resource_id):
        row.goal, row.due_at = Goal.DELETE, now(db)
    wake_after_commit(db, SERVICES_LOOP)


@dataclass(frozen=True)
class _Found:
    """A replica that something happened to, with what it belongs to; the service is locked."""

    row: ServiceRow
    deployment: DeploymentRow
    replica: ReplicaRow


async def _locked(db: AsyncSession, owner_type: str, owner_id: str) -> _Found | None:
    if owner_type != OWNER_TYPE:
        return None
    service_id = await queries.service_of_replica(db, owner_id)
    row = None if service_id is None else await queries.locked_service(db, service_id)
    replica = None if row is None else await db.get(ReplicaRow, owner_id, populate_existing=True)
    if row is None or replica is None:
        return None
    return _Found(row, await db.get_one(DeploymentRow, replica.deployment_id, populate_existing=True), replica)


async def _hint(db: AsyncSession, service_id: str, at: datetime) -> None:
    await db.flush()
    await queries.hint(db, service_id, at)
    wake_after_commit(db, SERVICES_LOOP)


async def _unready(db: AsyncSession, replica: ReplicaRow, state: ReplicaState) -> None:
    replica.state, replica.endpoint, replica.ready_at = state, None, None
    await stamp_replicas(db, replica.service_id)
    wake_after_commit(db, ROUTES_LOOP)


async def _ended(db: AsyncSession, found: "_Found", event: WorkloadMoved, *, by: Subject, at: datetime) -> None:
    row, deployment, replica = found.row, found.deployment, found.replica
    was = ReplicaState(replica.state)
    lived = 0.0 if replica.ready_at is None else (at - replica.ready_at).total_seconds()
    replica.ended_at, replica.stop_told = at, True
    if was in {ReplicaState.READY, ReplicaState.LEAVING}:
        await _unready(db, replica, ReplicaState.ENDED)
    replica.state, replica.endpoint = ReplicaState.ENDED, None
    if was in _ASKED_FOR or row.goal != Goal.RUN:
        if was is not ReplicaState.ENDED:
            await emit(db, happenings.InstanceStopped(row.id, label(deployment), instance_name(replica)), by=by, at=at)
        return
    replica.reason = {Language.EN.value: event.reason, Language.ZH.value: event.reason_zh}
    pause = 0.0
    if replica.generation == deployment.generation:
        # One that had all the time to become ready would not do so the next time.
        is_hopeless = event.ended_by == EndedBy.HEALTH and replica.ready_at is None
        deployment.failures = MANY if is_hopeless else deployment.failures + 1
        pause = pause_after(deployment.failures, lived)
        deployment.retry_at = None if not pause else at + timedelta(seconds=pause)
        deployment.reason, deployment.last_lines = replica.reason, await _last_lines(db, event.resource_id)
    failed = happenings.InstanceFailed(row.id, label(deployment), instance_name(replica), event.reason, event.reason_zh, pause)
    await emit(db, failed, by=by, at=at)


async def _last_lines(db: AsyncSession, workload_id: str) -> list[str]:
    """Return the end of the log of the one task of a replica."""
    found = await compute.get_workloads(db, _SYSTEM, [WorkloadId(workload_id)])
    ends = [task.end for workload in found.values() for task in workload.tasks if task.end is not None]
    return [line for end in ends for line in end.last_lines]


async def _say(db: AsyncSession, found: "_Found", event: WorkloadMoved, *, by: Subject, at: datetime) -> None:
    row, deployment, replica = found.row, found.deployment, found.replica
    """Say how a new instance gets on."""
    if replica.state not in {ReplicaState.NEW, ReplicaState.STARTING}:
        return
    model, name = label(deployment), instance_name(replica)
    if event.new == WorkloadState.PREPARING:
        await emit(db, happenings.EnvironmentStarted(row.id, model, event.reason), by=by, at=at)
    elif event.new == WorkloadState.QUEUED:
        asked = happenings.SchedulingStarted(row.id, model, name, str(deployment.template.get("specification", "")))
        await emit(db, asked, by=by, at=at)
    elif event.new == WorkloadState.STARTING:
        await emit(db, happenings.Scheduled(row.id, model, name), by=by, at=at)


def label(deployment: DeploymentRow) -> str:
    """Return what events call a deployment."""
    return f"{deployment.model_name} {deployment.model_version}"


def instance_name(replica: ReplicaRow) -> str:
    """Return what people call a replica: a number that is used again, and the end of its id."""
    return f"{replica.number}-{replica.id[-6:]}"
