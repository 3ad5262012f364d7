"""The reader of manifests: the object is streamed, cut into lines, parsed in another process, some blocks ahead."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import asdict

from modelyard.datasets.adapters.parsing import ManifestParser
from modelyard.datasets.errors.tasks import ManifestChanged, ManifestEncoding
from modelyard.datasets.rules import texts
from modelyard.datasets.rules.manifest import MOST_LINE_BYTES, read_line
from modelyard.datasets.service import rights
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.readers import Batch, Found, ImportNow, Reader
from modelyard.datasets.service.wishes import wishes_of
from modelyard.objects.service import reading
from modelyard.objects.service.reading import OpenObject

BLOCK_LINES = 4000
PIECE_BYTES = 64 * 2**10
_BLOCK_BYTES = 8 * 2**20
_AHEAD = 4


class ManifestReader(Reader):
    """Reads a manifest. Checkpoint: bytes and lines that were read, and the ETag of the object that they are of."""

    def __init__(self) -> None:
        self._parser: ManifestParser | None = None
        self._feeding: asyncio.Task[None] | None = None
        self._fed: asyncio.Queue[tuple[int, int, bool] | Exception] = asyncio.Queue()
        self._room = asyncio.Semaphore(_AHEAD)
        self._rights = rights.Readable()
        self._etag = ""
        self._wide = ""

    async def read(self, context: DatasetsContext, task: ImportNow) -> Batch:
        """See `Reader`."""
        if self._parser is None:
            await self._start(context, task)
        assert self._parser is not None
        told = await self._fed.get()
        if isinstance(told, Exception):
            raise told
        offset, line, is_last = told
        parsed = await self._parser.answer()
        self._room.release()
        problems = parsed.problems
        found = []
        for number, content in parsed.with_files:
            item, _ = read_line(content, number)  # its problems were told
            if item is not None:
                found.append(Found(item, line=number))
        await self._rights.keep_readable(context, task.who, parsed.block, problems)
        checkpoint = {"offset": offset, "line": line, "etag": self._etag}
        if self._wide:
            checkpoint["encoding"] = self._wide
        return Batch(checkpoint, is_last, found, problems, seen=parsed.seen, block=parsed.block)

    async def close(self) -> None:
        """See `Reader`."""
        if self._feeding is not None:
            self._feeding.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._feeding
        if self._parser is not None:
            self._parser.close()

    async def _start(self, context: DatasetsContext, task: ImportNow) -> None:
        opened = await reading.open_object(context.objects, task.who, task.source)
        before = task.checkpoint.get("etag")
        if before is not None and before != opened.etag:
            raise ManifestChanged(path=task.source)
        self._etag = opened.etag
        wishes = asdict(wishes_of(context, task))
        labels = [(kind, name, number) for (kind, name), number in task.labels.items()]
        self._parser = ManifestParser({**wishes, "label_type": int(task.label_type)}, labels, task.next_label)
        offset, line = task.checkpoint.get("offset", 0), task.checkpoint.get("line", 0)
        self._wide = task.checkpoint.get("encoding", "") if offset else await _encoding(opened)
        self._feeding = asyncio.create_task(self._feed(self._parser, opened, offset, line))

    async def _feed(self, parser: ManifestParser, opened: OpenObject, offset: int, line: int) -> None:
        """Give the parser one block after another; the queue holds back what is too far ahead."""
        try:
            async for block, is_last in _blocks(opened, offset, self._wide):
                await self._room.acquire()
                parser.feed(line + 1, block)
                used = len(texts.as_wide(block, self._wide)) if self._wide else len(block)
                offset, line = offset + used, line + block.count(b"\n")
                self._fed.put_nowait((offset, line, is_last))
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again where the batch is waited for
            self._fed.put_nowait(error)


async def _encoding(opened: OpenObject) -> str:
    """Return what codec a manifest of several bytes a character is in; empty for all others."""
    if opened.size_bytes:
        async with opened.chunks() as chunks:
            async for chunk in chunks:
                return texts.wide(chunk[:4])
    return ""


async def _blocks(opened: OpenObject, offset: int, wide: str) -> AsyncIterator[tuple[bytes, bool]]:
    """Yield whole lines in UTF-8, so many at once, and whether they are the last ones; at least one block."""
    kept: deque[bytes] = deque()
    count = size = 0
    rest = b""
    if offset >= opened.size_bytes:
        yield b"", True
        return
    async with opened.chunks(offset) as chunks:
        decode = texts.to_narrow(wide) if wide else bytes
        async for chunk in chunks:
            content = rest + decode(chunk)
            cut = content.rfind(b"\n") + 1
            rest = content[cut:]
            if len(rest) > MOST_LINE_BYTES:
                raise ManifestEncoding(path=opened.place)
            for part in _cut(content[:cut]):
                kept.append(part)
                count, size = count + part.count(b"\n"), size + len(part)
                if count >= BLOCK_LINES or size >= _BLOCK_BYTES:
                    yield b"".join(kept), False
                    kept.clear()
                    count = size = 0
    yield b"".join(kept) + rest, True


def _cut(content: bytes) -> list[bytes]:
    """Return whole lines in pieces of some hundred lines."""
    found, start = [], 0
    while start < len(content):
        end = content.find(b"\n", min(start + PIECE_BYTES, len(content) - 1)) + 1 or len(content)
        found.append(content[start:end])
        start = end
    return found
