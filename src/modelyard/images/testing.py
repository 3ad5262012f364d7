"""Makers for tests of images and of what runs in them.

Environments are built for real, once, into a directory that all tests of a machine share.
"""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database
from modelyard.images.adapters.builder import Limits, UvBuilder
from modelyard.images.adapters.machine import base_directory, pip_sources, this_machine
from modelyard.images.adapters.recipes import preset_recipes
from modelyard.images.ports import Progress
from modelyard.images.service.builds import build_preset
from modelyard.images.service.context import ImagesContext
from modelyard.images.service.presets import find_preset
from modelyard.images.settings import ImagesSettings
from modelyard.images.types import ImageKind, RuntimeImage

_VARIABLE = "MODELYARD_TEST_IMAGES"


def shared_directory() -> Path:
    """Return where tests keep environments: MODELYARD_TEST_IMAGES, else one below the temporary directory."""
    place = Path(os.environ.get(_VARIABLE) or Path(tempfile.gettempdir()) / f"modelyard-test-images-{os.getuid()}")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.stat().st_uid != os.getuid():
        raise PermissionError(f"{place} belongs to somebody else; set {_VARIABLE} to a directory of your own")
    return place


def make_context(
    database: Database, *, directory: Path | None = None, clock: Clock | None = None, **changes: Any
) -> ImagesContext:
    """Return a context with the preset images and a real builder; by default its environments are those that tests share."""
    values: dict[str, Any] = {
        "builder": UvBuilder(directory or shared_directory(), limits=Limits(reserve_bytes=0), clock=clock),
        "machine": this_machine(),
        "recipes": preset_recipes(),
        "base": base_directory(),
        "sources": pip_sources(),
        "settings": ImagesSettings(reserve_bytes=0, unused_days=0),
        "clock": clock or SystemClock(),
        **changes,
    }
    return ImagesContext(known_database=database, **values)


def build_image(name: str, *, directory: Path | None = None) -> RuntimeImage:
    """Return a preset image, built if it is not there; for tests and benchmarks. Blocks; `sklearn` takes half a minute."""
    builder = UvBuilder(directory or shared_directory(), limits=Limits(reserve_bytes=0))
    context = ImagesContext(
        known_database=None,
        builder=builder,
        machine=this_machine(),
        recipes=preset_recipes(),
        base=base_directory(),
        sources=pip_sources(),
    )

    async def watch(_progress: Progress) -> bool:
        return True

    made = asyncio.run(build_preset(context, name, watch))
    preset = find_preset(context, name)
    assert preset is not None
    return RuntimeImage(
        name=preset.name,
        kind=ImageKind.ENVIRONMENT,
        location=made.directory,
        digest=made.digest,
        env=preset.recipe.env,
        needs=(context.base,),
    )
