"""Routes of the audit trail."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from modelyard.core.access import allow
from modelyard.core.clock import from_milliseconds
from modelyard.core.http import ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.access import authentication as actions
from modelyard.iam.api.shared import ProjectPath
from modelyard.iam.queries.traces import TraceFilter
from modelyard.iam.schemas.traces import TraceRating, TracesAnswer
from modelyard.iam.service import traces

router = APIRouter(prefix="/v3/{project_id}/traces", tags=["cts"])

Text = Annotated[str | None, Query(max_length=350, pattern=r"^[^\x00]*$")]
Moment = Annotated[int | None, Query(ge=0, le=4_102_416_000_000)]


def filter_asked(
    from_: Annotated[int | None, Query(alias="from", ge=0, le=4_102_416_000_000)] = None,
    to: Moment = None,
    user: Text = None,
    service_type: Text = None,
    resource_type: Text = None,
    resource_id: Text = None,
    trace_name: Text = None,
    trace_id: Text = None,
    trace_rating: TraceRating | None = None,
    access_key_id: Text = None,
) -> TraceFilter:
    """Return which records are wanted; `from` and `to` are milliseconds since the epoch."""
    return TraceFilter(
        since=from_milliseconds(from_) if from_ is not None else None,
        until=from_milliseconds(to) if to is not None else None,
        user=user,
        service=service_type.lower() if service_type else None,
        resource_type=resource_type,
        resource_id=resource_id,
        name=trace_name,
        trace_id=trace_id,
        access_key=access_key_id,
        failed=traces.STATUS_OF_RATING[trace_rating] if trace_rating else None,
    )


@router.get("", operation_id="ListTraces", summary="Read the audit trail")
async def list_traces(
    who: Annotated[Subject, allow(actions.LIST_TRACES)],
    db: ReadDb,
    project_id: ProjectPath,
    wanted: Annotated[TraceFilter, Depends(filter_asked)],
    trace_type: Literal["system", "data"] = "system",
    limit: Annotated[int, Query(ge=1, le=200)] = 10,
    next_marker: Annotated[str | None, Query(alias="next", max_length=64)] = None,
) -> TracesAnswer:
    """Read who did what, the newest first. `next` is the marker of the page before."""
    return await traces.list_traces(db, who, project_id, wanted, limit=limit, marker=next_marker)
