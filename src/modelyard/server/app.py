"""The application: what answers behind the gateway. Built once, from settings and a home."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI

import modelyard
from modelyard.core.db import Database
from modelyard.core.http import RequestIdMiddleware, install_error_handlers
from modelyard.core.routing import Shelves
from modelyard.server import administrator
from modelyard.server.home import Home
from modelyard.server.migrations.schema import bring_up_to_date
from modelyard.server.settings import PlatformSettings, database_url
from modelyard.server.wiring import ROUTERS, wire


def create_app(settings: PlatformSettings, home: Home) -> FastAPI:
    """Return the application with all routes. Nothing is opened before it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(database_url(settings, home), pool_size=settings.database.pool_size)
        await bring_up_to_date(database)
        loops = wire(app, settings, home, database)
        await administrator.ensure(database, app.state.iam, home)
        loops.start()
        yield
        await loops.drain(timedelta(seconds=settings.up.stop_seconds / 2))
        await database.close()

    app = FastAPI(
        title="Modelyard",
        summary="A self-hosted, one-stop AI development platform.",
        version=modelyard.__version__,
        openapi_url=None,  # served by a route of ours, rendered once
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.settings, app.state.home, app.state.started_at = settings, home, time.time()
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)
    for router in ROUTERS:
        # Flat, not included: the framework would wrap each router and match every request once more in each wrapper.
        app.router.routes.extend(router.routes)
    app.router.routes.insert(0, Shelves(app.router.routes))
    return app
