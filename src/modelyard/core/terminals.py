"""Terminals over web sockets: binary messages are what is typed and shown, text messages say how large the window is."""

from dataclasses import dataclass

import orjson
from fastapi import WebSocket

LARGEST_COLUMNS, LARGEST_ROWS = 1000, 500


@dataclass(frozen=True)
class Size:
    """How large the window is, in characters."""

    columns: int = 80
    rows: int = 24


async def received(websocket: WebSocket) -> bytes | Size | None:
    """Return what the client sent next; None when it has gone. What is neither is typed nor a size is passed over."""
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        if message.get("bytes") is not None:
            return bytes(message["bytes"])
        size = _size(message.get("text") or "")
        if size is not None:
            return size


async def close(websocket: WebSocket, code: int, reason: str) -> None:
    """Close a socket, unless the client was quicker."""
    try:
        await websocket.close(code, reason)
    except (RuntimeError, OSError):
        return


def _size(text: str) -> Size | None:
    try:
        wanted = orjson.loads(text)
        columns, rows = int(wanted["columns"]), int(wanted["rows"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
    return Size(min(max(columns, 1), LARGEST_COLUMNS), min(max(rows, 1), LARGEST_ROWS))
