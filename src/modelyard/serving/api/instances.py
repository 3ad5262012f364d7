"""Routes of single instances: logs, a terminal, replacing one. Additions of ours."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, WebSocket
from fastapi.responses import Response

from modelyard.core.access import Guard, SocketCaller, allow, allow_socket
from modelyard.core.http import Db, language_of, project_in_path
from modelyard.core.streams import EventStream, LastingResponse
from modelyard.core.subject import Subject
from modelyard.core.terminals import LARGEST_COLUMNS, LARGEST_ROWS, Size, serve
from modelyard.serving import access
from modelyard.serving.service import instances
from modelyard.serving.service.context import ServingContext, context_of
from modelyard.training.schemas.logs import LogHits, LogLines, LogRange
from modelyard.training.service import log_files, logs
from modelyard.training.service.log_streams import Followers, Tail, follow_log, position_of
from modelyard.training.types.logs import LineLevel, LineSource

_PREFIX = "/v1/{project_id}/services/{service_id}/instances"
router = APIRouter(prefix=_PREFIX, tags=["serving"], dependencies=[Depends(project_in_path)])
sockets = APIRouter(prefix=_PREFIX, tags=["serving"])

Context = Annotated[ServingContext, Depends(context_of)]
ServiceId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]
InstanceId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9a-f]+$", description="Id of the instance.")]
_MAY_READ = Guard(access.GET_LOGS, of="service_id")
Reader = Annotated[Subject, Depends(_MAY_READ)]
_LARGEST_RANGE = 4 * 2**20
_NEVER_KEPT = {"cache-control": "no-store, no-transform"}


def followers_of(request: Request) -> Followers:
    """Return the logs of instances that the application's callers follow."""
    if not hasattr(request.app.state, "instance_followers"):
        request.app.state.instance_followers = Followers()
    followers: Followers = request.app.state.instance_followers
    return followers


@router.get("/{instance_id}/logs", operation_id="ReadServiceInstanceLog")
async def read_log(
    *,
    context: Context,
    who: Reader,
    service_id: ServiceId,
    instance_id: InstanceId,
    offset: Annotated[int, Query(ge=-(2**53), le=2**53, description="Where to begin; from the end if negative.")] = 0,
    limit: Annotated[int, Query(ge=16, le=_LARGEST_RANGE, description="Most bytes.")] = 65_536,
) -> LogRange:
    """Read a piece of the log of an instance by its place in bytes."""
    log = await instances.log_of(context, who, service_id, instance_id)
    return await logs.read_log(log, offset=offset, limit=limit)


@router.get("/{instance_id}/logs/lines", operation_id="ListServiceInstanceLogLines")
async def list_log_lines(
    *,
    context: Context,
    who: Reader,
    service_id: ServiceId,
    instance_id: InstanceId,
    offset: Annotated[int | None, Query(ge=0, le=2**53, description="Where to begin; at the end by default.")] = None,
    backwards: Annotated[bool, Query(description="The lines before `offset` instead of those after it.")] = False,
    limit: Annotated[int, Query(ge=1, le=2000, description="Most lines, before folding.")] = 500,
    level: Annotated[list[LineLevel] | None, Query(description="Lines of which levels; all by default.")] = None,
    fold: Annotated[bool, Query(description="Show what repeats only once, with how often it comes.")] = False,
) -> LogLines:
    """List lines of the log of an instance with how bad they are."""
    return await logs.list_log_lines(
        await instances.log_of(context, who, service_id, instance_id),
        offset=offset,
        backwards=backwards,
        limit=limit,
        sources=frozenset(LineSource),
        levels=frozenset(level or LineLevel),
        folded=fold,
    )


@router.get("/{instance_id}/logs/search", operation_id="SearchServiceInstanceLog")
async def search_log(
    *,
    context: Context,
    who: Reader,
    service_id: ServiceId,
    instance_id: InstanceId,
    text: Annotated[str, Query(min_length=1, max_length=256, description="What to look for; it is no expression.")],
    ignore_case: Annotated[bool, Query(description="Whether A to Z match a to z.")] = True,
    offset: Annotated[int, Query(ge=0, le=2**53, description="Where to begin, in bytes.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="Most hits shown; all are counted.")] = 100,
) -> LogHits:
    """Find where a text occurs in the log of an instance."""
    log = await instances.log_of(context, who, service_id, instance_id)
    return await logs.search_log(log, text=text, ignore_case=ignore_case, offset=offset, limit=limit)


@router.get(
    "/{instance_id}/logs/stream",
    operation_id="FollowServiceInstanceLog",
    response_class=Response,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow_instance_log(
    *,
    request: Request,
    context: Context,
    who: Reader,
    followers: Annotated[Followers, Depends(followers_of)],
    service_id: ServiceId,
    instance_id: InstanceId,
    offset: Annotated[int, Query(ge=-(2**53), le=2**53, description="In bytes; a negative one counts from the end.")] = 0,
    last_event_id: Annotated[str | None, Header(max_length=40, description="The id of the event seen last.")] = None,
) -> Response:
    """Follow the log of an instance while it grows, as server-sent events.

    Events: `log` (a piece of the log), `end` (the instance has ended; do not come again), `error`.
    """
    log = await instances.log_of(context, who, service_id, instance_id)
    known = position_of(last_event_id)
    tail = Tail(followers, (service_id, instance_id), partial(_MAY_READ.again, request))
    content = follow_log(tail, log, offset if known is None else known.offset, language_of(request))
    return EventStream(request, content, user_id=who.user_id)


@router.get(
    "/{instance_id}/logs/file",
    operation_id="DownloadServiceInstanceLog",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def download_instance_log(
    *,
    request: Request,
    context: Context,
    who: Reader,
    service_id: ServiceId,
    instance_id: InstanceId,
    download: Annotated[bool, Query(description="Have browsers save it instead of showing it.")] = False,
) -> Response:
    """Read the whole log of an instance, as long as it is now."""
    log = await instances.log_of(context, who, service_id, instance_id)
    size = (await log.read(-1, 1)).size
    headers = {
        **_NEVER_KEPT,
        "x-content-type-options": "nosniff",
        "content-disposition": f'{"attachment" if download else "inline"}; filename="instance-{log.task}.log"',
    }
    content = log_files.log_bytes(log, 0, size)
    return LastingResponse(request, content, user_id=who.user_id, media_type="text/plain; charset=utf-8", headers=headers)


@router.delete("/{instance_id}", operation_id="ReplaceServiceInstance")
async def replace_instance(
    context: Context,
    db: Db,
    service_id: ServiceId,
    instance_id: InstanceId,
    who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")],
) -> dict[str, Any]:
    """Have an instance end after what it is doing; another one takes its place."""
    await instances.replace_instance(db, context, who, service_id, instance_id)
    return {}


def socket_context(websocket: WebSocket) -> ServingContext:
    """Return the context of the application that serves a socket."""
    context: ServingContext = websocket.app.state.serving
    return context


@sockets.websocket("/{instance_id}/terminal")
async def open_terminal(
    websocket: WebSocket,
    context: Annotated[ServingContext, Depends(socket_context)],
    caller: Annotated[SocketCaller, allow_socket(access.OPEN_TERMINAL, of="service_id")],
    service_id: str,
    instance_id: str,
    columns: Annotated[int, Query(ge=1, le=LARGEST_COLUMNS)] = 80,
    rows: Annotated[int, Query(ge=1, le=LARGEST_ROWS)] = 24,
) -> None:
    """Open a shell in an instance that runs.

    Binary messages are what is typed and what is shown; a text message `{"columns": 80, "rows": 24}` says how large the
    window is. Closed with 1000 at the shell's end, with 1008 and the reason when the caller may not (any more), with 1012
    when the platform restarts.
    """
    size = Size(columns, rows)
    await serve(
        websocket, caller, context.database, lambda: instances.open_terminal(context, caller.who, service_id, instance_id, size)
    )
