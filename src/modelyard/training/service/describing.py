"""Jobs as their readers see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from modelyard.compute.schemas import Attempt, Task, Workload
from modelyard.compute.service import View
from modelyard.compute.types import EndedBy, WorkloadState
from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.training.models import JobRow
from modelyard.training.rules import launch, places
from modelyard.training.rules.ends import facts_of
from modelyard.training.schemas.answers import JobAnswer, RuntimeAnswer
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.drafting import draft_of
from modelyard.training.types import CodeFacts

_GIB = 2**30
_MASKED = "******"
_SECRET_WORDS = ("SECRET", "PASSWORD", "PASSWD", "TOKEN", "CREDENTIAL", "PRIVATE_KEY", "ACCESS_KEY", "API_KEY", "APIKEY")


def job_answer(
    row: JobRow,
    workload: Workload | None,
    *,
    now: datetime,
    language: Language,
    runtime: RuntimeAnswer | None = None,
    is_own: bool = False,
) -> JobAnswer:
    """Return a job. workload: with its tasks and attempts where they are to be shown. is_own: the reader created it."""
    return JobAnswer.model_validate(job_dict(row, workload, now=now, language=language, runtime=runtime, is_own=is_own))


def job_dict(
    row: JobRow,
    workload: Workload | None,
    *,
    now: datetime,
    language: Language,
    runtime: RuntimeAnswer | None = None,
    is_own: bool = False,
    wait: View | None = None,
) -> dict[str, Any]:
    """Return a job as plain values in the shape of `JobAnswer`; for lists, which have no time for models.

    wait: how it stands in the queue, where that is known without its workload.
    """
    spec = row.details.spec
    algorithm = spec["algorithm"]
    answer: dict[str, Any] = {
        "kind": row.kind,
        "metadata": {
            "id": wire_id(row.id),
            "name": row.name,
            "workspace_id": row.workspace_id,
            "description": row.description,
            "create_time": to_milliseconds(row.created_at),
            "user_name": row.user_name,
            "user_id": row.user_id,
            "annotations": spec["annotations"],
        },
        "status": _status(row, workload, now, language, wait),
        "algorithm": {**algorithm, "environments": _environments(algorithm["environments"], is_own=is_own)},
        "tasks": [],
        "spec": {
            "resource": _resource(row),
            "volumes": [{"nfs": item} for item in spec["volumes"]],
            "log_export_path": {"obs_url": spec["log_url"]},
            "auto_stop": spec["auto_stop"],
            "schedule_policy": {"priority": row.priority, "preemptible": spec["preemptible"]},
        },
        "endpoints": {},
    }
    if runtime is not None:
        answer["runtime"] = runtime.model_dump()
    return answer


def masked(environment: Mapping[str, str]) -> dict[str, str]:
    """Return variables with the values of those masked whose names sound secret."""
    return {name: _MASKED if is_secret(name) and value else value for name, value in environment.items()}


def is_secret(name: str) -> bool:
    """Return whether a variable of this name should not be read by everybody who may see the job."""
    upper = name.upper()
    return upper != "MODELYARD_CREDENTIALS_FILE" and any(word in upper for word in _SECRET_WORDS)


def runtime_of(context: TrainingContext, row: JobRow) -> RuntimeAnswer:
    """Return how the first task of a job is started."""
    draft = draft_of(row.details.spec, name=row.name, priority=row.priority)
    task = launch.tasks_of(
        draft,
        job_id=wire_id(row.id),
        code=code_facts(row),
        snapshot=None,
        surroundings=context.surroundings,
        cards=row.details.resolved["gpus"] + row.details.resolved["npus"],
        is_ascend=row.details.resolved["npus"] > 0,
        is_pytorch=row.details.resolved["is_pytorch"],
    )[0]
    return RuntimeAnswer(
        command=list(task.argv),
        working_dir=task.working_dir,
        code_dir=places.code_target(draft) or "",
        environments=masked(task.env),
        setup=[list(step.argv) for step in task.setup],
    )


def code_facts(row: JobRow) -> CodeFacts:
    """Return what the snapshot of a job's code holds."""
    return CodeFacts(frozenset((row.details.code or {}).get("files", ())))


def _environments(declared: dict[str, str], *, is_own: bool) -> list[dict[str, str]]:
    return [declared if is_own else masked(declared)] if declared else []


def _status(row: JobRow, workload: Workload | None, now: datetime, language: Language, view: View | None) -> dict[str, Any]:
    running = 0 if row.running_since is None else max(0, to_milliseconds(now) - to_milliseconds(row.running_since))
    tasks = () if workload is None else workload.tasks
    wait, position = (None, None) if view is None else (view.reason, view.position)
    if workload is not None:
        wait, position = workload.wait_reason, workload.position
    return {
        "phase": row.phase,
        "secondary_phase": row.secondary_phase,
        "duration": row.duration_ms + running,
        "start_time": _ms(row.started_at),
        "end_time": _ms(row.ended_at),
        "tasks": [f"{launch.ROLE}-{index}" for index in range(row.node_count)],
        "task_statuses": [_task_status(task, language) for task in tasks if task.end is not None],
        "running_records": [] if workload is None else running_records(workload, language),
        "node_count_metrics": [] if row.started_at is None else [[to_milliseconds(row.started_at), row.node_count]],
        "task_ips": [
            {"task": task.name, "ip": task.address, "host_ip": task.node or "", "schedule_count": task.attempt}
            for task in tasks
            if task.address
        ],
        "reason": (row.reason or {}).get(language.value),
        "wait_reason": None if wait is None else _said(wait, language),
        "queue_position": position,
        "restarts": row.restarts,
    }


def _said(reason: Any, language: Language) -> str:
    return str(reason.zh if language is Language.ZH else reason.text)


def _task_status(task: Task, language: Language) -> dict[str, Any]:
    assert task.end is not None
    facts = facts_of(task.name, task.end)
    return {
        "task": task.name,
        "exit_code": facts.exit_code,
        "message": facts.zh if language is Language.ZH else facts.text,
        "signal": facts.signal,
        "ended_by": facts.ended_by.value,
        "out_of_memory": facts.out_of_memory,
        "peak_memory_bytes": facts.peak_memory_bytes,
        "last_lines": list(facts.last_lines),
    }


def running_records(workload: Workload, language: Language) -> list[dict[str, Any]]:
    """Return the attempts of a job, oldest first."""
    attempts = sorted(workload.attempts, key=lambda attempt: attempt.number)
    return [
        _record(attempt, attempts[index + 1] if index + 1 < len(attempts) else None, workload, language)
        for index, attempt in enumerate(attempts)
    ]


def _record(attempt: Attempt, following: Attempt | None, workload: Workload, language: Language) -> dict[str, Any]:
    is_followed = following is not None or (attempt.ended_at is not None and workload.state is not WorkloadState.ENDED)
    reason = "" if attempt.reason is None else _said(attempt.reason, language)
    return {
        "start_at": _seconds(attempt.started_at),
        "end_at": _seconds(attempt.ended_at),
        "start_type": "init_or_rescheduled",
        "end_reason": reason,
        "end_related_task": _related(attempt, workload),
        "end_recover": "job_reschedule" if is_followed else "",
        "recover_records": [_recovery(attempt, following, reason, workload)] if is_followed else [],
    }


def _recovery(attempt: Attempt, following: Attempt | None, reason: str, workload: Workload) -> dict[str, Any]:
    begun = None if following is None else following.started_at
    return {
        "recover_start_at": _seconds(attempt.ended_at) or 0,
        "recover_end_at": _seconds(begun),
        "recover": "job_reschedule",
        "fault_scenario": "node_fault" if attempt.ended_by in {EndedBy.NODE, EndedBy.PLATFORM} else "job_failed",
        "reason": reason,
        "related_task": _related(attempt, workload),
        "recover_result": "recovering" if begun is None else "success",
    }


def _related(attempt: Attempt, workload: Workload) -> str:
    """Return the task that ended an attempt; only those of the newest are known."""
    failed = [
        task.name
        for task in workload.tasks
        if task.attempt == attempt.number and task.end is not None and not task.end.succeeded
        and task.end.ended_by is not EndedBy.SIBLING
    ]  # fmt: skip
    return failed[0] if failed else ""


def _resource(row: JobRow) -> dict[str, Any]:
    own, facts = row.details.spec["resource"], row.details.resolved
    cards = facts["gpus"] or facts["npus"]
    card = {"unit_num": cards, "product_name": facts["accelerator"], "memory": ""}
    info: dict[str, Any] = {
        "max_num": facts["most"],
        "cpu": {"arch": facts["arch"], "core_num": max(1, round(facts["cpu_milli"] / 1000))},
        "memory": {"size": max(1, facts["memory_bytes"] // _GIB), "unit": "GB"},
        "disk": {"size": str(max(1, facts["disk_bytes"] // _GIB)), "unit": "GB"},
    }
    if facts["gpus"]:
        info["gpu"] = card
    if facts["npus"]:
        info["npu"] = {**card, "unit_num": str(cards)}
    return {
        "policy": "regular",
        "flavor_id": own["flavor_id"],
        "flavor_name": row.flavor,
        "node_count": row.node_count,
        "pool_id": own["pool_id"],
        "flavor_detail": {"flavor_type": row.flavor_type, "flavor_info": info},
        "main_container_customized_flavor": own["custom"],
    }


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_milliseconds(moment)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else to_milliseconds(moment) // 1000
