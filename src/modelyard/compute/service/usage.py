"""What projects use of pools, for fairness, and what they used in all, in core-hours and card-hours."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import ConsumptionRow, UsageRow, WorkloadRow
from modelyard.compute.queries import consumption
from modelyard.compute.queries import pools as queries
from modelyard.compute.rules.usage import Used, decayed, held, seconds_by_day
from modelyard.compute.service.context import ComputeContext
from modelyard.core.db import now
from modelyard.core.subject import Subject


@dataclass(frozen=True)
class Running:
    """What is held at this moment."""

    workloads: int
    tasks: int
    cores: float
    cards: int


@dataclass(frozen=True)
class Consumption:
    """What a project used: in all, by day (every day of the period, oldest first), by kind of workload."""

    days: tuple[tuple[date, Used], ...]
    kinds: tuple[tuple[str, Used], ...]
    total: Used
    running: Running


async def consumption_of(db: AsyncSession, who: Subject, *, days: int = 30) -> Consumption:
    """Return what the caller's project used in the last days, today (UTC) included, with what runs now.

    It counts from admission to the end of each attempt: that is when nobody else could have the resources.
    """
    at = now(db)
    first = at.date() - timedelta(days=days - 1)
    by_day = {first + timedelta(days=number): Used() for number in range(days)}
    by_kind: defaultdict[str, Used] = defaultdict(Used)
    for row in await consumption.rows_of(db, who, first):
        used = Used(row.core_seconds, row.gib_seconds, row.card_seconds)
        if row.day in by_day:
            by_day[row.day] += used
            by_kind[row.owner_type] += used
    placed = await consumption.placed(db, who)
    for row, begun in placed:
        for day, used in _use(row, begun, at):
            if day in by_day:
                by_day[day] += used
                by_kind[row.owner_type] += used
    running = Running(
        workloads=len(placed),
        tasks=sum(row.task_count for row, _ in placed),
        cores=sum(row.cpu_milli * row.task_count for row, _ in placed) / 1000,
        cards=sum((row.gpus + row.npus) * row.task_count for row, _ in placed),
    )
    return Consumption(
        days=tuple(by_day.items()),
        kinds=tuple(sorted(by_kind.items())),
        total=sum(by_day.values(), Used()),
        running=running,
    )


async def note_consumption(db: AsyncSession, row: WorkloadRow, begin: datetime, end: datetime) -> None:
    """Write down what an attempt that has ended held, in the transaction of its end."""
    for day, used in _use(row, begin, end):
        key = (row.project_id, day, row.workspace_id, row.owner_type)
        found = await db.get(ConsumptionRow, key, with_for_update=True)
        if found is None:
            found = ConsumptionRow(
                project_id=row.project_id,
                day=day,
                workspace_id=row.workspace_id,
                owner_type=row.owner_type,
                core_seconds=0.0,
                gib_seconds=0.0,
                card_seconds=0.0,
            )
            db.add(found)
        found.core_seconds += used.core_seconds
        found.gib_seconds += used.gib_seconds
        found.card_seconds += used.card_seconds


def _use(row: WorkloadRow, begin: datetime, end: datetime) -> list[tuple[date, Used]]:
    return [
        (day, held(row.cpu_milli, row.memory_bytes, row.gpus + row.npus, row.task_count, seconds))
        for day, seconds in seconds_by_day(begin, end)
    ]


async def note_use(db: AsyncSession, context: ComputeContext, row: WorkloadRow, seconds: float) -> None:
    """Add the use of an attempt that has ended to what its project used of late."""
    if seconds <= 0:
        return
    nodes = [node for node in await queries.all_nodes(db) if node.pool == row.pool]
    cores = sum(node.cpu_milli for node in nodes) or 1
    memory = sum(node.memory_bytes for node in nodes) or 1
    cards = sum(len(node.gpus) + len(node.npus) for node in nodes) or 1
    shares = (row.cpu_milli / cores, row.memory_bytes / memory, (row.gpus + row.npus) / cards)
    used = max(shares) * row.task_count * seconds
    at = now(db)
    usage = await db.get(UsageRow, (row.pool, row.project_id), with_for_update=True)
    if usage is None:
        db.add(UsageRow(pool=row.pool, project_id=row.project_id, share_seconds=used, at=at))
        return
    half_life = context.settings.queue.usage_half_life_seconds
    usage.share_seconds = decayed(usage.share_seconds, (at - usage.at).total_seconds(), half_life) + used
    usage.at = at
