"""The worker: takes tasks under leases and has them done, step by step, until there are none (decision 0090)."""

import asyncio
import contextlib
import errno
import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import claimed, for_update, is_full, now, problem_of
from modelyard.core.errors import AppError, RateLimited
from modelyard.core.i18n import Language
from modelyard.core.loops import backoff
from modelyard.core.subject import Subject
from modelyard.datasets.errors.attacks import NoRoom, TaskDeadly
from modelyard.datasets.errors.tasks import SubmitterGone, TaskGaveUp
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskProblemsRow, DatasetTaskRow
from modelyard.datasets.service import tasks
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.working import Step, TaskNow, Work, Works, problems_of
from modelyard.datasets.service.works import WORKS
from modelyard.datasets.types.datasets import TaskKind
from modelyard.datasets.types.tasks import ACTIVE, TaskState

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
_RENEW_SECONDS = 8.0
_AT_ONCE = 4
_MOST_ATTEMPTS = 8
_MOST_DEATHS = 3
_IDLE_SECONDS = 60.0
_FULL = (errno.ENOSPC, errno.EDQUOT)
_LOOK_SECONDS = 1.0


class _LeaseLost(Exception):
    """Somebody else has the task, or it is gone; what was done since the last checkpoint is forgotten."""


class Worker:
    """Does long work. Several may work on one PostgreSQL; each task is held by one.

    A task whose worker died is suspected until it has taken a step: it takes it alone, and others rest meanwhile, so that
    what kills workers takes nobody else's work with it, and is found out (decision 0141).

    name: what its leases are marked with, so that those of a worker that died can be given up at once.
    """

    def __init__(self, context: DatasetsContext, *, name: str = "", works: Works = WORKS) -> None:
        self._context = context
        self._works = works
        self._name = name or secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._rest = asyncio.Event()
        self._mine: set[str] = set()

    def wake(self) -> None:
        """Look for tasks now."""
        self._wake.set()

    async def run(self, stop: asyncio.Event, *, idle_seconds: float = _IDLE_SECONDS) -> None:
        """Work until `stop` is set, or there was nothing to do for so long; tasks end with the step that they are in."""
        running: set[asyncio.Task[None]] = set()
        clock = asyncio.get_running_loop().time
        idle_since = clock()
        while not stop.is_set() and (running or clock() - idle_since < idle_seconds):
            self._wake.clear()
            if await self._take_suspected(running):
                idle_since = clock()
                continue
            for claim in await self._claim_or_log(_AT_ONCE - len(running)):
                job = asyncio.create_task(self._work(*claim, stop))
                running.add(job)
                job.add_done_callback(running.discard)
                job.add_done_callback(lambda _: self._wake.set())
            if running:
                idle_since = clock()
            await _wait_any(_LOOK_SECONDS, self._wake, stop)
        if running:
            await asyncio.wait(running)

    async def run_due(self) -> int:
        """Do all that is due now, to its end, and return how many tasks that were; for tests and commands."""
        count, stop = 0, asyncio.Event()
        while claims := await self._claim(1, suspected=True) or await self._claim(1):
            await self._work(*claims[0], stop)
            count += 1
        return count

    async def run_step(self) -> bool:
        """Take one step of one task that is due, and leave it; return whether there was one. For tests."""
        claims = await self._claim(1, suspected=True) or await self._claim(1)
        for claim in claims:
            await self._work(*claim, _set())
        return bool(claims)

    async def _take_suspected(self, running: set[asyncio.Task[None]]) -> bool:
        """Have a suspected task take a step alone, once the others rest; return whether it was taken."""
        self._rest.clear()
        claims = [] if running else await self._claim_or_log(1, suspected=True)
        if running and await self._is_due_or_log(suspected=True):
            self._rest.set()
        for claim in claims:
            await self._work(*claim, _set())
        return bool(claims)

    async def _claim_or_log(self, limit: int, *, suspected: bool = False) -> list[tuple[str, str]]:
        if limit <= 0 or self._rest.is_set():
            return []
        try:
            return await self._claim(limit, suspected=suspected)
        except Exception:
            # The database may be away for a while; the worker must outlive that.
            log.exception("datasets.claim_failed")
            return []

    async def _is_due_or_log(self, *, suspected: bool) -> bool:
        try:
            return await self._is_due(suspected=suspected)
        except Exception:
            log.exception("datasets.claim_failed")
            return False

    async def _is_due(self, *, suspected: bool) -> bool:
        async with self._context.database.read_session() as db:
            statement = self._others(due(now(db)), suspected=suspected)
            return await db.scalar(statement.with_only_columns(DatasetTaskRow.id).limit(1)) is not None

    def _others(self, statement: Select[Any], *, suspected: bool) -> Select[Any]:
        """Leave out what this worker is at: a step that holds everything up must not lose its own lease to itself."""
        return statement.where(_suspected(is_so=suspected), DatasetTaskRow.id.not_in(self._mine))

    async def _claim(self, limit: int, *, suspected: bool = False) -> list[tuple[str, str]]:
        """Lease up to `limit` tasks that are due and that nobody holds; return their ids and tokens."""
        if not await self._is_due(suspected=suspected):
            return []  # nobody takes the write lock to see that there is nothing
        async with self._context.database.session() as db:
            statement = self._others(due(now(db)), suspected=suspected)
            rows = (await db.scalars(claimed(statement.limit(limit)))).all()
            for row in rows:
                if row.lease_token is not None:
                    row.deaths += 1
                row.lease_token, row.lease_owner = secrets.token_hex(16), self._name
                row.leased_until = now(db) + LEASE
            return [(row.id, row.lease_token or "") for row in rows]

    async def _work(self, task_id: str, token: str, stop: asyncio.Event) -> None:
        """Take steps of a task until it ends, waits, is to stop, or fails; at least one."""
        self._mine.add(task_id)
        renewal = asyncio.create_task(self._renew(task_id, token))
        work: Work | None = None
        try:
            task = await self._start(task_id, token)
            while task is not None:
                work = work or self._works[task.kind]()
                task = await self._save(task, token, await work.step(self._context, task))
                if stop.is_set() or self._rest.is_set():
                    break
            await self._release(task_id, token)
        except _LeaseLost:
            log.info("datasets.lease_lost", extra={"task_id": task_id})
        except Exception as error:  # noqa: BLE001 - it is written down with the task, and logged
            await self._fail_or_log(task_id, token, error)
        finally:
            self._mine.discard(task_id)
            renewal.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await renewal
            if work is not None:
                await work.close()

    async def _start(self, task_id: str, token: str) -> TaskNow | None:
        async with self._context.database.read_session() as db:
            row = await db.get(DatasetTaskRow, task_id)
            if row is None or row.lease_token != token:
                raise _LeaseLost
            subject = Subject.from_json(row.subject)
        who = await self._context.objects.find_subject(subject)
        if who is None:
            raise SubmitterGone(user=subject.user_name)
        async with self._context.database.session() as db:
            row = await _held(db, task_id, token)
            if row.stop_asked:
                await tasks.end(db, row, TaskState.STOPPED)
                return None
            if row.deaths >= _MOST_DEATHS:
                await tasks.end(db, row, TaskState.FAILED, said_of(TaskDeadly(deaths=row.deaths)))
                return None
            row.state = TaskState.RUNNING
            row.started_at = row.started_at or now(db)
            return _now(row, who)

    async def _save(self, task: TaskNow, token: str, step: Step) -> TaskNow | None:
        """Write a step with its checkpoint; return the task as it is then, None if it is not to go on now."""
        async with self._context.database.session() as db:
            row = await _held(db, task.id, token)
            if step.write is not None:
                await step.write(db, step)
            at = now(db)
            if step.finished or step.done or (step.checkpoint is not None and step.checkpoint != row.checkpoint):
                row.deaths = 0
            if step.checkpoint is not None:
                row.checkpoint = step.checkpoint
            row.result = {**row.result, **step.result}
            row.total = step.total if step.total is not None else row.total
            row.done, row.good, row.bad = row.done + step.done, row.good + step.good, row.bad + step.bad
            if step.problems:
                await self._keep(db, row, step)
            row.attempts, row.last_error, row.changed_at, row.leased_until = 0, None, at, at + LEASE
            if step.failure is not None:
                await tasks.end(db, row, TaskState.FAILED, said_of(step.failure))
                return None
            if step.finished or row.stop_asked:
                await tasks.end(db, row, TaskState.COMPLETED if step.finished else TaskState.STOPPED)
                return None
            if step.wait is not None:
                row.due_at = at + step.wait
                return None
            return _now(row, task.who)

    async def _keep(self, db: AsyncSession, row: DatasetTaskRow, step: Step) -> None:
        counts = dict(row.problem_counts)
        for code, count in problems_of(step.problems).items():
            counts[code] = counts.get(code, 0) + count
        row.problem_counts = counts
        last = await db.scalar(
            select(DatasetTaskProblemsRow.number)
            .where(DatasetTaskProblemsRow.task_id == row.id)
            .order_by(DatasetTaskProblemsRow.number.desc())
            .limit(1)
        )
        content = tasks.packed(step.problems)
        number = 0 if last is None else last + 1
        db.add(DatasetTaskProblemsRow(task_id=row.id, number=number, count=len(step.problems), content=content))

    async def _fail_or_log(self, task_id: str, token: str, error: Exception) -> None:
        try:
            await self._fail(task_id, token, error)
        except Exception:
            # Nothing can be written: the lease runs out, and the task is taken again.
            log.exception("datasets.failure_lost", extra={"task_id": task_id})

    async def _fail(self, task_id: str, token: str, error: Exception) -> None:
        """Write a failure down: the end of the task, or another attempt after a while."""
        is_final = isinstance(error, AppError) and error.status < 500 and not isinstance(error, RateLimited)
        if not is_final:
            log.error("datasets.step_failed", extra={"task_id": task_id}, exc_info=error)
        with contextlib.suppress(_LeaseLost):
            async with self._context.database.session() as db:
                row = await _held(db, task_id, token)
                row.attempts += 1
                row.last_error = problem_in(error)[:2000]
                # Memory may have been another's: alone it is seen whose.
                row.deaths += isinstance(error, MemoryError)
                if is_final:
                    await tasks.end(db, row, TaskState.FAILED, said_of(error))
                elif row.attempts >= _MOST_ATTEMPTS:
                    gave_up = TaskGaveUp(part="datasets", attempts=row.attempts, problem=row.last_error[:300])
                    await tasks.end(db, row, TaskState.FAILED, said_of(no_room(error) or gave_up))
                else:
                    row.due_at = now(db) + backoff(row.attempts)
                    row.lease_token = row.lease_owner = row.leased_until = None

    async def _release(self, task_id: str, token: str) -> None:
        async with self._context.database.session() as db:
            mine = (DatasetTaskRow.id == task_id, DatasetTaskRow.lease_token == token)
            await db.execute(update(DatasetTaskRow).where(*mine).values(lease_token=None, lease_owner=None, leased_until=None))

    async def _renew(self, task_id: str, token: str) -> None:
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            try:
                async with self._context.database.session() as db:
                    mine = (DatasetTaskRow.id == task_id, DatasetTaskRow.lease_token == token)
                    await db.execute(update(DatasetTaskRow).where(*mine).values(leased_until=now(db) + LEASE))
            except Exception:
                # The database may be away for a while; if it stays away, the step cannot be written either.
                log.exception("datasets.renewal_failed", extra={"task_id": task_id})


def due(at: datetime) -> Select[Any]:
    """Select the tasks that somebody should take, the oldest first."""
    free = or_(DatasetTaskRow.leased_until.is_(None), DatasetTaskRow.leased_until < at)
    wanted = (DatasetTaskRow.due_at <= at, DatasetTaskRow.state.in_(ACTIVE), free)
    return select(DatasetTaskRow).where(*wanted).order_by(DatasetTaskRow.due_at, DatasetTaskRow.id)


def _suspected(*, is_so: bool) -> ColumnElement[bool]:
    """Select tasks whose worker died before they took a step; a lease that ran out is that of such a worker."""
    died = or_(DatasetTaskRow.deaths > 0, DatasetTaskRow.lease_token.is_not(None))
    return died if is_so else ~died


def said_of(error: Exception) -> dict[str, str]:
    """Return code and texts of a failure, as rows keep it."""
    assert isinstance(error, AppError)
    return {"code": error.code, **{language.value: error.message(language) for language in Language}}


def problem_in(error: Exception) -> str:
    """Return what went wrong; of the database without statements, whose values are those of users."""
    return f"{type(error).__name__}: {problem_of(error) if isinstance(error, DBAPIError) else error}"


def no_room(error: Exception) -> NoRoom | None:
    """Return the failure that says that a disk is full, if that is what it was."""
    if is_full(error):
        return NoRoom(part="datasets", place="the disk of the database", place_zh="数据库所在磁盘")
    if isinstance(error, OSError) and error.errno in _FULL:
        place = error.filename or "/tmp"  # noqa: S108 - where files are spooled that have no name
        return NoRoom(part="datasets", place=f"the disk with {place}", place_zh=f"{place} 所在磁盘")
    return None


async def _held(db: AsyncSession, task_id: str, token: str) -> DatasetTaskRow:
    # The dataset before the task, as everybody locks them.
    of_task = select(DatasetTaskRow.dataset_id).where(DatasetTaskRow.id == task_id).scalar_subquery()
    await db.execute(for_update(select(DatasetRow.id).where(DatasetRow.id == of_task)))
    row = await db.get(DatasetTaskRow, task_id, with_for_update=True, populate_existing=True)
    if row is None or row.lease_token != token:
        raise _LeaseLost
    return row


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


def _now(row: DatasetTaskRow, who: Subject) -> TaskNow:
    return TaskNow(
        id=row.id,
        dataset_id=row.dataset_id,
        kind=TaskKind(row.kind),
        who=who,
        goal=row.goal,
        checkpoint=row.checkpoint,
        result=row.result,
        total=row.total,
        done=row.done,
        good=row.good,
        bad=row.bad,
    )


async def _wait_any(longest: float, *events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=longest, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
