"""What happens to teams and their tasks."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event
from modelyard.datasets.types.datasets import RESOURCE_TYPE
from modelyard.datasets.types.teams import TEAM_RESOURCE


@dataclass(frozen=True)
class TeamEvent(Event):
    """Something that happened to a team."""

    resource_type: ClassVar[str] = TEAM_RESOURCE


@dataclass(frozen=True)
class TeamCreated(TeamEvent):
    """It is there."""

    name: ClassVar[str] = "workforce.created"
    text: ClassVar[str] = "The team {team_name} was created."
    zh: ClassVar[str] = "团队 {team_name} 已创建。"

    team_name: str


@dataclass(frozen=True)
class TeamChanged(TeamEvent):
    """Its name or description changed."""

    name: ClassVar[str] = "workforce.changed"
    text: ClassVar[str] = "Changed: {fields}."
    zh: ClassVar[str] = "已修改：{fields}。"

    fields: str


@dataclass(frozen=True)
class TeamDeleted(TeamEvent):
    """It is gone, with its members."""

    name: ClassVar[str] = "workforce.deleted"
    text: ClassVar[str] = "The team {team_name} was deleted."
    zh: ClassVar[str] = "团队 {team_name} 已删除。"

    team_name: str


@dataclass(frozen=True)
class MembersChanged(TeamEvent):
    """Members came, changed or went; addresses of those who went are not kept."""

    name: ClassVar[str] = "workforce.members_changed"
    text: ClassVar[str] = "Members: {added} added, {changed} changed, {removed} removed. {names}"
    zh: ClassVar[str] = "成员：新增 {added} 名，修改 {changed} 名，移除 {removed} 名。{names}"

    added: int
    changed: int
    removed: int
    names: str


@dataclass(frozen=True)
class MemberJoined(TeamEvent):
    """Somebody used his invitation."""

    name: ClassVar[str] = "workforce.member_joined"
    text: ClassVar[str] = "The invitation of {email} was used."
    zh: ClassVar[str] = "{email} 的邀请已被使用。"

    email: str


@dataclass(frozen=True)
class TeamTaskEvent(Event):
    """Something that happened to a team task; told at its dataset."""

    resource_type: ClassVar[str] = RESOURCE_TYPE

    task_name: str


@dataclass(frozen=True)
class TeamTaskCreated(TeamTaskEvent):
    """It is there."""

    name: ClassVar[str] = "dataset.team_task_created"
    text: ClassVar[str] = "The team labelling task {task_name} was created."
    zh: ClassVar[str] = "团队标注任务 {task_name} 已创建。"


@dataclass(frozen=True)
class TeamTaskStarted(TeamTaskEvent):
    """Its samples are being handed out."""

    name: ClassVar[str] = "dataset.team_task_started"
    text: ClassVar[str] = "The team labelling task {task_name} was started."
    zh: ClassVar[str] = "团队标注任务 {task_name} 已启动。"


@dataclass(frozen=True)
class TeamTaskChanged(TeamTaskEvent):
    """Something about it changed."""

    name: ClassVar[str] = "dataset.team_task_changed"
    text: ClassVar[str] = "Team labelling task {task_name}: {what}."
    zh: ClassVar[str] = "团队标注任务 {task_name}：{what}。"

    what: str


@dataclass(frozen=True)
class TeamTaskEnded(TeamTaskEvent):
    """Nobody works on it any more."""

    name: ClassVar[str] = "dataset.team_task_ended"
    text: ClassVar[str] = "The team labelling task {task_name} ended."
    zh: ClassVar[str] = "团队标注任务 {task_name} 已结束。"


@dataclass(frozen=True)
class TeamTaskDeleted(TeamTaskEvent):
    """It is gone; what was accepted stays in the dataset."""

    name: ClassVar[str] = "dataset.team_task_deleted"
    text: ClassVar[str] = "The team labelling task {task_name} was deleted."
    zh: ClassVar[str] = "团队标注任务 {task_name} 已删除。"


@dataclass(frozen=True)
class AcceptanceChanged(TeamTaskEvent):
    """An acceptance was started, ended or undone."""

    name: ClassVar[str] = "dataset.team_acceptance"
    text: ClassVar[str] = "Team labelling task {task_name}, acceptance {number}: {what}."
    zh: ClassVar[str] = "团队标注任务 {task_name}，第 {number} 次验收：{what}。"

    number: int
    what: str
