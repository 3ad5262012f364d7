"""A terminal in a running task: what is typed goes in, what is shown comes out, until either side or the right ends."""

from modelyard.compute import service as compute
from modelyard.compute.errors import TaskNotRunning as NothingToEnter
from modelyard.compute.ports import Terminal
from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.core.terminals import Size
from modelyard.training.errors import TaskNotRunning
from modelyard.training.schemas.events import TerminalOpened
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.runs import get_run, log_of
from modelyard.training.types import Phase

# A login shell with everything that the image brings; some images have no bash.
SHELL = ("/bin/sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash -l; exec sh -l")


async def open_terminal(context: TrainingContext, who: Subject, job_id: str, task: str, size: Size) -> Terminal:
    """Open a shell in a running task of a job. Who did it is an event of the job.

    Raises JobNotFound, JobTaskNotFound, TaskNotRunning.
    """
    run = await get_run(context, who, job_id)
    log_of(context, who, run, task)  # raises for a task that there is not
    if run.workload is None or Phase(run.phase) is not Phase.RUNNING:
        raise TaskNotRunning(task=task, phase=run.phase, problem="it is not running")
    try:
        terminal = await compute.open_terminal(
            context.compute, who, run.workload.id, task, SHELL, columns=size.columns, rows=size.rows
        )
    except NothingToEnter as error:
        raise TaskNotRunning(task=task, phase=run.phase, problem="it is not running") from error
    async with context.database.session() as db:
        opened = TerminalOpened(resource_id=run.row_id, task=task, user_name=who.user_name)
        await emit(db, opened, by=who, at=now(db))
    return terminal
