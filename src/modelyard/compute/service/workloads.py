"""Use cases of workloads: submit, stop, look, remove."""

import re
from collections.abc import Sequence

import orjson
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.errors import (
    NeverFits,
    WorkloadEnded,
    WorkloadInvalid,
    WorkloadNotEnded,
    WorkloadNotFound,
    WorkloadTaken,
)
from modelyard.compute.models import AttemptRow, TaskRow, WorkloadRow
from modelyard.compute.queries import pools as pool_queries
from modelyard.compute.queries import workloads as queries
from modelyard.compute.rules import reasons, records
from modelyard.compute.rules.reasons import kept
from modelyard.compute.rules.room import Need, Room
from modelyard.compute.rules.states import PLACED, WAITING
from modelyard.compute.schemas import Attempt, Task, TaskPlace, Workload, WorkloadCreate
from modelyard.compute.service import flavors as flavor_service
from modelyard.compute.service import outlook
from modelyard.compute.service.announcing import announce, go, hint_workload
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.pools import PUBLIC, open_pool
from modelyard.compute.service.quotas import demand_queue_room
from modelyard.compute.types import (
    EndedBy,
    Outcome,
    Reason,
    Resources,
    TaskSpec,
    TaskState,
    WorkloadId,
    WorkloadState,
)
from modelyard.core.db import after_commit, now
from modelyard.core.ids import new_id
from modelyard.core.paging import Page, fetch_page
from modelyard.core.subject import Subject

_TASK_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?")
_SOCKET_NAME = re.compile(r"[a-z][a-z0-9-]{0,15}")
_HEALTH_PATH = re.compile(r"(/[!-~]{0,1023})?")
_MOST_SOCKETS = 4
_HIGHEST_PORT = 65_535
_HIGHEST_PRIORITY = 3
_SMALLEST_MILLI = 100
_SMALLEST_MEMORY = 2**24
_SMALLEST_DISK = 2**20


async def submit(db: AsyncSession, context: ComputeContext, who: Subject, wanted: WorkloadCreate) -> Workload:
    """Queue a workload of the caller's; asking for the same owner and generation again returns the one that is there.

    Everything that can be known now is checked now: flavor, pool, image, the queue's quota, and that the pool could ever
    hold it. Raises FlavorNotFound (with the ones there are), PoolNotFound, NeverFits, WorkloadInvalid,
    ComputeQuotaExceeded, and what images raise.
    """
    known = await queries.find_by_owner(db, wanted.owner_type, wanted.owner_id, wanted.generation)
    if known is not None:
        return await get_workload(db, context, who, WorkloadId(known.id))
    specs = _checked(context, wanted)
    pool = await open_pool(db, who, wanted.pool)
    flavor = await flavor_service.get_flavor(db, context, wanted.flavor)
    given = wanted.resources or Resources(flavor.cpu_milli, flavor.memory_bytes, flavor.disk_bytes, flavor.gpus, flavor.npus)
    need = Need(
        given.cpu_milli,
        given.memory_bytes,
        given.disk_bytes,
        given.gpus,
        given.npus,
        flavor.product if given.gpus else "",
        flavor.product if given.npus else "",
    )
    await _check_fits(db, pool, need, len(wanted.tasks), flavor.name)
    await demand_queue_room(db, context, who.project_id or "", wanted.workspace_id)
    image = await context.require_image(db, who, wanted.image)
    at = now(db)
    row = WorkloadRow(
        id=new_id(),
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=wanted.workspace_id,
        user_id=who.user_id,
        user_name=who.user_name,
        subject=who.to_json(),
        owner_type=wanted.owner_type,
        owner_id=wanted.owner_id,
        generation=wanted.generation,
        name=wanted.name,
        image=wanted.image,
        runtime=None if image is None else records.dump_image(image),
        specs=specs,
        flavor=flavor.name,
        pool=pool,
        task_count=len(wanted.tasks),
        cpu_milli=need.cpu_milli,
        memory_bytes=need.memory_bytes,
        disk_bytes=need.disk_bytes,
        gpus=need.gpus,
        npus=need.npus,
        gpu=need.gpu,
        npu=need.npu,
        priority=wanted.priority,
        preemptible=wanted.preemptible,
        restart_on=wanted.restart.on.value,
        restarts=wanted.restart.most,
        continuations=wanted.restart.continuations,
        max_run_seconds=wanted.max_run_seconds,
        state=WorkloadState.PREPARING if image is None else WorkloadState.QUEUED,
        due_at=at if image is None else None,
        attempt=0,
        hints=0,
        used_restarts=0,
        used_faults=0,
        used_continuations=0,
        created_at=at,
        queued_at=at,
        run_seconds=0.0,
        attempts=0,
    )
    db.add(row)
    try:
        await db.flush()  # so that a twin is found here
    except IntegrityError as error:
        raise WorkloadTaken(owner_type=wanted.owner_type, owner_id=wanted.owner_id, problem="taken") from error
    await announce(db, row, "", at)
    after_commit(db, context.wake_admission if image is not None else context.wake_workloads)
    return read_shape(row)


async def stop(
    db: AsyncSession, context: ComputeContext, who: Subject, workload_id: WorkloadId, *, ended_by: EndedBy = EndedBy.USER
) -> Workload:
    """Ask a workload to end, in whatever state it is; stopping what has ended changes nothing. Nothing is deleted.

    One that waits has ended when this returns; one that runs gets SIGTERM and its grace time. Raises WorkloadNotFound.
    """
    row = await _get_row(db, who, workload_id, lock=True)
    await stop_row(db, context, row, ended_by=ended_by, reason=kept("stopped"))
    tasks = await queries.tasks_of(db, row.id, row.attempt)
    return read_shape(row, tasks=tasks)


async def stop_row(
    db: AsyncSession, context: ComputeContext | None, row: WorkloadRow, *, ended_by: EndedBy, reason: dict[str, object]
) -> None:
    """Ask a workload of a locked row to end. Without a context no loop is hinted; they find the row by themselves."""
    at = now(db)
    state = WorkloadState(row.state)
    if state in WAITING:
        await end_waiting(db, row, Outcome.STOPPED, ended_by, reason)
        if context is not None:
            after_commit(db, context.wake_admission)
    elif state in PLACED:
        if row.stop_by != EndedBy.USER:
            # A user's wish outweighs a pre-emption or a run limit that is under way: nothing follows.
            row.stop_by = ended_by
        if state is not WorkloadState.STOPPING:
            await go(db, row, WorkloadState.STOPPING, at, reason)
        hint_workload(db, context, row, at)


async def end_waiting(
    db: AsyncSession, row: WorkloadRow, outcome: Outcome, ended_by: EndedBy, reason: dict[str, object]
) -> None:
    """End a workload of which nothing is on a node."""
    at = now(db)
    row.outcome, row.ended_by, row.reason = outcome, ended_by, dict(reason)
    row.ended_at, row.due_at, row.last_error = at, None, None
    row.lease_token = row.leased_until = None
    await go(db, row, WorkloadState.ENDED, at, row.reason)


async def get_workload(db: AsyncSession, context: ComputeContext, who: Subject, workload_id: WorkloadId) -> Workload:
    """Return a workload with its tasks and attempts. Raises WorkloadNotFound."""
    row = await _get_row(db, who, workload_id)
    tasks = await queries.tasks_of(db, row.id, row.attempt) if row.attempt else ()
    attempts = await queries.attempts_of(db, row.id) if row.attempt else ()
    view = await outlook.of_workload(db, context, row) if row.state == WorkloadState.QUEUED else None
    return read_shape(row, tasks=tasks, attempts=attempts, view=view)


async def get_workloads(db: AsyncSession, who: Subject, ids: Sequence[WorkloadId]) -> dict[WorkloadId, Workload]:
    """Return those of some workloads that the caller may see, with their tasks, without attempts and places in the queue.

    For owners that look at many at once: two queries, whatever their number.
    """
    rows = await queries.visible_with_ids(db, who, ids)
    tasks = await queries.tasks_of_many(db, [row.id for row in rows]) if rows else {}
    return {WorkloadId(row.id): read_shape(row, tasks=tasks[row.id]) for row in rows}


async def list_places(
    db: AsyncSession, who: Subject, workload_id: WorkloadId, *, attempt: int | None = None
) -> list[TaskPlace]:
    """Return where the tasks of one attempt ran, or of all, oldest attempt first. Raises WorkloadNotFound."""
    await _get_row(db, who, workload_id)
    return [
        TaskPlace(row.name, row.attempt, row.address or "", row.node, address or "")
        for row, address in await queries.places_of(db, workload_id, attempt)
    ]


async def list_workloads(
    db: AsyncSession,
    who: Subject,
    *,
    pool: str | None = None,
    state: WorkloadState | None = None,
    owner_type: str | None = None,
    offset: int = 0,
    limit: int = 100,
) -> Page[Workload]:
    """Return the workloads of the caller's project, newest first, without attempts and places in the queue."""
    statement = queries.listed(who, pool=pool, state=state, owner_type=owner_type)
    page = await fetch_page(db, statement, offset=offset, limit=limit)
    tasks = await queries.tasks_of_many(db, [row.id for row in page.items]) if page.items else {}
    return Page([read_shape(row, tasks=tasks[row.id]) for row in page.items], page.total)


async def set_priority(
    db: AsyncSession,
    context: ComputeContext,
    who: Subject,
    workload_id: WorkloadId,
    *,
    priority: int | None = None,
    preemptible: bool | None = None,
) -> Workload:
    """Change the priority (1 to 3), or whether it may be stopped for others. Raises WorkloadNotFound, WorkloadEnded."""
    row = await _get_row(db, who, workload_id, lock=True)
    if row.state == WorkloadState.ENDED:
        raise WorkloadEnded(workload_id=workload_id, problem="ended")
    if priority is not None:
        _check_priority(priority)
        row.priority = priority
    if preemptible is not None:
        row.preemptible = preemptible
    after_commit(db, context.wake_admission)
    return read_shape(row)


async def remove(db: AsyncSession, context: ComputeContext, who: Subject, workload_id: WorkloadId) -> None:
    """Have a workload that has ended removed: directories and logs first, by a loop, then its rows.

    Removing what is gone changes nothing. Raises WorkloadNotEnded.
    """
    row = await queries.find_workload(db, who, workload_id, lock=True)
    if row is None:
        return
    if row.state != WorkloadState.ENDED:
        raise WorkloadNotEnded(workload_id=workload_id, state=row.state, problem="it has not ended")
    row.removing = True
    hint_workload(db, context, row, now(db))


def read_shape(
    row: WorkloadRow,
    *,
    tasks: Sequence[TaskRow] = (),
    attempts: Sequence[AttemptRow] = (),
    view: outlook.View | None = None,
) -> Workload:
    """Return a workload as its readers see it."""
    return Workload(
        id=WorkloadId(row.id),
        owner_type=row.owner_type,
        owner_id=row.owner_id,
        name=row.name,
        project_id=row.project_id,
        state=WorkloadState(row.state),
        outcome=None if row.outcome is None else Outcome(row.outcome),
        ended_by=None if row.ended_by is None else EndedBy(row.ended_by),
        reason=None if row.reason is None else reasons.say(row.reason),
        workspace_id=row.workspace_id,
        user_id=row.user_id,
        user_name=row.user_name,
        resources=Resources(row.cpu_milli, row.memory_bytes, row.disk_bytes, row.gpus, row.npus),
        priority=row.priority,
        preemptible=row.preemptible,
        pool=row.pool,
        flavor=row.flavor,
        image=row.image,
        attempt=row.attempt,
        wait_reason=_wait_reason(row, view),
        position=None if view is None else view.position,
        created_at=row.created_at,
        queued_at=row.queued_at,
        started_at=row.started_at,
        running_at=row.running_at,
        ended_at=row.ended_at,
        run_seconds=row.run_seconds,
        tasks=tuple(_task(task) for task in tasks),
        attempts=tuple(_attempt(attempt) for attempt in attempts),
    )


def _wait_reason(row: WorkloadRow, view: outlook.View | None) -> Reason | None:
    if view is not None:
        return view.reason
    if row.state == WorkloadState.PREPARING:
        return reasons.say(kept("image", image=row.image))
    if row.state in PLACED and row.last_error is not None:
        return reasons.say(kept("engine_trouble", problem=row.last_error))
    return None


def _task(row: TaskRow) -> Task:
    return Task(
        name=row.name,
        role=row.role,
        index=row.index,
        attempt=row.attempt,
        state=TaskState(row.state),
        node=row.node,
        address=row.address,
        ports=dict(row.ports or {}),
        sockets=dict(row.sockets or {}),
        started_at=row.started_at,
        ready_at=row.ready_at,
        end=None if row.end is None else records.load_end(row.end),
    )


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(
        number=row.attempt,
        started_at=row.started_at,
        running_at=row.running_at,
        ended_at=row.ended_at,
        ended_by=None if row.ended_by is None else EndedBy(row.ended_by),
        reason=None if row.reason is None else reasons.say(row.reason),
    )


async def _get_row(db: AsyncSession, who: Subject, workload_id: str, *, lock: bool = False) -> WorkloadRow:
    row = await queries.find_workload(db, who, workload_id, lock=lock)
    if row is None:
        raise WorkloadNotFound(workload_id=workload_id, resource=workload_id)
    return row


def _checked(context: ComputeContext, wanted: WorkloadCreate) -> list[dict[str, object]]:
    """Return the tasks as a row keeps them. Raises WorkloadInvalid, which says what is wrong with them."""
    _check_priority(wanted.priority)
    settings = context.settings.queue
    if not 1 <= len(wanted.tasks) <= settings.max_tasks:
        raise WorkloadInvalid(field="tasks", problem=f"1 to {settings.max_tasks} tasks make a workload")
    names = [task.name for task in wanted.tasks]
    if len(set(names)) != len(names):
        raise WorkloadInvalid(field="tasks", problem="two tasks have the same role and index")
    for task in wanted.tasks:
        if not _TASK_NAME.fullmatch(task.name) or task.index < 0:
            raise WorkloadInvalid(field="tasks", problem=f"{task.name[:80]!r} cannot be the name of a task")
        if not task.argv or any("\0" in word for word in (*task.argv, *task.env, *task.env.values())):
            raise WorkloadInvalid(field="tasks", problem=f"task {task.name}: the command is empty or holds a NUL character")
        _check_listening(task)
    if wanted.max_run_seconds is not None and wanted.max_run_seconds < 1:
        raise WorkloadInvalid(field="max_run_seconds", problem="at least one second")
    given = wanted.resources
    if given is not None and (
        given.cpu_milli < _SMALLEST_MILLI
        or given.memory_bytes < _SMALLEST_MEMORY
        or given.disk_bytes < _SMALLEST_DISK
        or min(given.gpus, given.npus) < 0
        or (given.gpus and given.npus)
    ):
        raise WorkloadInvalid(
            field="resources", problem="at least 0.1 cores, 16 MiB of memory and 1 MiB of disk, and cards of one kind"
        )
    try:
        specs = records.dump_specs(wanted.tasks)
        size = len(orjson.dumps(specs))
    except (UnicodeError, TypeError, ValueError) as error:
        raise WorkloadInvalid(field="tasks", problem="they hold text that is not valid Unicode") from error
    if size > settings.max_spec_bytes:
        raise WorkloadInvalid(field="tasks", problem=f"their description has {size} bytes; {settings.max_spec_bytes} may be")
    return specs


def _check_listening(task: TaskSpec) -> None:
    """Raise WorkloadInvalid when the sockets of a task or its health check make no sense."""
    names = task.sockets
    if len(names) > _MOST_SOCKETS or len(set(names)) != len(names) or not all(map(_SOCKET_NAME.fullmatch, names)):
        problem = f"task {task.name}: {_MOST_SOCKETS} sockets at most, named by small letters, digits and hyphens, 16 at most"
        raise WorkloadInvalid(field="tasks", problem=problem)
    if any(name not in names or not 1 <= port <= _HIGHEST_PORT for name, port in task.forwards.items()):
        problem = f"task {task.name}: it forwards from what is no socket of it, or to what is no port"
        raise WorkloadInvalid(field="tasks", problem=problem)
    check = task.health
    if check is None:
        return
    if [bool(check.socket), bool(check.port_name), check.port != 0].count(True) != 1:
        problem = f"task {task.name}: its health check names one of a socket, a port by its name, a port by its number"
        raise WorkloadInvalid(field="tasks", problem=problem)
    if check.socket not in ("", *names) or check.port_name not in ("", *task.ports) or not 0 <= check.port <= _HIGHEST_PORT:
        raise WorkloadInvalid(field="tasks", problem=f"task {task.name}: its health check asks what the task does not have")
    if not _HEALTH_PATH.fullmatch(check.path):
        raise WorkloadInvalid(field="tasks", problem=f"task {task.name}: the path of its health check is no path")


def _check_priority(priority: int) -> None:
    if not 1 <= priority <= _HIGHEST_PRIORITY:
        raise WorkloadInvalid(field="priority", problem="1, 2 or 3")


async def _check_fits(db: AsyncSession, pool: str, need: Need, count: int, flavor: str) -> None:
    """Raise NeverFits when the pool could not hold the workload with nothing else on it. A pool without nodes may get some."""
    nodes = [pool_queries.node_of(row) for row in await pool_queries.all_nodes(db) if row.pool == pool]
    possible = Room(nodes).count(need)
    if nodes and possible < count:
        raise NeverFits(field="flavor", pool=pool, wanted=f"{count} x {flavor}", possible=f"{possible} x {flavor}")


__all__ = ["PUBLIC", "get_workload", "list_workloads", "remove", "set_priority", "stop", "submit"]
