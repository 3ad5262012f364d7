"""Parsing in a process of its own: two cores, and what kills the parser takes nothing with it.

Messages are the length, four bytes, and the value as `marshal` writes it. What comes back was written by our own child from
plain values; a child that was taken over could at worst make this side fail.
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

from modelyard.datasets.rules.preparing import Block, NewLabel, Said
from modelyard.datasets.rules.problems import Problem

_CHILD = "modelyard.datasets.adapters.parsing_child"
_SOURCE = str(Path(__file__).parents[3])


class ParserDied(Exception):
    """The parser ended in the middle of its work."""


class ManifestParser:
    """A process that makes lines of manifests ready to be written.

    Threads carry what goes to it and comes from it: the loop of the worker stands still while SQLite writes, and both
    processes shall have something to do meanwhile. Close it, whatever happens.
    """

    def __init__(self, wishes: dict[str, Any], labels: list[tuple[int, str, int]], next_label: int) -> None:
        """Start it. wishes: fields of `Wishes`. labels: type, name and number."""
        self._process = subprocess.Popen(
            [sys.executable, *(("-P",) if sys.version_info >= (3, 11) else ()), "-m", _CHILD],
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
        self._outgoing.put(marshal.dumps((wishes, labels, next_label)))

    def feed(self, first_line: int, lines: bytes) -> None:
        """Give it lines, which it answers in order. Nothing waits here: ask for answers before there are too many."""
        self._outgoing.put(marshal.dumps((first_line, lines)))

    async def answer(self) -> "Parsed":
        """Return what became of the lines of the next `feed`. Raises ParserDied."""
        content = await self._answers.get()
        if content is None:
            raise ParserDied(f"the parser ended with {self._process.wait()}")
        return Parsed(marshal.loads(content))  # noqa: S302 - from our own child

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


class Parsed:
    """What became of some lines. with_files: numbers and bytes of lines that name files to be read."""

    def __init__(self, value: Any) -> None:
        rows, own, said, labels, skipped, problems, self.with_files, self.seen = value
        self.block = Block(rows, own, [Said(*each) for each in said], [NewLabel(*each) for each in labels], skipped)
        self.problems = [Problem(*each) for each in problems]
