"""Brings each workload and its tasks on the nodes into agreement, until all of them have ended."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from modelyard.compute.errors import LaunchRefused, OwnerMayNotAct
from modelyard.compute.events import TaskReady, TaskStepped
from modelyard.compute.models import AttemptRow, TaskRow, WorkloadRow
from modelyard.compute.ports import Launch, Observation
from modelyard.compute.queries import workloads as queries
from modelyard.compute.rules import records
from modelyard.compute.rules.reasons import kept
from modelyard.compute.rules.restart import Terms, Used, Verdict, after_attempt
from modelyard.compute.rules.states import PLACED
from modelyard.compute.service.announcing import go
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.usage import note_consumption, note_use
from modelyard.compute.service.workloads import end_waiting
from modelyard.compute.types import (
    EndedBy,
    OnFailure,
    Outcome,
    Resources,
    Restart,
    Step,
    StepRecord,
    TaskEnd,
    TaskRef,
    TaskSpec,
    TaskState,
    WorkloadId,
    WorkloadState,
)
from modelyard.core.clock import from_milliseconds, to_milliseconds
from modelyard.core.db import after_commit
from modelyard.core.errors import AppError
from modelyard.core.events import tell
from modelyard.core.loops import Reconciler
from modelyard.core.subject import Subject
from modelyard.images.types import RuntimeImage

LOOP = "compute.workloads"
KEY_SECONDS = 86_400
_RENEW_BEFORE = timedelta(hours=6)
# Events of images come first; this is for those that were missed.
_IMAGE_POLL = timedelta(seconds=15)
_ORPHAN_POLL = timedelta(minutes=1)
_HINT_KEPT_SECONDS = 60.0


@dataclass(frozen=True)
class Placed:
    """A task as its row had it when the workload was claimed."""

    ref: TaskRef
    node: str
    devices: tuple[int, ...]
    state: TaskState
    step: int
    spec: TaskSpec


@dataclass(frozen=True)
class Item:
    """What a step needs to know of a workload."""

    id: WorkloadId
    attempt: int
    state: WorkloadState
    stop_by: EndedBy | None
    hints: int
    removing: bool
    subject: Subject
    image: str
    runtime: RuntimeImage | None
    resources: Resources
    tasks: tuple[Placed, ...]
    keys_until: datetime | None


@dataclass(frozen=True)
class Report:
    """What a step saw and did.

    seen: by the name of the task. addresses: known once they were launched. refused: tasks that cannot run, with their ends.
    failure: why the workload as a whole cannot go on. image: the one that is ready now. removed: nothing is left of it.
    """

    attempt: int
    hints: int
    seen: Mapping[str, Observation] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, TaskEnd] = field(default_factory=dict)
    failure: dict[str, Any] | None = None
    image: RuntimeImage | None = None
    keys_until: datetime | None = None
    removed: bool = False


class WorkloadReconciler(Reconciler[WorkloadRow, Item, Report]):
    """Takes a workload one step further. Every step may be repeated after a crash."""

    name = LOOP
    row_type = WorkloadRow
    idle: ClassVar[timedelta] = timedelta(seconds=1)
    concurrency: ClassVar[int] = 32
    max_attempts: ClassVar[int] = 30

    def __init__(self, context: ComputeContext) -> None:
        self._context = context
        self._poll = timedelta(seconds=context.settings.queue.poll_seconds)
        self._hinted: dict[str, float] = {}

    def note_hint(self, workload_id: str) -> None:
        """Look at a workload next, whether or not it is due."""
        self._hinted[workload_id] = time.monotonic()

    def due(self, now: datetime) -> Select[Any]:
        """See `Reconciler`; hinted workloads come before their time."""
        horizon = time.monotonic() - _HINT_KEPT_SECONDS
        self._hinted = {one: at for one, at in self._hinted.items() if at > horizon}
        due = WorkloadRow.due_at <= now
        if self._hinted:
            due = or_(due, WorkloadRow.id.in_(list(self._hinted)[:500]) & WorkloadRow.state.in_(PLACED))
        return select(WorkloadRow).where(due).order_by(WorkloadRow.due_at).options(selectinload(WorkloadRow.tasks))

    def snapshot(self, row: WorkloadRow) -> Item:
        """See `Reconciler`."""
        self._hinted.pop(row.id, None)
        workload_id = WorkloadId(row.id)
        specs = {spec.name: spec for spec in records.load_specs(row.specs)}
        return Item(
            id=workload_id,
            attempt=row.attempt,
            state=WorkloadState(row.state),
            stop_by=None if row.stop_by is None else EndedBy(row.stop_by),
            hints=row.hints,
            removing=row.removing,
            subject=Subject.from_json(row.subject),
            image=row.image,
            runtime=None if row.runtime is None else records.load_image(row.runtime),
            resources=Resources(row.cpu_milli, row.memory_bytes, row.disk_bytes, row.gpus, row.npus),
            tasks=tuple(
                Placed(
                    TaskRef(workload_id, row.attempt, task.name),
                    task.node,
                    tuple(task.devices),
                    TaskState(task.state),
                    task.step,
                    specs[task.name],
                )
                for task in row.tasks
            ),
            keys_until=row.keys_until,
        )

    async def act(self, item: Item) -> Report:
        """See `Reconciler`."""
        if item.state is WorkloadState.PREPARING:
            return await self._look_for_image(item)
        if item.state is WorkloadState.STARTING and any(task.state is TaskState.WAITING for task in item.tasks):
            return await self._launch(item)
        if item.state is WorkloadState.ENDED and item.removing:
            return await self._remove(item)
        if item.state in {WorkloadState.STOPPING, WorkloadState.ENDED}:
            await self._stop(item)
        return await self._observe(item)

    async def _look_for_image(self, item: Item) -> Report:
        try:
            async with self._context.database.session() as db:
                image = await self._context.require_image(db, item.subject, item.image)
        except AppError as error:
            if error.status >= 500:
                raise
            problem = kept("image_failed", image=item.image, problem=error.message())
            return Report(item.attempt, item.hints, failure=problem)
        return Report(item.attempt, item.hints, image=image)

    async def _launch(self, item: Item) -> Report:
        """Start every task that was not started yet, and look at all of them."""
        assert item.runtime is not None
        try:
            keys = await self._context.issue_keys(item.subject, item.id)
        except OwnerMayNotAct:
            return Report(item.attempt, item.hints, failure=kept("owner", user=item.subject.user_name))
        addresses = await self._addresses(item.tasks)
        devices = {task.ref.task: task.devices for task in item.tasks}
        refused: dict[str, TaskEnd] = {}

        async def launch(task: Placed) -> None:
            assert item.runtime is not None
            of_task = (task.ref, task.node, task.spec, item.resources, item.runtime)
            wanted = Launch(*of_task, keys, addresses, task.devices, peer_devices=devices)
            try:
                await self._context.engine.launch(wanted)
            except LaunchRefused as error:
                await self._context.engine.stop(task.ref, grace_seconds=0, ended_by=EndedBy.SETUP)
                at = to_milliseconds(self._context.clock.now())
                refused[task.ref.task] = TaskEnd(EndedBy.SETUP, message=_problem(error), ended_at_ms=at)

        await asyncio.gather(*(launch(task) for task in item.tasks if task.state is TaskState.WAITING))
        until = None if keys is None else from_milliseconds(keys.expires_at_ms)
        seen = await self._look([task for task in item.tasks if task.ref.task not in refused])
        return Report(item.attempt, item.hints, seen, addresses, refused, keys_until=until)

    async def _addresses(self, tasks: Sequence[Placed]) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in sorted({task.node for task in tasks}):
            refs = [task.ref for task in tasks if task.node == node]
            addresses = await self._context.engine.addresses(node, refs)
            found.update({ref.task: address for ref, address in zip(refs, addresses, strict=True)})
        return found

    async def _stop(self, item: Item) -> None:
        """Have every task end; those that have ended stay as they are."""
        # What is left of a workload that was given up belongs to nobody any more.
        ended_by = EndedBy.PLATFORM if item.state is WorkloadState.ENDED else item.stop_by or EndedBy.SIBLING
        for task in item.tasks:
            if task.state is not TaskState.ENDED:
                await self._context.engine.stop(task.ref, grace_seconds=task.spec.grace_seconds, ended_by=ended_by)

    async def _observe(self, item: Item) -> Report:
        seen = await self._look([task for task in item.tasks if task.state is not TaskState.ENDED])
        until = None
        if item.state is WorkloadState.RUNNING and self._must_renew(item):
            try:
                until = await self._renew(item)
            except OwnerMayNotAct:
                # The tasks go on without rights; their transfers will say so.
                until = self._context.clock.now() + timedelta(seconds=KEY_SECONDS)
        return Report(item.attempt, item.hints, seen, keys_until=until)

    def _must_renew(self, item: Item) -> bool:
        return item.keys_until is not None and item.keys_until - self._context.clock.now() < _RENEW_BEFORE

    async def _renew(self, item: Item) -> datetime | None:
        keys = await self._context.issue_keys(item.subject, item.id)
        if keys is None:
            return None
        for task in item.tasks:
            if task.state is not TaskState.ENDED:
                await self._context.engine.renew(task.ref, keys)
        return from_milliseconds(keys.expires_at_ms)

    async def _look(self, tasks: Sequence[Placed]) -> dict[str, Observation]:
        engine = self._context.engine
        seen = await asyncio.gather(*(engine.observe(task.ref, after_step=task.step) for task in tasks))
        return {task.ref.task: observation for task, observation in zip(tasks, seen, strict=True)}

    async def _remove(self, item: Item) -> Report:
        """Delete what is left of every attempt."""
        for attempt in range(1, item.attempt + 1):
            async with self._context.database.read_session() as db:
                names = [row.name for row in await queries.tasks_of(db, item.id, attempt)]
            for name in names:
                await self._context.engine.remove(TaskRef(item.id, attempt, name))
        return Report(item.attempt, item.hints, removed=True)

    async def apply(self, db: AsyncSession, row: WorkloadRow, report: Report, now: datetime) -> None:
        """See `Reconciler`."""
        if report.removed:
            await db.delete(row)
            return
        state = WorkloadState(row.state)
        if state is WorkloadState.PREPARING:
            await self._apply_image(db, row, report, now)
        elif state in PLACED and row.attempt == report.attempt:
            await self._apply_seen(db, row, report, now)
        elif state is WorkloadState.ENDED:
            await self._apply_orphans(db, row, report, now)
        else:
            row.due_at = None
        if (
            row.hints != report.hints
            and row.state != WorkloadState.QUEUED
            and (row.state != WorkloadState.ENDED or row.removing)
        ):
            # Something happened to it while we looked elsewhere.
            row.due_at = now

    async def _apply_orphans(self, db: AsyncSession, row: WorkloadRow, report: Report, now: datetime) -> None:
        """Look again until the tasks of a workload that was given up have ended, too."""
        left = False
        for task in await queries.tasks_of(db, row.id, row.attempt):
            seen = report.seen.get(task.name)
            if seen is not None and seen.end is not None:
                task.state, task.end = seen.state, records.dump_end(seen.end)
            left = left or task.state not in {TaskState.ENDED, TaskState.WAITING}
        row.due_at = now + _ORPHAN_POLL if left else None

    async def _apply_image(self, db: AsyncSession, row: WorkloadRow, report: Report, now: datetime) -> None:
        if report.failure is not None:
            await end_waiting(db, row, Outcome.FAILED, EndedBy.SETUP, report.failure)
        elif report.image is None:
            row.due_at = now + _IMAGE_POLL
        else:
            row.runtime, row.queued_at, row.due_at = records.dump_image(report.image), now, None
            await go(db, row, WorkloadState.QUEUED, now)
            after_commit(db, self._context.wake_admission)

    async def _apply_seen(self, db: AsyncSession, row: WorkloadRow, report: Report, now: datetime) -> None:
        tasks = await queries.tasks_of(db, row.id, row.attempt)
        if report.failure is not None:
            # Nothing was launched, and no launch of this attempt can follow.
            verdict = Verdict(Outcome.FAILED, EndedBy.SETUP, report.failure, _used(row))
            await self._finish(db, row, tasks, verdict, now)
            return
        row.keys_until = report.keys_until or row.keys_until
        ready = []
        for task in tasks:
            end = report.refused.get(task.name)
            seen = Observation(TaskState.ENDED, end) if end is not None else report.seen.get(task.name)
            task.address = report.addresses.get(task.name, task.address)
            if seen is not None and task.state != TaskState.ENDED:
                ready += await self._note_task(db, row, task, seen)
        await self._go_on(db, row, tasks, now)
        if row.state in {WorkloadState.STARTING, WorkloadState.RUNNING}:
            for event in ready:
                await tell(db, event, by=Subject.from_json(row.subject))

    async def _note_task(self, db: AsyncSession, row: WorkloadRow, task: TaskRow, seen: Observation) -> list[TaskReady]:
        """Write down what a task does. Returns, once, that it is ready."""
        ready = await self._note_steps(db, row, task, seen.steps)
        if seen.state is TaskState.WAITING:
            return []
        task.state = seen.state
        task.ports, task.sockets = seen.ports or task.ports, seen.sockets or task.sockets
        if seen.state is TaskState.RUNNING and task.started_at is None:
            task.started_at = self._context.clock.now()
        if seen.end is not None:
            task.end, task.holds = records.dump_end(seen.end), False
            if seen.end.started_at_ms is not None:
                task.started_at = from_milliseconds(seen.end.started_at_ms)
        if ready is None:
            return []
        task.ready_at = from_milliseconds(ready.at_ms)
        return [_ready(row, task, ready)]

    async def _note_steps(
        self, db: AsyncSession, row: WorkloadRow, task: TaskRow, steps: Sequence[StepRecord]
    ) -> StepRecord | None:
        """Tell of the steps that are new. Returns the one that says that the task is ready."""
        ready = None
        for step in steps:
            if step.number > task.step:
                task.step = step.number
                if step.step is Step.READY:
                    ready = step
                else:
                    await tell(db, _stepped(row, task, step), by=Subject.from_json(row.subject))
        return ready

    async def _go_on(self, db: AsyncSession, row: WorkloadRow, tasks: Sequence[TaskRow], now: datetime) -> None:
        """Decide what follows from what the tasks are now."""
        ends = {task.name: records.load_end(task.end) for task in tasks if task.end is not None}
        row.due_at = now + self._poll
        has_run = all(task.started_at is not None for task in tasks)
        if row.state == WorkloadState.STARTING and has_run:
            row.running_at = min(now, max(task.started_at for task in tasks if task.started_at is not None))
            await self._attempt_ran(db, row)
            await go(db, row, WorkloadState.RUNNING, now)
        if len(ends) == len(tasks):
            asked_by = None if row.stop_by is None else EndedBy(row.stop_by)
            verdict = after_attempt(ends, _terms(row), _used(row), asked_by=asked_by)
            await self._finish(db, row, tasks, verdict, now)
        elif row.state != WorkloadState.STOPPING:
            await self._watch(db, row, any(not end.succeeded for end in ends.values()), now)

    async def _attempt_ran(self, db: AsyncSession, row: WorkloadRow) -> None:
        attempt = await db.get(AttemptRow, (row.id, row.attempt))
        if attempt is not None:
            attempt.running_at = row.running_at

    async def _watch(self, db: AsyncSession, row: WorkloadRow, failed: bool, now: datetime) -> None:
        """End the attempt when one of its tasks failed, or when it ran for as long as it may."""
        if failed:
            await go(db, row, WorkloadState.STOPPING, now)
            row.due_at = now
            after_commit(db, self._context.wake_workloads)
            return
        if row.state == WorkloadState.RUNNING and row.max_run_seconds is not None and row.running_at is not None:
            until = row.running_at + timedelta(seconds=row.max_run_seconds)
            if now >= until:
                row.stop_by, row.due_at = EndedBy.RUN_LIMIT, now
                await go(db, row, WorkloadState.STOPPING, now, kept("run_limit", limit=row.max_run_seconds))
                after_commit(db, self._context.wake_workloads)
            else:
                row.due_at = min(now + self._poll, until)

    async def _finish(
        self, db: AsyncSession, row: WorkloadRow, tasks: Sequence[TaskRow], verdict: Verdict, now: datetime
    ) -> None:
        """Write down the end of an attempt: the workload ends, or waits for the next one."""
        ran = 0.0
        if row.running_at is not None:
            ends = [records.load_end(task.end).ended_at_ms for task in tasks if task.end is not None]
            last = from_milliseconds(max(ends, default=0))
            ran = max((min(max(last, row.running_at), now) - row.running_at).total_seconds(), 0.0)
        row.run_seconds += ran
        attempt = await db.get(AttemptRow, (row.id, row.attempt))
        if attempt is not None:
            attempt.running_at, attempt.ended_at = row.running_at, now
            attempt.ended_by, attempt.reason = verdict.ended_by, verdict.reason
        for task in tasks:
            task.holds = False
        await note_use(db, self._context, row, ran)
        if attempt is not None:
            await note_consumption(db, row, attempt.started_at, now)
        row.used_restarts, row.used_faults = verdict.used.restarts, verdict.used.faults
        row.used_continuations = verdict.used.continuations
        row.due_at = row.stop_by = row.running_at = None
        if verdict.outcome is None:
            # It keeps the age that it had: time on a node is no waiting. One that goes on after its run limit starts anew.
            waited = timedelta() if attempt is None else attempt.started_at - row.queued_at
            row.queued_at = now if verdict.ended_by is EndedBy.RUN_LIMIT else now - max(waited, timedelta())
            row.front_since = now if verdict.front else None
            row.not_before = now + verdict.pause if verdict.pause else None
            await go(db, row, WorkloadState.QUEUED, now, verdict.reason)
        else:
            row.outcome, row.ended_by, row.reason, row.ended_at = verdict.outcome, verdict.ended_by, verdict.reason, now
            await go(db, row, WorkloadState.ENDED, now, verdict.reason)
        after_commit(db, self._context.wake_admission)

    async def give_up(self, db: AsyncSession, row: WorkloadRow, error: str, now: datetime) -> None:
        """End a workload of which the engine could tell nothing for long; what is left of it goes when it is removed."""
        if row.state == WorkloadState.PREPARING:
            failure = kept("image_failed", image=row.image, problem=error[:300])
            await end_waiting(db, row, Outcome.FAILED, EndedBy.SETUP, failure)
        elif row.state in PLACED:
            tasks = await queries.tasks_of(db, row.id, row.attempt)
            reason = kept("engine_lost", attempts=row.attempts, problem=error[:300])
            await self._finish(db, row, tasks, Verdict(Outcome.LOST, EndedBy.PLATFORM, reason, _used(row)), now)
            row.due_at, row.attempts = now + _ORPHAN_POLL, 0
        else:
            row.due_at, row.attempts = now + timedelta(minutes=5), 0


def _used(row: WorkloadRow) -> Used:
    return Used(row.used_restarts, row.used_faults, row.used_continuations)


def _terms(row: WorkloadRow) -> Terms:
    restart = Restart(OnFailure(row.restart_on), row.restarts, row.continuations)
    return Terms(restart, row.max_run_seconds, row.memory_bytes, row.disk_bytes)


def _stepped(row: WorkloadRow, task: TaskRow, step: StepRecord) -> TaskStepped:
    return TaskStepped(
        resource_id=row.id,
        owner_type=row.owner_type,
        owner_id=row.owner_id,
        task=task.name,
        attempt=row.attempt,
        at_ms=step.at_ms,
        step=step.step,
        status=step.status,
        label=step.name,
        seconds=step.seconds,
        detail=step.message,
    )


def _ready(row: WorkloadRow, task: TaskRow, step: StepRecord) -> TaskReady:
    return TaskReady(
        resource_id=row.id,
        owner_type=row.owner_type,
        owner_id=row.owner_id,
        task=task.name,
        attempt=row.attempt,
        at_ms=step.at_ms,
        seconds=step.seconds,
        address=task.address or "",
        ports=dict(task.ports or {}),
        sockets=dict(task.sockets or {}),
    )


def _problem(error: AppError) -> str:
    return str(error.params.get("problem", error.message()))
