"""What the server wires into training: compute, images and objects, and what jobs are told of the platform."""

from fastapi import FastAPI

from modelyard.core.db import Database
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings, endpoints
from modelyard.training.service.context import LOOP, TrainingContext
from modelyard.training.types import Surroundings


def training_context(app: FastAPI, settings: PlatformSettings, home: Home, database: Database) -> TrainingContext:
    """Return what training needs; objects, images and compute were wired before."""
    addresses = endpoints(settings)
    return TrainingContext(
        database=database,
        gatekeeper=app.state.gatekeeper,
        objects=app.state.objects,
        compute=app.state.compute,
        images=app.state.images,
        code=home.data / "code",
        surroundings=Surroundings(
            api_endpoint=addresses["api"],
            storage_endpoint=addresses["storage"],
            pip_index=settings.training.pip_index,
        ),
        settings=settings.training,
        wake=lambda: app.state.loops.wake(LOOP),
    )
