"""What the server wires into serving: models, compute, and the gateway."""

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.registry import service as registry
from modelyard.registry.types import Servable
from modelyard.server import storage
from modelyard.server.gateway import surroundings
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings, endpoints
from modelyard.serving.adapters.batch_files import StoredBatchFiles
from modelyard.serving.adapters.envoy import EnvoyGateway
from modelyard.serving.service.context import ROUTES_LOOP, SERVICES_LOOP, ServingContext


def serving_context(app: FastAPI, settings: PlatformSettings, home: Home, database: Database) -> ServingContext:
    """Return what serving needs; compute and the registry were wired before."""

    async def find_servable(db: AsyncSession, who: Subject, model_id: str) -> Servable:
        return await registry.servable(db, app.state.registry, who, model_id)

    def wake_services() -> None:
        app.state.loops.wake(SERVICES_LOOP)

    def wake_routes() -> None:
        app.state.loops.wake(ROUTES_LOOP)

    # Listeners hear of workloads in sessions of others, and know no context.
    database.on_wake(SERVICES_LOOP, wake_services)
    database.on_wake(ROUTES_LOOP, wake_routes)
    return ServingContext(
        database=database,
        gatekeeper=app.state.gatekeeper,
        compute=app.state.compute,
        find_servable=find_servable,
        gateway=EnvoyGateway(surroundings(home, settings, storage.contribution(home, settings))),
        batch_files=StoredBatchFiles(app.state.objects),
        access_endpoint=endpoints(settings)["api"],
        settings=settings.serving,
        wake_services=wake_services,
        wake_routes=wake_routes,
    )
