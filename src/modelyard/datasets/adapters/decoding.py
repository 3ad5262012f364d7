"""Opens pictures in processes of their own, so that neither a hostile picture nor its load reaches who asks."""

import asyncio
import contextlib
import json
import os
import struct
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from modelyard.core import sandbox
from modelyard.datasets.ports import CannotDecode, Looks, Thumbnail
from modelyard.datasets.types.insight import Undecodable

_CHILD = "modelyard.datasets.adapters.decoding_child"
_MOST_HEADER_BYTES = 2**20


class ProcessDecoder:
    """A `Decoder` that keeps a few processes and gives each one picture at a time.

    A process that takes longer than `seconds` is killed; one that was not asked for `idle_seconds` ends. A new one has
    `starting_seconds` more for its first picture: on a busy machine its libraries take longer to load than a picture does.
    """

    def __init__(
        self, processes: int = 2, *, seconds: float = 20.0, idle_seconds: float = 60.0, starting_seconds: float = 60.0
    ) -> None:
        self._turns = asyncio.Semaphore(processes)
        self._free: list[asyncio.subprocess.Process] = []
        self._seconds, self._idle, self._starting = seconds, idle_seconds, starting_seconds
        self._ending: asyncio.TimerHandle | None = None
        self._asking = 0

    async def thumbnail(self, content: bytes, side: int) -> Thumbnail:
        """See `Decoder`."""
        said, body = await self._ask({"mode": "thumbnail", "side": side}, content)
        return Thumbnail(body, said["width"], said["height"])

    async def looks(self, content: bytes, boxes: Sequence[tuple[float, float, float, float]] = (), *, side: int = 0) -> Looks:
        """See `Decoder`."""
        order = {"mode": "looks", "side": side, "boxes": [tuple(box) for box in boxes]}
        said, body = await self._ask(order, content)
        measures = said["measures"]
        return Looks(
            said["width"],
            said["height"],
            (measures[0], measures[1], measures[2], measures[3]),
            tuple((light, clear) for light, clear in said["boxes"]),
            said["hash"],
            body[: said["vector"]],
            body[said["vector"] :],
        )

    async def close(self) -> None:
        """See `Decoder`."""
        if self._ending is not None:
            self._ending.cancel()
        while self._free:
            await _end(self._free.pop())

    async def _ask(self, order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
        async with self._turns, self._process() as (process, is_new):
            try:
                longest = self._seconds + (self._starting if is_new else 0)
                return await asyncio.wait_for(_exchange(process, order, content), longest)
            except asyncio.TimeoutError:
                await _end(process)
                raise CannotDecode(Undecodable.TIME) from None
            except (asyncio.IncompleteReadError, ConnectionError):
                await _end(process)
                # A limit was reached, or a decoder broke.
                raise CannotDecode(Undecodable.MEMORY) from None
            except asyncio.CancelledError:
                await _end(process)
                raise

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[tuple[asyncio.subprocess.Process, bool]]:
        self._asking += 1
        is_new = not self._free
        process = await _started() if is_new else self._free.pop()
        try:
            yield process, is_new
        finally:
            self._asking -= 1
            if process.returncode is None:
                self._free.append(process)
            self._watch()

    def _watch(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(self._idle, self._let_go)

    def _let_go(self) -> None:
        if not self._asking:
            while self._free:
                process = self._free.pop()
                assert process.stdin is not None
                process.stdin.close()


async def _exchange(process: asyncio.subprocess.Process, order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    assert process.stdin is not None
    assert process.stdout is not None
    packed = json.dumps(order | {"bytes": len(content)}).encode()
    process.stdin.write(struct.pack(">I", len(packed)) + packed)
    process.stdin.write(content)
    await process.stdin.drain()
    (length,) = struct.unpack(">I", await process.stdout.readexactly(4))
    if length > _MOST_HEADER_BYTES:
        raise ConnectionError("unreadable frame")
    said: dict[str, Any] = json.loads(await process.stdout.readexactly(length))
    body = await process.stdout.readexactly(said["bytes"])
    if "refused" in said:
        raise CannotDecode(Undecodable(said["refused"]))
    return said, body


async def _started() -> asyncio.subprocess.Process:
    environment = {
        "PYTHONPATH": str(sandbox.SOURCE),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    prefix = await asyncio.to_thread(sandbox.around_python)
    return await asyncio.create_subprocess_exec(
        *prefix,
        sys.executable,
        *("-P", "-m", _CHILD) if sys.version_info >= (3, 11) else ("-m", _CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
        cwd="/",
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    assert process.stdout is not None
    # What is left in the pipe is read away, else the transport would stay open.
    while await process.stdout.read(2**16):
        pass
    await process.wait()
