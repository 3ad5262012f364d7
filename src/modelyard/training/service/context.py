"""What the use cases of training need: compute, images and objects, and where the code of jobs is kept."""

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
from modelyard.training.service.found import KeptCounts, KeptFinds
from modelyard.training.settings import TrainingSettings
from modelyard.training.types import Surroundings

LOOP = "training.jobs"


@dataclass(frozen=True)
class TrainingContext:
    """Built once at start and kept as `app.state.training`.

    code: the directory below which each job's snapshot lies. surroundings: what jobs are told of the platform.
    wake: hints the loop of jobs. found: what searches found.
    counts: how many jobs projects have.
    """

    database: Database
    gatekeeper: Gatekeeper
    objects: ObjectsContext
    compute: ComputeContext
    images: ImagesContext
    code: Path
    surroundings: Surroundings = field(default_factory=Surroundings)
    settings: TrainingSettings = field(default_factory=TrainingSettings)
    clock: Clock = field(default_factory=SystemClock)
    wake: Callable[[], None] = lambda: None
    found: KeptFinds = field(default_factory=KeptFinds)
    counts: KeptCounts = field(default_factory=KeptCounts)

    @property
    def code_limits(self) -> CopyLimits:
        """How large a code directory may be."""
        own = self.settings
        return CopyLimits(own.max_code_entries, own.max_code_bytes, own.max_code_depth)


def context_of(request: Request) -> TrainingContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: TrainingContext = request.app.state.training
    return context
