"""Who holds which policies."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.iam.models import GrantRow, GroupMemberRow, RoleRow
from modelyard.iam.rules.handing_out import GrantedPolicy
from modelyard.iam.types import GrantScope, PrincipalType


async def policies_of(db: AsyncSession, user_id: str, *, project_id: str | None = None) -> list[GrantedPolicy]:
    """Return what a user holds, directly and through groups, in one query.

    project_id: leaves out grants for other projects; without it only grants that count in the whole account are
    returned. Grants for enterprise projects are always among them, with their id in `scope_id`.
    """
    return await _policies(db, _held_by_user(user_id), _counts_in(project_id))


async def policies_of_agency(db: AsyncSession, agency_id: str, *, project_id: str | None = None) -> list[GrantedPolicy]:
    """Return what an agency holds; `project_id` as for `policies_of`."""
    holder = and_(GrantRow.principal_type == PrincipalType.AGENCY, GrantRow.principal_id == agency_id)
    return await _policies(db, holder, _counts_in(project_id))


async def policies_of_group(db: AsyncSession, group_id: str) -> list[GrantedPolicy]:
    """Return all that membership of a group gives, in every scope."""
    holder = and_(GrantRow.principal_type == PrincipalType.GROUP, GrantRow.principal_id == group_id)
    return await _policies(db, holder, None)


async def all_policies_of(db: AsyncSession, user_id: str) -> list[GrantedPolicy]:
    """Return all that a user holds, directly and through groups, in every scope."""
    return await _policies(db, _held_by_user(user_id), None)


async def all_policies_of_agency(db: AsyncSession, agency_id: str) -> list[GrantedPolicy]:
    """Return all that an agency holds, in every scope."""
    holder = and_(GrantRow.principal_type == PrincipalType.AGENCY, GrantRow.principal_id == agency_id)
    return await _policies(db, holder, None)


async def _policies(db: AsyncSession, holder: ColumnElement[bool], counts: ColumnElement[bool] | None) -> list[GrantedPolicy]:
    statement = (
        select(RoleRow.id, RoleRow.display_name, RoleRow.policy, GrantRow.scope, GrantRow.scope_id)
        .join(RoleRow, RoleRow.id == GrantRow.role_id)
        .where(holder)
        .order_by(RoleRow.display_name, GrantRow.scope, GrantRow.scope_id)
    )
    if counts is not None:
        statement = statement.where(counts)
    rows = (await db.execute(statement)).all()
    return [
        GrantedPolicy(role_id=role_id, name=name, policy=policy, scope=GrantScope(scope), scope_id=scope_id)
        for role_id, name, policy, scope, scope_id in rows
    ]


def _held_by_user(user_id: str) -> ColumnElement[bool]:
    groups = select(GroupMemberRow.group_id).where(GroupMemberRow.user_id == user_id)
    return or_(
        and_(GrantRow.principal_type == PrincipalType.USER, GrantRow.principal_id == user_id),
        and_(GrantRow.principal_type == PrincipalType.GROUP, GrantRow.principal_id.in_(groups)),
    )


def _counts_in(project_id: str | None) -> ColumnElement[bool]:
    everywhere = GrantRow.scope.in_([GrantScope.DOMAIN, GrantScope.ALL_PROJECTS, GrantScope.ENTERPRISE_PROJECT])
    if project_id is None:
        return everywhere
    return or_(everywhere, and_(GrantRow.scope == GrantScope.PROJECT, GrantRow.scope_id == project_id))
