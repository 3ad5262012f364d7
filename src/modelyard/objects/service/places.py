"""Places in buckets that others are about to use: whether they are there, and whether the caller may use them."""

from dataclasses import dataclass

from modelyard.core.errors import Forbidden, NotFound
from modelyard.core.subject import Subject
from modelyard.objects import access
from modelyard.objects.errors.places import PlaceNotFound
from modelyard.objects.errors.tasks import LocationInvalid
from modelyard.objects.rules.keys import Location, folder_of, key_problem, read_location
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext


@dataclass(frozen=True)
class Place:
    """A place that was looked at. is_folder: it stands for all objects below it. size_bytes: of one object."""

    location: Location
    is_folder: bool
    size_bytes: int = 0

    def __str__(self) -> str:
        return str(self.location)


def read_place(text: str, *, field: str) -> Location:
    """Read a location in any of its spellings. Raises LocationInvalid."""
    place = read_location(text)
    if place is None or (place.key and key_problem(place.key) is not None):
        raise LocationInvalid(field=field, problem="no location", value=text[:200])
    return place


def spell(text: str, *, folder: bool = False) -> str | None:
    """Return a location in its one spelling, `obs://bucket/key`; None for what is none. folder: with a slash at its end."""
    place = read_location(text)
    if place is None or (place.key and key_problem(place.key) is not None):
        return None
    return str(Location(place.bucket, folder_of(place.key)) if folder else place)


async def require_readable(context: ObjectsContext, who: Subject, location: Location) -> Place:
    """Return what lies at a location that the caller may read: one object, or a folder with or without its slash.

    Raises BucketNotFound, Forbidden, PlaceNotFound.
    """
    await find_bucket(context, who, location.bucket)
    if location.key and not location.key.endswith("/"):
        await context.demand(who, access.GET_OBJECT, f"{location.bucket}/{location.key}")
        found = await context.store.head(location.bucket, location.key)
        if found is not None:
            return Place(location, is_folder=False, size_bytes=found.size_bytes)
    folder = Location(location.bucket, folder_of(location.key))
    await context.demand(who, access.LIST_BUCKET, folder.bucket, prefix=folder.key, delimiter="")
    await context.demand(who, access.GET_OBJECT, f"{folder.bucket}/{folder.key}")
    page = await context.store.list_page(folder.bucket, prefix=folder.key, limit=1)
    if not page.objects:
        raise PlaceNotFound(bucket=folder.bucket, key=folder.key, resource=str(folder))
    return Place(folder, is_folder=True)


async def may_read(context: ObjectsContext, who: Subject, place: str) -> bool:
    """Return whether the caller may read a place, `obs://bucket/key` or a folder of it; nothing has to be there."""
    location = read_location(place)
    if location is None:
        return False
    try:
        await find_bucket(context, who, location.bucket)
    except (NotFound, Forbidden):
        return False
    return await context.is_allowed(who, access.GET_OBJECT, f"{location.bucket}/{location.key}")


async def require_writable(context: ObjectsContext, who: Subject, location: Location) -> Place:
    """Return a folder that the caller may write into; it need not exist. Raises BucketNotFound, Forbidden."""
    await find_bucket(context, who, location.bucket)
    folder = Location(location.bucket, folder_of(location.key))
    await context.demand(who, access.PUT_OBJECT, f"{folder.bucket}/{folder.key}")
    return Place(folder, is_folder=True)


async def size_of(context: ObjectsContext, place: Place, *, most_objects: int) -> int:
    """Return how many bytes a place holds that the caller may read; of a large folder those of the first objects only."""
    if not place.is_folder:
        return place.size_bytes
    location, marker, counted, size = place.location, "", 0, 0
    while counted < most_objects:
        page = await context.store.list_page(location.bucket, prefix=location.key, marker=marker)
        size += sum(info.size_bytes for info in page.objects)
        counted += len(page.objects)
        if page.next_marker is None:
            break
        marker = page.next_marker
    return size
