"""Reads of accounts and projects."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.models import DomainRow, GrantRow, GroupMemberRow, ProjectRow, UserRow
from modelyard.iam.types import GrantScope, PrincipalType


def in_account_of(who: Subject) -> Select[Any]:
    """Return a select of all projects of the caller's account."""
    return select(ProjectRow).where(ProjectRow.domain_id == who.domain_id)


def usable_by(who: Subject) -> Select[Any]:
    """Return a select of the projects where the caller can do anything.

    Those are all of the account for its owner, where the account is not strict, and for holders of a grant that counts
    everywhere; else those with a grant of their own.
    """
    statement = in_account_of(who)
    if who.is_domain_owner or who.kind is SubjectKind.SYSTEM:
        return statement
    kind = PrincipalType.AGENCY if who.kind is SubjectKind.AGENCY else PrincipalType.USER
    return statement.where(_usable(kind, who.user_id))


def usable_by_user(who: Subject, user_id: str, *, is_owner: bool) -> Select[Any]:
    """Return a select of the projects of the caller's account where another user can do anything."""
    statement = in_account_of(who)
    return statement if is_owner else statement.where(_usable(PrincipalType.USER, user_id))


def _usable(kind: PrincipalType, holder_id: str) -> Any:
    groups = select(GroupMemberRow.group_id).where(GroupMemberRow.user_id == holder_id)
    holds = or_(
        and_(GrantRow.principal_type == kind, GrantRow.principal_id == holder_id),
        and_(GrantRow.principal_type == PrincipalType.GROUP, GrantRow.principal_id.in_(groups)),
    )
    granted_here = and_(GrantRow.scope == GrantScope.PROJECT, GrantRow.scope_id == ProjectRow.id)
    return or_(
        exists().where(DomainRow.id == ProjectRow.domain_id, DomainRow.strict_authorization.is_(False)),
        exists().where(holds, or_(GrantRow.scope != GrantScope.PROJECT, granted_here)),
    )


async def find_project(db: AsyncSession, who: Subject, project_id: str) -> ProjectRow | None:
    """Return a project of the caller's account."""
    project: ProjectRow | None = await db.scalar(in_account_of(who).where(ProjectRow.id == project_id))
    return project


async def count_projects(db: AsyncSession, who: Subject) -> int:
    """Return how many projects the account has."""
    return await db.scalar(select(func.count()).select_from(in_account_of(who).subquery())) or 0


async def find_domain(db: AsyncSession, domain_id: str) -> DomainRow | None:
    """Return an account."""
    return await db.get(DomainRow, domain_id)


async def find_domain_by_name(db: AsyncSession, name: str) -> DomainRow | None:
    """Return an account by its name."""
    domain: DomainRow | None = await db.scalar(select(DomainRow).where(DomainRow.name == name))
    return domain


async def list_accounts(db: AsyncSession) -> list[tuple[DomainRow, str]]:
    """Return all accounts with the names of their owners, by name."""
    owned = select(DomainRow, UserRow.name).join(UserRow, and_(UserRow.domain_id == DomainRow.id, UserRow.is_domain_owner))
    return [(domain, owner) for domain, owner in (await db.execute(owned.order_by(DomainRow.name))).all()]
