"""Sees to it that there is a worker while there is work, and gives up the leases of one that died."""

import asyncio
import secrets
from datetime import timedelta

from sqlalchemy import update

from modelyard.core.db import now
from modelyard.core.loops import OnDemand
from modelyard.datasets.loops.worker import due
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.ports import WorkerProcess
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.types.tasks import WORKER_LOOP

_EVERY = timedelta(seconds=2)
_END_SECONDS = 3.0


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
            mine = DatasetTaskRow.lease_owner == self._worker_name
            await db.execute(update(DatasetTaskRow).where(mine).values(lease_token=None, lease_owner=None, leased_until=None))
