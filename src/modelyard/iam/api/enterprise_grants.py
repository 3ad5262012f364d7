"""Routes of grants in enterprise projects, to groups, users and agencies."""

from typing import Annotated

from fastapi import APIRouter

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.access import directory as access
from modelyard.iam.api.parameters import PathId, with_links
from modelyard.iam.schemas.grants import (
    AgencyEnterpriseGrants,
    EnterpriseProjectGroupList,
    EnterpriseProjectList,
    EnterpriseProjectUserList,
    GrantedRoles,
)
from modelyard.iam.service import grants as service
from modelyard.iam.types import GrantScope, Holder, Place, PrincipalType

router = APIRouter(prefix="/v3.0/OS-PERMISSION", tags=["iam"], dependencies=[with_links])

_GROUP_ROLES = "/enterprise-projects/{enterprise_project_id}/groups/{group_id}/roles"
_USER_ROLES = "/enterprise-projects/{enterprise_project_id}/users/{user_id}/roles"
_AGENCY_ROLES = "/subjects/agency/scopes/enterprise-project/role-assignments"

Lister = Annotated[Subject, allow(access.LIST_GRANTS_ON_ENTERPRISE_PROJECT)]
Granter = Annotated[Subject, allow(access.GRANT_ON_ENTERPRISE_PROJECT)]
Revoker = Annotated[Subject, allow(access.REVOKE_ON_ENTERPRISE_PROJECT)]


def _in(enterprise_project_id: str) -> Place:
    return Place(GrantScope.ENTERPRISE_PROJECT, enterprise_project_id)


@router.get("/enterprise-projects/{enterprise_project_id}/groups", operation_id="ListGroupsForEnterpriseProject")
async def list_groups(who: Lister, db: ReadDb, enterprise_project_id: PathId) -> EnterpriseProjectGroupList:
    """List the groups that hold policies in an enterprise project."""
    return await service.list_groups_in(db, who, enterprise_project_id)


@router.get(_GROUP_ROLES, operation_id="ListRolesForGroupOnEnterpriseProject")
async def list_roles_of_group(who: Lister, db: ReadDb, enterprise_project_id: PathId, group_id: PathId) -> GrantedRoles:
    """List the policies of a group in an enterprise project."""
    path = f"/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/groups/{group_id}/roles"
    holder = Holder(PrincipalType.GROUP, group_id)
    return await service.list_roles_of(db, who, holder, _in(enterprise_project_id), path=path)


@router.put(_GROUP_ROLES + "/{role_id}", operation_id="AssociateRoleToGroupOnEnterpriseProject", status_code=204)
async def grant_to_group(who: Granter, db: Db, enterprise_project_id: PathId, group_id: PathId, role_id: PathId) -> None:
    """Give a group a policy in an enterprise project."""
    await service.grant(db, who, Holder(PrincipalType.GROUP, group_id), role_id, _in(enterprise_project_id))


@router.delete(_GROUP_ROLES + "/{role_id}", operation_id="RevokeRoleFromGroupOnEnterpriseProject", status_code=204)
async def revoke_from_group(who: Revoker, db: Db, enterprise_project_id: PathId, group_id: PathId, role_id: PathId) -> None:
    """Take a policy of a group in an enterprise project back."""
    await service.revoke(db, who, Holder(PrincipalType.GROUP, group_id), role_id, _in(enterprise_project_id))


@router.get("/enterprise-projects/{enterprise_project_id}/users", operation_id="ListUsersForEnterpriseProject")
async def list_users(who: Lister, db: ReadDb, enterprise_project_id: PathId) -> EnterpriseProjectUserList:
    """List the users who hold policies of their own in an enterprise project."""
    return await service.list_users_in(db, who, enterprise_project_id)


@router.get(_USER_ROLES, operation_id="ListRolesForUserOnEnterpriseProject")
async def list_roles_of_user(who: Lister, db: ReadDb, enterprise_project_id: PathId, user_id: PathId) -> GrantedRoles:
    """List the policies of a user in an enterprise project."""
    path = f"/v3.0/OS-PERMISSION/enterprise-projects/{enterprise_project_id}/users/{user_id}/roles"
    holder = Holder(PrincipalType.USER, user_id)
    return await service.list_roles_of(db, who, holder, _in(enterprise_project_id), path=path)


@router.put(_USER_ROLES + "/{role_id}", operation_id="AssociateRoleToUserOnEnterpriseProject", status_code=204)
async def grant_to_user(who: Granter, db: Db, enterprise_project_id: PathId, user_id: PathId, role_id: PathId) -> None:
    """Give a user a policy in an enterprise project."""
    await service.grant(db, who, Holder(PrincipalType.USER, user_id), role_id, _in(enterprise_project_id))


@router.delete(_USER_ROLES + "/{role_id}", operation_id="RevokeRoleFromUserOnEnterpriseProject", status_code=204)
async def revoke_from_user(who: Revoker, db: Db, enterprise_project_id: PathId, user_id: PathId, role_id: PathId) -> None:
    """Take a policy of a user in an enterprise project back."""
    await service.revoke(db, who, Holder(PrincipalType.USER, user_id), role_id, _in(enterprise_project_id))


@router.get("/groups/{group_id}/enterprise-projects", operation_id="ListEnterpriseProjectsForGroup")
async def list_projects_of_group(who: Lister, db: ReadDb, group_id: PathId) -> EnterpriseProjectList:
    """List the enterprise projects where a group holds policies."""
    return await service.list_enterprise_projects(db, who, Holder(PrincipalType.GROUP, group_id))


@router.get("/users/{user_id}/enterprise-projects", operation_id="ListEnterpriseProjectsForUser")
async def list_projects_of_user(who: Lister, db: ReadDb, user_id: PathId) -> EnterpriseProjectList:
    """List the enterprise projects where a user holds policies of his own."""
    return await service.list_enterprise_projects(db, who, Holder(PrincipalType.USER, user_id))


@router.put(_AGENCY_ROLES, operation_id="AssociateRoleToAgencyOnEnterpriseProject", status_code=204)
async def grant_to_agencies(who: Granter, db: Db, body: AgencyEnterpriseGrants) -> None:
    """Give policies to agencies in enterprise projects, all or none."""
    await service.grant_to_agencies(db, who, body.role_assignments)


@router.delete(_AGENCY_ROLES, operation_id="RevokeRoleFromAgencyOnEnterpriseProject", status_code=204)
async def revoke_from_agencies(who: Revoker, db: Db, body: AgencyEnterpriseGrants) -> None:
    """Take policies of agencies in enterprise projects back, all or none."""
    await service.revoke_from_agencies(db, who, body.role_assignments)
