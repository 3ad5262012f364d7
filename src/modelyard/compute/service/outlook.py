"""How the queue stands at this moment: positions and reasons to wait, as the next admission pass would see them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute.models import WorkloadRow
from modelyard.compute.queries import pools as queries
from modelyard.compute.queries import workloads as workload_queries
from modelyard.compute.rules import reasons
from modelyard.compute.rules.admission import Plan, Policy, State, plan
from modelyard.compute.rules.reasons import kept
from modelyard.compute.rules.room import Placement
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.quotas import defaults
from modelyard.compute.settings import QueueSettings
from modelyard.compute.types import Reason
from modelyard.core.db import now


@dataclass(frozen=True)
class View:
    """How one waiting workload stands. position: from 1, among those that wait in its pool."""

    position: int
    reason: Reason


def policy_of(settings: QueueSettings) -> Policy:
    """Return the policy that the settings ask for."""
    return Policy(
        patience=float(settings.patience_seconds),
        reserve_after=float(settings.reserve_after_seconds),
        placement=Placement(settings.placement),
        preemption=settings.preemption,
    )


async def planned(db: AsyncSession, context: ComputeContext) -> tuple[State, Plan]:
    """Return what an admission pass would do now."""
    settings = context.settings
    state = await queries.admission_state(
        db, now(db), half_life=settings.queue.usage_half_life_seconds, defaults=defaults(settings.quotas)
    )
    return state, plan(state, policy_of(settings.queue))


async def of_workload(db: AsyncSession, context: ComputeContext, row: WorkloadRow) -> View:
    """Return how one waiting workload stands."""
    for workload_id, view in await of_pool(db, context, row.pool):
        if workload_id == row.id:
            return view
    return View(1, reasons.say(kept("starting_soon")))


async def of_pool(db: AsyncSession, context: ComputeContext, pool: str) -> Sequence[tuple[str, View]]:
    """Return how each waiting workload of a pool stands, in the order of the queue."""
    state, made = await planned(db, context)
    mine = {request.id for request in state.queue if request.pool == pool}
    starting = [(one, kept("starting_soon")) for one in made.places if one in mine]
    waiting = [(one, reason) for one, reason in made.waits.items() if one in mine]
    return [(one, View(place, reasons.say(reason))) for place, (one, reason) in enumerate([*starting, *waiting], start=1)]


async def waits_of(db: AsyncSession, context: ComputeContext, ids: Sequence[str], *, most: int = 1000) -> dict[str, View]:
    """Return how those of these workloads stand that wait; nothing while more than `most` wait.

    A list that refreshes itself asks for this again and again, and a plan of a long queue takes its time.
    """
    if not ids or await workload_queries.count_queued(db) > most:
        return {}
    state, made = await planned(db, context)
    pool_of = {request.id: request.pool for request in state.queue}
    places: Counter[str] = Counter()
    found = {}
    waits = [*((one, kept("starting_soon")) for one in made.places), *made.waits.items()]
    wanted = set(ids)
    for workload_id, reason in waits:
        pool = pool_of.get(workload_id)
        if pool is None:
            continue
        places[pool] += 1
        if workload_id in wanted:
            found[workload_id] = View(places[pool], reasons.say(reason))
    return found
