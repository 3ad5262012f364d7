"""Where a job is: the stages of each of its runs, from what compute knows of its workload."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from modelyard.compute.schemas import Attempt, Workload
from modelyard.compute.types import Reason, Step, StepRecord
from modelyard.training.types.logs import StageName

_STAGE_TEXTS = {
    StageName.SCHEDULING: ("Waiting for resources.", "等待资源。"),
    StageName.PREPARING: ("Preparing the environment: code, inputs and packages.", "环境准备：代码、输入数据和依赖包。"),
    StageName.RUNNING: ("Running the training program.", "正在运行训练程序。"),
    StageName.END: ("The run has ended.", "本次运行已结束。"),
}
_STEP_TEXTS = {
    Step.PRE_CHECK: ("Checking the environment.", "检查运行环境。"),
    Step.CODE: ("Downloading the code.", "下载代码。"),
    Step.INPUT: ("Downloading the inputs.", "下载输入数据。"),
    Step.INSTALL: ("Installing Python packages.", "安装 Python 依赖包。"),
    Step.RUN: ("Running the training program.", "运行训练程序。"),
    Step.UPLOAD: ("Uploading the outputs.", "上传训练输出。"),
}
_STEPS_OF = {
    StageName.PREPARING: (Step.PRE_CHECK, Step.CODE, Step.INPUT, Step.INSTALL),
    StageName.RUNNING: (Step.RUN, Step.UPLOAD),
}


@dataclass(frozen=True)
class Part:
    """A step within a stage: when the first of the tasks began it."""

    step: Step
    text: str
    zh: str
    at_ms: int


@dataclass(frozen=True)
class Stage:
    """One stage of one run. ended_at: None while it lasts."""

    name: StageName
    text: str
    zh: str
    started_at: datetime
    ended_at: datetime | None
    parts: tuple[Part, ...] = ()


def stages_of(workload: Workload, steps: Mapping[int, Sequence[StepRecord]]) -> list[list[Stage]]:
    """Return the stages of every run, the oldest first; a stage that has not begun is not there.

    steps: what the tasks of each attempt have told, all of them together.
    """
    runs: list[list[Stage]] = []
    waiting_since = workload.created_at
    for attempt in workload.attempts:
        runs.append(_of_attempt(workload, attempt, waiting_since, steps.get(attempt.number, ())))
        waiting_since = attempt.ended_at or waiting_since
    if workload.ended_at is None and (not workload.attempts or workload.attempts[-1].ended_at is not None):
        runs.append([_scheduling(workload, waiting_since, None)])
    if workload.ended_at is not None and not workload.attempts:
        text, zh = _end_texts(workload.reason)
        end = Stage(StageName.END, text, zh, workload.ended_at, workload.ended_at)
        runs.append([_scheduling(workload, waiting_since, workload.ended_at), end])
    return runs


def _of_attempt(workload: Workload, attempt: Attempt, waiting_since: datetime, steps: Sequence[StepRecord]) -> list[Stage]:
    stages = [_scheduling(workload, waiting_since, attempt.started_at or attempt.ended_at)]
    if attempt.started_at is not None:
        stages.append(_stage(StageName.PREPARING, attempt.started_at, attempt.running_at or attempt.ended_at, steps))
    if attempt.running_at is not None:
        stages.append(_stage(StageName.RUNNING, attempt.running_at, attempt.ended_at, steps))
    if attempt.ended_at is not None:
        text, zh = _end_texts(attempt.reason)
        stages.append(Stage(StageName.END, text, zh, attempt.ended_at, attempt.ended_at))
    return stages


def _scheduling(workload: Workload, started_at: datetime, ended_at: datetime | None) -> Stage:
    """Say why it waits, as long as it does."""
    text, zh = _STAGE_TEXTS[StageName.SCHEDULING]
    if ended_at is None and workload.wait_reason is not None:
        text, zh = workload.wait_reason.text, workload.wait_reason.zh
    return Stage(StageName.SCHEDULING, text, zh, started_at, ended_at)


def _stage(name: StageName, started_at: datetime, ended_at: datetime | None, steps: Sequence[StepRecord]) -> Stage:
    text, zh = _STAGE_TEXTS[name]
    return Stage(name, text, zh, started_at, ended_at, tuple(_parts(_STEPS_OF[name], steps)))


def _parts(wanted: Sequence[Step], steps: Sequence[StepRecord]) -> Iterator[Part]:
    for step in wanted:
        moments = [record.at_ms for record in steps if record.step is step]
        if moments:
            yield Part(step, *_STEP_TEXTS[step], min(moments))


def _end_texts(reason: Reason | None) -> tuple[str, str]:
    return (reason.text, reason.zh) if reason is not None else _STAGE_TEXTS[StageName.END]
