"""What the use cases of the registry need: objects, images, compute, and where packages are kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request

from modelyard.compute.service.context import ComputeContext
from modelyard.core.access import Gatekeeper
from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database
from modelyard.images.service.context import ImagesContext
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.types import CopyLimits
from modelyard.registry.settings import RegistrySettings
from modelyard.training.service.context import TrainingContext

LOOP = "registry.models"


@dataclass(frozen=True)
class RegistryContext:
    """Built once at start and kept as `app.state.registry`.

    training: for models from the output of jobs; None where there are none.
    packages: the directory below which the copies of packages lie. storage_host: of the storage port, as clients know it.
    wake: hints the loop of models.
    """

    database: Database
    gatekeeper: Gatekeeper
    objects: ObjectsContext
    compute: ComputeContext
    images: ImagesContext
    packages: Path
    training: TrainingContext | None = None
    storage_host: str = ""
    settings: RegistrySettings = field(default_factory=RegistrySettings)
    clock: Clock = field(default_factory=SystemClock)
    wake: Callable[[], None] = lambda: None

    @property
    def limits(self) -> CopyLimits:
        """How large a package may be."""
        return CopyLimits(self.settings.max_package_entries, self.settings.max_package_bytes, depth=32)

    @property
    def dynamic_limits(self) -> CopyLimits:
        """How large a package may be that is fetched where it is deployed."""
        return CopyLimits(self.settings.max_package_entries, self.settings.max_dynamic_bytes, depth=32)


def context_of(request: Request) -> RegistryContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: RegistryContext = request.app.state.registry
    return context
