"""Policies (which the API calls roles) on the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field

from modelyard.core.text import Line
from modelyard.iam.schemas.directory import Description, Shape
from modelyard.iam.schemas.links import Links

DisplayName = Annotated[Line, Field(max_length=64)]


class RoleCreate(Shape):
    """A custom policy to be. One policy may hold actions of all services."""

    display_name: DisplayName
    type: Literal["AX", "XA", "AA"]
    description: Description
    description_cn: Description = ""
    policy: dict[str, Any]


class RoleUpdate(Shape):
    """Changes of a custom policy; what is not given stays."""

    display_name: DisplayName | None = None
    type: Literal["AX", "XA", "AA"] | None = None
    description: Description | None = None
    description_cn: Description | None = None
    policy: dict[str, Any] | None = None


class Role(Shape):
    """A policy. `domain_id` is null for those of the system; times are milliseconds since the epoch, as text."""

    id: str
    name: str
    display_name: str
    type: str
    catalog: str
    flag: str | None
    domain_id: str | None
    description: str
    description_cn: str
    policy: dict[str, Any]
    created_time: str
    updated_time: str
    links: Links


class RoleWithReferences(Role):
    """A policy, and how often it is granted."""

    references: int


class RoleCreateBody(Shape):
    """Body of CreateCloudServiceCustomPolicy."""

    role: RoleCreate


class RoleUpdateBody(Shape):
    """Body of UpdateCloudServiceCustomPolicy."""

    role: RoleUpdate


class RoleAnswer(Shape):
    """One policy."""

    role: Role


class RoleWithReferencesAnswer(Shape):
    """One policy, and how often it is granted."""

    role: RoleWithReferences


class RoleList(Shape):
    """Policies, by display name."""

    roles: list[Role]
    links: Links
    total_number: int
