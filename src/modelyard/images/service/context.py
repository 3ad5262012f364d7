"""What the use cases of images need."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

from fastapi import Request

from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.images.ports import Builder
from modelyard.images.rules.recipes import Machine, Recipe
from modelyard.images.rules.sources import PackageSources
from modelyard.images.settings import ImagesSettings


async def _nothing() -> Collection[str]:
    return ()


@dataclass(frozen=True)
class ImagesContext:
    """Built once at start and kept as `app.state.images`.

    known_database: None for a command on a home that was never started.
    machine: this one; recipes: of the preset images. base: the directory of the interpreter that images are made with.
    sources: where packages come from. container_problem: why no container can be run here, as
        far as that is known; empty when all is well.
    read_object: reads a small object with the rights of a caller; None where there is no object storage.
    in_use: the digests of images that something runs in. wake: hints the loop of builds.
    """

    known_database: Database | None
    builder: Builder
    machine: Machine
    recipes: Sequence[Recipe]
    base: str
    sources: PackageSources
    container_problem: Callable[[], str] = lambda: "there is neither podman nor docker"
    read_object: Callable[[Subject, str, int], Awaitable[bytes]] | None = None
    in_use: Callable[[], Awaitable[Collection[str]]] = _nothing
    settings: ImagesSettings = field(default_factory=ImagesSettings)
    clock: Clock = field(default_factory=SystemClock)
    wake: Callable[[], None] = lambda: None

    @property
    def database(self) -> Database:
        """The database of the platform."""
        assert self.known_database is not None
        return self.known_database


def context_of(request: Request) -> ImagesContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: ImagesContext = request.app.state.images
    return context
