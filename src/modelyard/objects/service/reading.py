"""Small objects as a whole, for capabilities that take a file of their caller: a requirement file, a manifest."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from modelyard.core.subject import Subject
from modelyard.objects import access
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.errors.tasks import LocationInvalid
from modelyard.objects.rules.keys import key_problem, read_location
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext


@dataclass(frozen=True)
class OpenObject:
    """A large object that the caller may read, piece by piece."""

    place: str
    size_bytes: int
    etag: str
    chunks: Callable[..., AbstractAsyncContextManager[AsyncIterator[bytes]]]


async def open_object(context: ObjectsContext, who: Subject, place: str) -> OpenObject:
    """Return an object to read: `chunks(offset=0)` iterates over its bytes, and fails if it is another by then.

    place: `obs://bucket/key`. Raises LocationInvalid, BucketNotFound, ObjectNotFound, Forbidden.
    """
    location = read_location(place)
    if location is None or not location.key or key_problem(location.key) is not None:
        raise LocationInvalid(field="path", problem="no object", value=place[:200])
    await find_bucket(context, who, location.bucket)
    await context.demand(who, access.GET_OBJECT, f"{location.bucket}/{location.key}")
    info = await context.store.head(location.bucket, location.key)
    if info is None:
        raise ObjectNotFound(bucket=location.bucket, key=location.key, resource=location.key)

    def chunks(offset: int = 0) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        return context.store.get(location.bucket, location.key, offset=offset, etag=info.etag)

    return OpenObject(str(location), info.size_bytes, info.etag, chunks)


async def read_object(context: ObjectsContext, who: Subject, place: str, most_bytes: int) -> bytes:
    """Return the content of an object that the caller may read, at most its first `most_bytes`.

    place: `obs://bucket/key`. Raises LocationInvalid, BucketNotFound, ObjectNotFound, Forbidden.
    """
    opened = await open_object(context, who, place)
    content = bytearray()
    async with opened.chunks() as chunks:
        async for chunk in chunks:
            content += chunk
            if len(content) >= most_bytes:
                break
    return bytes(content[:most_bytes])
