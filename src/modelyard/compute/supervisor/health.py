"""Ask a task over HTTP whether it is well."""

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from modelyard.compute.supervisor.polling import Poller

_TICK_SECONDS = 0.5


class HealthCheck:
    """Asks again and again; `failed` is called once, after too many wrong answers in a row."""

    def __init__(self, poller: Poller, address: str, check: dict[str, Any], failed: Callable[[str], None]) -> None:
        self._poller, self._address, self._check, self._failed = poller, address, check, failed
        self._begun = self._next = time.monotonic()
        self._asked_at = 0.0
        self._asking: socket.socket | None = None
        self._wrong = 0
        self._was_well = False
        poller.every(min(_TICK_SECONDS, check["every_seconds"]), self._tick)

    def _tick(self) -> None:
        now = time.monotonic()
        if self._asking is not None:
            if now - self._asked_at > self._check["timeout_seconds"]:
                self._conclude("did not answer in time")
        elif now >= self._next:
            self._ask()

    def _ask(self) -> None:
        self._asked_at = time.monotonic()
        self._asking = asking = socket.socket()
        asking.settimeout(1)  # on this machine; only a full queue of connections makes it wait
        try:
            asking.connect((self._address, self._check["port"]))
            asking.sendall(f"GET {self._check['path']} HTTP/1.0\r\nHost: {self._address}\r\n\r\n".encode())
        except OSError as error:
            self._conclude(error.strerror or "no connection")
            return
        asking.setblocking(False)
        self._poller.watch(asking.fileno(), self._hear)

    def _hear(self) -> None:
        assert self._asking is not None
        data = b""
        with contextlib.suppress(OSError):
            data = self._asking.recv(64)
        words = data.split()
        well = len(words) > 1 and words[0].startswith(b"HTTP/") and words[1][:1] in {b"2", b"3"}
        self._conclude("" if well else f"answered {data[:40]!r}")

    def _conclude(self, problem: str) -> None:
        assert self._asking is not None
        self._poller.forget(self._asking.fileno())
        self._asking.close()
        self._asking = None
        self._next = time.monotonic() + self._check["every_seconds"]
        if not problem:
            self._was_well, self._wrong = True, 0
            return
        if not self._was_well and time.monotonic() - self._begun < self._check["start_seconds"]:
            return
        self._wrong += 1
        if self._wrong == self._check["failures"]:
            self._failed(f"Its health check failed {self._wrong} times in a row: {problem}.")
