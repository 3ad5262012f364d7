"""Drives storage tasks to their end."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import after_commit
from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.i18n import Language
from modelyard.core.loops import Periodic, Reconciler
from modelyard.core.subject import Subject
from modelyard.objects.adapters import server_files
from modelyard.objects.errors.tasks import TaskGaveUp, TaskIncomplete
from modelyard.objects.loops.deleting import delete_step
from modelyard.objects.loops.extracting import clean_step, extract_step, forget_spool
from modelyard.objects.loops.importing import import_step
from modelyard.objects.loops.steps import CancelAsked, Facts, LeaseLost, Report, Task, Worker, columns_of, start_work
from modelyard.objects.models import StorageTaskRow
from modelyard.objects.queries import tasks as queries
from modelyard.objects.rules.tasks import move
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.service.events import ENDS, TaskFailed, TaskStarted, TaskSucceeded
from modelyard.objects.types import TaskKind, TaskPhase, TaskState

LOOP = "objects.tasks"
_STEPS = {TaskKind.EXTRACT: extract_step, TaskKind.IMPORT: import_step, TaskKind.DELETE: delete_step}


class StorageTaskReconciler(Reconciler[StorageTaskRow, Task, Report]):
    """Takes a task one step further: counts, works, cleans up. Every step may be repeated after a crash."""

    name: ClassVar[str] = LOOP
    lease: ClassVar[timedelta] = timedelta(seconds=30)
    concurrency: ClassVar[int] = 2
    max_attempts: ClassVar[int] = 20
    row_type = StorageTaskRow

    def __init__(self, context: ObjectsContext) -> None:
        self._context = context

    def snapshot(self, row: StorageTaskRow) -> Task:
        """See `Reconciler`."""
        return Task(
            id=row.id,
            token=row.lease_token or "",
            kind=TaskKind(row.kind),
            source=row.source,
            target=row.target,
            overwrite=row.overwrite,
            cancel_asked=row.cancel_asked,
            is_started=row.started_at is not None,
            subject=Subject.from_json(row.subject),
            facts=_facts(row),
        )

    async def act(self, item: Task) -> Report:
        """Take one step; a failure that trying again cannot cure ends the task, any other is tried again."""
        facts = item.facts
        try:
            if facts.phase is TaskPhase.CLEAN:
                # Cleaning up is the platform's own business: it must work for those who may not act any more.
                return await clean_step(Worker(self._context, item, item.subject))
            if item.cancel_asked:
                return _ending(item, facts, TaskState.CANCELED)
            worker = await start_work(self._context, item)
            started = {} if item.is_started else {"started_at": self._context.clock.now()}
            await worker.save(facts, state=TaskState.RUNNING, **started)
            report = await _STEPS[item.kind](worker)
        except CancelAsked:
            return _ending(item, await self._saved(item), TaskState.CANCELED)
        except LeaseLost:
            raise
        except AppError as error:
            if error.status >= 500 or error.status == 429:
                raise
            return _ending(item, await self._saved(item), TaskState.FAILED, error)
        if report.ended is TaskState.FAILED and report.facts.error is None:
            return replace(report, facts=replace(report.facts, error=_incomplete(report.facts)))
        return report

    async def apply(self, db: AsyncSession, row: StorageTaskRow, report: Report, now: datetime) -> None:
        """See `Reconciler`."""
        if row.state != TaskState.WAITING or report.ended is not TaskState.CANCELED:
            await self._note_start(db, row, now)
        for name, value in columns_of(report.facts).items():
            setattr(row, name, value)
        row.due_at = now
        if report.ended is not None:
            await self._end(db, row, report.ended, now)

    async def give_up(self, db: AsyncSession, row: StorageTaskRow, error: str, now: datetime) -> None:
        """End a task that failed too often; one that unpacked removes what it made first."""
        failure = _error(TaskGaveUp(part="storage", attempts=row.attempts, problem=error[:300]))
        if row.kind == TaskKind.EXTRACT and row.phase == TaskPhase.WORK:
            row.phase, row.outcome, row.error = TaskPhase.CLEAN, TaskState.FAILED, failure
            row.attempts, row.due_at = 0, now
            return
        row.error = row.error or failure
        await self._note_start(db, row, now)
        await self._end(db, row, TaskState.FAILED, now)

    async def _saved(self, item: Task) -> Facts:
        """Return how far the task noted that it is; it may have noted more since its step began."""
        async with self._context.database.read_session() as db:
            row = await db.get(StorageTaskRow, item.id)
            return item.facts if row is None else _facts(row)

    async def _note_start(self, db: AsyncSession, row: StorageTaskRow, now: datetime) -> None:
        """Announce the start with the first result; `act` may have put the state on the row before."""
        if row.started_at is None:
            row.started_at = now
        if row.state == TaskState.WAITING:
            row.state = move(TaskState.WAITING, TaskState.RUNNING)
        if not row.start_announced:
            row.start_announced = True
            await emit(
                db, TaskStarted(row.id, row.kind, row.source, row.target or ""), by=Subject.from_json(row.subject), at=now
            )

    async def _end(self, db: AsyncSession, row: StorageTaskRow, state: TaskState, now: datetime) -> None:
        row.state = move(TaskState(row.state), state)
        row.finished_at, row.due_at, row.last_error = now, None, None
        extra: dict[str, Any] = {}
        if ENDS[state] is TaskSucceeded:
            extra = {"files": row.done_files, "bytes": row.done_bytes}
        if ENDS[state] is TaskFailed and row.error is not None:
            texts = {"reason_text": row.error[Language.EN.value], "reason_zh": row.error[Language.ZH.value]}
            extra = {"reason": row.error["code"], **texts}
        event = ENDS[state](row.id, row.kind, row.source, row.target or "", **extra)
        await emit(db, event, by=Subject.from_json(row.subject), at=now)
        # After the commit, since the next attempt would need it if this one were lost; the sweep takes what remains.
        after_commit(db, lambda: forget_spool(self._context.spool, row.id))


def sweep(context: ObjectsContext) -> Periodic:
    """Return the periodic work that forgets old tasks and archives whose tasks have ended."""

    async def work() -> None:
        async with context.database.session() as db:
            before = context.clock.now() - timedelta(days=context.settings.kept_task_days)
            await queries.delete_ended(db, before=before)
            wanted = await queries.unfinished_ids(db)
        await server_files.in_thread(_remove_others, context, wanted)

    return Periodic("objects.sweep", timedelta(hours=1), work)


def _remove_others(context: ObjectsContext, wanted: set[str]) -> None:
    if not context.spool.is_dir():
        return
    for folder in context.spool.iterdir():
        if folder.name not in wanted:
            forget_spool(context.spool, folder.name)


def _facts(row: StorageTaskRow) -> Facts:
    return Facts(
        phase=TaskPhase(row.phase),
        cursor=row.cursor,
        done_files=row.done_files,
        total_files=row.total_files,
        done_bytes=row.done_bytes,
        total_bytes=row.total_bytes,
        skipped_files=row.skipped_files,
        failed_files=row.failed_files,
        problems=tuple(row.problems),
        outcome=None if row.outcome is None else TaskState(row.outcome),
        error=row.error,
    )


def _ending(item: Task, facts: Facts, state: TaskState, error: AppError | None = None) -> Report:
    """Return the report of a task that ends before its work is done: at once, or after it removed what it made."""
    facts = replace(facts, error=None if error is None else _error(error))
    if item.kind is TaskKind.EXTRACT and "begun" in facts.cursor:
        return Report(replace(facts, phase=TaskPhase.CLEAN, outcome=state))
    return Report(facts, ended=state)


def _incomplete(facts: Facts) -> dict[str, str]:
    first = facts.problems[0] if facts.problems else {"path": "-", "reason": "-"}
    total = max(facts.total_files or 0, facts.done_files + facts.failed_files)
    return _error(TaskIncomplete(problem="incomplete", failed=facts.failed_files, total=total, **first))


def _error(error: AppError) -> dict[str, str]:
    return {"code": error.code, **{language.value: error.message(language) for language in Language}}
