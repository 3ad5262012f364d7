"""The application that uvicorn runs: plain ASGI, as a framework would cost more than a small model."""

from __future__ import annotations

import asyncio
import logging
import resource
import time
from typing import Any

from model_service.runtime import models, wire
from model_service.runtime.dispatch import Dispatcher
from model_service.runtime.metrics import Metrics
from model_service.runtime.package import Package, open_package
from model_service.runtime.problems import (
    BadInput,
    BodyTooLarge,
    BodyTooSlow,
    NoSuchPath,
    NotReady,
    PackageProblem,
    Problem,
    WrongMethod,
)
from model_service.runtime.settings import Settings

logger = logging.getLogger("model_service")

_JSON = (b"content-type", b"application/json")


class Application:
    """One model behind HTTP."""

    def __init__(self, folder: str, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.metrics = Metrics()
        self.state = "loading"
        self.reason = "the model is being loaded"
        self.began = time.monotonic()
        self.load_seconds = 0.0
        self.package: Package | None = None
        self.model: Any = None
        self.paths: frozenset[str] = frozenset({"/"})
        self.dispatcher: Dispatcher

    async def load(self) -> None:
        """Load the model on a worker thread; the state says how that went. Called once, before the first request."""
        self.dispatcher = Dispatcher(self.settings, self.metrics)
        try:
            self.package, self.model = await self.dispatcher.do(self._load)
        except PackageProblem as problem:
            self._failed(str(problem), problem)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is said by /health and in the log
            self._failed(f"loading the model failed: {error}", error)
        else:
            self.dispatcher.run = self.model.run
            self.dispatcher.batch_size = self.model.batch_size or self.settings.batch_size
            self.dispatcher.inline = self.model.may_run_inline and self.settings.threads == 1
            self.paths = frozenset({"/", *(api.path for api in self.package.apis if api.method == "POST")})
            self.load_seconds = time.monotonic() - self.began
            if self.state == "loading":
                self.state, self.reason = "ready", ""
            logger.info("model %s is ready after %.1f s (%s)", self.settings.model_name, self.load_seconds, self.model.engine)

    def _load(self) -> tuple[Package, Any]:
        package = open_package(self.folder)
        model = models.load(package, self.settings)
        try:
            model.warm_up()
        except Exception as error:
            raise PackageProblem(f"warming the model up failed: {error}") from error
        return package, model

    def _failed(self, reason: str, error: BaseException) -> None:
        cause = error.__cause__ or error
        logger.error("the model cannot be served: %s", reason, exc_info=None if cause is error else cause)
        self.state, self.reason = "failed", reason

    def drain(self) -> None:
        """Begin to go away: what is under way is finished, health says no."""
        self.state, self.reason = "stopping", "the replica is stopping"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        path = scope["path"]
        if path in self.paths and scope["method"] == "POST":
            await self._predict(scope, receive, send)
            return
        try:
            await self._elsewhere(path, scope["method"], send)
        except Problem as problem:
            await _answer(send, problem.status, wire.dumps(problem.body()))

    async def _predict(self, scope: Any, receive: Any, send: Any) -> None:
        began = time.perf_counter()
        status = 200
        try:
            if self.state not in {"ready", "stopping"}:
                raise NotReady(f"The model is not ready: {self.reason}.")
            body, content_type = await self._read(scope, receive)
            request = models.Request(body, content_type)
            self.model.prepare(request)
            answer = await self.dispatcher.ask(request)
            await _answer(send, 200, answer)
        except Problem as problem:
            status = problem.status
            await _answer(send, status, wire.dumps(problem.body()), close=isinstance(problem, (BodyTooLarge, BodyTooSlow)))
        finally:
            self.metrics.answered(status, time.perf_counter() - began)

    async def _read(self, scope: Any, receive: Any) -> tuple[bytes, str]:
        """Return the body of a request and its content type, not more than is allowed and not for ever."""
        content_type, limit = "", self.settings.max_body_bytes
        for name, value in scope["headers"]:
            if name == b"content-type":
                content_type = value.decode("latin-1")
            elif name == b"content-length" and int(value) > limit:
                raise BodyTooLarge(f"The body has {int(value)} bytes; this service takes {limit}.")
        message = await self._part(receive)
        body: bytes = message.get("body", b"")
        if message.get("more_body"):
            parts, size = [body], len(body)
            deadline = time.monotonic() + self.settings.body_timeout_seconds
            while message.get("more_body"):
                message = await self._part(receive, deadline)
                part = message.get("body", b"")
                size += len(part)
                if size > limit:
                    raise BodyTooLarge(f"The body has more than {limit} bytes, which is what this service takes.")
                parts.append(part)
            body = b"".join(parts)
        if message["type"] == "http.disconnect":
            raise BadInput("The client went away.")
        return body, content_type

    async def _part(self, receive: Any, deadline: float | None = None) -> Any:
        seconds = self.settings.body_timeout_seconds if deadline is None else max(0.0, deadline - time.monotonic())
        try:
            return await asyncio.wait_for(receive(), seconds)
        except asyncio.TimeoutError:
            limit = self.settings.body_timeout_seconds
            raise BodyTooSlow(f"The body did not arrive within {limit:g} seconds.") from None

    async def _elsewhere(self, path: str, method: str, send: Any) -> None:
        if path in self.paths and method not in {"GET", "HEAD"}:
            raise WrongMethod("Ask the model with POST.")
        if method not in {"GET", "HEAD"}:
            raise NoSuchPath(f"Nothing is served at {path}.")
        if path == "/health":
            status, body = self.health()
            await _answer(send, status, wire.dumps(body))
        elif path == "/":
            await _answer(send, 200, wire.dumps(self.usage()))
        elif path == "/metrics":
            text = self.metrics.text(self.gauges()).encode()
            await _answer(send, 200, text, (b"content-type", b"text/plain; version=0.0.4; charset=utf-8"))
        elif path in self.paths:
            raise WrongMethod("Ask the model with POST.")
        else:
            raise NoSuchPath(f"Nothing is served at {path}.")

    def health(self) -> tuple[int, dict[str, Any]]:
        """Return 200 only when predictions are answered, else 503 with the reason."""
        if self.state != "ready":
            return 503, {"health": "false", "status": self.state, "reason": self.reason}
        stuck = self.dispatcher.stuck_seconds()
        if stuck > self.settings.stuck_seconds:
            return 503, {"health": "false", "status": "stuck", "reason": f"the model has not come back for {stuck:.0f} s"}
        return 200, {"health": "true", "status": "ready"}

    def usage(self) -> dict[str, Any]:
        """Return how the model is asked."""
        return {
            "model": self.settings.model_name,
            "version": self.settings.version,
            "engine": self.model.engine if self.model is not None else "",
            "status": self.state,
            "predict": sorted(f"POST {path}" for path in self.paths),
        }

    def gauges(self) -> dict[str, float]:
        """Return the values of this moment."""
        return {
            "ready": float(self.health()[0] == 200),
            "requests_open": float(self.dispatcher.open),
            "requests_waiting": float(self.dispatcher.waiting),
            "load_seconds": self.load_seconds,
            "resident_peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0,
        }


async def _answer(send: Any, status: int, body: bytes, kind: Any = _JSON, *, close: bool = False) -> None:
    headers = [kind, (b"content-length", b"%d" % len(body))]
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
