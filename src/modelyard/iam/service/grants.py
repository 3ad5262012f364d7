"""Use cases of grants: giving policies to groups, users and agencies, and taking them back.

Whoever gives or takes must hold the policy himself in that place, or be an administrator of identity.
"""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.iam.errors.directory import BadDirectoryValue, EntryNotFound
from modelyard.iam.models import GrantRow
from modelyard.iam.queries import agencies, groups, users
from modelyard.iam.queries import roles as queries
from modelyard.iam.rules.handing_out import GrantedPolicy
from modelyard.iam.schemas.grants import (
    AgencyEnterpriseGrant,
    AssignmentScope,
    EnterpriseProjectGroup,
    EnterpriseProjectGroupList,
    EnterpriseProjectList,
    EnterpriseProjectReference,
    EnterpriseProjectUser,
    EnterpriseProjectUserList,
    GrantedRoles,
    Reference,
    RoleAssignment,
    RoleAssignmentList,
)
from modelyard.iam.schemas.links import links_to
from modelyard.iam.schemas.pages import PageAsked
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.domains import require_own_domain
from modelyard.iam.service.handing_out import require_holding
from modelyard.iam.service.roles import get_row as get_role_row
from modelyard.iam.service.roles import to_role
from modelyard.iam.types import GrantScope, Holder, Place, PrincipalType


async def grant(db: AsyncSession, who: Subject, holder: Holder, role_id: str, place: Place) -> None:
    """Give a policy. Nothing happens when it is given already. Raises EntryNotFound for what the account lacks."""
    granted = await _describe(db, who, holder, role_id, place)
    await require_holding(db, who, [granted])
    if await queries.find_grant(db, holder, role_id, place) is not None:
        return
    db.add(
        GrantRow(
            principal_type=holder.kind.value,
            principal_id=holder.id,
            role_id=role_id,
            scope=place.scope.value,
            scope_id=place.id,
            created_at=now(db),
        )
    )
    try:
        await db.flush()
    except IntegrityError as error:
        # Somebody gave the same at the same time, or deleted the policy meanwhile: both can be tried again.
        raise EntryNotFound(kind="policy", id=role_id) from error
    await access_changed(db, who, "policy granted", await _affected(db, holder))


async def revoke(db: AsyncSession, who: Subject, holder: Holder, role_id: str, place: Place) -> None:
    """Take a policy back. Raises EntryNotFound when it is not given there."""
    granted = await _describe(db, who, holder, role_id, place)
    row = await queries.find_grant(db, holder, role_id, place)
    if row is None:
        raise EntryNotFound(kind="grant", id=role_id)
    await require_holding(db, who, [granted])
    await db.delete(row)
    await access_changed(db, who, "policy revoked", await _affected(db, holder))


async def check(db: AsyncSession, who: Subject, holder: Holder, role_id: str, place: Place) -> None:
    """Return if the policy is given there. Raises EntryNotFound."""
    await _describe(db, who, holder, role_id, place)
    if await queries.find_grant(db, holder, role_id, place) is None:
        raise EntryNotFound(kind="grant", id=role_id)


async def list_roles_of(db: AsyncSession, who: Subject, holder: Holder, place: Place, *, path: str) -> GrantedRoles:
    """Return the policies that somebody holds in exactly this place, by display name."""
    await _require_holder(db, who, holder)
    await _require_place(db, who, place)
    rows = list(await db.scalars(queries.roles_of(holder, place)))
    return GrantedRoles(roles=[to_role(row) for row in rows], links=links_to(path), total_number=len(rows))


async def list_assignments(
    db: AsyncSession, who: Subject, wanted: queries.AssignmentFilter, *, domain_id: str, asked: PageAsked
) -> RoleAssignmentList:
    """Return the grants of the account that match, by principal, policy and place."""
    require_own_domain(who, domain_id)
    statement = queries.grants_in_account(who).where(*queries.matching(wanted))
    page = await fetch_page(db, statement, offset=asked.offset, limit=asked.limit)
    return RoleAssignmentList(role_assignments=[_to_assignment(row) for row in page.items], total_num=page.total)


async def list_enterprise_projects(db: AsyncSession, who: Subject, holder: Holder) -> EnterpriseProjectList:
    """Return the enterprise projects where somebody holds policies."""
    await _require_holder(db, who, holder)
    found = await queries.enterprise_projects_of(db, holder)
    return EnterpriseProjectList(enterprise_projects=[EnterpriseProjectReference(project_id=each) for each in found])


async def list_groups_in(db: AsyncSession, who: Subject, enterprise_project_id: str) -> EnterpriseProjectGroupList:
    """Return the groups that hold policies in an enterprise project, by name."""
    rows = await queries.groups_in_enterprise_project(db, who, enterprise_project_id)
    return EnterpriseProjectGroupList(
        groups=[
            EnterpriseProjectGroup(
                id=row.id,
                name=row.name,
                description=row.description,
                domain_id=row.domain_id,
                create_time=to_milliseconds(row.created_at),
            )
            for row in rows
        ]
    )


async def list_users_in(db: AsyncSession, who: Subject, enterprise_project_id: str) -> EnterpriseProjectUserList:
    """Return the users who hold policies of their own in an enterprise project, by name."""
    rows = await queries.users_in_enterprise_project(db, who, enterprise_project_id)
    return EnterpriseProjectUserList(
        users=[
            EnterpriseProjectUser(
                id=user.id,
                name=user.name,
                domain_id=user.domain_id,
                enabled=user.enabled,
                description=user.description,
                policy_num=count,
                lastest_policy_time=to_milliseconds(latest),
            )
            for user, count, latest in rows
        ]
    )


async def grant_to_agencies(db: AsyncSession, who: Subject, wanted: Sequence[AgencyEnterpriseGrant]) -> None:
    """Give policies to agencies in enterprise projects: all of them or, when one cannot be given, none."""
    for each in wanted:
        place = Place(GrantScope.ENTERPRISE_PROJECT, each.enterprise_project_id)
        await grant(db, who, Holder(PrincipalType.AGENCY, each.agency_id), each.role_id, place)


async def revoke_from_agencies(db: AsyncSession, who: Subject, wanted: Sequence[AgencyEnterpriseGrant]) -> None:
    """Take policies of agencies in enterprise projects back: all of them or, when one is not given, none."""
    for each in wanted:
        place = Place(GrantScope.ENTERPRISE_PROJECT, each.enterprise_project_id)
        await revoke(db, who, Holder(PrincipalType.AGENCY, each.agency_id), each.role_id, place)


async def _describe(db: AsyncSession, who: Subject, holder: Holder, role_id: str, place: Place) -> GrantedPolicy:
    """Return the grant that is spoken of, all of whose parts the account has. Raises EntryNotFound."""
    await _require_place(db, who, place)
    await _require_holder(db, who, holder)
    role = await get_role_row(db, who, role_id)
    return GrantedPolicy(role_id=role.id, name=role.display_name, policy=role.policy, scope=place.scope, scope_id=place.id)


async def _require_holder(db: AsyncSession, who: Subject, holder: Holder) -> None:
    if holder.kind is PrincipalType.GROUP:
        found: object | None = await groups.find_group(db, who, holder.id)
    elif holder.kind is PrincipalType.USER:
        found = await users.find_user(db, who, holder.id)
    else:
        found = await agencies.find_agency(db, who, holder.id)
    if found is None:
        raise EntryNotFound(kind=holder.kind.value, id=holder.id)


async def _require_place(db: AsyncSession, who: Subject, place: Place) -> None:
    if place.scope in {GrantScope.DOMAIN, GrantScope.ALL_PROJECTS}:
        require_own_domain(who, place.id)
    elif place.scope is GrantScope.PROJECT and not await queries.project_exists(db, who, place.id):
        raise EntryNotFound(kind="project", id=place.id)
    elif len(place.id) > 36:
        raise BadDirectoryValue(field="enterprise_project_id", problem="has at most 36 characters")


async def _affected(db: AsyncSession, holder: Holder) -> Sequence[str] | None:
    if holder.kind is PrincipalType.USER:
        return [holder.id]
    if holder.kind is PrincipalType.GROUP:
        return await groups.member_ids(db, holder.id)
    # Who acts through an agency is known only when he does.
    return None


def _to_assignment(row: GrantRow) -> RoleAssignment:
    place, holder = Reference(id=row.scope_id), Reference(id=row.principal_id)
    return RoleAssignment(
        user=holder if row.principal_type == PrincipalType.USER else None,
        group=holder if row.principal_type == PrincipalType.GROUP else None,
        agency=holder if row.principal_type == PrincipalType.AGENCY else None,
        role=Reference(id=row.role_id),
        scope=AssignmentScope(
            project=place if row.scope == GrantScope.PROJECT else None,
            domain=place if row.scope in {GrantScope.DOMAIN, GrantScope.ALL_PROJECTS} else None,
            enterprise_project=place if row.scope == GrantScope.ENTERPRISE_PROJECT else None,
        ),
        is_inherited=row.scope == GrantScope.ALL_PROJECTS,
    )
