"""Makers and drivers for tests of the registry and of what is built on it."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI

from modelyard.compute import testing as compute_testing
from modelyard.compute.events import WorkloadMoved
from modelyard.compute.testing import LoopDriver, MemoryEngine
from modelyard.core import events
from modelyard.core.clock import Clock
from modelyard.core.db import Database
from modelyard.core.loops import ReconcilerRunner
from modelyard.images import testing as images_testing
from modelyard.objects import testing as objects_testing
from modelyard.objects.service.context import ObjectsContext
from modelyard.registry import api
from modelyard.registry.loops import ModelReconciler
from modelyard.registry.service import listening
from modelyard.registry.service.context import RegistryContext

CONFIG = b"""{
  "model_algorithm": "image_classification",
  "model_type": "Scikit_Learn",
  "apis": [{"url": "/", "method": "post",
    "request": {"Content-type": "application/json", "data": {"type": "object", "properties": {"x": {"type": "array"}}}},
    "response": {"Content-type": "application/json", "data": {"type": "object", "properties": {"label": {"type": "string"}}}}}]
}
"""


def make_request(name: str = "digits", version: str = "1.0.0", **changes: Any) -> dict[str, Any]:
    """Return the body of a request for a model from `obs://team/digits/`; changes: further fields, None leaves one out."""
    values = {
        "model_name": name,
        "model_version": version,
        "model_type": "Scikit_Learn",
        "source_location": "obs://team/digits/",
        **changes,
    }
    return {key: value for key, value in values.items() if value is not None}


def make_context(database: Database, clock: Clock, folder: Path, **changes: Any) -> RegistryContext:
    """Return a context with a store and an engine in memory, where everything is allowed and every image is ready."""
    objects: ObjectsContext = changes.pop("objects", None) or objects_testing.make_context(database, clock, folder)
    events.listeners.on(WorkloadMoved, listening.on_workload_moved)
    compute = changes.pop("compute", None) or compute_testing.make_context(database, clock, engine=MemoryEngine(clock, exits=0))
    values: dict[str, Any] = {
        "gatekeeper": objects.gatekeeper,
        "images": images_testing.make_context(database, directory=folder / "images", clock=clock),
        "packages": folder / "models",
        "storage_host": "127.0.0.1:9000",
        "clock": clock,
        **changes,
    }
    return RegistryContext(database=database, objects=objects, compute=compute, **values)


def make_app(context: RegistryContext) -> FastAPI:
    """Return an application with the routes of the registry alone."""
    state = {"registry": context, "compute": context.compute, "images": context.images}
    return objects_testing.make_api(api.ROUTERS, context.database, context.gatekeeper, **state)


class Driver(LoopDriver):
    """Runs the loops of models and of compute by hand until nothing moves any more."""

    def __init__(self, context: RegistryContext) -> None:
        self.context = context
        self.models = ReconcilerRunner(context.database, ModelReconciler(context), context.clock)
        super().__init__(context.compute, self.models)
