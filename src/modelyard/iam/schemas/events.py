"""What identity announces to higher capabilities, through `core.events`."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event


@dataclass(frozen=True)
class AccessChanged(Event):
    """What some users may do has changed: grants, policies, membership, agencies, the mode, or a user's state.

    resource_id: the account.
    user_ids: whose rights have changed; empty means those of everybody in the account.
    """

    name: ClassVar[str] = "access_changed"
    resource_type: ClassVar[str] = "domain"
    text: ClassVar[str] = "Access rights changed: {cause}."
    zh: ClassVar[str] = "访问权限已变更：{cause}。"

    cause: str
    user_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class DomainCreated(Event):
    """There is a new account. resource_id: the account."""

    name: ClassVar[str] = "domain_created"
    resource_type: ClassVar[str] = "domain"
    text: ClassVar[str] = "Account {domain_name} was created."
    zh: ClassVar[str] = "账号 {domain_name} 已创建。"

    domain_name: str


@dataclass(frozen=True)
class UserDeleted(Event):
    """A user is gone, with his keys, sessions and grants. resource_id: the user."""

    name: ClassVar[str] = "user_deleted"
    resource_type: ClassVar[str] = "user"
    text: ClassVar[str] = "User {user_name} was deleted."
    zh: ClassVar[str] = "用户 {user_name} 已删除。"

    user_name: str


@dataclass(frozen=True)
class UserDisabled(Event):
    """A user may not come in any more until he is enabled again. resource_id: the user."""

    name: ClassVar[str] = "user_disabled"
    resource_type: ClassVar[str] = "user"
    text: ClassVar[str] = "User {user_name} was disabled."
    zh: ClassVar[str] = "用户 {user_name} 已停用。"

    user_name: str


@dataclass(frozen=True)
class UserEnabled(Event):
    """A disabled user may come in again. resource_id: the user."""

    name: ClassVar[str] = "user_enabled"
    resource_type: ClassVar[str] = "user"
    text: ClassVar[str] = "User {user_name} was enabled."
    zh: ClassVar[str] = "用户 {user_name} 已启用。"

    user_name: str


@dataclass(frozen=True)
class ProjectDeleted(Event):
    """A project is gone. Capabilities that keep things in it refuse by raising, or clear them. resource_id: the project."""

    name: ClassVar[str] = "project_deleted"
    resource_type: ClassVar[str] = "project"
    text: ClassVar[str] = "Project {project_name} was deleted."
    zh: ClassVar[str] = "项目 {project_name} 已删除。"

    project_name: str


@dataclass(frozen=True)
class WorkspaceDeleted(Event):
    """A workspace is gone. Capabilities that keep things in it refuse by raising, or clear them. resource_id: the workspace."""

    name: ClassVar[str] = "workspace_deleted"
    resource_type: ClassVar[str] = "workspace"
    text: ClassVar[str] = "Workspace {workspace_name} was deleted."
    zh: ClassVar[str] = "工作空间 {workspace_name} 已删除。"

    workspace_name: str
    project_id: str
