"""Opens archives in a process of its own, so that neither a hostile archive nor its load reaches the API."""

import asyncio
import contextlib
import json
import os
import struct
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from modelyard.core import sandbox
from modelyard.objects.errors.archives import ArchiveDamaged, ArchiveMemory, refusal
from modelyard.objects.ports import ArchiveFile, ArchiveSummary, UnpackedFile
from modelyard.objects.rules.archives import Limits

_CHUNK = 256 * 1024
_MAX_HEADER_BYTES = 2**20
_CHILD = "modelyard.objects.adapters.unpacking_child"


@dataclass
class _Child:
    """The process at work; `has_ended` once it has said its last word."""

    process: asyncio.subprocess.Process
    output: asyncio.StreamReader
    has_ended: bool = False


class ProcessUnpacker:
    """An `Unpacker` that starts one process for each archive."""

    async def check(self, archive: Path, limits: Limits, seen: Callable[[ArchiveFile], None]) -> ArchiveSummary:
        """See `Unpacker`."""
        async with _child(archive, {"mode": "check", "skip": 0, "limits": asdict(limits)}) as child:
            folders: list[str] = []
            while True:
                header = await _header(child)
                if "end" in header:
                    return ArchiveSummary(header["files"], header["bytes"], folders)
                if "folder" in header:
                    folders.append(header["folder"])
                else:
                    seen(ArchiveFile(header["key"], header["size"]))

    @asynccontextmanager
    async def extract(self, archive: Path, limits: Limits, *, skip: int = 0) -> AsyncIterator[AsyncIterator[UnpackedFile]]:
        """See `Unpacker`."""
        async with _child(archive, {"mode": "extract", "skip": skip, "limits": asdict(limits)}) as child:
            yield _files(child)


async def _files(child: _Child) -> AsyncIterator[UnpackedFile]:
    while True:
        header = await _header(child)
        if "end" in header:
            return
        yield UnpackedFile(header["key"], header["size"], header["mtime"], _content(child, header["size"]))


async def _content(child: _Child, size: int) -> AsyncIterator[bytes]:
    while size:
        chunk = await child.output.read(min(_CHUNK, size))
        if not chunk:
            raise await _early_end(child)
        size -= len(chunk)
        yield chunk


async def _header(child: _Child) -> dict[str, Any]:
    """Read the next header. Raises the refusal that it may be, or what the end of the process means."""
    try:
        (length,) = struct.unpack(">I", await child.output.readexactly(4))
        if length > _MAX_HEADER_BYTES:
            raise ArchiveDamaged(field="source", problem="damaged", entry="-", detail="unreadable frame")
        header: dict[str, Any] = json.loads(await child.output.readexactly(length))
    except asyncio.IncompleteReadError as error:
        raise await _early_end(child) from error
    child.has_ended = "end" in header or "refused" in header
    if "refused" in header:
        raise refusal(header["refused"], header["entry"], header["detail"])
    return header


async def _early_end(child: _Child) -> Exception:
    """Return what it means that the process ended before it said so: a limit was reached, or a decompressor broke."""
    child.has_ended = True
    status = await child.process.wait()
    return ArchiveMemory(field="source", problem="memory", entry="-", detail=f"status {status}")


@asynccontextmanager
async def _child(archive: Path, order: dict[str, Any]) -> AsyncIterator[_Child]:
    environment = {"PYTHONPATH": str(sandbox.SOURCE), "PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    # The archive is its standard input, so it needs to see no file of ours.
    prefix = await asyncio.to_thread(sandbox.around_python)
    with archive.open("rb") as file:
        process = await asyncio.create_subprocess_exec(
            *prefix,
            sys.executable,
            *("-P", "-m", _CHILD) if sys.version_info >= (3, 11) else ("-m", _CHILD),
            json.dumps(order),
            stdin=file,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
            cwd="/",
            limit=2 * _CHUNK,
        )
    assert process.stdout is not None
    child = _Child(process, process.stdout)
    try:
        yield child
    finally:
        if not child.has_ended:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        # What is left in the pipe is read away, else the transport would stay open.
        while await child.output.read(_CHUNK):
            pass
        await process.wait()
