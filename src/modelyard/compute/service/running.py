"""Questions to the engine about one task. No session is open while the engine is asked, so these take the context alone."""

from collections.abc import Awaitable, Callable, Sequence

from modelyard.compute.errors import TaskNotFound, TaskNotRunning, WorkloadNotEnded, WorkloadNotFound
from modelyard.compute.ports import LogPart, Terminal
from modelyard.compute.queries import workloads as queries
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.types import Sample, TaskRef, TaskState, WorkloadId, WorkloadState
from modelyard.core.subject import Subject


async def read_log(
    context: ComputeContext,
    who: Subject,
    workload_id: WorkloadId,
    task: str,
    *,
    attempt: int | None = None,
    offset: int = 0,
    limit: int = 65_536,
) -> LogPart:
    """Return a piece of a task's log; a negative offset counts from its end.

    attempt: an older one; the newest unless given. A task that has not started has an empty log that may still grow.
    Raises WorkloadNotFound, TaskNotFound.
    """
    found = await _find(context, who, workload_id, task, attempt)
    if found is None:
        return LogPart(0, b"", 0, ended=False)
    return await context.engine.read_log(found[0], offset=offset, limit=limit)


async def log_reader(
    context: ComputeContext, who: Subject, workload_id: WorkloadId, task: str, *, attempt: int
) -> Callable[[int, int], Awaitable[LogPart]]:
    """Return a function of offset and limit that reads pieces of a task's log, for those who read many of them.

    Whether the caller may see it is asked now and not again. Raises WorkloadNotFound, TaskNotFound.
    """
    found = await _find(context, who, workload_id, task, attempt)
    if found is None:
        raise TaskNotFound(workload_id=workload_id, task=task[:80], resource=task[:80])
    ref = found[0]

    async def read(offset: int, limit: int) -> LogPart:
        return await context.engine.read_log(ref, offset=offset, limit=limit)

    return read


async def samples(
    context: ComputeContext, who: Subject, workload_id: WorkloadId, task: str, *, attempt: int | None = None, after_ms: int = 0
) -> Sequence[Sample]:
    """Return what was measured of a task, oldest first. Raises WorkloadNotFound, TaskNotFound."""
    found = await _find(context, who, workload_id, task, attempt)
    return [] if found is None else await context.engine.samples(found[0], after_ms=after_ms)


async def drop_files(context: ComputeContext, who: Subject, workload_id: WorkloadId) -> None:
    """Delete the logs, samples and other files of a workload that has ended; what is known of it in rows stays.

    Repeating it, and a workload that is gone, change nothing. Raises WorkloadNotEnded.
    """
    async with context.database.read_session() as db:
        row = await queries.find_workload(db, who, workload_id)
        if row is None:
            return
        if row.state != WorkloadState.ENDED:
            raise WorkloadNotEnded(workload_id=workload_id, state=row.state, problem="it has not ended")
        places = await queries.places_of(db, workload_id, None)
    for task, _address in places:
        await context.engine.remove(TaskRef(workload_id, task.attempt, task.name))


async def open_terminal(
    context: ComputeContext,
    who: Subject,
    workload_id: WorkloadId,
    task: str,
    argv: Sequence[str],
    *,
    columns: int = 80,
    rows: int = 24,
) -> Terminal:
    """Run a program beside a running task, on a terminal. Raises WorkloadNotFound, TaskNotFound, TaskNotRunning."""
    ref = await _running(context, who, workload_id, task)
    return await context.engine.exec(ref, argv, columns=columns, rows=rows)


async def signal(context: ComputeContext, who: Subject, workload_id: WorkloadId, task: str, number: int) -> None:
    """Send a signal to the process of a running task. Raises WorkloadNotFound, TaskNotFound, TaskNotRunning."""
    await context.engine.signal(await _running(context, who, workload_id, task), number)


async def _running(context: ComputeContext, who: Subject, workload_id: WorkloadId, task: str) -> TaskRef:
    found = await _find(context, who, workload_id, task, None)
    if found is None or found[1] in {TaskState.WAITING, TaskState.ENDED}:
        raise TaskNotRunning(task=task, problem="it is not running")
    return found[0]


async def _find(
    context: ComputeContext, who: Subject, workload_id: WorkloadId, task: str, attempt: int | None
) -> tuple[TaskRef, TaskState] | None:
    """Return a task of a workload that the caller may see, and how it was last seen; None before its first attempt."""
    async with context.database.read_session() as db:
        row = await queries.find_workload(db, who, workload_id)
        if row is None:
            raise WorkloadNotFound(workload_id=workload_id, resource=workload_id)
        known = {f"{spec['role']}-{spec['index']}" for spec in row.specs}
        if task not in known or not (attempt is None or 1 <= attempt <= row.attempt):
            raise TaskNotFound(workload_id=workload_id, task=task[:80], resource=task[:80])
        if row.attempt == 0:
            return None
        found = await queries.find_task(db, row.id, attempt or row.attempt, task)
        if found is None:
            raise TaskNotFound(workload_id=workload_id, task=task[:80], resource=task[:80])
        return TaskRef(workload_id, found.attempt, task), TaskState(found.state)
