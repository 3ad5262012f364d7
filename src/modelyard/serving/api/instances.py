"""Routes of single instances: logs, a terminal, replacing one. Additions of ours."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, WebSocket, WebSocketDisconnect

from modelyard.core.access import SocketCaller, allow, allow_socket
from modelyard.core.errors import AppError
from modelyard.core.http import POLICY_VIOLATION, Db, language_of, project_in_path
from modelyard.core.streams import RECHECK_SECONDS, streams_of
from modelyard.core.subject import Subject
from modelyard.core.terminals import LARGEST_COLUMNS, LARGEST_ROWS, Size, close, received
from modelyard.serving import access
from modelyard.serving.service import instances
from modelyard.serving.service.context import ServingContext, context_of
from modelyard.training.schemas.logs import LogHits, LogLines, LogRange
from modelyard.training.service import logs
from modelyard.training.service.terminals import Session
from modelyard.training.types.logs import LineLevel, LineSource

_PREFIX = "/v1/{project_id}/services/{service_id}/instances"
router = APIRouter(prefix=_PREFIX, tags=["serving"], dependencies=[Depends(project_in_path)])
sockets = APIRouter(prefix=_PREFIX, tags=["serving"])

Context = Annotated[ServingContext, Depends(context_of)]
ServiceId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]
InstanceId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9a-f]+$", description="Id of the instance.")]
Reader = Annotated[Subject, allow(access.GET_LOGS, of="service_id")]
_LARGEST_RANGE = 4 * 2**20
_NORMAL, _RESTARTS = 1000, 1012  # RFC 6455 and the registry of close codes


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
    streams = streams_of(websocket)
    streams.check(caller.who.user_id)
    terminal = await instances.open_terminal(context, caller.who, service_id, instance_id, Size(columns, rows))
    async with context.database.session() as db:
        await websocket.app.state.audit.record(db, caller.request, status=101)
    await websocket.accept()
    session = Session(terminal, lambda: received(websocket), websocket.send_bytes, caller.again, RECHECK_SECONDS)
    code, reason = _NORMAL, ""
    try:
        with streams.one_of(caller.who.user_id):
            exit_code = await session.run(streams.closing)
        reason = "" if exit_code is None else str(exit_code)
    except AppError as error:
        code, reason = POLICY_VIOLATION, error.message(language_of(caller.request)).encode()[:123].decode("utf-8", "ignore")
    except (WebSocketDisconnect, OSError):
        return
    await close(websocket, _RESTARTS if streams.closing.is_set() else code, reason)
