"""Use cases of teams and members: create, show, list, change, delete, invite, join."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import for_update, now
from modelyard.core.errors import AppError, InvalidPayload
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id as new_member_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject, SubjectKind
from modelyard.datasets import queries_teams as queries
from modelyard.datasets.errors.teams import (
    AddressTaken,
    InvitationInvalid,
    MemberBusy,
    MemberNotFound,
    NotOneself,
    NotYours,
    OneManager,
    TeamNameTaken,
    TeamNotFound,
    TooManyMembers,
    TooManyTeams,
    UserTaken,
)
from modelyard.datasets.events_teams import MemberJoined, MembersChanged, TeamChanged, TeamCreated, TeamDeleted
from modelyard.datasets.models.teams import MemberRow, TaskMemberRow, TeamRow
from modelyard.datasets.rules.ids import new_id
from modelyard.datasets.schemas.datasets import BatchOutcome
from modelyard.datasets.schemas.teams import (
    CreatedMember,
    CreatedTeam,
    Invitation,
    Joined,
    MemberAnswer,
    MemberCreate,
    MemberList,
    MemberUpdate,
    TeamAnswer,
    TeamCreate,
    TeamList,
    TeamUpdate,
)
from modelyard.datasets.service.outcomes import outcome_of
from modelyard.datasets.settings import DatasetsSettings
from modelyard.datasets.types.teams import MemberStatus, Role
from modelyard.iam.service import users
from modelyard.iam.service.workspaces import require_workspace

_TOKEN_BYTES = 32
_JOIN = "/console/teams/join"


async def create_team(db: AsyncSession, who: Subject, wanted: TeamCreate, *, settings: DatasetsSettings) -> CreatedTeam:
    """Create a team without members. Raises TeamNameTaken, TooManyTeams."""
    await require_workspace(db, who, wanted.workspace_id)
    if await queries.count_teams(db, who.project_id or "") >= settings.max_teams:
        raise TooManyTeams(limit=settings.max_teams)
    at = now(db)
    row = TeamRow(
        id=new_id(),
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=wanted.workspace_id,
        name=wanted.workforce_name,
        name_folded=wanted.workforce_name.lower(),
        description=wanted.description,
        member_count=0,
        created_at=at,
        changed_at=at,
    )
    db.add(row)
    await _flush_name(db, row)
    await emit(db, TeamCreated(resource_id=row.id, team_name=row.name), by=who, at=at)
    return CreatedTeam(workforce_id=row.id)


async def get_team(db: AsyncSession, who: Subject, team_id: str) -> TeamAnswer:
    """Return a team. Raises TeamNotFound."""
    return _team_of(await get_row(db, who, team_id))


async def list_teams(
    db: AsyncSession,
    who: Subject,
    *,
    workspace_id: str,
    name: str,
    task_id: str,
    sort_by: str,
    descending: bool,
    page: int,
    limit: int,
) -> TeamList:
    """Return a page (from 0) of the teams of a workspace."""
    await require_workspace(db, who, workspace_id)
    statement = queries.teams_listed(who, workspace_id, name=name, task_id=task_id, sort_by=sort_by, descending=descending)
    found = await fetch_page(db, statement, offset=page * limit, limit=limit)
    return TeamList(total_number=found.total, workforces=[_team_of(row) for row in found.items])


async def change_team(db: AsyncSession, who: Subject, team_id: str, wanted: TeamUpdate) -> None:
    """Change the name or the description of a team. Raises TeamNotFound, TeamNameTaken."""
    row, at = await get_row(db, who, team_id, lock=True), now(db)
    changed: list[str] = []
    if wanted.workforce_name is not None and wanted.workforce_name != row.name:
        row.name, row.name_folded = wanted.workforce_name, wanted.workforce_name.lower()
        changed.append("workforce_name")
        await _flush_name(db, row)
    if wanted.description is not None and wanted.description != row.description:
        row.description = wanted.description
        changed.append("description")
    if changed:
        row.changed_at = at
        await emit(db, TeamChanged(resource_id=row.id, fields=", ".join(changed)), by=who, at=at)


async def delete_team(db: AsyncSession, who: Subject, team_id: str) -> None:
    """Delete a team with its members. Raises TeamNotFound, MemberBusy if one of them has unfinished work."""
    row = await get_row(db, who, team_id, lock=True)
    ids = list(await db.scalars(select(MemberRow.id).where(MemberRow.team_id == row.id)))
    await _require_idle(db, ids)
    await _erase_addresses(db, ids)
    await emit(db, TeamDeleted(resource_id=row.id, team_name=row.name), by=who, at=now(db))
    await db.delete(row)


async def add_member(
    db: AsyncSession, who: Subject, team_id: str, wanted: MemberCreate, *, settings: DatasetsSettings
) -> CreatedMember:
    """Add a member: somebody with an address, who is to be invited, or a user of the platform, who is in at once.

    Raises TeamNotFound, AddressTaken, UserTaken, OneManager, TooManyMembers, EntryNotFound.
    """
    team, at = await get_row(db, who, team_id, lock=True), now(db)
    if team.member_count >= settings.max_team_members:
        raise TooManyMembers(limit=settings.max_team_members)
    user = await users.get_user(db, who, wanted.user_id) if wanted.user_id else None
    email = wanted.emails or (user.name if user else "")
    if not email:
        raise InvalidPayload(field="emails", problem="an address is needed, or the id of a user as user_id")
    if wanted.role == Role.MANAGER:
        await _require_no_manager(db, team, "role")
    if user is not None:
        await _require_new_user(db, team, user.id, "user_id")
    row = MemberRow(
        id=new_member_id(),
        team_id=team.id,
        project_id=team.project_id,
        email=email,
        email_folded=email.lower(),
        role=wanted.role,
        status=MemberStatus.JOINED if user else MemberStatus.NOT_INVITED,
        description=wanted.description,
        user_id=user.id if user else None,
        user_name=user.name if user else "",
        created_at=at,
        changed_at=at,
    )
    db.add(row)
    try:
        await db.flush()  # so that an address that is taken is known here
    except IntegrityError as error:
        raise AddressTaken(field="emails", email=email, problem="taken") from error
    team.member_count, team.changed_at = team.member_count + 1, at
    await emit(db, MembersChanged(resource_id=team.id, added=1, changed=0, removed=0, names=email[:200]), by=who, at=at)
    return CreatedMember(worker_id=row.id)


async def get_member(db: AsyncSession, who: Subject, team_id: str, member_id: str) -> MemberAnswer:
    """Return a member of a team. Raises TeamNotFound, MemberNotFound."""
    team = await get_row(db, who, team_id)
    return member_of(await _member_row(db, team, member_id), team)


async def list_members(
    db: AsyncSession, who: Subject, team_id: str, *, sort_by: str, descending: bool, page: int, limit: int
) -> MemberList:
    """Return a page (from 0) of the members of a team. Raises TeamNotFound."""
    team = await get_row(db, who, team_id)
    statement = queries.members_listed([team.id], sort_by=sort_by, descending=descending)
    found = await fetch_page(db, statement, offset=page * limit, limit=limit)
    return MemberList(total_number=found.total, workers=[member_of(row, team) for row in found.items])


async def list_all_members(
    db: AsyncSession, who: Subject, *, role: int | None, sort_by: str, descending: bool, page: int, limit: int
) -> MemberList:
    """Return a page (from 0) of the members of all teams of the project."""
    teams = queries.visible_teams(who).with_only_columns(TeamRow.id)
    statement = queries.members_listed(teams, role=role, sort_by=sort_by, descending=descending)
    found = await fetch_page(db, statement, offset=page * limit, limit=limit)
    ids = {row.team_id for row in found.items}
    known = {row.id: row for row in await db.scalars(select(TeamRow).where(TeamRow.id.in_(ids)))}
    return MemberList(total_number=found.total, workers=[member_of(row, known[row.team_id]) for row in found.items])


async def change_member(db: AsyncSession, who: Subject, team_id: str, member_id: str, wanted: MemberUpdate) -> None:
    """Change the role or the description of a member. Tasks that run keep the role that he had when they were made.

    Raises TeamNotFound, MemberNotFound, OneManager.
    """
    team, at = await get_row(db, who, team_id, lock=True), now(db)
    row = await _member_row(db, team, member_id)
    is_other = wanted.role is not None and wanted.role != row.role
    if is_other and wanted.role == Role.MANAGER:
        await _require_no_manager(db, team, "role")
    if is_other or (wanted.description is not None and wanted.description != row.description):
        row.role = wanted.role if wanted.role is not None else row.role
        row.description = wanted.description if wanted.description is not None else row.description
        row.changed_at = at
        await emit(db, MembersChanged(resource_id=team.id, added=0, changed=1, removed=0, names=row.email[:200]), by=who, at=at)


async def remove_members(
    db: AsyncSession, who: Subject, team_id: str, member_ids: Sequence[str], *, language: Language
) -> BatchOutcome:
    """Remove members, each by himself; their addresses are erased everywhere.

    Raises TeamNotFound, and the first failure if all failed: MemberNotFound, MemberBusy, NotOneself.
    """
    team, at = await get_row(db, who, team_id, lock=True), now(db)
    known = await queries.members_by_id(db, member_ids)
    results: list[AppError | None] = []
    gone: set[str] = set()
    for member_id in member_ids:
        row = known.get(member_id)
        if row is None or row.team_id != team.id or member_id in gone:
            results.append(MemberNotFound(worker_id=member_id, resource=member_id))
            continue
        results.append(await _problem_of_removing(db, who, row))
        if results[-1] is None:
            gone.add(member_id)
    await _erase_addresses(db, list(gone))
    await db.execute(delete(MemberRow).where(MemberRow.id.in_(list(gone))))
    if gone:
        team.member_count, team.changed_at = team.member_count - len(gone), at
        event = MembersChanged(resource_id=team.id, added=0, changed=0, removed=len(gone), names="")
        await emit(db, event, by=who, at=at)
    return outcome_of(results, language)


async def invite(db: AsyncSession, who: Subject, team_id: str, member_id: str, *, settings: DatasetsSettings) -> Invitation:
    """Make an invitation link for a member; one that was made before ends. Raises TeamNotFound, MemberNotFound, UserTaken."""
    team = await get_row(db, who, team_id, lock=True)
    row = await _member_row(db, team, member_id)
    if row.user_id is not None:
        raise UserTaken(field="worker_id", email=row.email)
    return new_invitation(db, row, settings=settings)


def new_invitation(db: AsyncSession, row: MemberRow, *, settings: DatasetsSettings) -> Invitation:
    """Give a member a new link; only its hash is kept."""
    token, ends = secrets.token_urlsafe(_TOKEN_BYTES), now(db) + timedelta(hours=settings.invitation_hours)
    row.token, row.token_expires_at, row.changed_at = hashed(token), ends, now(db)
    row.status = MemberStatus.INVITED
    return Invitation(token=token, path=f"{_JOIN}#{token}", email=row.email, expire_time=to_milliseconds(ends))


async def join(db: AsyncSession, who: Subject, token: str) -> Joined:
    """Make the caller the member whom a link invites; the link ends.

    Raises InvitationInvalid also for links into other projects, UserTaken if he is in the team already, NotYours for callers
    who are no users.
    """
    if who.kind is not SubjectKind.USER:
        raise NotYours(problem="Only users join teams", problem_zh="只有用户可以加入团队")
    at = now(db)
    row = await db.scalar(for_update(select(MemberRow).where(MemberRow.token == hashed(token))))
    team = None if row is None else await queries.find_team(db, who, row.team_id)
    if row is None or team is None or row.token_expires_at is None or row.token_expires_at <= at:
        raise InvitationInvalid
    await _require_new_user(db, team, who.user_id, "token")
    row.user_id, row.user_name, row.status, row.changed_at = who.user_id, who.user_name[:128], MemberStatus.JOINED, at
    row.token = row.token_expires_at = None
    await emit(db, MemberJoined(resource_id=team.id, email=row.email[:200]), by=who, at=at)
    return Joined(worker_id=row.id, workforce_id=team.id, workforce_name=team.name, email=row.email, role=row.role)


def hashed(token: str) -> str:
    """Return what is kept of the secret part of a link; it is long and random, so that one plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


async def get_row(db: AsyncSession, who: Subject, team_id: str, *, lock: bool = False) -> TeamRow:
    """Return a team that the caller may see, in a workspace that he may enter. Raises TeamNotFound."""
    row = await queries.find_team(db, who, team_id, lock=lock)
    if row is not None:
        try:
            await require_workspace(db, who, row.workspace_id)
        except AppError:
            row = None
    if row is None:
        raise TeamNotFound(workforce_id=team_id, resource=team_id)
    return row


def member_of(row: MemberRow, team: TeamRow) -> MemberAnswer:
    """Return a member as he is shown."""
    return MemberAnswer(
        worker_id=row.id,
        workforce_id=row.team_id,
        workforce_name=team.name,
        email=row.email,
        role=row.role,
        status=row.status,
        description=row.description,
        user_name=row.user_name or None,
        create_time=to_milliseconds(row.created_at),
        update_time=to_milliseconds(row.changed_at),
    )


def _team_of(row: TeamRow) -> TeamAnswer:
    return TeamAnswer(
        workforce_id=row.id,
        workforce_name=row.name,
        description=row.description,
        worker_count=row.member_count,
        create_time=to_milliseconds(row.created_at),
        update_time=to_milliseconds(row.changed_at),
        workspace_id=row.workspace_id,
    )


async def _member_row(db: AsyncSession, team: TeamRow, member_id: str) -> MemberRow:
    row = await db.get(MemberRow, member_id)
    if row is None or row.team_id != team.id:
        raise MemberNotFound(worker_id=member_id, resource=member_id)
    return row


async def _problem_of_removing(db: AsyncSession, who: Subject, row: MemberRow) -> AppError | None:
    if row.user_id is not None and row.user_id == who.user_id:
        return NotOneself()
    try:
        await _require_idle(db, [row.id])
    except MemberBusy as error:
        return error
    return None


async def _require_idle(db: AsyncSession, member_ids: Sequence[str]) -> None:
    busy = await queries.unfinished_task_of(db, member_ids)
    if busy is not None:
        raise MemberBusy(email=busy[1], task=busy[0])


async def _erase_addresses(db: AsyncSession, member_ids: Sequence[str]) -> None:
    """Take the addresses of members who are going out of what finished tasks say of them."""
    await db.execute(update(TaskMemberRow).where(TaskMemberRow.member_id.in_(member_ids)).values(email=""))


async def _require_no_manager(db: AsyncSession, team: TeamRow, field: str) -> None:
    statement = select(MemberRow.email).where(MemberRow.team_id == team.id, MemberRow.role == Role.MANAGER).limit(1)
    manager = await db.scalar(statement)
    if manager is not None:
        raise OneManager(
            field=field,
            problem=f"the team has a manager, {manager}; there can be only one",
            problem_zh=f"团队已有管理员 {manager}，只能有一名",
        )


async def _require_new_user(db: AsyncSession, team: TeamRow, user_id: str, field: str) -> None:
    statement = select(MemberRow.email).where(MemberRow.team_id == team.id, MemberRow.user_id == user_id)
    email = await db.scalar(statement)
    if email is not None:
        raise UserTaken(field=field, email=email)


async def _flush_name(db: AsyncSession, row: TeamRow) -> None:
    name = row.name
    try:
        await db.flush()  # so that a name that is taken is known here
    except IntegrityError as error:
        raise TeamNameTaken(field="workforce_name", name=name, problem="taken") from error
