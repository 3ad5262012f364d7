"""The terminal of a task, over a web socket: bytes both ways, and the size of the window as JSON."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, WebSocket

from modelyard.core.access import SocketCaller, allow_socket
from modelyard.core.terminals import LARGEST_COLUMNS, LARGEST_ROWS, Size, serve
from modelyard.training import access
from modelyard.training.service import terminals
from modelyard.training.service.context import TrainingContext

router = APIRouter(prefix="/v2/{project_id}/training-jobs", tags=["training"])


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
    size = Size(columns, rows)
    await serve(
        websocket,
        caller,
        context.database,
        lambda: terminals.open_terminal(context, caller.who, training_job_id, task_id, size),
    )
