"""Asks compute for what replicas need. No row of ours is locked meanwhile: compute's own rows are locked first, always."""

import contextlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.errors import WorkloadNotFound
from modelyard.compute.schemas import WorkloadCreate
from modelyard.compute.types import OnFailure, Restart, WorkloadId
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.models import DeploymentRow, ReplicaRow, ServiceRow
from modelyard.serving.rules.options import body_of, timeout_of
from modelyard.serving.rules.templates import resources_of, task_of
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.drafting import servable_for
from modelyard.serving.types import OWNER_TYPE, ReplicaState

_SYSTEM = Subject.system("serving.services")


@dataclass(frozen=True)
class Order:
    """Something to ask of compute for one replica. template: of its generation; None where nothing is to start."""

    replica_id: str
    state: ReplicaState
    workload_id: str | None
    template: dict[str, Any] | None
    timeout_seconds: float
    name: str


@dataclass(frozen=True)
class Orders:
    """Everything to ask of compute for one service."""

    service_id: str
    owner: Subject
    workspace_id: str
    priority: int
    request_seconds: float
    request_bytes: int
    orders: tuple[Order, ...]


@dataclass(frozen=True)
class Refused:
    """A replica whose workload compute does not take, and why."""

    replica_id: str
    reason: dict[str, str]


async def orders_of(context: ServingContext, service_id: str) -> Orders | None:
    """Return what is to be asked of compute for a service; None for nothing."""
    async with context.database.read_session() as db:
        row = await db.get(ServiceRow, service_id)
        if row is None:
            return None
        wanted = [item for item in await queries.replicas_of(db, service_id) if _is_wanted(item)]
        if not wanted:
            return None
        deployments = {item.id: item for item in await queries.deployments_of(db, service_id)}
        return Orders(
            service_id=row.id,
            owner=Subject.from_json(row.subject),
            workspace_id=row.workspace_id,
            priority=int(row.options.get("priority") or 1),
            request_seconds=timeout_of(row.options, context.settings.request_timeout_seconds),
            request_bytes=body_of(row.options, context.settings.max_request_bytes),
            orders=tuple(_order(row, deployments[item.deployment_id], item) for item in wanted),
        )


async def carry_out(context: ServingContext, orders: Orders) -> list[Refused]:
    """Ask compute for all of it, each in a transaction of its own; every part may be repeated."""
    refused = []
    for order in orders.orders:
        if order.state is ReplicaState.NEW:
            problem = await _start(context, orders, order)
            refused += [] if problem is None else [Refused(order.replica_id, problem)]
        else:
            await _stop(context, order)
    return refused


async def _start(context: ServingContext, orders: Orders, order: Order) -> dict[str, str] | None:
    """Queue the workload of a replica. Returns why that cannot be, in each language."""
    assert order.template is not None
    try:
        async with context.database.session() as db:
            servable = await servable_for(db, context, orders.owner, order.template)
            task = task_of(
                order.template,
                servable,
                service_id=orders.service_id,
                timeout_seconds=order.timeout_seconds,
                request_seconds=orders.request_seconds,
                request_bytes=orders.request_bytes,
            )
            wanted = WorkloadCreate(
                owner_type=OWNER_TYPE,
                owner_id=order.replica_id,
                name=order.name,
                image=servable.image,
                tasks=(task,),
                flavor=order.template["flavor"],
                resources=resources_of(order.template),
                pool=order.template.get("pool") or None,
                workspace_id=orders.workspace_id,
                priority=orders.priority,
                restart=Restart(OnFailure.NEVER),
            )
            await compute.submit(db, context.compute, orders.owner, wanted)
    except AppError as error:
        if error.status >= 500:
            raise
        return {language.value: error.message(language) for language in Language}
    return None


async def _stop(context: ServingContext, order: Order) -> None:
    """Have the workload of a replica stop; what is gone already needs nothing."""
    if order.workload_id is not None:
        with contextlib.suppress(WorkloadNotFound):
            async with context.database.session() as db:
                await compute.stop(db, context.compute, _SYSTEM, WorkloadId(order.workload_id))
    async with context.database.session() as db:
        await mark_told(db, order.replica_id)


async def mark_told(db: AsyncSession, replica_id: str) -> None:
    """Note that the workload of a replica was told to stop."""
    replica = await db.get(ReplicaRow, replica_id)
    if replica is not None and replica.state == ReplicaState.STOPPING:
        replica.stop_told = True


def _is_wanted(row: ReplicaRow) -> bool:
    return row.state == ReplicaState.NEW or (row.state == ReplicaState.STOPPING and not row.stop_told)


def _order(row: ServiceRow, deployment: DeploymentRow, replica: ReplicaRow) -> Order:
    # A replica of another generation than the wanted one is only made of the one that answers.
    template = deployment.template
    if replica.generation != deployment.generation and deployment.live is not None:
        template = deployment.live["template"]
    return Order(
        replica_id=replica.id,
        state=ReplicaState(replica.state),
        workload_id=replica.workload_id,
        template=template,
        timeout_seconds=float(deployment.timeout_seconds),
        name=f"{row.name}-{replica.number}"[:64],
    )
