"""What happens to versions of datasets."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.datasets.events import DatasetEvent


@dataclass(frozen=True)
class VersionRequested(DatasetEvent):
    """A version is to be published."""

    name: ClassVar[str] = "dataset.version_requested"
    text: ClassVar[str] = "Publishing version {version_name} began."
    zh: ClassVar[str] = "开始发布版本 {version_name}。"

    version_name: str
    version_id: str


@dataclass(frozen=True)
class VersionPublished(DatasetEvent):
    """A version can be used."""

    name: ClassVar[str] = "dataset.version_published"
    text: ClassVar[str] = "Version {version_name} was published: {total} samples, {annotated} of them labelled."
    zh: ClassVar[str] = "版本 {version_name} 已发布：共 {total} 个样本，其中 {annotated} 个已标注。"

    version_name: str
    version_id: str
    total: int
    annotated: int


@dataclass(frozen=True)
class VersionDeleted(DatasetEvent):
    """A version is gone when this transaction commits. Whoever needs it raises."""

    name: ClassVar[str] = "dataset.version_deleted"
    text: ClassVar[str] = "Version {version_name} was deleted."
    zh: ClassVar[str] = "版本 {version_name} 已删除。"

    version_id: str
    version_name: str


@dataclass(frozen=True)
class VersionUsed(DatasetEvent):
    """Something uses a version."""

    name: ClassVar[str] = "dataset.version_used"
    text: ClassVar[str] = "Version {version_name} is used by {used_by}."
    zh: ClassVar[str] = "版本 {version_name} 被 {used_by} 使用。"

    version_name: str
    used_by: str


@dataclass(frozen=True)
class VersionRestored(DatasetEvent):
    """The annotations are again what they were in a version."""

    name: ClassVar[str] = "dataset.version_restored"
    text: ClassVar[str] = "Annotations were set back to version {version_name}: {count} samples changed."
    zh: ClassVar[str] = "标注已回退到版本 {version_name}：{count} 个样本发生变化。"

    version_name: str
    count: int


@dataclass(frozen=True)
class ExportStarted(DatasetEvent):
    """Samples are exported."""

    name: ClassVar[str] = "dataset.export_started"
    text: ClassVar[str] = "Exporting samples to {path} began."
    zh: ClassVar[str] = "开始将样本导出到 {path}。"

    path: str
