"""Routes of images."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.core.text import Line
from modelyard.images import access
from modelyard.images.schemas import (
    GroupUpdate,
    Image,
    ImageBuild,
    ImageDelete,
    ImageGroupList,
    ImageList,
    ImageRegister,
    WorkspaceId,
)
from modelyard.images.service import builds, catalogue, groups
from modelyard.images.service.context import ImagesContext, context_of
from modelyard.images.types import ImageType, ServiceType, SortDirection

router = APIRouter(prefix="/v1/{project_id}/images", tags=["images"], dependencies=[Depends(project_in_path)])

Context = Annotated[ImagesContext, Depends(context_of)]
ImageId = Annotated[str, Path(min_length=1, max_length=36, pattern="^[0-9a-f-]+$")]
GroupId = ImageId
Name = Annotated[Line, Query(max_length=512)]
Namespace = Annotated[Line, Query(max_length=255)]


@router.get("", operation_id="ListImage")
async def list_images(
    *,
    db: ReadDb,
    context: Context,
    who: Annotated[Subject, allow(access.LIST_IMAGES)],
    type: ImageType = ImageType.BUILD_IN,  # noqa: A002 - the public API calls it so
    name: Name | None = None,
    name_fuzzy_match: bool = True,
    namespace: Namespace | None = None,
    service_type: ServiceType | None = None,
    workspace_id: WorkspaceId = "0",
    show_name: Name | None = None,
    show_tag: Name | None = None,
    sort_key: Annotated[str, Query(pattern=r"^[-_a-zA-Z0-9,]{0,128}$")] | None = None,
    sort_dir: SortDirection = SortDirection.DESC,
    offset: Offset = 0,
    limit: Limit = 200,
) -> ImageList:
    """List the preset images, or with `type=DEDICATED` those registered in the workspace and the public ones."""
    page = await catalogue.list_images(
        db,
        context,
        who,
        type=type,
        name=name,
        fuzzy=name_fuzzy_match,
        namespace=namespace,
        service_type=service_type,
        workspace_id=workspace_id,
        show_name=show_name,
        show_tag=show_tag,
        sort_key=sort_key,
        descending=sort_dir is SortDirection.DESC,
        offset=offset,
        limit=limit,
    )
    return ImageList(data=page.items, total=page.total, **_page(page.total, len(page.items), offset, limit))


@router.post("", operation_id="RegisterImage", status_code=201)
async def register_image(
    context: Context, body: ImageRegister, who: Annotated[Subject, allow(access.REGISTER_IMAGE)], _audit: Audited
) -> Image:
    """Register an image of a registry, or a requirement file that becomes an environment."""
    return await catalogue.register_image(context, who, body)


@router.get("/group", operation_id="ListImageGroup")
async def list_groups(
    *,
    db: ReadDb,
    context: Context,
    who: Annotated[Subject, allow(access.LIST_GROUPS)],
    type: ImageType | None = None,  # noqa: A002 - the public API calls it so
    name: Name | None = None,
    name_fuzzy_match: bool = True,
    namespace: Namespace | None = None,
    workspace_id: WorkspaceId = "0",
    offset: Offset = 0,
    limit: Limit = 200,
) -> ImageGroupList:
    """List the groups of images by name: the versions of one image make one group."""
    page = await groups.list_groups(
        db,
        context,
        who,
        type=type,
        name=name,
        fuzzy=name_fuzzy_match,
        namespace=namespace,
        workspace_id=workspace_id,
        offset=offset,
        limit=limit,
    )
    return ImageGroupList(data=page.items, total=page.total, **_page(page.total, len(page.items), offset, limit))


@router.put("/group/{group_id}", operation_id="UpdateImageGroup")
async def update_group(
    db: Db,
    context: Context,
    group_id: GroupId,
    body: GroupUpdate,
    who: Annotated[Subject, allow(access.UPDATE_GROUP)],
) -> dict[str, str]:
    """Change the guide or the labels of a group."""
    await groups.update_group(db, context, who, group_id, body)
    return {}


@router.delete("/group/{group_id}", operation_id="DeleteImageGroup", status_code=204)
async def delete_group(
    db: Db,
    context: Context,
    group_id: GroupId,
    who: Annotated[Subject, allow(access.DELETE_IMAGE)],
    body: Annotated[ImageDelete | None, Body()] = None,
) -> None:
    """Delete all images of a group."""
    await groups.delete_group(db, context, who, group_id)


@router.get("/{image_id}", operation_id="ShowImage")
async def get_image(db: ReadDb, context: Context, image_id: ImageId, who: Annotated[Subject, allow(access.GET_IMAGE)]) -> Image:
    """Show an image."""
    return await catalogue.get_image(db, context, who, image_id)


@router.delete("/{image_id}", operation_id="DeleteImage")
async def delete_image(
    db: Db,
    context: Context,
    image_id: ImageId,
    who: Annotated[Subject, allow(access.DELETE_IMAGE)],
    body: Annotated[ImageDelete | None, Body()] = None,
) -> Image:
    """Delete a registered image. Its environment stays on the disk as long as something runs in it."""
    return await catalogue.delete_image(db, context, who, image_id)


@router.post("/{image_id}/sync", operation_id="SyncImage")
async def sync_image(db: Db, context: Context, image_id: ImageId, who: Annotated[Subject, allow(access.SYNC_IMAGE)]) -> Image:
    """Look at an image anew; one whose build failed is built again."""
    return await catalogue.sync_image(db, context, who, image_id)


@router.get("/{image_id}/build", operation_id="ShowImageBuild")
async def get_build(
    db: ReadDb, context: Context, image_id: ImageId, who: Annotated[Subject, allow(access.GET_BUILD)]
) -> ImageBuild:
    """Show how far the build of an image is, what is in it, and what the build wrote."""
    return await builds.get_build(db, context, who, image_id)


@router.post("/{image_id}/build/cancel", operation_id="CancelImageBuild")
async def cancel_build(
    db: Db,
    context: Context,
    image_id: ImageId,
    who: Annotated[Subject, allow(access.CANCEL_BUILD)],
) -> ImageBuild:
    """Stop the build of an image."""
    return await builds.cancel_build(db, context, who, image_id)


def _page(total: int, count: int, offset: int, limit: int) -> dict[str, int]:
    """Return what the public API says of a page beside its records."""
    return {"current": offset // limit + 1, "pages": -(-total // limit), "size": count}
