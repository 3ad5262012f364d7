"""A real platform for tests: weed, Envoy and the API in a throw-away home, on free ports."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START_SECONDS = 90


@dataclass
class Platform:
    """A running platform. `credentials` are those of the first administrator, by the names of the environment."""

    home: Path
    endpoint: str
    storage_endpoint: str
    process: subprocess.Popen[str]
    credentials: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> dict[str, Any]:
        status: dict[str, Any] = json.loads((self.home / "run/status.json").read_text())
        return status

    def pid_of(self, part: str) -> int | None:
        """Return the process id of a part as the overseer knows it; for `storage` this is its wrapper."""
        pids: dict[str, int | None] = {one["name"]: one["pid"] for one in self.status["parts"]}
        return pids[part]

    def stop(self) -> int:
        """Stop it as a user would, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def modelyard(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    command = [sys.executable, "-m", "modelyard.server", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)


def start_platform(home: Path, *arguments: str, environ: Mapping[str, str] | None = None) -> Platform:
    """Start a platform and wait until it is ready; what it says on stderr fails the test when it is not."""
    port, storage_port = free_port(), free_port()
    command = [sys.executable, "-m", "modelyard.server", "up", "--home", str(home)]
    command += ["--port", str(port), "--storage-port", str(storage_port), *arguments]
    journal = home.with_name(f"{home.name}.stderr")
    with journal.open("w") as stderr:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stderr, text=True, env={**os.environ, **(environ or {})}
        )
    assert process.stdout is not None
    with process.stdout as stdout:
        line = stdout.readline()
    if not line.startswith("ready "):
        process.wait(60)
        raise AssertionError(f"the platform did not start ({process.returncode}): {journal.read_text()}")
    endpoint = line.split()[1]
    return Platform(home, endpoint, endpoint.replace(f":{port}", f":{storage_port}"), process, credentials_of(home))


def credentials_of(home: Path) -> dict[str, str]:
    """Return what `modelyard credentials` prints, by name."""
    done = modelyard("credentials", "--home", str(home), "--format", "json")
    return dict(json.loads(done.stdout)) if done.returncode == 0 else {}
