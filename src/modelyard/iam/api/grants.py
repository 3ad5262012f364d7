"""Routes of grants: policies for groups in the account, in a project, in all projects, in an enterprise project."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.access import directory as access
from modelyard.iam.api.parameters import PathId, QueryId, with_links
from modelyard.iam.queries.roles import AssignmentFilter
from modelyard.iam.schemas.grants import GrantedRoles, RoleAssignmentList
from modelyard.iam.schemas.pages import PageAsked
from modelyard.iam.service import grants as service
from modelyard.iam.types import GrantScope, Holder, Place, PrincipalType

router = APIRouter(tags=["iam"], dependencies=[with_links])

_ON_DOMAIN = "/v3/domains/{domain_id}/groups/{group_id}/roles"
_ON_PROJECT = "/v3/projects/{project_id}/groups/{group_id}/roles"
_EVERYWHERE = "/v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles"
_SCOPES = {
    "project": GrantScope.PROJECT,
    "domain": GrantScope.DOMAIN,
    "enterprise_project": GrantScope.ENTERPRISE_PROJECT,
}


def _group(group_id: str) -> Holder:
    return Holder(PrincipalType.GROUP, group_id)


@router.get(_ON_DOMAIN, operation_id="KeystoneListDomainPermissionsForGroup")
async def list_on_domain(
    who: Annotated[Subject, allow(access.LIST_GROUP_GRANTS_ON_DOMAIN)], db: ReadDb, domain_id: PathId, group_id: PathId
) -> GrantedRoles:
    """List the policies of a group in the account."""
    path = f"/v3/domains/{domain_id}/groups/{group_id}/roles"
    return await service.list_roles_of(db, who, _group(group_id), Place(GrantScope.DOMAIN, domain_id), path=path)


@router.put(_ON_DOMAIN + "/{role_id}", operation_id="KeystoneAssociateGroupWithDomainPermission", status_code=204)
async def grant_on_domain(
    who: Annotated[Subject, allow(access.GRANT_TO_GROUP_ON_DOMAIN)],
    db: Db,
    *,
    domain_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """Give a group a policy in the account. The caller must hold it there himself, or be an administrator."""
    await service.grant(db, who, _group(group_id), role_id, Place(GrantScope.DOMAIN, domain_id))


@router.head(_ON_DOMAIN + "/{role_id}", operation_id="KeystoneCheckDomainPermissionForGroup", status_code=204)
async def check_on_domain(
    who: Annotated[Subject, allow(access.CHECK_GROUP_GRANT_ON_DOMAIN)],
    db: ReadDb,
    *,
    domain_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """See whether a group has a policy in the account: 204 if so, 404 if not."""
    await service.check(db, who, _group(group_id), role_id, Place(GrantScope.DOMAIN, domain_id))


@router.delete(_ON_DOMAIN + "/{role_id}", operation_id="KeystoneRemoveDomainPermissionFromGroup", status_code=204)
async def revoke_on_domain(
    who: Annotated[Subject, allow(access.REVOKE_FROM_GROUP_ON_DOMAIN)],
    db: Db,
    *,
    domain_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """Take a policy of a group in the account back."""
    await service.revoke(db, who, _group(group_id), role_id, Place(GrantScope.DOMAIN, domain_id))


@router.get(_ON_PROJECT, operation_id="KeystoneListProjectPermissionsForGroup")
async def list_on_project(
    who: Annotated[Subject, allow(access.LIST_GROUP_GRANTS_ON_PROJECT)], db: ReadDb, project_id: PathId, group_id: PathId
) -> GrantedRoles:
    """List the policies of a group in a project."""
    path = f"/v3/projects/{project_id}/groups/{group_id}/roles"
    return await service.list_roles_of(db, who, _group(group_id), Place(GrantScope.PROJECT, project_id), path=path)


@router.put(_ON_PROJECT + "/{role_id}", operation_id="KeystoneAssociateGroupWithProjectPermission", status_code=204)
async def grant_on_project(
    who: Annotated[Subject, allow(access.GRANT_TO_GROUP_ON_PROJECT)],
    db: Db,
    *,
    project_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """Give a group a policy in a project. The caller must hold it there himself, or be an administrator."""
    await service.grant(db, who, _group(group_id), role_id, Place(GrantScope.PROJECT, project_id))


@router.head(_ON_PROJECT + "/{role_id}", operation_id="KeystoneCheckProjectPermissionForGroup", status_code=204)
async def check_on_project(
    who: Annotated[Subject, allow(access.CHECK_GROUP_GRANT_ON_PROJECT)],
    db: ReadDb,
    *,
    project_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """See whether a group has a policy in a project: 204 if so, 404 if not."""
    await service.check(db, who, _group(group_id), role_id, Place(GrantScope.PROJECT, project_id))


@router.delete(_ON_PROJECT + "/{role_id}", operation_id="KeystoneRemoveProjectPermissionFromGroup", status_code=204)
async def revoke_on_project(
    who: Annotated[Subject, allow(access.REVOKE_FROM_GROUP_ON_PROJECT)],
    db: Db,
    *,
    project_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """Take a policy of a group in a project back."""
    await service.revoke(db, who, _group(group_id), role_id, Place(GrantScope.PROJECT, project_id))


@router.get(_EVERYWHERE + "/inherited_to_projects", operation_id="KeystoneListAllProjectPermissionsForGroup")
async def list_everywhere(
    who: Annotated[Subject, allow(access.LIST_GROUP_GRANTS_EVERYWHERE)], db: ReadDb, domain_id: PathId, group_id: PathId
) -> GrantedRoles:
    """List the policies of a group in all projects."""
    path = f"/v3/OS-INHERIT/domains/{domain_id}/groups/{group_id}/roles/inherited_to_projects"
    return await service.list_roles_of(db, who, _group(group_id), Place(GrantScope.ALL_PROJECTS, domain_id), path=path)


@router.put(_EVERYWHERE + "/{role_id}/inherited_to_projects", operation_id="UpdateDomainGroupInheritRole", status_code=204)
async def grant_everywhere(
    who: Annotated[Subject, allow(access.GRANT_TO_GROUP_EVERYWHERE)],
    db: Db,
    *,
    domain_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """Give a group a policy in all projects. The caller must hold it there himself, or be an administrator."""
    await service.grant(db, who, _group(group_id), role_id, Place(GrantScope.ALL_PROJECTS, domain_id))


@router.head(_EVERYWHERE + "/{role_id}/inherited_to_projects", operation_id="KeystoneCheckroleForGroup", status_code=204)
async def check_everywhere(
    who: Annotated[Subject, allow(access.CHECK_GROUP_GRANT_EVERYWHERE)],
    db: ReadDb,
    *,
    domain_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """See whether a group has a policy in all projects: 204 if so, 404 if not."""
    await service.check(db, who, _group(group_id), role_id, Place(GrantScope.ALL_PROJECTS, domain_id))


@router.delete(_EVERYWHERE + "/{role_id}/inherited_to_projects", operation_id="DeleteDomainGroupInheritedRole", status_code=204)
async def revoke_everywhere(
    who: Annotated[Subject, allow(access.REVOKE_FROM_GROUP_EVERYWHERE)],
    db: Db,
    *,
    domain_id: PathId,
    group_id: PathId,
    role_id: PathId,
) -> None:
    """Take a policy of a group in all projects back."""
    await service.revoke(db, who, _group(group_id), role_id, Place(GrantScope.ALL_PROJECTS, domain_id))


@router.get("/v3.0/OS-PERMISSION/role-assignments", operation_id="ShowDomainRoleAssignments")
async def list_assignments(
    who: Annotated[Subject, allow(access.LIST_GRANTS)],
    db: ReadDb,
    *,
    domain_id: Annotated[str, Query(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")],
    role_id: QueryId = None,
    subject: Literal["user", "group", "agency"] | None = None,
    user_id: Annotated[QueryId, Query(alias="subject.user_id")] = None,
    group_id: Annotated[QueryId, Query(alias="subject.group_id")] = None,
    agency_id: Annotated[QueryId, Query(alias="subject.agency_id")] = None,
    scope: Literal["project", "domain", "enterprise_project"] | None = None,
    scope_project_id: Annotated[QueryId, Query(alias="scope.project_id")] = None,
    scope_domain_id: Annotated[QueryId, Query(alias="scope.domain_id")] = None,
    scope_enterprise_project_id: Annotated[QueryId, Query(alias="scope.enterprise_projects_id")] = None,
    is_inherited: bool | None = None,
    include_group: bool = True,
    page: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    per_page: Annotated[int | None, Query(ge=1, le=5000)] = None,
) -> RoleAssignmentList:
    """List who holds which policy where; `include_group` adds the grants of a user's groups to his own."""
    wanted = AssignmentFilter(
        role_id=role_id,
        subject=PrincipalType(subject) if subject else None,
        user_id=user_id,
        group_id=group_id,
        agency_id=agency_id,
        scope=_SCOPES[scope] if scope else None,
        project_id=scope_project_id,
        domain_id=scope_domain_id,
        enterprise_project_id=scope_enterprise_project_id,
        is_inherited=is_inherited,
        include_group=include_group,
    )
    return await service.list_assignments(db, who, wanted, domain_id=domain_id, asked=PageAsked(page, per_page))
