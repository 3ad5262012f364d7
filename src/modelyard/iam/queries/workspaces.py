"""Reads of workspaces and authorizations, within one project."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.models import AuthorizationRow, UserRow, WorkspaceMemberRow, WorkspaceRow
from modelyard.iam.types import ALL_USERS, WorkspaceAccess


def in_project(who: Subject, project_id: str) -> Select[Any]:
    """Return a select of the workspaces of a project of the caller's account."""
    return select(WorkspaceRow).where(WorkspaceRow.domain_id == who.domain_id, WorkspaceRow.project_id == project_id)


def open_to(who: Subject) -> ColumnElement[bool]:
    """Return the condition that the caller may enter a workspace."""
    if who.is_domain_owner or who.kind is SubjectKind.SYSTEM:
        return WorkspaceRow.id.is_not(None)
    member = exists().where(WorkspaceMemberRow.workspace_id == WorkspaceRow.id, WorkspaceMemberRow.user_id == who.user_id)
    internal = (WorkspaceRow.auth_type == WorkspaceAccess.INTERNAL) & member
    return or_(WorkspaceRow.auth_type == WorkspaceAccess.PUBLIC, WorkspaceRow.owner_id == who.user_id, internal)


async def find_workspace(db: AsyncSession, who: Subject, project_id: str, workspace_id: str) -> WorkspaceRow | None:
    """Return a workspace of a project of the caller's account."""
    workspace: WorkspaceRow | None = await db.scalar(in_project(who, project_id).where(WorkspaceRow.id == workspace_id))
    return workspace


async def is_open(db: AsyncSession, who: Subject, workspace_id: str) -> bool:
    """Return whether the caller may enter a workspace."""
    found = select(WorkspaceRow.id).where(WorkspaceRow.id == workspace_id, open_to(who))
    return await db.scalar(found) is not None


async def count_workspaces(db: AsyncSession, who: Subject, project_id: str) -> int:
    """Return how many workspaces the project has."""
    return await db.scalar(select(func.count()).select_from(in_project(who, project_id).subquery())) or 0


async def members_of(db: AsyncSession, workspace_id: str) -> list[UserRow]:
    """Return the users who are listed for a workspace, by name."""
    found = (
        select(UserRow)
        .join(WorkspaceMemberRow, WorkspaceMemberRow.user_id == UserRow.id)
        .where(WorkspaceMemberRow.workspace_id == workspace_id)
        .order_by(UserRow.name)
    )
    return list(await db.scalars(found))


async def find_users(db: AsyncSession, who: Subject, *, ids: set[str], names: set[str]) -> list[UserRow]:
    """Return the users of the account with one of these ids or names."""
    found = select(UserRow).where(UserRow.domain_id == who.domain_id, or_(UserRow.id.in_(ids), UserRow.name.in_(names)))
    return list(await db.scalars(found))


def authorizations_in(who: Subject, project_id: str) -> Select[Any]:
    """Return a select of the authorizations in a project of the caller's account."""
    return select(AuthorizationRow).where(
        AuthorizationRow.domain_id == who.domain_id, AuthorizationRow.project_id == project_id
    )


async def find_authorization(db: AsyncSession, who: Subject, project_id: str, user_id: str) -> AuthorizationRow | None:
    """Return the authorization of exactly this user, or of everybody for `all-users`."""
    row: AuthorizationRow | None = await db.scalar(
        authorizations_in(who, project_id).where(AuthorizationRow.user_id == user_id)
    )
    return row


async def find_authorization_for(db: AsyncSession, who: Subject, project_id: str) -> AuthorizationRow | None:
    """Return the authorization that covers the caller: his own, else that of everybody."""
    rows = list(
        await db.scalars(authorizations_in(who, project_id).where(AuthorizationRow.user_id.in_([who.user_id, ALL_USERS])))
    )
    return next((row for row in rows if row.user_id == who.user_id), rows[0] if rows else None)
