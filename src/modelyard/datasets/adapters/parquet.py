"""Rows of Parquet files, read in a process without rights: a file of a stranger may claim any size (see `parsing`)."""

import asyncio
import contextlib
import marshal
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from modelyard.core import sandbox
from modelyard.datasets.errors.stores import DriverMissing
from modelyard.datasets.rules.problems import Unreadable

_CHILD = "modelyard.datasets.adapters.parquet_child"
_MOST_FRAME = 512 * 2**20


class ParquetRows:
    """Rows of one file. Close it, whatever happens."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.names: dict[str, list[str]] = {}

    async def next(self) -> list[dict[str, Any]]:
        """Return some hundred rows by the names of their columns; none at the end. Raises `Unreadable`."""
        assert self._process.stdout is not None
        try:
            size = int.from_bytes(await self._process.stdout.readexactly(4), "little")
            if size > _MOST_FRAME:
                raise Unreadable("long", value="512 MiB")
            kind, value = marshal.loads(await self._process.stdout.readexactly(size))  # noqa: S302 - plain values, see `parsing`
        except asyncio.IncompleteReadError:
            raise Unreadable("unreadable", value="it takes too much memory, or is broken") from None
        if kind == "names":
            self.names = value
            return await self.next()
        if kind == "problem":
            raise Unreadable("unreadable", value=value)
        rows: list[dict[str, Any]] = value
        return rows

    async def close(self) -> None:
        """End the process."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        assert self._process.stdout is not None
        while await self._process.stdout.read(2**16):
            pass
        await self._process.wait()


async def open_parquet(path: Path, skip: int) -> ParquetRows:
    """Open a file after so many rows. Raises DriverMissing."""
    if find_spec("pyarrow") is None:
        raise DriverMissing(source="Parquet", package="pyarrow", extra="parquet")
    prefix = await asyncio.to_thread(sandbox.around_python)
    with path.open("rb") as file:
        process = await asyncio.create_subprocess_exec(
            *prefix,
            sys.executable,
            *("-P", "-m", _CHILD) if sys.version_info >= (3, 11) else ("-m", _CHILD),
            str(skip),
            stdin=file,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": str(sandbox.SOURCE), "PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            cwd="/",
            limit=2**20,
        )
    return ParquetRows(process)
