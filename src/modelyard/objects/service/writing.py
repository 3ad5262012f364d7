"""Small objects as a whole, for capabilities that keep a file of their caller: a sample of a dataset."""

from modelyard.core.subject import Subject
from modelyard.objects import access
from modelyard.objects.errors.tasks import LocationInvalid
from modelyard.objects.rules.keys import key_problem, read_location
from modelyard.objects.service.browser import find_bucket
from modelyard.objects.service.context import ObjectsContext


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
