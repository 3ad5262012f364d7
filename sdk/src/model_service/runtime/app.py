"""The application that uvicorn runs: plain ASGI, as a framework would cost more than a small model."""

from __future__ import annotations

import contextlib
import logging
import resource
import time
from typing import Any

from model_service.runtime import models, wire
from model_service.runtime.bodies import Bodies
from model_service.runtime.dispatch import Dispatcher
from model_service.runtime.metrics import Metrics
from model_service.runtime.oip import OpenInference, metadata
from model_service.runtime.openai import METHODS, OpenAI
from model_service.runtime.package import Package, open_package
from model_service.runtime.problems import (
    BodyTooLarge,
    BodyTooSlow,
    NoSuchPath,
    NotReady,
    PackageProblem,
    Problem,
    WrongMethod,
)
from model_service.runtime.protocols import JSON_HEADER, PLAIN, Answer, Protocol, Stream
from model_service.runtime.settings import Settings
from model_service.runtime.streams import send_stream

logger = logging.getLogger("model_service")

_TEXT = (b"content-type", b"text/plain; version=0.0.4; charset=utf-8")


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
        self.is_short = False  # whether requests may take the shorter way, see shortcut.py
        self.dispatcher: Dispatcher
        self.bodies: Bodies

    def start(self) -> None:
        """Make what needs the running loop. Called once, before the first request."""
        self.dispatcher = Dispatcher(self.settings, self.metrics)
        self.bodies = Bodies(self.settings)

    async def load(self) -> None:
        """Load the model on a worker thread; the state says how that went."""
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
            self.is_short = isinstance(self.model, models.EngineModel)
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
            raise PackageProblem(f"warming the model up failed: {type(error).__name__}: {error}") from error
        return package, model

    def _failed(self, reason: str, error: BaseException) -> None:
        cause = error.__cause__ or error
        logger.error("the model cannot be served: %s", reason, exc_info=None if isinstance(cause, PackageProblem) else cause)
        self.state, self.reason = "failed", reason

    def drain(self) -> None:
        """Begin to go away: what is under way is finished, health says no."""
        if self.state != "failed":
            self.state, self.reason = "stopping", "the replica is stopping"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, or talk on one WebSocket."""
        if scope["type"] == "websocket":
            from model_service.runtime.websocket import converse

            await converse(self, scope, receive, send)
            return
        path, method = scope["path"], scope["method"]
        protocol = self.protocol_of(path)
        if protocol is not None and method == "POST":
            await self._predict(protocol, scope, receive, send)
            return
        try:
            await self._elsewhere(path, method, send, is_model=protocol is not None)
        except Problem as problem:
            protocol = protocol or (OpenInference("", "") if path.startswith("/v2") else PLAIN)
            await answer(send, problem.status, protocol.problem(problem))

    def protocol_of(self, path: str) -> Protocol | None:
        """Return how requests to a path are written, or None when the model is not asked there."""
        if path in self.paths:
            return PLAIN
        if path in METHODS:
            return OpenAI(METHODS[path], self.settings.model_name)
        if path.startswith("/v2/models/") and path.endswith("/infer") and self._of_model(path[: -len("/infer")]):
            return OpenInference(self.settings.model_name, self.settings.version)
        return None

    def _of_model(self, path: str) -> bool:
        """Whether a path of version 2 names this model, with or without its version."""
        own = f"/v2/models/{self.settings.model_name}"
        return path in {own, f"{own}/versions/{self.settings.version}"}

    async def _predict(self, protocol: Protocol, scope: Any, receive: Any, send: Any) -> None:
        began = time.perf_counter()
        status = 200
        try:
            if self.state not in {"ready", "stopping"}:
                raise NotReady(f"The model is not ready: {self.reason}.")
            request = await self.bodies.read(protocol, scope, receive)
            self.model.prepare(request)
            found = await self.dispatcher.ask(request)
            if isinstance(found, bytes):
                await answer(send, 200, found)
            elif isinstance(found, Answer):
                await answer(send, 200, found.body, *found.headers)
            elif isinstance(found, Stream):
                await send_stream(self, found, receive, send)
        except Problem as problem:
            status = problem.status
            close = isinstance(problem, (BodyTooLarge, BodyTooSlow))
            await answer(send, status, protocol.problem(problem), *([JSON_HEADER, (b"connection", b"close")] if close else ()))
        finally:
            self.metrics.answered(status, time.perf_counter() - began)

    async def _elsewhere(self, path: str, method: str, send: Any, *, is_model: bool) -> None:
        if method not in {"GET", "HEAD"}:
            raise WrongMethod("Ask the model with POST.") if is_model else NoSuchPath(f"Nothing is served at {path}.")
        if path == "/health":
            status, body = self.health()
            await answer(send, status, wire.dumps(body))
        elif path == "/":
            await answer(send, 200, wire.dumps(self.usage()))
        elif path == "/metrics":
            await answer(send, 200, self.metrics.text(self.gauges()).encode(), _TEXT)
        elif path == "/v1/models":
            entry = {"id": self.settings.model_name, "object": "model", "owned_by": "modelyard", "created": 0}
            await answer(send, 200, wire.dumps({"object": "list", "data": [entry]}))
        elif path.startswith("/v2"):
            await self._open_inference(path, send)
        elif is_model:
            raise WrongMethod("Ask the model with POST.")
        else:
            raise NoSuchPath(f"Nothing is served at {path}.")

    async def _open_inference(self, path: str, send: Any) -> None:
        """Answer what the Open Inference Protocol has beside predictions."""
        path = path.rstrip("/")
        if path == "/v2":
            about = {"name": "modelyard", "version": self.settings.version, "extensions": ["binary_tensor_data"]}
            await answer(send, 200, wire.dumps(about))
        elif path == "/v2/health/live":
            await answer(send, 200, wire.dumps({"live": True}))
        elif path == "/v2/health/ready" or (path.endswith("/ready") and self._of_model(path[: -len("/ready")])):
            status, body = self.health()
            told: dict[str, Any] = {"name": self.settings.model_name, "ready": status == 200}
            await answer(send, status, wire.dumps(told if status == 200 else {**told, "error": body["reason"]}))
        elif self._of_model(path):
            if self.model is None:
                raise NotReady(f"The model is not ready: {self.reason}.")
            found = self.model
            told = metadata(self.settings.model_name, self.settings.version, found.engine, found.inputs, found.outputs)
            await answer(send, 200, wire.dumps(told))
        elif self._of_model(path[: -len("/infer")]) and path.endswith("/infer"):
            raise WrongMethod("Ask the model with POST.")
        else:
            raise NoSuchPath(f"Nothing is served at {path}; the model is /v2/models/{self.settings.model_name}.")

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
        name, model = self.settings.model_name, self.model
        paths = [*sorted(self.paths), f"/v2/models/{name}/infer"]
        paths += [path for path, method in METHODS.items() if model is not None and model.has(method)]
        return {
            "model": name,
            "version": self.settings.version,
            "engine": model.engine if model is not None else "",
            "status": self.state,
            "predict": [f"POST {path}" for path in paths],
            "others": ["GET /health", "GET /metrics", f"GET /v2/models/{name}"],
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


async def answer(send: Any, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    """Send a whole answer; JSON as long as no headers say otherwise."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*(headers or (JSON_HEADER,)), length]})
    with contextlib.suppress(ConnectionError):
        await send({"type": "http.response.body", "body": body})
