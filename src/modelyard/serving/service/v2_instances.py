"""Use cases of instances and pods in the newer API: an instance is a replica, and has one pod, its process."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.types import WorkloadId
from modelyard.core.clock import from_milliseconds, to_milliseconds
from modelyard.core.db import after_commit, now
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.errors import InstanceNotFound
from modelyard.serving.models import DeploymentRow, ReplicaRow
from modelyard.serving.rules.v2_states import instance_state, pod_state
from modelyard.serving.schemas.v2_answers import (
    InstanceNamed,
    InstancePage,
    InstanceV2,
    PodEvent,
    PodNamed,
    PodPage,
    PodV2,
)
from modelyard.serving.service import deployments, instances, watching
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.listening import instance_name
from modelyard.serving.service.reconciling import stamp_replicas
from modelyard.serving.service.v2_describing import Whole, iso, page_of, whole_of
from modelyard.serving.service.v2_services import real_time_row
from modelyard.serving.types import EventType, ReplicaState

EVERY = "all"
_POD = "-0"


async def list_instances(
    db: AsyncSession,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    states: Collection[str] | None = None,
    name: str | None = None,
    offset: int = 0,
    limit: int = 10,
) -> InstancePage:
    """Return a page of the instances of a deployment, the newest first. Raises ServiceNotFound, DeploymentNotFound."""
    found = await whole_of(db, await real_time_row(db, who, service_id))
    own, _entry = deployments.part_of(found, deployment)
    items = [_instance(own, row) for row in reversed(found.replicas_of(own))]
    items = [item for item in items if states is None or item.status in states]
    items = [item for item in items if not name or name in item.instance_name]
    return InstancePage(data=items[offset : offset + limit], **page_of(len(items), offset, limit))


async def delete_instance(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    name: str,
    is_replaced: bool = True,
    is_forced: bool = False,
) -> InstanceNamed:
    """End an instance. is_replaced: by another one, else there is one fewer. is_forced: without finishing what it does.

    Raises ServiceNotFound, DeploymentNotFound, InstanceNotFound, InstanceNotRunning, ServiceBusy.
    """
    found = await whole_of(db, await real_time_row(db, who, service_id, lock=True))
    own, entry = deployments.part_of(found, deployment)
    replica = _replica(found, own, name)
    if not is_replaced and entry["instance_count"] > 1:
        await deployments.scale_deployment(db, context, who, service_id, own.id, count=entry["instance_count"] - 1)
    await _end(db, context, who, found, replica, is_forced=is_forced)
    return InstanceNamed(instance_name=_name(own, replica))


async def delete_pod(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    instance: str,
    name: str,
    is_forced: bool = False,
) -> PodNamed:
    """End the process of an instance; another one takes its place.

    Raises ServiceNotFound, DeploymentNotFound, InstanceNotFound, InstanceNotRunning.
    """
    found = await whole_of(db, await real_time_row(db, who, service_id, lock=True))
    own, _entry = deployments.part_of(found, deployment)
    replica = _pod_of(found, own, instance, name)
    await _end(db, context, who, found, replica, is_forced=is_forced)
    return PodNamed(pod_name=_name(own, replica) + _POD)


async def list_pods(
    db: AsyncSession,
    who: Subject,
    service_id: str,
    deployment: str,
    instance: str,
    *,
    states: Collection[str] | None = None,
    pod_name: str | None = None,
    pod_id: str | None = None,
    node_ip: str | None = None,
    node_name: str | None = None,
    role_name: str | None = None,
    offset: int = 0,
    limit: int = 10,
) -> PodPage:
    """Return a page of the pods of an instance, or of all of a deployment. instance: its name, or `all`.

    Raises ServiceNotFound, DeploymentNotFound, InstanceNotFound.
    """
    found = await whole_of(db, await real_time_row(db, who, service_id))
    own, entry = deployments.part_of(found, deployment)
    rows = list(reversed(found.replicas_of(own))) if instance == EVERY else [_replica(found, own, instance)]
    nodes = await _nodes_of(db, who, rows)
    role = (entry.get("unit") or {}).get("name") or "common"
    pods = [_pod(own, row, nodes.get(row.id, ("", "")), role) for row in rows]
    wanted = {
        "pod_id": pod_id,
        "pod_node_ip": node_ip,
        "pod_node_name": node_name,
        "pod_role_name": role_name,
    }
    asked = {field: value for field, value in wanted.items() if value}
    pods = [item for item in pods if all(getattr(item, field) == value for field, value in asked.items())]
    pods = [item for item in pods if states is None or item.status in states]
    pods = [item for item in pods if not pod_name or pod_name in item.pod_name]
    return PodPage(data=pods[offset : offset + limit], **page_of(len(pods), offset, limit))


async def list_pod_events(
    db: AsyncSession,
    who: Subject,
    service_id: str,
    deployment: str,
    *,
    instance: str,
    name: str,
    start_ms: int | None = None,
    end_ms: int | None = None,
    language: Language = Language.EN,
) -> list[PodEvent]:
    """Return what happened to a pod, the newest first. Raises ServiceNotFound, DeploymentNotFound, InstanceNotFound."""
    row = await real_time_row(db, who, service_id)
    found = await whole_of(db, row)
    own, _entry = deployments.part_of(found, deployment)
    number = instance_name(_pod_of(found, own, instance, name))
    statement = queries.events_of(
        row.id,
        names=None,
        start=None if start_ms is None else from_milliseconds(start_ms),
        end=None if end_ms is None else from_milliseconds(end_ms),
        descending=True,
    )
    rows = await db.scalars(statement.limit(watching.MOST_SEARCHED))
    events = []
    for item in rows:
        if item.params.get("instance") != number:
            continue
        shown = watching.shown(item, language)
        kind = "Warning" if shown.event_type == EventType.ABNORMAL else "Normal"
        reason = item.name.partition(".")[2]
        at = iso(item.at)
        events.append(PodEvent(first_timestamp=at, last_timestamp=at, message=shown.event_info, reason=reason, type=kind))
    return events


async def _end(
    db: AsyncSession, context: ServingContext, who: Subject, found: Whole, replica: ReplicaRow, *, is_forced: bool
) -> None:
    if is_forced and replica.state == ReplicaState.READY:
        # The gateway forgets it when it is told to end, not before.
        replica.state, replica.endpoint = ReplicaState.STOPPING, None
        await stamp_replicas(db, found.row.id)
        found.row.due_at = now(db)
        after_commit(db, context.wake_routes)
        after_commit(db, context.wake_services)
        return
    await instances.replace_instance(db, context, who, wire_id(found.row.id), replica.id)


def _name(own: DeploymentRow, row: ReplicaRow) -> str:
    return f"{own.name}-{instance_name(row)}"


def _replica(found: Whole, own: DeploymentRow, name: str) -> ReplicaRow:
    for row in found.replicas_of(own):
        if name in {row.id, instance_name(row), _name(own, row)}:
            return row
    raise InstanceNotFound(service_id=wire_id(found.row.id), instance=name[:128], resource=name[:64])


def _pod_of(found: Whole, own: DeploymentRow, instance: str, name: str) -> ReplicaRow:
    for row in found.replicas_of(own):
        is_instance = instance in {EVERY, row.id, instance_name(row), _name(own, row)}
        if is_instance and name in {row.id, _name(own, row) + _POD}:
            return row
    raise InstanceNotFound(service_id=wire_id(found.row.id), instance=name[:128], resource=name[:64])


def _changed_at(row: ReplicaRow) -> int:
    return to_milliseconds(row.ended_at or row.ready_at or row.created_at)


def _instance(own: DeploymentRow, row: ReplicaRow) -> InstanceV2:
    return InstanceV2(
        instance_name=_name(own, row),
        status=instance_state(ReplicaState(row.state), has_failed=row.reason is not None),
        running_pod_count=int(row.state in {ReplicaState.READY, ReplicaState.LEAVING}),
        update_at=_changed_at(row),
    )


def _pod(own: DeploymentRow, row: ReplicaRow, node: tuple[str, str], role: str) -> PodV2:
    return PodV2(
        pod_id=row.id,
        pod_name=_name(own, row) + _POD,
        pod_node_name=node[0],
        pod_node_ip=node[1],
        pod_role_name=role,
        status=pod_state(ReplicaState(row.state), has_failed=row.reason is not None),
        update_time=_changed_at(row),
    )


async def _nodes_of(db: AsyncSession, who: Subject, rows: Sequence[ReplicaRow]) -> dict[str, tuple[str, str]]:
    """Return the name and the address of the node of each replica that has one."""
    own = {row.id: WorkloadId(row.workload_id) for row in rows if row.workload_id is not None}
    workloads = await compute.get_workloads(db, who, list(own.values()))
    addresses: dict[str, str] = {}
    for pool in {item.pool for item in workloads.values()}:
        try:
            addresses |= {node.name: node.address for node in await compute.list_nodes(db, who, pool)}
        except AppError:  # noqa: PERF203 - each pool by itself
            continue  # the pool is not open to the project any more
    found = {}
    for replica_id, workload_id in own.items():
        tasks = workloads[workload_id].tasks if workload_id in workloads else ()
        name = next((task.node for task in tasks if task.node), "")
        if name:
            found[replica_id] = (name, addresses.get(name, ""))
    return found
