"""The loops of the registry: models on their way to published, and what deleted ones leave behind."""

import asyncio
from datetime import timedelta
from typing import Any

from modelyard.core.loops import Periodic, ReconcilerRunner
from modelyard.registry import queries
from modelyard.registry.loops.models import ModelReconciler as ModelReconciler
from modelyard.registry.service import packages
from modelyard.registry.service.context import RegistryContext


def runners(context: RegistryContext) -> list[ReconcilerRunner[Any, Any, Any] | Periodic]:
    """Return the loops of the registry."""
    return [ReconcilerRunner(context.database, ModelReconciler(context), context.clock), sweep(context)]


def sweep(context: RegistryContext) -> Periodic:
    """Return the periodic work that removes the packages of models that were deleted."""

    async def work() -> None:
        names = await asyncio.to_thread(packages.names_in, context.packages)
        ids = [name.removesuffix(packages.HALF_DONE) for name in names]
        for start in range(0, len(ids), 500):
            async with context.database.read_session() as db:
                known = await queries.known_ids(db, ids[start : start + 500])
            part = names[start : start + 500]
            gone = [context.packages / name for name in part if name.removesuffix(packages.HALF_DONE) not in known]
            await asyncio.to_thread(packages.forget, *gone)

    return Periodic("registry.sweep", timedelta(minutes=10), work)
