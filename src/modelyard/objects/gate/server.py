"""The wire of the gate: HTTP/1.1 on two unix sockets, one where the gateway asks, one where it sends what we answer.

A check costs one message on a connection that stays open and, for a caller who is known, no task and no waiting.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httptools

from modelyard.core.ids import new_request_id
from modelyard.objects.gate.answers import XML_TYPE, Answer, Answers
from modelyard.objects.gate.checks import Admitted, Checks
from modelyard.objects.rules import xml
from modelyard.objects.rules.operations import Handler
from modelyard.objects.rules.requests import Refused, StorageRequest

log = logging.getLogger(__name__)

# The gateway puts this before the path of what it asks about.
CHECK_PREFIX = "/check"
# Headers between gateway and gate. Clients cannot send them: the gateway forgets them on arrival.
TO_HEADER, PATH_HEADER, LENGTH_HEADER = "x-gate-to", "x-gate-path", "x-gate-length"
LARGEST_BODY_BYTES = 2**20
_TO_GATE = f"HTTP/1.1 200 OK\r\n{TO_HEADER}: gate\r\ncontent-length: 0\r\n\r\n".encode()

Respond = Callable[[StorageRequest, bytes], "bytes | Awaitable[bytes]"]


class Gate:
    """Checks and serves requests of the storage port."""

    def __init__(self, checks: Checks, answers: Answers) -> None:
        self._checks = checks
        self._answers = answers

    def check(self, request: StorageRequest, _body: bytes) -> "bytes | Awaitable[bytes]":
        """Answer the gateway whether a request may go on, and how it is put to the store."""
        try:
            attempt = self._checks.read(request)
            if attempt.plan.operation.handler is Handler.GATE:
                return _TO_GATE  # it is checked when it arrives there
            admitted = self._checks.admit_now(attempt)
        except Refused as refused:
            return _denial(request, refused)
        if admitted is None:
            return self._check_later(request, attempt)
        return self._permission(admitted)

    async def serve(self, request: StorageRequest, body: bytes) -> bytes:
        """Check and answer a request."""
        try:
            attempt = self._checks.read(request)
            try:
                admitted = await self._checks.admit(attempt)
                answer = await self._answers.answer(admitted, body)
            except Refused as refused:
                await self._answers.note_refusal(attempt, refused)
                raise
        except Refused as refused:
            answer = error_answer(request, refused)
        return _render(answer, with_body=request.method != "HEAD")

    def _permission(self, admitted: Admitted) -> bytes:
        changed, dropped = self._checks.headers_for_store(admitted)
        path = admitted.attempt.plan.path
        lines = [f"HTTP/1.1 200 OK\r\n{TO_HEADER}: store\r\n{PATH_HEADER}: {path}\r\ncontent-length: 0\r\n"]
        if dropped:
            lines.append(f"x-envoy-auth-headers-to-remove: {','.join(dropped)}\r\n")
        lines.extend(f"{name}: {value}\r\n" for name, value in changed.items())
        return ("".join(lines) + "\r\n").encode()

    async def _check_later(self, request: StorageRequest, attempt: Any) -> bytes:
        try:
            return self._permission(await self._checks.admit(attempt))
        except Refused as refused:
            return _denial(request, refused)


def error_answer(request: StorageRequest, refused: Refused) -> Answer:
    """Return the error of the storage protocol for a refusal."""
    request_id = request.headers.get("x-request-id") or new_request_id()
    body = xml.error_body(refused.code, refused.message, resource=request.path, request_id=request_id)
    return Answer(refused.status, body, {**XML_TYPE, "x-amz-request-id": request_id})


def _denial(request: StorageRequest, refused: Refused) -> bytes:
    if refused.status >= 500:
        # The gateway would take it for a failure of the gate itself; so it is told when the request arrives there.
        return _TO_GATE
    return _render(error_answer(request, refused))


def _render(answer: Answer, *, with_body: bool = True) -> bytes:
    body = answer.body if with_body else b""
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"]
    lines.extend(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    if answer.status != 204:
        lines.append(f"content-length: {len(body)}\r\n")
    return ("".join(lines) + "\r\n").encode() + body


class Connection(asyncio.Protocol):
    """One connection of the gateway; its requests come one after another."""

    def __init__(self, respond: Respond, prefix: str) -> None:
        self._respond = respond
        self._prefix = prefix
        self._parser: Any = httptools.HttpRequestParser(self)
        self._transport: Any = None
        self._task: asyncio.Task[None] | None = None
        self._reset()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        # What is under way (a bucket being made) runs to its end; only its answer is lost.
        self._transport = None

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._transport.close()
        except httptools.HttpParserError:
            log.warning("gate.malformed_request")
            self._transport.close()

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        key, text = name.decode("latin-1").lower(), value.decode("utf-8", "surrogateescape")
        self._headers[key] = f"{self._headers[key]},{text}" if key in self._headers else text

    def on_body(self, body: bytes) -> None:
        self._size += len(body)
        if self._size <= LARGEST_BODY_BYTES:
            self._body.append(body)

    def on_message_complete(self) -> None:
        request = self._request(self._parser.get_method().decode("latin-1"))
        too_large, body = self._size > LARGEST_BODY_BYTES, b"".join(self._body)
        self._reset()
        if too_large:
            refused = Refused(400, "EntityTooLarge", f"The body of this request has at most {LARGEST_BODY_BYTES} bytes.")
            self._write(_render(error_answer(request, refused)))
            return
        try:
            answer = self._respond(request, body)
        except Exception as error:  # noqa: BLE001 - the edge: it is logged, and the gateway takes 500 for no
            self._write(self._failure(request, error))
            return
        if isinstance(answer, bytes):
            self._write(answer)
        else:
            self._task = asyncio.ensure_future(self._write_later(request, answer))

    async def _write_later(self, request: StorageRequest, answer: Awaitable[bytes]) -> None:
        try:
            self._write(await answer)
        except Exception as error:  # noqa: BLE001 - as above
            self._write(self._failure(request, error))

    def _failure(self, request: StorageRequest, error: Exception) -> bytes:
        fields = {"path": request.path, "request_id": request.headers.get("x-request-id", "")}
        log.error("gate.failed", exc_info=error, extra=fields)
        return _render(error_answer(request, Refused(500, "InternalError", "Something went wrong. Give the request id.")))

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def _request(self, method: str) -> StorageRequest:
        target = self._url.decode("utf-8", "surrogateescape").removeprefix(self._prefix)
        path, _, query = target.partition("?")
        length = self._headers.pop(LENGTH_HEADER, "")
        if length not in {"", "-"}:
            # The gateway asks without a body; clients of version 4 may have signed its length all the same.
            self._headers["content-length"] = length
        return StorageRequest(method, path, query, self._headers)

    def _reset(self) -> None:
        self._url = b""
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._size = 0


async def listen(gate: Gate, *, check_socket: Path, serve_socket: Path) -> list[asyncio.AbstractServer]:
    """Open both sockets; nobody but our own user may connect."""
    loop = asyncio.get_running_loop()
    servers: list[asyncio.AbstractServer] = []
    for path, respond, prefix in ((check_socket, gate.check, CHECK_PREFIX), (serve_socket, gate.serve, "")):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        server = await loop.create_unix_server(
            lambda respond=respond, prefix=prefix: Connection(respond, prefix),  # type: ignore[misc]
            str(path),
            backlog=1024,
        )
        path.chmod(0o600)
        servers.append(server)
    return servers
