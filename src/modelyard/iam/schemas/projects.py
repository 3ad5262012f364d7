"""Accounts and projects on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from modelyard.core.text import Line
from modelyard.iam.schemas.directory import Description, EntryId, Shape
from modelyard.iam.schemas.links import Links

ProjectName = Annotated[Line, Field(min_length=1, max_length=64)]


class ProjectCreate(Shape):
    """A project to be, below a region's project: its name begins with the parent's and `_`."""

    name: ProjectName
    parent_id: EntryId
    domain_id: EntryId | None = None
    description: Description = ""


class ProjectUpdate(Shape):
    """Changes of a project; what is not given stays."""

    name: ProjectName | None = None
    description: Description | None = None


class ProjectStatusUpdate(Shape):
    """`suspended`: nobody can work in the project until it is `normal` again."""

    status: Literal["normal", "suspended"]


class Project(Shape):
    """A project. `parent_id`: the account for the project of a region, else that project."""

    id: str
    name: str
    domain_id: str
    parent_id: str
    enabled: bool
    is_domain: Literal[False] = False
    description: str
    links: Links


class ProjectWithStatus(Project):
    """A project and its status."""

    status: Literal["normal", "suspended"]


class Domain(Shape):
    """An account."""

    id: str
    name: str
    enabled: bool
    description: str
    links: Links


class ProjectCreateBody(Shape):
    """Body of KeystoneCreateProject."""

    project: ProjectCreate


class ProjectUpdateBody(Shape):
    """Body of KeystoneUpdateProject."""

    project: ProjectUpdate


class ProjectStatusBody(Shape):
    """Body of UpdateProjectStatus."""

    project: ProjectStatusUpdate


class ProjectAnswer(Shape):
    """One project."""

    project: Project


class ProjectWithStatusAnswer(Shape):
    """One project and its status."""

    project: ProjectWithStatus


class ProjectList(Shape):
    """Projects, by name."""

    projects: list[Project]
    links: Links


class DomainList(Shape):
    """The accounts of the caller."""

    domains: list[Domain]
    links: Links
