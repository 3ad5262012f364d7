"""The states of a workload and the arrows between them."""

from modelyard.compute.types import WorkloadState

ARROWS: dict[WorkloadState, frozenset[WorkloadState]] = {
    WorkloadState.PREPARING: frozenset({WorkloadState.QUEUED, WorkloadState.ENDED}),
    WorkloadState.QUEUED: frozenset({WorkloadState.STARTING, WorkloadState.ENDED}),
    WorkloadState.STARTING: frozenset(
        {WorkloadState.RUNNING, WorkloadState.STOPPING, WorkloadState.QUEUED, WorkloadState.ENDED}
    ),
    WorkloadState.RUNNING: frozenset({WorkloadState.STOPPING, WorkloadState.QUEUED, WorkloadState.ENDED}),
    WorkloadState.STOPPING: frozenset({WorkloadState.QUEUED, WorkloadState.ENDED}),
    WorkloadState.ENDED: frozenset(),
}

# Waiting for its turn or its image: nothing of it is on a node.
WAITING = frozenset({WorkloadState.PREPARING, WorkloadState.QUEUED})
# On a node: the states that a reconciler drives against the engine.
PLACED = frozenset({WorkloadState.STARTING, WorkloadState.RUNNING, WorkloadState.STOPPING})


class IllegalMoveError(Exception):
    """A bug: there is no such arrow."""


def move(old: WorkloadState, new: WorkloadState) -> WorkloadState:
    """Return the new state. Raises IllegalMoveError where there is no such arrow."""
    if new not in ARROWS[old]:
        raise IllegalMoveError(f"{old} -> {new}")
    return new
