"""Moves of workloads: the change, its event, and the hint for the loop that goes on."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.events import WorkloadMoved
from modelyard.compute.models import WorkloadRow
from modelyard.compute.rules import reasons
from modelyard.compute.rules.states import move
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.types import WorkloadState
from modelyard.core.db import after_commit
from modelyard.core.events import emit
from modelyard.core.subject import Subject


async def announce(db: AsyncSession, row: WorkloadRow, old: str, now: datetime, reason: dict[str, Any] | None = None) -> None:
    """Tell listeners that a workload has moved to the state that it has now."""
    said = None if reason is None else reasons.say(reason)
    event = WorkloadMoved(
        resource_id=row.id,
        owner_type=row.owner_type,
        owner_id=row.owner_id,
        old=old,
        new=row.state,
        attempt=row.attempt,
        outcome=row.outcome,
        ended_by=row.ended_by,
        reason_key="" if said is None else said.key,
        reason="" if said is None else said.text,
        reason_zh="" if said is None else said.zh,
    )
    await emit(db, event, by=Subject.from_json(row.subject), at=now)


async def go(
    db: AsyncSession, row: WorkloadRow, new: WorkloadState, now: datetime, reason: dict[str, Any] | None = None
) -> None:
    """Move a workload and tell listeners. Raises IllegalMoveError where there is no such arrow."""
    old = WorkloadState(row.state)
    row.state = move(old, new)
    await announce(db, row, old, now, reason)


def hint_workload(db: AsyncSession, context: ComputeContext | None, row: WorkloadRow, now: datetime) -> None:
    """Have the reconciler look at a workload as soon as this transaction has committed."""
    row.due_at = now
    row.hints += 1
    if context is not None:
        after_commit(db, context.wake_workloads)
