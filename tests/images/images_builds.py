"""Doing builds by hand."""

from modelyard.core.loops import ReconcilerRunner
from modelyard.images.loops import BuildReconciler
from modelyard.images.service.context import ImagesContext


async def build_due(context: ImagesContext) -> int:
    """Do the builds that are due, one after another."""
    return await ReconcilerRunner(context.database, BuildReconciler(context), context.clock).run_due()
