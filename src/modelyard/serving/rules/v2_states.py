"""States in the words of the newer API: one table for both directions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from modelyard.core.types import StrEnum
from modelyard.serving.errors import FieldWrong
from modelyard.serving.types import DeploymentStatus, ReplicaState, ServiceStatus

State = TypeVar("State", bound=StrEnum)

S = ServiceStatus


class ServiceState(StrEnum):
    """Where a service is; the published words."""

    INIT = "INIT"
    DEPLOYING = "DEPLOYING"
    RUNNING = "RUNNING"
    CONCERNING = "CONCERNING"
    UPGRADING = "UPGRADING"
    STOPPING = "STOPPING"
    STOPPED = "STOPPED"
    FAILED = "FAILED"
    ERROR = "ERROR"
    INTERRUPTING = "INTERRUPTING"
    DELETING = "DELETING"


class DeploymentState(StrEnum):
    """Where a deployment is; the published words."""

    DEPLOYING = "DEPLOYING"
    RUNNING = "RUNNING"
    CONCERNING = "CONCERNING"
    UPGRADING = "UPGRADING"
    RESTARTING = "RESTARTING"
    INTERRUPTING = "INTERRUPTING"
    STOPPING = "STOPPING"
    STOPPED = "STOPPED"
    FAILED = "FAILED"
    ERROR = "ERROR"
    DELETING = "DELETING"
    DELETED = "DELETED"


class InstanceState(StrEnum):
    """Where an instance is; the published words."""

    RUNNING = "RUNNING"
    PENDING = "PENDING"
    CONCERNING = "CONCERNING"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    DELETED = "DELETED"


class PodState(StrEnum):
    """Where the process of an instance is; the published words."""

    RUNNING = "RUNNING"
    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    ABNORMAL = "ABNORMAL"
    UNKNOWN = "UNKNOWN"
    DELETED = "DELETED"


@dataclass(frozen=True)
class Meaning:
    """A state, and what a service has to be like for it. None: that does not matter.

    answers: the gateway lets requests through. is_filled: it has deployments.
    """

    state: ServiceState
    statuses: frozenset[ServiceStatus]
    answers: bool | None = None
    is_filled: bool | None = None


MEANINGS = (
    Meaning(ServiceState.INIT, frozenset({S.PENDING})),
    Meaning(ServiceState.INIT, frozenset({S.RUNNING, S.DEPLOYING}), is_filled=False),
    Meaning(ServiceState.RUNNING, frozenset({S.RUNNING}), is_filled=True),
    Meaning(ServiceState.CONCERNING, frozenset({S.CONCERNING})),
    Meaning(ServiceState.DEPLOYING, frozenset({S.WAITING})),
    Meaning(ServiceState.DEPLOYING, frozenset({S.DEPLOYING}), answers=False, is_filled=True),
    Meaning(ServiceState.UPGRADING, frozenset({S.DEPLOYING}), answers=True, is_filled=True),
    Meaning(ServiceState.STOPPING, frozenset({S.STOPPING})),
    Meaning(ServiceState.STOPPED, frozenset({S.STOPPED, S.FINISHED})),
    Meaning(ServiceState.FAILED, frozenset({S.FAILED})),
    Meaning(ServiceState.DELETING, frozenset({S.DELETING})),
)

_DEPLOYMENTS = {
    DeploymentStatus.DEPLOYING: DeploymentState.DEPLOYING,
    DeploymentStatus.NOT_READY: DeploymentState.DEPLOYING,
    DeploymentStatus.RUNNING: DeploymentState.RUNNING,
    DeploymentStatus.CONCERNING: DeploymentState.CONCERNING,
    DeploymentStatus.FAILED: DeploymentState.FAILED,
    DeploymentStatus.STOPPED: DeploymentState.STOPPED,
    DeploymentStatus.FINISHED: DeploymentState.STOPPED,
}
# States of the whole service that are those of each deployment.
_OF_ALL = {
    S.STOPPING: DeploymentState.STOPPING,
    S.STOPPED: DeploymentState.STOPPED,
    S.DELETING: DeploymentState.DELETING,
}
_INSTANCES = {
    ReplicaState.NEW: InstanceState.PENDING,
    ReplicaState.STARTING: InstanceState.PENDING,
    ReplicaState.READY: InstanceState.RUNNING,
    ReplicaState.LEAVING: InstanceState.CONCERNING,
    ReplicaState.STOPPING: InstanceState.CONCERNING,
}
_PODS = {
    ReplicaState.NEW: PodState.PENDING,
    ReplicaState.STARTING: PodState.PENDING,
    ReplicaState.READY: PodState.RUNNING,
    ReplicaState.LEAVING: PodState.RUNNING,
    ReplicaState.STOPPING: PodState.RUNNING,
}


# What requests may call states of instances besides the words that answers have.
INSTANCE_WORDS = {"ERROR": InstanceState.FAILED, "INIT": InstanceState.PENDING}


def states_of(kind: type[State], texts: Sequence[str], words: Mapping[str, State] | None = None) -> frozenset[State] | None:
    """Return the states that a list is narrowed to; None for all. texts: states, each alone or several with commas.

    words: other names of states. Raises FieldWrong for what is none.
    """
    known = {item.value: item for item in kind} | dict(words or {})
    asked = [part.strip().upper() for text in texts for part in text.split(",") if part.strip()]
    for word in asked:
        if word not in known:
            names = ", ".join(known)
            raise FieldWrong(
                field="status", problem=f"{word[:64]} is none of {names}", problem_zh=f"{word[:64]} 不是以下取值之一：{names}"
            )
    return frozenset(known[word] for word in asked) or None


def service_state(status: ServiceStatus, *, answers: bool, is_filled: bool) -> ServiceState:
    """Return the state of a service in the words of the newer API."""
    return next(
        item.state
        for item in MEANINGS
        if status in item.statuses and item.answers in {None, answers} and item.is_filled in {None, is_filled}
    )


def meanings_of(state: ServiceState) -> tuple[Meaning, ...]:
    """Return what a service may be like to be in a state; nothing for a state that none is ever in."""
    return tuple(item for item in MEANINGS if item.state is state)


def deployment_state(
    service: ServiceStatus,
    status: DeploymentStatus,
    *,
    is_stopped: bool,
    is_alive: bool,
    has_answered: bool,
    is_renewed: bool = False,
) -> DeploymentState:
    """Return the state of a deployment.

    is_stopped: it is to be without instances. is_alive: it has some. has_answered: a configuration of it answers.
    is_renewed: another one is wanted, whether or not anything was done for it yet.
    """
    if service in _OF_ALL:
        return _OF_ALL[service]
    if is_stopped:
        return DeploymentState.STOPPING if is_alive else DeploymentState.STOPPED
    found = _DEPLOYMENTS[status]
    is_upgrading = found is DeploymentState.RUNNING and is_renewed
    is_upgrading = is_upgrading or (found is DeploymentState.DEPLOYING and has_answered)
    return DeploymentState.UPGRADING if is_upgrading else found


def instance_state(state: ReplicaState, *, has_failed: bool) -> InstanceState:
    """Return the state of an instance."""
    if state is ReplicaState.ENDED:
        return InstanceState.FAILED if has_failed else InstanceState.DELETED
    return _INSTANCES[state]


def pod_state(state: ReplicaState, *, has_failed: bool) -> PodState:
    """Return the state of the one process of an instance."""
    if state is ReplicaState.ENDED:
        return PodState.FAILED if has_failed else PodState.DELETED
    return _PODS[state]
