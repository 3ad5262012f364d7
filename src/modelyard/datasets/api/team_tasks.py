"""Routes of team labelling tasks. Members need no permission: their part in the task is their right, and the service asks."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow, decided_by_service
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.core.text import Line
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.api.samples import Locale, SampleId, Share, State
from modelyard.datasets.schemas.datasets import BatchOutcome, SamplesOutcome
from modelyard.datasets.schemas.team_tasks import (
    AcceptanceEnd,
    AcceptanceEnded,
    AcceptanceStart,
    CheckReport,
    CreatedTeamTask,
    DatasetMetrics,
    Notification,
    SampleComments,
    TeamAssigned,
    TeamAssignment,
    TeamSampleAnswer,
    TeamSampleList,
    TeamSamplesUpdate,
    TeamTaskAnswer,
    TeamTaskCreate,
    TeamTaskList,
    TeamTaskMetrics,
    TeamTaskReport,
    TeamTaskStart,
    TeamTaskStats,
    TeamTaskUpdate,
)
from modelyard.datasets.schemas.teams import Nothing
from modelyard.datasets.service import (
    labelling_days,
    team_acceptance,
    team_mail,
    team_reports,
    team_samples,
    team_tasks,
)
from modelyard.datasets.service.team_samples import TeamSampleQuery
from modelyard.datasets.service.team_values import TeamFilter

router = APIRouter(prefix="/v2/{project_id}/datasets/{dataset_id}", tags=["datasets"], dependencies=[Depends(project_in_path)])

TaskId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the team task.")]
Worker = Annotated[str, Query(max_length=64, pattern=r"^[0-9A-Za-z]*$", description="Id of a member.")]
Moment = Annotated[int, Query(ge=0, le=253_402_300_799_999, description="Milliseconds since the epoch.")]
_MEMBERS = "members of the task may, as far as their roles go, without a permission"
MayRead = Annotated[Subject, decided_by_service(access.GET_TEAM_TASK, _MEMBERS)]
MayChange = Annotated[Subject, decided_by_service(access.UPDATE_TEAM_TASK, _MEMBERS)]
MayDelete = Annotated[Subject, decided_by_service(access.DELETE_TEAM_TASK, "a member who leads is told that he may not")]
MayList = Annotated[Subject, decided_by_service(access.LIST_SAMPLES, _MEMBERS)]
MaySee = Annotated[Subject, decided_by_service(access.GET_SAMPLE, _MEMBERS)]
_TASK = "/workforce-tasks/{workforce_task_id}"


@router.get("/metrics", operation_id="GetDatasetMetrics")
async def show_dataset_metrics(
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
    start_time: Moment,
    end_time: Moment,
    workforce_task_id: Annotated[str, Query(max_length=64, pattern=r"^[0-9A-Za-z]*$")] = "",
) -> DatasetMetrics:
    """Show counts of samples by day."""
    return await labelling_days.metrics(db, who, dataset_id, start=start_time, end=end_time, task_id=workforce_task_id)


@router.get("/workforce-tasks", operation_id="ListWorkforceTasks", response_model_exclude_none=True)
async def list_workforce_tasks(
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.LIST_TEAM_TASKS, of="dataset_id")],
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> TeamTaskList:
    """List the team tasks of a dataset."""
    return await team_tasks.list_tasks(db, who, dataset_id, page=offset, limit=limit)


@router.post("/workforce-tasks", operation_id="CreateWorkforceTask")
async def create_workforce_task(
    context: Context,
    db: Db,
    dataset_id: DatasetId,
    body: TeamTaskCreate,
    who: Annotated[Subject, allow(access.CREATE_TEAM_TASK, of="dataset_id")],
) -> CreatedTeamTask:
    """Create a team task, and hand out its samples."""
    return await team_tasks.create_task(db, context, who, dataset_id, body)


@router.get(_TASK, operation_id="DescWorkforceTask", response_model_exclude_none=True)
async def show_workforce_task(
    context: Context,
    dataset_id: DatasetId,
    workforce_task_id: TaskId,
    who: MayRead,
    label_stats: bool = False,
    sample_stats: bool = False,
    workforce_stats: bool = False,
) -> TeamTaskAnswer:
    """Show a team task."""
    return await team_tasks.get_task(
        context,
        who,
        dataset_id,
        workforce_task_id,
        with_labels=label_stats,
        with_samples=sample_stats,
        with_teams=workforce_stats,
    )


@router.post(_TASK, operation_id="StartWorkforceTask")
async def start_workforce_task(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, body: TeamTaskStart, who: MayChange, _audit: Audited
) -> Nothing:
    """Start a task that waits for its manager."""
    await team_tasks.start_task(context, who, dataset_id, workforce_task_id, body.workforces_config)
    return Nothing()


@router.put(_TASK, operation_id="UpdateWorkforceTask")
async def update_workforce_task(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, body: TeamTaskUpdate, who: MayChange, _audit: Audited
) -> Nothing:
    """Change a task, take in more members, or end it."""
    await team_tasks.change_task(context, who, dataset_id, workforce_task_id, body)
    return Nothing()


@router.delete(_TASK, operation_id="DeleteWorkforceTask", status_code=204)
async def delete_workforce_task(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, who: MayDelete, _audit: Audited
) -> Response:
    """Delete a task; what was accepted stays in the dataset."""
    await team_tasks.delete_task(context, who, dataset_id, workforce_task_id)
    return Response(status_code=204)


@router.post(f"{_TASK}/assignments", operation_id="AssignWorkforceTaskSamples")
async def assign_samples(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, body: TeamAssignment, who: MayChange, _audit: Audited
) -> TeamAssigned:
    """Ours: give samples to a labeler, from the dataset or from another member."""
    count = await team_tasks.assign(context, who, dataset_id, workforce_task_id, body)
    return TeamAssigned(sample_count=count)


@router.post(f"{_TASK}/acceptance", operation_id="StartWorkforceSamplingTask")
async def start_acceptance(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, body: AcceptanceStart, who: MayChange, _audit: Audited
) -> CreatedTeamTask:
    """Draw some of the finished work, to be looked at."""
    return await team_acceptance.start(context, who, dataset_id, workforce_task_id, body)


@router.get(f"{_TASK}/acceptance/report", operation_id="GetWorkforceSamplingTask")
async def show_acceptance(
    context: Context,
    dataset_id: DatasetId,
    workforce_task_id: TaskId,
    who: MayRead,
    checking_task_id: Annotated[str, Query(max_length=64, pattern=r"^[0-9A-Za-z]*$")] = "",
) -> CheckReport:
    """Show the figures of an acceptance: the one named, else the open or the latest one."""
    return await team_acceptance.report(context, who, dataset_id, workforce_task_id, checking_task_id or None)


@router.put(f"{_TASK}/acceptance/status", operation_id="UpdateWorkforceSamplingTask", response_model_exclude_none=True)
async def end_acceptance(
    context: Context,
    dataset_id: DatasetId,
    workforce_task_id: TaskId,
    body: AcceptanceEnd,
    who: MayChange,
    _audit: Audited,
    locale: Locale = "en-us",
) -> AcceptanceEnded:
    """End an acceptance, cancel it, or look what it would replace in the dataset."""
    return await team_acceptance.finish(context, who, dataset_id, workforce_task_id, body)


@router.post(f"{_TASK}/acceptance/rollback", operation_id="RollBackWorkforceSamplingTask")
async def roll_back_acceptance(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, who: MayChange, _audit: Audited
) -> Nothing:
    """Ours: take the last acceptance back."""
    await team_acceptance.roll_back(context, who, dataset_id, workforce_task_id)
    return Nothing()


@router.post(f"{_TASK}/acceptance/batch-comment", operation_id="AcceptSamples")
async def accept_samples(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, body: SampleComments, who: MayChange, _audit: Audited
) -> Nothing:
    """Say of samples that were drawn whether they pass."""
    await team_acceptance.judge(context, who, dataset_id, workforce_task_id, body.comments)
    return Nothing()


@router.post(f"{_TASK}/data-annotations/review", operation_id="ReviewSamples")
async def review_samples(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, body: SampleComments, who: MayChange, _audit: Audited
) -> Nothing:
    """Pass what labelers have handed in, or send it back."""
    await team_samples.review_samples(context, who, dataset_id, workforce_task_id, body.comments)
    return Nothing()


@router.get(f"{_TASK}/data-annotations/samples", operation_id="ListWorkforceTaskSamples", response_model_exclude_none=True)
async def list_task_samples(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    workforce_task_id: TaskId,
    who: MayList,
    sample_state: State = "",
    worker_id: Worker = "",
    label_name: Annotated[Line, Query(max_length=1024)] = "",
    label_type: Annotated[int | None, Query(ge=0, le=999)] = None,
    low_score: Share = 0.0,
    high_score: Share = 1.0,
    search_conditions: Annotated[Line, Query(max_length=16_384, description="Conditions as JSON; all of them count.")] = "",
    order: Literal["asc", "desc"] = "desc",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    locale: Locale = "en-us",
) -> TeamSampleList:
    """List the samples of a task that the caller may see, one for each member who has it."""
    query = TeamSampleQuery(
        state=sample_state,
        worker_id=worker_id,
        page=offset,
        limit=limit,
        newest_first=order == "desc",
        filter=TeamFilter(label_name, label_type, (low_score, high_score), search_conditions),
    )
    return await team_samples.list_samples(context, who, dataset_id, workforce_task_id, query, host=request.url.hostname)


@router.put(f"{_TASK}/data-annotations/samples", operation_id="UpdateWorkforceTaskSamples", response_model_exclude_none=True)
async def update_task_samples(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    workforce_task_id: TaskId,
    body: TeamSamplesUpdate,
    who: MayChange,
    _audit: Audited,
) -> SamplesOutcome:
    """Label samples of a task, and hand them in."""
    return await team_samples.label_samples(context, who, dataset_id, workforce_task_id, body, language=language_of(request))


@router.get(
    f"{_TASK}/data-annotations/samples/{{sample_id}}",
    operation_id="DescribeWorkforceTaskSample",
    response_model_exclude_none=True,
)
async def show_task_sample(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    workforce_task_id: TaskId,
    sample_id: SampleId,
    who: MaySee,
    worker_id: Worker = "",
    sample_state: State = "",
    locale: Locale = "en-us",
) -> TeamSampleAnswer:
    """Show a sample as a member has it."""
    return await team_samples.get_sample(
        context, who, dataset_id, workforce_task_id, sample_id, worker_id=worker_id, host=request.url.hostname
    )


@router.get(f"{_TASK}/data-annotations/stats", operation_id="ListWorkforceTaskStats", response_model_exclude_none=True)
async def show_task_stats(
    context: Context,
    dataset_id: DatasetId,
    workforce_task_id: TaskId,
    who: MayRead,
    sample_state: State = "",
    locale: Locale = "en-us",
) -> TeamTaskStats:
    """Show figures of a task."""
    return await team_reports.stats(context, who, dataset_id, workforce_task_id, state=sample_state)


@router.get(f"{_TASK}/metrics", operation_id="GetWorkforceTaskMetrics")
async def show_task_metrics(
    context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, who: MayRead
) -> TeamTaskMetrics:
    """Show counts of samples by state, for each labeler."""
    return await team_reports.metrics(context, who, dataset_id, workforce_task_id)


@router.get(f"{_TASK}/report", operation_id="GetWorkforceTaskReport", response_model_exclude_none=True)
async def show_task_report(context: Context, dataset_id: DatasetId, workforce_task_id: TaskId, who: MayRead) -> TeamTaskReport:
    """Ours: show what each labeler did, and how far they agree."""
    return await team_reports.report(context, who, dataset_id, workforce_task_id)


@router.post(f"{_TASK}/notify", operation_id="SendEmails", response_model_exclude_none=True)
async def send_emails(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    workforce_task_id: TaskId,
    body: Notification,
    who: MayChange,
    _audit: Audited,
) -> BatchOutcome:
    """Write to members of a task, each by himself."""
    return await team_mail.notify(context, who, dataset_id, workforce_task_id, body.emails, language=language_of(request))
