"""Answers in parts: what user code yields goes out as events while it goes on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import TYPE_CHECKING, Any

from model_service.runtime import models
from model_service.runtime.problems import AnsweredLate, Problem
from model_service.runtime.protocols import EVENTS_HEADER, Stream
from model_service.runtime.user_code import call

if TYPE_CHECKING:
    from model_service.runtime.app import Application

logger = logging.getLogger("model_service")

# For so long the worker goes on collecting parts before it hands them over: a change of threads for every
# token of a quick model would cost more than the token.
_COLLECT_SECONDS = 0.005


class Parts:
    """The parts of one stream, taken from user code on the worker thread, one step after the other.

    Between two steps the thread serves others; so several streams run side by side on the one thread that user code
    expects, and none of them keeps it for ever.
    """

    def __init__(self, application: Application, stream: Stream) -> None:
        self.application = application
        self.stream = stream

    async def next(self) -> tuple[list[Any], bool]:
        """Return the next parts, and whether they are the last. Raises Problem when the code does, or when it is late."""
        seconds = self.application.settings.request_timeout_seconds
        step = self.application.dispatcher.do(self._step)
        try:
            parts, is_over, error = await asyncio.wait_for(step, seconds)
        except asyncio.TimeoutError:
            raise AnsweredLate(f"The model did not go on within {seconds:g} seconds.") from None
        if error is not None and not parts:
            raise error
        if error is not None:
            self.stream.parts = _raising(error)
        return parts, is_over and error is None

    def _step(self) -> tuple[list[Any], bool, Problem | None]:
        began = time.monotonic()
        found: list[Any] = []
        while True:
            try:
                found.append(call(next, self.stream.parts))
            except StopIteration:
                return found, True, None
            except Exception as error:  # noqa: BLE001 - it is what the client is told
                problem = models.failure(error)
                return found, True, problem if isinstance(problem, Problem) else Problem(str(problem))
            if time.monotonic() - began > _COLLECT_SECONDS:
                return found, False, None

    def close(self) -> None:
        """Tell the code that nobody listens any longer."""
        close = getattr(self.stream.parts, "close", None)
        if close is not None:
            done = self.application.dispatcher.do(lambda: call(close))
            done.add_done_callback(lambda future: future.exception())


def _raising(error: Problem) -> Any:
    raise error
    yield


async def send_stream(application: Application, stream: Stream, receive: Any, send: Any) -> None:
    """Send parts as they come. The first is awaited before the status, so that an early failure has its own."""
    parts, protocol = Parts(application, stream), stream.protocol
    application.metrics.streams += 1
    gone = asyncio.ensure_future(_disconnected(receive))
    try:
        found, is_over = await parts.next()
        headers = [EVENTS_HEADER, (b"cache-control", b"no-cache"), (b"x-accel-buffering", b"no")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while not gone.done():
            body = b"".join(protocol.part(item) for item in found)
            if is_over:
                await send({"type": "http.response.body", "body": body + protocol.end()})
                return
            await send({"type": "http.response.body", "body": body, "more_body": True})
            try:
                found, is_over = await parts.next()
            except Problem as problem:
                await send({"type": "http.response.body", "body": protocol.failed_part(problem)})
                return
    finally:
        gone.cancel()
        with contextlib.suppress(RuntimeError):
            parts.close()


async def _disconnected(receive: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
