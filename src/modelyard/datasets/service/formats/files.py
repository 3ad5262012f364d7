"""The files of the folder that an import reads, and what readers of formats are given."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from modelyard.core.clock import to_milliseconds
from modelyard.core.subject import Subject
from modelyard.datasets.rules import images
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.fitting import fitted, seen_size
from modelyard.datasets.rules.images import ImageInfo
from modelyard.datasets.rules.preparing import Facts
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.service.readers import Batch, Found
from modelyard.datasets.types.datasets import DataType, LabelType
from modelyard.datasets.types.sources import FileInfo
from modelyard.objects import access
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.ports import ListPage
from modelyard.objects.rules.keys import Location, key_problem
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext

T = TypeVar("T")
R = TypeVar("R")

_AT_ONCE = 16
_FIRST_BYTES = 16 * 1024
_MOST_HEAD_BYTES = 1024 * 1024
# The largest file of annotations, see the limits of the guide.
MOST_BYTES = 100 * 1024 * 1024
_LISTED = 1000


class Files(Protocol):
    """The files below a folder, in order of their paths."""

    async def page(self, after: str, limit: int = _LISTED) -> tuple[list[FileInfo], bool]:
        """Return the files that come after a path, and whether these are the last ones."""
        ...

    async def inside(self, folder: str) -> tuple[list[FileInfo], list[str]]:
        """Return the first files in a folder (`a/`, or empty for the top) without those in folders below, and these."""
        ...

    async def info(self, path: str) -> FileInfo | None:
        """Return what is known of a file; None if there is none."""
        ...

    async def read(self, path: str, *, offset: int = 0, length: int | None = None) -> bytes:
        """Return the bytes of a file, or some of them. Raises `Unreadable` if there is none."""
        ...


class ObjectFiles:
    """Files in the object storage, read with the rights of a caller."""

    def __init__(self, context: ObjectsContext, who: Subject, folder: Location) -> None:
        self._context, self._who, self._folder = context, who, folder
        self._is_allowed = False

    async def page(self, after: str, limit: int = _LISTED) -> tuple[list[FileInfo], bool]:
        """See `Files`."""
        await self._demand()
        bucket, prefix = self._folder.bucket, self._folder.key
        marker: str | None = prefix + after if after else ""
        found: list[FileInfo] = []
        while marker is not None and not found:  # a page may hold nothing but names of folders
            page = await self._context.store.list_page(bucket, prefix=prefix, marker=marker, limit=limit)
            found = self._files(page)
            marker = page.next_marker
        return found, marker is None

    async def inside(self, folder: str) -> tuple[list[FileInfo], list[str]]:
        """See `Files`."""
        await self._demand()
        prefix = self._folder.key + folder
        page = await self._context.store.list_page(self._folder.bucket, prefix=prefix, delimiter="/", limit=_LISTED)
        return self._files(page), [each[len(self._folder.key) :] for each in page.prefixes]

    async def info(self, path: str) -> FileInfo | None:
        """See `Files`."""
        await self._demand()
        key = self._folder.key + path
        if key_problem(key) is not None:
            return None
        found = await self._context.store.head(self._folder.bucket, key)
        return None if found is None else FileInfo(path, found.size_bytes, found.etag, to_milliseconds(found.modified_at))

    async def read(self, path: str, *, offset: int = 0, length: int | None = None) -> bytes:
        """See `Files`."""
        await self._demand()
        key = self._folder.key + path
        if key_problem(key) is not None:
            raise Unreadable("absent", value=path)
        content = bytearray()
        try:
            async with self._context.store.get(self._folder.bucket, key, offset=offset, length=length) as chunks:
                async for chunk in chunks:
                    content += chunk
        except ObjectNotFound:
            raise Unreadable("absent", value=path) from None
        return bytes(content)

    def _files(self, page: ListPage) -> list[FileInfo]:
        start = len(self._folder.key)
        return [
            FileInfo(each.key[start:], each.size_bytes, each.etag, to_milliseconds(each.modified_at))
            for each in page.objects
            if not each.key.endswith("/")
        ]

    async def _demand(self) -> None:
        """Ask once whether the caller may list and read below the folder."""
        if self._is_allowed:
            return
        folder = self._folder
        await find_bucket(self._context, self._who, folder.bucket)
        await self._context.demand(self._who, access.LIST_BUCKET, folder.bucket, prefix=folder.key, delimiter="")
        await self._context.demand(self._who, access.GET_OBJECT, f"{folder.bucket}/{folder.key}")
        self._is_allowed = True


@dataclass(frozen=True)
class Ask:
    """What a source is read for. file: the one file of annotations, if it was named. options: see `options_of`.

    spool: where large files lie while they are read; where temporary files do if it is None.
    """

    label_type: LabelType
    file: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    spool: Path | None = None

    @property
    def data_type(self) -> DataType:
        """What counts as data."""
        return self.label_type.data_type

    @property
    def encoding(self) -> str:
        """What is tried where text is not UTF-8."""
        return str(self.options.get("encoding", "GBK"))


class Source(ABC):
    """One format, read from files. The object may remember what it parsed; a new one finds everything from the checkpoint."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    @abstractmethod
    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """Return the next batch, of about `limit` samples."""

    async def close(self) -> None:
        """Let go of what is open."""
        return


async def all_of(act: Callable[[T], Awaitable[R]], items: Sequence[T]) -> list[R]:
    """Do something for all items, some of them at once; results in order."""
    found: list[R] = []
    for start in range(0, len(items), _AT_ONCE):
        found += await asyncio.gather(*(act(each) for each in items[start : start + _AT_ONCE]))
    return found


async def image_of(files: Files, info: FileInfo) -> ImageInfo:
    """Return what an image says about itself; raises `Unreadable` for what is none."""
    if not info.size_bytes:
        raise Unreadable("empty")
    length = _FIRST_BYTES
    while True:
        head = await files.read(info.path, length=min(length, info.size_bytes))
        try:
            return images.inspected(head)
        except Unreadable:
            if length >= min(info.size_bytes, _MOST_HEAD_BYTES) or not head.startswith(b"\xff\xd8"):
                raise
            length *= 8


async def sample_of(files: Files, info: FileInfo, item: Item, ask: Ask, problems: list[Problem]) -> Found | None:
    """Return a sample whose file was looked at: an image is one, its annotations are inside of it, nothing is empty."""
    told = Problems(info.path)
    facts = Facts(info.size_bytes, info.etag, info.changed_at)
    found = None
    with told.at(""):
        if not info.size_bytes:
            raise Unreadable("empty")
        if ask.data_type is DataType.IMAGE:
            image = await image_of(files, info)
            item, outside = fitted(item, image, info.path)
            told += outside
            facts = facts._replace(size=seen_size(image))
        found = Found(item._replace(source=info.path), facts, file=info.path)
    problems += told
    return found


def joined(folder: str, name: str) -> str:
    """Return a path below a folder, without `.` and `..`; empty for what leads out of the root."""
    parts: list[str] = []
    for part in f"{folder}/{name}".replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def folder_of(path: str) -> str:
    """Return the folder that a path is in, without a slash at its end; empty at the top."""
    return path.rpartition("/")[0]
