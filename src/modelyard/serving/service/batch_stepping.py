"""Takes the next step of a batch service, and hears what its workload announces."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.events import WorkloadMoved
from modelyard.compute.types import Outcome, WorkloadState
from modelyard.core.db import now, wake_after_commit
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import BatchRow, DeploymentRow, ServiceRow
from modelyard.serving.rules import manifests, states
from modelyard.serving.rules.batches import Facts, status_of
from modelyard.serving.schemas import events as happenings
from modelyard.serving.service.batch_running import BatchReport
from modelyard.serving.service.context import SERVICES_LOOP
from modelyard.serving.service.reconciling import IllegalMove
from modelyard.serving.types import BATCH_OWNER_TYPE, DeploymentStatus, Goal, ServiceStatus, UpdateResult

_BY = Subject.system("serving.batches")
_FIRST = timedelta(seconds=1)
_OFTEN, _SELDOM = timedelta(seconds=2), timedelta(seconds=10)
_YOUNG = timedelta(minutes=1)
_QUIET = timedelta(seconds=60)
_OF_DEPLOYMENT = {
    ServiceStatus.RUNNING: DeploymentStatus.RUNNING,
    ServiceStatus.FINISHED: DeploymentStatus.FINISHED,
    ServiceStatus.FAILED: DeploymentStatus.FAILED,
    ServiceStatus.STOPPED: DeploymentStatus.STOPPED,
    ServiceStatus.STOPPING: DeploymentStatus.STOPPED,
}
_UNKNOWN = {Language.EN.value: "A worker ended.", Language.ZH.value: "工作进程异常退出。"}


async def on_workload_moved(db: AsyncSession, event: WorkloadMoved, by: Subject) -> None:
    """Write down how the workload of a run is."""
    if event.owner_type != BATCH_OWNER_TYPE:
        return
    service_id = await queries.service_of_run(db, event.owner_id)
    row = None if service_id is None else await queries.locked_service(db, service_id)
    batch = None if row is None else await db.get(BatchRow, row.id, populate_existing=True)
    if row is None or batch is None or batch.run_id != event.owner_id:
        return
    at, state = now(db), WorkloadState(event.new)
    batch.workload_id, batch.workload_state = event.resource_id, state
    batch.waits_since = at if state in {WorkloadState.QUEUED, WorkloadState.PREPARING} else None
    if state is WorkloadState.ENDED:
        batch.outcome = event.outcome
        batch.reason = {Language.EN.value: event.reason, Language.ZH.value: event.reason_zh}
    model = await _label(db, row)
    if state is WorkloadState.PREPARING:
        await emit(db, happenings.EnvironmentStarted(row.id, model, event.reason), by=by, at=at)
    elif state is WorkloadState.STARTING:
        await emit(db, happenings.Scheduled(row.id, model, str(batch.run)), by=by, at=at)
    await db.flush()
    await queries.hint(db, row.id, at)
    wake_after_commit(db, SERVICES_LOOP)


async def step(db: AsyncSession, row: ServiceRow, report: BatchReport | None, now: datetime) -> None:
    """Take the next step of a batch service that the loop holds."""
    batch = await db.get(BatchRow, row.id, populate_existing=True)
    assert batch is not None
    deployments = await queries.deployments_of(db, row.id)
    if report is not None:
        batch.before = [item for item in batch.before if item not in report.removed]
        if report.run_id == batch.run_id:
            _learn(row, batch, report)
    for item in deployments:
        if item.retired:
            await queries.delete_deployment(db, item.id)
    if row.goal == Goal.DELETE and batch.workload_state in {None, WorkloadState.ENDED}:
        row.due_at = now + _FIRST
        if report is not None and not batch.before and (batch.workload_id is None or batch.workload_id in report.removed):
            await queries.delete_service(db, row.id)
        return
    is_ended = batch.workload_state == WorkloadState.ENDED
    if is_ended and not batch.is_read:
        row.due_at = now  # the last words of the workers count
        return
    status = status_of(_facts(row, batch), now)
    if row.status != status:
        await _move(db, row, batch, status, now)
    for item in deployments:
        item.status = _OF_DEPLOYMENT.get(status, DeploymentStatus.DEPLOYING)
    row.due_at = _due_at(row, batch, now)


def _learn(row: ServiceRow, batch: BatchRow, report: BatchReport) -> None:
    """Write down what the loop found out."""
    batch.stop_told = batch.stop_told or report.told
    batch.is_read = batch.is_read or report.is_final
    if report.progress:
        told = {str(number): manifests.dump_progress(one) for number, one in report.progress.items()}
        batch.progress = {**batch.progress, **told}
        numbers = manifests.summed(batch.progress)
        batch.total, batch.done, batch.failed = numbers["total"], numbers["done"], numbers["failed"]
        row.calls, row.failed_calls = batch.done + batch.failed, batch.failed
    if report.refused is not None and batch.workload_id is None and row.goal == Goal.RUN:
        row.goal, batch.reason = Goal.GIVE_UP, report.refused


def _facts(row: ServiceRow, batch: BatchRow) -> Facts:
    return Facts(
        goal=Goal(row.goal),
        status=ServiceStatus(row.status),
        workload=None if batch.workload_state is None else WorkloadState(batch.workload_state),
        outcome=None if batch.outcome is None else Outcome(batch.outcome),
        works=bool(batch.progress),
        waits_since=batch.waits_since,
    )


async def _move(db: AsyncSession, row: ServiceRow, batch: BatchRow, status: ServiceStatus, now: datetime) -> None:
    """Give the service its state, and say what is worth saying of that."""
    old = ServiceStatus(row.status)
    if not states.can_move(old, status):
        raise IllegalMove(f"batch service {row.id}: {old} to {status}")
    row.status, row.moved_at = status, now
    if status in states.AT_REST:
        batch.finished_at = now
        # There is nothing left to be done; a start begins another run.
        row.goal = Goal.GIVE_UP if status is ServiceStatus.FAILED else Goal.STOP
    revision = await queries.get_revision(db, row.id, row.target_revision)
    if status in {ServiceStatus.RUNNING, ServiceStatus.FINISHED}:
        row.live_revision, row.live_options, row.reason = row.target_revision, row.options, None
        if revision.result == UpdateResult.RUNNING:
            revision.result, revision.ended_at = UpdateResult.SUCCESS, now
    if status is ServiceStatus.FAILED:
        row.reason = _reason(batch)
        if revision.result == UpdateResult.RUNNING:
            revision.result, revision.reason, revision.ended_at = UpdateResult.FAIL, row.reason, now
    await _say(db, row, batch, status, now)


async def _say(db: AsyncSession, row: ServiceRow, batch: BatchRow, status: ServiceStatus, now: datetime) -> None:
    if status is ServiceStatus.RUNNING:
        await emit(db, happenings.BatchWorking(row.id, await _label(db, row), batch.run), by=_BY, at=now)
    elif status is ServiceStatus.FINISHED:
        deployment = await _deployment(db, row)
        place = manifests.manifest_of(deployment.template["dest_path"], batch.task_id)
        finished = happenings.BatchFinished(row.id, batch.total, batch.done, batch.failed, place)
        await emit(db, finished, by=_BY, at=now)
    elif status is ServiceStatus.FAILED:
        reason = row.reason or _UNKNOWN
        failed = happenings.BatchFailed(row.id, reason[Language.EN.value], reason[Language.ZH.value])
        await emit(db, failed, by=_BY, at=now)
    elif status is ServiceStatus.STOPPED:
        await emit(db, happenings.Stopped(row.id), by=_BY, at=now)
    elif status is ServiceStatus.WAITING:
        await emit(db, happenings.NoResources(row.id), by=_BY, at=now)


def _reason(batch: BatchRow) -> dict[str, str]:
    """Return why a run failed: in the words of a worker that said it, else in those of compute."""
    for progress in batch.progress.values():
        if progress.get("reason"):
            text = f"{progress['reason']}."
            return {Language.EN.value: text, Language.ZH.value: text}
    return batch.reason or _UNKNOWN


def _due_at(row: ServiceRow, batch: BatchRow, now: datetime) -> datetime | None:
    """Return when to look again: often in the beginning, when people do so, too."""
    if row.goal != Goal.RUN and batch.workload_state not in {None, WorkloadState.ENDED}:
        # Also where it was asked for at the very moment at which it was given up.
        return now + _OFTEN if batch.stop_told else now
    if row.status in states.AT_REST:
        return now + _FIRST if batch.before else None
    if batch.workload_id is None:
        return now
    if batch.waits_since is not None:
        return now + _QUIET if row.status == ServiceStatus.WAITING else now + _FIRST
    is_young = batch.started_at is None or now - batch.started_at < _YOUNG
    return now + (_OFTEN if is_young else _SELDOM)


async def _deployment(db: AsyncSession, row: ServiceRow) -> DeploymentRow:
    return next(item for item in await queries.deployments_of(db, row.id) if not item.retired)


async def _label(db: AsyncSession, row: ServiceRow) -> str:
    deployment = await _deployment(db, row)
    return f"{deployment.model_name} {deployment.model_version}"
