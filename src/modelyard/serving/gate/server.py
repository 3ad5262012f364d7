"""The wire of the gate of services: HTTP/1.1 on a unix socket, spoken by the gateway only."""

import asyncio
import logging
import socket
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httptools
import orjson

from modelyard.core.errors import AppError
from modelyard.serving.gate.checks import Caller, Checks
from modelyard.serving.gate.questions import WAKE, Headers, Question, read_question

log = logging.getLogger(__name__)


class Gate:
    """Answers the gateway."""

    def __init__(self, checks: Checks) -> None:
        self._checks = checks

    async def answer(self, question: Question) -> bytes:
        """Return the answer to a question, ready to be sent."""
        try:
            if question.kind == WAKE:
                await self._checks.wake(question)
                return _render(200, {"x-gate-verdict": "yes"}, b"")
            return _admission(await self._checks.admit(question))
        except AppError as error:
            return _refusal(question, error)
        except Exception:
            # The edge: for the gateway an answer without a verdict is none.
            log.exception("gate.failed", extra={"service": question.service_id, "request_id": question.request_id})
            return _render(500, {}, b"")


def _admission(caller: Caller) -> bytes:
    facts = {
        "x-gate-verdict": "yes",
        "x-caller-credential": caller.credential,
        "x-caller-user-id": caller.user_id,
        "x-caller-user-name": caller.user_name,
        "x-caller-domain-id": caller.domain_id,
        "x-caller-domain-name": caller.domain_name,
        "x-caller-project-id": caller.project_id,
        "x-caller-project-name": caller.project_name,
    }
    if caller.ends_at is not None:
        facts["x-gate-ends-at"] = str(_milliseconds(caller.ends_at))
    return _render(200, facts, b"")


def _refusal(question: Question, error: AppError) -> bytes:
    body = {
        "error_code": error.code,
        "error_msg": error.message(question.language),
        "params": error.params,
        "request_id": question.request_id,
    }
    return _render(error.status, {"x-gate-verdict": "no"}, orjson.dumps(body, default=str))


def _render(status: int, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-length: {len(body)}\r\n"]
    # Names may be in any script; a line break in one would be a header of its own.
    lines.extend(f"{name}: {' '.join(value.split())}\r\n" for name, value in headers.items())
    return ("".join(lines) + "\r\n").encode() + body


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


class Connection(asyncio.Protocol):
    """One connection of the gateway; its questions come one after another."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._parser: Any = httptools.HttpRequestParser(self)
        self._transport: Any = None
        self._task: asyncio.Task[None] | None = None
        self._reset()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            log.warning("gate.malformed_question")
            self._transport.close()

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode("latin-1")
        question = read_question(method, self._url.decode("utf-8", "surrogateescape"), self._headers, b"".join(self._body))
        self._reset()
        self._task = asyncio.ensure_future(self._answer(question))

    async def _answer(self, question: Question) -> None:
        answer = await self._gate.answer(question)
        if self._transport is not None:
            self._transport.write(answer)

    def _reset(self) -> None:
        self._url = b""
        self._headers: Headers = []
        self._body: list[bytes] = []


async def listen(gate: Gate, path: Path) -> asyncio.AbstractServer:
    """Open the socket; nobody but our own user may connect."""
    listener = socket.socket(socket.AF_UNIX)
    _bind(listener, path)
    server: asyncio.AbstractServer = await asyncio.get_running_loop().create_unix_server(
        lambda: Connection(gate), sock=listener, backlog=1024
    )
    return server


def _bind(listener: socket.socket, path: Path) -> None:
    path.unlink(missing_ok=True)
    listener.bind(str(path))
    path.chmod(0o600)
