"""Makers and fakes for tests of serving and of what is built on it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import testing as compute_testing
from modelyard.compute.events import TaskReady, WorkloadMoved
from modelyard.compute.testing import LoopDriver, MemoryEngine
from modelyard.compute.types import EndedBy, TaskRef, TaskState
from modelyard.core import events
from modelyard.core.clock import Clock
from modelyard.core.db import Database
from modelyard.core.errors import NotFound, Unavailable
from modelyard.core.loops import ReconcilerRunner
from modelyard.core.subject import Subject
from modelyard.iam import testing as iam_testing
from modelyard.iam.schemas.events import ProjectDeleted, WorkspaceDeleted
from modelyard.objects import testing as objects_testing
from modelyard.registry.events import ModelDeleted
from modelyard.registry.types import ModelId, ModelKind, ModelStatus, Servable
from modelyard.serving import api
from modelyard.serving.loops import ServiceReconciler
from modelyard.serving.service import batch_stepping, listening
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.publishing import Publisher
from modelyard.serving.types import SOCKET, CallCounts, ServiceRoute


class MemoryGateway:
    """Keeps what was published. published: every publication that changed something, oldest first."""

    def __init__(self) -> None:
        self.stamp = -1
        self.published: list[tuple[ServiceRoute, ...]] = []
        self.counts: list[CallCounts] = []
        self.fails = False

    @property
    def routes(self) -> dict[str, ServiceRoute]:
        """What the gateway knows now, by service."""
        return {route.service_id: route for route in self.published[-1]} if self.published else {}

    async def publish(self, routes: Sequence[ServiceRoute], *, stamp: int) -> None:
        """See `Gateway`."""
        if self.fails:
            raise OSError("the disk is full")
        if stamp < self.stamp:
            return
        self.stamp = stamp
        if not self.published or self.published[-1] != tuple(routes):
            self.published.append(tuple(routes))

    async def statistics(self) -> Sequence[CallCounts]:
        """See `Gateway`."""
        if self.fails:
            raise Unavailable(part="gateway", problem="it is down")
        return self.counts


class MemoryBatchFiles:
    """Files of batch services by their place; `missing` are places that are not there."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.missing: set[str] = set()

    async def check(self, who: Subject, source: str, target: str, *, field: str) -> tuple[str, str]:
        """See `BatchFiles`."""
        for name, place in (("src_path", source), ("dest_path", target)):
            if place in self.missing:
                raise NotFound(resource=f"{field}.{name}")
        return source, target

    async def list_names(self, who: Subject, folder: str) -> list[str]:
        """See `BatchFiles`."""
        return sorted(place[len(folder) :] for place in self.files if place.startswith(folder))

    async def read(self, who: Subject, place: str) -> bytes | None:
        """See `BatchFiles`."""
        return self.files.get(place)


def make_servable(model_id: str = "m1", **changes: Any) -> Servable:
    """Return a model that our own server serves."""
    values: dict[str, Any] = {
        "model_id": ModelId(model_id),
        "name": f"model-{model_id}",
        "version": "1.0.0",
        "project_id": "p1",
        "workspace_id": "0",
        "status": ModelStatus.PUBLISHED,
        "kind": ModelKind.PACKAGE,
        "image": "sklearn",
        "model_type": "Scikit_Learn",
        "directory": f"/data/models/{model_id}",
    }
    return Servable(**{**values, **changes})


class FakeModels:
    """Models by id; `m1` to `m9` are there from the start."""

    def __init__(self) -> None:
        self.known = {f"m{number}": make_servable(f"m{number}") for number in range(1, 10)}

    async def __call__(self, _db: AsyncSession, _who: Subject, model_id: str) -> Servable:
        """Return a model."""
        if model_id not in self.known:
            raise NotFound(resource=model_id)
        return self.known[model_id]

    def change(self, model_id: str, **changes: Any) -> None:
        """Make a model another one."""
        self.known[model_id] = replace(self.known[model_id], **changes)


def make_config(model_id: str = "m1", **changes: Any) -> dict[str, Any]:
    """Return an entry of a configuration as a request has it."""
    return {"model_id": model_id, "specification": "modelarts.vm.cpu.1u", "instance_count": 1, **changes}


def make_request(name: str = "service-1", *config: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the body of a request for a real-time service; of one model unless told."""
    return {"service_name": name, "infer_type": "real-time", "config": list(config) or [make_config()], **changes}


def join_listeners() -> None:
    """Have serving hear of workloads, models and identity, as the server does."""
    events.listeners.on(WorkloadMoved, listening.on_workload_moved)
    events.listeners.on(WorkloadMoved, batch_stepping.on_workload_moved)
    events.listeners.on(TaskReady, listening.on_task_ready)
    events.listeners.on(ModelDeleted, listening.on_model_deleted)
    events.listeners.on(WorkspaceDeleted, listening.on_workspace_deleted)
    events.listeners.on(ProjectDeleted, listening.on_project_deleted)


def make_context(database: Database, clock: Clock, **changes: Any) -> ServingContext:
    """Return a context with an engine, models and a gateway in memory, where everything is allowed."""
    join_listeners()
    values: dict[str, Any] = {
        "gatekeeper": objects_testing.RuleGatekeeper(),
        "find_servable": FakeModels(),
        "gateway": MemoryGateway(),
        "batch_files": MemoryBatchFiles(),
        "access_endpoint": "http://api:8000",
        "clock": clock,
        **changes,
    }
    compute = values.pop("compute", None) or compute_testing.make_context(
        database, clock, engine=MemoryEngine(clock, [compute_testing.make_node(cores=8)])
    )
    return ServingContext(database=database, compute=compute, **values)


def make_app(context: ServingContext) -> FastAPI:
    """Return an application with the routes of serving alone."""
    state = {"serving": context, "compute": context.compute, "iam": iam_testing.make_context(clock=context.clock)}
    return objects_testing.make_api(api.ROUTERS, context.database, context.gatekeeper, **state)


class Driver(LoopDriver):
    """Runs the loops of serving and of compute by hand until nothing moves any more.

    is_well: decides of each task that runs whether it answers its health check well. publishes: the gateway is told.
    """

    def __init__(self, context: ServingContext) -> None:
        self.context = context
        self.services = ReconcilerRunner(context.database, ServiceReconciler(context), context.clock)
        self.publisher = Publisher(context, idle_rounds=1)
        super().__init__(context.compute, self.services, most_rounds=200)
        self.is_well = True
        self.publishes = True

    @property
    def gateway(self) -> MemoryGateway:
        """The gateway in memory."""
        gateway = self.context.gateway
        assert isinstance(gateway, MemoryGateway)
        return gateway

    @property
    def running(self) -> list[TaskRef]:
        """The tasks that run, oldest first."""
        tasks = self.engine.tasks
        return [ref for ref in self.engine.launches if ref in tasks and tasks[ref].state is TaskState.RUNNING]

    def of_model(self, model_id: str) -> list[TaskRef]:
        """Return the tasks that run a model."""
        launches = {ref: self.engine.tasks[ref].launch for ref in self.running}
        return [ref for ref, launch in launches.items() if launch is not None and launch.spec.env["MODEL_ID"] == model_id]

    async def step(self) -> int:
        """Run every loop once, and return how many rows were due."""
        if self.publishes:
            await self.publisher.publish()
        moved = await super().step()
        if self.is_well:
            self.make_ready()
        return moved

    def make_ready(self) -> None:
        """Have every task that runs answer its health check well."""
        for ref in self.running:
            task = self.engine.tasks[ref]
            if not any(step.step == "ready" for step in task.steps):
                self.engine.become_ready(ref, **{SOCKET: f"/run/{ref.workload_id}/{SOCKET}"})

    def crash(self, ref: TaskRef, *, ended_by: EndedBy = EndedBy.ITSELF) -> None:
        """Have a task end unasked."""
        self.engine.finish(
            ref, exit_code=1, ended_by=ended_by, message="it crashed", last_lines=("Traceback", "ValueError: no")
        )
