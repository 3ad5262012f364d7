"""Sees to it that there is a worker while there is work, and gives up the leases of one that died."""

import asyncio
import secrets
from datetime import timedelta

from sqlalchemy import select

from modelyard.core.db import claimed, now
from modelyard.core.loops import OnDemand
from modelyard.datasets.loops.worker import due
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.ports import WorkerProcess
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.tasks import WORKER_LOOP

_EVERY = timedelta(seconds=2)
_END_SECONDS = 3.0
# How long leases may have run out before the worker that should have renewed them is taken for stuck.
_STUCK = timedelta(minutes=2)


class WorkerKeeper(OnDemand):
    """Starts the worker when work is due and nobody does it. On several machines each API has a worker of its own."""

    def __init__(self, context: DatasetsContext) -> None:
        super().__init__(WORKER_LOOP, _EVERY, self.look)
        self._context = context
        self._worker: WorkerProcess | None = None
        self._worker_name = ""
        context.database.on_wake(WORKER_LOOP, self.wake)

    async def look(self) -> None:
        """Wake the worker, or start one if work is due."""
        if self._worker is not None and self._worker.has_ended:
            self._worker = None
            await self._give_up_leases()
        if self._context.start_worker is None:
            return
        if self._worker is not None:
            if await self._is_stuck():
                await self._worker.end(0)
            else:
                self._worker.wake()
            return
        async with self._context.database.read_session() as db:
            is_due = await db.scalar(due(now(db)).with_only_columns(DatasetTaskRow.id).limit(1)) is not None
        if is_due:
            self._worker_name = secrets.token_hex(8)
            self._worker = await self._context.start_worker(self._worker_name)

    async def run(self, stop: asyncio.Event) -> None:
        """Keep a worker until `stop` is set; then have it end."""
        try:
            await super().run(stop)
        finally:
            if self._worker is not None:
                await self._worker.end(_END_SECONDS)

    async def _give_up_leases(self) -> None:
        async with self._context.database.session() as db:
            # Those that somebody is writing to just now are given up when their leases run out.
            rows = await db.scalars(claimed(select(DatasetTaskRow).where(DatasetTaskRow.lease_owner == self._worker_name)))
            for row in rows:
                row.lease_token = row.lease_owner = row.leased_until = None
                row.deaths += 1

    async def _is_stuck(self) -> bool:
        async with self._context.database.read_session() as db:
            ran_out = DatasetTaskRow.leased_until < now(db) - _STUCK
            mine = (DatasetTaskRow.due_at.is_not(None), DatasetTaskRow.lease_owner == self._worker_name, ran_out)
            return await db.scalar(select(DatasetTaskRow.id).where(*mine).limit(1)) is not None
