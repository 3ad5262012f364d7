"""What workloads announce, as it concerns their jobs; called in the transaction of the announcement."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.events import TaskStepped, WorkloadMoved
from modelyard.compute.types import EndedBy, Outcome, Step, StepStatus, WorkloadState
from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.training import queries
from modelyard.training.models import JobRow, KeptLogRow
from modelyard.training.rules.durations import spoken
from modelyard.training.rules.states import ENDED, phases_of
from modelyard.training.rules.steps import said_of
from modelyard.training.schemas.events import (
    JobContinued,
    JobEvent,
    JobFailed,
    JobLost,
    JobPreempted,
    JobPreparing,
    JobQueued,
    JobRestarted,
    JobStarted,
    JobSucceeded,
    JobTerminated,
    JobTimedOut,
    WorkerStepped,
)
from modelyard.training.types import OWNER_TYPE, Phase

_RUN_LIMIT, _PREEMPTED = "run_limit", "preempted"


async def on_workload_moved(db: AsyncSession, event: WorkloadMoved, by: Subject) -> None:
    """Bring the job into agreement with its workload, and say so in its events."""
    if event.owner_type != OWNER_TYPE:
        return
    row = await db.get(JobRow, event.owner_id, with_for_update=True)
    if row is None or Phase(row.phase) in ENDED:
        return
    at = now(db)
    row.workload_id, row.changed_at = event.resource_id, at
    state = WorkloadState(event.new)
    outcome = None if event.outcome is None else Outcome(event.outcome)
    _count_time(row, state, at)
    row.phase, row.secondary_phase = phases_of(state, outcome, event.ended_by, stop_asked=row.stop_asked)
    if state is WorkloadState.ENDED:
        row.ended_at = at
        db.add(KeptLogRow(job_id=row.id, ended_at=at))
        row.reason = {Language.EN.value: event.reason, Language.ZH.value: event.reason_zh}
    if state is WorkloadState.QUEUED and event.attempt > 0:
        row.restarts = event.attempt
    limit = 0
    if event.ended_by == EndedBy.RUN_LIMIT and state is WorkloadState.ENDED:
        limit = (await queries.get_details(db, row)).spec["auto_stop_seconds"] or 0
    for said in _events(row.id, event, state, outcome, limit=limit):
        await emit(db, said, by=by, at=at)


async def on_task_stepped(db: AsyncSession, event: TaskStepped, by: Subject) -> None:
    """Put a step of a worker into the events of its job."""
    if event.owner_type != OWNER_TYPE:
        return
    status, step = StepStatus(event.status), Step(event.step)
    said, said_zh = said_of(step, status, label=event.label, seconds=event.seconds, detail=event.detail)
    stepped = WorkerStepped(
        resource_id=event.owner_id,
        task=event.task,
        attempt=event.attempt,
        at_ms=event.at_ms,
        step=event.step,
        status=event.status,
        said=said,
        said_zh=said_zh,
    )
    await emit(db, stepped, by=by, at=now(db))


def _count_time(row: JobRow, state: WorkloadState, at: datetime) -> None:
    """Add up the time in which the job ran; a run that is being stopped is still one."""
    if state is WorkloadState.RUNNING:
        row.running_since = at
        row.started_at = row.started_at or at
    elif state is not WorkloadState.STOPPING and row.running_since is not None:
        row.duration_ms += max(0, to_milliseconds(at) - to_milliseconds(row.running_since))
        row.running_since = None


def _events(job_id: str, event: WorkloadMoved, state: WorkloadState, outcome: Outcome | None, *, limit: int) -> list[JobEvent]:
    if state is WorkloadState.PREPARING:
        return [JobPreparing(job_id, event.reason)]
    if state is WorkloadState.QUEUED:
        return _queued(job_id, event)
    if state is WorkloadState.RUNNING:
        return [JobStarted(job_id)]
    return [_ended(job_id, event, outcome, limit)] if state is WorkloadState.ENDED else []


def _queued(job_id: str, event: WorkloadMoved) -> list[JobEvent]:
    if event.attempt == 0:
        return [JobQueued(job_id)]
    if event.reason_key == _RUN_LIMIT:
        return [JobContinued(job_id, event.attempt + 1)]
    if event.reason_key == _PREEMPTED:
        return [JobPreempted(job_id, event.reason), JobQueued(job_id)]
    return [JobRestarted(job_id, event.attempt + 1, event.reason)]


def _ended(job_id: str, event: WorkloadMoved, outcome: Outcome | None, limit: int) -> JobEvent:
    if event.ended_by == EndedBy.RUN_LIMIT:
        return JobTimedOut(job_id, spoken(limit))
    endings: dict[Outcome | None, JobEvent] = {
        Outcome.SUCCEEDED: JobSucceeded(job_id),
        Outcome.FAILED: JobFailed(job_id, event.reason),
        Outcome.STOPPED: JobTerminated(job_id),
    }
    return endings.get(outcome, JobLost(job_id, event.reason))
