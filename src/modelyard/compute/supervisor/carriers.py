"""Our side of the carrier: start it, give it orders, take its answers."""

import contextlib
import json
import os
import socket
from typing import Any

from modelyard.compute.supervisor import records, sandbox
from modelyard.compute.supervisor.kernel import Stage
from modelyard.compute.supervisor.polling import Poller


class Order:
    """Something to carry. answer: what was done, once it is."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] | None = None

    @property
    def problems(self) -> list[str]:
        """What could not be carried, one line for each."""
        assert self.answer is not None
        return [f"{name}: {text}" if name else text for name, text in self.answer["problems"]]

    @property
    def notices(self) -> list[str]:
        """What was left out for good reasons."""
        assert self.answer is not None
        return [f"{name}: {text}" if name else text for name, text in self.answer["notices"]]

    @property
    def left(self) -> int:
        """How many things were not carried because the order was broken off."""
        assert self.answer is not None
        return int(self.answer.get("left", 0))

    @property
    def failed(self) -> int:
        """How many things could not be carried."""
        assert self.answer is not None
        return int(self.answer["failed"])


class Places:
    """What a carrier may write: paths on the machine, and in its sandbox."""

    def __init__(self, *places: tuple[str, str]) -> None:
        self.places = places


class Carriers:
    """The carrier of a task. It is started with the first order, and again when it died."""

    def __init__(self, task: dict[str, Any], directory: str, poller: Poller) -> None:
        self._task, self._directory, self._poller = task, directory, poller
        self._box: sandbox.Box | None = None
        self._channel: socket.socket | None = None
        self._waiting: dict[int, Order] = {}
        self._count = 0
        self._buffer = b""

    def order(self, what: str, stage: Stage | None, files: sandbox.Files | Places, **values: Any) -> Order:
        """Give an order."""
        if self._channel is None:
            self._start(stage, files)
        self._count += 1
        order = self._waiting[self._count] = Order()
        if not self._task["is_isolated"]:
            # Nobody gives the carrier the view that the task was promised.
            log = (os.path.join(self._directory, "log"), "/log")
            places = [log, *files.places]
            for name in {"source", "target"} & values.keys():
                values[name] = sandbox.real_path_of(values[name], places)
        self._send({"do": what, "id": self._count, **values})
        return order

    def halt(self, seconds: float) -> None:
        """Break off all orders. A carrier that does not within this time is ended; what was carried stays in any case."""
        if self._channel is not None and self._waiting:
            self._send({"do": "halt", "id": self._count})
            if not self._poller.wait(lambda: not self._waiting, seconds):
                self.close()

    def renew(self, keys: dict[str, Any]) -> None:
        """Let it use new keys from now on."""
        if self._channel is not None:
            self._send({"do": "keys", **keys})

    def close(self) -> None:
        """End it. Orders that were not done by then count as failed."""
        if self._channel is not None:
            self._poller.forget(self._channel.fileno())
            self._channel.close()
            self._channel = None
        if self._box is not None:
            self._box.bury()
            self._box = None
        for order in self._waiting.values():
            order.answer = {"files": 0, "bytes": 0, "failed": 1, "problems": [["", "the transfer broke off"]], "notices": []}
        self._waiting.clear()

    def _start(self, stage: Stage | None, files: sandbox.Files | Places) -> None:
        box = sandbox.Box(self._task, stage)
        sandbox.show_system(box, self._directory)
        if not self._task["python_home"].startswith("/usr"):
            box.bind(self._task["python_home"], self._task["python_home"])
        box.arguments += ["--dev", "/dev"]
        # As a whole: user code may have put anything in the place of a directory that lies in one of these, a link that
        # would be followed on the machine included; in the carrier it leads to what the task itself can see or nowhere.
        for source, target in files.places:
            box.bind(source, target, writable=True)
        box.bind(os.path.join(self._directory, "log"), "/log")
        ours, theirs = socket.socketpair()
        with open(os.path.join(self._directory, "supervisor.log"), "ab") as errors:
            command = [self._task["python"], "-I", "-S", "-B", "-c", sandbox.code_of("carrier", "carrier.main()", self._task)]
            box.most_bytes = self._task["transfer_memory_bytes"]
            box.start(command, (theirs.fileno(), theirs.fileno(), errors.fileno()))
        theirs.close()
        self._box, self._channel, self._buffer = box, ours, b""
        self._poller.watch(ours.fileno(), self._read)
        self._send({**self._task["storage"], **read_keys(self._directory)})

    def _send(self, values: dict[str, Any]) -> None:
        assert self._channel is not None
        # If it is dead we learn of it by reading.
        with contextlib.suppress(OSError):
            self._channel.sendall(json.dumps(values).encode() + b"\n")

    def _read(self) -> None:
        assert self._channel is not None
        try:
            data = self._channel.recv(65536)
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        self._buffer += data
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            values = json.loads(line)
            if values["done"] and values["id"] in self._waiting:
                self._waiting.pop(values["id"]).answer = values


def read_keys(directory: str) -> dict[str, Any]:
    """Return the temporary keys of the task as they are now; without any, nothing is signed for."""
    keys = records.read_json(directory, records.CREDENTIALS) or {}
    return {name: keys.get(name, "") for name in ("access", "secret", "security_token")}
