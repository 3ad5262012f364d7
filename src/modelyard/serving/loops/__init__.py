"""Loops of services."""

from modelyard.core.loops import OnDemand, Runner
from modelyard.serving.loops.services import ServiceReconciler, services_runner
from modelyard.serving.loops.upkeep import upkeep
from modelyard.serving.service import publishing
from modelyard.serving.service.context import ROUTES_LOOP, ServingContext

__all__ = ["ServiceReconciler", "runners"]


def runners(context: ServingContext) -> list[Runner]:
    """Return the loops of services."""
    publisher = publishing.Publisher(context)
    return [
        services_runner(context),
        OnDemand(ROUTES_LOOP, publishing.EVERY, publisher.publish),
        *upkeep(context),
    ]
