"""Runs of batch services: where their inputs are, how a run begins, how far it is."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import BatchRow, ServiceRow
from modelyard.serving.rules import manifests
from modelyard.serving.rules.batches import percent_of, task_id_of
from modelyard.serving.schemas.answers import BatchAnswer, ServiceItem
from modelyard.serving.schemas.requests import ServiceConfig
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.drafting import Drafted
from modelyard.serving.types import InferType, ServiceStatus

_SHOWS_PROGRESS = frozenset(
    {ServiceStatus.WAITING, ServiceStatus.DEPLOYING, ServiceStatus.RUNNING, ServiceStatus.STOPPING, ServiceStatus.STOPPED}
)


async def check_places(context: ServingContext, who: Subject, config: Sequence[ServiceConfig]) -> None:
    """Look whether inputs are there and results may be written. Raises what objects raise. Not while a session is open.

    What is not given is found by the other checks.
    """
    for number, item in enumerate(config):
        if item.src_path and item.dest_path:
            await context.batch_files.check(who, item.src_path, item.dest_path, field=f"config[{number}]")


async def begin(db: AsyncSession, row: ServiceRow, drafted: Drafted) -> None:
    """Start another run. It goes on where the one before it ended, unless results depend on something that has changed."""
    at, task_id = now(db), task_id_of(row.id, drafted.entry)
    batch = await db.get(BatchRow, row.id)
    if batch is None:
        batch = BatchRow(service_id=row.id, run=0, before=[])
        db.add(batch)
    elif batch.workload_id is not None:
        batch.before = [*batch.before, batch.workload_id]
    batch.task_id, batch.run, batch.run_id, batch.task_count = task_id, batch.run + 1, new_id(), drafted.count
    batch.workload_id = batch.workload_state = batch.outcome = batch.reason = batch.waits_since = None
    batch.stop_told = batch.is_read = False
    batch.progress, batch.total, batch.done, batch.failed = {}, 0, 0, 0
    batch.started_at, batch.finished_at = at, None


async def describe(db: AsyncSession, rows: Sequence[ServiceRow], items: Sequence[ServiceItem]) -> None:
    """Add to services, as they are shown, how their batches get on."""
    found = await queries.batches_of(db, [row.id for row in rows if row.infer_type == InferType.BATCH])
    for row, item in zip(rows, items, strict=True):
        batch = found.get(row.id)
        if batch is None:
            continue
        item.start_time = None if batch.started_at is None else to_milliseconds(batch.started_at)
        item.finished_time = None if batch.finished_at is None else to_milliseconds(batch.finished_at)
        shows = row.status in _SHOWS_PROGRESS
        item.progress = percent_of(batch.total, batch.done + batch.failed) if shows else None
        item.batch = progress_of(batch)


def progress_of(batch: BatchRow) -> BatchAnswer:
    """Return how far a batch is."""
    numbers = manifests.summed(batch.progress)
    return BatchAnswer(
        task_id=batch.task_id,
        run=batch.run,
        total=batch.total,
        done=batch.done,
        failed=batch.failed,
        rows=numbers["rows"],
        failed_rows=numbers["failed_rows"],
    )
