"""The terminal of a task, over a web socket: bytes both ways, and the size of the window as JSON."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, WebSocket, WebSocketDisconnect

from modelyard.core.access import SocketCaller, allow_socket
from modelyard.core.errors import AppError
from modelyard.core.http import POLICY_VIOLATION, language_of
from modelyard.core.streams import RECHECK_SECONDS, streams_of
from modelyard.core.terminals import LARGEST_COLUMNS, LARGEST_ROWS, Size, close, received
from modelyard.training import access
from modelyard.training.service import terminals
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.terminals import Session

router = APIRouter(prefix="/v2/{project_id}/training-jobs", tags=["training"])

_NORMAL, _RESTARTS = 1000, 1012  # RFC 6455 and the registry of close codes


def socket_context(websocket: WebSocket) -> TrainingContext:
    """Return the context of the application that serves a socket."""
    context: TrainingContext = websocket.app.state.training
    return context


@router.websocket("/{training_job_id}/tasks/{task_id}/terminal")
async def open_terminal(
    websocket: WebSocket,
    context: Annotated[TrainingContext, Depends(socket_context)],
    caller: Annotated[SocketCaller, allow_socket(access.OPEN_TERMINAL, of="training_job_id")],
    training_job_id: str,
    task_id: str,
    columns: Annotated[int, Query(ge=1, le=LARGEST_COLUMNS)] = 80,
    rows: Annotated[int, Query(ge=1, le=LARGEST_ROWS)] = 24,
) -> None:
    """Open a shell in a running task.

    Binary messages are what is typed and what is shown; a text message `{"columns": 80, "rows": 24}` says how large the
    window is. Closed with 1000 at the shell's end, with 1008 and the reason when the caller may not (any more), with 1012
    when the platform restarts.
    """
    streams = streams_of(websocket)
    streams.check(caller.who.user_id)
    terminal = await terminals.open_terminal(context, caller.who, training_job_id, task_id, Size(columns, rows))
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
