"""A model server of a test: the real process, and a client that speaks to its socket."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SDK = Path(__file__).parents[2] / "sdk" / "src"
PATIENCE_SECONDS = 120  # a machine that does much else imports slowly


class OverSocket(http.client.HTTPConnection):
    """HTTP to a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("replica", timeout=PATIENCE_SECONDS)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE_SECONDS)
        self.sock.connect(self.path)


class Answer:
    """What came back."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Served:
    """A running `python -m model_service serve`."""

    def __init__(self, package: Path, environment: dict[str, str], port: int = 0) -> None:
        self.folder = tempfile.mkdtemp(prefix="served-", dir="/tmp")  # paths of sockets are short
        self.socket = f"{self.folder}/http"
        self.port = port
        self.log = Path(self.folder) / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "model_service", "serve", "--package", str(package), *self._place()],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SDK), "OMP_NUM_THREADS": "1", **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _place(self) -> list[str]:
        return ["--host", "127.0.0.1", "--port", str(self.port)] if self.port else ["--socket", self.socket]

    def connection(self) -> http.client.HTTPConnection:
        if self.port:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        return OverSocket(self.socket)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """Send one request on a connection of its own; what is no bytes is sent as JSON."""
        given = {"Content-Type": "application/json"} if body is not None else {}
        with contextlib.closing(self.connection()) as connection:
            content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
            connection.request(method, path, content, {**given, **(headers or {})})
            return Answer(connection.getresponse())

    def predict(self, body: Any, path: str = "/", headers: dict[str, str] | None = None) -> Answer:
        return self.ask("POST", path, body, headers)

    def wait_until_listening(self) -> "Served":
        self._wait(lambda: self.ask("GET", "/health") is not None)
        return self

    def wait_until_ready(self) -> "Served":
        self._wait(lambda: self.ask("GET", "/health").status == 200)
        return self

    def _wait(self, is_done: Any) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if is_done():
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"the server is not there (exit {self.process.poll()}):\n{self.text()}")

    def end(self) -> int:
        """Ask the server to end and return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)

    def text(self) -> str:
        """Return what it logged so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def serving(package: Path, port: int = 0, **settings: str) -> Iterator[Served]:
    """Serve a package for the time of a block."""
    server = Served(package, {f"MODEL_SERVICE_{name.upper()}": value for name, value in settings.items()}, port)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait()


def write_package(folder: Path, code: str = "", config: dict[str, Any] | None = None) -> Path:
    """Write a model package and return its folder, the parent of `model/`."""
    model = folder / "model"
    model.mkdir(parents=True, exist_ok=True)
    if code:
        (model / "customize_service.py").write_text(code, encoding="utf-8")
    if config is not None:
        (model / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder
