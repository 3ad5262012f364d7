"""What the use cases around a job's tasks begin with: the job, its workload, and the logs of its tasks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from modelyard.compute import service as compute
from modelyard.compute.errors import WorkloadNotFound
from modelyard.compute.ports import LogPart
from modelyard.compute.schemas import Workload
from modelyard.compute.types import WorkloadId
from modelyard.core.ids import wire_id
from modelyard.core.subject import Subject
from modelyard.training.errors import AttemptNotFound, JobTaskNotFound, LogExpired
from modelyard.training.models import KeptLogRow
from modelyard.training.rules.states import ENDED
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.jobs import visible_row
from modelyard.training.service.task_logs import TaskLog
from modelyard.training.types import Phase


@dataclass(frozen=True)
class Run:
    """A job that the caller may see, with its workload; None for one that is still being made, or could not be.

    row_id: its id in tables. tasks: the names of its tasks. log_url: where its logs are kept for good; empty without.
    has_logs: what the platform itself keeps of them was not dropped yet.
    """

    job_id: str
    row_id: str
    name: str
    phase: str
    tasks: tuple[str, ...]
    workload: Workload | None
    log_url: str = ""
    has_logs: bool = True

    @property
    def attempt(self) -> int:
        """The newest attempt; 0 before the first."""
        return 0 if self.workload is None else self.workload.attempt


async def get_run(context: TrainingContext, who: Subject, job_id: str) -> Run:
    """Return a job with its workload. Raises JobNotFound."""
    async with context.database.read_session() as db:
        row = await visible_row(db, who, job_id)
        workload = None
        if row.workload_id is not None:
            try:
                workload = await compute.get_workload(db, context.compute, who, WorkloadId(row.workload_id))
            except WorkloadNotFound:
                workload = None  # what is left of it was removed already
        tasks = tuple(f"worker-{index}" for index in range(row.node_count))
        has_logs = Phase(row.phase) not in ENDED or workload is None or await db.get(KeptLogRow, row.id) is not None
        log_url = row.details.spec["log_url"]
        return Run(wire_id(row.id), row.id, row.name, row.phase, tasks, workload, log_url, has_logs)


def log_of(context: TrainingContext, who: Subject, run: Run, task: str, attempt: int | None = None) -> TaskLog:
    """Return the log of one task in one attempt, the newest unless another is given.

    A task that has not started has an empty log. Raises JobTaskNotFound, AttemptNotFound.
    """
    if task not in run.tasks:
        raise JobTaskNotFound(job_id=run.job_id, task=task[:80], tasks=_some(run.tasks), resource=task[:80])
    if attempt is not None and attempt > run.attempt:
        raise AttemptNotFound(job_id=run.job_id, attempt=attempt, attempts=run.attempt, resource=str(attempt))
    number = attempt or run.attempt
    return TaskLog(task, number, _reader(context, who, run, task, number))


def _reader(
    context: TrainingContext, who: Subject, run: Run, task: str, attempt: int
) -> Callable[[int, int], Awaitable[LogPart]]:
    workload = run.workload
    if workload is None or attempt == 0:
        return _nothing
    if not run.has_logs:
        return _expired(context, run, task)

    bound: list[Callable[[int, int], Awaitable[LogPart]]] = []

    async def read(offset: int, limit: int) -> LogPart:
        if not bound:
            bound.append(await compute.log_reader(context.compute, who, workload.id, task, attempt=attempt))
        return await bound[0](offset, limit)

    return read


def _expired(context: TrainingContext, run: Run, task: str) -> Callable[[int, int], Awaitable[LogPart]]:
    async def refuse(_offset: int, _limit: int) -> LogPart:
        days = context.settings.log_seconds_kept // 86_400
        raise LogExpired(task=task, days=days, place=run.log_url, resource=f"the log of {task}")

    return refuse


async def _nothing(_offset: int, _limit: int) -> LogPart:
    return LogPart(0, b"", 0, ended=False)


def _some(tasks: tuple[str, ...]) -> str:
    return ", ".join(tasks) if len(tasks) <= 4 else f"{tasks[0]} to {tasks[-1]}"
