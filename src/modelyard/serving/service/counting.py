"""Writes down what the gateway counted: by the minute for people, in sums for lists, as load for autoscaling."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import take_turn
from modelyard.serving import queries
from modelyard.serving.models import CallsRow, CounterRow, DeploymentRow
from modelyard.serving.rules.counting import Counts, between, counts_of, together
from modelyard.serving.service.context import ServingContext
from modelyard.serving.types import CallCounts

_TURN = "serving.statistics"
# A request that waits is counted at its end: one that is under way keeps a service awake as well.
_SHORTEST = 0.2


async def count_calls(context: ServingContext) -> None:
    """Ask the gateway what it counted, and write down what is new. Raises what the gateway does."""
    at = context.clock.now()
    seen = await context.gateway.statistics()
    if not seen:
        return
    async with context.database.read_session() as db:
        deployments = await queries.deployments_with_ids(db, [item.version for item in seen])
        counters = await queries.counters_of(db, list(deployments))
    by_service: dict[str, list[CallCounts]] = defaultdict(list)
    for item in seen:
        if item.version in deployments and _is_news(counters.get(item.version), item):
            by_service[deployments[item.version].service_id].append(item)
    # One service at a time: whoever holds several of them elsewhere holds them in an order of his own.
    for items in by_service.values():
        async with context.database.session() as db:
            await take_turn(db, _TURN)
            found = await queries.deployments_with_ids(db, [item.version for item in items])
            known = await queries.counters_of(db, list(found))
            for item in items:
                if item.version in found:
                    await _note(
                        db, found[item.version], known.get(item.version), item, at=at, every=context.settings.statistics_seconds
                    )


def _is_news(counter: CounterRow | None, seen: CallCounts) -> bool:
    """Return whether there is something to write; a rate that has to fall to nothing is."""
    if counter is None:
        return True
    return (counter.requests, counter.active) != (seen.requests, seen.active) or counter.rate > 0


async def _note(
    db: AsyncSession,
    deployment: DeploymentRow,
    counter: CounterRow | None,
    seen: CallCounts,
    *,
    at: datetime,
    every: float,
) -> None:
    passed = 0.0 if counter is None else (at - counter.seen_at).total_seconds()
    if counter is not None and passed < _SHORTEST:
        return  # another process looked a moment ago, and may have seen more
    known = None if counter is None else _counts(counter)
    new = between(known, counts_of(seen))
    if counter is None:
        counter = CounterRow(deployment_id=deployment.id, rate=0.0, seen_at=at, latency=[])
        db.add(counter)
    counter.requests, counter.client_errors, counter.server_errors = seen.requests, seen.client_errors, seen.server_errors
    counter.latency, counter.active = [list(pair) for pair in seen.latency], seen.active
    # What nobody called was not looked at; its calls are of the last moments.
    recent = min(passed, 2 * every)
    counter.rate, counter.seen_at = (new.requests / recent if recent else 0.0), at
    if new.requests:
        await _add_to_minute(db, deployment, new, at)
    if new.requests or seen.active:
        await queries.note_calls(
            db, deployment.service_id, calls=new.requests, failed=new.client_errors + new.server_errors, at=at
        )


async def _add_to_minute(db: AsyncSession, deployment: DeploymentRow, new: Counts, at: datetime) -> None:
    minute = at.replace(second=0, microsecond=0)
    key = (deployment.service_id, deployment.id, deployment.model_id, minute)
    row = await db.get(CallsRow, key)
    if row is None:
        row = CallsRow(
            service_id=deployment.service_id,
            deployment_id=deployment.id,
            model_id=deployment.model_id,
            minute=minute,
            requests=0,
            client_errors=0,
            server_errors=0,
            latency=[],
        )
        db.add(row)
    sums = together(Counts(row.requests, row.client_errors, row.server_errors, _pairs(row.latency)), new)
    row.requests, row.client_errors, row.server_errors = sums.requests, sums.client_errors, sums.server_errors
    row.latency = [list(pair) for pair in sums.latency]


def _counts(row: CounterRow) -> Counts:
    return Counts(row.requests, row.client_errors, row.server_errors, _pairs(row.latency))


def _pairs(latency: list[list[float]]) -> tuple[tuple[float, int], ...]:
    return tuple((bound, int(count)) for bound, count in latency)
