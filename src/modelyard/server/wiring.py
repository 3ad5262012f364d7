"""Which parts of the product are joined, and how: routers, adapters, listeners, loops. The place to look first."""

import sys
from functools import partial

import httpx
from fastapi import APIRouter, FastAPI

from modelyard.compute import access as compute_access
from modelyard.compute import api as compute_api
from modelyard.compute import loops as compute_loops
from modelyard.compute.adapters.containers import Containers
from modelyard.compute.events import TaskReady, TaskStepped, WorkloadMoved
from modelyard.compute.service import listening as compute_listening
from modelyard.core import events
from modelyard.core.clock import SystemClock
from modelyard.core.db import Database
from modelyard.core.loops import Loops, ReconcilerRunner
from modelyard.core.sealing import Sealer
from modelyard.core.streams import Streams
from modelyard.core.subject import Subject
from modelyard.datasets import access as datasets_access
from modelyard.datasets import api as datasets_api
from modelyard.datasets import loops as datasets_loops
from modelyard.datasets.adapters import worker
from modelyard.datasets.adapters.decoding import ProcessDecoder
from modelyard.datasets.adapters.worker import OwnProcess
from modelyard.datasets.events import DatasetDeleted
from modelyard.datasets.events_versions import VersionDeleted
from modelyard.datasets.loops import processing as processing_loops
from modelyard.datasets.service import listening as datasets_listening
from modelyard.datasets.service import processing_listening, team_listening
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.processing_context import LOOP as PROCESSING_LOOP
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.iam import access as iam_access
from modelyard.iam import loops as iam_loops
from modelyard.iam import service as iam
from modelyard.iam.adapters.audit import AuditWriter
from modelyard.iam.api import authentication, directory
from modelyard.iam.schemas.events import ProjectDeleted, UserDeleted, WorkspaceDeleted
from modelyard.images import access as images_access
from modelyard.images import api as images_api
from modelyard.images import loops as images_loops
from modelyard.images.events import ImageBuilt, ImageNotBuilt
from modelyard.objects import access as objects_access
from modelyard.objects import api as objects_api
from modelyard.objects.adapters.copying import ProcessCopier
from modelyard.objects.adapters.s3 import S3Endpoint, S3Store, sealed_endpoint
from modelyard.objects.adapters.unpacking import ProcessUnpacker
from modelyard.objects.loops.tasks import LOOP, StorageTaskReconciler, sweep
from modelyard.objects.rules.external import external_store
from modelyard.objects.rules.signing_v4 import Credentials
from modelyard.objects.service import reading
from modelyard.objects.service.context import ObjectsContext, TemporaryKey
from modelyard.objects.settings import ObjectsSettings
from modelyard.registry import access as registry_access
from modelyard.registry import api as registry_api
from modelyard.registry import loops as registry_loops
from modelyard.registry.events import ModelDeleted
from modelyard.registry.service import listening as registry_listening
from modelyard.server import api, console, overview
from modelyard.server.compute import compute_context
from modelyard.server.home import Home
from modelyard.server.images import images_context, images_in_use
from modelyard.server.predictions import predictor
from modelyard.server.registry import registry_context
from modelyard.server.serving import serving_context
from modelyard.server.settings import PlatformSettings, endpoints, iam_settings
from modelyard.server.training import training_context
from modelyard.serving import access as serving_access
from modelyard.serving import api as serving_api
from modelyard.serving import loops as serving_loops
from modelyard.serving.service import batch_stepping
from modelyard.serving.service import listening as serving_listening
from modelyard.training import access as training_access
from modelyard.training import api as training_api
from modelyard.training import loops as training_loops
from modelyard.training.service import dataset_inputs
from modelyard.training.service import listening as training_listening

ROUTERS: list[APIRouter] = [
    api.router,
    overview.router,
    console.router,
    *directory.ROUTERS,
    *authentication.ROUTERS,
    *objects_api.ROUTERS,
    *images_api.ROUTERS,
    *compute_api.ROUTERS,
    *datasets_api.ROUTERS,
    *training_api.ROUTERS,
    *registry_api.ROUTERS,
    *serving_api.ROUTERS,
]


def wire(app: FastAPI, settings: PlatformSettings, home: Home, database: Database) -> Loops:
    """Put what the routes need on the application, and return the loops to run beside them."""
    context = iam.IAMContext(
        sealer=Sealer(home.master_key_file.read_bytes()), settings=iam_settings(settings), clock=SystemClock()
    )
    app.state.database = database
    app.state.iam = context
    app.state.gatekeeper = iam.Gatekeeper(database, context)
    app.state.audit = AuditWriter()
    app.state.streams = Streams()
    app.state.actions = (
        *iam_access.ACTIONS,
        *objects_access.ACTIONS,
        *images_access.ACTIONS,
        *compute_access.ACTIONS,
        *datasets_access.ACTIONS,
        *training_access.ACTIONS,
        *registry_access.ACTIONS,
        *serving_access.ACTIONS,
    )
    app.state.objects = objects = objects_context(app, settings, home, database)
    containers = Containers(settings.compute.engine)
    app.state.images = images = images_context(
        settings,
        home,
        database,
        read_object=partial(reading.read_object, objects),
        container_problem=lambda: containers.problem,
        in_use=partial(images_in_use, database),
        wake=lambda: app.state.loops.wake(images_loops.LOOP),
    )
    app.state.compute = compute = compute_context(app, settings, home, database, containers)
    app.state.datasets = datasets = DatasetsContext(
        database,
        app.state.gatekeeper,
        objects,
        settings.datasets,
        start_worker=partial(start_data_worker, home),
        decoder=ProcessDecoder(),
        thumbnails=home.thumbnails,
        sealer=context.sealer,
        open_s3=open_s3,
        predictor=predictor(settings, home, objects, lambda: app.state.serving),
    )
    app.state.processing = processing = ProcessingContext(
        datasets, compute, home.data / "processing", wake=lambda: app.state.loops.wake(PROCESSING_LOOP)
    )
    app.state.training = training = training_context(app, settings, home, database)
    app.state.registry = registry = registry_context(app, settings, home, database)
    app.state.serving = serving = serving_context(app, settings, home, database)
    _join_listeners()
    loops = Loops(
        [
            *compute_loops.runners(compute),
            *datasets_loops.runners(datasets),
            *processing_loops.runners(processing),
            *training_loops.runners(training),
            *registry_loops.runners(registry),
            *serving_loops.runners(serving),
            *iam_loops.periodics(database, context, app.state.gatekeeper),
            ReconcilerRunner(database, StorageTaskReconciler(objects)),
            sweep(objects),
            *images_loops.runners(images),
        ]
    )
    app.state.loops = loops
    return loops


def _join_listeners() -> None:
    """Have higher capabilities hear of what lower ones announce."""
    events.listeners.on(WorkspaceDeleted, compute_listening.on_workspace_deleted)
    events.listeners.on(ProjectDeleted, compute_listening.on_project_deleted)
    events.listeners.on(ImageBuilt, compute_listening.on_image_built)
    events.listeners.on(ImageNotBuilt, compute_listening.on_image_built)
    events.listeners.on(WorkspaceDeleted, datasets_listening.on_workspace_deleted)
    events.listeners.on(ProjectDeleted, datasets_listening.on_project_deleted)
    events.listeners.on(WorkloadMoved, processing_listening.on_workload_moved)
    events.listeners.on(WorkspaceDeleted, team_listening.on_workspace_deleted)
    events.listeners.on(ProjectDeleted, team_listening.on_project_deleted)
    events.listeners.on(UserDeleted, team_listening.on_user_deleted)
    events.listeners.on(DatasetDeleted, team_listening.on_dataset_deleted)
    events.listeners.on(WorkloadMoved, training_listening.on_workload_moved)
    events.listeners.on(VersionDeleted, dataset_inputs.on_version_deleted)
    events.listeners.on(TaskStepped, training_listening.on_task_stepped)
    events.listeners.on(WorkloadMoved, serving_listening.on_workload_moved)
    events.listeners.on(WorkloadMoved, batch_stepping.on_workload_moved)
    events.listeners.on(TaskReady, serving_listening.on_task_ready)
    events.listeners.on(ModelDeleted, serving_listening.on_model_deleted)
    events.listeners.on(WorkspaceDeleted, serving_listening.on_workspace_deleted)
    events.listeners.on(ProjectDeleted, serving_listening.on_project_deleted)
    events.listeners.on(WorkloadMoved, registry_listening.on_workload_moved)


async def start_data_worker(home: Home, name: str) -> OwnProcess:
    """Start the process for long work on data. It reads the settings as we did."""
    return await worker.start([sys.executable, "-m", "modelyard.server.data_worker", str(home.path), name])


def objects_context(app: FastAPI, settings: PlatformSettings, home: Home, database: Database) -> ObjectsContext:
    """Return what objects needs: the sealed store or the external one, and what identity does for it."""

    async def issue_key(who: Subject, seconds: int) -> TemporaryKey:
        async with database.session() as db:
            key = await iam.issue_temporary_key(db, app.state.iam, who, duration_seconds=seconds, session_name="objects")
        return TemporaryKey(Credentials(key.access, key.secret, key.security_token), key.expires_at)

    async def find_subject(who: Subject) -> Subject | None:
        async with database.read_session() as db:
            await app.state.gatekeeper.refresh(db)
            return await iam.find_subject(db, who)

    own = settings.objects
    return ObjectsContext(
        database=database,
        store=S3Store(_store_endpoint(own, home)),
        gatekeeper=app.state.gatekeeper,
        issue_key=issue_key,
        find_subject=find_subject,
        storage_endpoint=endpoints(settings)["storage"],
        follows_host=settings.gateway.public_host is None,
        spool=home.spool,
        unpacker=ProcessUnpacker(),
        copier=ProcessCopier(_store_endpoint(own, home)),
        store_directory=None if own.external_endpoint else home.storage,
        region=settings.iam.region_id,
        settings=own,
        wake=lambda: app.state.loops.wake(LOOP),
    )


def open_s3(url: str, access: str, secret: str, region: str, transport: httpx.AsyncBaseTransport) -> S3Store:
    """Return a store of somebody else, for imports; without a key it is asked without a signature."""
    credentials = Credentials(access, secret) if access else None
    return S3Store(S3Endpoint(url, credentials=credentials, region=region), transport=transport)


def _store_endpoint(settings: ObjectsSettings, home: Home) -> S3Endpoint:
    external = external_store(settings)
    if external is None:
        return sealed_endpoint(home.storage_socket)
    return S3Endpoint(external.url, credentials=external.credentials, region=external.region)
