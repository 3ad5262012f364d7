"""Use cases of projects."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.ids import new_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.iam.errors.directory import DirectoryQuotaExceeded, EntryNotFound, NameTaken, PermanentEntry
from modelyard.iam.models import GrantRow, ProjectRow
from modelyard.iam.queries import projects as queries
from modelyard.iam.rules import names
from modelyard.iam.schemas.events import ProjectDeleted
from modelyard.iam.schemas.links import links_to
from modelyard.iam.schemas.pages import PageAsked
from modelyard.iam.schemas.projects import Project, ProjectCreate, ProjectList, ProjectUpdate, ProjectWithStatus
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.users import get_row as get_user_row
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import GrantScope


async def list_projects(
    db: AsyncSession,
    who: Subject,
    *,
    path: str = "/v3/projects",
    domain_id: str | None = None,
    name: str | None = None,
    parent_id: str | None = None,
    enabled: bool | None = None,
    is_domain: bool | None = None,
    asked: PageAsked = PageAsked(),  # noqa: B008 - it is frozen
) -> ProjectList:
    """Return the projects where the caller can do anything and that match, by name.

    Clients find their project with this call (`name` is the region), so it needs no permission. Who has no grant gets
    an empty list, as in the public service, and not the names of projects in which every call would be refused.
    """
    statement = queries.usable_by(who)
    for column, value in ((ProjectRow.domain_id, domain_id), (ProjectRow.name, name), (ProjectRow.parent_id, parent_id)):
        if value is not None:
            statement = statement.where(column == value)
    if enabled is not None:
        statement = statement.where(ProjectRow.enabled.is_(enabled))
    if is_domain:
        # Accounts are no projects here; asking for those finds none.
        statement = statement.where(ProjectRow.id.is_(None))
    page = await fetch_page(db, statement.order_by(ProjectRow.name, ProjectRow.id), offset=asked.offset, limit=asked.limit)
    links = asked.links(
        path, page.total, domain_id=domain_id, name=name, parent_id=parent_id, enabled=enabled, is_domain=is_domain
    )
    return ProjectList(projects=[to_project(row) for row in page.items], links=links)


async def list_projects_of_user(db: AsyncSession, who: Subject, user_id: str) -> ProjectList:
    """Return the projects where a user of the account can do anything, by name. Raises EntryNotFound."""
    user = await get_user_row(db, who, user_id)
    statement = queries.usable_by_user(who, user.id, is_owner=user.is_domain_owner)
    rows = await db.scalars(statement.order_by(ProjectRow.name, ProjectRow.id))
    return ProjectList(projects=[to_project(row) for row in rows], links=links_to(f"/v3/users/{user_id}/projects"))


async def get_project(db: AsyncSession, who: Subject, project_id: str) -> ProjectWithStatus:
    """Return a project of the account. Raises EntryNotFound."""
    row = await get_row(db, who, project_id)
    status = "normal" if row.enabled else "suspended"
    return ProjectWithStatus.model_validate({**to_project(row).model_dump(), "status": status})


async def create_project(db: AsyncSession, who: Subject, project: ProjectCreate, *, settings: IAMSettings) -> Project:
    """Make a project below the project of a region; its name begins with the parent's and `_`."""
    if project.domain_id not in {None, who.domain_id}:
        raise EntryNotFound(kind="account", id=project.domain_id)
    parent = await get_row(db, who, project.parent_id)
    if parent.parent_id != who.domain_id:
        raise PermanentEntry(name=parent.name, problem="projects stand below the project of a region only")
    names.check_project_name(project.name, parent.name)
    if await queries.count_projects(db, who) >= settings.max_projects:
        raise DirectoryQuotaExceeded(quota="projects", limit=settings.max_projects)
    row = ProjectRow(
        id=new_id(),
        domain_id=who.domain_id,
        parent_id=parent.id,
        name=project.name,
        description=project.description,
        enabled=True,
        created_at=now(db),
    )
    db.add(row)
    await _flush(db, row.name)
    return to_project(row)


async def update_project(db: AsyncSession, who: Subject, project_id: str, changes: ProjectUpdate) -> Project:
    """Rename or describe a project. The project of a region keeps its name, which clients look for."""
    row = await get_row(db, who, project_id)
    if changes.name is not None and changes.name != row.name:
        if row.parent_id == who.domain_id:
            raise PermanentEntry(name=row.name, problem="the project of a region keeps its name")
        parent = await get_row(db, who, row.parent_id)
        names.check_project_name(changes.name, parent.name)
        row.name = changes.name
    if changes.description is not None:
        row.description = changes.description
    await _flush(db, row.name)
    return to_project(row)


async def set_project_status(db: AsyncSession, who: Subject, project_id: str, *, enabled: bool) -> None:
    """Suspend a project, or let people work in it again. Nothing in it is lost."""
    row = await get_row(db, who, project_id)
    if row.enabled == enabled:
        return
    row.enabled = enabled
    await access_changed(db, who, "project resumed" if enabled else "project suspended")


async def delete_project(db: AsyncSession, who: Subject, project_id: str) -> None:
    """Delete a project and the grants in it. The project of a region stays.

    Capabilities that keep things in projects hear of it first and may refuse.
    """
    row = await get_row(db, who, project_id)
    if row.parent_id == who.domain_id:
        raise PermanentEntry(name=row.name, problem="the project of a region cannot be deleted")
    await emit(db, ProjectDeleted(resource_id=row.id, project_name=row.name), by=who, at=now(db))
    await db.execute(delete(GrantRow).where(GrantRow.scope == GrantScope.PROJECT, GrantRow.scope_id == row.id))
    await db.delete(row)
    await access_changed(db, who, "project deleted")


async def get_row(db: AsyncSession, who: Subject, project_id: str) -> ProjectRow:
    """Return the row of a project of the account; for the services of identity. Raises EntryNotFound."""
    row = await queries.find_project(db, who, project_id)
    if row is None:
        raise EntryNotFound(kind="project", id=project_id)
    return row


def to_project(row: ProjectRow) -> Project:
    """Return the wire shape of a project."""
    return Project(
        id=row.id,
        name=row.name,
        domain_id=row.domain_id,
        parent_id=row.parent_id,
        enabled=row.enabled,
        description=row.description,
        links=links_to(f"/v3/projects/{row.id}"),
    )


async def _flush(db: AsyncSession, name: str) -> None:
    """Write the row now, so that a clash of names is found here."""
    try:
        await db.flush()
    except IntegrityError as error:
        raise NameTaken(kind="project", name=name) from error
