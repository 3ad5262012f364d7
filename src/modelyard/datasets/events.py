"""What happens to datasets."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event
from modelyard.datasets.types.datasets import RESOURCE_TYPE


@dataclass(frozen=True)
class DatasetEvent(Event):
    """Something that happened to a dataset."""

    resource_type: ClassVar[str] = RESOURCE_TYPE


@dataclass(frozen=True)
class DatasetCreated(DatasetEvent):
    """It is there."""

    name: ClassVar[str] = "dataset.created"
    text: ClassVar[str] = "The dataset {dataset_name} was created."
    zh: ClassVar[str] = "数据集 {dataset_name} 已创建。"

    dataset_name: str


@dataclass(frozen=True)
class DatasetChanged(DatasetEvent):
    """Its name or description changed."""

    name: ClassVar[str] = "dataset.changed"
    text: ClassVar[str] = "Changed: {fields}."
    zh: ClassVar[str] = "已修改：{fields}。"

    fields: str


@dataclass(frozen=True)
class DatasetDeleted(DatasetEvent):
    """It is gone when this transaction commits. Whoever needs it raises."""

    name: ClassVar[str] = "dataset.deleted"
    text: ClassVar[str] = "The dataset {dataset_name} was deleted."
    zh: ClassVar[str] = "数据集 {dataset_name} 已删除。"

    dataset_name: str


@dataclass(frozen=True)
class LabelsChanged(DatasetEvent):
    """Labels were added, changed or deleted. labels: the first of their names."""

    name: ClassVar[str] = "dataset.labels_changed"
    text: ClassVar[str] = "Labels: {added} added, {changed} changed, {deleted} deleted ({labels})."
    zh: ClassVar[str] = "标签：新增 {added} 个，修改 {changed} 个，删除 {deleted} 个（{labels}）。"

    added: int
    changed: int
    deleted: int
    labels: str


@dataclass(frozen=True)
class SampleChangeUndone(DatasetEvent):
    """A change to many samples was taken back. left: samples that somebody has touched since."""

    name: ClassVar[str] = "dataset.sample_change_undone"
    text: ClassVar[str] = "A change to many samples was taken back for {count} of them; {left} were touched since and stay."
    zh: ClassVar[str] = "已撤销对 {count} 个样本的批量修改；{left} 个样本此后已被更改，保持不变。"

    count: int
    left: int
