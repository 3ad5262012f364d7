"""How much room the store has."""

import os
from dataclasses import dataclass
from pathlib import Path

from modelyard.objects.errors.tasks import NotEnoughSpace
from modelyard.objects.service.context import ObjectsContext


@dataclass(frozen=True)
class StorageSpace:
    """The store and its disk. The sizes are None for an external store, which does not tell them."""

    engine: str
    location: str
    total_bytes: int | None
    free_bytes: int | None
    used_bytes: int | None


def storage_space(context: ObjectsContext) -> StorageSpace:
    """Return where the store keeps its data, and how much room there is. `used_bytes` is what the whole disk holds."""
    if context.store_directory is None:
        return StorageSpace("s3", context.settings.external_endpoint or "", None, None, None)
    facts = os.statvfs(_existing(context.store_directory))
    total, free = facts.f_blocks * facts.f_frsize, facts.f_bavail * facts.f_frsize
    return StorageSpace("seaweedfs", str(context.store_directory), total, free, total - facts.f_bfree * facts.f_frsize)


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
