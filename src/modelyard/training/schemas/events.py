"""What happens to jobs, in the words of the public event list."""

from dataclasses import dataclass
from typing import ClassVar

from modelyard.core.events import Event


@dataclass(frozen=True)
class JobEvent(Event):
    """Something that happened to a training job."""

    resource_type: ClassVar[str] = "training.job"


@dataclass(frozen=True)
class JobCreated(JobEvent):
    """Number 1."""

    name: ClassVar[str] = "training_job.created"
    text: ClassVar[str] = "The training job was created."
    zh: ClassVar[str] = "训练作业创建成功。"


@dataclass(frozen=True)
class JobCreateFailed(JobEvent):
    """Number 2."""

    name: ClassVar[str] = "training_job.create_failed"
    text: ClassVar[str] = "The training job could not be created: {reason}"
    zh: ClassVar[str] = "训练作业创建失败：{reason_zh}"

    reason: str
    reason_zh: str


@dataclass(frozen=True)
class JobPreparing(JobEvent):
    """Its image is being built."""

    name: ClassVar[str] = "training_job.preparing"
    text: ClassVar[str] = "The image of the training job is being prepared. {reason}"
    zh: ClassVar[str] = "正在准备训练作业的镜像。{reason}"

    reason: str = ""


@dataclass(frozen=True)
class JobQueued(JobEvent):
    """Number 4."""

    name: ClassVar[str] = "training_job.queued"
    text: ClassVar[str] = "The training job is queued and waits for resources."
    zh: ClassVar[str] = "训练作业排队中，等待资源。"


@dataclass(frozen=True)
class JobStarted(JobEvent):
    """Number 6."""

    name: ClassVar[str] = "training_job.started"
    text: ClassVar[str] = "The training job has started to run."
    zh: ClassVar[str] = "训练作业开始运行。"


@dataclass(frozen=True)
class JobSucceeded(JobEvent):
    """Number 7."""

    name: ClassVar[str] = "training_job.succeeded"
    text: ClassVar[str] = "The training job ran successfully."
    zh: ClassVar[str] = "训练作业运行成功。"


@dataclass(frozen=True)
class JobFailed(JobEvent):
    """Number 8."""

    name: ClassVar[str] = "training_job.failed"
    text: ClassVar[str] = "The training job failed. {reason}"
    zh: ClassVar[str] = "训练作业运行失败。{reason}"

    reason: str = ""


@dataclass(frozen=True)
class JobLost(JobEvent):
    """The platform could not carry it on."""

    name: ClassVar[str] = "training_job.lost"
    text: ClassVar[str] = "The training job was ended by a fault of the platform. {reason}"
    zh: ClassVar[str] = "训练作业因平台故障而终止。{reason}"

    reason: str = ""


@dataclass(frozen=True)
class JobPreempted(JobEvent):
    """Number 9."""

    name: ClassVar[str] = "training_job.preempted"
    text: ClassVar[str] = "The training job was pre-empted by one of higher priority. {reason}"
    zh: ClassVar[str] = "训练作业被更高优先级的作业抢占。{reason}"

    reason: str = ""


@dataclass(frozen=True)
class JobRestarted(JobEvent):
    """Number 11."""

    name: ClassVar[str] = "training_job.restarted"
    text: ClassVar[str] = "The training job is restarted (attempt {attempt}). {reason}"
    zh: ClassVar[str] = "训练作业重新启动（第 {attempt} 次运行）。{reason}"

    attempt: int
    reason: str = ""


@dataclass(frozen=True)
class JobContinued(JobEvent):
    """It reached its run limit and goes on in another attempt."""

    name: ClassVar[str] = "training_job.continued"
    text: ClassVar[str] = "The training job reached its run limit and is continued (attempt {attempt})."
    zh: ClassVar[str] = "训练作业达到运行时长上限，自动接续（第 {attempt} 次运行）。"

    attempt: int


@dataclass(frozen=True)
class JobStopAsked(JobEvent):
    """Somebody wants it to stop."""

    name: ClassVar[str] = "training_job.stop_asked"
    text: ClassVar[str] = "{user_name} asked the training job to stop."
    zh: ClassVar[str] = "{user_name} 请求停止训练作业。"

    user_name: str


@dataclass(frozen=True)
class JobTerminated(JobEvent):
    """Number 12."""

    name: ClassVar[str] = "training_job.terminated"
    text: ClassVar[str] = "The training job was stopped."
    zh: ClassVar[str] = "训练作业已停止。"


@dataclass(frozen=True)
class JobTimedOut(JobEvent):
    """Number 13."""

    name: ClassVar[str] = "training_job.run_limit_reached"
    text: ClassVar[str] = "The training job was stopped: it reached its maximum run time of {limit}."
    zh: ClassVar[str] = "训练作业达到最大运行时长 {limit}，已停止。"

    limit: str


@dataclass(frozen=True)
class JobDeleted(JobEvent):
    """Number 14."""

    name: ClassVar[str] = "training_job.deleted"
    text: ClassVar[str] = "The training job {job_name} was deleted by {user_name}. Its data in buckets stay."
    zh: ClassVar[str] = "训练作业 {job_name} 已被 {user_name} 删除，桶中的数据不受影响。"

    job_name: str
    user_name: str


@dataclass(frozen=True)
class WorkerStepped(JobEvent):
    """Numbers 16 to 31: a step of a worker. The texts were chosen by `rules.steps`; both languages are kept."""

    name: ClassVar[str] = "training_job.worker_stepped"
    text: ClassVar[str] = "[{task}] {said}"
    zh: ClassVar[str] = "[{task}] {said_zh}"

    task: str
    attempt: int
    at_ms: int
    step: str
    status: str
    said: str
    said_zh: str


@dataclass(frozen=True)
class TerminalOpened(JobEvent):
    """Somebody looks inside."""

    name: ClassVar[str] = "training_job.terminal_opened"
    text: ClassVar[str] = "[{task}] {user_name} opened a terminal."
    zh: ClassVar[str] = "[{task}] {user_name} 打开了终端。"

    task: str
    user_name: str


@dataclass(frozen=True)
class LogShared(JobEvent):
    """Somebody made a link to a log that works without login."""

    name: ClassVar[str] = "training_job.log_shared"
    text: ClassVar[str] = "[{task}] {user_name} made a link to the log that works without login for up to an hour."
    zh: ClassVar[str] = "[{task}] {user_name} 创建了最长一小时内免登录查看日志的链接。"

    task: str
    user_name: str
