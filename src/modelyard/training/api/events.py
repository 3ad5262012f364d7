"""Routes of events, stages and tasks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from modelyard.core.access import allow
from modelyard.core.clock import from_milliseconds
from modelyard.core.http import language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.training import access
from modelyard.training.api.logs import Context, JobIdPath, Reader
from modelyard.training.errors import TimesIncomplete
from modelyard.training.rules.events import iso_time
from modelyard.training.schemas.event_lists import EventCategories, JobEvents, JobStages, TaskHistory
from modelyard.training.service import job_events, tasks
from modelyard.training.service.job_events import EventFilter
from modelyard.training.types.logs import EventLevel

router = APIRouter(prefix="/v2/{project_id}", tags=["training"], dependencies=[Depends(project_in_path)])

Milliseconds = Annotated[int | None, Query(ge=0, le=253_402_300_799_999, description="In milliseconds since the epoch.")]


@router.get("/training-jobs/{training_job_id}/events", operation_id="ListTrainingJobEvents")
async def list_events(
    *,
    request: Request,
    context: Context,
    who: Reader,
    training_job_id: JobIdPath,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="Number of the page, from 0.")] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    order: Annotated[str, Query(pattern="^(asc|desc)$", description="`desc`: the newest first.")] = "desc",
    start_time: Milliseconds = None,
    end_time: Milliseconds = None,
    level: Annotated[str, Query(pattern="^(|Info|Warning|Error)$", description="Events of one level only.")] = "",
    pattern: Annotated[str, Query(max_length=256, description="What the message holds.")] = "",
    source: Annotated[str, Query(pattern="^(|K8S|Job|Task)$", description="Who it happened to.")] = "",
) -> JobEvents:
    """List what happened to a training job, a page at a time: `offset` counts pages, as the public clients do."""
    if (start_time is None) != (end_time is None):
        raise TimesIncomplete(field="end_time" if end_time is None else "start_time")
    start = None if start_time is None else from_milliseconds(start_time)
    end = None if end_time is None else from_milliseconds(end_time)
    if start is not None and end is not None and start > end:
        raise TimesIncomplete(field="start_time")
    wanted = EventFilter(start, end, EventLevel(level) if level else None, pattern, source)
    events, total = await job_events.list_job_events(
        context,
        who,
        training_job_id,
        wanted=wanted,
        newest_first=order == "desc",
        offset=offset * limit,
        limit=limit,
        language=language_of(request),
    )
    return JobEvents(
        total=total,
        limit=limit,
        offset=offset,
        order=order,
        start_time="" if start is None else iso_time(start),
        end_time="" if end is None else iso_time(end),
        events=events,
    )


@router.get("/training-event-categories", operation_id="ListEventCategories")
async def list_event_categories(request: Request, who: Annotated[Subject, allow(access.LIST_JOBS)]) -> EventCategories:
    """List the kinds of events."""
    return job_events.list_event_categories(language_of(request))


@router.get("/training-jobs/{training_job_id}/stages", operation_id="ListTrainingJobStages")
async def list_stages(context: Context, who: Reader, training_job_id: JobIdPath) -> JobStages:
    """List the stages of every run of a training job."""
    return await tasks.list_stages(context, who, training_job_id)


@router.get("/training-jobs/{training_job_id}/tasks", operation_id="ListTrainingJobTasks")
async def list_tasks(
    context: Context,
    who: Reader,
    training_job_id: JobIdPath,
    schedule_count: Annotated[int | None, Query(ge=1, le=10_000, description="Of which run; of all by default.")] = None,
) -> list[TaskHistory]:
    """List where the tasks of a training job run or ran."""
    return await tasks.list_tasks(context, who, training_job_id, attempt=schedule_count)
