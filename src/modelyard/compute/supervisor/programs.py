"""Our side of the socket to init: start programs in the sandbox, and learn how they end."""

import array
import os
import socket
from collections.abc import Callable

# Far more than any frame of init; a longer one was not written by it.
_MAX_FRAME = 4096


class Program:
    """A program in the sandbox. status: as waitpid gives it; None while it runs. error: why it could not be started."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pid: int | None = None
        self.status: int | None = None
        self.error: int | None = None
        self.peak_bytes = 0
        self.is_lost = False
        self.when_ended: Callable[[], None] = lambda: None

    @property
    def has_ended(self) -> bool:
        return self.status is not None or self.error is not None or self.is_lost

    @property
    def exit_code(self) -> int | None:
        return os.WEXITSTATUS(self.status) if self.status is not None and os.WIFEXITED(self.status) else None

    @property
    def signal(self) -> int | None:
        return os.WTERMSIG(self.status) if self.status is not None and os.WIFSIGNALED(self.status) else None


class Programs:
    """All programs that were started in one sandbox. What init says is not trusted further than what a user may say."""

    def __init__(self) -> None:
        self._ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._known: dict[int, Program] = {}
        self._terminals: dict[int, Callable[[int], None]] = {}
        self._buffer = b""
        self.is_gone = False

    def use(self, connection: socket.socket) -> None:
        """Talk to an init that came to us over a connection of its own."""
        self._ours.close()
        self._ours = connection

    def fileno(self) -> int:
        return self._ours.fileno()

    def start(self, argv: list[str], environment: dict[str, str], directory: str) -> Program:
        """Start a program, which writes into the log."""
        return self._order("run", argv, environment, directory)

    def open_terminal(
        self, argv: list[str], environment: dict[str, str], directory: str, ready: Callable[[int], None]
    ) -> Program:
        """Start a program on a pseudo terminal. ready: called with the descriptor of its master side, which is then yours."""
        program = self._order("terminal", argv, environment, directory)
        self._terminals[program.number] = ready
        return program

    def signal(self, program: Program, number: int, *, group: bool = False) -> None:
        """Send a signal to a program, or to all in its group; one that has ended is no error."""
        self._send(["signal", str(program.number), str(number), "group" if group else ""])

    def read(self) -> None:
        """Take in what init says. When it is gone, so are all programs."""
        try:
            data, extra, _, _ = self._ours.recvmsg(65536, socket.CMSG_SPACE(16 * 4))
        except OSError:
            data, extra = b"", []
        descriptors = array.array("i")
        for level, kind, content in extra:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
        waiting = list(descriptors)
        self._buffer += data
        while len(self._buffer) >= 4:
            length = int.from_bytes(self._buffer[:4], "big")
            if length > _MAX_FRAME:
                data = b""
                break
            if len(self._buffer) < 4 + length:
                break
            fields = self._buffer[4 : 4 + length].split(b"\0")
            self._buffer = self._buffer[4 + length :]
            self._learn(fields, waiting)
        for descriptor in waiting:
            os.close(descriptor)
        if not data:
            self._lose()

    def close(self) -> None:
        self._ours.close()

    def _order(self, order: str, argv: list[str], environment: dict[str, str], directory: str) -> Program:
        program = self._known[len(self._known) + 1] = Program(len(self._known) + 1)
        variables = [f"{name}={value}" for name, value in environment.items()]
        self._send([order, str(program.number), directory, str(len(argv)), *argv, *variables])
        return program

    def _send(self, fields: list[str]) -> None:
        text = b"\0".join(field.replace("\0", "").encode("utf-8", "surrogateescape") for field in fields)
        try:
            self._ours.sendall(len(text).to_bytes(4, "big") + text)
        except OSError:
            self._lose()

    def _lose(self) -> None:
        self.is_gone = True
        for program in self._known.values():
            if not program.has_ended:
                program.is_lost = True
                program.when_ended()

    def _learn(self, fields: list[bytes], descriptors: list[int]) -> None:
        numbers = [int(field) for field in fields[1:] if field.isdigit()]
        program = self._known.get(numbers[0]) if numbers else None
        if program is None or program.has_ended:
            return
        match fields[0], numbers[1:]:
            case b"started", [pid]:
                program.pid = pid
            case b"failed", [error]:
                program.error = error
                program.when_ended()
            case b"ended", [status, peak]:
                program.status, program.peak_bytes = status & 0xFFFF, peak * 1024
                program.when_ended()
            case b"terminal", [] if descriptors and program.number in self._terminals:
                self._terminals.pop(program.number)(descriptors.pop(0))
            case _:
                pass
