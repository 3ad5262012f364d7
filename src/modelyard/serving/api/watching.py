"""Routes of what happens to services: events, update logs, numbers, instances."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request

from modelyard.core.access import allow
from modelyard.core.http import ReadDb, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.serving import access
from modelyard.serving.schemas.answers import CallStatistics, EventList, InstanceList, MonitorAnswer, UpdateLogList
from modelyard.serving.service import monitoring, watching
from modelyard.serving.service.context import ServingContext, context_of

router = APIRouter(prefix="/v1/{project_id}/services/{service_id}", tags=["serving"], dependencies=[Depends(project_in_path)])

Context = Annotated[ServingContext, Depends(context_of)]
ServiceId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]
Milliseconds = Annotated[int | None, Query(ge=0, le=253_402_300_799_000, description="Milliseconds since the epoch.")]


@router.get("/events", operation_id="ShowServiceEvents")
async def show_service_events(
    request: Request,
    db: ReadDb,
    service_id: ServiceId,
    who: Annotated[Subject, allow(access.GET_EVENTS, of="service_id")],
    event_type: Literal["normal", "abnormal"] | None = None,
    event_info: Annotated[str, Query(max_length=256, pattern=r"^[^\x00]*$")] = "",
    start_time: Milliseconds = None,
    end_time: Milliseconds = None,
    sort_by: Literal["occur_time"] = "occur_time",
    order: Literal["asc", "desc"] = "desc",
    offset: Offset = 0,
    limit: Limit = 1000,
) -> EventList:
    """List what happened to a service."""
    return await watching.list_events(
        db,
        who,
        service_id,
        event_type=event_type,
        text=event_info,
        start_ms=start_time,
        end_ms=end_time,
        descending=order == "desc",
        offset=offset,
        limit=limit,
        language=language_of(request),
    )


@router.get("/logs", operation_id="ShowServiceUpdateLogs", response_model_exclude_none=True)
async def show_service_update_logs(
    request: Request,
    db: ReadDb,
    service_id: ServiceId,
    who: Annotated[Subject, allow(access.GET_LOGS, of="service_id")],
    update_time: Milliseconds = None,
) -> UpdateLogList:
    """List the configurations that a service had or was to have, the newest first."""
    return await watching.list_update_logs(db, who, service_id, update_time=update_time, language=language_of(request))


@router.get("/instances", operation_id="ListServiceInstances", response_model_exclude_none=True)
async def list_service_instances(
    request: Request,
    db: ReadDb,
    service_id: ServiceId,
    who: Annotated[Subject, allow(access.GET_SERVICE, of="service_id")],
    offset: Offset = 0,
    limit: Limit = 1000,
) -> InstanceList:
    """List the instances of a service, those that have ended included as long as their logs are kept."""
    return await watching.list_instances(db, who, service_id, offset=offset, limit=limit, language=language_of(request))


@router.get("/monitor", operation_id="ShowServiceMonitorInfo", response_model_exclude_none=True)
async def show_service_monitor_info(
    context: Context,
    service_id: ServiceId,
    who: Annotated[Subject, allow(access.GET_MONITOR, of="service_id")],
    node_id: Annotated[str | None, Query(max_length=128, pattern=r"^[^\x00]*$")] = None,
) -> MonitorAnswer:
    """Show what a service uses now, and how often it was called."""
    return await monitoring.get_monitor(context, who, service_id)


@router.get("/statistics", operation_id="ListServiceCallStatistics", response_model_exclude_none=True)
async def list_service_call_statistics(
    context: Context,
    service_id: ServiceId,
    who: Annotated[Subject, allow(access.GET_MONITOR, of="service_id")],
    start_time: Milliseconds = None,
    end_time: Milliseconds = None,
    step_minutes: Annotated[int, Query(ge=1, le=1440, description="How many minutes a point stands for.")] = 1,
) -> CallStatistics:
    """List how the calls of a service went, for each version, over time."""
    return await monitoring.get_statistics(
        context, who, service_id, start_ms=start_time, end_ms=end_time, step_minutes=step_minutes
    )
