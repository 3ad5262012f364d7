"""Routes of workspaces."""

from typing import Annotated, Literal

from fastapi import APIRouter

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.iam.access import modelarts as access
from modelyard.iam.api.parameters import PathId, QueryId, QueryName, SettingsHere
from modelyard.iam.schemas.workspaces import (
    WorkspaceCreate,
    WorkspaceList,
    WorkspaceRemoved,
    WorkspaceUpdate,
    WorkspaceWithGrants,
)
from modelyard.iam.service import workspaces as service

router = APIRouter(prefix="/v1/{project_id}/workspaces", tags=["workspaces"])


@router.get("", operation_id="ListWorkspace")
async def list_workspaces(
    who: Annotated[Subject, allow(access.LIST_WORKSPACES)],
    db: ReadDb,
    *,
    project_id: PathId,
    offset: Offset = 0,
    limit: Limit = 1000,
    sort_by: Literal["name", "update_time", "status"] = "name",
    order: Literal["asc", "desc"] = "desc",
    enterprise_project_id: QueryId = None,
    name: QueryName = None,
    filter_accessible: bool = False,
) -> WorkspaceList:
    """List the workspaces of a project; the default one comes first."""
    return await service.list_workspaces(
        db,
        who,
        project_id,
        enterprise_project_id=enterprise_project_id,
        name=name,
        filter_accessible=filter_accessible,
        sort_by=sort_by,
        descending=order == "desc",
        offset=offset,
        limit=limit,
    )


@router.post("", operation_id="CreateWorkspace")
async def create_workspace(
    who: Annotated[Subject, allow(access.CREATE_WORKSPACE)],
    db: Db,
    settings: SettingsHere,
    project_id: PathId,
    body: WorkspaceCreate,
) -> WorkspaceWithGrants:
    """Create a workspace, which belongs to the caller."""
    return await service.create_workspace(db, who, project_id, body, settings=settings)


@router.get("/{workspace_id}", operation_id="ShowWorkspace")
async def show_workspace(
    who: Annotated[Subject, allow(access.GET_WORKSPACE)], db: ReadDb, project_id: PathId, workspace_id: PathId
) -> WorkspaceWithGrants:
    """Show a workspace that the caller may enter, with its users."""
    return await service.get_workspace(db, who, project_id, workspace_id)


@router.put("/{workspace_id}", operation_id="UpdateWorkspace")
async def update_workspace(
    who: Annotated[Subject, allow(access.UPDATE_WORKSPACE)],
    db: Db,
    project_id: PathId,
    workspace_id: PathId,
    body: WorkspaceUpdate,
) -> WorkspaceWithGrants:
    """Change a workspace; who may enter it is for its creator and the owner of the account to say."""
    return await service.update_workspace(db, who, project_id, workspace_id, body)


@router.delete("/{workspace_id}", operation_id="DeleteWorkspace")
async def delete_workspace(
    who: Annotated[Subject, allow(access.DELETE_WORKSPACE)], db: Db, project_id: PathId, workspace_id: PathId
) -> WorkspaceRemoved:
    """Delete a workspace."""
    await service.delete_workspace(db, who, project_id, workspace_id)
    return WorkspaceRemoved(workspace_id=workspace_id)
