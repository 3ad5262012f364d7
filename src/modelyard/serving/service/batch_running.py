"""Asks compute for what the run of a batch service needs, and reads how far it is. No session is open meanwhile."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from modelyard.compute import service as compute
from modelyard.compute.errors import WorkloadNotEnded, WorkloadNotFound
from modelyard.compute.schemas import WorkloadCreate
from modelyard.compute.types import OnFailure, Restart, WorkloadId, WorkloadState
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import BatchRow, ServiceRow
from modelyard.serving.rules.batches import ROLE, Run, tasks_of
from modelyard.serving.rules.manifests import read_progress
from modelyard.serving.rules.templates import Template, resources_of
from modelyard.serving.service.context import ServingContext
from modelyard.serving.types import BATCH_OWNER_TYPE, Goal, InferType, WorkerProgress

_SYSTEM = Subject.system("serving.batches")
# Models talk in the same log; in this much of its end the last word of a worker nearly always is.
_TAIL_BYTES = 64 * 1024
# A node that went away is no reason to give up: what is done is not done again.
_MOST_RESTARTS = 3
_READABLE = frozenset({WorkloadState.RUNNING, WorkloadState.STOPPING, WorkloadState.ENDED})


@dataclass(frozen=True)
class BatchOrders:
    """What there is to ask of compute for one batch service."""

    run: Run
    run_id: str
    name: str
    goal: Goal
    owner: Subject
    workspace_id: str
    priority: int
    template: Template
    workload_id: WorkloadId | None
    state: WorkloadState | None
    stop_told: bool
    is_read: bool
    before: tuple[WorkloadId, ...]


@dataclass(frozen=True)
class BatchReport:
    """What came of it. run_id: of the run that was looked at. refused: why compute does not take it, by language.

    progress: what workers said last. is_final: nothing follows what they said. removed: workloads that are gone.
    """

    run_id: str
    refused: dict[str, str] | None = None
    told: bool = False
    progress: dict[int, WorkerProgress] = field(default_factory=dict)
    is_final: bool = False
    removed: tuple[str, ...] = ()


async def orders_of(context: ServingContext, service_id: str) -> BatchOrders | None:
    """Return what is to be asked for a batch service; None for services of other kinds."""
    async with context.database.read_session() as db:
        row = await db.get(ServiceRow, service_id)
        batch = None if row is None or row.infer_type != InferType.BATCH else await db.get(BatchRow, service_id)
        if row is None or batch is None:
            return None
        deployment = next(item for item in await queries.deployments_of(db, service_id) if not item.retired)
        timeout, most = float(deployment.timeout_seconds), context.settings.max_request_bytes
        return BatchOrders(
            run=Run(row.id, batch.task_id, batch.run, batch.task_count, timeout, most),
            run_id=batch.run_id,
            name=row.name,
            goal=Goal(row.goal),
            owner=Subject.from_json(row.subject),
            workspace_id=row.workspace_id,
            priority=int(row.options.get("priority") or 1),
            template=deployment.template,
            workload_id=None if batch.workload_id is None else WorkloadId(batch.workload_id),
            state=None if batch.workload_state is None else WorkloadState(batch.workload_state),
            stop_told=batch.stop_told,
            is_read=batch.is_read,
            before=tuple(map(WorkloadId, batch.before)),
        )


async def carry_out(context: ServingContext, orders: BatchOrders) -> BatchReport:
    """Ask for all of it, each in a transaction of its own; every part may be repeated."""
    is_over = orders.state is WorkloadState.ENDED
    going = [*orders.before, *([orders.workload_id] if is_over and orders.goal is Goal.DELETE and orders.workload_id else [])]
    removed = await _remove(context, going)
    if orders.goal is Goal.RUN and orders.workload_id is None:
        refused = await _submit(context, orders)
        return BatchReport(orders.run_id, refused=refused, removed=removed)
    told = orders.goal is not Goal.RUN and orders.workload_id is not None and not is_over and not orders.stop_told
    if told and orders.workload_id is not None:
        with contextlib.suppress(WorkloadNotFound):
            async with context.database.session() as db:
                await compute.stop(db, context.compute, _SYSTEM, orders.workload_id)
    progress: dict[int, WorkerProgress] = {}
    if orders.workload_id is not None and orders.state in _READABLE and not orders.is_read:
        for number in range(orders.run.task_count):
            progress |= await _read(context, orders.workload_id, number)
    return BatchReport(orders.run_id, told=told, progress=progress, is_final=is_over, removed=removed)


async def _submit(context: ServingContext, orders: BatchOrders) -> dict[str, str] | None:
    """Queue the workload of a run. Returns why that cannot be, in each language."""
    try:
        async with context.database.session() as db:
            servable = await context.find_servable(db, orders.owner, orders.template["model_id"])
            wanted = WorkloadCreate(
                owner_type=BATCH_OWNER_TYPE,
                owner_id=orders.run_id,
                name=f"{orders.name}-{orders.run.number}"[-64:],
                image=servable.image,
                tasks=tasks_of(orders.template, servable, orders.run),
                flavor=orders.template["flavor"],
                resources=resources_of(orders.template),
                pool=orders.template.get("pool") or None,
                workspace_id=orders.workspace_id,
                priority=orders.priority,
                restart=Restart(OnFailure.FAULT, most=_MOST_RESTARTS),
            )
            await compute.submit(db, context.compute, orders.owner, wanted)
    except AppError as error:
        if error.status >= 500:
            raise
        return {language.value: error.message(language) for language in Language}
    return None


async def _read(context: ServingContext, workload_id: WorkloadId, number: int) -> dict[int, WorkerProgress]:
    """Return what a worker said last, in the form in which it is asked by its number; a log may be gone already."""
    try:
        part = await compute.read_log(
            context.compute, _SYSTEM, workload_id, f"{ROLE}-{number}", offset=-_TAIL_BYTES, limit=_TAIL_BYTES
        )
    except AppError:
        return {}
    found = read_progress(part.content).get(number)
    # Others have no say in the log of this one.
    return {} if found is None else {number: found}


async def _remove(context: ServingContext, ids: Sequence[WorkloadId]) -> tuple[str, ...]:
    """Have workloads removed that are over, and return which."""
    removed = []
    for workload_id in ids:
        with contextlib.suppress(WorkloadNotEnded):
            async with context.database.session() as db:
                await compute.remove(db, context.compute, _SYSTEM, workload_id)
            removed.append(str(workload_id))
    return tuple(removed)
