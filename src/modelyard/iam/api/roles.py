"""Routes of policies, which the API calls roles."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.access import directory as access
from modelyard.iam.api.parameters import Asked, PathId, QueryId, QueryName, SettingsHere, with_links
from modelyard.iam.schemas.roles import RoleAnswer, RoleCreateBody, RoleList, RoleUpdateBody, RoleWithReferencesAnswer
from modelyard.iam.service import roles as service

router = APIRouter(tags=["iam"], dependencies=[with_links])


@router.get("/v3/roles", operation_id="KeystoneListPermissions")
async def list_roles(
    who: Annotated[Subject, allow(access.LIST_ROLES)],
    db: ReadDb,
    *,
    asked: Asked,
    domain_id: QueryId = None,
    name: QueryName = None,
    display_name: QueryName = None,
    permission_type: Literal["policy", "role"] | None = None,
    kind: Annotated[Literal["domain", "project", "all"] | None, Query(alias="type")] = None,
    catalog: QueryName = None,
) -> RoleList:
    """List policies by display name: the custom ones of the account for its `domain_id`, else those of the system."""
    return await service.list_roles(
        db,
        who,
        domain_id=domain_id,
        name=name,
        display_name=display_name,
        permission_type=permission_type,
        kind=kind,
        catalog=catalog,
        asked=asked,
    )


@router.get("/v3/roles/{role_id}", operation_id="KeystoneShowPermission")
async def show_role(who: Annotated[Subject, allow(access.GET_ROLE)], db: ReadDb, role_id: PathId) -> RoleAnswer:
    """Show a policy of the system or the account."""
    return RoleAnswer(role=await service.get_role(db, who, role_id))


@router.get("/v3.0/OS-ROLE/roles", operation_id="ListCustomPolicies")
async def list_custom_roles(who: Annotated[Subject, allow(access.LIST_ROLES)], db: ReadDb, asked: Asked) -> RoleList:
    """List the policies of the account by display name."""
    return await service.list_custom_roles(db, who, asked=asked)


@router.post("/v3.0/OS-ROLE/roles", operation_id="CreateCloudServiceCustomPolicy", status_code=201)
async def create_role(
    who: Annotated[Subject, allow(access.CREATE_ROLE)], db: Db, settings: SettingsHere, body: RoleCreateBody
) -> RoleAnswer:
    """Create a policy, which gives nothing until it is granted. One policy may hold actions of all services."""
    return RoleAnswer(role=await service.create_role(db, who, body.role, settings=settings))


@router.get("/v3.0/OS-ROLE/roles/{role_id}", operation_id="ShowCustomPolicy")
async def show_custom_role(
    who: Annotated[Subject, allow(access.GET_ROLE)], db: ReadDb, role_id: PathId
) -> RoleWithReferencesAnswer:
    """Show a policy of the account and how often it is granted."""
    return RoleWithReferencesAnswer(role=await service.get_custom_role(db, who, role_id))


@router.patch("/v3.0/OS-ROLE/roles/{role_id}", operation_id="UpdateCloudServiceCustomPolicy")
async def update_role(
    who: Annotated[Subject, allow(access.UPDATE_ROLE)], db: Db, role_id: PathId, body: RoleUpdateBody
) -> RoleAnswer:
    """Change a policy of the account; it counts at once for all who hold it. For administrators."""
    return RoleAnswer(role=await service.update_role(db, who, role_id, body.role))


@router.delete("/v3.0/OS-ROLE/roles/{role_id}", operation_id="DeleteCustomPolicy")
async def delete_role(who: Annotated[Subject, allow(access.DELETE_ROLE)], db: Db, role_id: PathId) -> None:
    """Delete a policy of the account that is granted to nobody."""
    await service.delete_role(db, who, role_id)
