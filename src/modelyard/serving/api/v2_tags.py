"""Routes of the tags of services, in both APIs."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.serving import access
from modelyard.serving.api.v2_services import Word
from modelyard.serving.schemas.v2_answers import ProjectTags, TaggedCount, TaggedServices, TagList
from modelyard.serving.schemas.v2_requests import TaggedSearch, TagsOfService
from modelyard.serving.service import v2_tags

router = APIRouter(tags=["serving"], dependencies=[Depends(project_in_path)])

ResourceId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]
Lister = Annotated[Subject, allow(access.LIST_SERVICES)]
Writer = Annotated[Subject, allow(access.UPDATE_SERVICE, of="resource_id")]
_V1 = "/v1/{project_id}/services"
_V2 = "/v2/{project_id}/modelarts-service-v2"


@router.get(f"{_V1}/tms/tags", operation_id="ListServiceTags")
async def list_tags_v1(db: ReadDb, who: Lister, workspace_id: Word = None) -> ProjectTags:
    """List the tags of all services."""
    return await v2_tags.list_tags(db, who, workspace_id=workspace_id or None)


@router.post(f"{_V1}/{{resource_id}}/tags/create", operation_id="BatchCreateServiceTags", status_code=204)
async def set_tags_v1(db: Db, resource_id: ResourceId, body: TagsOfService, who: Writer) -> None:
    """Give a service tags."""
    await v2_tags.set_tags(db, who, resource_id, body)


@router.delete(f"{_V1}/{{resource_id}}/tags/delete", operation_id="BatchDeleteServiceTags", status_code=204)
async def delete_tags_v1(db: Db, resource_id: ResourceId, body: TagsOfService, who: Writer) -> None:
    """Take tags of a service away."""
    await v2_tags.delete_tags(db, who, resource_id, body)


@router.get(f"{_V2}/tags", operation_id="ListInferServiceTags")
async def list_tags(db: ReadDb, who: Lister, workspace_id: Word = None) -> ProjectTags:
    """List the tags of all services."""
    return await v2_tags.list_tags(db, who, workspace_id=workspace_id or None)


@router.post(f"{_V2}/resource-instances/filter", operation_id="ListInferServicesByTags")
async def find_tagged(
    db: ReadDb, body: TaggedSearch, who: Lister, workspace_id: Word = None, offset: Offset = 0, limit: Limit = 1000
) -> TaggedServices:
    """List the services that have some tags."""
    return await v2_tags.find_tagged(
        db,
        who,
        body,
        workspace_id=workspace_id or None,
        offset=offset if body.offset is None else body.offset,
        limit=body.limit or limit,
    )


@router.post(f"{_V2}/resource-instances/count", operation_id="CountInferServicesByTags")
async def count_tagged(db: ReadDb, body: TaggedSearch, who: Lister, workspace_id: Word = None) -> TaggedCount:
    """Count the services that have some tags."""
    return await v2_tags.count_tagged(db, who, body, workspace_id=workspace_id or None)


@router.get(f"{_V2}/{{resource_id}}/tags", operation_id="ShowInferServiceTags")
async def show_tags(
    db: ReadDb, resource_id: ResourceId, who: Annotated[Subject, allow(access.GET_SERVICE, of="resource_id")]
) -> TagList:
    """List the tags of a service."""
    return await v2_tags.get_tags(db, who, resource_id)


@router.post(f"{_V2}/{{resource_id}}/tags/create", operation_id="CreateInferServiceTag", status_code=204)
async def set_tags(db: Db, resource_id: ResourceId, body: TagsOfService, who: Writer) -> None:
    """Give a service tags."""
    await v2_tags.set_tags(db, who, resource_id, body)


@router.delete(f"{_V2}/{{resource_id}}/tags/delete", operation_id="DeleteInferServiceTag", status_code=204)
async def delete_tags(db: Db, resource_id: ResourceId, body: TagsOfService, who: Writer) -> None:
    """Take tags of a service away."""
    await v2_tags.delete_tags(db, who, resource_id, body)
