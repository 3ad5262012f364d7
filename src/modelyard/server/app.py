"""The application: what answers behind the gateway. Built once, from settings and a home."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

import modelyard
from modelyard.core.db import Database
from modelyard.core.http import RequestIdMiddleware, install_error_handlers
from modelyard.server import api
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings, database_url


def create_app(settings: PlatformSettings, home: Home) -> FastAPI:
    """Return the application with all routes. Nothing is opened before it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.database = database = Database(database_url(settings, home), pool_size=settings.database.pool_size)
        yield
        await database.close()

    app = FastAPI(
        title="Modelyard",
        summary="A self-hosted, one-stop AI development platform.",
        version=modelyard.__version__,
        openapi_url=None,  # served below, rendered once
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.settings, app.state.home = settings, home
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)
    app.include_router(api.router)
    return app
