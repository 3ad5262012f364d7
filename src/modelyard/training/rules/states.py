"""The states of a job and their arrows, and what the states of its workload make of it."""

from modelyard.compute.types import EndedBy, Outcome, WorkloadState
from modelyard.training.types import Phase, SecondaryPhase

ENDED = frozenset({Phase.COMPLETED, Phase.FAILED, Phase.TERMINATED, Phase.ABNORMAL})
ARROWS: dict[Phase, frozenset[Phase]] = {
    Phase.CREATING: frozenset({Phase.PENDING, Phase.RUNNING, Phase.TERMINATING}) | ENDED,
    # A job whose image was forgotten meanwhile goes back to Creating while it is built anew.
    Phase.PENDING: frozenset({Phase.CREATING, Phase.RUNNING, Phase.TERMINATING}) | ENDED,
    # Back to Pending: after a fault, a pre-emption, or a run limit with a continuation.
    Phase.RUNNING: frozenset({Phase.CREATING, Phase.PENDING, Phase.TERMINATING}) | ENDED,
    Phase.TERMINATING: ENDED,
    Phase.COMPLETED: frozenset(),
    Phase.FAILED: frozenset(),
    Phase.TERMINATED: frozenset(),
    Phase.ABNORMAL: frozenset(),
}

_OF_WORKLOAD: dict[WorkloadState, tuple[Phase, SecondaryPhase]] = {
    WorkloadState.PREPARING: (Phase.CREATING, SecondaryPhase.CREATING),
    WorkloadState.QUEUED: (Phase.PENDING, SecondaryPhase.QUEUING),
    WorkloadState.STARTING: (Phase.PENDING, SecondaryPhase.CREATING),
    WorkloadState.RUNNING: (Phase.RUNNING, SecondaryPhase.RUNNING),
    WorkloadState.STOPPING: (Phase.RUNNING, SecondaryPhase.TERMINATING),
}
_OF_OUTCOME: dict[Outcome, tuple[Phase, SecondaryPhase]] = {
    Outcome.SUCCEEDED: (Phase.COMPLETED, SecondaryPhase.COMPLETED),
    Outcome.FAILED: (Phase.FAILED, SecondaryPhase.FAILED),
    Outcome.STOPPED: (Phase.TERMINATED, SecondaryPhase.TERMINATED),
    Outcome.LOST: (Phase.ABNORMAL, SecondaryPhase.LOST),
}


def can_move(old: Phase, new: Phase) -> bool:
    """Return whether a job may go from one phase to another; staying is always possible."""
    return old is new or new in ARROWS[old]


def phases_of(
    state: WorkloadState, outcome: Outcome | None, ended_by: str | None, *, stop_asked: bool
) -> tuple[Phase, SecondaryPhase]:
    """Return the phases of a job whose workload is in this state.

    stop_asked: somebody stopped the job, so that it is Terminating until its workload has ended.
    A run limit ends a job as Terminated, whatever the outcome of its workload is called.
    """
    if state is WorkloadState.ENDED:
        if ended_by == EndedBy.RUN_LIMIT:
            return Phase.TERMINATED, SecondaryPhase.TERMINATED
        return _OF_OUTCOME[outcome or Outcome.LOST]
    if stop_asked:
        return Phase.TERMINATING, SecondaryPhase.TERMINATING
    return _OF_WORKLOAD[state]
