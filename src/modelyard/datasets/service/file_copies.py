"""Copies of the files of a version: each content once, and never a content that the version did not have."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from modelyard.core.clock import to_milliseconds
from modelyard.core.errors import AppError
from modelyard.core.subject import Subject
from modelyard.datasets.models.versions import DatasetVersionRow
from modelyard.datasets.rules import kept_files
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.service.context import DatasetsContext
from modelyard.objects.ports import ObjectInfo
from modelyard.objects.service import places

_AT_ONCE = 8


@dataclass(frozen=True)
class File:
    """A file of a version. etag, size_bytes, changed_at: what the dataset knows; known: what a version before has of it."""

    sample: int
    source: str
    etag: str
    size_bytes: int
    changed_at: int | None
    known: bytes | None


@dataclass(frozen=True)
class Kept:
    """What is kept of a file. is_new: whether a row has to say so."""

    sample: int
    digest: bytes
    size_bytes: int
    is_new: bool


class _Lost(Exception):
    """A file cannot be kept."""

    def __init__(self, file: File, code: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, "source", file.source[:200], file=file.source)


@dataclass
class Copies:
    """Makes copies. It remembers which folders may be read."""

    _readable: dict[str, bool] = field(default_factory=dict)

    async def of(
        self, context: DatasetsContext, who: Subject, version: DatasetVersionRow, files: Sequence[File], *, inner: str
    ) -> tuple[list[Kept], list[Problem]]:
        """Return what is kept of files after copying what was needed, and what could not be kept. inner: where to."""
        slots, kept, problems = asyncio.Semaphore(_AT_ONCE), list[Kept](), list[Problem]()
        copied: dict[bytes, asyncio.Task[None]] = {}

        async def one(file: File) -> None:
            async with slots:
                try:
                    found = await self._found(context, who, version, file)
                    if found.is_new:
                        if found.digest not in copied:
                            copied[found.digest] = asyncio.create_task(_copy(context, inner, file, found.digest))
                        await copied[found.digest]
                    kept.append(found)
                except _Lost as lost:
                    problems.append(lost.problem)

        await asyncio.gather(*(one(file) for file in files))
        return kept, problems

    async def _found(self, context: DatasetsContext, who: Subject, version: DatasetVersionRow, file: File) -> Kept:
        """Return what is to be kept of a file. Raises _Lost."""
        if file.known is not None and file.etag and kept_files.digest_of(file.etag, file.size_bytes) == file.known:
            return Kept(file.sample, file.known, file.size_bytes, is_new=False)
        if not await self._may_read(context, who, file.source):
            raise _Lost(file, "forbidden")
        place = places.read_place(file.source, field="source")
        found = await context.objects.store.head(place.bucket, place.key)
        if found is not None and _is_of(version, file, found):
            digest = kept_files.digest_of(found.etag, found.size_bytes)
            return Kept(file.sample, digest, found.size_bytes, is_new=digest != file.known)
        if file.known is not None and not file.etag:
            # Nobody ever said that it had changed since the version that kept it.
            return Kept(file.sample, file.known, 0, is_new=False)
        raise _Lost(file, "gone" if found is None else "changed")

    async def _may_read(self, context: DatasetsContext, who: Subject, source: str) -> bool:
        folder = source.rpartition("/")[0]
        if folder not in self._readable:
            self._readable[folder] = await places.may_read(context.objects, who, f"{folder}/")
        return self._readable[folder]


async def _copy(context: DatasetsContext, inner: str, file: File, digest: bytes) -> None:
    """Copy a file to where its content lies, unless it does. Raises _Lost."""
    store = context.objects.store
    source = places.read_place(file.source, field="source")
    target = places.read_place(kept_files.place_of(inner, digest), field="work_path")
    if await store.head(target.bucket, target.key) is not None:
        return
    try:
        await store.copy(source.bucket, source.key, target.bucket, target.key)
    except AppError as error:
        if error.status >= 500:
            raise
        raise _Lost(file, "gone") from error
    found = await store.head(source.bucket, source.key)
    if found is None or kept_files.digest_of(found.etag, found.size_bytes) != digest:
        # What was copied may be either content, and must not be called by one of them.
        await store.delete_many(target.bucket, [target.key])
        raise _Lost(file, "changed")


def _is_of(version: DatasetVersionRow, file: File, found: ObjectInfo) -> bool:
    """Return whether a file is as it was when the version was published."""
    if found.modified_at <= version.created_at:
        return True
    digest = kept_files.digest_of(found.etag, found.size_bytes)
    if digest == file.known:
        return True
    # The same again, written later.
    is_old = file.changed_at is not None and file.changed_at <= to_milliseconds(version.created_at)
    return is_old and digest == kept_files.digest_of(file.etag, file.size_bytes)
