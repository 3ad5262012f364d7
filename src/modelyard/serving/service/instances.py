"""Use cases of single instances: their logs, a terminal in them, and replacing one."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.errors import TaskNotRunning as NothingToEnter
from modelyard.compute.errors import WorkloadNotFound
from modelyard.compute.ports import LogPart, Terminal
from modelyard.compute.types import WorkloadId
from modelyard.core.db import after_commit, now
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.core.terminals import Size
from modelyard.serving import queries
from modelyard.serving.errors import InstanceNotFound, InstanceNotRunning
from modelyard.serving.models import ReplicaRow
from modelyard.serving.rules.batches import ROLE as WORKER
from modelyard.serving.schemas import events as happenings
from modelyard.serving.service import batch_workers
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.listening import instance_name
from modelyard.serving.service.reconciling import stamp_replicas
from modelyard.serving.service.services import visible_row
from modelyard.serving.types import ReplicaState
from modelyard.training.service.task_logs import TaskLog

# A login shell with everything that the image brings; some images have no bash.
SHELL = ("/bin/sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash -l; exec sh -l")
TASK = "replica-0"


@dataclass(frozen=True)
class _Writer:
    """What writes a log: a task of a workload, which may have yet to come."""

    name: str
    workload_id: str | None
    task: str
    is_over: bool


async def log_of(context: ServingContext, who: Subject, service_id: str, instance_id: str) -> TaskLog:
    """Return the log of an instance, or of a worker of a batch service, also of one that has ended.

    Raises ServiceNotFound, InstanceNotFound.
    """
    writer = await _writer(context, who, service_id, instance_id)

    async def read(offset: int, limit: int) -> LogPart:
        nonlocal writer
        if writer.workload_id is None:
            # Who follows it from the first moment on waits for the workload to come.
            writer = await _writer(context, who, service_id, instance_id)
            if writer.workload_id is None:
                return LogPart(0, b"", 0, ended=writer.is_over)
        workload_id = WorkloadId(writer.workload_id)
        try:
            return await compute.read_log(context.compute, who, workload_id, writer.task, offset=offset, limit=limit)
        except WorkloadNotFound:
            return LogPart(0, b"", 0, ended=True)  # what is left of it was removed already

    return TaskLog(writer.name, 1, read)


async def _writer(context: ServingContext, who: Subject, service_id: str, instance_id: str) -> _Writer:
    async with context.database.read_session() as db:
        service = await visible_row(db, who, service_id)
        worker = await batch_workers.find(db, service, instance_id)
        if worker is not None:
            batch, number = worker
            is_over = batch_workers.state_of(batch) == ReplicaState.ENDED
            return _Writer(batch_workers.name_of(batch, number), batch.workload_id, f"{WORKER}-{number}", is_over)
        row = await _instance(db, who, service_id, instance_id)
    return _Writer(instance_name(row), row.workload_id, TASK, row.state == ReplicaState.ENDED)


async def open_terminal(context: ServingContext, who: Subject, service_id: str, instance_id: str, size: Size) -> Terminal:
    """Open a shell in an instance that runs. Who did it is an event of the service.

    Raises ServiceNotFound, InstanceNotFound, InstanceNotRunning.
    """
    row = await _shown(context, who, service_id, instance_id)
    name = instance_name(row)
    if row.workload_id is None:
        raise InstanceNotRunning(instance=name, problem="it does not run")
    try:
        terminal = await compute.open_terminal(
            context.compute, who, WorkloadId(row.workload_id), TASK, SHELL, columns=size.columns, rows=size.rows
        )
    except (NothingToEnter, WorkloadNotFound) as error:
        raise InstanceNotRunning(instance=name, problem="it does not run") from error
    async with context.database.session() as db:
        opened = happenings.TerminalOpened(row.service_id, user_name=who.user_name, instance=name)
        await emit(db, opened, by=who, at=now(db))
    return terminal


async def replace_instance(db: AsyncSession, context: ServingContext, who: Subject, service_id: str, instance_id: str) -> None:
    """Have an instance end after what it is doing; another one takes its place. Raises InstanceNotFound, InstanceNotRunning."""
    service = await visible_row(db, who, service_id, lock=True)
    row = await _instance(db, who, service_id, instance_id)
    if row.state == ReplicaState.READY:
        row.state = ReplicaState.LEAVING
        await stamp_replicas(db, service.id)
        after_commit(db, context.wake_routes)
    elif row.state in {ReplicaState.NEW, ReplicaState.STARTING}:
        row.state = ReplicaState.STOPPING if row.workload_id is not None else ReplicaState.ENDED
    else:
        raise InstanceNotRunning(instance=instance_name(row), problem="it is ending")
    service.due_at = now(db)
    after_commit(db, context.wake_services)


async def _shown(context: ServingContext, who: Subject, service_id: str, instance_id: str) -> ReplicaRow:
    async with context.database.read_session() as db:
        return await _instance(db, who, service_id, instance_id)


async def _instance(db: AsyncSession, who: Subject, service_id: str, instance_id: str) -> ReplicaRow:
    service = await visible_row(db, who, service_id)
    row = await queries.find_replica(db, service.id, instance_id)
    if row is None:
        raise InstanceNotFound(service_id=service_id[:64], instance=instance_id[:64], resource=instance_id[:64])
    return row
