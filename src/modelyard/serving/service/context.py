"""What the use cases of services need: compute, models, the gateway."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.service.context import ComputeContext
from modelyard.core.access import Gatekeeper
from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.registry.types import Servable
from modelyard.serving.ports import BatchFiles, Gateway
from modelyard.serving.settings import ServingSettings

SERVICES_LOOP = "serving.services"
ROUTES_LOOP = "serving.routes"

# Returns what it takes to run a model. Raises when the caller sees none of this id.
FindServable = Callable[[AsyncSession, Subject, str], Awaitable[Servable]]


def _nothing() -> None:
    """Wake nobody; the loops find the rows by themselves."""


@dataclass(frozen=True)
class ServingContext:
    """Built once at start and kept as `app.state.serving`.

    access_endpoint: the address of the gateway, before `/v1/infers/...`.
    wake_services, wake_routes: hints for the loops that something has changed.
    """

    database: Database
    gatekeeper: Gatekeeper
    compute: ComputeContext
    find_servable: FindServable
    gateway: Gateway
    batch_files: BatchFiles
    access_endpoint: str = ""
    settings: ServingSettings = field(default_factory=ServingSettings)
    clock: Clock = field(default_factory=SystemClock)
    wake_services: Callable[[], None] = _nothing
    wake_routes: Callable[[], None] = _nothing


def context_of(request: Request) -> ServingContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: ServingContext = request.app.state.serving
    return context
