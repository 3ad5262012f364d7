"""Answers that last: server-sent events, and how many of such a caller may have at once.

They hold no session. They end when the client is gone, when the process is told to stop, or when what they tell of ends.
"""

import asyncio
import contextlib
import weakref
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Any

import orjson
from fastapi import Request
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from modelyard.core.errors import TooManyStreams

# Sent when nothing happened for a while, so that nobody on the way takes the connection for dead.
HEARTBEAT = b": \n\n"
HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 15.0
MOST_PER_USER = 20


class Streams:
    """The lasting answers of a process; one for each process, as `app.state.streams`.

    closing: set when the process is told to stop; every stream ends then, and clients come again by themselves.
    """

    def __init__(self, most_per_user: int = MOST_PER_USER) -> None:
        self.closing = asyncio.Event()
        self._most = most_per_user
        self._open: Counter[str] = Counter()

    def take(self, user_id: str) -> "Held":
        """Count one more of a user until it is released. Raises TooManyStreams when he has as many as he may."""
        if self._open[user_id] >= self._most:
            raise TooManyStreams(quota="streams", limit=self._most)
        self._open[user_id] += 1
        return Held(self._open, user_id)

    @contextlib.contextmanager
    def one_of(self, user_id: str) -> Iterator[None]:
        """Count one more of a user for as long as the block lasts. Raises TooManyStreams."""
        held = self.take(user_id)
        try:
            yield
        finally:
            held.release()


class Held:
    """One stream of a user's share. It is given back when it is released, or when nobody holds it any more."""

    def __init__(self, counted: "Counter[str]", user_id: str) -> None:
        self.release = weakref.finalize(self, _give_back, counted, user_id)
        self.release.atexit = False


def _give_back(counted: "Counter[str]", user_id: str) -> None:
    counted[user_id] -= 1
    if not counted[user_id]:
        del counted[user_id]


def streams_of(connection: HTTPConnection) -> Streams:
    """Return the streams of the application that serves a request."""
    if not hasattr(connection.app.state, "streams"):
        connection.app.state.streams = Streams()
    streams: Streams = connection.app.state.streams
    return streams


def event(name: str, data: Any, event_id: str | None = None) -> bytes:
    """Return one server-sent event. data: anything that JSON can say; it never holds a line break then."""
    head = f"event: {name}\n" if event_id is None else f"id: {event_id}\nevent: {name}\n"
    return head.encode() + b"data: " + orjson.dumps(data) + b"\n\n"


class LastingResponse(Response):
    """Sends what a generator yields, at the pace of the client, and always closes the generator.

    A client that reads slowly makes its own generator wait, nothing else; nothing is queued for it.
    user_id: whose stream it is; refused with TooManyStreams before anything is sent when he has too many.
    """

    def __init__(
        self,
        request: Request,
        content: AsyncGenerator[bytes, None],
        *,
        user_id: str,
        media_type: str,
        headers: Mapping[str, str] | None = None,
        status_code: int = 200,
    ) -> None:
        self._streams = streams_of(request)
        # Counted from here on: many that are asked for at once are not all let in because none has begun yet.
        self._held = self._streams.take(user_id)
        self._content = content
        super().__init__(None, status_code, headers, media_type)
        if "content-length" not in {name.lower() for name in headers or {}}:
            self.raw_headers = [pair for pair in self.raw_headers if pair[0] != b"content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await self._stream(receive, send)
        finally:
            self._held.release()
        with contextlib.suppress(OSError):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _stream(self, receive: Receive, send: Send) -> None:
        pump = asyncio.create_task(self._pump(send))
        others = [asyncio.create_task(_gone(receive)), asyncio.create_task(self._streams.closing.wait())]
        try:
            await asyncio.wait([pump, *others], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (pump, *others):
                task.cancel()
            results = await asyncio.gather(pump, *others, return_exceptions=True)
            await self._content.aclose()
        if isinstance(results[0], Exception) and not isinstance(results[0], OSError):
            raise results[0]

    async def _pump(self, send: Send) -> None:
        async for piece in self._content:
            await send({"type": "http.response.body", "body": piece, "more_body": True})


class EventStream(LastingResponse):
    """Server-sent events."""

    def __init__(self, request: Request, content: AsyncGenerator[bytes, None], *, user_id: str) -> None:
        headers = {"cache-control": "no-store, no-transform", "x-accel-buffering": "no"}
        super().__init__(request, content, user_id=user_id, media_type="text/event-stream", headers=headers)


async def _gone(receive: Receive) -> None:
    """Return when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
