"""The free room of a pool, and which nodes a gang gets.

Nodes with equal free room form a class, so that a search looks at classes, of which there are few, instead of nodes.
"""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from modelyard.core.types import StrEnum


class Placement(StrEnum):
    """PACK fills as few nodes as possible, so that large gangs find whole nodes; SPREAD uses as many as possible."""

    PACK = "pack"
    SPREAD = "spread"


@dataclass(frozen=True)
class Need:
    """What each task of a workload takes. gpu, npu: the product its cards must be; empty for any."""

    cpu_milli: int
    memory_bytes: int
    disk_bytes: int
    gpus: int = 0
    npus: int = 0
    gpu: str = ""
    npu: str = ""

    @property
    def cards(self) -> int:
        return self.gpus + self.npus


@dataclass(frozen=True)
class Node:
    """A node with nothing on it. gpus, npus: how many cards, all of one product."""

    name: str
    pool: str
    cpu_milli: int
    memory_bytes: int
    disk_bytes: int
    gpus: int = 0
    npus: int = 0
    gpu: str = ""
    npu: str = ""


@dataclass(frozen=True)
class Place:
    """Where one task runs, and on which cards."""

    node: str
    devices: tuple[int, ...] = ()


# CPU, memory, disk, GPUs, NPUs that are free, and the products of the cards.
Vector = tuple[int, int, int, int, int, str, str]


def slots(free: Vector, need: Need) -> int:
    """Return how many such tasks fit into a free room; at least one resource is always asked for."""
    found = free[0] // need.cpu_milli
    if need.memory_bytes:
        found = min(found, free[1] // need.memory_bytes)
    if need.disk_bytes:
        found = min(found, free[2] // need.disk_bytes)
    if need.gpus:
        found = min(found, free[3] // need.gpus if need.gpu in {"", free[5]} else 0)
    if need.npus:
        found = min(found, free[4] // need.npus if need.npu in {"", free[6]} else 0)
    return max(0, found)


def less(free: Vector, need: Need, times: int = 1) -> Vector:
    """Return what is free after this many tasks were put there; a negative number takes them away."""
    return (
        free[0] - need.cpu_milli * times,
        free[1] - need.memory_bytes * times,
        free[2] - need.disk_bytes * times,
        free[3] - need.gpus * times,
        free[4] - need.npus * times,
        free[5],
        free[6],
    )


class Room:
    """The free room of some nodes. Names break ties, so that equal questions get equal answers."""

    def __init__(self, nodes: Iterable[Node], held: Iterable[tuple[Place, Need]] = ()) -> None:
        self._cards: dict[str, list[int]] = {}
        self._free: dict[str, Vector] = {}
        for node in nodes:
            self._cards[node.name] = list(range(node.gpus or node.npus))
            self._free[node.name] = (
                node.cpu_milli,
                node.memory_bytes,
                node.disk_bytes,
                node.gpus,
                node.npus,
                node.gpu,
                node.npu,
            )
        for place, need in held:
            if place.node in self._free:
                self._free[place.node] = less(self._free[place.node], need)
                taken = set(place.devices)
                self._cards[place.node] = [card for card in self._cards[place.node] if card not in taken]
        self._classes: dict[Vector, list[str]] = {}
        self._counts: dict[Vector, int] = {}
        for name in sorted(self._free):
            self._classes.setdefault(self._free[name], []).append(name)
            self._counts[self._free[name]] = self._counts.get(self._free[name], 0) + 1

    @property
    def free(self) -> Mapping[str, Vector]:
        """What is free on each node."""
        return self._free

    def count(self, need: Need) -> int:
        """Return how many such tasks would fit now."""
        return sum(slots(vector, need) * number for vector, number in self._counts.items())

    def largest(self, dimension: int) -> int:
        """Return the largest free amount of one resource on one node, by its place in the vector."""
        return max((vector[:5][dimension] for vector in self._counts), default=0)

    def take(self, need: Need, count: int, placement: Placement = Placement.PACK) -> list[Place] | None:
        """Place all tasks of a gang, or none and return None.

        PACK: best fit, and nodes that hold many of the gang. SPREAD: one task for each node before a second one.
        """
        if self.count(need) < count:
            return None
        if placement is Placement.SPREAD:
            return self._spread(need, count)
        places: list[Place] = []
        while len(places) < count:
            rest = count - len(places)
            vector, number = self._tightest(need, rest)
            places += self._put(self._first(vector), need, number)
        return places

    def remove(self, names: Iterable[str]) -> "Room":
        """Take nodes out, and return the room that they have."""
        other = Room(())
        for name in names:
            vector = self._free.pop(name)
            self._leave(vector)
            other._free[name] = vector
            other._enter(name, vector)
            other._cards[name] = self._cards.pop(name)
        return other

    def _spread(self, need: Need, count: int) -> list[Place]:
        places: list[Place] = []
        used: set[str] = set()
        while len(places) < count:
            unused = [name for name, vector in self._free.items() if name not in used and slots(vector, need)]
            if not unused:
                used.clear()
                continue
            best = min(unused, key=lambda name: (_cards_left(self._free[name], need), -self._free[name][0], name))
            used.add(best)
            places += self._put(best, need, 1)
        return places

    def _tightest(self, need: Need, rest: int) -> tuple[Vector, int]:
        """Return the class of nodes to use next, and how many tasks to put on one of them."""
        best: tuple[tuple[int, ...], Vector] | None = None
        for vector in self._counts:
            fitting = min(slots(vector, need), rest)
            if fitting:
                # As many as possible on one node; among those, leave cards to those who need them, and little else over.
                left = less(vector, need, fitting)
                score = (-fitting, _cards_left(vector, need), left[0], left[1], left[2])
                if best is None or (score, vector) < best:
                    best = score, vector
        assert best is not None  # `take` has counted
        return best[1], -best[0][0]

    def _first(self, vector: Vector) -> str:
        names = self._classes[vector]
        while self._free.get(names[0]) != vector:
            heapq.heappop(names)  # it has moved to another class since
        return names[0]

    def _put(self, name: str, need: Need, number: int) -> list[Place]:
        vector = self._free[name]
        self._leave(vector)
        self._free[name] = less(vector, need, number)
        self._enter(name, self._free[name])
        places = []
        for _ in range(number):
            cards, self._cards[name] = self._cards[name][: need.cards], self._cards[name][need.cards :]
            places.append(Place(name, tuple(cards)))
        return places

    def _enter(self, name: str, vector: Vector) -> None:
        self._counts[vector] = self._counts.get(vector, 0) + 1
        heapq.heappush(self._classes.setdefault(vector, []), name)

    def _leave(self, vector: Vector) -> None:
        self._counts[vector] -= 1
        if not self._counts[vector]:
            del self._counts[vector]


def _cards_left(free: Vector, need: Need) -> int:
    """Return how many cards a node has that such a task does not want."""
    return 0 if need.cards else free[3] + free[4]
