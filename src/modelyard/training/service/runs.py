"""What the use cases around a job's tasks begin with: the job, its workload, and the logs of its tasks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from modelyard.compute import service as compute
from modelyard.compute.errors import WorkloadNotFound
from modelyard.compute.ports import LogPart
from modelyard.compute.schemas import Workload
from modelyard.compute.types import WorkloadId
from modelyard.core.subject import Subject
from modelyard.training.errors import AttemptNotFound, JobTaskNotFound
from modelyard.training.rules.ids import wire_id
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.jobs import visible_row
from modelyard.training.service.task_logs import TaskLog


@dataclass(frozen=True)
class Run:
    """A job that the caller may see, with its workload; None for one that is still being made, or could not be.

    row_id: its id in tables. tasks: the names of its tasks. log_url: where its logs are kept for good; empty without.
    """

    job_id: str
    row_id: str
    name: str
    phase: str
    tasks: tuple[str, ...]
    workload: Workload | None
    log_url: str = ""

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
        return Run(wire_id(row.id), row.id, row.name, row.phase, tasks, workload, row.details.spec["log_url"])


def log_of(context: TrainingContext, who: Subject, run: Run, task: str, attempt: int | None = None) -> TaskLog:
    """Return the log of one task in one attempt, the newest unless another is given.

    A task that has not started has an empty log. Raises JobTaskNotFound, AttemptNotFound.
    """
    if task not in run.tasks:
        raise JobTaskNotFound(job_id=run.job_id, task=task[:80], tasks=_some(run.tasks), resource=task[:80])
    if attempt is not None and attempt > run.attempt:
        raise AttemptNotFound(job_id=run.job_id, attempt=attempt, attempts=run.attempt, resource=str(attempt))
    return TaskLog(task, attempt or run.attempt, _reader(context, who, run.workload, task, attempt or run.attempt))


def _reader(
    context: TrainingContext, who: Subject, workload: Workload | None, task: str, attempt: int
) -> Callable[[int, int], Awaitable[LogPart]]:
    if workload is None or attempt == 0:
        return _nothing

    bound: list[Callable[[int, int], Awaitable[LogPart]]] = []

    async def read(offset: int, limit: int) -> LogPart:
        if not bound:
            bound.append(await compute.log_reader(context.compute, who, workload.id, task, attempt=attempt))
        return await bound[0](offset, limit)

    return read


async def _nothing(_offset: int, _limit: int) -> LogPart:
    return LogPart(0, b"", 0, ended=False)


def _some(tasks: tuple[str, ...]) -> str:
    return ", ".join(tasks) if len(tasks) <= 4 else f"{tasks[0]} to {tasks[-1]}"
