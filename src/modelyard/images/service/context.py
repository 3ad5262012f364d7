"""What the use cases of images need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fastapi import Request

from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database
from modelyard.images.ports import Builder
from modelyard.images.rules.recipes import Machine, Recipe
from modelyard.images.rules.sources import PackageSources
from modelyard.images.settings import ImagesSettings


@dataclass(frozen=True)
class ImagesContext:
    """Built once at start and kept as `app.state.images`.

    machine: this one; recipes: of the preset images. base: the directory of the interpreter that images are made with.
    sources: where packages come from. wake: hints the loop of builds.
    """

    database: Database
    builder: Builder
    machine: Machine
    recipes: Sequence[Recipe]
    base: str
    sources: PackageSources
    settings: ImagesSettings = field(default_factory=ImagesSettings)
    clock: Clock = field(default_factory=SystemClock)
    wake: Callable[[], None] = lambda: None


def context_of(request: Request) -> ImagesContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: ImagesContext = request.app.state.images
    return context
