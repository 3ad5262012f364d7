"""Brings a service one step further: looks at what is wanted and what is, and writes down what to do next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.types import WorkloadState
from modelyard.core.db import after_commit
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import DeploymentRow, ReplicaRow, RevisionRow, ServiceRow
from modelyard.serving.rules import states
from modelyard.serving.rules.options import timeout_of
from modelyard.serving.rules.rolling import Deployment, Replica, pause_after
from modelyard.serving.rules.states import Outlook, Service
from modelyard.serving.schemas import events as happenings
from modelyard.serving.service.arranging import bring_back, keep_live
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.running import Refused
from modelyard.serving.types import DeploymentStatus, Goal, ReplicaState, ServiceStatus, UpdateResult

_WAITING_WORKLOADS = frozenset({WorkloadState.PREPARING, WorkloadState.QUEUED})
_UNKNOWN = {
    Language.EN.value: "An instance did not become ready.",
    Language.ZH.value: "实例未能就绪。",
}
_LATE = {
    Language.EN.value: "There was no room for a new instance in time. "
    "Set max_unavailable, so that old instances make room for new ones.",
    Language.ZH.value: "新实例在限定时间内没有可用资源。可设置 max_unavailable，使旧实例先让出资源。",
}
_BY = Subject.system("serving.services")
# A service that nothing happens to is looked at all the same now and then.
_QUIET = timedelta(seconds=60)


class IllegalMove(Exception):
    """The facts amount to a state that cannot follow the present one: a mistake of ours."""


async def reconcile(db: AsyncSession, context: ServingContext, row: ServiceRow, now: datetime) -> None:
    """Take the next step of a service that the loop holds. What has to be asked of compute is left to the loop."""
    if row.goal == Goal.RUN and row.stop_at is not None and row.stop_at <= now:
        row.goal, row.stop_at = Goal.STOP, None
        await emit(db, happenings.AutoStopped(row.id), by=_BY, at=now)
    deployments = await queries.deployments_of(db, row.id)
    replicas = await queries.replicas_of(db, row.id, fresh=True)
    revision = await queries.get_revision(db, row.id, row.target_revision)
    seen = states.look(
        _service(row, revision),
        [deployment_facts(item) for item in deployments],
        [replica_facts(item) for item in replicas],
        now,
        most_failures=context.settings.crash_limit,
    )
    own = {item.id: item for item in deployments}
    if seen.failed is not None:
        await _fail(db, row, revision, own, seen=seen, now=now)
        row.due_at = now  # what follows from that is the next step
        return
    for deployment_id in seen.forgiven:
        own[deployment_id].failures, own[deployment_id].retry_at = 0, None
    for deployment_id, status in seen.statuses.items():
        own[deployment_id].status = status
    is_routing_changed, is_compute_needed = await _take_steps(db, context, row, own, replicas=replicas, seen=seen, now=now)
    if seen.is_complete and row.goal == Goal.RUN:
        await _complete(db, row, revision, deployments, now)
        is_routing_changed = True
    if _note_sleep(row, deployments, replicas):
        is_routing_changed = True
    await _move(db, row, deployments, seen.status, now)
    row.due_at = now if is_compute_needed else seen.due_at or now + _QUIET
    if is_routing_changed:
        stamp = await stamp_replicas(db, row.id)
        if seen.is_complete and row.goal == Goal.RUN:
            row.awaited_stamp = stamp
        after_commit(db, context.wake_routes)
    if row.goal != Goal.RUN and seen.is_complete:
        await _down(db, row)
        return
    await _drop_retired(db, row, deployments)


async def note_refused(db: AsyncSession, context: ServingContext, row: ServiceRow, refused: Refused, now: datetime) -> None:
    """Write down that compute does not take the workload of a replica: trying it again would not help for a while."""
    replica = await db.get(ReplicaRow, refused.replica_id, populate_existing=True)
    if replica is None or replica.state != ReplicaState.NEW:
        return
    replica.state, replica.ended_at, replica.reason = ReplicaState.ENDED, now, refused.reason
    deployment = await db.get_one(DeploymentRow, replica.deployment_id)
    if replica.generation != deployment.generation:
        return
    deployment.failures = max(deployment.failures + 1, context.settings.crash_limit)
    pause = pause_after(deployment.failures, 0.0)
    deployment.retry_at, deployment.reason = now + timedelta(seconds=pause), refused.reason
    reason, reason_zh = refused.reason[Language.EN.value], refused.reason[Language.ZH.value]
    name = f"{deployment.model_name} {deployment.model_version}"
    failed = happenings.InstanceFailed(row.id, name, str(replica.number), reason, reason_zh, pause)
    await emit(db, failed, by=_BY, at=now)


async def stamp_replicas(db: AsyncSession, service_id: str) -> int:
    """Note that the gateway is to be told anew, and return the stamp; replicas that leave know by which publication."""
    stamp = await queries.raise_stamp(db)
    for replica in await queries.replicas_of(db, service_id):
        if replica.state == ReplicaState.LEAVING and replica.stamp is None:
            replica.stamp = stamp
    return stamp


async def _take_steps(
    db: AsyncSession,
    context: ServingContext,
    row: ServiceRow,
    deployments: dict[str, DeploymentRow],
    *,
    replicas: list[ReplicaRow],
    seen: Outlook,
    now: datetime,
) -> tuple[bool, bool]:
    """Write down which replicas begin and end. Returns whether the gateway is concerned, and whether compute is."""
    by_id = {item.id: item for item in replicas}
    is_routing_changed = False
    for deployment_id, steps in seen.steps.items():
        deployment = deployments[deployment_id]
        db.add_all(_new(context, row, deployment, number, now) for number in steps.start)
        for replica_id in steps.leave:
            by_id[replica_id].state, is_routing_changed = ReplicaState.LEAVING, True
        for replica_id in steps.stop:
            replica = by_id[replica_id]
            # One whose workload was never asked for has ended; if somebody asks for it at this very moment, the listener
            # has it stopped.
            is_nothing = replica.state == ReplicaState.NEW and replica.workload_id is None
            replica.state = ReplicaState.ENDED if is_nothing else ReplicaState.STOPPING
            replica.ended_at = now if is_nothing else None
    is_compute_needed = any(steps.start or steps.stop for steps in seen.steps.values())
    return is_routing_changed, is_compute_needed


def _new(context: ServingContext, row: ServiceRow, deployment: DeploymentRow, number: int, now: datetime) -> ReplicaRow:
    return ReplicaRow(
        id=new_id(),
        service_id=row.id,
        deployment_id=deployment.id,
        generation=deployment.generation,
        number=number,
        state=ReplicaState.NEW,
        task_attempt=0,
        port=deployment.template.get("port"),
        stop_told=False,
        drain_seconds=drain_seconds(context, row, deployment),
        created_at=now,
    )


def drain_seconds(context: ServingContext, row: ServiceRow, deployment: DeploymentRow) -> float:
    """Return how long a replica goes on after the gateway forgot it.

    Our own server finishes what is under way when it is told to stop. The server of an image may not, so it is only told
    when what was under way must be done.
    """
    pause = context.settings.drain_seconds
    if deployment.template.get("port") is None:
        return pause
    return pause + timeout_of(row.options, context.settings.request_timeout_seconds)


async def _complete(
    db: AsyncSession, row: ServiceRow, revision: RevisionRow, deployments: Sequence[DeploymentRow], now: datetime
) -> None:
    """The wanted configuration answers."""
    was_answering = row.answers
    for item in deployments:
        if item.retired:
            # It goes, which takes a while: what comes next neither sends it requests nor brings it back.
            item.live, item.count, item.scaled = None, 0, None
        else:
            keep_live(item)
    row.live_revision, row.live_options, row.answers, row.reason = row.target_revision, row.options, True, None
    if revision.result == UpdateResult.RUNNING:
        revision.result, revision.ended_at = UpdateResult.SUCCESS, now
    if not was_answering:
        await emit(db, happenings.Started(row.id, row.name), by=_BY, at=now)
    elif revision.rollback_of is not None:
        await emit(db, happenings.RolledBack(row.id), by=_BY, at=now)
    else:
        await emit(db, happenings.Updated(row.id), by=_BY, at=now)


async def _fail(
    db: AsyncSession,
    row: ServiceRow,
    revision: RevisionRow,
    deployments: dict[str, DeploymentRow],
    *,
    seen: Outlook,
    now: datetime,
) -> None:
    """The wanted configuration cannot be reached: what answers comes back; where nothing does, the service has failed."""
    assert seen.failed is not None
    failed = deployments[seen.failed]
    reason = _LATE if seen.late else failed.reason or _UNKNOWN
    texts = {"reason": reason[Language.EN.value], "reason_zh": reason[Language.ZH.value]}
    revision.result, revision.reason, revision.ended_at = UpdateResult.FAIL, reason, now
    if not row.answers:
        row.goal, row.reason = Goal.GIVE_UP, reason
        failed.status = DeploymentStatus.FAILED
        await emit(db, happenings.DeployFailed(row.id, row.name, **texts), by=_BY, at=now)
        return
    await emit(db, happenings.UpdateFailed(row.id, **texts), by=_BY, at=now)
    await go_back(db, row, rollback_of=revision.number, user=(_BY.user_id, _BY.user_name), at=now)


async def go_back(db: AsyncSession, row: ServiceRow, *, rollback_of: int, user: tuple[str, str], at: datetime) -> None:
    """Want the configuration again that answers, as a revision of its own."""
    assert row.live_revision is not None
    live = await queries.get_revision(db, row.id, row.live_revision)
    for item in await queries.deployments_of(db, row.id):
        bring_back(item)
    row.last_revision += 1
    row.target_revision, row.options, row.updated_at = row.last_revision, row.live_options or live.options, at
    db.add(
        RevisionRow(
            service_id=row.id,
            number=row.last_revision,
            config=live.config,
            options=live.options,
            result=UpdateResult.RUNNING,
            rollback_of=rollback_of,
            user_id=user[0],
            user_name=user[1],
            created_at=at,
        )
    )


async def _move(
    db: AsyncSession, row: ServiceRow, deployments: Sequence[DeploymentRow], status: ServiceStatus, now: datetime
) -> None:
    """Give the service its state, and say what is worth saying of that."""
    old = ServiceStatus(row.status)
    if status is old:
        return
    if not states.can_move(old, status):
        raise IllegalMove(f"service {row.id}: {old} to {status}")
    row.status, row.moved_at = status, now
    reason = next((item.reason for item in deployments if item.reason is not None and item.failures), None)
    texts = {} if reason is None else {"reason": reason[Language.EN.value], "reason_zh": reason[Language.ZH.value]}
    if status in {ServiceStatus.CONCERNING, ServiceStatus.FAILED} and row.goal == Goal.RUN:
        row.reason = reason
        await emit(db, happenings.Concerning(row.id, **texts), by=_BY, at=now)
    if status is ServiceStatus.RUNNING and old in {ServiceStatus.CONCERNING, ServiceStatus.FAILED}:
        row.reason = None
        await emit(db, happenings.Recovered(row.id), by=_BY, at=now)
    if status is ServiceStatus.WAITING:
        await emit(db, happenings.NoResources(row.id), by=_BY, at=now)
    if status is ServiceStatus.STOPPED:
        await emit(db, happenings.Stopped(row.id), by=_BY, at=now)


async def _down(db: AsyncSession, row: ServiceRow) -> None:
    """Nothing of the service runs any more."""
    if row.goal == Goal.DELETE:
        await queries.delete_service(db, row.id)
        return
    row.due_at = None


def _note_sleep(row: ServiceRow, deployments: Sequence[DeploymentRow], replicas: Sequence[ReplicaRow]) -> bool:
    """Note whether the service sleeps: nothing is wanted, or what is wanted again is not there yet. Returns on a change."""
    may_sleep = row.answers and any(item.is_scaling for item in deployments if not item.retired)
    is_asleep = (
        may_sleep
        and not any(item.state == ReplicaState.READY for item in replicas)
        and (row.asleep or all(item.scaled == 0 for item in deployments if not item.retired))
    )
    was, row.asleep = row.asleep, is_asleep
    return was != is_asleep


async def _drop_retired(db: AsyncSession, row: ServiceRow, deployments: Sequence[DeploymentRow]) -> None:
    """Delete deployments that no configuration wants and of which nothing runs."""
    if row.live_revision != row.target_revision:
        return
    going = {item.deployment_id for item in await queries.replicas_of(db, row.id) if item.state != ReplicaState.ENDED}
    for item in deployments:
        if item.retired and item.id not in going:
            await queries.delete_deployment(db, item.id)


def _service(row: ServiceRow, revision: RevisionRow) -> Service:
    return Service(
        goal=Goal(row.goal),
        answers=row.answers,
        is_updating=not row.answers or row.live_revision != row.target_revision,
        since=revision.created_at,
        asleep=row.asleep,
        awaits_gateway=row.awaited_stamp is not None,
    )


def deployment_facts(row: DeploymentRow) -> Deployment:
    """Return what the rules have to know of a deployment."""
    return Deployment(
        id=row.id,
        wanted=row.count if row.scaled is None else row.scaled,
        generation=row.generation,
        live_generation=None if row.live is None else row.live["generation"],
        retired=row.retired,
        max_surge=float(row.rolling.get("max_surge", 1.0)),
        max_unavailable=float(row.rolling.get("max_unavailable", 0.0)),
        timeout_seconds=float(row.timeout_seconds),
        failures=row.failures,
        retry_at=row.retry_at,
    )


def replica_facts(row: ReplicaRow) -> Replica:
    """Return what the rules have to know of a replica."""
    is_waiting = row.workload_state in _WAITING_WORKLOADS and row.state == ReplicaState.STARTING
    return Replica(
        id=row.id,
        deployment_id=row.deployment_id,
        generation=row.generation,
        number=row.number,
        state=ReplicaState(row.state),
        created_at=row.created_at,
        waits_since=row.queued_at if is_waiting else None,
        ready_at=row.ready_at,
        left_at=row.left_at,
        drain_seconds=row.drain_seconds,
    )
