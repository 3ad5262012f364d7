"""Ask a task over HTTP whether it is well."""

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from modelyard.compute.supervisor.polling import Poller
from modelyard.compute.supervisor.sockets import pause

_LONGEST_LINE = 64


class HealthCheck:
    """Asks again and again. `ready` is called at the first good answer; `failed` once, when there is none or no more.

    where: returns what to connect to, a path or an address with a port; None as long as that is not there.
    """

    def __init__(
        self,
        poller: Poller,
        check: dict[str, Any],
        where: Callable[[], str | tuple[str, int] | None],
        ready: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None:
        self._poller, self._check, self._where, self._ready, self._failed = poller, check, where, ready, failed
        self._begun = time.monotonic()
        self._asking: socket.socket | None = None
        self._heard = b""
        self._wrong = 0
        self._was_well = False
        self._ask()

    def _ask(self) -> None:
        place = self._where()
        if place is None:
            self._conclude("its socket is not there")
            return
        self._asking = asking = socket.socket(socket.AF_UNIX if isinstance(place, str) else socket.AF_INET)
        self._heard = b""
        asking.settimeout(1)  # on this machine; only a full queue of connections makes it wait
        try:
            asking.connect(place)
            if not self._check["path"]:
                self._conclude("")  # taking a connection is all that was asked for
                return
            host = "localhost" if isinstance(place, str) else place[0]
            asking.sendall(f"GET {self._check['path']} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        except OSError as error:
            self._conclude(error.strerror or "no connection")
            return
        asking.setblocking(False)
        self._poller.watch(asking.fileno(), self._hear)
        self._poller.later(self._check["timeout_seconds"], lambda: self._give_up(asking))

    def _give_up(self, asking: socket.socket) -> None:
        if self._asking is asking:
            self._conclude("did not answer in time")

    def _hear(self) -> None:
        assert self._asking is not None
        data = b""
        with contextlib.suppress(OSError):
            data = self._asking.recv(_LONGEST_LINE)
        self._heard += data
        if data and b"\n" not in self._heard and len(self._heard) < _LONGEST_LINE:
            return
        words = self._heard.split()
        well = len(words) > 1 and words[0].startswith(b"HTTP/") and words[1][:1] in {b"2", b"3"}
        self._conclude("" if well else f"answered {self._heard[:40]!r}")

    def _conclude(self, problem: str) -> None:
        if self._asking is not None:
            self._poller.forget(self._asking.fileno())
            self._asking.close()
            self._asking = None
        waited, every = time.monotonic() - self._begun, self._check["every_seconds"]
        if not problem:
            self._wrong = 0
            if not self._was_well:
                self._was_well = True
                self._ready()
        elif self._was_well:
            self._wrong += 1
            if self._wrong == self._check["failures"]:
                self._failed(f"Its health check failed {self._wrong} times in a row: {problem}.")
                return
        elif waited >= self._check["start_seconds"]:
            self._failed(f"It was not ready after {waited:.0f} s: its health check: {problem}.")
            return
        self._poller.later(every if self._was_well else pause(waited, every), self._ask)
