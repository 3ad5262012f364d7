"""A shorter way through uvicorn for what is asked most: a small request for a prediction by an engine without code.

Such a request needs no task, no scope and no messages of ASGI. They would cost more than a small model, so it goes from
the parser to the dispatcher and its answer from there to the connection. Whatever is special in any way (other paths,
large or slow bodies, pipelining, a client that does not read, upgrades) takes the way of ASGI, which does the same.
"""

from __future__ import annotations

import http
import time
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from model_service.runtime.problems import ModelFailed, Problem
from model_service.runtime.protocols import PLAIN, Request

if TYPE_CHECKING:
    import asyncio

    from model_service.runtime.app import Application

_MOST_BYTES = 64 * 1024
_HEAD = b"HTTP/1.1 %d %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n%s\r\n"
_CLOSE = b"connection: close\r\n"
_CONTINUE = b"HTTP/1.1 100 "
_PLAIN_HEADERS = {b"content-encoding", b"transfer-encoding", b"expect", b"upgrade", b"inference-header-content-length"}


class _Never:
    """Stands for the event that uvicorn sets on what it takes for a cycle."""

    def set(self) -> None:
        """Nobody waits."""


class ShortCycle:
    """One request on the short way; it has the attributes that uvicorn's protocol touches."""

    __slots__ = ("began", "body", "content_type", "disconnected", "is_asked", "keep_alive", "more_body", "response_complete")
    message_event = _Never()

    def __init__(self, content_type: str, *, keep_alive: bool) -> None:
        self.content_type = content_type
        self.keep_alive = keep_alive
        self.body = bytearray()
        self.more_body = True
        self.disconnected = False
        self.response_complete = False
        self.is_asked = False
        self.began = time.perf_counter()


class WholeWrites:
    """What a cycle of uvicorn writes to: the head of an answer leaves together with the first of its body.

    Else a death between the two would leave half an answer, which the gateway cannot ask another instance for again.
    """

    __slots__ = ("_head", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head: bytes | None = None

    def write(self, data: bytes) -> None:
        """Keep the head, send the rest."""
        if self._head is None and not data.startswith(_CONTINUE):
            self._head = data
            return
        head, self._head = self._head or b"", b""
        self._transport.write(head + data if head else data)

    def is_closing(self) -> bool:
        """Return whether nothing can be written any more."""
        return self._transport.is_closing()

    def close(self) -> None:
        """Close the connection; a head without a body is no answer."""
        self._transport.close()


class ShortProtocol(HttpToolsProtocol):
    """uvicorn's protocol with the shorter way. `application` is set on a subclass, as uvicorn makes the instances."""

    application: Application
    before: Any = None

    def on_headers_complete(self) -> None:
        """Choose the way of a request."""
        content_type = self._may_be_short()
        if content_type is None:
            self._take_long_way()
            return
        self.before = self.cycle
        self.cycle = ShortCycle(content_type, keep_alive=self.parser.should_keep_alive())  # type: ignore[assignment]

    def _take_long_way(self) -> None:
        before = self.cycle
        super().on_headers_complete()
        if self.cycle is not before and self.scope["method"] != "HEAD":
            self.cycle.transport = WholeWrites(self.transport)  # type: ignore[assignment]

    def _may_be_short(self) -> str | None:
        """Return the content type of a request that may go the short way, else None."""
        application = self.application
        if (
            self.url != b"/"
            or not application.is_short
            or application.state != "ready"
            or self.parser.get_method() != b"POST"
            or self.flow.write_paused
            or (self.cycle is not None and not self.cycle.response_complete)
            or self.parser.get_http_version() != "1.1"
        ):
            return None
        content_type, length = "", -1
        for name, value in self.headers:
            if name == b"content-length":
                length = int(value)
            elif name == b"content-type":
                content_type = value.decode("latin-1")
            elif name in _PLAIN_HEADERS:
                return None
        return content_type if 0 <= length <= min(_MOST_BYTES, application.settings.max_body_bytes) else None

    def data_received(self, data: bytes) -> None:
        """Send what did not arrive whole the way of ASGI, where somebody watches the time."""
        super().data_received(data)
        cycle: Any = self.cycle
        if type(cycle) is ShortCycle and not cycle.is_asked and not self.transport.is_closing():
            self.cycle = self.before
            self._take_long_way()
            if cycle.body:
                self.on_body(bytes(cycle.body))

    def on_message_complete(self) -> None:
        """Ask the model."""
        cycle: Any = self.cycle
        if type(cycle) is not ShortCycle:
            super().on_message_complete()
            return
        cycle.is_asked = True
        application = self.application
        try:
            request = Request(bytes(cycle.body), cycle.content_type, PLAIN)
            application.model.prepare(request)
            future = application.dispatcher.ask(request)
        except Problem as problem:
            self._respond(cycle, problem.status, PLAIN.problem(problem))
            return
        future.add_done_callback(lambda done: self._answered(cycle, done))

    def _answered(self, cycle: ShortCycle, future: Any) -> None:
        error = future.exception()
        if error is None:
            self._respond(cycle, 200, future.result())
            return
        problem = error if isinstance(error, Problem) else ModelFailed(f"{type(error).__name__}: {error}")
        self._respond(cycle, problem.status, PLAIN.problem(problem))

    def _respond(self, cycle: ShortCycle, status: int, body: bytes) -> None:
        self.application.metrics.answered(status, time.perf_counter() - cycle.began)
        if cycle.disconnected or self.transport.is_closing():
            return
        close = b"" if cycle.keep_alive else _CLOSE
        phrase = b"OK" if status == 200 else http.HTTPStatus(status).phrase.encode()
        self.transport.write(_HEAD % (status, phrase, len(body), close) + body)
        cycle.response_complete = True
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()


def protocol_for(application: Application) -> type[HttpToolsProtocol]:
    """Return the protocol of connections to an application."""
    return type("ModelProtocol", (ShortProtocol,), {"application": application})
