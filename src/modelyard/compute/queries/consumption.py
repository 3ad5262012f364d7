"""Reads of what projects used."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import AttemptRow, ConsumptionRow, WorkloadRow
from modelyard.compute.queries.workloads import visible_to
from modelyard.compute.rules.states import PLACED
from modelyard.core.subject import Subject


async def rows_of(db: AsyncSession, who: Subject, first: date) -> Sequence[ConsumptionRow]:
    """Return what the caller's project used since a day."""
    statement = select(ConsumptionRow).where(ConsumptionRow.project_id == (who.project_id or ""), ConsumptionRow.day >= first)
    return (await db.scalars(statement)).all()


async def placed(db: AsyncSession, who: Subject) -> list[tuple[Any, datetime]]:
    """Return the workloads of the caller's project that hold resources, with the time since when."""
    attempt = (AttemptRow.workload_id == WorkloadRow.id) & (AttemptRow.attempt == WorkloadRow.attempt)
    columns = (
        WorkloadRow.owner_type,
        WorkloadRow.task_count,
        WorkloadRow.cpu_milli,
        WorkloadRow.memory_bytes,
        WorkloadRow.gpus,
        WorkloadRow.npus,
        AttemptRow.started_at,
    )
    statement = select(*columns).join(AttemptRow, attempt).where(visible_to(who), WorkloadRow.state.in_(PLACED))
    return [(row, row.started_at) for row in await db.execute(statement)]
