"""Use cases of workspaces."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import EPOCH, to_milliseconds
from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.ids import new_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.errors.directory import BadDirectoryValue, EntryNotFound
from modelyard.iam.errors.modelarts import (
    DefaultWorkspaceIsFixed,
    TooManyWorkspaces,
    WorkspaceForbidden,
    WorkspaceNameTaken,
    WorkspaceNotFound,
)
from modelyard.iam.models import WorkspaceMemberRow, WorkspaceRow
from modelyard.iam.queries import users
from modelyard.iam.queries import workspaces as queries
from modelyard.iam.rules import names
from modelyard.iam.schemas.events import WorkspaceDeleted
from modelyard.iam.schemas.workspaces import (
    Workspace,
    WorkspaceCreate,
    WorkspaceGrant,
    WorkspaceList,
    WorkspaceUpdate,
    WorkspaceUser,
    WorkspaceWithGrants,
)
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.projects import get_row as get_project_row
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import DEFAULT_WORKSPACE, WorkspaceAccess

DEFAULT_ENTERPRISE_PROJECT = "0"
_DEFAULT_NAME = "default"

SortKey = Literal["name", "update_time", "status"]
# Every workspace is NORMAL, so that sorting by status is sorting by name.
_COLUMNS = {"name": WorkspaceRow.name, "update_time": WorkspaceRow.updated_at, "status": WorkspaceRow.name}


async def list_workspaces(
    db: AsyncSession,
    who: Subject,
    project_id: str,
    *,
    enterprise_project_id: str | None = None,
    name: str | None = None,
    filter_accessible: bool = False,
    sort_by: SortKey = "name",
    descending: bool = True,
    offset: int = 0,
    limit: int = 1000,
) -> WorkspaceList:
    """Return the workspaces of a project that match; the default one always comes first.

    name: a part of the name. filter_accessible: only those that the caller may enter.
    """
    if project_id != who.project_id:
        await get_project_row(db, who, project_id)  # for a request, the gatekeeper has looked already
    statement = queries.in_project(who, project_id)
    if enterprise_project_id is not None:
        statement = statement.where(WorkspaceRow.enterprise_project_id == enterprise_project_id)
    if name is not None:
        statement = statement.where(WorkspaceRow.name.icontains(name, autoescape=True))
    if filter_accessible:
        statement = statement.where(queries.open_to(who))
    column = _COLUMNS[sort_by]
    order = (column.desc(), WorkspaceRow.id.desc()) if descending else (column.asc(), WorkspaceRow.id.asc())
    with_default = enterprise_project_id in {None, DEFAULT_ENTERPRISE_PROJECT} and (name or "").lower() in _DEFAULT_NAME
    first = [_default_workspace()] if with_default else []
    shown = first[offset : offset + limit]
    page = await fetch_page(
        db, statement.order_by(*order), offset=max(0, offset - len(first)), limit=max(0, limit - len(shown))
    )
    owners = await users.user_names(db, who, {row.owner_id for row in page.items})
    shown += [_to_workspace(row, owners) for row in page.items]
    return WorkspaceList(workspaces=shown, total_count=page.total + len(first), count=len(shown))


async def get_workspace(db: AsyncSession, who: Subject, project_id: str, workspace_id: str) -> WorkspaceWithGrants:
    """Return a workspace that the caller may enter, with its users."""
    await get_project_row(db, who, project_id)
    if workspace_id == DEFAULT_WORKSPACE:
        return WorkspaceWithGrants(**dict(_default_workspace()), grants=[])
    row = await _get_open_row(db, who, project_id, workspace_id)
    return await _with_grants(db, who, row)


async def create_workspace(
    db: AsyncSession, who: Subject, project_id: str, workspace: WorkspaceCreate, *, settings: IAMSettings
) -> WorkspaceWithGrants:
    """Make a workspace, which belongs to the caller. `grants` are for INTERNAL ones."""
    await get_project_row(db, who, project_id)
    names.check_workspace_name(workspace.name)
    if await queries.count_workspaces(db, who, project_id) >= settings.max_workspaces:
        raise TooManyWorkspaces(field="name", limit=settings.max_workspaces)
    at = now(db)
    row = WorkspaceRow(
        id=new_id(),
        domain_id=who.domain_id,
        project_id=project_id,
        name=workspace.name,
        description=workspace.description,
        auth_type=workspace.auth_type.value,
        owner_id=who.user_id,
        enterprise_project_id=workspace.enterprise_project_id,
        created_at=at,
        updated_at=at,
    )
    db.add(row)
    await _flush(db, row)
    await _set_members(db, who, row, workspace.grants)
    return await _with_grants(db, who, row)


async def update_workspace(
    db: AsyncSession, who: Subject, project_id: str, workspace_id: str, changes: WorkspaceUpdate
) -> WorkspaceWithGrants:
    """Change a workspace; who may enter it is for its creator and the owner of the account to say."""
    await get_project_row(db, who, project_id)
    if workspace_id == DEFAULT_WORKSPACE:
        raise DefaultWorkspaceIsFixed(field="workspace_id")
    row = await _get_open_row(db, who, project_id, workspace_id)
    if (changes.auth_type is not None or changes.grants is not None) and not _is_in_charge(who, row):
        raise WorkspaceForbidden(workspace_id=workspace_id, resource=f"workspace/{workspace_id}", reason="workspace")
    if changes.name is not None and changes.name != row.name:
        names.check_workspace_name(changes.name)
        row.name = changes.name
    if changes.description is not None:
        row.description = changes.description
    if changes.auth_type is not None:
        row.auth_type = changes.auth_type.value
    row.updated_at = now(db)
    await _flush(db, row)
    if changes.grants is not None or row.auth_type != WorkspaceAccess.INTERNAL:
        await _set_members(db, who, row, changes.grants or [])
    await access_changed(db, who, "workspace changed")
    return await _with_grants(db, who, row)


async def delete_workspace(db: AsyncSession, who: Subject, project_id: str, workspace_id: str) -> None:
    """Delete a workspace. Capabilities that keep things in it hear of it first and may refuse."""
    await get_project_row(db, who, project_id)
    if workspace_id == DEFAULT_WORKSPACE:
        raise DefaultWorkspaceIsFixed(field="workspace_id")
    row = await _get_open_row(db, who, project_id, workspace_id)
    await emit(db, WorkspaceDeleted(resource_id=row.id, workspace_name=row.name, project_id=project_id), by=who, at=now(db))
    await db.delete(row)
    await access_changed(db, who, "workspace deleted")


async def require_workspace(db: AsyncSession, who: Subject, workspace_id: str, *, project_id: str | None = None) -> Workspace:
    """Return a workspace of the project if the caller may enter it; every use case that names one asks this first.

    project_id: the project of the caller unless given. Raises WorkspaceNotFound (ModelArts.0102) and
    WorkspaceForbidden (ModelArts.0112). The enterprise project of the answer is what grants in such count for.
    """
    if workspace_id == DEFAULT_WORKSPACE:
        return _default_workspace()
    row = await _get_open_row(db, who, project_id or who.project_id or "", workspace_id)
    return _to_workspace(row, await users.user_names(db, who, {row.owner_id}))


async def _get_open_row(db: AsyncSession, who: Subject, project_id: str, workspace_id: str) -> WorkspaceRow:
    row = await queries.find_workspace(db, who, project_id, workspace_id)
    if row is None:
        raise WorkspaceNotFound(field="workspace_id", workspace_id=workspace_id)
    if not await queries.is_open(db, who, workspace_id):
        raise WorkspaceForbidden(workspace_id=workspace_id, resource=f"workspace/{workspace_id}", reason="workspace")
    return row


async def _set_members(db: AsyncSession, who: Subject, row: WorkspaceRow, grants: Sequence[WorkspaceGrant]) -> None:
    if grants and row.auth_type != WorkspaceAccess.INTERNAL:
        raise BadDirectoryValue(field="grants", problem="only an INTERNAL workspace has a list of users")
    ids = {grant.user_id for grant in grants if grant.user_id is not None}
    by_name = {grant.user_name for grant in grants if grant.user_id is None and grant.user_name is not None}
    found = await queries.find_users(db, who, ids=ids, names=by_name) if ids or by_name else []
    missing = (ids - {user.id for user in found}) | (by_name - {user.name for user in found})
    if missing:
        raise EntryNotFound(kind="user", id=", ".join(sorted(missing)))
    if any(grant.user_id is None and grant.user_name is None for grant in grants):
        raise BadDirectoryValue(field="grants", problem="each entry needs a user_id or a user_name")
    await db.execute(delete(WorkspaceMemberRow).where(WorkspaceMemberRow.workspace_id == row.id))
    db.add_all(WorkspaceMemberRow(workspace_id=row.id, user_id=user.id) for user in found)
    # The answer lists the members by a query.
    await db.flush()


async def _with_grants(db: AsyncSession, who: Subject, row: WorkspaceRow) -> WorkspaceWithGrants:
    owners = await users.user_names(db, who, {row.owner_id})
    members = [WorkspaceUser(user_id=user.id, user_name=user.name) for user in await queries.members_of(db, row.id)]
    return WorkspaceWithGrants(**dict(_to_workspace(row, owners)), grants=members)


def _is_in_charge(who: Subject, row: WorkspaceRow) -> bool:
    return who.is_domain_owner or who.kind is SubjectKind.SYSTEM or row.owner_id == who.user_id


def _to_workspace(row: WorkspaceRow, owners: dict[str, str]) -> Workspace:
    return Workspace(
        id=row.id,
        name=row.name,
        description=row.description,
        owner=owners.get(row.owner_id, row.owner_id),
        auth_type=WorkspaceAccess(row.auth_type),
        enterprise_project_id=row.enterprise_project_id,
        enterprise_project_name=_enterprise_project_name(row.enterprise_project_id),
        create_time=to_milliseconds(row.created_at),
        update_time=to_milliseconds(row.updated_at),
    )


def _default_workspace() -> Workspace:
    return Workspace(
        id=DEFAULT_WORKSPACE,
        name=_DEFAULT_NAME,
        description="",
        owner="",
        auth_type=WorkspaceAccess.PUBLIC,
        enterprise_project_id=DEFAULT_ENTERPRISE_PROJECT,
        enterprise_project_name=_enterprise_project_name(DEFAULT_ENTERPRISE_PROJECT),
        create_time=to_milliseconds(EPOCH),
        update_time=to_milliseconds(EPOCH),
    )


def _enterprise_project_name(enterprise_project_id: str) -> str:
    """Return what people read; enterprise projects are labels here, of which only the default one has a name."""
    return "default" if enterprise_project_id == DEFAULT_ENTERPRISE_PROJECT else enterprise_project_id


async def _flush(db: AsyncSession, row: WorkspaceRow) -> None:
    """Write the row now, so that a clash of names is found here."""
    try:
        await db.flush()
    except IntegrityError as error:
        raise WorkspaceNameTaken(name=row.name) from error
