"""Makers for tests of datasets and of what is built on them."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI

from modelyard.compute import testing as compute_testing
from modelyard.compute.events import WorkloadMoved
from modelyard.core import events
from modelyard.core.clock import Clock
from modelyard.core.db import Database
from modelyard.core.sealing import Sealer
from modelyard.datasets import api
from modelyard.datasets.loops.worker import Worker
from modelyard.datasets.service import processing_listening
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.service.working import Works
from modelyard.datasets.service.works import WORKS
from modelyard.objects import testing as objects_testing
from modelyard.objects.service.context import ObjectsContext


def make_request(name: str = "leafs", **changes: Any) -> dict[str, Any]:
    """Return the body of a request for a dataset of images; changes: further fields, None leaves one out."""
    values = {
        "dataset_name": name,
        "dataset_type": 0,
        "data_sources": [{"data_type": 0, "data_path": "/team/leafs/in/"}],
        "work_path": "/team/leafs/out/",
        "work_path_type": 0,
        **changes,
    }
    return {key: value for key, value in values.items() if value is not None}


def make_context(database: Database, clock: Clock, folder: Path, **changes: Any) -> DatasetsContext:
    """Return a context with a store in memory, where everything is allowed."""
    objects: ObjectsContext = changes.pop("objects", None) or objects_testing.make_context(database, clock, folder)
    return DatasetsContext(database, objects.gatekeeper, objects, clock=clock, **{"sealer": Sealer(bytes(32)), **changes})


async def run_tasks(context: DatasetsContext, works: Works = WORKS) -> int:
    """Do all long work that is due, in this process, and return how many tasks that were."""
    return await Worker(context, works=works).run_due()


async def run_step(context: DatasetsContext, works: Works = WORKS) -> bool:
    """Take one step of one task that is due, as a worker that is killed afterwards; return whether there was one."""
    return await Worker(context, works=works).run_step()


def make_processing(context: DatasetsContext, folder: Path, **changes: Any) -> ProcessingContext:
    """Return a context for processing with an engine in memory."""
    events.listeners.on(WorkloadMoved, processing_listening.on_workload_moved)
    values = {"compute": compute_testing.make_context(context.database, context.clock), "runs": folder / "runs", **changes}
    return ProcessingContext(context, **values)


def make_app(context: DatasetsContext, **state: object) -> FastAPI:
    """Return an application with the routes of datasets alone."""
    objects = context.objects
    return objects_testing.make_api(
        api.ROUTERS, context.database, context.gatekeeper, datasets=context, objects=objects, **state
    )
