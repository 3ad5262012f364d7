"""Looks at the load, and clears away what is too old: events, numbers, instances that have ended."""

import logging
from datetime import timedelta

from modelyard.core.errors import Unavailable
from modelyard.core.loops import Periodic, Runner
from modelyard.serving.service import counting, keeping, scaling
from modelyard.serving.service.context import ServingContext

log = logging.getLogger(__name__)


def upkeep(context: ServingContext) -> list[Runner]:
    """Return the loops that look at the load and clear away."""

    async def drop_old() -> None:
        await keeping.drop_old(context)

    async def look_at_load() -> None:
        try:
            await counting.count_calls(context)
        except Unavailable as error:
            log.warning("serving.statistics_unavailable", extra={"problem": str(error)})
        await scaling.scale_all(context)

    every = timedelta(seconds=context.settings.statistics_seconds)
    return [Periodic("serving.load", every, look_at_load), Periodic("serving.upkeep", timedelta(minutes=10), drop_old)]
