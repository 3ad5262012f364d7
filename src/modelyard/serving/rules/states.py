"""States of a service: the arrows between them, what may be asked in which, and which one the facts amount to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from modelyard.serving.rules.rolling import Deployment, Replica, Steps, all_down, steps_of
from modelyard.serving.types import DeploymentStatus, Goal, ReplicaState, ServiceStatus

S = ServiceStatus

# Which state may follow which. A service that is there no more has none.
ARROWS: Mapping[ServiceStatus, frozenset[ServiceStatus]] = {
    S.PENDING: frozenset({S.WAITING, S.DEPLOYING, S.STOPPING, S.STOPPED, S.DELETING}),
    S.WAITING: frozenset({S.DEPLOYING, S.RUNNING, S.FINISHED, S.FAILED, S.STOPPING, S.STOPPED, S.DELETING}),
    S.DEPLOYING: frozenset({S.WAITING, S.RUNNING, S.CONCERNING, S.FAILED, S.STOPPING, S.STOPPED, S.FINISHED, S.DELETING}),
    S.RUNNING: frozenset({S.DEPLOYING, S.CONCERNING, S.FAILED, S.STOPPING, S.STOPPED, S.FINISHED, S.DELETING}),
    S.CONCERNING: frozenset({S.DEPLOYING, S.RUNNING, S.FAILED, S.STOPPING, S.STOPPED, S.DELETING}),
    S.FAILED: frozenset({S.DEPLOYING, S.RUNNING, S.CONCERNING, S.STOPPING, S.STOPPED, S.DELETING}),
    S.STOPPING: frozenset({S.STOPPED, S.DELETING}),
    S.STOPPED: frozenset({S.DEPLOYING, S.DELETING}),
    S.FINISHED: frozenset({S.DEPLOYING, S.DELETING}),
    S.DELETING: frozenset(),
}

# In which states a caller may have it started, stopped, or given another configuration.
STARTABLE = frozenset({S.STOPPED, S.FAILED, S.FINISHED, S.PENDING})
STOPPABLE = frozenset({S.PENDING, S.WAITING, S.DEPLOYING, S.RUNNING, S.CONCERNING, S.FAILED})
CHANGEABLE = frozenset({S.PENDING, S.RUNNING, S.CONCERNING, S.FAILED, S.STOPPED, S.FINISHED})
AT_REST = frozenset({S.STOPPED, S.FAILED, S.FINISHED})
RESTARTABLE = frozenset({S.RUNNING, S.CONCERNING})
SCALABLE = frozenset({S.RUNNING, S.CONCERNING, S.FAILED})

# A workload that waits no longer than this is only on its way.
_WAITS = timedelta(seconds=3)
# A replica that has been ready for so long has forgiven the failures before it.
SETTLED = timedelta(seconds=60)


@dataclass(frozen=True)
class Service:
    """What is wanted of a service, and how far it is.

    answers: it was complete once since its last start. is_updating: the wanted configuration is not the live one.
    since: when the wanted configuration was asked for. asleep: it is without instances on purpose, or is being woken.
    awaits_gateway: what answers now is not yet what the gateway has.
    """

    goal: Goal
    answers: bool
    is_updating: bool
    since: datetime
    asleep: bool = False
    awaits_gateway: bool = False


@dataclass(frozen=True)
class Outlook:
    """What follows from the facts.

    steps: by deployment. statuses: of each deployment. is_complete: the wanted configuration is reached now.
    failed: the deployment that cannot reach it. late: it did not become ready in time for want of room.
    forgiven: deployments whose failures are over. due_at: when time alone changes something next.
    """

    status: ServiceStatus
    steps: Mapping[str, Steps]
    statuses: Mapping[str, DeploymentStatus]
    is_complete: bool = False
    failed: str | None = None
    late: bool = False
    forgiven: tuple[str, ...] = ()
    due_at: datetime | None = None


def look(
    service: Service, deployments: Sequence[Deployment], replicas: Sequence[Replica], now: datetime, *, most_failures: int
) -> Outlook:
    """Return what is to be done now, and how the service stands.

    most_failures: so many replicas of a deployment that end one after another make it a failed one.
    """
    own = {item.id: [one for one in replicas if one.deployment_id == item.id] for item in deployments}
    if service.goal is not Goal.RUN:
        return _going_down(service, own, now)
    is_complete = _is_complete(service, deployments, own)
    failed = None if is_complete or not service.is_updating else _failed(service, deployments, own, now, most_failures)
    updating = service.is_updating and not is_complete
    steps = {
        # What is left out goes once it is not needed any more.
        item.id: all_down(own[item.id], now) if item.retired and not updating else steps_of(item, own[item.id], now)
        for item in deployments
    }
    statuses = {item.id: _status(item, own[item.id], most_failures, asleep=service.asleep) for item in deployments}
    answers = service.answers or is_complete
    # Whoever waits for RUNNING calls the service at once.
    deploying = updating or is_complete or service.awaits_gateway
    return Outlook(
        status=_overall(deployments, own, statuses, now, answers=answers, deploying=deploying),
        steps=steps,
        statuses=statuses,
        is_complete=is_complete,
        failed=None if failed is None else failed[0],
        late=failed is not None and failed[1],
        forgiven=tuple(item.id for item in deployments if item.failures and _has_settled(item, own[item.id], now)),
        due_at=_next_time(deployments, replicas, now, updating=updating),
    )


def can_move(old: ServiceStatus, new: ServiceStatus) -> bool:
    """Return whether a state may follow another."""
    return new == old or new in ARROWS[old]


def progress_of(deployments: Sequence[Deployment], replicas: Sequence[Replica]) -> int:
    """Return how many per cent of the replicas that are wanted are ready."""
    wanted = sum(item.wanted for item in deployments if not item.retired)
    ready = sum(
        min(_ready(item, [one for one in replicas if one.deployment_id == item.id]), item.wanted)
        for item in deployments
        if not item.retired
    )
    return 100 if not wanted else ready * 100 // wanted


def _going_down(service: Service, own: Mapping[str, list[Replica]], now: datetime) -> Outlook:
    replicas = [item for items in own.values() for item in items]
    is_down = all(item.state is ReplicaState.ENDED for item in replicas)
    after = {Goal.STOP: (S.STOPPING, S.STOPPED), Goal.GIVE_UP: (S.FAILED, S.FAILED)}
    status = after.get(service.goal, (S.DELETING, S.DELETING))[is_down]
    each = DeploymentStatus.FAILED if service.goal is Goal.GIVE_UP else DeploymentStatus.STOPPED
    return Outlook(
        status=status,
        steps={name: all_down(items, now) for name, items in own.items()},
        statuses=dict.fromkeys(own, each),
        is_complete=is_down,
        due_at=_next_time([], replicas, now, updating=False),
    )


def _is_complete(service: Service, deployments: Sequence[Deployment], own: Mapping[str, list[Replica]]) -> bool:
    wanted = [item for item in deployments if not item.retired]
    return service.is_updating and all(_ready(item, own[item.id]) >= item.wanted for item in wanted)


def _ready(deployment: Deployment, replicas: Sequence[Replica]) -> int:
    return sum(item.state is ReplicaState.READY and item.generation == deployment.generation for item in replicas)


def _answering(replicas: Sequence[Replica]) -> int:
    return sum(item.state is ReplicaState.READY for item in replicas)


def _failed(
    service: Service,
    deployments: Sequence[Deployment],
    own: Mapping[str, list[Replica]],
    now: datetime,
    most_failures: int,
) -> tuple[str, bool] | None:
    """Return the deployment that cannot become complete, and whether it is for want of room."""
    for item in deployments:
        if item.retired:
            continue
        if item.failures >= most_failures:
            return item.id, False
        limit = timedelta(seconds=item.timeout_seconds)
        # A service that does not answer yet may wait for room for long; one that does goes back to what it was.
        if service.answers and any(one.waits_since is not None and one.waits_since + limit <= now for one in own[item.id]):
            return item.id, True
    return None


def _status(deployment: Deployment, replicas: Sequence[Replica], most_failures: int, *, asleep: bool) -> DeploymentStatus:
    ready = _ready(deployment, replicas)
    if ready >= deployment.wanted or (asleep and not deployment.failures):
        return DeploymentStatus.RUNNING
    if deployment.failures >= most_failures and not _answering(replicas):
        return DeploymentStatus.FAILED
    if deployment.failures or (deployment.generation == deployment.live_generation and not _answering(replicas)):
        return DeploymentStatus.CONCERNING
    return DeploymentStatus.DEPLOYING


def _overall(
    deployments: Sequence[Deployment],
    own: Mapping[str, list[Replica]],
    statuses: Mapping[str, DeploymentStatus],
    now: datetime,
    *,
    answers: bool,
    deploying: bool,
) -> ServiceStatus:
    if deploying:
        waiting = any(
            one.waits_since is not None and one.waits_since + _WAITS <= now for items in own.values() for one in items
        )
        return S.WAITING if waiting and not answers else S.DEPLOYING
    found = {statuses[item.id] for item in deployments if not item.retired}
    if found == {DeploymentStatus.FAILED}:
        return S.FAILED
    return S.CONCERNING if found & {DeploymentStatus.FAILED, DeploymentStatus.CONCERNING} else S.RUNNING


def _has_settled(deployment: Deployment, replicas: Sequence[Replica], now: datetime) -> bool:
    current = [item for item in replicas if item.generation == deployment.generation and item.state is ReplicaState.READY]
    times = [item.ready_at for item in current if item.ready_at is not None]
    return len(times) >= max(deployment.wanted, 1) and max(times) + SETTLED <= now


def _next_time(
    deployments: Sequence[Deployment], replicas: Sequence[Replica], now: datetime, *, updating: bool
) -> datetime | None:
    """Return the next moment at which something is due though nothing happens."""
    times = [item.retry_at for item in deployments if item.retry_at is not None]
    times += [item.drained_at for item in replicas if item.state is ReplicaState.LEAVING and item.drained_at is not None]
    failing = {item.id for item in deployments if item.failures}
    times += [item.ready_at + SETTLED for item in replicas if item.ready_at is not None and item.deployment_id in failing]
    if updating:
        limits = {item.id: timedelta(seconds=item.timeout_seconds) for item in deployments}
        waiting = [item for item in replicas if item.waits_since is not None and item.deployment_id in limits]
        for item in waiting:
            assert item.waits_since is not None
            times += [item.waits_since + _WAITS, item.waits_since + limits[item.deployment_id]]
    return min((time for time in times if time > now), default=None)
