"""The events of a job as its readers see them."""

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from modelyard.compute.types import StepStatus
from modelyard.core.clock import from_milliseconds
from modelyard.core.i18n import Language
from modelyard.training.types.logs import EventLevel

# Events that are more than news; all others are Info.
_LEVELS = {
    "training_job.create_failed": EventLevel.ERROR,
    "training_job.failed": EventLevel.ERROR,
    "training_job.lost": EventLevel.ERROR,
    "training_job.preempted": EventLevel.WARNING,
    "training_job.restarted": EventLevel.WARNING,
    "training_job.run_limit_reached": EventLevel.WARNING,
}
OF_TASKS = "training_job.worker_stepped"

CATEGORIES: tuple[tuple[str, str, str, str, str], ...] = (
    ("JobStarted", "Job started", "作业开始", "The job has started to run.", "作业开始运行。"),
    ("JobCompleted", "Job completed", "作业结束", "The job ran successfully.", "作业运行成功。"),
    ("JobFailed", "Job failed", "作业失败", "The job failed.", "作业运行失败。"),
    ("JobTerminated", "Job stopped", "作业终止", "The job was stopped.", "作业被终止。"),
    ("JobRestarted", "Job restarted", "作业重启", "The job was restarted after a fault.", "作业在故障后重新启动。"),
    ("JobHanged", "Job hangs", "作业疑似卡死", "The job seems to do nothing any more.", "作业疑似卡死。"),
    (
        "JobPreempted",
        "Job pre-empted",
        "作业抢占",
        "The job made room for one of higher priority.",
        "作业被更高优先级的作业抢占。",
    ),
)


def level_of_event(name: str, params: Mapping[str, Any]) -> EventLevel:
    """Return how bad an event is; a failed step of a task is an error."""
    if name == OF_TASKS:
        return EventLevel.ERROR if params.get("status") == StepStatus.FAILED else EventLevel.INFO
    return _LEVELS.get(name, EventLevel.INFO)


def source_of_event(name: str) -> str:
    """Return whether the job or one of its tasks did it, in the published words."""
    return "Task" if name == OF_TASKS else "Job"


def time_of_event(at: datetime, params: Mapping[str, Any]) -> datetime:
    """Return when it happened: a step says so itself, and is heard of a moment later."""
    own = params.get("at_ms")
    return from_milliseconds(own) if isinstance(own, int) else at


def iso_time(moment: datetime) -> str:
    """Return a moment in the form of the event list: `2026-01-02T03:04:05+00:00`."""
    return moment.astimezone(timezone.utc).replace(microsecond=0).isoformat()


def message_of_event(text: str, zh: str, params: Mapping[str, Any], language: Language) -> str:
    """Return the sentence of an event; a parameter that an older version did not write yet is left empty."""
    return (zh if language is Language.ZH else text).format_map(_Forgiving(params))


class _Forgiving(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
