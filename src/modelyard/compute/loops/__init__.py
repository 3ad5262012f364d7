"""Loops of compute: admission, the reconciler of workloads, nodes, and what is forgotten."""

from datetime import timedelta
from typing import Any

from modelyard.compute.loops.workloads import KEY_SECONDS, LOOP, WorkloadReconciler
from modelyard.compute.service.admitting import admit
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.nodes import refresh_nodes
from modelyard.core.loops import OnDemand, Periodic, ReconcilerRunner

__all__ = ["ADMISSION", "KEY_SECONDS", "WORKLOADS", "WorkloadReconciler", "runners"]

ADMISSION = "compute.admission"
WORKLOADS = LOOP


def runners(context: ComputeContext) -> list[ReconcilerRunner[Any, Any, Any] | OnDemand | Periodic]:
    """Return the loops of a process, and have the engine's hints wake them."""
    reconciler = WorkloadReconciler(context)
    runner = ReconcilerRunner(context.database, reconciler, context.clock)

    def hint(ref: Any) -> None:
        reconciler.note_hint(ref.workload_id)
        runner.wake()

    context.engine.listen(hint)
    return [
        runner,
        OnDemand(ADMISSION, timedelta(seconds=5), lambda: _admit(context)),
        Periodic("compute.nodes", timedelta(seconds=context.settings.queue.node_seconds), lambda: refresh_nodes(context)),
    ]


async def _admit(context: ComputeContext) -> None:
    async with context.database.session() as db:
        await admit(db, context)
