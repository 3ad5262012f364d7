"""A throw-away platform of real parts, for tests, benchmarks and the quickstart."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import psutil
from typing_extensions import Self

READY_WITHIN_SECONDS = 180
STOP_WITHIN_SECONDS = 120


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
    def part_pids(self) -> dict[str, int]:
        """The process id of each part that runs; for a wrapped part that of its wrapper."""
        status = json.loads((self.home / "run" / "status.json").read_text())
        return {part["name"]: part["pid"] for part in status["parts"] if part["pid"]}

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
        try:
            self.credentials = json.loads(self.run("credentials", "--format", "json"))
        except BaseException:
            self.stop()
            raise

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

    def run(self, *arguments: str, given: str = "") -> str:
        """Run a `modelyard` command on this home and return what it printed; `given` is its standard input."""
        command = self._command(*arguments)
        return subprocess.run(
            command, env=self._environment, check=True, capture_output=True, text=True, timeout=120, input=given
        ).stdout

    def processes(self) -> list[psutil.Process]:
        """Return the overseer and everything below it."""
        overseer = psutil.Process(self.pid)
        return [overseer, *overseer.children(recursive=True)]

    def memory_by_part(self) -> dict[str, int]:
        """Return the proportional memory (PSS, bytes) of each part."""
        roots = {"overseer": self.pid, **self.part_pids}
        sizes: dict[str, int] = {}
        for name, pid in roots.items():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                root = psutil.Process(pid)
                family = [root] if name == "overseer" else [root, *root.children(recursive=True)]
                sizes[name] = sum(process.memory_full_info().pss for process in family)
        return sizes

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "modelyard.server", *arguments, "--home", str(self.home)]

    def _became_ready(self) -> bool:
        assert self._process is not None
        assert self._process.stdout is not None
        readable, _, _ = select.select([self._process.stdout], [], [], READY_WITHIN_SECONDS)
        return bool(readable) and self._process.stdout.readline().startswith("ready http")


def free_port() -> int:
    """Return a TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
