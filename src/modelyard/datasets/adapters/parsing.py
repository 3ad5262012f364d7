"""Parsing in a process of its own: two cores, and what kills the parser takes nothing with it.

Messages are the length, four bytes, and the value as `marshal` writes it. What comes back was written by our own child from
plain values; a child that was taken over could at worst make this side fail.
"""

import asyncio
import contextlib
import marshal
import os
import sys
from pathlib import Path
from typing import Any

from modelyard.datasets.rules.preparing import Block, NewLabel, Said
from modelyard.datasets.rules.problems import Problem

_CHILD = "modelyard.datasets.adapters.parsing_child"
_SOURCE = str(Path(__file__).parents[3])
_MOST_LINES_BYTES = 2**32 - 1


class ParserDied(Exception):
    """The parser ended in the middle of its work."""


class ManifestParser:
    """A process that makes lines of manifests ready to be written."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, wishes: dict[str, Any], labels: list[tuple[int, str, int]], next_label: int) -> "ManifestParser":
        """Start one. wishes: fields of `Wishes`. labels: type, name and number."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", _CHILD) if sys.version_info >= (3, 11) else ("-m", _CHILD),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": _SOURCE, "PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd="/",
            limit=2**22,
        )
        parser = cls(process)
        await parser._send((wishes, labels, next_label))
        return parser

    async def feed(self, first_line: int, lines: bytes) -> None:
        """Give it lines, which it answers in order."""
        await self._send((first_line, lines))

    async def answer(self) -> "Parsed":
        """Return what became of the lines of the next `feed`. Raises ParserDied."""
        assert self._process.stdout is not None
        try:
            size = int.from_bytes(await self._process.stdout.readexactly(4), "little")
            content = await self._process.stdout.readexactly(size)
        except asyncio.IncompleteReadError:
            raise ParserDied(f"the parser ended with {self._process.returncode}") from None
        return Parsed(marshal.loads(content))  # noqa: S302 - from our own child

    async def close(self) -> None:
        """End it."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def _send(self, value: Any) -> None:
        assert self._process.stdin is not None
        content = marshal.dumps(value)
        try:
            self._process.stdin.write(len(content).to_bytes(4, "little"))
            self._process.stdin.write(content)
            await self._process.stdin.drain()
        except (ConnectionError, BrokenPipeError):
            raise ParserDied("the parser is gone") from None


class Parsed:
    """What became of some lines. with_files: numbers and bytes of lines that name files to be read."""

    def __init__(self, value: Any) -> None:
        rows, own, said, labels, skipped, problems, self.with_files, self.seen = value
        self.block = Block(rows, own, [Said(*each) for each in said], [NewLabel(*each) for each in labels], skipped)
        self.problems = [Problem(*each) for each in problems]
