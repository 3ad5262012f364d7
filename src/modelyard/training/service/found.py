"""What searches found, kept for as long as it is true."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from modelyard.training.queries import Order, Revision, Scope
from modelyard.training.rules.searches import Condition

MOST_KEPT_IDS = 2000
_MOST_KEPT = 500
_LONGEST_SECONDS = 5.0
_COUNT_SECONDS = 60.0
# Columns that stay as they are from the creation of a job to its deletion.
_STEADY = frozenset(
    {"id", "name", "created_at", "user_name", "user_id", "kind", "algorithm_name", "engine", "flavor", "flavor_type", "pool_id"}
    | {"node_count"}
)


@dataclass(frozen=True)
class Look:
    """What is looked for: where, with which conditions, in which order."""

    scope: Scope
    conditions: tuple[Condition, ...]
    order: Order

    @property
    def is_steady(self) -> bool:
        """Whether only new and deleted jobs can change what is found."""
        used = {condition.column for condition in self.conditions}
        # Without conditions only the number is kept, and no order changes that.
        return used <= _STEADY and (not self.conditions or set(self.order.columns) <= _STEADY)


@dataclass(frozen=True)
class Found:
    """How many match, and which, in order, where they are few."""

    count: int
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True)
class _Kept:
    revision: Revision
    found: Found
    until: float


class KeptFinds:
    """Remembers what was found; one for each process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[Look, bool], _Kept] = OrderedDict()

    def get(self, look: Look, revision: Revision) -> Found | None:
        """Return what was found, None when it was not looked for or may have changed."""
        kept = self._kept.get(_key(look))
        if kept is None or kept.until < self._clock():
            return None
        is_same = kept.revision.created == revision.created and (look.is_steady or kept.revision == revision)
        return kept.found if is_same else None

    def keep(self, look: Look, revision: Revision, found: Found) -> Found:
        """Remember what was found, and return it."""
        key = _key(look)
        self._kept[key] = _Kept(revision, found, self._clock() + _LONGEST_SECONDS)
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return found


class KeptCounts:
    """Remembers how many jobs a project has, for a limit that is far away: to count 100,000 takes longer than to create one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[float, int]] = {}

    def get(self, project_id: str) -> int | None:
        """Return the number as of a minute ago at most, None when it is not known."""
        at, count = self._kept.get(project_id, (float("-inf"), 0))
        return count if self._clock() - at < _COUNT_SECONDS else None

    def keep(self, project_id: str, count: int) -> None:
        """Remember a number."""
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[project_id] = (self._clock(), count)


def _key(look: Look) -> tuple[Look, bool]:
    # All orders share the number of all jobs.
    return (look, True) if look.conditions else (Look(look.scope, (), Order((), descending=True)), False)
