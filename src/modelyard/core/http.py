"""What all routes share: sessions, the one error body, request ids, audit.

`server` builds the application; capabilities only use `Db`, `ReadDb` and `language_of`.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Protocol

import orjson
from fastapi import Depends, FastAPI, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from modelyard.core.db import Database
from modelyard.core.errors import (
    AppError,
    ForeignOrigin,
    InternalError,
    Invalid,
    InvalidPayload,
    MethodNotAllowed,
    RouteNotFound,
    TooLarge,
)
from modelyard.core.i18n import Language, choose_language
from modelyard.core.ids import new_request_id

log = logging.getLogger(__name__)

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ENCODED_DECISION = "encoded_authorization_message"
POLICY_VIOLATION = 1008  # RFC 6455, 7.4.1


class AuditSink(Protocol):
    """Where mutating calls are written down."""

    async def record(self, db: AsyncSession, request: Request, *, status: int, error_code: str | None = None) -> None:
        """Write an audit record of this request in the transaction of `db`."""
        ...


async def open_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Give a route its transaction, and write its audit record into it.

    The record of a mutating call is part of the change: either both are kept or neither.
    """
    database: Database = request.app.state.database
    async with database.session() as db:
        yield db
        if request.method not in _READING and not getattr(request.state, "audited", False):
            await _sink(request).record(db, request, status=_success_status(request))
            request.state.audited = True


async def audit_after(request: Request) -> AsyncIterator[None]:
    """Write the audit record of a route that has no session of its own, after it did its work."""
    yield
    if request.method not in _READING and not getattr(request.state, "audited", False):
        async with request.app.state.database.session() as db:
            await _sink(request).record(db, request, status=_success_status(request))
        request.state.audited = True


async def open_read_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Give a reading route its session."""
    database: Database = request.app.state.database
    async with database.read_session() as db:
        yield db


# The function scope makes the commit happen before the answer leaves.
Db = Annotated[AsyncSession, Depends(open_session, scope="function")]
ReadDb = Annotated[AsyncSession, Depends(open_read_session, scope="function")]

# For routes that work outside the database and must not hold a session meanwhile.
Audited = Annotated[None, Depends(audit_after, scope="function")]


async def project_in_path(project_id: Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]) -> None:
    """Declare `{project_id}` for a router whose routes do not ask for it; that it is the caller's is the guard's to check."""


def language_of(request: Request) -> Language:
    """Return the language of the answer."""
    return choose_language(request.headers)


class RequestIdMiddleware:
    """Puts `X-Request-Id` on every answer: the one of the gateway, or a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        request_id = given if given.replace("-", "").isalnum() and len(given) <= 64 else new_request_id()
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        await self._app(scope, receive, send_with_id)


def install_error_handlers(app: FastAPI) -> None:
    """Render every failure of an application in the one body."""

    async def on_app_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, AppError)
        await _audit_failure(request, error)
        return error_response(request, error)

    async def on_validation_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        problem = InvalidPayload(**_first_problem(error), problems=[_problem(item) for item in error.errors()[:20]])
        await _audit_failure(request, problem)
        return error_response(request, problem)

    async def on_http_exception(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return error_response(request, _translate(request, error), headers=error.headers)

    async def on_bug(request: Request, error: Exception) -> Response:
        log.error("request.failed", exc_info=error, extra={"request_id": request.state.request_id, "path": request.url.path})
        # Starlette answers bugs outside of all middleware, so the id is put on here.
        return error_response(request, InternalError(), headers={"X-Request-Id": request.state.request_id})

    app.add_exception_handler(AppError, on_app_error)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(Exception, on_bug)


def error_response(request: Request, error: AppError, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer for a failure: the public API's body, plus the parameters and the request id.

    Paths of the identity service also carry the `error` object that Keystone clients read.
    """
    if request.scope["type"] == "websocket" and "origin" in request.headers and not isinstance(error, ForeignOrigin):
        return SocketRefusal(error, language_of(request))
    message = error.message(language_of(request))
    body: dict[str, Any] = {
        "error_code": error.code,
        "error_msg": message,
        "params": {name: value for name, value in error.params.items() if name != _ENCODED_DECISION},
        "request_id": getattr(request.state, "request_id", ""),
    }
    if _ENCODED_DECISION in error.params:
        # The official clients look for it beside the code.
        body[_ENCODED_DECISION] = error.params[_ENCODED_DECISION]
    if request.url.path.startswith(("/v3/", "/v3.0/", "/v3-ext/")):
        body["error"] = {"message": message, "code": error.status, "title": _title(error.status)}
    answer_headers = dict(headers or {})
    if "retry_after_seconds" in error.params:
        answer_headers["Retry-After"] = str(error.params["retry_after_seconds"])
    return Response(
        orjson.dumps(body, default=str), status_code=error.status, media_type="application/json", headers=answer_headers
    )


class SocketRefusal(Response):
    """Tells a page why its socket was refused: browsers hide the answer to a handshake, but not why a socket was closed."""

    def __init__(self, error: AppError, language: Language) -> None:
        super().__init__(status_code=error.status)
        # A close frame has room for 123 bytes.
        self._reason = error.message(language).encode()[:123].decode("utf-8", "ignore")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": self._reason})


def _sink(request: Request) -> AuditSink:
    sink: AuditSink = request.app.state.audit
    return sink


async def _audit_failure(request: Request, error: AppError) -> None:
    """Write down a refused mutating call of a known caller; strangers' noise goes to the access log only."""
    if request.scope.get("method", "GET") in _READING or not hasattr(request.state, "subject"):
        return  # a socket has no method and is no change by itself
    if getattr(request.state, "audited", False):
        return
    async with request.app.state.database.session() as db:
        await _sink(request).record(db, request, status=error.status, error_code=error.code)


def _success_status(request: Request) -> int:
    route = request.scope.get("route")
    return getattr(route, "status_code", None) or 200


def _first_problem(error: RequestValidationError) -> dict[str, str]:
    return _problem(error.errors()[0]) if error.errors() else {"field": "body", "problem": "invalid"}


def _problem(item: Any) -> dict[str, str]:
    place = [str(part) for part in item["loc"] if part != "body"]
    return {"field": ".".join(place) or "body", "problem": item["msg"]}


def _translate(request: Request, error: HTTPException) -> AppError:
    """Turn the framework's own failures into ours."""
    if error.status_code == 404:
        return RouteNotFound(method=request.method, path=request.url.path)
    if error.status_code == 405:
        return MethodNotAllowed(method=request.method, path=request.url.path, allowed=(error.headers or {}).get("Allow", ""))
    if error.status_code == 413:
        return TooLarge(limit_bytes="?")
    return Invalid(field="request", problem=str(error.detail))


def _title(status: int) -> str:
    return HTTPStatus(status).phrase
