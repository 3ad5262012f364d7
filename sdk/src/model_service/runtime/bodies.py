"""Reading the bodies of requests: not more than is allowed, and not waiting for ever."""

from __future__ import annotations

import asyncio
from typing import Any

from model_service.runtime.deadlines import Deadlines
from model_service.runtime.problems import BadInput, BodyTooLarge, BodyTooSlow, WrongContentType
from model_service.runtime.protocols import Protocol, Request
from model_service.runtime.settings import Settings


class Bodies:
    """Reads bodies for one server."""

    def __init__(self, settings: Settings) -> None:
        self.limit = settings.max_body_bytes
        self.seconds = settings.body_timeout_seconds
        self._open = Deadlines(self.seconds, self._too_slow)
        self._slow: set[Any] = set()  # tasks whose client did not send its body in time

    async def read(self, protocol: Protocol, scope: Any, receive: Any) -> Request:
        """Return a request with its body. Raises Problem."""
        content_type, head_length = self._headers(scope)
        task = asyncio.current_task()
        self._open.add(task)
        try:
            message = await receive()
            body: bytes = message.get("body", b"")
            if message.get("more_body"):
                message, body = await self._rest(message, body, receive)
        except asyncio.CancelledError:
            if task not in self._slow:
                raise
            raise BodyTooSlow(f"The body did not arrive within {self.seconds:g} seconds.") from None
        finally:
            self._open.remove(task)
            self._slow.discard(task)
        if len(body) > self.limit:
            raise BodyTooLarge(f"The body has more than {self.limit} bytes, which is what this service takes.")
        if message["type"] == "http.disconnect":
            raise BadInput("The client went away.")
        return Request(body, content_type, protocol, head_length)

    def _headers(self, scope: Any) -> tuple[str, int]:
        """Return the content type and, of binary tensors, the length of the JSON before them."""
        content_type, head_length = "", 0
        for name, value in scope["headers"]:
            if name == b"content-type":
                content_type = value.decode("latin-1")
            elif name == b"content-length":
                if int(value) > self.limit:
                    raise BodyTooLarge(f"The body has {int(value)} bytes; this service takes {self.limit}.")
            elif name == b"inference-header-content-length":
                if not value.isdigit() or len(value) > 12:
                    raise BadInput("Inference-Header-Content-Length must be a whole number.")
                head_length = int(value)
            elif name == b"content-encoding" and value.strip().lower() not in {b"", b"identity"}:
                raise WrongContentType("Send the body as it is, without a content encoding.")
        return content_type, head_length

    async def _rest(self, message: Any, body: bytes, receive: Any) -> tuple[Any, bytes]:
        """Collect the further parts of a body."""
        parts, size = [body], len(body)
        while message.get("more_body"):
            if size > self.limit:
                break
            message = await receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
        return message, b"".join(parts)

    def _too_slow(self, task: Any) -> None:
        self._slow.add(task)
        task.cancel()
