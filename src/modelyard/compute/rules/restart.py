"""What follows when all tasks of an attempt have ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from modelyard.compute.rules.reasons import kept
from modelyard.compute.types import EndedBy, OnFailure, Outcome, Restart, TaskEnd

MOST_FAULTS = 5
_LONGEST_PAUSE_SECONDS = 60.0

# The platform's own faults: repeated without counting.
FAULTS = frozenset({EndedBy.PLATFORM, EndedBy.NODE})
# What may be different on another try, through no change of the user's.
_TRANSIENT = frozenset({EndedBy.SETUP, EndedBy.UPLOAD})
_SAY_PROBLEM = frozenset({EndedBy.PROCESSES, EndedBy.SETUP, EndedBy.UPLOAD, EndedBy.HEALTH})


@dataclass(frozen=True)
class Used:
    """What was used up by earlier attempts."""

    restarts: int = 0
    faults: int = 0
    continuations: int = 0


@dataclass(frozen=True)
class Verdict:
    """What becomes of the workload.

    outcome: how it ended; None when another attempt follows.
    front: the next attempt waits at the front of its class, not before `pause` is over.
    """

    outcome: Outcome | None
    ended_by: EndedBy
    reason: dict[str, Any] = field(default_factory=dict)
    used: Used = Used()
    front: bool = False
    pause: timedelta = timedelta()


@dataclass(frozen=True)
class Terms:
    """What was agreed for a workload."""

    restart: Restart
    run_limit_seconds: int | None
    memory_bytes: int
    disk_bytes: int


def after_attempt(ends: Mapping[str, TaskEnd], terms: Terms, used: Used, *, asked_by: EndedBy | None) -> Verdict:
    """Decide what follows an attempt whose tasks have all ended.

    ends: by the name of the task. asked_by: who asked it to end, if anybody did.
    Success counts even if somebody asked for the end meanwhile: the work is done.
    """
    if all(end.succeeded for end in ends.values()):
        return Verdict(Outcome.SUCCEEDED, EndedBy.ITSELF, kept("succeeded"), used)
    if asked_by is not None:
        return _after_request(asked_by, terms, used)
    return _after_failure(ends, terms, used)


def _after_request(asked_by: EndedBy, terms: Terms, used: Used) -> Verdict:
    if asked_by is EndedBy.PREEMPTION:
        return Verdict(None, asked_by, kept("preempted"), used)
    if asked_by is EndedBy.RUN_LIMIT:
        reason = kept("run_limit", limit=terms.run_limit_seconds)
        if used.continuations < terms.restart.continuations:
            return Verdict(None, asked_by, reason, replace(used, continuations=used.continuations + 1))
        return Verdict(Outcome.STOPPED, asked_by, reason, used)
    return Verdict(Outcome.STOPPED, asked_by, kept("stopped"), used)


def _after_failure(ends: Mapping[str, TaskEnd], terms: Terms, used: Used) -> Verdict:
    task, end = first_failure(ends)
    reason = describe(task, end, memory_bytes=terms.memory_bytes, disk_bytes=terms.disk_bytes)
    if end.ended_by in FAULTS:
        if used.faults >= MOST_FAULTS:
            lost = kept("gave_up", faults=used.faults + 1, problem=end.message)
            return Verdict(Outcome.LOST, end.ended_by, lost, used)
        pause = timedelta(seconds=min(2.0**used.faults, _LONGEST_PAUSE_SECONDS))
        return Verdict(None, end.ended_by, reason, replace(used, faults=used.faults + 1), front=True, pause=pause)
    if _counts(terms.restart.on, end.ended_by) and used.restarts < terms.restart.most:
        return Verdict(None, end.ended_by, reason, replace(used, restarts=used.restarts + 1), front=True)
    return Verdict(Outcome.FAILED, end.ended_by, reason, used)


def first_failure(ends: Mapping[str, TaskEnd]) -> tuple[str, TaskEnd]:
    """Return the task that failed first by itself; those that were stopped because of it are its siblings."""
    failed = [(name, end) for name, end in ends.items() if not end.succeeded]
    own = [item for item in failed if item[1].ended_by is not EndedBy.SIBLING]
    return min(own or failed, key=lambda item: (item[1].ended_at_ms, item[0]))


def describe(task: str, end: TaskEnd, *, memory_bytes: int, disk_bytes: int) -> dict[str, Any]:
    """Return why a task ended, for a row to keep."""
    cause = EndedBy.MEMORY if end.out_of_memory else end.ended_by
    if cause in FAULTS:
        return kept("platform", task=task, problem=end.message)
    if cause in {EndedBy.MEMORY, EndedBy.DISK}:
        return kept(cause.value, task=task, limit_mib=(memory_bytes if cause is EndedBy.MEMORY else disk_bytes) >> 20)
    if cause in _SAY_PROBLEM:
        return kept(cause.value, task=task, problem=end.message)
    if end.signal is not None:
        return kept("signal", task=task, signal=end.signal)
    return kept("exit_code", task=task, exit_code=end.exit_code)


def _counts(on: OnFailure, ended_by: EndedBy) -> bool:
    """Return whether the policy of the workload repeats an attempt that ended so."""
    if on is OnFailure.FAULT:
        return ended_by in _TRANSIENT
    return on is OnFailure.FAILURE
