"""A terminal in a running task: the master side of a pseudo terminal that init opened in the sandbox."""

import asyncio
import contextlib
import fcntl
import json
import os
import socket
import struct
import termios
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from modelyard.compute.errors import TaskNotRunning
from modelyard.compute.supervisor import records

_READ_BYTES = 65_536
_CLOSE_SECONDS = 5


class LocalTerminal:
    """A `Terminal`. Bytes go between here and the task's program without passing the supervisor."""

    def __init__(self, channel: socket.socket, master: int) -> None:
        self._channel, self._master = channel, master
        os.set_blocking(master, False)

    async def read(self) -> bytes:
        """See `Terminal`."""
        while self._master >= 0:
            try:
                return os.read(self._master, _READ_BYTES)
            except BlockingIOError:  # noqa: PERF203 - that is how one learns that one has to wait
                await _ready(self._master, writing=False)
            except OSError:
                break  # the other side is closed by the last who held it
        return b""

    async def write(self, data: bytes) -> None:
        """See `Terminal`."""
        view = memoryview(data)
        while view and self._master >= 0:
            try:
                view = view[os.write(self._master, view) :]
            except BlockingIOError:  # noqa: PERF203 - that is how one learns that one has to wait
                await _ready(self._master, writing=True)
            except OSError:
                return  # it has ended; reading says so

    async def resize(self, columns: int, rows: int) -> None:
        """See `Terminal`."""
        with contextlib.suppress(OSError):
            fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    async def close(self) -> int | None:
        """See `Terminal`."""
        master, self._master = self._master, -1
        if master >= 0:
            os.close(master)
        try:
            return await asyncio.to_thread(self._exit_code)
        finally:
            self._channel.close()

    def _exit_code(self) -> int | None:
        self._channel.settimeout(_CLOSE_SECONDS)
        try:
            line = self._channel.makefile("rb").readline()
        except OSError:
            return None
        code = json.loads(line or b"{}").get("exit_code")
        return None if code is None else int(code)


def open_terminal(directory: Path, argv: Sequence[str], columns: int, rows: int) -> LocalTerminal:
    """Ask the supervisor of a task for a terminal. Raises TaskNotRunning."""
    channel = socket.socket(socket.AF_UNIX)
    try:
        master = _ask(channel, directory, {"do": "exec", "argv": list(argv), "columns": columns, "rows": rows})
    except OSError:
        master = None
    if master is None:
        channel.close()
        raise TaskNotRunning(task=directory.name)
    return LocalTerminal(channel, master)


def _ask(channel: socket.socket, directory: Path, order: dict[str, Any]) -> int | None:
    folder = os.open(directory, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        channel.settimeout(30)
        channel.connect(f"/proc/self/fd/{folder}/{records.CONTROL}")
    finally:
        os.close(folder)
    channel.sendall(json.dumps(order).encode() + b"\n")
    descriptors: list[int] = socket.recv_fds(channel, 4096, 1)[1]
    return descriptors[0] if descriptors else None


async def _ready(descriptor: int, *, writing: bool) -> None:
    """Wait until a descriptor can be read or written."""
    loop = asyncio.get_running_loop()
    waiting: asyncio.Future[None] = loop.create_future()

    def go_on() -> None:
        if not waiting.done():
            waiting.set_result(None)

    (loop.add_writer if writing else loop.add_reader)(descriptor, go_on)
    try:
        await waiting
    finally:
        (loop.remove_writer if writing else loop.remove_reader)(descriptor)
