"""What identity announces about access keys; whoever keeps copies of them listens."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event


@dataclass(frozen=True)
class AccessKeyCreated(Event):
    """There is a new access key. resource_id: the key."""

    name: ClassVar[str] = "access_key_created"
    resource_type: ClassVar[str] = "access_key"
    text: ClassVar[str] = "Access key {access} was created."
    zh: ClassVar[str] = "访问密钥 {access} 已创建。"

    access: str
    user_id: str


@dataclass(frozen=True)
class AccessKeyDeleted(Event):
    """An access key is gone. resource_id: the key."""

    name: ClassVar[str] = "access_key_deleted"
    resource_type: ClassVar[str] = "access_key"
    text: ClassVar[str] = "Access key {access} was deleted."
    zh: ClassVar[str] = "访问密钥 {access} 已删除。"

    access: str
    user_id: str


@dataclass(frozen=True)
class AccessKeyStatusChanged(Event):
    """An access key was enabled or disabled. resource_id: the key."""

    name: ClassVar[str] = "access_key_status_changed"
    resource_type: ClassVar[str] = "access_key"
    text: ClassVar[str] = "Access key {access} is now {status}."
    zh: ClassVar[str] = "访问密钥 {access} 的状态变更为 {status}。"

    access: str
    user_id: str
    status: str


@dataclass(frozen=True)
class TemporaryKeyIssued(Event):
    """A temporary access key was issued. resource_id: the key."""

    name: ClassVar[str] = "temporary_key_issued"
    resource_type: ClassVar[str] = "access_key"
    text: ClassVar[str] = "Temporary access key {access} was issued until {expires_at}."
    zh: ClassVar[str] = "已签发临时访问密钥 {access}，有效期至 {expires_at}。"

    access: str
    user_id: str
    expires_at: str
