"""Routes of the file browser."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from modelyard.core.access import authenticated, decided_by_service
from modelyard.core.http import Audited, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.objects import access
from modelyard.objects.schemas.browser import (
    BucketCreate,
    BucketItem,
    BucketList,
    BucketName,
    Deletion,
    DeletionResult,
    Folder,
    FolderCreate,
    ObjectPage,
    SignedURLs,
    SignedURLsCreate,
)
from modelyard.objects.service import browser, signed_urls
from modelyard.objects.service.context import ObjectsContext, context_of

router = APIRouter(prefix="/v2/{project_id}/storage", tags=["objects"], dependencies=[Depends(project_in_path)])

Context = Annotated[ObjectsContext, Depends(context_of)]
_BY_KEY = "what counts is the bucket and the key, which only the service knows"


def ring_of(request: Request) -> signed_urls.KeyRing:
    """Return the temporary keys of the application's callers."""
    if not hasattr(request.app.state, "storage_keys"):
        request.app.state.storage_keys = signed_urls.KeyRing()
    ring: signed_urls.KeyRing = request.app.state.storage_keys
    return ring


@router.get("/buckets", operation_id="ListStorageBuckets")
async def list_buckets(
    context: Context,
    who: Annotated[Subject, decided_by_service(access.LIST_BUCKETS, "who may not list all sees those that he may list")],
    offset: Offset = 0,
    limit: Limit = 100,
) -> BucketList:
    """List the buckets of the account."""
    page = await browser.list_buckets(context, who, offset=offset, limit=limit)
    return BucketList(buckets=page.items, total_count=page.total, count=len(page.items))


@router.post("/buckets", operation_id="CreateStorageBucket", status_code=201)
async def create_bucket(
    context: Context,
    body: BucketCreate,
    who: Annotated[Subject, decided_by_service(access.CREATE_BUCKET, _BY_KEY)],
    _audit: Audited,
) -> BucketItem:
    """Make a bucket."""
    return await browser.create_bucket(context, who, body.name)


@router.delete("/buckets/{bucket}", operation_id="DeleteStorageBucket", status_code=204)
async def delete_bucket(
    context: Context,
    bucket: BucketName,
    who: Annotated[Subject, decided_by_service(access.DELETE_BUCKET, "a foreign bucket is not found")],
    _audit: Audited,
) -> None:
    """Delete an empty bucket."""
    await browser.delete_bucket(context, who, bucket)


@router.get("/buckets/{bucket}/objects", operation_id="ListStorageObjects")
async def list_objects(
    *,
    context: Context,
    bucket: BucketName,
    who: Annotated[Subject, decided_by_service(access.LIST_BUCKET, _BY_KEY)],
    prefix: Annotated[str, Query(max_length=1024, pattern=r"^[^\x00]*$")] = "",
    delimiter: Annotated[str, Query(max_length=1, pattern="^/?$", description="`/`, or empty to list all levels.")] = "/",
    marker: Annotated[str, Query(max_length=1024, pattern=r"^[^\x00]*$", description="`next_marker` of the page before.")] = "",
    limit: Limit = 100,
) -> ObjectPage:
    """List folders and objects of a bucket."""
    return await browser.list_objects(context, who, bucket, prefix=prefix, delimiter=delimiter, marker=marker, limit=limit)


@router.post("/buckets/{bucket}/folders", operation_id="CreateStorageFolder", status_code=201)
async def create_folder(
    context: Context,
    bucket: BucketName,
    body: FolderCreate,
    who: Annotated[Subject, decided_by_service(access.PUT_OBJECT, _BY_KEY)],
    _audit: Audited,
) -> Folder:
    """Make a folder, with those above it."""
    return await browser.create_folder(context, who, bucket, body.path)


@router.post("/buckets/{bucket}/deletions", operation_id="DeleteStorageObjects")
async def delete_objects(
    context: Context,
    bucket: BucketName,
    body: Deletion,
    who: Annotated[Subject, decided_by_service(access.DELETE_OBJECT, _BY_KEY)],
    _audit: Audited,
) -> DeletionResult:
    """Delete up to 1000 objects."""
    return await browser.delete_objects(context, who, bucket, body.keys)


@router.post("/signed-urls", operation_id="CreateSignedURLs")
async def create_signed_urls(
    request: Request,
    context: Context,
    body: SignedURLsCreate,
    ring: Annotated[signed_urls.KeyRing, Depends(ring_of)],
    who: Annotated[Subject, authenticated("the storage port decides when a URL is used, by the caller's rights then")],
    _audit: Audited,
) -> SignedURLs:
    """Sign requests to the storage endpoint."""
    if all(item.method in {"GET", "HEAD"} for item in body.requests):
        request.state.audited = True  # pages of previews would drown what changes something
    credential = getattr(request.state, "credential", None)
    return await signed_urls.sign_urls(
        context,
        ring,
        who,
        body.requests,
        expires_seconds=body.expires_seconds,
        not_after=getattr(credential, "expires_at", None),
        host=request.url.hostname,
    )
