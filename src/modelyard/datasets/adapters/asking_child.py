"""Questions to a process of our own: two cores, and what kills the process takes nothing with it.

Messages are the length, four bytes, and the value as `marshal` writes it. What comes back was written by our own child from
plain values; a child that was taken over could at worst make this side fail. The other side is `answering`.
"""

import asyncio
import contextlib
import marshal
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

_SOURCE = str(Path(__file__).parents[3])


class ChildDied(Exception):
    """The process ended in the middle of its work."""


class Child:
    """A process that answers questions in their order.

    Threads carry what goes to it and comes from it: the loop of the worker stands still while SQLite reads or writes, and
    both processes shall have something to do meanwhile. Close it, whatever happens.
    """

    def __init__(self, module: str, first: Any) -> None:
        """Start a module of ours, and tell it the first message, which has no answer."""
        self._module, begin = module, marshal.dumps(first)
        self._process = subprocess.Popen(
            [sys.executable, *(("-P",) if sys.version_info >= (3, 11) else ()), "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": _SOURCE, "PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd="/",
        )
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answers: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._write, self._read)]
        for thread in self._threads:
            thread.start()
        self._outgoing.put(begin)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ask(self, question: Any) -> None:
        """Ask something of plain values. Nothing waits here: take answers before there are too many questions."""
        self._outgoing.put(marshal.dumps(question))

    async def answer(self) -> Any:
        """Return the answer to the next question. Raises ChildDied."""
        content = await self._answers.get()
        if content is None:
            raise ChildDied(f"{self._module} ended with {self._process.wait()}")
        return marshal.loads(content)  # noqa: S302 - from our own child

    def close(self) -> None:
        """End it."""
        self._outgoing.put(None)
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]

    def _write(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        with contextlib.suppress(BrokenPipeError):  # that it died is seen by whoever waits for the answer
            while (content := self._outgoing.get()) is not None:
                pipe.write(len(content).to_bytes(4, "little"))
                pipe.write(content)
                pipe.flush()

    def _read(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        while True:
            head = pipe.read(4)
            content = pipe.read(int.from_bytes(head, "little")) if len(head) == 4 else None
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(self._answers.put_nowait, content)
            if content is None:
                return
