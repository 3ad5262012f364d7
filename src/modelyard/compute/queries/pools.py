"""Reads of nodes, pools and quotas, and the state that admission decides on."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import NodeRow, PoolProjectRow, PoolRow, QuotaRow, TaskRow, UsageRow, WorkloadRow
from modelyard.compute.rules.admission import Limits, Quota, Request, State, unit_of
from modelyard.compute.rules.preemption import Holder
from modelyard.compute.rules.room import Need, Node, Place
from modelyard.compute.rules.states import PLACED, WAITING
from modelyard.compute.rules.usage import decayed
from modelyard.compute.types import WorkloadState
from modelyard.core.clock import EPOCH
from modelyard.core.db import for_update
from modelyard.core.subject import Subject

_QUOTAS = frozenset(quota.value for quota in Quota)


async def all_nodes(db: AsyncSession) -> Sequence[NodeRow]:
    """Return all nodes by name."""
    return (await db.scalars(select(NodeRow).order_by(NodeRow.name))).all()


async def find_pool(db: AsyncSession, pool_id: str) -> PoolRow | None:
    """Return a dedicated pool."""
    return await db.get(PoolRow, pool_id)


def node_of(row: NodeRow) -> Node:
    """Return a node as admission sees it. Of cards of several products in one node, the most frequent one counts."""
    gpu, gpus = _most_frequent(row.gpus)
    npu, npus = ("", 0) if gpus else _most_frequent(row.npus)
    return Node(row.name, row.pool, row.cpu_milli, row.memory_bytes, row.disk_bytes, gpus, npus, gpu, npu)


def _most_frequent(products: Sequence[str]) -> tuple[str, int]:
    return Counter(products).most_common(1)[0] if products else ("", 0)


async def has_queue(db: AsyncSession) -> bool:
    """Return whether anything waits for its turn."""
    statement = select(WorkloadRow.id).where(WorkloadRow.state == WorkloadState.QUEUED).limit(1)
    return await db.scalar(statement) is not None


async def admission_state(db: AsyncSession, now: datetime, *, half_life: float, defaults: dict[Quota, int]) -> State:
    """Read what a plan depends on. Plain columns, since a queue may be long."""
    nodes = [node_of(row) for row in await all_nodes(db) if not row.problem]
    queue = await _queue(db)
    recent = {
        (pool, project): decayed(share, (now - at).total_seconds(), half_life)
        for pool, project, share, at in await db.execute(
            select(UsageRow.pool, UsageRow.project_id, UsageRow.share_seconds, UsageRow.at)
        )
    }
    limits = await _limits(db, {one.project for one in queue}, defaults)
    return State((now - EPOCH).total_seconds(), nodes, queue, await _holders(db), recent, limits)


async def _queue(db: AsyncSession) -> list[Request]:
    row = WorkloadRow
    statement = select(
        row.id,
        row.project_id,
        row.workspace_id,
        row.pool,
        row.cpu_milli,
        row.memory_bytes,
        row.disk_bytes,
        row.gpus,
        row.npus,
        row.gpu,
        row.npu,
        row.task_count,
        row.priority,
        row.queued_at,
        row.front_since,
        row.not_before,
        row.name,
    ).where(row.state == WorkloadState.QUEUED)
    return [
        Request(
            id=one[0],
            project=one[1],
            workspace=one[2],
            pool=one[3],
            need=_need(tuple(one)),
            count=one[11],
            priority=one[12],
            queued_at=(one[13] - EPOCH).total_seconds(),
            front=one[14] is not None,
            not_before=0.0 if one[15] is None else (one[15] - EPOCH).total_seconds(),
            name=one[16],
        )
        for one in await db.execute(statement)
    ]


async def _holders(db: AsyncSession) -> list[Holder]:
    row, task = WorkloadRow, TaskRow
    statement = (
        select(
            row.id,
            row.project_id,
            row.workspace_id,
            row.pool,
            row.cpu_milli,
            row.memory_bytes,
            row.disk_bytes,
            row.gpus,
            row.npus,
            row.gpu,
            row.npu,
            row.priority,
            row.preemptible,
            row.state,
            row.started_at,
            task.node,
            task.devices,
        )
        .join(row, row.id == task.workload_id)
        .where(task.holds)
    )
    places: dict[str, list[Place]] = {}
    found = {}
    for one in await db.execute(statement):
        places.setdefault(one[0], []).append(Place(one[15], tuple(one[16])))
        found[one[0]] = one
    return [
        Holder(
            id=one[0],
            project=one[1],
            workspace=one[2],
            pool=one[3],
            need=_need(tuple(one)),
            places=tuple(places[one[0]]),
            priority=one[11],
            preemptible=one[12],
            stopping=one[13] not in {WorkloadState.STARTING, WorkloadState.RUNNING},
            started_at=0.0 if one[14] is None else (one[14] - EPOCH).total_seconds(),
        )
        for one in found.values()
    ]


async def _limits(db: AsyncSession, projects: set[str], defaults: dict[Quota, int]) -> Limits:
    """Return the quotas that may hold somebody back, the defaults filled in for projects."""
    limits: dict[tuple[str, str], dict[Quota, int]] = {("project", project): dict(defaults) for project in projects}
    for row in await db.scalars(select(QuotaRow)):
        if row.project_id in projects and row.resource in _QUOTAS:
            scope = ("workspace", f"{row.project_id}/{row.workspace_id}") if row.workspace_id else ("project", row.project_id)
            mine, quota = limits.setdefault(scope, {}), Quota(row.resource)
            if row.quota >= 0:
                # The settings are the site's; a project or workspace can only have less.
                wanted = row.quota * unit_of(quota)
                mine[quota] = min(mine.get(quota, wanted), wanted)
    return limits


def _need(one: Sequence[Any]) -> Need:
    """Return what stands in the columns 4 to 10 of both statements."""
    return Need(one[4], one[5], one[6], one[7], one[8], one[9], one[10])


def pools_of(who: Subject, workspace_id: str | None) -> Select[Any]:
    """Select the dedicated pools in which the caller's project may run something, newest first."""
    statement = select(PoolRow).join(PoolProjectRow, PoolProjectRow.pool_id == PoolRow.id)
    statement = statement.where(PoolProjectRow.project_id == (who.project_id or ""))
    if workspace_id is not None:
        statement = statement.where(PoolRow.workspace_id == workspace_id)
    return statement.order_by(PoolRow.created_at.desc(), PoolRow.id.desc())


async def may_use(db: AsyncSession, who: Subject, pool_id: str) -> bool:
    """Return whether a dedicated pool is open to the caller's project."""
    return await db.get(PoolProjectRow, (pool_id, who.project_id or "")) is not None


async def projects_of(db: AsyncSession, pool_id: str) -> list[str]:
    """Return the projects that a dedicated pool is open to."""
    statement = select(PoolProjectRow.project_id).where(PoolProjectRow.pool_id == pool_id)
    return list(await db.scalars(statement.order_by(PoolProjectRow.project_id)))


async def nodes_in(db: AsyncSession, pool_ids: Sequence[str], *, lock: bool = False) -> Sequence[NodeRow]:
    """Return the nodes of some pools by name."""
    statement = select(NodeRow).where(NodeRow.pool.in_(pool_ids)).order_by(NodeRow.name)
    return (await db.scalars(for_update(statement) if lock else statement)).all()


async def held_on(db: AsyncSession, names: Sequence[str]) -> dict[str, tuple[int, int, int, int]]:
    """Return what is taken on each node: CPU, memory, GPUs, NPUs; nodes with nothing on them are left out."""
    row, task = WorkloadRow, TaskRow
    sums = [func.sum(column) for column in (row.cpu_milli, row.memory_bytes, row.gpus, row.npus)]
    statement = select(task.node, *sums).join(row, row.id == task.workload_id).where(task.holds, task.node.in_(names))
    return {
        one[0]: (int(one[1]), int(one[2]), int(one[3]), int(one[4])) for one in await db.execute(statement.group_by(task.node))
    }


async def has_unfinished(db: AsyncSession, pool_id: str) -> bool:
    """Return whether a workload of a pool has not ended."""
    statement = select(WorkloadRow.id).where(WorkloadRow.pool == pool_id, WorkloadRow.state != WorkloadState.ENDED)
    return await db.scalar(statement.limit(1)) is not None


async def quotas_of(db: AsyncSession, project_id: str, workspace_id: str) -> dict[str, QuotaRow]:
    """Return the quotas that were set for a workspace, or for a whole project where it is empty."""
    statement = select(QuotaRow).where(QuotaRow.project_id == project_id, QuotaRow.workspace_id == workspace_id)
    return {row.resource: row for row in await db.scalars(statement)}


async def used_of(db: AsyncSession, project_id: str, workspace_id: str | None) -> dict[Quota, int]:
    """Return what a project, or one of its workspaces, uses of each quota now, in the units of admission."""
    row = WorkloadRow
    amounts = (
        func.coalesce(func.sum(row.cpu_milli * row.task_count), 0),
        func.coalesce(func.sum(row.memory_bytes * row.task_count), 0),
        func.coalesce(func.sum((row.gpus + row.npus) * row.task_count), 0),
        func.count(),
    )
    mine = [row.project_id == project_id]
    if workspace_id is not None:
        mine.append(row.workspace_id == workspace_id)
    placed = (await db.execute(select(*amounts).where(*mine, row.state.in_(PLACED)))).one()
    waiting = await db.scalar(select(func.count()).select_from(row).where(*mine, row.state.in_(WAITING)))
    kinds = (Quota.CORES, Quota.MEMORY, Quota.CARDS, Quota.RUNNING)
    return {**{kind: int(amount) for kind, amount in zip(kinds, placed, strict=True)}, Quota.QUEUED: waiting or 0}
