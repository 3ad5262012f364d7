"""A throw-away platform of real parts, for tests, benchmarks and the quickstart."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import psutil
from typing_extensions import Self

READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 30


class PlatformDidNotStart(Exception):
    """`modelyard up` ended or did not get ready; the message holds what it said."""


class ThrowawayPlatform:
    """A running platform on free ports. Use as a context manager; the home stays for whoever made it.

    home: its directory, made if missing.
    environment: settings as `MODELYARD_...` variables.
    arguments: further arguments of `modelyard up`.
    """

    def __init__(self, home: Path, *, environment: Mapping[str, str] | None = None, arguments: Sequence[str] = ()) -> None:
        self.home = home
        self.port, self.storage_port = free_port(), free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.storage_endpoint = f"http://127.0.0.1:{self.storage_port}"
        self.credentials: dict[str, str] = {}
        self._environment = {**os.environ, **(environment or {})}
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process id of the overseer."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait for the ready line. Raises PlatformDidNotStart."""
        log = self.home.parent / f"{self.home.name}.up.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        ports = ["--port", str(self.port), "--storage-port", str(self.storage_port)]
        with log.open("a") as errors:
            self._process = subprocess.Popen(
                self._command("up", *ports, *self._arguments),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        if not self._became_ready():
            self.stop()
            raise PlatformDidNotStart(log.read_text()[-4000:])
        self.credentials = json.loads(self.run("credentials", "--format", "json"))

    def stop(self, signal_number: int = signal.SIGTERM) -> int:
        """Send a signal to the overseer and return its exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal_number)
        try:
            return self._process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            if self._process.stdout is not None:
                self._process.stdout.close()

    def run(self, *arguments: str) -> str:
        """Run a `modelyard` command on this home and return what it printed."""
        return subprocess.run(
            self._command(*arguments), env=self._environment, check=True, capture_output=True, text=True, timeout=120
        ).stdout

    def processes(self) -> list[psutil.Process]:
        """Return the overseer and everything below it."""
        overseer = psutil.Process(self.pid)
        return [overseer, *overseer.children(recursive=True)]

    def memory_by_part(self) -> dict[str, int]:
        """Return the proportional memory (PSS, bytes) of each part."""
        sizes: dict[str, int] = {}
        for process in self.processes():
            try:
                name, size = process.name(), process.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            command = " ".join(process.cmdline())
            if "python" in name or name == "modelyard":
                name = next((part for part in ("api", "gate", "up") if f" {part}" in command), name)
            sizes[name] = sizes.get(name, 0) + size
        return sizes

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "modelyard.server", *arguments, "--home", str(self.home)]

    def _became_ready(self) -> bool:
        assert self._process is not None
        assert self._process.stdout is not None
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        os.set_blocking(self._process.stdout.fileno(), False)
        said = ""
        while time.monotonic() < deadline and "ready http" not in said:
            if self._process.poll() is not None:
                return False
            said += self._process.stdout.read() or ""
            time.sleep(0.01)
        return "ready http" in said


def free_port() -> int:
    """Return a TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
