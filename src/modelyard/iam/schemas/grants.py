"""Grants on the wire."""

from typing import Annotated

from pydantic import Field

from modelyard.iam.schemas.directory import EntryId, Shape
from modelyard.iam.schemas.links import Links
from modelyard.iam.schemas.roles import Role


class GrantedRoles(Shape):
    """The policies of one principal in one scope, by display name."""

    roles: list[Role]
    links: Links
    total_number: int


class Reference(Shape):
    """A thing by its id."""

    id: str


class AssignmentScope(Shape):
    """Where a grant counts; exactly one is set."""

    project: Reference | None = None
    domain: Reference | None = None
    enterprise_project: Reference | None = None


class RoleAssignment(Shape):
    """One grant. `is_inherited`: it counts in all projects of the account."""

    user: Reference | None = None
    group: Reference | None = None
    agency: Reference | None = None
    role: Reference
    scope: AssignmentScope
    is_inherited: bool


class RoleAssignmentList(Shape):
    """Grants, by principal, policy and scope."""

    role_assignments: list[RoleAssignment]
    total_num: int


class EnterpriseProjectReference(Shape):
    """An enterprise project by its id."""

    project_id: Annotated[str, Field(alias="projectId")]


class EnterpriseProjectList(Shape):
    """Enterprise projects in which somebody holds policies."""

    enterprise_projects: Annotated[list[EnterpriseProjectReference], Field(alias="enterprise-projects")]


class EnterpriseProjectGroup(Shape):
    """A group that holds policies in an enterprise project."""

    id: str
    name: str
    description: str
    domain_id: Annotated[str, Field(alias="domainId")]
    create_time: Annotated[int, Field(alias="createTime")]


class EnterpriseProjectGroupList(Shape):
    """The groups that hold policies in an enterprise project."""

    groups: list[EnterpriseProjectGroup]


class EnterpriseProjectUser(Shape):
    """A user who holds policies in an enterprise project. `lastest_policy_time` is spelled as clients read it."""

    id: str
    name: str
    domain_id: str
    enabled: bool
    description: str
    policy_num: int
    lastest_policy_time: int


class EnterpriseProjectUserList(Shape):
    """The users who hold policies in an enterprise project."""

    users: list[EnterpriseProjectUser]


class AgencyEnterpriseGrant(Shape):
    """A policy for an agency in an enterprise project."""

    agency_id: EntryId
    enterprise_project_id: EntryId
    role_id: EntryId


class AgencyEnterpriseGrants(Shape):
    """Body of AssociateRoleToAgencyOnEnterpriseProject."""

    role_assignments: Annotated[list[AgencyEnterpriseGrant], Field(min_length=1, max_length=100)]
