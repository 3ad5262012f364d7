"""Clears away what is too old: events, numbers, instances that have ended."""

from datetime import timedelta

from modelyard.core.loops import Periodic, Runner
from modelyard.serving.service import keeping
from modelyard.serving.service.context import ServingContext


def upkeep(context: ServingContext) -> list[Runner]:
    """Return the loops that clear away."""

    async def drop_old() -> None:
        await keeping.drop_old(context)

    return [Periodic("serving.upkeep", timedelta(minutes=10), drop_old)]
