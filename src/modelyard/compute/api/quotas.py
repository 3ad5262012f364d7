"""Routes of quotas."""

from typing import Annotated

from fastapi import APIRouter, Depends

from modelyard.compute import access
from modelyard.compute.api.parameters import Context, WorkspaceId
from modelyard.compute.api.shapes import quota_shape
from modelyard.compute.schemas.quotas import QuotaList, QuotaUpdate
from modelyard.compute.service import quotas as service
from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, project_in_path
from modelyard.core.subject import Subject

router = APIRouter(prefix="/v1/{project_id}/workspaces", tags=["compute"], dependencies=[Depends(project_in_path)])
project = APIRouter(prefix="/v2/{project_id}/compute-quotas", tags=["compute"], dependencies=[Depends(project_in_path)])


@router.get("/{workspace_id}/quotas", operation_id="ShowWorkspaceQuotas")
async def list_workspace_quotas(
    db: ReadDb, context: Context, workspace_id: WorkspaceId, who: Annotated[Subject, allow(access.GET_WORKSPACE_QUOTAS)]
) -> QuotaList:
    """Show what a workspace may have, and what it has."""
    found = await service.list_quotas(db, context, who, workspace_id=workspace_id)
    return QuotaList(quotas=[quota_shape(state) for state in found])


@router.put("/{workspace_id}/quotas", operation_id="UpdateWorkspaceQuotas")
async def set_workspace_quotas(
    db: Db,
    context: Context,
    workspace_id: WorkspaceId,
    body: QuotaUpdate,
    who: Annotated[Subject, allow(access.UPDATE_WORKSPACE_QUOTAS)],
) -> QuotaList:
    """Set what a workspace may have; what runs already goes on."""
    wanted = {change.resource: change.quota for change in body.quotas}
    found = await service.set_quotas(db, context, who, wanted, workspace_id=workspace_id)
    return QuotaList(quotas=[quota_shape(state) for state in found])


@project.get("", operation_id="ShowComputeQuotas")
async def list_project_quotas(
    db: ReadDb, context: Context, who: Annotated[Subject, allow(access.GET_PROJECT_QUOTAS)]
) -> QuotaList:
    """Show what a project may have, and what it has."""
    return QuotaList(quotas=[quota_shape(state) for state in await service.list_quotas(db, context, who)])


@project.put("", operation_id="UpdateComputeQuotas")
async def set_project_quotas(
    db: Db, context: Context, body: QuotaUpdate, who: Annotated[Subject, allow(access.UPDATE_PROJECT_QUOTAS)]
) -> QuotaList:
    """Set what a project may have; what runs already goes on."""
    wanted = {change.resource: change.quota for change in body.quotas}
    return QuotaList(quotas=[quota_shape(state) for state in await service.set_quotas(db, context, who, wanted)])
