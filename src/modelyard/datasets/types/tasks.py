"""Words of long work on data."""

from modelyard.core.types import StrEnum


class TaskState(StrEnum):
    """How far a task is. A stopped or failed one keeps its checkpoint and can be resumed."""

    WAITING = "waiting"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    STOPPED = "stopped"


ACTIVE = (TaskState.WAITING, TaskState.RUNNING)
# The loop that starts the worker when there is work.
WORKER_LOOP = "datasets.worker"
# Problems that are kept in the database, for the console; the report in the storage has all of them.
KEPT_PROBLEMS = 1000
