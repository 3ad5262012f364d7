"""What happens to storage tasks, in both languages."""

from dataclasses import dataclass

from modelyard.core.events import Event
from modelyard.objects.types import TaskState


@dataclass(frozen=True)
class TaskEvent(Event):
    """Something that happened to a storage task."""

    name = "storage.task"
    resource_type = "storage-task"
    text = "{kind} of {source}"
    zh = "{kind}：{source}"

    kind: str
    source: str
    target: str


@dataclass(frozen=True)
class TaskCreated(TaskEvent):
    """It was asked for."""

    name = "storage.task.created"
    text = "Task created: {kind} {source} {target}"
    zh = "任务已创建：{kind} {source} {target}"


@dataclass(frozen=True)
class TaskStarted(TaskEvent):
    """It runs."""

    name = "storage.task.started"
    text = "Task started: {kind} {source} {target}"
    zh = "任务已开始：{kind} {source} {target}"


@dataclass(frozen=True)
class TaskSucceeded(TaskEvent):
    """It is done."""

    name = "storage.task.succeeded"
    text = "Task succeeded: {files} files, {bytes} bytes"
    zh = "任务成功：{files} 个文件，{bytes} 字节"

    files: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class TaskFailed(TaskEvent):
    """It failed. `reason` is the code of the failure."""

    name = "storage.task.failed"
    text = "Task failed ({reason}): {reason_text}"
    zh = "任务失败（{reason}）：{reason_zh}"

    reason: str = ""
    reason_text: str = ""
    reason_zh: str = ""


@dataclass(frozen=True)
class TaskCanceled(TaskEvent):
    """It was canceled."""

    name = "storage.task.canceled"
    text = "Task canceled: {kind} {source} {target}"
    zh = "任务已取消：{kind} {source} {target}"


ENDS: dict[TaskState, type[TaskEvent]] = {
    TaskState.SUCCEEDED: TaskSucceeded,
    TaskState.FAILED: TaskFailed,
    TaskState.CANCELED: TaskCanceled,
}
