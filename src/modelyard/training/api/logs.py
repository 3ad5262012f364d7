"""Routes of logs."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import Response
from pydantic import StringConstraints

from modelyard.core.access import Guard
from modelyard.core.http import language_of, project_in_path
from modelyard.core.streams import EventStream, LastingResponse
from modelyard.core.subject import Subject
from modelyard.training import access
from modelyard.training.errors import RangeInvalid
from modelyard.training.rules.logs import byte_range, log_file_name
from modelyard.training.schemas.logs import (
    MOST_LINES,
    AttemptQuery,
    LogByLines,
    LogHits,
    LogLines,
    LogPreview,
    LogRange,
    LogURL,
)
from modelyard.training.service import log_files, logs
from modelyard.training.service.context import TrainingContext, context_of
from modelyard.training.service.log_streams import Followers, LogStream, Position, followed_task, position_of
from modelyard.training.service.runs import get_run, log_of
from modelyard.training.service.task_logs import TaskLog
from modelyard.training.types.logs import LineLevel, LineSource

router = APIRouter(prefix="/v2/{project_id}/training-jobs", tags=["training"], dependencies=[Depends(project_in_path)])

Context = Annotated[TrainingContext, Depends(context_of)]
JobIdPath = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$", description="Id of the job.")]
TaskName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z-]+$")]
TaskIdPath = Annotated[TaskName, Path(description="The name of a task, such as worker-0.")]
OffsetQuery = Annotated[int, Query(ge=-(2**53), le=2**53, description="In bytes; a negative one counts from the end.")]

_MAY_READ = Guard(access.GET_JOB, of="training_job_id")
_MAY_EXPORT = Guard(access.EXPORT_LOG, of="training_job_id")
Reader = Annotated[Subject, Depends(_MAY_READ)]
Exporter = Annotated[Subject, Depends(_MAY_EXPORT)]
_LARGEST_RANGE = 2**20
_NEVER_KEPT = {"cache-control": "no-store, no-transform"}


def followers_of(request: Request) -> Followers:
    """Return the logs that the application's callers follow."""
    if not hasattr(request.app.state, "followers"):
        request.app.state.followers = Followers()
    followers: Followers = request.app.state.followers
    return followers


@router.get("/{training_job_id}/tasks/{task_id}/logs/preview", operation_id="ShowTrainingJobLogsPreview")
async def show_log_preview(
    context: Context, who: Reader, training_job_id: JobIdPath, task_id: TaskIdPath, attempt: AttemptQuery = None
) -> LogPreview:
    """Show the newest 5 MiB of a task's log."""
    run = await get_run(context, who, training_job_id)
    return await logs.preview_log(log_of(context, who, run, task_id, attempt))


@router.get("/{training_job_id}/logs/{task_id}", operation_id="ShowTrainingJobLogsFromAom")
async def show_log_by_lines(
    context: Context,
    who: Reader,
    training_job_id: JobIdPath,
    task_id: TaskIdPath,
    base_line: Annotated[
        str, Query(max_length=20, pattern=r"^\d{0,18}$", description="`start_line` or `end_line` of an earlier answer.")
    ] = "",
    lines: Annotated[int, Query(ge=1, le=MOST_LINES)] = 50,
    order: Annotated[str, Query(pattern="^(asc|desc)$", description="`desc`: the newest lines first.")] = "desc",
) -> LogByLines:
    """Show lines of a task's log, from a line on in either direction."""
    run = await get_run(context, who, training_job_id)
    return await logs.read_log_by_lines(
        log_of(context, who, run, task_id),
        base_line=int(base_line) if base_line else None,
        lines=lines,
        newest_first=order == "desc",
    )


@router.get("/{training_job_id}/tasks/{task_id}/logs/url", operation_id="ShowObsUrlOfTrainingJobLogs")
async def show_log_url(
    request: Request, context: Context, who: Exporter, training_job_id: JobIdPath, task_id: TaskIdPath
) -> LogURL:
    """Show where the whole log can be read, by whoever may. With Content-Type application/octet-stream it is saved as a file.

    The link asks for a login or a signature. One without is made by CreateTrainingJobLogLink.
    """
    run = await get_run(context, who, training_job_id)
    log_of(context, who, run, task_id)
    saves = request.headers.get("content-type", "").startswith("application/octet-stream")
    path = request.url.path.removesuffix("url") + ("file?download=true" if saves else "file")
    return LogURL(obs_url=f"{request.url.scheme}://{request.url.netloc}{path}")


@router.get("/{training_job_id}/tasks/{task_id}/logs", operation_id="ReadTrainingJobLog")
async def read_log(
    *,
    context: Context,
    who: Reader,
    training_job_id: JobIdPath,
    task_id: TaskIdPath,
    offset: OffsetQuery = 0,
    limit: Annotated[int, Query(ge=16, le=_LARGEST_RANGE, description="Most bytes.")] = 65_536,
    attempt: AttemptQuery = None,
) -> LogRange:
    """Read a piece of a task's log by its place in bytes."""
    run = await get_run(context, who, training_job_id)
    return await logs.read_log(log_of(context, who, run, task_id, attempt), offset=offset, limit=limit)


@router.get("/{training_job_id}/tasks/{task_id}/logs/lines", operation_id="ListTrainingJobLogLines")
async def list_log_lines(
    *,
    context: Context,
    who: Reader,
    training_job_id: JobIdPath,
    task_id: TaskIdPath,
    offset: Annotated[int | None, Query(ge=0, le=2**53, description="Where to begin; at the end by default.")] = None,
    backwards: Annotated[bool, Query(description="The lines before `offset` instead of those after it.")] = False,
    limit: Annotated[int, Query(ge=1, le=2000, description="Most lines, before folding.")] = MOST_LINES,
    source: Annotated[list[LineSource] | None, Query(description="Whose lines; all by default.")] = None,
    level: Annotated[list[LineLevel] | None, Query(description="Lines of which levels; all by default.")] = None,
    fold: Annotated[bool, Query(description="Show what repeats only once, with how often it comes.")] = False,
    attempt: AttemptQuery = None,
) -> LogLines:
    """List lines of a task's log with who wrote them and how bad they are."""
    run = await get_run(context, who, training_job_id)
    return await logs.list_log_lines(
        log_of(context, who, run, task_id, attempt),
        offset=offset,
        backwards=backwards,
        limit=limit,
        sources=frozenset(source or LineSource),
        levels=frozenset(level or LineLevel),
        folded=fold,
    )


@router.get("/{training_job_id}/tasks/{task_id}/logs/search", operation_id="SearchTrainingJobLog")
async def search_log(
    *,
    context: Context,
    who: Reader,
    training_job_id: JobIdPath,
    task_id: TaskIdPath,
    text: Annotated[str, Query(min_length=1, max_length=256, description="What to look for; it is no expression.")],
    ignore_case: Annotated[bool, Query(description="Whether A to Z match a to z.")] = True,
    offset: Annotated[int, Query(ge=0, le=2**53, description="Where to begin, in bytes.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="Most hits shown; all are counted.")] = 100,
    attempt: AttemptQuery = None,
) -> LogHits:
    """Find where a text occurs in a task's log."""
    run = await get_run(context, who, training_job_id)
    log = log_of(context, who, run, task_id, attempt)
    return await logs.search_log(log, text=text, ignore_case=ignore_case, offset=offset, limit=limit)


@router.get(
    "/{training_job_id}/tasks/{task_id}/logs/stream",
    operation_id="FollowTrainingJobLog",
    response_class=Response,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow_log(
    *,
    request: Request,
    context: Context,
    who: Reader,
    followers: Annotated[Followers, Depends(followers_of)],
    training_job_id: JobIdPath,
    task_id: TaskIdPath,
    offset: OffsetQuery = 0,
    attempt: AttemptQuery = None,
    last_event_id: Annotated[str | None, Header(max_length=40, description="The id of the event seen last.")] = None,
) -> Response:
    """Follow a task's log while it grows, as server-sent events.

    Events: `state` (the job goes from one state to another), `log` (a piece of the log), `end` (the facts of the end; do
    not come again), `error`. Without `attempt`, the stream goes on with the runs that follow.
    """
    run = await get_run(context, who, training_job_id)
    log_of(context, who, run, task_id, attempt)
    followed = followed_task(context, who, run, task_id, again=partial(_MAY_READ.again, request), language=language_of(request))
    start = position_of(last_event_id) or Position(attempt, offset)
    stream = LogStream(followers, followed, start, only=attempt is not None)
    return EventStream(request, stream.events(), user_id=who.user_id)


@router.get(
    "/{training_job_id}/tasks/{task_id}/logs/file",
    operation_id="DownloadTrainingJobLog",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def download_log(
    *,
    request: Request,
    context: Context,
    who: Exporter,
    training_job_id: JobIdPath,
    task_id: TaskIdPath,
    download: Annotated[bool, Query(description="Have browsers save it instead of showing it.")] = False,
    attempt: AttemptQuery = None,
) -> Response:
    """Read the whole log of a task, as long as it is now."""
    run = await get_run(context, who, training_job_id)
    log = log_of(context, who, run, task_id, attempt)
    return await whole_log(request, log, log_file_name(run.job_id, task_id), saves=download, user_id=who.user_id)


@router.get(
    "/{training_job_id}/log-archive",
    operation_id="DownloadTrainingJobLogs",
    response_class=Response,
    responses={200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def download_logs(
    *,
    request: Request,
    context: Context,
    who: Exporter,
    training_job_id: JobIdPath,
    task: Annotated[list[TaskName] | None, Query(max_length=1000, description="Of which tasks; all by default.")] = None,
    attempt: AttemptQuery = None,
) -> Response:
    """Download the logs of several tasks in one ZIP file."""
    run = await get_run(context, who, training_job_id)
    names = dict.fromkeys(task or run.tasks)
    chosen = [(log_file_name(run.job_id, name), log_of(context, who, run, name, attempt)) for name in names]
    headers = {**_NEVER_KEPT, "content-disposition": f'attachment; filename="modelarts-job-{run.job_id}-logs.zip"'}
    content = log_files.archive_bytes(chosen)
    return LastingResponse(request, content, user_id=who.user_id, media_type="application/zip", headers=headers)


async def whole_log(request: Request, log: TaskLog, name: str, *, saves: bool, user_id: str) -> Response:
    """Answer with a whole log, or with the part of it that the header Range asks for."""
    size = (await log.read(-1, 1)).size
    begin, end, status = 0, size, 200
    headers = {
        **_NEVER_KEPT,
        "accept-ranges": "bytes",
        "x-content-type-options": "nosniff",
        "content-disposition": f'{"attachment" if saves else "inline"}; filename="{name}"',
    }
    wanted = byte_range(request.headers.get("range", ""), size)
    if wanted is not None:
        begin, end = wanted
        if begin >= end:
            raise RangeInvalid(field="Range", value=request.headers["range"][:100], size=size)
        status, headers["content-range"] = 206, f"bytes {begin}-{end - 1}/{size}"
    return LastingResponse(
        request,
        log_files.log_bytes(log, begin, end, marks_gaps=wanted is None),
        user_id=user_id,
        media_type="text/plain; charset=utf-8",
        headers=headers,
        status_code=status,
    )
