"""WebSockets: each message is a request and is answered by one message, or by as many as user code yields.

A class with a method `websocket(connection)` has the connection to itself instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from typing import TYPE_CHECKING, Any

from model_service.runtime import models
from model_service.runtime.problems import BodyTooLarge, NotReady, Problem
from model_service.runtime.protocols import PLAIN, Answer, Request, Stream
from model_service.runtime.streams import Parts
from model_service.runtime.user_code import call

if TYPE_CHECKING:
    from model_service.runtime.app import Application

_POLICY, _GOING_AWAY, _FAILED = 1008, 1001, 1011


async def converse(application: Application, scope: Any, receive: Any, send: Any) -> None:
    """Serve one connection to its end."""
    await receive()  # websocket.connect
    if scope["path"] not in application.paths or application.state != "ready":
        await send({"type": "websocket.close", "code": _POLICY})
        return
    await send({"type": "websocket.accept"})
    method = getattr(getattr(application.model, "service", None), "websocket", None)
    if callable(method):
        await _hand_over(application, method, receive, send)
    else:
        await _answer_messages(application, receive, send)


async def _answer_messages(application: Application, receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        application.metrics.messages_in += 1
        body = message.get("bytes")
        body = (message.get("text") or "").encode() if body is None else body
        try:
            await _answer(application, body, send)
        except Problem as problem:
            await _say(application, send, PLAIN.problem(problem))
        if application.state != "ready":
            with contextlib.suppress(Exception):
                await send({"type": "websocket.close", "code": _GOING_AWAY})
            return


async def _answer(application: Application, body: bytes, send: Any) -> None:
    limit = application.settings.max_body_bytes
    if len(body) > limit:
        raise BodyTooLarge(f"The message has {len(body)} bytes; this service takes {limit}.")
    if application.state != "ready":
        raise NotReady(f"The model is not ready: {application.reason}.")
    request = Request(body, "application/json", PLAIN)
    application.model.prepare(request)
    found = await application.dispatcher.ask(request)
    if isinstance(found, Stream):
        parts = Parts(application, found)
        try:
            is_over = False
            while not is_over:
                items, is_over = await parts.next()
                for item in items:
                    text = item.encode() if isinstance(item, str) else PLAIN.write(item, request)
                    await _say(application, send, text)
        finally:
            parts.close()
    else:
        await _say(application, send, found.body if isinstance(found, Answer) else found)


async def _say(application: Application, send: Any, body: bytes) -> None:
    application.metrics.messages_out += 1
    try:
        await send({"type": "websocket.send", "text": body.decode()})
    except UnicodeDecodeError:
        await send({"type": "websocket.send", "bytes": body})


class Connection:
    """What user code gets: messages in and out, in a thread of its own. Iterate over it for the messages."""

    def __init__(self, application: Application, send: Any) -> None:
        self._application = application
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.is_open = True

    def receive(self) -> str | bytes | None:
        """Wait for the next message; None when the client has gone."""
        return self._messages.get() if self.is_open or not self._messages.empty() else None

    def __iter__(self) -> Connection:
        return self

    def __next__(self) -> str | bytes:
        message = self.receive()
        if message is None:
            raise StopIteration
        return message

    def send(self, message: str | bytes | dict[str, Any] | list[Any]) -> None:
        """Send text, bytes, or something that is written as JSON. Raises ConnectionError when the client has gone."""
        if not self.is_open:
            raise ConnectionError("the client has gone")
        if isinstance(message, (dict, list)):
            message = PLAIN.write(message, None).decode()  # type: ignore[arg-type]
        key = "text" if isinstance(message, str) else "bytes"
        self._application.metrics.messages_out += 1
        asyncio.run_coroutine_threadsafe(self._send({"type": "websocket.send", key: message}), self._loop).result()

    def arrived(self, message: Any) -> None:
        """Hand a message over, or None at the end."""
        self.is_open = self.is_open and message is not None
        self._messages.put(message)


async def _hand_over(application: Application, method: Any, receive: Any, send: Any) -> None:
    connection = Connection(application, send)
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Exception | None] = loop.create_future()

    def finish(error: Exception | None) -> None:
        if not done.done():
            done.set_result(error)

    def run() -> None:
        error: Exception | None = None
        try:
            call(method, connection)
        except Exception as raised:  # noqa: BLE001 - the connection ends with it
            error = raised if isinstance(raised, ConnectionError) else models.failure(raised)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(finish, error)

    threading.Thread(target=run, name="websocket", daemon=True).start()
    listening: asyncio.Future[Any] = asyncio.ensure_future(_listen(application, connection, receive))
    both: list[asyncio.Future[Any]] = [listening, done]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    if not done.done():
        connection.arrived(None)
        return
    listening.cancel()
    error = done.result()
    if connection.is_open:
        reason = str(error)[:100] if error is not None else ""
        await send({"type": "websocket.close", "code": 1000 if error is None else _FAILED, "reason": reason})


async def _listen(application: Application, connection: Connection, receive: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        application.metrics.messages_in += 1
        text = message.get("text")
        connection.arrived(message.get("bytes") if text is None else text)
