"""Parts of a version on their way into the storage: one is sent while the lines of the next are made.

The manifest is all parts in their order. They are kept on the disk meanwhile, so that nobody has to ask the storage for them;
a worker that took over in the middle has not all of them, and asks.
"""

import asyncio
import contextlib
import hashlib
import shutil
from collections.abc import AsyncIterator, Sequence
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy import select

from modelyard.datasets.errors.attacks import PartChanged
from modelyard.datasets.models.versions import DatasetVersionPartRow, DatasetVersionRow
from modelyard.datasets.rules import paths
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.version_writing import Part, Publication, pieces
from modelyard.objects.service import places

_MOST_AT_ONCE = 32 * 2**20


class PartSender:
    """Sends the parts of one version."""

    def __init__(self, context: DatasetsContext) -> None:
        self._context = context
        self._sending: asyncio.Task[None] | None = None
        self._file: IO[bytes] | None = None
        self._digests: list[str] = []
        self._all: IO[bytes] | None = None
        with contextlib.suppress(OSError):
            context.objects.spool.mkdir(parents=True, exist_ok=True)
            self._all = TemporaryFile(dir=context.objects.spool)  # noqa: SIM115 - closed by `close`

    async def send(self, current: Publication, part: Part) -> None:
        """Begin to send a part, once the one before has arrived. Raises what went wrong with that one."""
        try:
            await self.arrived()
            await self._keep(part)
        except BaseException:
            part.file.close()
            raise
        self._file = part.file
        self._sending = asyncio.create_task(self._send(current, part))

    async def arrived(self) -> None:
        """Wait until all that was sent is there. Raises what went wrong."""
        sending, self._sending = self._sending, None
        if sending is not None:
            await sending

    async def compose(self, current: Publication, parts: Sequence[DatasetVersionPartRow]) -> None:
        """Write the manifest of a version out of its parts. Raises PartChanged."""
        target = places.read_place(paths.manifest_path(current.inner, current.version.name), field="work_path")
        size = sum(each.size_bytes for each in parts)
        content = self._read(current, parts)
        if self._all is not None and self._digests == [each.digest for each in parts]:
            self._all.seek(0)
            content = pieces(self._all)
        await self._context.objects.store.put(target.bucket, target.key, content, size_bytes=size)

    async def close(self) -> None:
        """Give up what is on its way."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
        if self._file is not None:  # a task that was cancelled before it began has not closed it
            self._file.close()
        self._forget()

    async def _keep(self, part: Part) -> None:
        if self._all is None:
            return
        try:
            await asyncio.to_thread(shutil.copyfileobj, part.file, self._all)
        except OSError:  # no room: the storage has the parts
            self._forget()
        part.file.seek(0)
        self._digests.append(part.digest)

    def _forget(self) -> None:
        if self._all is not None:
            with contextlib.suppress(OSError):
                self._all.close()
        self._all = None

    async def _send(self, current: Publication, part: Part) -> None:
        with part.file:
            store = self._context.objects.store
            place = places.read_place(paths.part_path(current.inner, part.digest), field="work_path")
            there = await store.head(place.bucket, place.key)
            # Whoever may write into the bucket may have changed it.
            is_same = there is not None and there.size_bytes == part.size_bytes and there.etag == _etag_of(part.file)
            if not is_same or not await self._is_known(current, part.digest):
                content = part.file.read() if part.size_bytes <= _MOST_AT_ONCE else pieces(part.file)
                await store.put(place.bucket, place.key, content, size_bytes=part.size_bytes)

    async def _is_known(self, current: Publication, digest: str) -> bool:
        """Return whether a part was written for a version of this dataset."""
        known = select(DatasetVersionPartRow.version_id).join(
            DatasetVersionRow, DatasetVersionRow.id == DatasetVersionPartRow.version_id
        )
        same = (DatasetVersionPartRow.digest == digest, DatasetVersionRow.dataset_id == current.row.id)
        async with self._context.database.read_session() as db:
            return await db.scalar(known.where(*same).limit(1)) is not None

    async def _read(self, current: Publication, parts: Sequence[DatasetVersionPartRow]) -> AsyncIterator[bytes]:
        for each in parts:
            place = places.read_place(paths.part_path(current.inner, each.digest), field="work_path")
            digest = hashlib.sha256()
            async with self._context.objects.store.get(place.bucket, place.key) as chunks:
                async for chunk in chunks:
                    digest.update(chunk)
                    yield chunk
            if digest.hexdigest() != each.digest:
                raise PartChanged(name=current.version.name, path=str(place), resource=str(place))


def _etag_of(file: IO[bytes]) -> str:
    """Return what the storage says of the content of a file that was sent whole; the file stands at its beginning."""
    etag = hashlib.md5(usedforsecurity=False)
    while piece := file.read(_MOST_AT_ONCE):
        etag.update(piece)
    file.seek(0)
    return etag.hexdigest()
