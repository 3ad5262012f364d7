"""Orders of the control plane to a running supervisor: one JSON object a line over a socket in the task's directory."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import struct
import termios
from typing import TYPE_CHECKING, Any

from modelyard.compute.supervisor import records
from modelyard.compute.supervisor.programs import Program

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
        self._terminals: dict[int, Program] = {}
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
            answer = self._answer(line, client)
            if answer is not None:
                _say(client, answer)
        if not data or len(buffer) > _LONGEST_ORDER:
            self._drop(descriptor)

    def _drop(self, descriptor: int) -> None:
        client, _ = self._clients.pop(descriptor)
        self._task.poller.forget(descriptor)
        program = self._terminals.pop(descriptor, None)
        if program is not None:
            program.when_ended = lambda: None
            if not program.has_ended:
                # Who opened the terminal is gone; the program learns it as from a closed window.
                self._task.programs.signal(program, signal.SIGHUP, group=True)
        client.close()

    def _answer(self, line: bytes, client: socket.socket) -> dict[str, Any] | None:
        try:
            order = json.loads(line)
            if order["do"] == "exec":
                return self._open_terminal(order, client)
            return self._obey(order)
        except (ValueError, KeyError, TypeError) as error:
            return {"error": str(error)}

    def _open_terminal(self, order: dict[str, Any], client: socket.socket) -> dict[str, Any] | None:
        """Start a program on a terminal. The descriptor follows with the first answer, the exit code with the second."""
        task = self._task
        if task.main_program is None or task.main_program.has_ended or task.ended is not None:
            return {"error": "not running"}
        size = struct.pack("HHHH", int(order["rows"]), int(order["columns"]), 0, 0)

        def opened(master: int) -> None:
            fcntl.ioctl(master, termios.TIOCSWINSZ, size)
            with contextlib.suppress(OSError):
                socket.send_fds(client, [b'{"opened": true}\n'], [master])
            os.close(master)

        environment = {**task.environment, "TERM": "xterm-256color"}
        argv = [str(word) for word in order["argv"]]
        program = task.programs.open_terminal(argv, environment, task.facts["working_dir"], opened)

        def ended() -> None:
            reason = {"error": os.strerror(program.error)} if program.error is not None else {}
            _say(client, {"exit_code": program.exit_code, "signal": program.signal, **reason})

        program.when_ended = ended
        self._terminals[client.fileno()] = program
        return None

    def _obey(self, order: dict[str, Any]) -> dict[str, Any]:
        task = self._task
        match order["do"]:
            case "stop":
                task.end(str(order["by"]), str(order["message"]), float(order["grace_seconds"]))
            case "signal":
                if task.main_program is None or task.main_program.has_ended:
                    return {"error": "not running"}
                task.programs.signal(task.main_program, int(order["number"]))
            case "renewed":
                task.renew()
            case _:
                return {"error": "no such order"}
        return {}


def _say(client: socket.socket, values: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        client.sendall(json.dumps(values).encode() + b"\n")
