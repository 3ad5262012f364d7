"""What is done next with the replicas of one deployment: started, put out of the gateway's sight, stopped.

A change of the template replaces replicas step by step: at most `max_surge` more than wanted at once, and never more than
`max_unavailable` fewer that answer. So no request is lost, and a template that never becomes ready replaces nothing.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from modelyard.serving.types import ReplicaState

ALIVE = frozenset({ReplicaState.NEW, ReplicaState.STARTING, ReplicaState.READY})
LONGEST_PAUSE_SECONDS = 300.0


@dataclass(frozen=True)
class Replica:
    """What is known of a replica.

    waits_since: since when its workload waits for room; None when it does not.
    left_at: since when the gateway does not know it. drain_seconds: how much longer it may still get requests.
    """

    id: str
    deployment_id: str
    generation: int
    number: int
    state: ReplicaState
    created_at: datetime
    waits_since: datetime | None = None
    ready_at: datetime | None = None
    left_at: datetime | None = None
    drain_seconds: float = 0.0

    @property
    def drained_at(self) -> datetime | None:
        """When it can be stopped without loss."""
        return None if self.left_at is None else self.left_at + timedelta(seconds=self.drain_seconds)


@dataclass(frozen=True)
class Deployment:
    """What is wanted of a deployment.

    wanted: how many replicas. generation: of which template. live_generation: of the template that answers; None for none.
    max_surge, max_unavailable: below 1 a share of `wanted`, from 1 on a number.
    timeout_seconds: in which a replica is to become ready. failures: replicas that ended unasked, one after another.
    """

    id: str
    wanted: int
    generation: int
    live_generation: int | None = None
    retired: bool = False
    max_surge: float = 1.0
    max_unavailable: float = 0.0
    timeout_seconds: float = 1200.0
    failures: int = 0
    retry_at: datetime | None = None


@dataclass(frozen=True)
class Steps:
    """What to do. start: numbers of new replicas. leave: ready ones that the gateway is to forget. stop: others to stop."""

    start: tuple[int, ...] = ()
    leave: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()


def steps_of(deployment: Deployment, replicas: Sequence[Replica], now: datetime) -> Steps:
    """Return the next steps of a deployment that is to run."""
    alive = [item for item in replicas if item.state in ALIVE]
    current = [item for item in alive if item.generation == deployment.generation]
    old = [item for item in alive if item.generation != deployment.generation]
    going = [*_excess(current, deployment.wanted), *_replaced(deployment, current, old)]
    return Steps(
        start=_numbers(alive, _missing(deployment, len(current), len(old), now)),
        leave=tuple(item.id for item in going if item.state is ReplicaState.READY),
        stop=(*(item.id for item in going if item.state is not ReplicaState.READY), *drained(replicas, now)),
    )


def all_down(replicas: Sequence[Replica], now: datetime) -> Steps:
    """Return the next steps of replicas none of which is wanted."""
    return Steps(
        leave=tuple(item.id for item in replicas if item.state is ReplicaState.READY),
        stop=(
            *(item.id for item in replicas if item.state in {ReplicaState.NEW, ReplicaState.STARTING}),
            *drained(replicas, now),
        ),
    )


def drained(replicas: Iterable[Replica], now: datetime) -> tuple[str, ...]:
    """Return the replicas that get no request any more and can be stopped."""
    leaving = [item for item in replicas if item.state is ReplicaState.LEAVING]
    return tuple(item.id for item in leaving if item.drained_at is not None and item.drained_at <= now)


def surge_of(value: float, wanted: int) -> int:
    """Return how many replicas there may be beyond those wanted; shares are rounded up."""
    return math.ceil(value * wanted) if value < 1 else int(value)


def unavailable_of(value: float, wanted: int) -> int:
    """Return how many of those wanted may be missing; shares are rounded down."""
    return math.floor(value * wanted) if value < 1 else min(int(value), wanted)


def pause_after(failures: int, lived_seconds: float) -> float:
    """Return how many seconds to wait before another replica is started after one that ended unasked.

    One that lived for a while is replaced at once; after that the pause doubles from one second to five minutes.
    """
    if failures <= 1 and lived_seconds >= 60:
        return 0.0
    return min(2.0 ** min(failures - 1, 16), LONGEST_PAUSE_SECONDS)


def _missing(deployment: Deployment, current: int, old: int, now: datetime) -> int:
    if deployment.retry_at is not None and deployment.retry_at > now:
        return 0
    missing = deployment.wanted - current
    if not old:
        return max(0, missing)
    most = deployment.wanted + _surge(deployment)
    return max(0, min(missing, most - current - old))


def _surge(deployment: Deployment) -> int:
    surge = surge_of(deployment.max_surge, deployment.wanted)
    # With neither, nothing could ever be replaced.
    return surge if surge or unavailable_of(deployment.max_unavailable, deployment.wanted) else 1


def _excess(current: Sequence[Replica], wanted: int) -> list[Replica]:
    """Return those that are more than wanted: first such as are not ready, then the newest."""
    order = sorted(current, key=lambda item: (item.state is ReplicaState.READY, -item.number))
    return order[: max(0, len(current) - wanted)]


def _replaced(deployment: Deployment, current: Sequence[Replica], old: Sequence[Replica]) -> list[Replica]:
    """Return those of older templates that are not needed any more."""
    idle = [item for item in old if item.state is not ReplicaState.READY]
    ready = [item for item in old if item.state is ReplicaState.READY]
    answering = len(ready) + min(sum(item.state is ReplicaState.READY for item in current), deployment.wanted)
    needed = deployment.wanted - unavailable_of(deployment.max_unavailable, deployment.wanted)
    return [*idle, *ready[: max(0, answering - needed)]]


def _numbers(alive: Sequence[Replica], count: int) -> tuple[int, ...]:
    """Return the smallest numbers that no living replica has."""
    taken = {item.number for item in alive}
    free = (number for number in range(1, len(taken) + count + 1) if number not in taken)
    return tuple(number for number, _ in zip(free, range(count), strict=False))
