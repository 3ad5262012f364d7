"""Use cases of pools: the public one, and dedicated ones, which are sets of nodes for some projects of an account."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.errors import (
    PoolInUse,
    PoolInvalid,
    PoolNameTaken,
    PoolNotFound,
    PublicPoolIsFixed,
    TooFewNodes,
)
from modelyard.compute.models import NodeRow, PoolProjectRow, PoolRow
from modelyard.compute.queries import pools as queries
from modelyard.compute.rules import flavors
from modelyard.compute.service.context import ComputeContext
from modelyard.core.db import after_commit, now, take_turn
from modelyard.core.ids import new_id
from modelyard.core.paging import Page, fetch_page
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.service.projects import get_row as get_project
from modelyard.iam.service.workspaces import require_workspace

PUBLIC = "public"
# What one session at a time may do: decide who gets which room.
TURN = "compute.admission"
SCOPES = ("Train", "Infer", "Notebook")
_NAME = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True)
class PoolNode:
    """A node as its pool shows it. flavor: what the whole machine is. used_*: what is taken by workloads."""

    name: str
    address: str
    pool: str
    flavor: str
    arch: str
    cpu_milli: int
    memory_bytes: int
    disk_bytes: int
    gpus: int
    npus: int
    product: str
    used_cpu_milli: int
    used_memory_bytes: int
    used_gpus: int
    used_npus: int
    problem: str
    created_at: datetime


@dataclass(frozen=True)
class Pool:
    """A pool with its nodes. projects: those that it is open to; empty for the public one, which is open to all."""

    id: str
    name: str
    description: str
    workspace_id: str
    domain_id: str
    project_id: str
    scope: tuple[str, ...]
    projects: tuple[str, ...]
    created_at: datetime | None
    nodes: tuple[PoolNode, ...]

    @property
    def flavors(self) -> dict[str, int]:
        """How many nodes there are of each whole machine's flavor."""
        return dict(sorted(Counter(node.flavor for node in self.nodes).items()))


async def open_pool(db: AsyncSession, who: Subject, pool_id: str | None) -> str:
    """Return the id of a pool in which the caller's project may run something. Raises PoolNotFound."""
    if pool_id in {None, "", PUBLIC}:
        return PUBLIC
    assert pool_id is not None
    row = await queries.find_pool(db, pool_id)
    if row is None or not (who.kind is SubjectKind.SYSTEM or await queries.may_use(db, who, pool_id)):
        raise PoolNotFound(pool=pool_id[:64], resource=pool_id[:64])
    return row.id


async def list_pools(
    db: AsyncSession, who: Subject, *, workspace_id: str | None = None, offset: int = 0, limit: int = 100
) -> Page[Pool]:
    """Return the dedicated pools that are open to the caller's project, newest first. The public pool is not listed."""
    page = await fetch_page(db, queries.pools_of(who, workspace_id), offset=offset, limit=limit)
    return Page([await _read(db, row) for row in page.items], page.total)


async def get_pool(db: AsyncSession, who: Subject, pool_id: str) -> Pool:
    """Return a pool, `public` for the public one. Raises PoolNotFound."""
    found = await open_pool(db, who, pool_id)
    if found == PUBLIC:
        nodes = await _nodes(db, await queries.nodes_in(db, [PUBLIC]))
        return Pool(PUBLIC, PUBLIC, "", "0", "", "", SCOPES, (), None, nodes)
    row = await queries.find_pool(db, found)
    assert row is not None
    return await _read(db, row)


async def list_nodes(db: AsyncSession, who: Subject, pool_id: str) -> tuple[PoolNode, ...]:
    """Return the nodes of a pool by name. Raises PoolNotFound."""
    return (await get_pool(db, who, pool_id)).nodes


async def list_machines(db: AsyncSession) -> list[flavors.Flavor]:
    """Return what whole machines there are, as flavors with the number of nodes of each."""
    rows = await queries.all_nodes(db)
    counts = Counter(_flavor(row) for row in rows)
    found = {_flavor(row): (flavors.whole(queries.node_of(row)), row.arch) for row in rows}
    return [replace(flavor, nodes=counts[name], arch=arch) for name, (flavor, arch) in sorted(found.items())]


async def create_pool(
    db: AsyncSession,
    context: ComputeContext,
    who: Subject,
    *,
    name: str,
    nodes: Mapping[str, int],
    description: str = "",
    workspace_id: str = "0",
    scope: Sequence[str] = SCOPES,
    projects: Sequence[str] = (),
) -> Pool:
    """Make a dedicated pool of idle nodes of the public one.

    nodes: how many of each flavor of whole machines. projects: further projects of the account that may use it.
    Raises PoolInvalid, PoolNameTaken, TooFewNodes, WorkspaceNotFound.
    """
    if not _NAME.fullmatch(name):
        problem = "lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen; at most 63"
        raise PoolInvalid(field="metadata.labels.os.modelarts/name", problem=problem)
    if not nodes:
        raise PoolInvalid(field="spec.resources", problem="a pool needs at least one node")
    await require_workspace(db, who, workspace_id)
    for project in projects:
        await get_project(db, who, project)
    row = PoolRow(
        id=f"pool-{new_id()[-12:]}",
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=workspace_id,
        name=name,
        description=description,
        scope=list(scope),
        created_by=who.user_name,
        created_at=now(db),
    )
    db.add(row)
    try:
        await db.flush()  # so that a name that is taken is found here
    except IntegrityError as error:
        raise PoolNameTaken(name=name, problem="taken") from error
    for project in sorted({who.project_id or "", *projects}):
        db.add(PoolProjectRow(pool_id=row.id, project_id=project))
    await _resize(db, row, nodes)
    after_commit(db, context.wake_admission)
    return await _read(db, row)


async def update_pool(
    db: AsyncSession,
    context: ComputeContext,
    who: Subject,
    pool_id: str,
    *,
    description: str | None = None,
    scope: Sequence[str] | None = None,
    nodes: Mapping[str, int] | None = None,
) -> Pool:
    """Change a dedicated pool of the caller's project; only idle nodes come or go. Raises PoolNotFound, TooFewNodes."""
    row = await _own_row(db, who, pool_id)
    if description is not None:
        row.description = description
    if scope is not None:
        row.scope = list(scope)
    if nodes is not None:
        if not nodes:
            raise PoolInvalid(field="spec.resources", problem="a pool needs at least one node")
        await _resize(db, row, nodes)
        after_commit(db, context.wake_admission)
    return await _read(db, row)


async def delete_pool(db: AsyncSession, context: ComputeContext, who: Subject, pool_id: str) -> Pool:
    """Delete a dedicated pool on which nothing waits or runs; its nodes go back to the public one. Raises PoolInUse."""
    row = await _own_row(db, who, pool_id)
    if await queries.has_unfinished(db, row.id):
        raise PoolInUse(pool=row.name, problem="in use")
    pool = await _read(db, row)
    for node in await queries.nodes_in(db, [row.id], lock=True):
        node.pool = PUBLIC
    await db.execute(delete(PoolProjectRow).where(PoolProjectRow.pool_id == row.id))
    await db.delete(row)
    after_commit(db, context.wake_admission)
    return pool


async def _own_row(db: AsyncSession, who: Subject, pool_id: str) -> PoolRow:
    """Return a pool that the caller's project made; those that may only use it cannot change it."""
    if await open_pool(db, who, pool_id) == PUBLIC:
        raise PublicPoolIsFixed(problem="public")
    row = await queries.find_pool(db, pool_id)
    assert row is not None
    if who.kind is not SubjectKind.SYSTEM and row.project_id != who.project_id:
        raise PoolNotFound(pool=pool_id, resource=pool_id)
    return row


async def _resize(db: AsyncSession, row: PoolRow, wanted: Mapping[str, int]) -> None:
    """Take idle nodes from the public pool, or give some back, until there are as many of each flavor as wanted."""
    await take_turn(db, TURN)  # no admission between our look and our change
    rows = await queries.nodes_in(db, [PUBLIC, row.id], lock=True)
    busy = await queries.held_on(db, [node.name for node in rows])
    mine = Counter(_flavor(node) for node in rows if node.pool == row.id)
    for flavor in sorted({*wanted, *mine}):
        change = wanted.get(flavor, 0) - mine[flavor]
        source, target = (PUBLIC, row.id) if change > 0 else (row.id, PUBLIC)
        idle = [node for node in rows if node.pool == source and _flavor(node) == flavor and node.name not in busy]
        if len(idle) < abs(change):
            known = ", ".join(sorted({_flavor(node) for node in rows})) or "-"
            raise TooFewNodes(wanted=abs(change), flavor=flavor[:128], idle=len(idle), flavors=known, problem="too few")
        for node in idle[: abs(change)]:
            node.pool = target


async def _read(db: AsyncSession, row: PoolRow) -> Pool:
    nodes = await _nodes(db, await queries.nodes_in(db, [row.id]))
    return Pool(
        id=row.id,
        name=row.name,
        description=row.description,
        workspace_id=row.workspace_id,
        domain_id=row.domain_id,
        project_id=row.project_id,
        scope=tuple(row.scope),
        projects=tuple(await queries.projects_of(db, row.id)),
        created_at=row.created_at,
        nodes=nodes,
    )


async def _nodes(db: AsyncSession, rows: Sequence[NodeRow]) -> tuple[PoolNode, ...]:
    held = await queries.held_on(db, [row.name for row in rows]) if rows else {}
    return tuple(_node(row, held.get(row.name, (0, 0, 0, 0))) for row in rows)


def _node(row: NodeRow, used: tuple[int, int, int, int]) -> PoolNode:
    node = queries.node_of(row)
    return PoolNode(
        name=row.name,
        address=row.address,
        pool=row.pool,
        flavor=_flavor(row),
        arch=row.arch,
        cpu_milli=row.cpu_milli,
        memory_bytes=row.memory_bytes,
        disk_bytes=row.disk_bytes,
        gpus=node.gpus,
        npus=node.npus,
        product=node.gpu or node.npu,
        used_cpu_milli=used[0],
        used_memory_bytes=used[1],
        used_gpus=used[2],
        used_npus=used[3],
        problem=row.problem,
        created_at=row.created_at,
    )


def _flavor(row: NodeRow) -> str:
    return flavors.whole(queries.node_of(row)).name
