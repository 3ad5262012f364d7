"""The states of a storage task and their arrows."""

from modelyard.objects.types import TaskState

ENDED = frozenset({TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELED})
ARROWS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.WAITING: frozenset({TaskState.RUNNING, TaskState.CANCELED, TaskState.FAILED}),
    TaskState.RUNNING: ENDED,
    TaskState.SUCCEEDED: frozenset(),
    TaskState.FAILED: frozenset(),
    TaskState.CANCELED: frozenset(),
}


def move(old: TaskState, new: TaskState) -> TaskState:
    """Return the new state. Raises ValueError for an arrow that does not exist; staying is always possible."""
    if new is not old and new not in ARROWS[old]:
        raise ValueError(f"a storage task cannot go from {old} to {new}")
    return new
