"""Routes of pools, their nodes, workloads and queues."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request

from modelyard.compute import access
from modelyard.compute.api.parameters import Context, Continue, PageSize, PoolName, WorkspaceFilter
from modelyard.compute.api.shapes import node_shape, page_of, pool_shape, queue_shape, workload_shape
from modelyard.compute.schemas.pools import (
    NodeList,
    PoolCounts,
    PoolCountsByStatus,
    PoolCreate,
    PoolList,
    PoolNodes,
    PoolShape,
    PoolStatistics,
    PoolUpdate,
    PoolWorkloadList,
    QueueList,
)
from modelyard.compute.service import pools as service
from modelyard.compute.service import queue as queues
from modelyard.compute.service import workloads
from modelyard.compute.types import WorkloadState
from modelyard.core.access import allow
from modelyard.core.clock import to_iso_microseconds
from modelyard.core.db import now
from modelyard.core.http import Db, ReadDb, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject

router = APIRouter(prefix="/v2/{project_id}", tags=["compute"], dependencies=[Depends(project_in_path)])

_STATES = {
    "Creating": WorkloadState.PREPARING,
    "Pending": WorkloadState.QUEUED,
    "Starting": WorkloadState.STARTING,
    "Running": WorkloadState.RUNNING,
    "Terminating": WorkloadState.STOPPING,
    "Ended": WorkloadState.ENDED,
}
Status = Literal["Creating", "Pending", "Starting", "Running", "Terminating", "Ended"]


@router.get("/pools", operation_id="ListPools")
async def list_pools(
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_POOLS)],
    *,
    workspace_id: WorkspaceFilter = None,
    offset: Offset = 0,
    limit: Limit = 500,
) -> PoolList:
    """List the dedicated pools that are open to the project, newest first."""
    page = await service.list_pools(db, who, workspace_id=workspace_id, offset=offset, limit=limit)
    return PoolList(items=[pool_shape(pool) for pool in page.items], count=len(page.items), total_count=page.total)


@router.post("/pools", operation_id="CreatePool", status_code=200)
async def create_pool(
    db: Db, context: Context, body: PoolCreate, who: Annotated[Subject, allow(access.CREATE_POOL)]
) -> PoolShape:
    """Make a dedicated pool of idle machines of the public one."""
    pool = await service.create_pool(
        db,
        context,
        who,
        name=body.metadata.labels.name,
        nodes=_counts(body.spec.resources),
        description=body.metadata.annotations.description or "",
        workspace_id=body.metadata.labels.workspace_id,
        scope=list(body.spec.scope),
        projects=body.spec.projects,
    )
    return pool_shape(pool)


@router.get("/pools/{pool_name}", operation_id="ShowPool")
async def get_pool(db: ReadDb, pool_name: PoolName, who: Annotated[Subject, allow(access.GET_POOL)]) -> PoolShape:
    """Show a pool; `public` is the public one."""
    return pool_shape(await service.get_pool(db, who, pool_name))


@router.patch("/pools/{pool_name}", operation_id="PatchPool")
async def update_pool(
    db: Db, context: Context, pool_name: PoolName, body: PoolUpdate, who: Annotated[Subject, allow(access.UPDATE_POOL)]
) -> PoolShape:
    """Change a dedicated pool: description, kinds of jobs, number of machines."""
    pool = await service.update_pool(
        db,
        context,
        who,
        pool_name,
        description=body.metadata.annotations.description,
        scope=None if body.spec.scope is None else list(body.spec.scope),
        nodes=None if body.spec.resources is None else _counts(body.spec.resources),
    )
    return pool_shape(pool)


@router.delete("/pools/{pool_name}", operation_id="DeletePool")
async def delete_pool(
    db: Db, context: Context, pool_name: PoolName, who: Annotated[Subject, allow(access.DELETE_POOL)]
) -> PoolShape:
    """Delete a dedicated pool; its machines go back to the public one."""
    return pool_shape(await service.delete_pool(db, context, who, pool_name))


@router.get("/pools/{pool_name}/nodes", operation_id="ListPoolNodes")
async def list_nodes(
    db: ReadDb,
    pool_name: PoolName,
    who: Annotated[Subject, allow(access.LIST_POOLS)],
    *,
    start: Continue = None,
    limit: PageSize = 100,
) -> NodeList:
    """List the machines of a pool by name, with what is free on them."""
    shown, metadata = page_of(await service.list_nodes(db, who, pool_name), start, limit)
    return NodeList(metadata=metadata, items=[node_shape(node) for node in shown])


@router.get("/pools/{pool_name}/workloads", operation_id="ListWorkloads")
async def list_workloads(
    db: ReadDb,
    context: Context,
    pool_name: PoolName,
    who: Annotated[Subject, allow(access.LIST_POOLS)],
    *,
    status: Status | None = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> PoolWorkloadList:
    """List the project's workloads in a pool, newest first; those that wait with their places in the queue."""
    pool = await service.open_pool(db, who, pool_name)
    state = None if status is None else _STATES[status]
    page = await workloads.list_workloads(db, who, pool=pool, state=state, offset=offset, limit=limit)
    places = {}
    if any(workload.state is WorkloadState.QUEUED for workload in page.items):
        places = await queues.positions(db, context, pool)
    items = [workload_shape(one, places.get(one.id), now(db)) for one in page.items]
    return PoolWorkloadList(items=items, count=len(items), total_count=page.total)


@router.get("/pools/{pool_name}/queue", operation_id="ListPoolQueue")
async def list_queue(
    request: Request,
    db: ReadDb,
    context: Context,
    pool_name: PoolName,
    who: Annotated[Subject, allow(access.LIST_POOLS)],
    *,
    offset: Offset = 0,
    limit: Limit = 100,
) -> QueueList:
    """List the project's waiting workloads of a pool in the order of the queue, and why each one waits."""
    page = await queues.queue_of(db, context, who, pool_name, offset=offset, limit=limit)
    items = [queue_shape(entry, language_of(request)) for entry in page.items]
    return QueueList(queue=items, count=len(items), total_count=page.total)


@router.get("/statistics/pools", operation_id="ShowPoolStatistics")
async def count_pools(
    db: ReadDb, who: Annotated[Subject, allow(access.LIST_POOLS)], *, workspace_id: WorkspaceFilter = None
) -> PoolStatistics:
    """Count the dedicated pools that are open to the project."""
    page = await service.list_pools(db, who, workspace_id=workspace_id, limit=1)
    counts = PoolCountsByStatus(status=PoolCounts(created=page.total))
    return PoolStatistics(statistics=counts, at=to_iso_microseconds(now(db)))


def _counts(nodes: list[PoolNodes]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for entry in nodes:
        counts[entry.flavor] = counts.get(entry.flavor, 0) + entry.count
    return {flavor: count for flavor, count in counts.items() if count}
