"""Logs as files: one as it is, a part of one, or those of many tasks in one archive. Nothing is kept in memory or on disk."""

import asyncio
import io
import time
import zipfile
from collections.abc import AsyncGenerator, Sequence

from modelyard.training.service.task_logs import CHUNK_BYTES, TaskLog

_STORED_LEVEL = 1


async def log_bytes(log: TaskLog, offset: int, end: int, *, marks_gaps: bool = True) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of a log between two offsets. marks_gaps: where some were dropped, a line of the platform says so."""
    while offset < end:
        part = await log.read(offset, min(CHUNK_BYTES, end - offset))
        if part.offset > offset and marks_gaps:
            yield _dropped(min(part.offset, end) - offset)
        if not part.content or part.offset >= end:
            return
        content = part.content[: end - part.offset]
        yield content
        offset = part.offset + len(content)
        await asyncio.sleep(0)  # what lies on a local disk never waits by itself, and others want their turn


async def archive_bytes(logs: Sequence[tuple[str, TaskLog]]) -> AsyncGenerator[bytes, None]:
    """Yield a ZIP file with these logs, by the names given; each as long as it is when its turn comes."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_STORED_LEVEL) as archive:
        for name, log in logs:
            entry = zipfile.ZipInfo(name, time.gmtime()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            size = (await log.read(-1, 1)).size
            # Archive members are written in order; the size is not known ahead, so that room for a large one is kept.
            with archive.open(entry, "w", force_zip64=True) as member:
                async for piece in log_bytes(log, 0, size):
                    await asyncio.to_thread(member.write, piece)
                    if sink.has_some:
                        yield sink.take()
    yield sink.take()


class _Sink(io.RawIOBase):
    """Takes what an archive writes until somebody fetches it. It cannot go back, and the archive knows."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(data))
        return len(data)

    @property
    def has_some(self) -> bool:
        return bool(self._pieces)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _dropped(count: int) -> bytes:
    return f"\n[ModelArts Service Log] {count} bytes of this log were dropped: it grew over its limit.\n".encode()
