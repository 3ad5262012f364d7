"""Replicas for tests: real processes on unix sockets."""

import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from typing_extensions import Self

from modelyard.serving.types import Endpoint

_PROCESS = Path(__file__).with_name("replica_process.py")


class Replica:
    """One process of `replica_process.py`."""

    def __init__(self, name: str, path: Path) -> None:
        self.path = path
        self.process = subprocess.Popen([sys.executable, str(_PROCESS), name, str(path)])
        late = time.monotonic() + 180
        while not self._answers():
            assert time.monotonic() < late
            assert self.process.poll() is None
            time.sleep(0.02)

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(socket=str(self.path))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            return connection.connect_ex(str(self.path)) == 0


class Replicas:
    """Starts replicas below a directory, and stops them in the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[Replica] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for replica in self._started:
            replica.kill()

    def start(self, name: str) -> Replica:
        replica = Replica(name, self._folder / f"{len(self._started)}.sock")
        self._started.append(replica)
        return replica
