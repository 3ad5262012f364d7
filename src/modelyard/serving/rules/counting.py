"""What a gateway counted between two looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from modelyard.serving.types import CallCounts


@dataclass(frozen=True)
class Counts:
    """How many requests, and how they were answered. latency: how many took at most so many milliseconds, by bound."""

    requests: int = 0
    client_errors: int = 0
    server_errors: int = 0
    latency: tuple[tuple[float, int], ...] = ()


def counts_of(seen: CallCounts) -> Counts:
    """Return what the gateway counted in all."""
    return Counts(seen.requests, seen.client_errors, seen.server_errors, seen.latency)


def between(old: Counts | None, new: Counts) -> Counts:
    """Return what came between two looks; smaller numbers than before mean that the gateway began anew."""
    if old is None or new.requests < old.requests:
        return new
    before = dict(old.latency)
    return Counts(
        new.requests - old.requests,
        max(0, new.client_errors - old.client_errors),
        max(0, new.server_errors - old.server_errors),
        tuple((bound, max(0, count - before.get(bound, 0))) for bound, count in new.latency),
    )


def together(first: Counts, second: Counts) -> Counts:
    """Return two counts as one."""
    sums: dict[float, int] = dict(first.latency)
    for bound, count in second.latency:
        sums[bound] = sums.get(bound, 0) + count
    return Counts(
        first.requests + second.requests,
        first.client_errors + second.client_errors,
        first.server_errors + second.server_errors,
        tuple(sorted(sums.items())),
    )


def quantile(latency: Sequence[tuple[float, int]], share: float) -> float | None:
    """Return the milliseconds within which a share of all requests was answered, as far as the bounds tell.

    Between two bounds requests are taken to be spread evenly. None when nothing was counted.
    """
    total = max((count for _, count in latency), default=0)
    if not total:
        return None
    wanted, below_bound, below = share * total, 0.0, 0
    for bound, count in sorted(latency):
        if count >= wanted:
            if count == below or bound == float("inf"):
                return below_bound
            return below_bound + (bound - below_bound) * max(0.0, wanted - below) / (count - below)
        below_bound, below = bound, count
    return below_bound
