"""Makers and fakes for tests of compute and of what runs on it."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.errors import LaunchRefused, OwnerMayNotAct
from modelyard.compute.loops import WorkloadReconciler
from modelyard.compute.ports import Credentials, Hint, Launch, LogPart, NodeReport, Observation, Terminal
from modelyard.compute.schemas import WorkloadCreate
from modelyard.compute.service.admitting import admit
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.nodes import refresh_nodes
from modelyard.compute.types import (
    EndedBy,
    Resources,
    Sample,
    Step,
    StepRecord,
    StepStatus,
    TaskEnd,
    TaskRef,
    TaskSpec,
    TaskState,
)
from modelyard.core.clock import Clock, to_milliseconds
from modelyard.core.db import Database
from modelyard.core.loops import ReconcilerRunner
from modelyard.core.subject import Subject
from modelyard.images.types import ImageKind, RuntimeImage
from modelyard.objects.testing import make_subject

__all__ = [
    "GIB",
    "IMAGE",
    "FakeKeys",
    "FakeTask",
    "ForgetsTask",
    "LoopDriver",
    "LosesAnswers",
    "MemoryEngine",
    "NeverStarts",
    "SlowToStop",
    "any_image",
    "make_context",
    "make_node",
    "make_subject",
    "make_task",
    "make_workload",
]

GIB = 2**30
IMAGE = RuntimeImage("python", ImageKind.ENVIRONMENT, sys.prefix, "sha256:0")


def make_node(
    name: str = "node-1", *, cores: float = 4, memory_gib: float = 16, disk_gib: float = 100, **rest: Any
) -> NodeReport:
    """Return a node as an engine reports it."""
    capacity = Resources(int(cores * 1000), int(memory_gib * GIB), int(disk_gib * GIB))
    return NodeReport(name, f"10.0.0.{len(name)}", capacity, **rest)


def make_task(role: str = "worker", index: int = 0, **changes: Any) -> TaskSpec:
    """Return a task that would succeed at once."""
    return TaskSpec(role=role, index=index, argv=("true",), **changes)


def make_workload(owner_id: str = "job-1", *, size: int = 1, **changes: Any) -> WorkloadCreate:
    """Return a workload of equal tasks. size: how many."""
    values: dict[str, Any] = {
        "owner_type": "test.job",
        "owner_id": owner_id,
        "name": owner_id,
        "image": "python",
        "tasks": tuple(make_task(index=index) for index in range(size)),
        "flavor": "modelarts.vm.cpu.1u",
    }
    return WorkloadCreate(**{**values, **changes})


@dataclass
class FakeTask:
    """A task of the engine in memory."""

    launch: Launch | None
    state: TaskState
    end: TaskEnd | None = None
    steps: list[StepRecord] = field(default_factory=list)
    log: bytes = b""
    keys: Credentials | None = None
    signals: list[int] = field(default_factory=list)
    stops: list[tuple[float, str]] = field(default_factory=list)
    sockets: dict[str, str] = field(default_factory=dict)


class MemoryEngine:
    """Keeps tasks in memory. They run until `finish` is called, or end at once where `exits` says with which code.

    launches: every launch that really started something, in order.
    """

    def __init__(self, clock: Clock, nodes: Sequence[NodeReport] = (), *, exits: int | None = None) -> None:
        self.clock = clock
        self.reports = list(nodes) or [make_node()]
        self.exits = exits
        self.tasks: dict[TaskRef, FakeTask] = {}
        self.launches: list[TaskRef] = []
        self.refuses: str | None = None
        self._hints: list[Hint] = []

    def listen(self, hint: Hint) -> None:
        """See `Engine`."""
        self._hints.append(hint)

    def hint(self, ref: TaskRef) -> None:
        """Tell listeners that something happened."""
        for hint in self._hints:
            hint(ref)

    async def nodes(self) -> Sequence[NodeReport]:
        """See `Engine`."""
        return self.reports

    async def addresses(self, node: str, refs: Sequence[TaskRef]) -> Sequence[str]:
        """See `Engine`."""
        return [f"{node}-{ref.task}" for ref in refs]

    async def launch(self, launch: Launch) -> None:
        """See `Engine`."""
        if self.refuses is not None:
            raise LaunchRefused(task=launch.ref.task, problem=self.refuses)
        if launch.ref in self.tasks:
            return
        self.tasks[launch.ref] = FakeTask(launch, TaskState.RUNNING, keys=launch.credentials)
        self.launches.append(launch.ref)
        if self.exits is not None:
            self.finish(launch.ref, exit_code=self.exits)

    def finish(self, ref: TaskRef, *, exit_code: int = 0, ended_by: EndedBy = EndedBy.ITSELF, **facts: Any) -> None:
        """Have a task end."""
        at = to_milliseconds(self.clock.now())
        task = self.tasks[ref]
        facts.setdefault("started_at_ms", at if task.launch is not None else None)
        task.end = TaskEnd(ended_by, exit_code=exit_code, ended_at_ms=at, **facts)
        task.state = TaskState.ENDED
        self.hint(ref)

    def become_ready(self, ref: TaskRef, **sockets: str) -> None:
        """Have a task answer its health check well. sockets: paths by name."""
        task = self.tasks[ref]
        task.sockets = sockets
        at = to_milliseconds(self.clock.now())
        task.steps.append(StepRecord(len(task.steps) + 1, at, Step.READY, StepStatus.FINISHED, seconds=0.3))
        self.hint(ref)

    async def observe(self, ref: TaskRef, *, after_step: int = 0) -> Observation:
        """See `Engine`."""
        task = self.tasks.get(ref)
        if task is None:
            return Observation(TaskState.WAITING)
        steps = tuple(step for step in task.steps if step.number > after_step)
        return Observation(task.state, task.end, None, steps, task.sockets)

    async def stop(self, ref: TaskRef, *, grace_seconds: float, ended_by: str) -> None:
        """See `Engine`."""
        task = self.tasks.setdefault(ref, FakeTask(None, TaskState.RUNNING))
        task.stops.append((grace_seconds, ended_by))
        if task.end is None:
            self.finish(ref, exit_code=143, ended_by=EndedBy(ended_by))

    async def renew(self, ref: TaskRef, credentials: Credentials) -> None:
        """See `Engine`."""
        self.tasks[ref].keys = credentials

    async def signal(self, ref: TaskRef, number: int) -> None:
        """See `Engine`."""
        self.tasks[ref].signals.append(number)

    async def exec(self, ref: TaskRef, argv: Sequence[str], *, columns: int = 80, rows: int = 24) -> Terminal:
        """See `Engine`."""
        raise NotImplementedError  # no test of ours needs one of these

    async def read_log(self, ref: TaskRef, *, offset: int = 0, limit: int = 65_536) -> LogPart:
        """See `Engine`."""
        task = self.tasks[ref]
        start = max(len(task.log) + offset, 0) if offset < 0 else offset
        return LogPart(start, task.log[start : start + limit], len(task.log), ended=task.end is not None)

    async def samples(self, ref: TaskRef, *, after_ms: int = 0) -> Sequence[Sample]:
        """See `Engine`."""
        return []

    async def remove(self, ref: TaskRef) -> None:
        """See `Engine`."""
        self.tasks.pop(ref, None)


class NeverStarts(MemoryEngine):
    """Takes a launch, and the task hangs before its process begins."""

    async def launch(self, launch: Launch) -> None:
        """See `Engine`."""
        await super().launch(launch)
        self.tasks[launch.ref].state = TaskState.STARTING


class LosesAnswers(MemoryEngine):
    """Does what it is told, and then fails to say so, a number of times."""

    failures = 1

    async def launch(self, launch: Launch) -> None:
        """See `Engine`."""
        await super().launch(launch)
        if self.failures:
            self.failures -= 1
            raise ConnectionResetError("the answer was lost")


class SlowToStop(MemoryEngine):
    """Takes a stop, and the task goes on until `finish` is called."""

    async def stop(self, ref: TaskRef, *, grace_seconds: float, ended_by: str) -> None:
        """See `Engine`."""
        task = self.tasks.setdefault(ref, FakeTask(None, TaskState.RUNNING))
        task.stops.append((grace_seconds, ended_by))
        if task.launch is None:
            self.finish(ref, exit_code=143, ended_by=EndedBy(ended_by))


class ForgetsTask(MemoryEngine):
    """Loses a task that ran, as when its supervisor was killed: `forget` has it end by the platform's fault."""

    def forget(self, ref: TaskRef, ended_by: EndedBy = EndedBy.PLATFORM) -> None:
        """Lose a task."""
        at = to_milliseconds(self.clock.now())
        end = TaskEnd(ended_by, message="its supervisor was killed", started_at_ms=at, ended_at_ms=at)
        self.tasks[ref] = replace(self.tasks[ref], state=TaskState.ENDED, end=end)
        self.hint(ref)


class FakeKeys:
    """Issues keys that are good for a day, and counts them; owners in `barred` may not act."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.issued: list[tuple[Subject, str]] = []
        self.barred: set[str] = set()

    async def __call__(self, who: Subject, name: str) -> Credentials | None:
        """Issue keys."""
        if who.user_name in self.barred:
            raise OwnerMayNotAct(user=who.user_name, problem="barred")
        self.issued.append((who, name))
        number = len(self.issued)
        return Credentials(f"TMP{number}", "secret", "token", to_milliseconds(self._clock.now()) + 86_400_000)


async def any_image(_db: AsyncSession, _who: Subject, name: str) -> RuntimeImage | None:
    """Provide every image at once."""
    return replace(IMAGE, name=name)


def make_context(database: Database, clock: Clock, **changes: Any) -> ComputeContext:
    """Return a context with an engine in memory, where every image is ready."""
    values: dict[str, Any] = {
        "engine": MemoryEngine(clock),
        "require_image": any_image,
        "issue_keys": FakeKeys(clock),
        "clock": clock,
        **changes,
    }
    return ComputeContext(database=database, **values)


class LoopDriver:
    """Runs the loops of a capability, and those of compute below it, by hand until nothing moves any more."""

    def __init__(self, compute: ComputeContext, *above: ReconcilerRunner[Any, Any, Any], most_rounds: int = 50) -> None:
        self._compute, self._above, self._most_rounds = compute, above, most_rounds
        reconciler = WorkloadReconciler(compute)
        self.workloads = ReconcilerRunner(compute.database, reconciler, compute.clock)
        self.engine.listen(lambda ref: reconciler.note_hint(ref.workload_id))

    @property
    def engine(self) -> MemoryEngine:
        """The engine in memory."""
        engine = self._compute.engine
        assert isinstance(engine, MemoryEngine)
        return engine

    async def start(self) -> None:
        """Learn which nodes there are."""
        await refresh_nodes(self._compute)

    async def step(self) -> int:
        """Run every loop once, and return how many rows were due."""
        moved = 0
        for runner in self._above:
            moved += await runner.run_due()
        async with self._compute.database.session() as db:
            moved += await admit(db, self._compute)
        return moved + await self.workloads.run_due()

    async def settle(self) -> None:
        """Run all loops until nothing is due."""
        for _ in range(self._most_rounds):
            if not await self.step():
                return
            await asyncio.sleep(0)
        raise AssertionError("it never settles")
