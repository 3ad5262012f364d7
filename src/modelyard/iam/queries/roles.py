"""Reads of policies and grants, within what an account may see."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.iam.models import AgencyRow, GrantRow, GroupMemberRow, GroupRow, ProjectRow, RoleRow, UserRow
from modelyard.iam.types import GrantScope, Holder, Place, PrincipalType


def visible_to(who: Subject) -> Select[Any]:
    """Return a select of the policies that the caller may know of: the system's and those of his account."""
    return select(RoleRow).where(or_(RoleRow.domain_id.is_(None), RoleRow.domain_id == who.domain_id))


def custom_of(who: Subject) -> Select[Any]:
    """Return a select of the account's own policies."""
    return select(RoleRow).where(RoleRow.domain_id == who.domain_id)


async def find_role(db: AsyncSession, who: Subject, role_id: str) -> RoleRow | None:
    """Return a policy that the caller may know of."""
    role: RoleRow | None = await db.scalar(visible_to(who).where(RoleRow.id == role_id))
    return role


async def custom_names(db: AsyncSession, who: Subject) -> list[str]:
    """Return the internal names of the account's own policies."""
    return list(await db.scalars(select(RoleRow.name).where(RoleRow.domain_id == who.domain_id)))


async def is_display_name_taken(db: AsyncSession, who: Subject, display_name: str, *, but: str = "") -> bool:
    """Return whether another policy that the account sees has the name; a system policy's name is taken, too."""
    found = visible_to(who).where(RoleRow.display_name == display_name, RoleRow.id != but)
    return await db.scalar(found.limit(1)) is not None


async def count_references(db: AsyncSession, role_id: str) -> int:
    """Return how often a policy is granted."""
    return await db.scalar(select(func.count()).select_from(GrantRow).where(GrantRow.role_id == role_id)) or 0


def roles_of(holder: Holder, place: Place) -> Select[Any]:
    """Return a select of the policies that a principal holds in exactly this place, by display name."""
    return (
        select(RoleRow)
        .join(GrantRow, GrantRow.role_id == RoleRow.id)
        .where(*_exactly(holder, place))
        .order_by(RoleRow.display_name, RoleRow.id)
    )


async def find_grant(db: AsyncSession, holder: Holder, role_id: str, place: Place) -> GrantRow | None:
    """Return one grant."""
    return await db.get(GrantRow, (holder.kind.value, holder.id, role_id, place.scope.value, place.id))


async def enterprise_projects_of(db: AsyncSession, holder: Holder) -> list[str]:
    """Return the enterprise projects where a principal holds policies."""
    found = select(GrantRow.scope_id).where(
        GrantRow.principal_type == holder.kind,
        GrantRow.principal_id == holder.id,
        GrantRow.scope == GrantScope.ENTERPRISE_PROJECT,
    )
    return list(await db.scalars(found.distinct().order_by(GrantRow.scope_id)))


async def groups_in_enterprise_project(db: AsyncSession, who: Subject, enterprise_project_id: str) -> list[GroupRow]:
    """Return the groups of the account that hold policies in an enterprise project, by name."""
    holders = _holders_in(PrincipalType.GROUP, enterprise_project_id)
    found = select(GroupRow).where(GroupRow.domain_id == who.domain_id, GroupRow.id.in_(holders))
    return list(await db.scalars(found.order_by(GroupRow.name)))


async def users_in_enterprise_project(
    db: AsyncSession, who: Subject, enterprise_project_id: str
) -> list[tuple[UserRow, int, Any]]:
    """Return the users with policies of their own in an enterprise project: user, how many, the latest grant."""
    found = (
        select(UserRow, func.count(), func.max(GrantRow.created_at))
        .join(GrantRow, and_(GrantRow.principal_id == UserRow.id, GrantRow.principal_type == PrincipalType.USER))
        .where(
            UserRow.domain_id == who.domain_id,
            GrantRow.scope == GrantScope.ENTERPRISE_PROJECT,
            GrantRow.scope_id == enterprise_project_id,
        )
        .group_by(UserRow.id)
        .order_by(UserRow.name)
    )
    return [(row[0], row[1], row[2]) for row in await db.execute(found)]


@dataclass(frozen=True)
class AssignmentFilter:
    """Which grants are wanted; what is None is not asked for. include_group: those of a user's groups, too."""

    role_id: str | None = None
    subject: PrincipalType | None = None
    user_id: str | None = None
    group_id: str | None = None
    agency_id: str | None = None
    scope: GrantScope | None = None
    project_id: str | None = None
    domain_id: str | None = None
    enterprise_project_id: str | None = None
    is_inherited: bool | None = None
    include_group: bool = True


def grants_in_account(who: Subject) -> Select[Any]:
    """Return a select of all grants to principals of the caller's account, in a stable order."""
    users = select(UserRow.id).where(UserRow.domain_id == who.domain_id)
    groups = select(GroupRow.id).where(GroupRow.domain_id == who.domain_id)
    agencies = select(AgencyRow.id).where(AgencyRow.domain_id == who.domain_id)
    ours = or_(
        and_(GrantRow.principal_type == PrincipalType.USER, GrantRow.principal_id.in_(users)),
        and_(GrantRow.principal_type == PrincipalType.GROUP, GrantRow.principal_id.in_(groups)),
        and_(GrantRow.principal_type == PrincipalType.AGENCY, GrantRow.principal_id.in_(agencies)),
    )
    order = (GrantRow.principal_type, GrantRow.principal_id, GrantRow.role_id, GrantRow.scope, GrantRow.scope_id)
    return select(GrantRow).where(ours).order_by(*order)


def matching(wanted: AssignmentFilter) -> list[ColumnElement[bool]]:
    """Return the conditions that a grant must meet."""
    in_account = GrantRow.scope.in_([GrantScope.DOMAIN, GrantScope.ALL_PROJECTS])
    everywhere = GrantRow.scope == GrantScope.ALL_PROJECTS
    conditions: dict[str, ColumnElement[bool]] = {
        "role_id": GrantRow.role_id == wanted.role_id,
        "subject": GrantRow.principal_type == wanted.subject,
        "user_id": _held_by_user(wanted.user_id or "", through_groups=wanted.include_group),
        "group_id": _held_by(PrincipalType.GROUP, wanted.group_id),
        "agency_id": _held_by(PrincipalType.AGENCY, wanted.agency_id),
        "scope": in_account if wanted.scope is GrantScope.DOMAIN else GrantRow.scope == wanted.scope,
        "project_id": and_(GrantRow.scope == GrantScope.PROJECT, GrantRow.scope_id == wanted.project_id),
        "domain_id": and_(in_account, GrantRow.scope_id == wanted.domain_id),
        "enterprise_project_id": and_(
            GrantRow.scope == GrantScope.ENTERPRISE_PROJECT, GrantRow.scope_id == wanted.enterprise_project_id
        ),
        "is_inherited": everywhere if wanted.is_inherited else ~everywhere,
    }
    return [condition for field, condition in conditions.items() if getattr(wanted, field) is not None]


def _held_by(kind: PrincipalType, holder_id: str | None) -> ColumnElement[bool]:
    return and_(GrantRow.principal_type == kind, GrantRow.principal_id == holder_id)


def _held_by_user(user_id: str, *, through_groups: bool) -> ColumnElement[bool]:
    own = _held_by(PrincipalType.USER, user_id)
    groups = select(GroupMemberRow.group_id).where(GroupMemberRow.user_id == user_id)
    by_group = and_(GrantRow.principal_type == PrincipalType.GROUP, GrantRow.principal_id.in_(groups))
    return or_(own, by_group) if through_groups else own


async def project_exists(db: AsyncSession, who: Subject, project_id: str) -> bool:
    """Return whether the account has this project."""
    found = select(ProjectRow.id).where(ProjectRow.id == project_id, ProjectRow.domain_id == who.domain_id)
    return await db.scalar(found) is not None


async def holders_of(db: AsyncSession, role_id: str) -> tuple[list[str], bool]:
    """Return the users that hold a policy, directly or through groups, and whether an agency holds it."""
    granted = select(GrantRow.principal_id).where(GrantRow.role_id == role_id)
    groups = granted.where(GrantRow.principal_type == PrincipalType.GROUP)
    own = list(await db.scalars(granted.where(GrantRow.principal_type == PrincipalType.USER)))
    members = list(await db.scalars(select(GroupMemberRow.user_id).where(GroupMemberRow.group_id.in_(groups))))
    by_agency = await db.scalar(granted.where(GrantRow.principal_type == PrincipalType.AGENCY).limit(1))
    return sorted({*own, *members}), by_agency is not None


def _exactly(holder: Holder, place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        GrantRow.principal_type == holder.kind,
        GrantRow.principal_id == holder.id,
        GrantRow.scope == place.scope,
        GrantRow.scope_id == place.id,
    )


def _holders_in(kind: PrincipalType, enterprise_project_id: str) -> Select[Any]:
    return select(GrantRow.principal_id).where(
        GrantRow.principal_type == kind,
        GrantRow.scope == GrantScope.ENTERPRISE_PROJECT,
        GrantRow.scope_id == enterprise_project_id,
    )
