"""One admission pass: read the queue, decide by the rules, write down who starts where."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import AttemptRow, TaskRow, WorkloadRow
from modelyard.compute.queries import pools as queries
from modelyard.compute.rules.reasons import kept
from modelyard.compute.rules.room import Place
from modelyard.compute.service.announcing import go, hint_workload
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.outlook import planned
from modelyard.compute.service.pools import TURN
from modelyard.compute.service.workloads import end_waiting, stop_row
from modelyard.compute.types import EndedBy, Outcome, TaskState, WorkloadState
from modelyard.core.db import for_update, now, take_turn


async def admit(db: AsyncSession, context: ComputeContext) -> int:
    """Let everything start that may, and return how many did. One pass at a time, however many processes there are."""
    await take_turn(db, TURN)
    if not await queries.has_queue(db):
        return 0
    await _give_up_repeats(db, context)
    _, made = await planned(db, context)
    await _start(db, context, made.places)
    await _make_room(db, context, made.victims)
    return len(made.places)


async def _start(db: AsyncSession, context: ComputeContext, places: Mapping[str, Sequence[Place]]) -> None:
    at = now(db)
    for row in await _locked(db, list(places)):
        if row.state != WorkloadState.QUEUED:
            continue  # it was stopped after the plan was made
        row.attempt += 1
        row.started_at = row.started_at or at
        row.running_at = row.stop_by = row.not_before = row.keys_until = None
        row.attempts, row.last_error = 0, None
        db.add(AttemptRow(workload_id=row.id, attempt=row.attempt, started_at=at))
        for number, (spec, place) in enumerate(zip(row.specs, places[row.id], strict=True)):
            db.add(
                TaskRow(
                    workload_id=row.id,
                    attempt=row.attempt,
                    name=f"{spec['role']}-{spec['index']}",
                    number=number,
                    role=spec["role"],
                    index=spec["index"],
                    node=place.node,
                    devices=list(place.devices),
                    holds=True,
                    state=TaskState.WAITING,
                    ports={},
                    step=0,
                )
            )
        await go(db, row, WorkloadState.STARTING, at)
        hint_workload(db, context, row, at)


async def _make_room(db: AsyncSession, context: ComputeContext, victims: Mapping[str, str]) -> None:
    for row in await _locked(db, list(victims)):
        if row.state in {WorkloadState.STARTING, WorkloadState.RUNNING}:
            await stop_row(db, context, row, ended_by=EndedBy.PREEMPTION, reason=kept("preempted"))


async def _give_up_repeats(db: AsyncSession, context: ComputeContext) -> None:
    """End what waited too long for room after a fault of the platform."""
    wait = timedelta(seconds=context.settings.queue.fault_wait_seconds)
    late = select(WorkloadRow).where(WorkloadRow.state == WorkloadState.QUEUED, WorkloadRow.front_since < now(db) - wait)
    for row in await db.scalars(for_update(late)):
        minutes = round(wait.total_seconds() / 60)
        await end_waiting(db, row, Outcome.LOST, EndedBy.PLATFORM, kept("no_room_again", minutes=minutes))


async def _locked(db: AsyncSession, ids: Sequence[str]) -> Sequence[WorkloadRow]:
    """Return the rows of some workloads in the order given, locked."""
    if not ids:
        return ()
    place = {workload_id: number for number, workload_id in enumerate(ids)}
    rows: list[WorkloadRow] = []
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        rows += await db.scalars(for_update(select(WorkloadRow).where(WorkloadRow.id.in_(chunk)).order_by(WorkloadRow.id)))
    return sorted(rows, key=lambda row: place[row.id])
