"""The reconciler of services: what is wanted and what is are brought together, one step at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.loops import Reconciler, ReconcilerRunner
from modelyard.serving.models import ServiceRow
from modelyard.serving.service import batch_running, batch_stepping, reconciling, running
from modelyard.serving.service.batch_running import BatchReport
from modelyard.serving.service.context import SERVICES_LOOP, ServingContext
from modelyard.serving.service.running import Refused
from modelyard.serving.types import InferType


@dataclass(frozen=True)
class Report:
    """What compute did not take, or, of a batch service, all that came of asking."""

    refused: tuple[Refused, ...] = ()
    batch: BatchReport | None = None


class ServiceReconciler(Reconciler[ServiceRow, str, Report]):
    """Asks compute for what was decided, and then decides what is next."""

    name: ClassVar[str] = SERVICES_LOOP
    lease: ClassVar[timedelta] = timedelta(seconds=30)
    idle: ClassVar[timedelta] = timedelta(seconds=1)
    concurrency: ClassVar[int] = 8
    # There is always a next time: what failed is on the row, for people to read.
    max_attempts: ClassVar[int] = 2**31
    row_type = ServiceRow

    def __init__(self, context: ServingContext) -> None:
        self._context = context

    def snapshot(self, row: ServiceRow) -> str:
        """See `Reconciler`."""
        return row.id

    async def act(self, item: str) -> Report:
        """Ask compute for what was decided; nothing of it is lost if this ends in between."""
        batch = await batch_running.orders_of(self._context, item)
        if batch is not None:
            return Report(batch=await batch_running.carry_out(self._context, batch))
        orders = await running.orders_of(self._context, item)
        return Report() if orders is None else Report(tuple(await running.carry_out(self._context, orders)))

    async def apply(self, db: AsyncSession, row: ServiceRow, report: Report, now: datetime) -> None:
        """Decide what is next."""
        if row.infer_type == InferType.BATCH:
            await batch_stepping.step(db, row, report.batch, now)
            return
        for refused in report.refused:
            await reconciling.note_refused(db, self._context, row, refused, now)
        await reconciling.reconcile(db, self._context, row, now)


def services_runner(context: ServingContext) -> ReconcilerRunner[ServiceRow, str, Report]:
    """Return the loop of services."""
    return ReconcilerRunner(context.database, ServiceReconciler(context), context.clock)
