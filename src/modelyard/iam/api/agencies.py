"""Routes of agencies and of their grants."""

from typing import Annotated

from fastapi import APIRouter, Query

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.access import directory as access
from modelyard.iam.api.parameters import Asked, PathId, QueryId, QueryName, SettingsHere, with_links
from modelyard.iam.schemas.agencies import AgencyAnswer, AgencyCreateBody, AgencyList, AgencyRoleList, AgencyUpdateBody
from modelyard.iam.schemas.grants import GrantedRoles
from modelyard.iam.service import agencies as service
from modelyard.iam.service import grants
from modelyard.iam.types import GrantScope, Holder, Place, PrincipalType

router = APIRouter(prefix="/v3.0", tags=["iam"], dependencies=[with_links])

_ON_DOMAIN = "/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles"
_ON_PROJECT = "/OS-AGENCY/projects/{project_id}/agencies/{agency_id}/roles"
_EVERYWHERE = "/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles"

Lister = Annotated[Subject, allow(access.LIST_AGENCY_GRANTS)]
Checker = Annotated[Subject, allow(access.CHECK_AGENCY_GRANT)]
Granter = Annotated[Subject, allow(access.GRANT_TO_AGENCY)]
Revoker = Annotated[Subject, allow(access.REVOKE_FROM_AGENCY)]


def _agency(agency_id: str) -> Holder:
    return Holder(PrincipalType.AGENCY, agency_id)


@router.get("/OS-AGENCY/agencies", operation_id="ListAgencies")
async def list_agencies(
    who: Annotated[Subject, allow(access.LIST_AGENCIES)],
    db: ReadDb,
    *,
    asked: Asked,
    domain_id: Annotated[str, Query(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")],
    trust_domain_id: QueryId = None,
    name: QueryName = None,
) -> AgencyList:
    """List the agencies of the account by name."""
    return await service.list_agencies(db, who, domain_id=domain_id, trust_domain_id=trust_domain_id, name=name, asked=asked)


@router.post("/OS-AGENCY/agencies", operation_id="CreateAgency", status_code=201)
async def create_agency(
    who: Annotated[Subject, allow(access.CREATE_AGENCY)], db: Db, settings: SettingsHere, body: AgencyCreateBody
) -> AgencyAnswer:
    """Create an agency, without rights; `op_svc_modelarts` is the account of the platform."""
    return AgencyAnswer(agency=await service.create_agency(db, who, body.agency, settings=settings))


@router.get("/OS-AGENCY/agencies/{agency_id}", operation_id="ShowAgency")
async def show_agency(who: Annotated[Subject, allow(access.GET_AGENCY)], db: ReadDb, agency_id: PathId) -> AgencyAnswer:
    """Show an agency."""
    return AgencyAnswer(agency=await service.get_agency(db, who, agency_id))


@router.put("/OS-AGENCY/agencies/{agency_id}", operation_id="UpdateAgency")
async def update_agency(
    who: Annotated[Subject, allow(access.UPDATE_AGENCY)], db: Db, agency_id: PathId, body: AgencyUpdateBody
) -> AgencyAnswer:
    """Change whom an agency trusts, for how long, and its description."""
    return AgencyAnswer(agency=await service.update_agency(db, who, agency_id, body.agency))


@router.delete("/OS-AGENCY/agencies/{agency_id}", operation_id="DeleteAgency", status_code=204)
async def delete_agency(who: Annotated[Subject, allow(access.DELETE_AGENCY)], db: Db, agency_id: PathId) -> None:
    """Delete an agency with its grants; what acts through it stops."""
    await service.delete_agency(db, who, agency_id)


@router.get(_ON_DOMAIN, operation_id="ListDomainPermissionsForAgency")
async def list_on_domain(who: Lister, db: ReadDb, domain_id: PathId, agency_id: PathId) -> GrantedRoles:
    """List the policies of an agency in the account."""
    path = f"/v3.0/OS-AGENCY/domains/{domain_id}/agencies/{agency_id}/roles"
    return await grants.list_roles_of(db, who, _agency(agency_id), Place(GrantScope.DOMAIN, domain_id), path=path)


@router.put(_ON_DOMAIN + "/{role_id}", operation_id="AssociateAgencyWithDomainPermission", status_code=204)
async def grant_on_domain(who: Granter, db: Db, domain_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """Give an agency a policy in the account."""
    await grants.grant(db, who, _agency(agency_id), role_id, Place(GrantScope.DOMAIN, domain_id))


@router.head(_ON_DOMAIN + "/{role_id}", operation_id="CheckDomainPermissionForAgency", status_code=204)
async def check_on_domain(who: Checker, db: ReadDb, domain_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """See whether an agency has a policy in the account: 204 if so, 404 if not."""
    await grants.check(db, who, _agency(agency_id), role_id, Place(GrantScope.DOMAIN, domain_id))


@router.delete(_ON_DOMAIN + "/{role_id}", operation_id="RemoveDomainPermissionFromAgency", status_code=204)
async def revoke_on_domain(who: Revoker, db: Db, domain_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """Take a policy of an agency in the account back."""
    await grants.revoke(db, who, _agency(agency_id), role_id, Place(GrantScope.DOMAIN, domain_id))


@router.get(_ON_PROJECT, operation_id="ListProjectPermissionsForAgency")
async def list_on_project(who: Lister, db: ReadDb, project_id: PathId, agency_id: PathId) -> GrantedRoles:
    """List the policies of an agency in a project."""
    path = f"/v3.0/OS-AGENCY/projects/{project_id}/agencies/{agency_id}/roles"
    return await grants.list_roles_of(db, who, _agency(agency_id), Place(GrantScope.PROJECT, project_id), path=path)


@router.put(_ON_PROJECT + "/{role_id}", operation_id="AssociateAgencyWithProjectPermission", status_code=204)
async def grant_on_project(who: Granter, db: Db, project_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """Give an agency a policy in a project."""
    await grants.grant(db, who, _agency(agency_id), role_id, Place(GrantScope.PROJECT, project_id))


@router.head(_ON_PROJECT + "/{role_id}", operation_id="CheckProjectPermissionForAgency", status_code=204)
async def check_on_project(who: Checker, db: ReadDb, project_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """See whether an agency has a policy in a project: 204 if so, 404 if not."""
    await grants.check(db, who, _agency(agency_id), role_id, Place(GrantScope.PROJECT, project_id))


@router.delete(_ON_PROJECT + "/{role_id}", operation_id="RemoveProjectPermissionFromAgency", status_code=204)
async def revoke_on_project(who: Revoker, db: Db, project_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """Take a policy of an agency in a project back."""
    await grants.revoke(db, who, _agency(agency_id), role_id, Place(GrantScope.PROJECT, project_id))


@router.get(_EVERYWHERE + "/inherited_to_projects", operation_id="ListAllProjectsPermissionsForAgency")
async def list_everywhere(who: Lister, db: ReadDb, domain_id: PathId, agency_id: PathId) -> AgencyRoleList:
    """List the policies of an agency in all projects."""
    return await service.list_roles_everywhere(db, who, domain_id, agency_id)


@router.put(
    _EVERYWHERE + "/{role_id}/inherited_to_projects",
    operation_id="AssociateAgencyWithAllProjectsPermission",
    status_code=204,
)
async def grant_everywhere(who: Granter, db: Db, domain_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """Give an agency a policy in all projects."""
    await grants.grant(db, who, _agency(agency_id), role_id, Place(GrantScope.ALL_PROJECTS, domain_id))


@router.head(
    _EVERYWHERE + "/{role_id}/inherited_to_projects",
    operation_id="CheckAllProjectsPermissionForAgency",
    status_code=204,
)
async def check_everywhere(who: Checker, db: ReadDb, domain_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """See whether an agency has a policy in all projects: 204 if so, 404 if not."""
    await grants.check(db, who, _agency(agency_id), role_id, Place(GrantScope.ALL_PROJECTS, domain_id))


@router.delete(
    _EVERYWHERE + "/{role_id}/inherited_to_projects",
    operation_id="RemoveAllProjectsPermissionFromAgency",
    status_code=204,
)
async def revoke_everywhere(who: Revoker, db: Db, domain_id: PathId, agency_id: PathId, role_id: PathId) -> None:
    """Take a policy of an agency in all projects back."""
    await grants.revoke(db, who, _agency(agency_id), role_id, Place(GrantScope.ALL_PROJECTS, domain_id))
