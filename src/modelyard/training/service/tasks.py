"""The runs of a job: their stages, and where the tasks ran; what was measured of them."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from modelyard.compute import service as compute
from modelyard.compute.types import Sample, Step, StepRecord, StepStatus
from modelyard.core.clock import from_milliseconds
from modelyard.core.events import EventRow
from modelyard.core.subject import Subject
from modelyard.training import queries
from modelyard.training.rules.events import iso_time
from modelyard.training.rules.stages import Stage, stages_of
from modelyard.training.schemas.event_lists import JobStages, StageInfo, StageRecord, SubStage, TaskHistory
from modelyard.training.schemas.metrics import JobCurves, JobMetrics, TaskCurves
from modelyard.training.service import metrics
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.runs import get_run, log_of
from modelyard.training.types.logs import StageName

_ORDER = {name: number for number, name in enumerate(StageName, 1)}
# The published operation covers this much time; the curves cover all of it.
_LONGEST_AVERAGES_MS = 3 * 86_400_000
_MOST_STEPS = 20_000


async def list_stages(context: TrainingContext, who: Subject, job_id: str) -> JobStages:
    """Return the stages of every run of a job, the oldest run first. Raises JobNotFound."""
    run = await get_run(context, who, job_id)
    if run.workload is None:
        return JobStages(total_count=0, running_records=[])
    async with context.database.read_session() as db:
        rows = await db.scalars(queries.steps_of(run.row_id, _MOST_STEPS))
        runs = stages_of(run.workload, _steps_by_attempt(list(rows)))
    records = [
        StageRecord(record_order=number, stages=[_stage(run.job_id, stage) for stage in stages])
        for number, stages in enumerate(runs, 1)
    ]
    return JobStages(total_count=len(records), running_records=records)


async def list_tasks(context: TrainingContext, who: Subject, job_id: str, *, attempt: int | None) -> list[TaskHistory]:
    """Return where the tasks of a job ran, of one attempt or of all. Raises JobNotFound."""
    run = await get_run(context, who, job_id)
    if run.workload is None:
        return []
    async with context.database.read_session() as db:
        places = await compute.list_places(db, who, run.workload.id, attempt=attempt)
    return [
        TaskHistory(task=place.task, ip=place.address, host_ip=place.node_address, schedule_count=place.attempt)
        for place in places
    ]


async def show_metrics(context: TrainingContext, who: Subject, job_id: str, task: str) -> JobMetrics:
    """Return the averages of each minute of the newest run of a task, for 3 days at most.

    Raises JobNotFound, JobTaskNotFound.
    """
    run = await get_run(context, who, job_id)
    log_of(context, who, run, task)  # raises for a task that there is not
    if run.workload is None or not run.attempt:
        return metrics.averages((), None, 0, 0)
    samples = await compute.samples(context.compute, who, run.workload.id, task)
    if not samples:
        return metrics.averages((), None, 0, 0)
    last = samples[-1].at_ms + 1
    start = max(samples[0].at_ms, last - _LONGEST_AVERAGES_MS)
    return metrics.averages(samples, metrics.device_kind(run.workload.resources), start, last)


async def list_curves(
    context: TrainingContext,
    who: Subject,
    job_id: str,
    *,
    attempt: int | None,
    most: int,
    per_card: bool,
    offset: int,
    limit: int,
) -> JobCurves:
    """Return the curves of a page of the tasks of one attempt, over its whole life. Raises JobNotFound, AttemptNotFound.

    most: points of each curve; peaks stay visible.
    """
    run = await get_run(context, who, job_id)
    number = attempt or run.attempt
    chosen = run.tasks[offset : offset + limit]
    tasks: list[TaskCurves] = []
    for task in chosen:
        log_of(context, who, run, task, attempt)
        samples: Sequence[Sample] = ()
        if run.workload is not None and number:
            samples = await compute.samples(context.compute, who, run.workload.id, task, attempt=number)
        devices = None if run.workload is None else metrics.device_kind(run.workload.resources)
        curves = await asyncio.to_thread(metrics.curves_of, samples, devices, most, per_card=per_card)
        tasks.append(TaskCurves(task=task, attempt=number, curves=curves))
    return JobCurves(attempt=number, total_count=len(run.tasks), tasks=tasks)


def _steps_by_attempt(rows: Sequence[EventRow]) -> dict[int, list[StepRecord]]:
    """Return the steps of all tasks by attempt, from the events that tell of them."""
    found: dict[int, list[StepRecord]] = defaultdict(list)
    for row in rows:
        told = row.params
        record = StepRecord(len(found), told["at_ms"], Step(told["step"]), StepStatus(told["status"]))
        found[told["attempt"]].append(record)
    return found


def _stage(job_id: str, stage: Stage) -> StageInfo:
    return StageInfo(
        job_id=job_id,
        name=stage.name,
        en_message=stage.text,
        zh_message=stage.zh,
        start_time=iso_time(stage.started_at),
        end_time="" if stage.ended_at is None else iso_time(stage.ended_at),
        stage_order=_ORDER[stage.name],
        sub_stages=[
            SubStage(
                name=part.step.value,
                en_message=part.text,
                zh_message=part.zh,
                create_time=iso_time(from_milliseconds(part.at_ms)),
            )
            for part in stage.parts
        ],
    )
