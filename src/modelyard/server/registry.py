"""What the server wires into the registry: objects, images and compute, and where packages are kept."""

from urllib.parse import urlsplit

from fastapi import FastAPI

from modelyard.core.db import Database
from modelyard.registry.service.context import LOOP, RegistryContext
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings, endpoints


def registry_context(app: FastAPI, settings: PlatformSettings, home: Home, database: Database) -> RegistryContext:
    """Return what the registry needs; objects, images, compute and training were wired before."""

    def wake() -> None:
        app.state.loops.wake(LOOP)

    database.on_wake(LOOP, wake)
    return RegistryContext(
        database=database,
        gatekeeper=app.state.gatekeeper,
        objects=app.state.objects,
        compute=app.state.compute,
        images=app.state.images,
        training=app.state.training,
        packages=home.data / "models",
        storage_host=urlsplit(endpoints(settings)["storage"]).netloc,
        settings=settings.registry,
        wake=wake,
    )
