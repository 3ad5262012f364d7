"""Workspaces on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from modelyard.core.text import Line, Prose
from modelyard.iam.schemas.directory import EntryId, Shape
from modelyard.iam.types import WorkspaceAccess

WorkspaceName = Annotated[Line, Field(min_length=1, max_length=64)]
WorkspaceDescription = Annotated[Prose, Field(max_length=255)]


class WorkspaceGrant(Shape):
    """A user of an INTERNAL workspace, by id or by name."""

    user_id: EntryId | None = None
    user_name: Annotated[Line, Field(max_length=64)] | None = None


class WorkspaceCreate(Shape):
    """A workspace to be. `grants` is for INTERNAL only."""

    name: WorkspaceName
    description: WorkspaceDescription = ""
    auth_type: WorkspaceAccess = WorkspaceAccess.PUBLIC
    enterprise_project_id: Annotated[EntryId, Field(max_length=36)] = "0"
    grants: Annotated[list[WorkspaceGrant], Field(max_length=1000)] = Field(default_factory=list)


class WorkspaceUpdate(Shape):
    """Changes of a workspace; what is not given stays. `grants` replaces the whole list."""

    name: WorkspaceName | None = None
    description: WorkspaceDescription | None = None
    auth_type: WorkspaceAccess | None = None
    grants: Annotated[list[WorkspaceGrant], Field(max_length=1000)] | None = None


class WorkspaceUser(Shape):
    """A user of an INTERNAL workspace."""

    user_id: str
    user_name: str


class Workspace(Shape):
    """A workspace. `owner` is the name of its creator; times are milliseconds since the epoch."""

    id: str
    name: str
    description: str
    owner: str
    status: Literal["NORMAL"] = "NORMAL"
    status_info: str = ""
    auth_type: WorkspaceAccess
    enterprise_project_id: str
    enterprise_project_name: str
    create_time: int
    update_time: int


class WorkspaceWithGrants(Workspace):
    """A workspace and the users who may enter it."""

    grants: list[WorkspaceUser]


class WorkspaceList(Shape):
    """Workspaces; the default one comes first. `total_count`: all that match, `count`: those in this answer."""

    workspaces: list[Workspace]
    total_count: int
    count: int


class WorkspaceRemoved(Shape):
    """Which workspace is gone."""

    workspace_id: str
