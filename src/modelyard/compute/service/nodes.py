"""What the engine reports of its nodes, written down."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import NodeRow
from modelyard.compute.ports import NodeReport
from modelyard.compute.queries import pools as queries
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.pools import PUBLIC
from modelyard.core.db import after_commit, now

GONE = "the engine does not report this node any more"
_FORGOTTEN = timedelta(days=1)


async def refresh_nodes(context: ComputeContext) -> None:
    """Ask the engine for its nodes and write down what it said."""
    reports = await context.engine.nodes()
    async with context.database.session() as db:
        await note_nodes(db, context, reports)


async def note_nodes(db: AsyncSession, context: ComputeContext, reports: Sequence[NodeReport]) -> None:
    """Write down a report of nodes; one that is new gets into the public pool, one that is missing for long has a problem."""
    at = now(db)
    rows = {row.name: row for row in await queries.all_nodes(db)}
    before = {name: _facts(row) for name, row in rows.items()}
    for report in reports:
        row = rows.get(report.name)
        if row is None:
            row = rows[report.name] = NodeRow(name=report.name, pool=PUBLIC, created_at=at)
            db.add(row)
        row.address, row.arch, row.problem, row.seen_at = report.address, report.arch, report.problem, at
        row.cpu_milli, row.memory_bytes = report.capacity.cpu_milli, report.capacity.memory_bytes
        row.disk_bytes = report.capacity.disk_bytes
        row.gpus, row.npus = list(report.gpus), list(report.npus)
    gone = at - timedelta(seconds=context.settings.queue.node_gone_seconds)
    for row in rows.values():
        if row.seen_at < gone - _FORGOTTEN:
            await db.delete(row)
        elif row.seen_at < gone:
            row.problem = GONE
    if {name: _facts(row) for name, row in rows.items()} != before:
        after_commit(db, context.wake_admission)


def _facts(row: NodeRow) -> tuple[object, ...]:
    return (row.problem, row.pool, row.cpu_milli, row.memory_bytes, row.disk_bytes, tuple(row.gpus), tuple(row.npus))
