"""Starting supervisors: by a process that keeps all they need loaded, or, where that fails, by a fresh interpreter."""

import contextlib
import json
import os
import socket
import subprocess
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path

from modelyard.compute.adapters.sandbox import SOURCE, interpreter
from modelyard.compute.supervisor.records import STARTED

# One argument more than the code itself takes: the room in which supervisors say whose they are.
_STARTER = (
    "import sys; sys.path.insert(0, sys.argv[1]); from modelyard.compute.supervisor.starter import main; main(int(sys.argv[2]))"
)
_SUPERVISOR = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from modelyard.compute.supervisor.main import main; "
    "main(sys.argv[1], int(sys.argv[2]))"
)
_ROOM = " " * 4600
_SECONDS = 20
LEAST_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8"}


class Starter:
    """Starts supervisors one after another. Several threads may ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._channel: socket.socket | None = None

    def start(self, directory: Path, lock: int, environment: Mapping[str, str]) -> str:
        """Start the supervisor of a task, which gets the lock without its being free in between.

        Returns why it could not be started, or nothing. One that never came to its first step is not started twice: the
        mark that it leaves is the same, whoever starts it.
        """
        with (directory / "supervisor.log").open("ab") as output:
            if self._ask(directory, lock, output.fileno(), environment) or (directory / STARTED).exists():
                return ""
            return _start_fresh(directory, lock, output.fileno(), environment)

    def close(self) -> None:
        """Let the process end. Supervisors go on."""
        with self._lock:
            self._drop()

    def _ask(self, directory: Path, lock: int, output: int, environment: Mapping[str, str]) -> bool:
        order = json.dumps({"directory": str(directory), "environment": dict(environment)}).encode()
        with self._lock:
            try:
                channel = self._channel or self._begin()
                socket.send_fds(channel, [order], [lock, output])
                answer = channel.recv(4096)
            except (OSError, subprocess.SubprocessError):
                answer = b""
            if not answer:
                # It is gone, or does not do what it should; the next task gets another one.
                self._drop()
            return answer == b"."

    def _begin(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            subprocess.run(
                [interpreter(), "-I", "-S", "-c", _STARTER, str(SOURCE), str(theirs.fileno()), _ROOM],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=LEAST_ENVIRONMENT,
                cwd="/",
                check=True,
                timeout=_SECONDS,
            )
        ours.settimeout(_SECONDS)
        self._channel = ours
        # Whoever forgets to close us leaves no process behind.
        weakref.finalize(self, ours.close)
        return ours

    def _drop(self) -> None:
        if self._channel is not None:
            with contextlib.suppress(OSError):
                self._channel.close()
            self._channel = None


def _start_fresh(directory: Path, lock: int, output: int, environment: Mapping[str, str]) -> str:
    """Start an interpreter that leaves us at once."""
    done = subprocess.run(
        [interpreter(), "-I", "-S", "-c", _SUPERVISOR, str(SOURCE), str(directory), str(lock)],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=[lock],
        env=dict(environment),
        cwd="/",
        start_new_session=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    problem = (directory / "supervisor.log").read_text(encoding="utf-8", errors="replace").strip()[-300:]
    return f"its supervisor could not be started: {problem}"
