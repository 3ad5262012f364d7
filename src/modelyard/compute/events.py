"""What compute announces. Higher capabilities listen, in the same transaction."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event


@dataclass(frozen=True)
class WorkloadEvent(Event):
    """Something that happened to a workload; owner_type and owner_id say whose it is."""

    resource_type: ClassVar[str] = "workload"

    owner_type: str
    owner_id: str


@dataclass(frozen=True)
class WorkloadMoved(WorkloadEvent):
    """A workload went from one state to another. outcome: only when `new` is `ended`.

    old is empty for a new workload. reason, reason_zh: sentences made from `reason_key`.
    """

    name: ClassVar[str] = "workload.moved"
    text: ClassVar[str] = "Workload {resource_id} went from {old} to {new} (attempt {attempt}). {reason}"
    zh: ClassVar[str] = "工作负载 {resource_id} 的状态由 {old} 变为 {new}（第 {attempt} 次运行）。{reason_zh}"

    old: str
    new: str
    attempt: int
    outcome: str | None = None
    ended_by: str | None = None
    reason_key: str = ""
    reason: str = ""
    reason_zh: str = ""


@dataclass(frozen=True)
class TaskReady(WorkloadEvent):
    """A task that has sockets or a health check can be used: its sockets are there, its health check was answered well.

    sockets: paths on the node by name. Where it can be reached is also in its row by now.
    """

    name: ClassVar[str] = "workload.task_ready"
    text: ClassVar[str] = "[{task}] Ready after {seconds} s."
    zh: ClassVar[str] = "[{task}] 已就绪，用时 {seconds} 秒。"

    task: str
    attempt: int
    at_ms: int
    seconds: float
    address: str
    ports: dict[str, int]
    sockets: dict[str, str]


@dataclass(frozen=True)
class TaskStepped(WorkloadEvent):
    """A task began or ended a step other than READY; the fields are those of `types.StepRecord`."""

    name: ClassVar[str] = "workload.task_stepped"
    text: ClassVar[str] = "[{task}] {step} {label}: {status}. {detail}"
    zh: ClassVar[str] = "[{task}] {step} {label}：{status}。{detail}"

    task: str
    attempt: int
    at_ms: int
    step: str
    status: str
    label: str = ""
    seconds: float = 0.0
    detail: str = ""
