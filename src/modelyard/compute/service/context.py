"""What the use cases of compute need: the engine, and what images and identity do for it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.ports import Credentials, Engine
from modelyard.compute.settings import ComputeSettings
from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.images.types import RuntimeImage

# Returns an image that can be run, or None while it is being built. Raises when there is no such image for the caller.
RequireImage = Callable[[AsyncSession, Subject, str], Awaitable[RuntimeImage | None]]
# Returns keys with the rights of the owner of a workload, named after it; None for an owner that has no keys (the
# platform itself). Raises OwnerMayNotAct when the owner was disabled, deleted or lost the project.
IssueKeys = Callable[[Subject, str], Awaitable[Credentials | None]]


def _nothing() -> None:
    """Wake nobody; the loops find the rows by themselves."""


@dataclass(frozen=True)
class ComputeContext:
    """Built once at start and kept as `app.state.compute`.

    wake_admission, wake_workloads: hints for the loops that a row has changed.
    """

    database: Database
    engine: Engine
    require_image: RequireImage
    issue_keys: IssueKeys
    settings: ComputeSettings = field(default_factory=ComputeSettings)
    clock: Clock = field(default_factory=SystemClock)
    wake_admission: Callable[[], None] = _nothing
    wake_workloads: Callable[[], None] = _nothing


def context_of(request: Request) -> ComputeContext:
    """Return the context of the application that serves a request; a route takes it with `Depends(context_of)`."""
    context: ComputeContext = request.app.state.compute
    return context
