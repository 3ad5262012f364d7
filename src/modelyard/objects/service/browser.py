"""The file browser of the console: buckets and objects as their account sees them.

A bucket of another account does not exist here. Inside one's own account the policies decide, for each bucket and key.
"""

from collections.abc import Sequence

from modelyard.core.access import Action
from modelyard.core.clock import to_milliseconds
from modelyard.core.errors import Forbidden
from modelyard.core.paging import Page
from modelyard.core.subject import Subject
from modelyard.objects import access
from modelyard.objects.errors import BucketNameTaken, BucketNotEmpty, BucketNotFound
from modelyard.objects.errors.browser import FolderNameInvalid, KeyInvalid
from modelyard.objects.rules.keys import folder_problem, key_problem
from modelyard.objects.rules.names import is_bucket_name
from modelyard.objects.schemas import Bucket
from modelyard.objects.schemas.browser import (
    BucketItem,
    DeletionFailure,
    DeletionResult,
    Folder,
    FolderItem,
    ObjectItem,
    ObjectPage,
)
from modelyard.objects.service import buckets
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.types import BucketState

_MOST_BUCKETS = 100_000


async def list_buckets(context: ObjectsContext, who: Subject, *, offset: int, limit: int) -> Page[BucketItem]:
    """Return the caller's buckets in order of name: all of his account, or those that he may list.

    Raises Forbidden when he may neither list all buckets nor any one of them.
    """
    refusal = await _refusal(context, who, access.LIST_BUCKETS, "*")
    if refusal is None:
        async with context.database.read_session() as db:
            page = await buckets.list_buckets(db, who, offset=offset, limit=limit)
        return Page([_item(bucket) for bucket in page.items], page.total)
    async with context.database.read_session() as db:
        everything = await buckets.list_buckets(db, who, offset=0, limit=_MOST_BUCKETS)
    seen = [bucket for bucket in everything.items if await context.is_allowed(who, access.LIST_BUCKET, bucket.name)]
    if not seen:
        raise refusal
    return Page([_item(bucket) for bucket in seen[offset : offset + limit]], len(seen))


async def create_bucket(context: ObjectsContext, who: Subject, name: str) -> BucketItem:
    """Make a bucket in the caller's account. Raises BucketNameInvalid, BucketNameTaken, TooManyBuckets."""
    await context.demand(who, access.CREATE_BUCKET, name)
    async with context.database.read_session() as db:
        is_new = await buckets.find_bucket(db, name) is None
    is_asked = is_new and is_bucket_name(name) and context.settings.external_endpoint is not None
    if is_asked and not await context.store.is_name_free(name):
        # Making it ours would hand over what somebody else keeps in it.
        raise BucketNameTaken(bucket=name, own=False)
    async with context.database.session() as db:
        bucket = await buckets.create_bucket(db, who, name, max_buckets=context.settings.max_buckets)
    await _settle(context, bucket)
    return _item(bucket)


async def delete_bucket(context: ObjectsContext, who: Subject, name: str) -> None:
    """Delete an empty bucket. Raises BucketNotFound, BucketNotEmpty."""
    await find_bucket(context, who, name)
    await context.demand(who, access.DELETE_BUCKET, name)
    async with context.database.session() as db:
        await buckets.begin_deletion(db, who, name)
    try:
        await _refuse_unless_empty(context, name)
        await context.store.delete_bucket(name)
    except Exception:
        async with context.database.session() as db:
            await buckets.cancel_deletion(db, name)
        raise
    async with context.database.session() as db:
        await buckets.finish_deletion(db, name)


async def list_objects(
    context: ObjectsContext, who: Subject, name: str, *, prefix: str, delimiter: str, marker: str, limit: int
) -> ObjectPage:
    """Return a page of a bucket in order of keys; pass `next_marker` as `marker` for the next one."""
    await find_bucket(context, who, name)
    await context.demand(who, access.LIST_BUCKET, name, prefix=prefix, delimiter=delimiter, max_keys=str(limit))
    page = await context.store.list_page(name, prefix=prefix, delimiter=delimiter, marker=marker, limit=limit)
    return ObjectPage(
        prefix=prefix,
        folders=[FolderItem(prefix=found) for found in page.prefixes],
        objects=[
            ObjectItem(
                key=info.key,
                size_bytes=info.size_bytes,
                modified_at=to_milliseconds(info.modified_at),
                etag=info.etag,
                storage_class=info.storage_class,
            )
            for info in page.objects
        ],
        next_marker=page.next_marker,
    )


async def create_folder(context: ObjectsContext, who: Subject, name: str, path: str) -> Folder:
    """Make a folder, with those above it; one that is there is left as it is. Raises FolderNameInvalid."""
    await find_bucket(context, who, name)
    problem = folder_problem(path)
    if problem is not None:
        raise FolderNameInvalid(field="path", path=path, problem=problem)
    await context.demand(who, access.PUT_OBJECT, f"{name}/{path}/")
    if await context.store.head(name, f"{path}/") is None:
        await context.store.put(name, f"{path}/", b"", size_bytes=0, content_type="application/x-directory")
    return Folder(path=path, prefix=f"{path}/")


async def delete_objects(context: ObjectsContext, who: Subject, name: str, keys: Sequence[str]) -> DeletionResult:
    """Delete up to 1000 objects; each that the caller may not delete is reported, and so is each that the store keeps."""
    await find_bucket(context, who, name)
    for index, key in enumerate(keys):
        problem = key_problem(key)
        if problem is not None:
            raise KeyInvalid(field=f"keys.{index}", key=key[:100], problem=problem)
    wanted = list(dict.fromkeys(keys))
    refusals = {key: await _refusal(context, who, access.DELETE_OBJECT, f"{name}/{key}") for key in wanted}
    refused = {key: error for key, error in refusals.items() if error is not None}
    if len(refused) == len(wanted):
        raise refused[wanted[0]]
    allowed = [key for key in wanted if key not in refused]
    kept = await context.store.delete_many(name, allowed)
    failed = [DeletionFailure(key=key, error_code=error.code, error_msg=error.message()) for key, error in refused.items()]
    failed += [DeletionFailure(key=failure.key, error_code=failure.code, error_msg=failure.message) for failure in kept]
    return DeletionResult(deleted=len(allowed) - len(kept), failed=failed)


async def find_bucket(context: ObjectsContext, who: Subject, name: str) -> Bucket:
    """Return a bucket of the caller's account, and make sure that the store has it. Raises BucketNotFound."""
    if not is_bucket_name(name):
        raise BucketNotFound(bucket=name, resource=f"Bucket {name}")
    async with context.database.read_session() as db:
        bucket = await buckets.get_bucket(db, who, name)
    if bucket.state is BucketState.CREATING:
        await _settle(context, bucket)
    return bucket


async def _refusal(context: ObjectsContext, who: Subject, action: Action, resource: str) -> Forbidden | None:
    """Return why the caller may not do something, None when he may."""
    try:
        await context.demand(who, action, resource)
    except Forbidden as error:
        return error
    return None


async def _settle(context: ObjectsContext, bucket: Bucket) -> None:
    """Give the store a bucket that is being created. It may be done twice."""
    await context.store.create_bucket(bucket.name)
    async with context.database.session() as db:
        await buckets.confirm_bucket(db, bucket.name)


async def _refuse_unless_empty(context: ObjectsContext, name: str) -> None:
    """Look before asking the store: some stores delete a bucket with all that is in it."""
    page = await context.store.list_page(name, limit=1)
    if page.objects or page.prefixes:
        raise BucketNotEmpty(bucket=name)


def _item(bucket: Bucket) -> BucketItem:
    return BucketItem(name=bucket.name, owner_id=bucket.owner_id, created_at=to_milliseconds(bucket.created_at))
