"""Orders of the control plane to a running supervisor: one JSON object a line over a socket in the task's directory."""

import contextlib
import json
import os
import socket
from typing import TYPE_CHECKING, Any

from modelyard.compute.supervisor import records

if TYPE_CHECKING:
    from modelyard.compute.supervisor.task import Task

_LONGEST_ORDER = 2**20


class Control:
    """Serves the socket. Only the platform's user can reach it: the directory is closed to everybody else."""

    def __init__(self, task: "Task") -> None:
        self._task = task
        self._folder = os.open(task.directory, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self._listening = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(task.directory, records.CONTROL))
        # By way of the descriptor: the path of a socket may not be long, that of a home may.
        self._listening.bind(f"/proc/self/fd/{self._folder}/{records.CONTROL}")
        self._listening.listen(16)
        self._listening.setblocking(False)
        self._clients: dict[int, tuple[socket.socket, bytearray]] = {}
        task.poller.watch(self._listening.fileno(), self._accept)
        self._take_early_stop()

    def close(self) -> None:
        self._task.poller.forget(self._listening.fileno())
        self._listening.close()
        for descriptor in list(self._clients):
            self._drop(descriptor)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(self._task.directory, records.CONTROL))
        os.close(self._folder)

    def _take_early_stop(self) -> None:
        """Obey a stop that was written down before this socket was there."""
        order = records.read_json(self._task.directory, "stop.json")
        if order is not None:
            self._obey(order)

    def _accept(self) -> None:
        try:
            client, _ = self._listening.accept()
        except OSError:
            return
        client.setblocking(False)
        self._clients[client.fileno()] = (client, bytearray())
        descriptor = client.fileno()
        self._task.poller.watch(descriptor, lambda: self._read(descriptor))

    def _read(self, descriptor: int) -> None:
        client, buffer = self._clients[descriptor]
        try:
            data = client.recv(65536)
        except OSError:
            data = b""
        buffer += data
        while (end := buffer.find(b"\n")) >= 0:
            line = bytes(buffer[:end])
            del buffer[: end + 1]
            answer = self._answer(line)
            with contextlib.suppress(OSError):
                client.sendall(json.dumps(answer).encode() + b"\n")
        if not data or len(buffer) > _LONGEST_ORDER:
            self._drop(descriptor)

    def _drop(self, descriptor: int) -> None:
        client, _ = self._clients.pop(descriptor)
        self._task.poller.forget(descriptor)
        client.close()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            return self._obey(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            return {"error": str(error)}

    def _obey(self, order: dict[str, Any]) -> dict[str, Any]:
        task = self._task
        match order["do"]:
            case "stop":
                task.end(str(order["by"]), str(order["message"]), float(order["grace_seconds"]))
            case "signal":
                if task.main_program is None or task.main_program.has_ended:
                    return {"error": "not running"}
                task.programs.signal(task.main_program, int(order["number"]))
            case _:
                return {"error": "no such order"}
        return {}
