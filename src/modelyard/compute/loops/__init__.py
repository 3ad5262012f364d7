"""Loops of compute: admission, the reconciler of workloads, nodes, and what is forgotten."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from modelyard.compute.loops.workloads import KEY_SECONDS, LOOP, WorkloadReconciler
from modelyard.compute.queries import workloads as queries
from modelyard.compute.service.admitting import admit
from modelyard.compute.service.announcing import hint_workload
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.nodes import refresh_nodes
from modelyard.compute.types import TaskRef
from modelyard.core.loops import OnDemand, Periodic, ReconcilerRunner, Runner

__all__ = ["ADMISSION", "KEY_SECONDS", "WORKLOADS", "WorkloadReconciler", "runners"]

ADMISSION = "compute.admission"
WORKLOADS = LOOP


class Hearing:
    """Has the engine's hints wake the reconciler for just the workload that they are about, while the loops run."""

    name = "compute.hints"

    def __init__(self, context: ComputeContext, reconciler: WorkloadReconciler, wake: Callable[[], None]) -> None:
        self._context, self._reconciler, self._wake = context, reconciler, wake

    def hear(self, ref: TaskRef) -> None:
        """Look at the workload of a task now."""
        self._reconciler.note_hint(ref.workload_id)
        self._wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until `stop` is set."""
        self._context.engine.listen(self.hear)
        await stop.wait()


def runners(context: ComputeContext) -> list[Runner]:
    """Return the loops of a process."""
    reconciler = WorkloadReconciler(context)
    runner = ReconcilerRunner(context.database, reconciler, context.clock)
    return [
        Hearing(context, reconciler, runner.wake),
        runner,
        OnDemand(ADMISSION, timedelta(seconds=5), lambda: run_admission(context)),
        Periodic("compute.nodes", timedelta(seconds=context.settings.queue.node_seconds), lambda: refresh_nodes(context)),
        Periodic("compute.sweep", timedelta(hours=1), lambda: sweep(context)),
    ]


async def run_admission(context: ComputeContext) -> int:
    """Run one admission pass, and return how many workloads start."""
    async with context.database.session() as db:
        return await admit(db, context)


async def sweep(context: ComputeContext) -> int:
    """Have removed what ended so long ago that nobody asks for it, some at a time; return how many."""
    before = context.clock.now() - timedelta(days=context.settings.queue.kept_days)
    async with context.database.session() as db:
        rows = await queries.ended_before(db, before, limit=500)
        for row in rows:
            row.removing = True
            hint_workload(db, context, row, context.clock.now())
    return len(rows)
