"""Reads of teams and their members."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.core.subject import Subject, SubjectKind
from modelyard.datasets.models.teams import MemberRow, TaskMemberRow, TeamRow, TeamTaskRow
from modelyard.datasets.types.teams import TeamTaskStatus

_TEAM_ORDER = {"create_time": TeamRow.created_at, "workforce_name": TeamRow.name_folded}
_MEMBER_ORDER = {"create_time": MemberRow.created_at, "email": MemberRow.email_folded}


def visible_teams(who: Subject) -> Select[Any]:
    """Select the teams of the caller's project; all of them for the platform itself."""
    statement = select(TeamRow)
    if who.kind is SubjectKind.SYSTEM:
        return statement
    return statement.where(TeamRow.project_id == (who.project_id or ""), TeamRow.domain_id == who.domain_id)


async def find_team(db: AsyncSession, who: Subject, team_id: str, *, lock: bool = False) -> TeamRow | None:
    """Return a team of the caller's project."""
    statement = visible_teams(who).where(TeamRow.id == team_id)
    row: TeamRow | None = await db.scalar(for_update(statement) if lock else statement)
    return row


def teams_listed(
    who: Subject, workspace_id: str, *, name: str = "", task_id: str = "", sort_by: str, descending: bool
) -> Select[Any]:
    """Select the teams of a workspace in order. name: a part of it. task_id: only those that take part in a task."""
    clauses: list[ColumnElement[bool]] = [TeamRow.workspace_id == workspace_id]
    if name:
        clauses.append(TeamRow.name_folded.contains(name.lower(), autoescape=True))
    if task_id:
        clauses.append(TeamRow.id.in_(select(TaskMemberRow.team_id).where(TaskMemberRow.task_id == task_id)))
    columns = (_TEAM_ORDER[sort_by], TeamRow.id)
    return visible_teams(who).where(*clauses).order_by(*(one.desc() if descending else one.asc() for one in columns))


async def count_teams(db: AsyncSession, project_id: str, workspace_id: str | None = None) -> int:
    """Return how many teams a project, or one of its workspaces, has."""
    statement = select(func.count()).select_from(TeamRow).where(TeamRow.project_id == project_id)
    if workspace_id is not None:
        statement = statement.where(TeamRow.workspace_id == workspace_id)
    return await db.scalar(statement) or 0


def members_listed(team_ids: Any, *, role: int | None = None, sort_by: str, descending: bool) -> Select[Any]:
    """Select the members of teams in order. team_ids: a list or a subquery."""
    statement = select(MemberRow).where(MemberRow.team_id.in_(team_ids))
    if role is not None:
        statement = statement.where(MemberRow.role == role)
    columns = (_MEMBER_ORDER[sort_by], MemberRow.id)
    return statement.order_by(*(one.desc() if descending else one.asc() for one in columns))


async def members_by_id(db: AsyncSession, ids: Sequence[str]) -> dict[str, MemberRow]:
    """Return members by id."""
    return {row.id: row for row in await db.scalars(select(MemberRow).where(MemberRow.id.in_(ids)))}


async def members_who_are(db: AsyncSession, who: Subject) -> list[MemberRow]:
    """Return the memberships of the caller in his project."""
    statement = select(MemberRow).where(MemberRow.user_id == who.user_id, MemberRow.project_id == (who.project_id or ""))
    return list(await db.scalars(statement))


async def unfinished_task_of(db: AsyncSession, member_ids: Sequence[str]) -> tuple[str, str] | None:
    """Return an unfinished task that any of these members takes part in: its name, and the member's address."""
    statement = (
        select(TeamTaskRow.name, TaskMemberRow.email)
        .join(TaskMemberRow, TaskMemberRow.task_id == TeamTaskRow.id)
        .where(TaskMemberRow.member_id.in_(member_ids), TeamTaskRow.status != TeamTaskStatus.FINISHED)
        .limit(1)
    )
    found = (await db.execute(statement)).first()
    return None if found is None else (found[0], found[1])
