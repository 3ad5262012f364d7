"""Fixtures for compute: an engine in memory, a context, and a driver that runs all loops until nothing moves."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compute.engine_house import EngineHouse, make_image
from modelyard.compute.events import TaskReady, TaskStepped, WorkloadMoved
from modelyard.compute.loops import WorkloadReconciler
from modelyard.compute.schemas import Workload
from modelyard.compute.service import get_workload, submit
from modelyard.compute.service.admitting import admit
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.nodes import refresh_nodes
from modelyard.compute.testing import MemoryEngine, make_context, make_subject, make_workload
from modelyard.compute.types import TaskRef, WorkloadId
from modelyard.core import events
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.loops import ReconcilerRunner
from modelyard.core.subject import Subject


@pytest.fixture
def alice() -> Subject:
    return make_subject("alice")


@pytest.fixture
def engine(clock: FixedClock) -> MemoryEngine:
    return MemoryEngine(clock)


@pytest.fixture
async def context(database: Database, clock: FixedClock, engine: MemoryEngine) -> ComputeContext:
    context = make_context(database, clock, engine=engine)
    await refresh_nodes(context)
    return context


class Driver:
    """Runs the loops by hand."""

    def __init__(self, context: ComputeContext, who: Subject) -> None:
        self.context, self.who = context, who
        self.reconciler = WorkloadReconciler(context)
        self.runner = ReconcilerRunner(context.database, self.reconciler, context.clock)

    def use(self, **changes: Any) -> "Driver":
        """Return a driver whose context differs."""
        return Driver(replace(self.context, **changes), self.who)

    async def submit(self, owner_id: str = "job-1", *, who: Subject | None = None, **changes: Any) -> WorkloadId:
        async with self.context.database.session() as db:
            return (await submit(db, self.context, who or self.who, make_workload(owner_id, **changes))).id

    async def get(self, workload_id: str, who: Subject | None = None) -> Workload:
        async with self.context.database.read_session() as db:
            return await get_workload(db, self.context, who or self.who, WorkloadId(workload_id))

    async def admit(self) -> int:
        async with self.context.database.session() as db:
            return await admit(db, self.context)

    async def settle(self) -> None:
        """Run admission and the reconciler until nothing is due."""
        for _ in range(50):
            admitted = await self.admit()
            if not await self.runner.run_due() and not admitted:
                return
        raise AssertionError("it never settles")

    async def call(self, use_case: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
        """Call a use case in a session of its own."""
        async with self.context.database.session() as db:
            return await use_case(db, *args, **options)


@pytest.fixture
def driver(context: ComputeContext, alice: Subject) -> Driver:
    return Driver(context, alice)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What listeners heard, in order."""
    heard: list[Any] = []

    async def listen(db: Any, event: Any, by: Subject) -> None:
        heard.append(event)

    own = events.Listeners()
    own.on(WorkloadMoved, listen)
    own.on(TaskStepped, listen)
    own.on(TaskReady, listen)
    monkeypatch.setattr(events, "listeners", own)
    return heard


def ref(workload_id: str, task: str = "worker-0", attempt: int = 1) -> TaskRef:
    return TaskRef(WorkloadId(workload_id), attempt, task)


@pytest.fixture(scope="session")
def engine_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing in it."""
    return make_image(tmp_path_factory.mktemp("images") / "image")


@pytest.fixture
def house(tmp_path: Path, engine_image: Path) -> Iterator[EngineHouse]:
    """A local engine whose tasks are this test's own."""
    house = EngineHouse(tmp_path, engine_image)
    yield house
    house.close()
