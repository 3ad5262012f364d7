"""Loops: reconcilers that bring rows and the world into agreement, and periodic work.

A reconciler claims due rows in one short transaction (lease and token on the row), acts outside any session, and
applies the report in another transaction that checks the token. It may be killed at any line: a lease that is not
renewed runs out, and the row is claimed again. The row is the queue; a wake-up hint only makes it quick.
"""

import asyncio
import contextlib
import logging
import random
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import Select, String, Text, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database, UTCDateTime, claimed

log = logging.getLogger(__name__)

LONGEST_BACKOFF = timedelta(minutes=5)
_LONG_WORK_SECONDS = 0.02


class Reconciled:
    """Columns of a row that a reconciler drives.

    due_at: when to look at it next; None when there is nothing left to do.
    attempts, last_error: the failures since the last success, so that a user can read why it waits.
    """

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True, default=None)
    lease_token: Mapped[str | None] = mapped_column(String(32), default=None)
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text, default=None)


RowT = TypeVar("RowT", bound=Reconciled)
SnapshotT = TypeVar("SnapshotT")
ReportT = TypeVar("ReportT")


class Reconciler(ABC, Generic[RowT, SnapshotT, ReportT]):
    """Brings each row of a table and its counterpart outside into agreement. A capability writes the abstract methods."""

    name: ClassVar[str]
    row_type: type[RowT]
    lease: ClassVar[timedelta] = timedelta(seconds=60)
    idle: ClassVar[timedelta] = timedelta(seconds=5)
    concurrency: ClassVar[int] = 4
    max_attempts: ClassVar[int] = 10

    def due(self, now: datetime) -> Select[Any]:
        """Select the rows to look at now, in order. The default takes those whose `due_at` has come."""
        return select(self.row_type).where(self.row_type.due_at <= now).order_by(self.row_type.due_at)

    @abstractmethod
    def snapshot(self, row: RowT) -> SnapshotT:
        """Return what `act` needs to know, as a value that outlives the session."""

    @abstractmethod
    async def act(self, item: SnapshotT) -> ReportT:
        """Look at the world and take one step. There is no session here; repeating it must be harmless."""

    @abstractmethod
    async def apply(self, db: AsyncSession, row: RowT, report: ReportT, now: datetime) -> None:
        """Write the report to the row and set `due_at`. The token was checked; no network here."""

    async def give_up(self, db: AsyncSession, row: RowT, error: str, now: datetime) -> None:
        """Called instead of another attempt when `max_attempts` failed. The default stops looking at the row."""
        row.due_at = None


@dataclass(frozen=True)
class Claim(Generic[SnapshotT]):
    """One claimed row: its id, the token that proves the claim, and the snapshot for `act`."""

    row_id: str
    token: str
    item: SnapshotT


class ReconcilerRunner(Generic[RowT, SnapshotT, ReportT]):
    """Runs one reconciler until stopped. Several processes may run the same reconciler on one database."""

    def __init__(
        self,
        database: Database,
        reconciler: Reconciler[RowT, SnapshotT, ReportT],
        clock: Clock | None = None,
        *,
        renew_every: timedelta | None = None,
    ) -> None:
        self._database = database
        self._reconciler = reconciler
        self._clock = clock or SystemClock()
        self._renew_every = renew_every or reconciler.lease / 3
        self._wake = asyncio.Event()

    @property
    def name(self) -> str:
        return self._reconciler.name

    def wake(self) -> None:
        """Look for due rows now instead of at the next tick."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Claim and handle due rows until `stop` is set; then let running steps end."""
        running: set[asyncio.Task[None]] = set()
        while not stop.is_set():
            self._wake.clear()
            free = self._reconciler.concurrency - len(running)
            claims = await self._claim_or_log(free) if free > 0 else []
            for claim in claims:
                task = asyncio.create_task(self.handle(claim))
                running.add(task)
                task.add_done_callback(running.discard)
                task.add_done_callback(lambda _: self._wake.set())
            # Fewer than asked for: nothing else is due, and those that were claimed are not kept waiting for another look.
            if len(claims) < free or len(running) >= self._reconciler.concurrency:
                await _wait_any(self._reconciler.idle, self._wake, stop)
        if running:
            await asyncio.wait(running)

    async def run_due(self, limit: int = 100) -> int:
        """Handle what is due now, one row after another, and return how many; for tests and commands."""
        claims = await self.claim(limit)
        for claim in claims:
            await self.handle(claim)
        return len(claims)

    async def claim(self, limit: int) -> list[Claim[SnapshotT]]:
        """Lease up to `limit` due rows that nobody holds."""
        now = self._clock.now()
        model = self._reconciler.row_type
        free = or_(model.leased_until.is_(None), model.leased_until < now)
        async with self._database.session() as db:
            rows = (await db.scalars(claimed(self._reconciler.due(now).where(free).limit(limit)))).all()
            return [Claim(row.id, self._lease(row, now), self._reconciler.snapshot(row)) for row in rows]

    async def handle(self, claim: Claim[SnapshotT]) -> None:
        """Act on a claimed row and apply the report, renewing the lease meanwhile. Failures end up on the row."""
        renewal = asyncio.create_task(self._renew(claim))
        try:
            report = await self._reconciler.act(claim.item)
        except Exception as error:
            log.exception("loop.act_failed", extra={"loop": self.name, "row_id": claim.row_id})
            await self._record_failure(claim, error)
            return
        finally:
            renewal.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await renewal
        try:
            await self._apply(claim, report)
        except Exception as error:
            log.exception("loop.apply_failed", extra={"loop": self.name, "row_id": claim.row_id})
            await self._record_failure(claim, error)

    async def _claim_or_log(self, limit: int) -> Sequence[Claim[SnapshotT]]:
        try:
            return await self.claim(limit)
        except Exception:
            # The database may be away for a while; the loop must outlive that.
            log.exception("loop.claim_failed", extra={"loop": self.name})
            await asyncio.sleep(1)
            return []

    def _lease(self, row: RowT, now: datetime) -> str:
        row.lease_token = secrets.token_hex(16)
        row.leased_until = now + self._reconciler.lease
        return row.lease_token

    async def _renew(self, claim: Claim[SnapshotT]) -> None:
        model = self._reconciler.row_type
        while True:
            await asyncio.sleep(self._renew_every.total_seconds())
            async with self._database.session() as db:
                await db.execute(
                    update(model)
                    .where(model.id == claim.row_id, model.lease_token == claim.token)
                    .values(leased_until=self._clock.now() + self._reconciler.lease)
                )

    async def _apply(self, claim: Claim[SnapshotT], report: ReportT) -> None:
        async with self._database.session() as db:
            row = await self._held(db, claim)
            if row is None:
                return
            _release(row)
            row.attempts, row.last_error = 0, None
            await self._reconciler.apply(db, row, report, self._clock.now())

    async def _record_failure(self, claim: Claim[SnapshotT], error: Exception) -> None:
        async with self._database.session() as db:
            row = await self._held(db, claim)
            if row is None:
                return
            _release(row)
            row.attempts += 1
            row.last_error = f"{type(error).__name__}: {error}"[:2000]
            now = self._clock.now()
            row.due_at = now + backoff(row.attempts)
            if row.attempts >= self._reconciler.max_attempts:
                await self._reconciler.give_up(db, row, row.last_error, now)

    async def _held(self, db: AsyncSession, claim: Claim[SnapshotT]) -> RowT | None:
        """Return the row if the claim still holds; a stale result is dropped."""
        row = await db.get(self._reconciler.row_type, claim.row_id, with_for_update=True)
        if row is None or row.lease_token != claim.token:
            log.info("loop.stale_result_dropped", extra={"loop": self.name, "row_id": claim.row_id})
            return None
        return row


@dataclass(frozen=True)
class Periodic:
    """Work to repeat at an interval, such as purging what has expired. It must be harmless to run twice at once."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[object]]

    async def run(self, stop: asyncio.Event) -> None:
        """Repeat the work until `stop` is set. A failure is logged and the next turn comes as usual."""
        while not stop.is_set():
            try:
                await self.work()
            except Exception:
                log.exception("loop.periodic_failed", extra={"loop": self.name})
            await _wait_any(self.every, stop)


class OnDemand:
    """Work that is done when somebody asks for it, and at an interval even if nobody does.

    Asking during the work has it done once more afterwards. It never takes more than about half of the time: after long
    work it rests for as long, so that others get their turn.
    """

    def __init__(self, name: str, every: timedelta, work: Callable[[], Awaitable[object]]) -> None:
        self.name = name
        self._every = every
        self._work = work
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Do the work as soon as possible."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. A failure is logged; the next turn comes as usual."""
        while not stop.is_set():
            self._wake.clear()
            began = time.monotonic()
            try:
                await self._work()
            except Exception:
                log.exception("loop.on_demand_failed", extra={"loop": self.name})
                await _wait_any(timedelta(seconds=1), stop)
            spent = time.monotonic() - began
            if spent > _LONG_WORK_SECONDS:
                await _wait_any(timedelta(seconds=spent), stop)
            await _wait_any(self._every, self._wake, stop)


class Runner(Protocol):
    """Something that runs until it is told to stop."""

    @property
    def name(self) -> str: ...

    async def run(self, stop: asyncio.Event) -> None: ...


class Loops:
    """All loops of a process: start together, wake by name, drain together."""

    def __init__(self, runners: Sequence[Runner] = ()) -> None:
        self._runners = {runner.name: runner for runner in runners}
        self._stop = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start every loop in the running event loop."""
        self._tasks = [asyncio.create_task(runner.run(self._stop), name=name) for name, runner in self._runners.items()]

    def wake(self, name: str) -> None:
        """Hint a loop that something may be due; unknown names are ignored, other processes may run them."""
        runner = self._runners.get(name)
        if isinstance(runner, (ReconcilerRunner, OnDemand)):
            runner.wake()

    async def drain(self, timeout: timedelta = timedelta(seconds=10)) -> None:
        """Stop claiming, wait for running steps, and cancel what takes too long; its lease will run out."""
        self._stop.set()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=timeout.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after this many failures: doubling from 1 s to 5 min, with up to 20 % of jitter."""
    seconds = min(2.0 ** (attempts - 1), LONGEST_BACKOFF.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.8, 1.0))  # noqa: S311 - jitter needs no secrecy


def _release(row: Reconciled) -> None:
    row.lease_token = None
    row.leased_until = None


async def _wait_any(longest: timedelta, *events: asyncio.Event) -> None:
    """Return when one of the events is set or the time is over."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=longest.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
