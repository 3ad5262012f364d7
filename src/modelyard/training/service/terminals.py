"""A terminal in a running task: what is typed goes in, what is shown comes out, until either side or the right ends."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from modelyard.compute import service as compute
from modelyard.compute.errors import TaskNotRunning as NothingToEnter
from modelyard.compute.ports import Terminal
from modelyard.core.db import now
from modelyard.core.errors import AppError
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


@dataclass
class Session:
    """One open terminal with its two directions.

    receive: what the client sends next: bytes that were typed, or the size of its window; None when it has gone.
    send: shows it something. again: raises when it may not do this any more; asked every so many seconds.
    """

    terminal: Terminal
    receive: Callable[[], Awaitable[bytes | Size | None]]
    send: Callable[[bytes], Awaitable[None]]
    again: Callable[[], Awaitable[None]]
    check_seconds: float

    async def run(self, closing: asyncio.Event) -> int | None:
        """Pass everything on until the shell ends, the client goes or the process is told to stop; the exit code.

        Raises what `again` raises. The shell and what it started in the foreground have ended when this returns.
        """
        parts = [self._show(), self._type(), self._check(), closing.wait()]
        tasks = [asyncio.ensure_future(part) for part in parts]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            code = await self._end()
        for task in done:
            task.result()
        return code

    async def _end(self) -> int | None:
        # The task may have ended, and its supervisor with it.
        with contextlib.suppress(OSError, AppError):
            return await self.terminal.close()
        return None

    async def _show(self) -> None:
        while content := await self.terminal.read():
            await self.send(content)

    async def _type(self) -> None:
        while (message := await self.receive()) is not None:
            if isinstance(message, Size):
                await self.terminal.resize(message.columns, message.rows)
            else:
                await self.terminal.write(message)

    async def _check(self) -> None:
        while True:
            await asyncio.sleep(self.check_seconds)
            await self.again()
