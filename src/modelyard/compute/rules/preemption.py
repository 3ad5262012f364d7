"""Which running workloads are stopped to make room for one of higher priority: few, and the youngest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from modelyard.compute.rules.room import Need, Place, Vector, less, slots


@dataclass(frozen=True)
class Holder:
    """A workload that has room on nodes. stopping: it is on its way out. started_at: seconds since the epoch."""

    id: str
    project: str
    workspace: str
    pool: str
    need: Need
    places: tuple[Place, ...]
    priority: int = 1
    preemptible: bool = False
    stopping: bool = False
    started_at: float = 0.0


@dataclass(frozen=True)
class Victims:
    """stop: the workloads to stop, none where those that stop already are enough. nodes: to be kept for the waiting one.

    stopping: how many are on their way out on those nodes.
    """

    stop: tuple[str, ...]
    nodes: tuple[str, ...]
    stopping: int


def choose_victims(
    free: Mapping[str, Vector], holders: Sequence[Holder], need: Need, count: int, priority: int
) -> Victims | None:
    """Return what to stop so that `count` tasks fit, or None when no choice makes enough room.

    Only workloads that agreed to it and have a strictly lower priority are chosen; one is enough where one can be.
    """
    leaving = [holder for holder in holders if holder.stopping]
    hoped = _Hope(free, need)
    for holder in leaving:
        hoped.end(holder)
    if not leaving and priority <= 1:
        return None
    if hoped.total >= count:
        return _answer(hoped, (), leaving, need, count)
    candidates = [one for one in holders if one.preemptible and not one.stopping and one.priority < priority]
    candidates.sort(key=lambda one: (one.priority, -one.started_at, one.id))
    chosen = _single(hoped, candidates, count) or _several(hoped, candidates, count)
    if chosen is None:
        return None
    for holder in chosen:
        hoped.end(holder)
    return _answer(hoped, chosen, leaving, need, count)


class _Hope:
    """The room that there would be if some workloads ended."""

    def __init__(self, free: Mapping[str, Vector], need: Need) -> None:
        self.free = dict(free)
        self.touched: set[str] = set()
        self._need = need
        self.total = sum(slots(vector, need) for vector in self.free.values())

    def end(self, holder: Holder, *, times: int = 1) -> None:
        """Count a workload as ended; with -1, as running again."""
        for place in holder.places:
            if place.node in self.free:
                before = self.free[place.node]
                after = less(before, holder.need, -times)
                self.free[place.node] = after
                self.total += slots(after, self._need) - slots(before, self._need)
                self.touched.add(place.node)

    def with_end(self, holder: Holder) -> int:
        """Return how many tasks would fit if this one ended, too."""
        self.end(holder)
        total = self.total
        self.end(holder, times=-1)
        return total


def _single(hoped: _Hope, candidates: Iterable[Holder], count: int) -> list[Holder] | None:
    for holder in candidates:
        if hoped.with_end(holder) >= count:
            return [holder]
    return None


def _several(hoped: _Hope, candidates: Iterable[Holder], count: int) -> list[Holder] | None:
    chosen: list[Holder] = []
    for holder in candidates:
        hoped.end(holder)
        chosen.append(holder)
        if hoped.total >= count:
            break
    enough = hoped.total >= count
    # The last to be chosen is the oldest; whoever is not needed after all goes on running.
    for holder in reversed(list(chosen)) if enough else ():
        hoped.end(holder, times=-1)
        if hoped.total >= count:
            chosen.remove(holder)
        else:
            hoped.end(holder)
    for holder in chosen:
        hoped.end(holder, times=-1)
    return chosen if enough else None


def _answer(hoped: _Hope, chosen: Sequence[Holder], leaving: Sequence[Holder], need: Need, count: int) -> Victims:
    touched = {place.node for holder in chosen for place in holder.places}
    order = sorted(
        hoped.free, key=lambda name: (name not in touched, name not in hoped.touched, -slots(hoped.free[name], need), name)
    )
    nodes: list[str] = []
    missing = count
    for name in order:
        fitting = slots(hoped.free[name], need)
        if fitting and missing > 0:
            nodes.append(name)
            missing -= fitting
    stopping = sum(any(place.node in nodes for place in holder.places) for holder in leaving)
    return Victims(tuple(holder.id for holder in chosen), tuple(nodes), stopping)
