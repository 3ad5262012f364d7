"""Makers and drivers for tests of training and of what is built on it."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI

from modelyard.compute import testing as compute_testing
from modelyard.compute.events import TaskStepped, WorkloadMoved
from modelyard.compute.testing import LoopDriver
from modelyard.core import events
from modelyard.core.clock import Clock
from modelyard.core.db import Database
from modelyard.core.loops import ReconcilerRunner
from modelyard.images import testing as images_testing
from modelyard.objects import testing as objects_testing
from modelyard.objects.service.context import ObjectsContext
from modelyard.training import api
from modelyard.training.loops import JobReconciler
from modelyard.training.service import listening
from modelyard.training.service.context import TrainingContext
from modelyard.training.types import Surroundings


def make_request(name: str = "job-1", **changes: Any) -> dict[str, Any]:
    """Return the body of a request for a job that would run `train.py` of `obs://team/code/`.

    changes: parts of the algorithm; `resource`, `spec` and `metadata` are put where they belong.
    """
    resource, spec, metadata = changes.pop("resource", {}), changes.pop("spec", {}), changes.pop("metadata", {})
    algorithm: dict[str, Any] = {
        "code_dir": "obs://team/code/",
        "boot_file": "obs://team/code/train.py",
        "engine": {"engine_id": "python"},
        "outputs": [{"name": "train_url", "remote": {"obs": {"obs_url": "obs://team/out/"}}}],
        **changes,
    }
    return {
        "kind": "job",
        "metadata": {"name": name, **metadata},
        "algorithm": {key: value for key, value in algorithm.items() if value is not None},
        "spec": {"resource": {"flavor_id": "modelarts.vm.cpu.1u", "node_count": 1, **resource}, **spec},
    }


def join_listeners() -> None:
    """Have training hear of workloads, as the server does."""
    events.listeners.on(WorkloadMoved, listening.on_workload_moved)
    events.listeners.on(TaskStepped, listening.on_task_stepped)


def make_context(database: Database, clock: Clock, folder: Path, **changes: Any) -> TrainingContext:
    """Return a context with a store and an engine in memory, where everything is allowed and every image is ready."""
    join_listeners()
    objects: ObjectsContext = changes.pop("objects", None) or objects_testing.make_context(database, clock, folder)
    compute = changes.pop("compute", None) or compute_testing.make_context(database, clock)
    values: dict[str, Any] = {
        "gatekeeper": objects.gatekeeper,
        "images": images_testing.make_context(database, directory=folder / "images", clock=clock),
        "code": folder / "code",
        "surroundings": Surroundings("http://api:8000", "http://store:9000"),
        "clock": clock,
        **changes,
    }
    return TrainingContext(database=database, objects=objects, compute=compute, **values)


def make_app(context: TrainingContext) -> FastAPI:
    """Return an application with the routes of training alone."""
    state = {"training": context, "compute": context.compute, "images": context.images}
    return objects_testing.make_api(api.ROUTERS, context.database, context.gatekeeper, **state)


class Driver(LoopDriver):
    """Runs the loops of training and of compute by hand until nothing moves any more."""

    def __init__(self, context: TrainingContext) -> None:
        self.context = context
        self.jobs = ReconcilerRunner(context.database, JobReconciler(context), context.clock)
        super().__init__(context.compute, self.jobs)
