"""The model server that a worker starts, and requests to it."""

from __future__ import annotations

import contextlib
import http.client
import logging
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from typing import Any

from model_service.feeding.plan import VARIABLE, Plan

logger = logging.getLogger("model_service.batch")

_ASK_EVERY_SECONDS = 0.05
_MOST_DEATHS = 10  # one after another, without an answer between
_BUSY_SECONDS = 60.0
_END_SECONDS = 20.0


class Stopped(Exception):
    """The worker was told to stop."""


class ServerFailed(Exception):
    """The model server cannot be had; the batch cannot go on."""


class NoAnswer(Exception):
    """The server gave no answer to one request."""


class ModelServer:
    """Starts the model server, and starts it again when it ends. Requests may come from many threads."""

    def __init__(self, plan: Plan, stopping: threading.Event) -> None:
        self.plan = plan
        self._stopping = stopping
        self._folder = tempfile.mkdtemp(prefix="batch-")
        self._socket = os.path.join(self._folder, "http")
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._starts = 0
        self._deaths = 0
        self._connections = threading.local()

    def start(self) -> None:
        """Start the server without waiting for it."""
        argv = [self._socket if word == "{socket}" else word for word in self.plan.server]
        environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
        try:
            self._process = subprocess.Popen(argv, env=environment)
        except OSError as error:
            raise ServerFailed(f"the model server cannot be started: {error}") from error
        self._starts += 1

    def wait(self) -> None:
        """Return when the server is ready. Raises ServerFailed, Stopped."""
        late = time.monotonic() + self.plan.ready_seconds
        reason = "it does not listen"
        while not self._stopping.is_set():
            assert self._process is not None
            status = self._process.poll()
            if status is not None:
                raise ServerFailed(f"the model server ended with {status} before it was ready; its log says why")
            ready, reason = self._asked(reason)
            if ready:
                return
            if time.monotonic() > late:
                raise ServerFailed(f"the model server was not ready within {self.plan.ready_seconds:g} s: {reason}")
            self._stopping.wait(_ASK_EVERY_SECONDS)
        raise Stopped

    def _asked(self, reason: str) -> tuple[bool, str]:
        connection = self._connect(10.0)
        try:
            connection.connect()
            if not self.plan.health_path:
                return True, ""
            connection.request("GET", self.plan.health_path)
            answer = connection.getresponse()
            content = answer.read()[:300].decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return False, reason
        finally:
            connection.close()
        return 200 <= answer.status < 400, f"{self.plan.health_path} answers {answer.status} {content}"

    def ask(self, body: bytes, content_type: str) -> tuple[int, bytes]:
        """Return status and body of the answer to a request. Raises NoAnswer, ServerFailed, Stopped."""
        for is_last in (False, True):
            starts = self._starts
            try:
                status, content = self._sent(body, content_type)
            except (socket.timeout, TimeoutError):
                self._drop()
                raise NoAnswer(f"The model gave no answer within {self.plan.request_seconds:g} seconds.") from None
            except (OSError, http.client.HTTPException) as error:
                self._drop()
                self._revive(starts)
                if is_last:
                    text = str(error) or type(error).__name__
                    raise NoAnswer(f"The model server gave no answer, twice: {text[:200]}.") from error
                continue
            self._deaths = 0
            return status, content
        raise AssertionError

    def _sent(self, body: bytes, content_type: str) -> tuple[int, bytes]:
        late = time.monotonic() + _BUSY_SECONDS
        while True:
            connection = getattr(self._connections, "own", None)
            if connection is None:
                connection = self._connections.own = self._connect(self.plan.request_seconds)
            headers = {"content-type": content_type, "accept": "application/json"}
            try:
                connection.request(self.plan.method, self.plan.path, body, headers)
                answer = connection.getresponse()
            except (ConnectionError, http.client.BadStatusLine):
                if not getattr(self._connections, "is_used", False):
                    raise
                # A connection that was kept may have ended meanwhile: once more on a new one.
                self._drop()
                continue
            content = answer.read()
            self._connections.is_used = True
            if answer.status != 503 or time.monotonic() > late or self._stopping.is_set():
                return answer.status, content
            self._stopping.wait(0.2)

    def _connect(self, seconds: float) -> http.client.HTTPConnection:
        if self.plan.port:
            return http.client.HTTPConnection("127.0.0.1", self.plan.port, timeout=seconds)
        return _OverSocket(self._socket, seconds)

    def _drop(self) -> None:
        connection = getattr(self._connections, "own", None)
        if connection is not None:
            connection.close()
        self._connections.own, self._connections.is_used = None, False

    def _revive(self, starts: int) -> None:
        """Start the server again if it has ended, unless another thread did. Raises ServerFailed, Stopped."""
        with self._lock:
            if self._stopping.is_set():
                raise Stopped
            assert self._process is not None
            if self._starts != starts:
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
            if self._process.poll() is None:
                return
            self._deaths += 1
            if self._deaths > _MOST_DEATHS:
                raise ServerFailed(f"the model server ended {self._deaths} times, one after another, without an answer")
            logger.warning("the model server ended with %s; it is started again", self._process.returncode)
            self.start()
            self.wait()

    def stop(self) -> None:
        """End the server; what it has started ends with the task."""
        process = self._process
        if process is not None:
            for number, seconds in ((signal.SIGTERM, _END_SECONDS), (signal.SIGKILL, _END_SECONDS)):
                process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(seconds)
                    break
        shutil.rmtree(self._folder, ignore_errors=True)


class _OverSocket(http.client.HTTPConnection):
    """HTTP to a unix socket."""

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__("model", timeout=seconds)
        self._path = path

    def connect(self) -> None:
        self.sock: Any = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)
