"""Objects as a whole, for capabilities that keep a file of their caller: a sample of a dataset, a report."""

from collections.abc import AsyncIterator

from modelyard.core.subject import Subject
from modelyard.objects import access
from modelyard.objects.errors.tasks import LocationInvalid
from modelyard.objects.rules.keys import key_problem, read_location
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext

_PART_BYTES = 8 * 2**20


async def write_object(context: ObjectsContext, who: Subject, place: str, pieces: AsyncIterator[bytes]) -> int:
    """Write an object of any size from pieces, replacing one that is there; return its size. Memory stays flat.

    place: `obs://bucket/key`. Raises LocationInvalid, BucketNotFound, Forbidden.
    """
    location = read_location(place)
    if location is None or not location.key or location.key.endswith("/") or key_problem(location.key) is not None:
        raise LocationInvalid(field="name", problem="no object", value=place[:200])
    await find_bucket(context, who, location.bucket)
    await context.demand(who, access.PUT_OBJECT, f"{location.bucket}/{location.key}")
    buffer, size, upload, etags = bytearray(), 0, "", list[str]()
    async for piece in pieces:
        buffer += piece
        size += len(piece)
        while len(buffer) > _PART_BYTES:
            upload = upload or await context.store.start_upload(location.bucket, location.key)
            part = bytes(buffer[:_PART_BYTES])
            etags.append(await context.store.put_part(location.bucket, location.key, upload, len(etags) + 1, part))
            del buffer[:_PART_BYTES]
    if not upload:
        await context.store.put(location.bucket, location.key, bytes(buffer), size_bytes=len(buffer))
        return size
    etags.append(await context.store.put_part(location.bucket, location.key, upload, len(etags) + 1, bytes(buffer)))
    await context.store.complete_upload(location.bucket, location.key, upload, etags)
    return size


async def create_object(context: ObjectsContext, who: Subject, place: str, content: bytes) -> str | None:
    """Write an object that is not there yet and return its ETag; None, and nothing is written, if there is one.

    place: `obs://bucket/key`. Raises LocationInvalid, BucketNotFound, Forbidden.
    """
    location = read_location(place)
    if location is None or not location.key or location.key.endswith("/") or key_problem(location.key) is not None:
        raise LocationInvalid(field="name", problem="no object", value=place[:200])
    await find_bucket(context, who, location.bucket)
    await context.demand(who, access.PUT_OBJECT, f"{location.bucket}/{location.key}")
    if await context.store.head(location.bucket, location.key) is not None:
        return None
    return await context.store.put(location.bucket, location.key, content, size_bytes=len(content))
