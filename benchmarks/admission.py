"""Admission alone: many nodes, a long queue, and whether anybody starves. No database, no engine, simulated time."""

import heapq
import random
import statistics
import time
from dataclasses import dataclass

from modelyard.compute.rules.admission import Policy, Request, State, plan
from modelyard.compute.rules.preemption import Holder
from modelyard.compute.rules.room import Need, Node, Place

GIB = 2**30
STEP_SECONDS = 30.0


@dataclass
class Cluster:
    """A simulated site: nodes, what runs on them until when, and what waits."""

    nodes: list[Node]
    waiting: dict[str, Request]
    running: dict[str, tuple[Holder, float]]


def main(*, quick: bool = False) -> None:
    """Print how fast a full pass decides, and how long workloads wait while a site works off its queue."""
    nodes, queue = (100, 1000) if quick else (1000, 10_000)
    speed(nodes, queue)
    waits(nodes // 5, queue // 5)


def speed(nodes: int, queue: int) -> None:
    """One pass over a long queue of mixed workloads, on an empty site and on one that is full."""
    cluster = make_cluster(nodes, queue, random.Random(1))
    began = time.perf_counter()
    made = plan(State(0.0, cluster.nodes, list(cluster.waiting.values())), Policy())
    empty = time.perf_counter() - began
    for name, places in made.places.items():
        request = cluster.waiting.pop(name)
        cluster.running[name] = hold(request, tuple(places), 0.0), 0.0
    holders = [holder for holder, _ in cluster.running.values()]
    began = time.perf_counter()
    again = plan(State(600.0, cluster.nodes, list(cluster.waiting.values()), holders), Policy())
    full = time.perf_counter() - began
    print(f"{nodes} nodes, {queue} queued: {len(made.places)} start at once")
    print(f"  empty site  {queue / empty:>10,.0f} decisions/s  ({1000 * empty:.0f} ms a pass)")
    print(f"  full site   {len(cluster.waiting) / full:>10,.0f} decisions/s  ({1000 * full:.0f} ms a pass)")
    assert not again.places


def waits(nodes: int, queue: int) -> None:
    """Work off a queue while small workloads keep coming; print how long each kind waited."""
    luck = random.Random(2)
    cluster = make_cluster(nodes, queue, luck)
    ends: list[tuple[float, str]] = []
    waited: dict[str, list[float]] = {"small": [], "medium": [], "gang": []}
    now, decisions, spent, passes, arrived = 0.0, 0, 0.0, 0, 0
    first = set(cluster.waiting)
    while first & set(cluster.waiting) and passes < 3000:
        while ends and ends[0][0] <= now:
            cluster.running.pop(heapq.heappop(ends)[1])
        for _ in range(nodes // 20):
            request = make_request(f"late-{arrived}", luck, now, kind="small")
            cluster.waiting[request.id] = request
            arrived += 1
        state = State(now, cluster.nodes, list(cluster.waiting.values()), [one for one, _ in cluster.running.values()])
        began = time.perf_counter()
        made = plan(state, Policy())
        spent += time.perf_counter() - began
        decisions += len(state.queue)
        passes += 1
        for name, places in made.places.items():
            request = cluster.waiting.pop(name)
            end = now + luck.expovariate(1 / 900)
            cluster.running[name] = hold(request, tuple(places), now), end
            heapq.heappush(ends, (end, name))
            waited[request.name].append(now - request.queued_at)
        now += STEP_SECONDS
    left = len(first & set(cluster.waiting))
    print(f"{nodes} nodes work off {queue} workloads while {arrived} small ones arrive: {passes} passes, {left} left over")
    print(f"  {decisions / spent:,.0f} decisions/s in all")
    for kind, times in waited.items():
        if times:
            cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
            p50, p90, p99, longest = (seconds / 60 for seconds in (cuts[49], cuts[89], cuts[98], max(times)))
            print(f"  {kind:8} p50 {p50:6.0f} min  p90 {p90:6.0f}  p99 {p99:6.0f}  longest {longest:6.0f}")
    print("  nobody starves" if not left else f"  STARVED: {left}")


def make_cluster(nodes: int, queue: int, luck: random.Random) -> Cluster:
    """Return a site where a third of the nodes have cards, and a queue of all kinds."""
    machines = [
        Node(
            f"node-{number:04d}",
            "public",
            64_000,
            512 * GIB,
            2000 * GIB,
            gpus=8 if number % 3 == 0 else 0,
            gpu="A" * (number % 3 == 0),
        )
        for number in range(nodes)
    ]
    requests = [make_request(f"w-{number:05d}", luck, luck.uniform(-3600, 0)) for number in range(queue)]
    return Cluster(machines, {request.id: request for request in requests}, {})


def make_request(name: str, luck: random.Random, at: float, kind: str | None = None) -> Request:
    """Return a workload: mostly small ones, some with cards, some gangs of up to 32 whole nodes."""
    kind = kind or luck.choices(["small", "medium", "gang"], [70, 25, 5])[0]
    if kind == "small":
        cores = luck.choice([1, 2, 4, 8])
        need, count = Need(cores * 1000, cores * 4 * GIB, 10 * GIB), 1
    elif kind == "medium":
        gpus = luck.choice([1, 2, 4])
        need, count = Need(gpus * 8000, gpus * 32 * GIB, 50 * GIB, gpus=gpus, gpu="A"), luck.choice([1, 2])
    else:
        need, count = Need(64_000, 500 * GIB, 100 * GIB), luck.choice([2, 4, 8, 16, 32])
    project, priority = f"p{luck.randrange(20)}", luck.choices([1, 2, 3], [80, 15, 5])[0]
    return Request(name, project, "0", "public", need, count, priority, at, name=kind)


def hold(request: Request, places: tuple[Place, ...], now: float) -> Holder:
    """Return a workload that was placed."""
    who = (request.id, request.project, request.workspace, request.pool)
    return Holder(*who, request.need, places, request.priority, started_at=now)


if __name__ == "__main__":
    main()
