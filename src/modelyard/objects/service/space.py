"""How much room the store has."""

import asyncio
import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from modelyard.objects.errors.tasks import NotEnoughSpace
from modelyard.objects.service.context import ObjectsContext

_USED_LASTS_SECONDS = 10.0


@dataclass(frozen=True)
class StorageSpace:
    """The store and its disk. The sizes are None for an external store, which does not tell them."""

    engine: str
    location: str
    total_bytes: int | None
    free_bytes: int | None
    used_bytes: int | None


class UsedBytes:
    """What the folder of the store occupies. Counting reads the whole folder, so the answer is kept for a while."""

    def __init__(self) -> None:
        self._counted: tuple[float, Path, int] | None = None

    async def of(self, folder: Path) -> int:
        """Return the bytes that the files below a folder occupy on the disk, as of at most some seconds ago."""
        known = self._counted
        if known is None or known[1] != folder or time.monotonic() - known[0] > _USED_LASTS_SECONDS:
            known = self._counted = (time.monotonic(), folder, await asyncio.to_thread(_size_of, folder))
        return known[2]


_USED = UsedBytes()


async def storage_space(context: ObjectsContext) -> StorageSpace:
    """Return where the store keeps its data, how much room its disk has, and what it occupies of it."""
    folder = context.store_directory
    if folder is None:
        return StorageSpace("S3 (external)", context.settings.external_endpoint or "", None, None, None)
    facts = os.statvfs(_existing(folder))
    total, free = facts.f_blocks * facts.f_frsize, facts.f_bavail * facts.f_frsize
    return StorageSpace("SeaweedFS", str(folder), total, free, await _USED.of(folder))


def require_space(context: ObjectsContext, place: Path | None, needed_bytes: int) -> None:
    """Raise NotEnoughSpace if so many bytes would not fit beside the reserve; where nobody knows, hope."""
    if place is None:
        return
    facts = os.statvfs(_existing(place))
    free = max(0, facts.f_bavail * facts.f_frsize - context.settings.reserve_bytes)
    if needed_bytes > free:
        raise NotEnoughSpace(problem="no space", location=str(place), needed_bytes=needed_bytes, free_bytes=free)


def _existing(place: Path) -> Path:
    """Return the place, or what is to hold it when it is not there yet."""
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def _size_of(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # it may have gone away meanwhile
                total += (Path(place) / name).lstat().st_blocks * 512
    return total
