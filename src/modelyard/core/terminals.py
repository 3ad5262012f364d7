"""Terminals over web sockets: binary messages are what is typed and shown, text messages say how large the window is."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import orjson
from fastapi import WebSocket, WebSocketDisconnect

from modelyard.core.access import SocketCaller
from modelyard.core.db import Database
from modelyard.core.errors import AppError
from modelyard.core.http import POLICY_VIOLATION, language_of
from modelyard.core.streams import RECHECK_SECONDS, streams_of

LARGEST_COLUMNS, LARGEST_ROWS = 1000, 500
_NORMAL, _RESTARTS = 1000, 1012  # RFC 6455 and the registry of close codes
_LONGEST_REASON = 123


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


class Shell(Protocol):
    """A program on a pseudo terminal."""

    async def read(self) -> bytes:
        """Return what it wrote; empty at its end."""
        ...

    async def write(self, data: bytes) -> None:
        """Send it what was typed."""
        ...

    async def resize(self, columns: int, rows: int) -> None:
        """Tell it the size of the window."""
        ...

    async def close(self) -> int | None:
        """End it, and return its exit code."""
        ...


@dataclass
class Session:
    """One open terminal with its two directions.

    receive: what the client sends next: bytes that were typed, or the size of its window; None when it has gone.
    send: shows it something. again: raises when it may not do this any more; asked every so many seconds.
    """

    terminal: Shell
    receive: Callable[[], Awaitable[bytes | Size | None]]
    send: Callable[[bytes], Awaitable[None]]
    again: Callable[[], Awaitable[None]]
    check_seconds: float

    async def run(self, closing: asyncio.Event) -> int | None:
        """Pass everything on until the shell ends, the client goes or the process is told to stop; the exit code.

        Raises what `again` raises. The shell and what it started in the foreground have ended when this returns.
        """
        parts = [self._show(), self._type(), self._check(), closing.wait()]
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            code = await self._end()
        for task in done:
            task.result()
        return code

    async def _end(self) -> int | None:
        # The task may have ended, and its supervisor with it.
        with contextlib.suppress(OSError, AppError):
            return await self.terminal.close()
        return None

    async def _show(self) -> None:
        while content := await self.terminal.read():
            await self.send(content)

    async def _type(self) -> None:
        while (message := await self.receive()) is not None:
            if isinstance(message, Size):
                await self.terminal.resize(message.columns, message.rows)
            else:
                await self.terminal.write(message)

    async def _check(self) -> None:
        while True:
            await asyncio.sleep(self.check_seconds)
            await self.again()


async def serve(
    websocket: WebSocket, caller: SocketCaller, database: Database, open_shell: Callable[[], Awaitable[Shell]]
) -> None:
    """Open a shell for a caller and carry it over a socket until either side, the right to it or the process ends.

    It is audited, and counts among the streams of the caller. Closed with 1000 at the shell's end, with its exit code; with
    1008 and the reason when the caller may not any more; with 1012 when the platform restarts. Raises what `open_shell` raises,
    and TooManyStreams, before the socket is accepted.
    """
    streams = streams_of(websocket)
    code, reason = _NORMAL, ""
    with streams.one_of(caller.who.user_id):
        shell = await open_shell()
        async with database.session() as db:
            await websocket.app.state.audit.record(db, caller.request, status=101)
        await websocket.accept()
        session = Session(shell, lambda: received(websocket), websocket.send_bytes, caller.again, RECHECK_SECONDS)
        try:
            exit_code = await session.run(streams.closing)
            reason = "" if exit_code is None else str(exit_code)
        except AppError as error:
            text = error.message(language_of(caller.request)).encode()[:_LONGEST_REASON]
            code, reason = POLICY_VIOLATION, text.decode("utf-8", "ignore")
        except (WebSocketDisconnect, OSError):
            return
    await close(websocket, _RESTARTS if streams.closing.is_set() else code, reason)
