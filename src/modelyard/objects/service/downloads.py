"""Folders of buckets as directories on the platform's disk, for example the code of a job."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from modelyard.core.subject import Subject
from modelyard.objects import access
from modelyard.objects.errors.places import FolderOverLimit, NameNotForFiles, PlaceNotFound
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.ports import ObjectInfo
from modelyard.objects.rules.digests import listing_digest
from modelyard.objects.rules.folders import BadName, Entry, OverLimit, Plan
from modelyard.objects.rules.keys import Location, folder_of
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.types import CopyLimits

_AT_ONCE = 16
_ASKED_AT_ONCE = 100
_SMALL_BYTES = 2**20
# What is larger, or has more files, is worth a process of its own.
_BESIDE_BYTES = 32 * 2**20
_BESIDE_FILES = 500
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True)
class Contents:
    """What a folder holds. files: their sizes by path relative to the folder; folders: all of them, outermost first.

    state: a digest of what the store says of all objects; it differs when one of them was written anew.
    digest: of the same, as carriers of tasks know it (`rules.digests`); empty where it cannot be told.
    """

    location: Location
    files: dict[str, int]
    folders: tuple[str, ...]
    bytes: int
    state: str = ""
    digest: str = ""


async def list_contents(
    context: ObjectsContext, who: Subject, location: Location, limits: CopyLimits, *, field: str = "source"
) -> Contents:
    """Return everything below a folder that the caller may read.

    Raises BucketNotFound, Forbidden, PlaceNotFound, FolderOverLimit, NameNotForFiles; `field` is named in the last two.
    """
    await find_bucket(context, who, location.bucket)
    folder = Location(location.bucket, folder_of(location.key))
    await context.demand(who, access.LIST_BUCKET, folder.bucket, prefix=folder.key, delimiter="")
    plan = Plan(limits)
    is_there = False
    state = hashlib.sha256()
    listed: list[tuple[str, int, str]] = []
    async for objects in _pages(context, folder):
        is_there = True
        listed += [(info.key, info.size_bytes, info.etag.strip('"')) for info in objects]
        state.update(_said_of(objects))
        entries = (Entry(info.key[len(folder.key) :], info.size_bytes) for info in objects)
        _refuse(plan.add(entry for entry in entries if entry.path), folder, field)
    if not is_there:
        raise PlaceNotFound(bucket=folder.bucket, key=folder.key, resource=str(folder))
    _refuse(plan.collision(), folder, field)
    for number, path in enumerate(plan.files):
        await context.demand(who, access.GET_OBJECT, f"{folder.bucket}/{folder.key}{path}")
        if number % _ASKED_AT_ONCE == _ASKED_AT_ONCE - 1:
            await asyncio.sleep(0)  # rights are decided without waiting; others want their turn
    digest = listing_digest(folder.bucket, folder.key, listed)
    return Contents(folder, plan.files, tuple(sorted(plan.folders)), plan.bytes, state.hexdigest(), digest)


async def copy_to_directory(
    context: ObjectsContext,
    who: Subject,
    location: Location,
    directory: Path,
    limits: CopyLimits,
    *,
    contents: Contents | None = None,
    field: str = "source",
) -> Contents:
    """Copy everything below a folder into a directory that does not exist yet, with the rights of the caller.

    contents: of the folder, where it was listed already. Several files are copied at once. The directory holds nothing but
    plain files and directories afterwards. If it fails, what was copied so far is left for the caller to remove.
    Raises what `list_contents` raises, ObjectNotFound for what was deleted meanwhile, FileExistsError.
    """
    if contents is None:
        contents = await list_contents(context, who, location, limits, field=field)
    _make(directory, contents.folders)
    if context.copier is not None and (contents.bytes > _BESIDE_BYTES or len(contents.files) > _BESIDE_FILES):
        await context.copier.copy(contents.location, list(contents.files), directory, most_bytes=limits.bytes)
        return contents
    waiting = iter(contents.files.items())
    room = _Room(limits, field)
    workers = [
        asyncio.create_task(_copy_files(context, contents.location, directory, waiting, room))
        for _ in range(min(_AT_ONCE, len(contents.files)))
    ]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return contents


async def state_of(context: ObjectsContext, who: Subject, location: Location) -> str:
    """Return the state of a folder as `Contents` has it, to see whether something changed since. Asks for no object's rights.

    Raises BucketNotFound, Forbidden.
    """
    await find_bucket(context, who, location.bucket)
    folder = Location(location.bucket, folder_of(location.key))
    await context.demand(who, access.LIST_BUCKET, folder.bucket, prefix=folder.key, delimiter="")
    state = hashlib.sha256()
    async for objects in _pages(context, folder):
        state.update(_said_of(objects))
    return state.hexdigest()


async def copy_object(
    context: ObjectsContext, who: Subject, location: Location, file: Path, limits: CopyLimits, *, field: str = "source"
) -> int:
    """Copy one object into a file that does not exist yet, with the rights of the caller; return its size.

    Raises BucketNotFound, Forbidden, ObjectNotFound, FolderOverLimit, FileExistsError.
    """
    await find_bucket(context, who, location.bucket)
    await context.demand(who, access.GET_OBJECT, f"{location.bucket}/{location.key}")
    info = await context.store.head(location.bucket, location.key)
    if info is None:
        raise ObjectNotFound(bucket=location.bucket, key=location.key, resource=location.key)
    room = _Room(limits, field)
    room.check(info.size_bytes)
    async with context.store.get(location.bucket, location.key, etag=info.etag) as chunks:
        await _write(file, chunks, room, beside=info.size_bytes > _SMALL_BYTES)
    return info.size_bytes


def _said_of(objects: list[ObjectInfo]) -> bytes:
    return "".join(f"{info.key}\0{info.size_bytes}\0{info.etag}\0" for info in objects).encode()


def _make(directory: Path, folders: tuple[str, ...]) -> None:
    directory.mkdir(parents=True)
    for folder in folders:
        (directory / folder).mkdir()


class _Room:
    """Counts what really arrives: an object may have grown since it was listed."""

    def __init__(self, limits: CopyLimits, field: str) -> None:
        self._limits, self._field, self._taken = limits, field, 0

    def check(self, size: int) -> None:
        """Raise FolderOverLimit unless so much more would fit."""
        self.take(size)
        self._taken -= size

    def take(self, size: int) -> None:
        """Count what has arrived. Raises FolderOverLimit."""
        self._taken += size
        if self._taken > self._limits.bytes:
            raise FolderOverLimit(
                field=self._field, problem="too large", what="bytes", found=self._taken, limit=self._limits.bytes
            )


async def _copy_files(
    context: ObjectsContext, folder: Location, directory: Path, waiting: Iterator[tuple[str, int]], room: _Room
) -> None:
    for path, size in waiting:
        async with context.store.get(folder.bucket, folder.key + path) as chunks:
            await _write(directory / path, chunks, room, beside=size > _SMALL_BYTES)


async def _write(target: Path, chunks: AsyncIterator[bytes], room: _Room, *, beside: bool) -> None:
    """Write a file that must not be there; a large one beside the event loop."""
    descriptor = os.open(target, _NEW_FILE, 0o644)
    with os.fdopen(descriptor, "wb") as file:
        async for chunk in chunks:
            room.take(len(chunk))
            if beside:
                await asyncio.to_thread(file.write, chunk)
            else:
                file.write(chunk)


async def _pages(context: ObjectsContext, folder: Location) -> AsyncIterator[list[ObjectInfo]]:
    marker = ""
    while True:
        page = await context.store.list_page(folder.bucket, prefix=folder.key, marker=marker)
        if page.objects:
            yield page.objects
        if page.next_marker is None:
            return
        marker = page.next_marker


def _refuse(problem: OverLimit | BadName | None, folder: Location, field: str) -> None:
    if isinstance(problem, OverLimit):
        raise FolderOverLimit(field=field, problem="over a limit", what=problem.what, found=problem.found, limit=problem.limit)
    if isinstance(problem, BadName):
        raise NameNotForFiles(field=field, key=str(folder) + problem.path, problem=problem.problem)
