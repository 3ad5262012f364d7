"""Vocabulary of identity and access."""

from dataclasses import dataclass
from typing import NewType

from modelyard.core.types import StrEnum

DomainId = NewType("DomainId", str)
ProjectId = NewType("ProjectId", str)
UserId = NewType("UserId", str)
GroupId = NewType("GroupId", str)
RoleId = NewType("RoleId", str)
AgencyId = NewType("AgencyId", str)
WorkspaceId = NewType("WorkspaceId", str)
AccessKeyId = NewType("AccessKeyId", str)

DEFAULT_WORKSPACE = WorkspaceId("0")
ALL_USERS = "all-users"
ADMIN_GROUP = "admin"
SERVICE_ACCOUNT = "op_svc_modelarts"


class KeyStatus(StrEnum):
    """Whether an access key may be used."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class AccessMode(StrEnum):
    """Which doors a user may come in by."""

    DEFAULT = "default"
    PROGRAMMATIC = "programmatic"
    CONSOLE = "console"


class RoleType(StrEnum):
    """Where a role can be granted: AX in the account, XA in projects, AA in both."""

    DOMAIN = "AX"
    PROJECT = "XA"
    BOTH = "AA"


class PrincipalType(StrEnum):
    """Who can hold a grant."""

    GROUP = "group"
    USER = "user"
    AGENCY = "agency"


class GrantScope(StrEnum):
    """Where a grant counts: in the account, in one project, in all projects, or in one enterprise project."""

    DOMAIN = "domain"
    PROJECT = "project"
    ALL_PROJECTS = "all_projects"
    ENTERPRISE_PROJECT = "enterprise_project"


class WorkspaceAccess(StrEnum):
    """Who may enter a workspace: everybody in the account, the creator, or the creator and those listed."""

    PUBLIC = "PUBLIC"
    PRIVATE = "PRIVATE"
    INTERNAL = "INTERNAL"


@dataclass(frozen=True)
class Holder:
    """Somebody who can hold policies."""

    kind: PrincipalType
    id: str


@dataclass(frozen=True)
class Place:
    """Where a grant counts."""

    scope: GrantScope
    id: str


class Reason(StrEnum):
    """Why a request is allowed or not."""

    ALLOWED_BY_POLICY = "allowed_by_policy"
    NOT_STRICT = "not_strict"
    ACCOUNT_OWNER = "account_owner"
    PLATFORM = "platform"
    NO_POLICY_ALLOWS = "no_policy_allows"
    DENIED_BY_POLICY = "denied_by_policy"
    SESSION_POLICY = "session_policy"
    WORKSPACE = "workspace"
