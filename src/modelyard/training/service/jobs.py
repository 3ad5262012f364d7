"""Use cases of training jobs: create, show, stop, change, delete."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.schemas import Workload
from modelyard.compute.types import WorkloadId
from modelyard.core.db import after_commit, now, take_turn
from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id, row_id
from modelyard.core.subject import Subject
from modelyard.iam.service import workspaces
from modelyard.training import access, queries
from modelyard.training.errors import (
    ActionUnsupported,
    FieldUnsupported,
    JobNameInvalid,
    JobNameTaken,
    JobNotFound,
    JobsOfSeveralWorkspaces,
    NotAllowedToChange,
    NotAllowedToDelete,
    NotAllowedToTerminate,
    TooManyJobs,
)
from modelyard.training.models import JobDetailsRow, JobRow
from modelyard.training.rules.names import JOB_NAME
from modelyard.training.rules.states import ENDED
from modelyard.training.schemas.answers import JobAnswer, QuotaAnswer, QuotasAnswer
from modelyard.training.schemas.events import JobCreated, JobDeleted, JobStopAsked, JobTerminated
from modelyard.training.schemas.requests import JobAction, JobCreate, JobUpdate
from modelyard.training.service import dataset_inputs, describing
from modelyard.training.service.checking import Checked, check, priority_problem
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.drafting import normalised
from modelyard.training.types import DEFAULT_WORKSPACE, Phase, SecondaryPhase

_POOL_TYPE = "modelarts:poolType"
_PUBLIC_POOL = "public"
_TERMINATE = "terminate"
_HIGHEST_PRIORITY = 3
_MOST_PROBLEMS = 50
# A limit up to here is kept to the job; a larger one may be passed by what is created within a minute.
_COUNTED_EXACTLY = 20_000


async def create_job(context: TrainingContext, who: Subject, wanted: JobCreate, *, language: Language) -> JobAnswer:
    """Create a training job; the platform copies its code and queues it at once.

    Raises the first of everything that is wrong with it; the parameter `problems` of the failure lists all.
    """
    await demand_create(context, who, wanted)
    checked = await check(context, who, wanted)
    if not checked.problems:
        async with context.database.session() as db:
            await _check_quotas(db, context, who)
            row = await _insert(db, who, checked)
            at = row.created_at
            await emit(db, JobCreated(resource_id=row.id), by=who, at=at)
            after_commit(db, context.wake)
            return describing.job_answer(row, None, now=at, language=language)
    raise first_of(checked.problems, language)


async def demand_create(context: TrainingContext, who: Subject, wanted: JobCreate) -> None:
    """Raise Forbidden unless the caller may create jobs in the kind of pool that he names."""
    resource = wanted.spec and wanted.spec.resource
    pool = "dedicated" if resource and resource.pool_id else _PUBLIC_POOL
    await context.gatekeeper.authorize(who, access.CREATE_JOB, context={_POOL_TYPE: pool})


def first_of(problems: Sequence[AppError], language: Language) -> AppError:
    """Return the first problem with all of them in its parameters."""
    first = problems[0]
    first.params["problems"] = [
        {"field": error.params.get("field", ""), "error_code": error.code, "error_msg": error.message(language)}
        for error in problems[:_MOST_PROBLEMS]
    ]
    return first


async def get_job(db: AsyncSession, context: TrainingContext, who: Subject, job_id: str, *, language: Language) -> JobAnswer:
    """Return a job with the state of its tasks and what it runs. Raises JobNotFound.

    Secret values of variables are shown to its owner only, who needs them to run it again.
    """
    row = await visible_row(db, who, job_id)
    workload = await _workload(db, context, row)
    runtime, is_own = describing.runtime_of(context, row), row.user_id == who.user_id
    return describing.job_answer(row, workload, now=now(db), language=language, runtime=runtime, is_own=is_own)


async def act_on_job(
    db: AsyncSession, context: TrainingContext, who: Subject, job_id: str, action: JobAction, *, language: Language
) -> JobAnswer:
    """Stop a job; it is never deleted by that. Raises JobNotFound, NotAllowedToTerminate, ActionUnsupported."""
    if action.action_type != _TERMINATE:
        raise ActionUnsupported(field="action_type", value=action.action_type[:40], problem="no such action")
    row = await visible_row(db, who, job_id, lock=True)
    at = now(db)
    if Phase(row.phase) in ENDED:
        raise NotAllowedToTerminate(name=row.name, phase=row.phase, problem="it has ended")
    if not row.stop_asked:
        row.stop_asked, row.changed_at = True, at
        await emit(db, JobStopAsked(resource_id=row.id, user_name=who.user_name), by=who, at=at)
        if row.workload_id is None:
            # Nothing runs yet, and the loop that copies its code will see that nothing is wanted any more.
            row.phase, row.secondary_phase = Phase.TERMINATED, SecondaryPhase.TERMINATED
            row.ended_at, row.due_at = at, None
            await emit(db, JobTerminated(resource_id=row.id), by=who, at=at)
        else:
            row.phase, row.secondary_phase = Phase.TERMINATING, SecondaryPhase.TERMINATING
            await compute.stop(db, context.compute, who, WorkloadId(row.workload_id))
    workload = await _workload(db, context, row)
    return describing.job_answer(row, workload, now=at, language=language)


async def change_job(
    db: AsyncSession, context: TrainingContext, who: Subject, job_id: str, change: JobUpdate, *, language: Language
) -> JobAnswer:
    """Change the description at any time, and the priority while the job waits. Raises JobNotFound, NotAllowedToChange."""
    spec = change.spec
    unsupported = {
        "spec.notification": spec and spec.notification and (spec.notification.topic_urn or spec.notification.events),
        "endpoints": change.endpoints,
        "metadata.annotation": change.metadata and change.metadata.annotation,
    }
    for field, value in unsupported.items():
        if value:
            raise FieldUnsupported(field=field, problem="it cannot be changed", problem_zh="不支持修改")
    row = await visible_row(db, who, job_id, lock=True)
    row.changed_at = now(db)
    if change.description is not None:
        row.description = change.description
    schedule = spec.schedule_policy if spec else None
    if schedule is not None and (schedule.priority is not None or schedule.preemptible is not None):
        if Phase(row.phase) not in {Phase.CREATING, Phase.PENDING}:
            raise NotAllowedToChange(
                name=row.name,
                phase=row.phase,
                problem="the priority can be changed while a job is Creating or Pending",
                problem_zh="仅创建中或等待中的作业可以修改优先级",
            )
        if schedule.priority == _HIGHEST_PRIORITY and row.priority != _HIGHEST_PRIORITY:
            problem = await priority_problem(context, who, access.SET_HIGH_PRIORITY)
            if problem is not None:
                raise problem
        row.priority = row.priority if schedule.priority is None else schedule.priority
        if schedule.preemptible is not None:
            row.details.spec = {**row.details.spec, "preemptible": schedule.preemptible}
        if row.workload_id is not None:
            await compute.set_priority(
                db,
                context.compute,
                who,
                WorkloadId(row.workload_id),
                priority=schedule.priority,
                preemptible=schedule.preemptible,
            )
    workload = await _workload(db, context, row)
    return describing.job_answer(row, workload, now=now(db), language=language)


async def delete_job(db: AsyncSession, context: TrainingContext, who: Subject, job_id: str) -> None:
    """Delete a job that has ended, with its logs; what lies in buckets stays. Raises JobNotFound, NotAllowedToDelete."""
    await _delete(db, context, who, await visible_row(db, who, job_id, lock=True))


async def delete_jobs(db: AsyncSession, context: TrainingContext, who: Subject, job_ids: Sequence[str]) -> None:
    """Delete jobs that have ended, all or none.

    Raises Forbidden for one that the caller may not delete, JobNotFound, NotAllowedToDelete, JobsOfSeveralWorkspaces.
    """
    for job_id in job_ids:
        await context.gatekeeper.authorize(who, access.DELETE_JOB, resource=job_id)
    ids = list(dict.fromkeys(row_id(job_id) or job_id for job_id in job_ids))
    rows = {row.id: row for row in await queries.jobs_of(db, who, ids)}
    missing = next((job_id for job_id in ids if job_id not in rows), None)
    if missing is not None:
        raise JobNotFound(job_id=missing, resource=missing)
    if len({row.workspace_id for row in rows.values()}) > 1:
        raise JobsOfSeveralWorkspaces(field="jobs", problem="several workspaces")
    for job_id in ids:
        await _demand_workspace(db, who, rows[job_id].workspace_id, job_id)
        await _delete(db, context, who, rows[job_id])


async def is_name_taken(db: AsyncSession, who: Subject, name: str, *, workspace_id: str = DEFAULT_WORKSPACE) -> bool:
    """Return whether the workspace has a job of this name. Raises JobNameInvalid."""
    if not JOB_NAME.fullmatch(name):
        raise JobNameInvalid(field="job_name", name=name[:100], problem="no job name")
    return await queries.find_by_name(db, who.project_id or "", workspace_id, name) is not None


async def show_quotas(db: AsyncSession, context: TrainingContext, who: Subject) -> QuotasAnswer:
    """Return how many jobs the project has, and how many it may have."""
    used = await queries.count_jobs(db, who.project_id or "")
    return QuotasAnswer(quotas=[QuotaAnswer(resource="job-num", quota=context.settings.max_jobs, used=used)])


async def visible_row(db: AsyncSession, who: Subject, job_id: str, *, lock: bool = False) -> JobRow:
    """Return the row of a job that the caller may see; for this capability's services only. Raises JobNotFound."""
    found = row_id(job_id)
    row = None if found is None else await queries.find_job(db, who, found, lock=lock)
    if row is None:
        raise JobNotFound(job_id=job_id, resource=job_id)
    await _demand_workspace(db, who, row.workspace_id, job_id)
    return row


async def _demand_workspace(db: AsyncSession, who: Subject, workspace_id: str, job_id: str) -> None:
    """A job of a workspace that the caller may not enter is none for him."""
    if workspace_id == DEFAULT_WORKSPACE:
        return
    try:
        await workspaces.get_workspace(db, who, who.project_id or "", workspace_id)
    except AppError as error:
        raise JobNotFound(job_id=job_id, resource=job_id) from error


async def _delete(db: AsyncSession, context: TrainingContext, who: Subject, row: JobRow) -> None:
    if Phase(row.phase) not in ENDED:
        raise NotAllowedToDelete(name=row.name, phase=row.phase, problem="it has not ended")
    if row.workload_id is not None:
        await compute.remove(db, context.compute, who, WorkloadId(row.workload_id))
    event = JobDeleted(resource_id=row.id, job_name=row.name, user_name=who.user_name)
    await emit(db, event, by=who, at=now(db))
    await queries.delete_job(db, row.id)
    await queries.note_deletion(db, queries.Scope(row.project_id, row.workspace_id))


async def _workload(db: AsyncSession, context: TrainingContext, row: JobRow) -> Workload | None:
    if row.workload_id is None:
        return None
    return await compute.get_workload(db, context.compute, Subject.system("training.jobs"), WorkloadId(row.workload_id))


async def _check_quotas(db: AsyncSession, context: TrainingContext, who: Subject) -> None:
    settings, project_id = context.settings, who.project_id or ""
    await take_turn(db, f"training.quotas:{project_id}")  # many at once would all find room for one more
    if await queries.count_unfinished(db, project_id) >= settings.max_unfinished_jobs:
        raise TooManyJobs(quota="unfinished training jobs", limit=settings.max_unfinished_jobs)
    count = context.counts.get(project_id) if settings.max_jobs > _COUNTED_EXACTLY else None
    if count is None:
        count = await queries.count_jobs(db, project_id)
        context.counts.keep(project_id, count)
    if count >= settings.max_jobs:
        raise TooManyJobs(quota="training jobs", limit=settings.max_jobs)


async def _insert(db: AsyncSession, who: Subject, checked: Checked) -> JobRow:
    draft, resolved, at = checked.draft, checked.resolved, now(db)
    given = resolved.resources
    assert given is not None
    row = JobRow(
        id=new_id(),
        due_at=at,
        attempts=0,
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=checked.workspace_id,
        user_id=who.user_id,
        user_name=who.user_name,
        name=draft.name,
        name_folded=draft.name.lower(),
        description=checked.wanted.metadata.description or "",
        kind=draft.kind,
        phase=Phase.CREATING,
        secondary_phase=SecondaryPhase.CREATING,
        stop_asked=False,
        engine=resolved.engine[:256],
        image=resolved.image[:512],
        algorithm_name=((checked.wanted.algorithm and checked.wanted.algorithm.name) or "")[:64],
        flavor=resolved.flavor,
        flavor_type=resolved.flavor_type,
        pool_id=draft.pool,
        node_count=draft.node_count,
        priority=draft.priority,
        restarts=0,
        created_at=at,
        changed_at=at,
        duration_ms=0,
        details=JobDetailsRow(
            subject=who.to_json(),
            spec=normalised(checked.wanted, draft),
            resolved={
                "is_pytorch": resolved.is_pytorch,
                "cpu_milli": given.cpu_milli,
                "memory_bytes": given.memory_bytes,
                "disk_bytes": given.disk_bytes,
                "gpus": given.gpus,
                "npus": given.npus,
                "accelerator": resolved.accelerator,
                "arch": resolved.arch,
                "most": resolved.most,
            },
        ),
    )
    db.add(row)
    try:
        await db.flush()  # so that a name that is taken is known here
    except IntegrityError as error:
        raise JobNameTaken(field="metadata.name", name=draft.name, problem="taken") from error
    await dataset_inputs.note(db, who, row, row.details.spec)
    return row
