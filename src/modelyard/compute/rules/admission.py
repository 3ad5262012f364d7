"""Which waiting workloads start now, where, and why the others wait. Pure: the same state gives the same plan.

The order: priority, which rises by one class each time that a workload has waited for the patience of the queue; in a
class first what the platform owes (repeats after its own faults, then what has waited very long), by time; then the
project that has the smallest share of the pool now, then the one that used least of late, then the one that came first.

The first that finds no room may have workloads of lower priority stopped, if they agreed to that, and otherwise gets
the nodes reserved that will be free soonest, so that smaller ones do not keep it waiting for ever.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from modelyard.compute.rules.preemption import Holder, choose_victims
from modelyard.compute.rules.reasons import kept
from modelyard.compute.rules.room import Need, Node, Place, Placement, Room, slots
from modelyard.core.types import StrEnum

HIGHEST = 3
_MIB = 2**20
_GIB = 2**30


class Quota(StrEnum):
    """What is limited for a project or a workspace."""

    CORES = "cores"
    MEMORY = "memory"
    CARDS = "cards"
    RUNNING = "running"
    QUEUED = "queued"


@dataclass(frozen=True)
class Request:
    """A workload that waits.

    queued_at, not_before: seconds since the epoch. front: a repeat after a fault of the platform.
    """

    id: str
    project: str
    workspace: str
    pool: str
    need: Need
    count: int = 1
    priority: int = 1
    queued_at: float = 0.0
    front: bool = False
    not_before: float = 0.0
    name: str = ""


@dataclass(frozen=True)
class Policy:
    """How the queue is run.

    patience: seconds of waiting that raise the priority by one class. After three times as long, only time counts.
    reserve_after: seconds that the first in the queue lets smaller ones pass, before nodes are reserved for it.
    """

    patience: float = 4 * 3600.0
    reserve_after: float = 60.0
    placement: Placement = Placement.PACK
    preemption: bool = True


# ("project" or "workspace", its id) and what is limited there.
Limits = Mapping[tuple[str, str], Mapping[Quota, int]]


@dataclass(frozen=True)
class State:
    """Everything that a plan depends on. recent: what projects used of a pool of late, by pool and project."""

    now: float
    nodes: Sequence[Node]
    queue: Sequence[Request]
    holders: Sequence[Holder] = ()
    recent: Mapping[tuple[str, str], float] = field(default_factory=dict)
    limits: Limits = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """places: where each admitted workload runs. waits: why each other one waits, in the order of the queue.

    victims: workloads to stop, and for which one.
    """

    places: dict[str, list[Place]]
    waits: dict[str, dict[str, Any]]
    victims: dict[str, str]


def plan(state: State, policy: Policy) -> Plan:
    """Decide about every waiting workload."""
    used = _Used(state.holders)
    made = Plan({}, {}, {})
    by_pool: dict[str, list[Request]] = defaultdict(list)
    for request in state.queue:
        by_pool[request.pool].append(request)
    for pool in sorted(by_pool):
        _Pass(pool, state, policy, used, made).run(by_pool[pool])
    return made


def effective_priority(request: Request, now: float, policy: Policy) -> int:
    """Return the class of a request: its priority, higher by one for each patience that it has waited."""
    return min(HIGHEST, request.priority + int((now - request.queued_at) // policy.patience))


class _Used:
    """What projects and workspaces have running, as quotas count it."""

    def __init__(self, holders: Iterable[Holder]) -> None:
        self._amounts: dict[tuple[str, str], dict[Quota, int]] = defaultdict(lambda: dict.fromkeys(Quota, 0))
        for holder in holders:
            self.add(holder.project, holder.workspace, holder.need, len(holder.places))

    def add(self, project: str, workspace: str, need: Need, count: int) -> None:
        for scope in (("project", project), ("workspace", f"{project}/{workspace}")):
            amounts = self._amounts[scope]
            for quota, amount in asked(need, count).items():
                amounts[quota] += amount

    def over(self, request: Request, limits: Limits) -> dict[str, Any] | None:
        """Return the reason to wait when a quota does not admit a request."""
        wanted = asked(request.need, request.count)
        scopes = (("project", request.project), ("workspace", f"{request.project}/{request.workspace}"))
        for scope in scopes:
            for quota, limit in limits.get(scope, {}).items():
                used = self._amounts[scope][quota]
                if quota in wanted and used + wanted[quota] > limit:
                    return quota_reason(scope[0], quota, used, limit)
        return None


def asked(need: Need, count: int) -> dict[Quota, int]:
    """Return what a workload counts for in quotas while it runs."""
    return {
        Quota.CORES: need.cpu_milli * count,
        Quota.MEMORY: need.memory_bytes * count,
        Quota.CARDS: need.cards * count,
        Quota.RUNNING: 1,
    }


def unit_of(quota: Quota) -> int:
    """Return what one unit of a quota is, as people count it, in the units of admission."""
    return _QUOTAS[quota][2]


_SCOPES = {"project": "项目", "workspace": "工作空间"}
_QUOTAS = {
    Quota.CORES: ("cores", "CPU 核", 1000),
    Quota.MEMORY: ("GiB of memory", "GiB 内存", _GIB),
    Quota.CARDS: ("cards", "张加速卡", 1),
    Quota.RUNNING: ("running workloads", "个运行中的工作负载", 1),
    Quota.QUEUED: ("waiting workloads", "个排队中的工作负载", 1),
}


def quota_reason(scope: str, quota: Quota, used: int, limit: int) -> dict[str, Any]:
    """Return the words for a quota that is reached."""
    what, what_zh, unit = _QUOTAS[quota]
    figures = {"limit": figure(limit, unit), "used": figure(used, unit)}
    return kept("quota", scope=scope, scope_zh=_SCOPES[scope], what=what, what_zh=what_zh, **figures)


def figure(amount: int, unit: int) -> str:
    """Return an amount in units, without zeros that say nothing: 8, 0.5, 7.25."""
    return f"{amount / unit:.2f}".rstrip("0").rstrip(".")


class _Pass:
    """Decides about the queue of one pool."""

    def __init__(self, pool: str, state: State, policy: Policy, used: _Used, made: Plan) -> None:
        self._pool, self._state, self._policy, self._used, self._plan = pool, state, policy, used, made
        self._nodes = [node for node in state.nodes if node.pool == pool]
        self._holders = [holder for holder in state.holders if holder.pool == pool]
        self._room = Room(self._nodes, ((place, holder.need) for holder in self._holders for place in holder.places))
        self._total = (
            sum(node.cpu_milli for node in self._nodes),
            sum(node.memory_bytes for node in self._nodes),
            sum(node.gpus + node.npus for node in self._nodes),
        )
        self._shares: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        for holder in self._holders:
            self._count_share(holder.project, holder.need, len(holder.places))
        self._kept: Room | None = None
        self._kept_for: Request | None = None
        self._failed: dict[tuple[Need, int], dict[str, Any]] = {}

    def run(self, queue: Sequence[Request]) -> None:
        """Decide about each request, in order."""
        now, patience = self._state.now, self._policy.patience
        classes: dict[int, list[Request]] = defaultdict(list)
        for request in queue:
            classes[effective_priority(request, now, self._policy)].append(request)
        for level in sorted(classes, reverse=True):
            owed: list[Request] = []
            fair: list[Request] = []
            for request in classes[level]:
                overdue = now - request.queued_at >= HIGHEST * patience
                (owed if request.front or overdue else fair).append(request)
            for request in sorted(owed, key=lambda one: (not one.front, one.queued_at, one.id)):
                self._decide(request)
            self._run_fairly(fair)

    def _run_fairly(self, requests: Sequence[Request]) -> None:
        lanes: dict[str, list[Request]] = defaultdict(list)
        for request in sorted(requests, key=lambda one: (one.queued_at, one.id), reverse=True):
            lanes[request.project].append(request)
        turns = [self._turn(project, lane) for project, lane in lanes.items()]
        heapq.heapify(turns)
        while turns:
            project = turns[0][-1]
            lane = lanes[project]
            self._decide(lane.pop())
            if lane:
                heapq.heapreplace(turns, self._turn(project, lane))
            else:
                heapq.heappop(turns)

    def _turn(self, project: str, lane: Sequence[Request]) -> tuple[float, float, float, str]:
        """Return what decides whose turn it is; the smallest has it."""
        recent = self._state.recent.get((self._pool, project), 0.0)
        return (round(max(self._shares[project]), 9), recent, lane[-1].queued_at, project)

    def _decide(self, request: Request) -> None:
        reason = self._admit(request)
        if reason is not None:
            self._plan.waits[request.id] = reason

    def _admit(self, request: Request) -> dict[str, Any] | None:
        """Place a request and return None, or return why it waits."""
        if not self._nodes:
            return kept("no_nodes", pool=self._pool)
        if request.not_before > self._state.now:
            return kept("back_off", at=_clock(request.not_before))
        over = self._used.over(request, self._state.limits)
        if over is not None:
            return over
        shape = request.need, request.count
        if shape in self._failed:
            return self._failed[shape]
        places = self._room.take(request.need, request.count, self._policy.placement)
        if places is None:
            self._failed[shape] = reason = self._no_room(request)
            return reason
        self._plan.places[request.id] = places
        self._used.add(request.project, request.workspace, request.need, request.count)
        self._count_share(request.project, request.need, request.count)
        return None

    def _no_room(self, request: Request) -> dict[str, Any]:
        """Return why there is no room; the first to whom that happens gets a reservation."""
        need, count = request.need, request.count
        if self._kept is not None and self._kept_for is not None:
            if self._room.count(need) + self._kept.count(need) >= count:
                return kept("reserved", ahead=self._kept_for.name or self._kept_for.id)
            return self._too_little(request)
        if sum(slots(_whole(node), need) for node in self._nodes) < count:
            # It can never start as the pool is now; nothing is kept from others for it.
            return self._too_little(request)
        reason = self._too_little(request)
        victims = choose_victims(
            self._room.free, self._holders, need, count, request.priority if self._policy.preemption else 0
        )
        if victims is not None:
            self._plan.victims.update(dict.fromkeys(victims.stop, request.id))
            self._reserve(request, victims.nodes)
            return kept("preempting", count=len(victims.stop) + victims.stopping) if victims.stop else reason
        if self._state.now - request.queued_at >= self._policy.reserve_after or request.front:
            self._reserve(request, self._soonest(need, count))
        return reason

    def _reserve(self, request: Request, nodes: Sequence[str]) -> None:
        self._kept, self._kept_for = self._room.remove(nodes), request

    def _soonest(self, need: Need, count: int) -> list[str]:
        """Return the nodes to keep: those with the largest free share. What is kept only gets freer, so this converges."""
        free = self._room.free
        whole = {node.name: node for node in self._nodes}

        def freedom(name: str) -> tuple[float, str]:
            node = whole[name]
            cards = node.gpus + node.npus
            shares = [free[name][0] / max(node.cpu_milli, 1), free[name][1] / max(node.memory_bytes, 1)]
            if need.cards and cards:
                shares.append((free[name][3] + free[name][4]) / cards)
            return (-min(shares), name)

        chosen: list[str] = []
        missing = count
        names = iter(sorted(free, key=freedom))
        while missing > 0:  # all nodes together hold enough, as the caller has seen
            name = next(names)
            fitting = slots(_whole(whole[name]), need)
            if fitting:
                chosen.append(name)
                missing -= fitting
        return chosen

    def _too_little(self, request: Request) -> dict[str, Any]:
        need = request.need
        free = self._room
        dimension, wanted, unit, words = 0, need.cpu_milli, 1000, ("cores", "CPU 核")
        if need.gpus or need.npus:
            product = need.gpu or need.npu
            if not any((node.gpu if need.gpus else node.npu) == product for node in self._nodes) and product:
                return kept("no_such_device", pool=self._pool, product=product)
            dimension, wanted, unit = (3, need.gpus, 1) if need.gpus else (4, need.npus, 1)
            words = ("GPU", "张 GPU") if need.gpus else ("NPU", "张 NPU")
        if free.largest(dimension) >= wanted:
            for other, amount, name, name_zh in (
                (0, need.cpu_milli, "cores", "CPU 核"),
                (1, need.memory_bytes, "GiB of memory", "GiB 内存"),
                (2, need.disk_bytes, "GiB of disk", "GiB 磁盘"),
            ):
                if free.largest(other) < amount:
                    dimension, wanted, words = other, amount, (name, name_zh)
                    unit = 1000 if other == 0 else _GIB
                    break
        return kept(
            "too_little",
            count=request.count,
            wanted=figure(wanted, unit),
            unit=words[0],
            unit_zh=words[1],
            largest=figure(free.largest(dimension), unit),
            slots=free.count(need),
        )

    def _count_share(self, project: str, need: Need, count: int) -> None:
        share = self._shares[project]
        for index, amount in enumerate((need.cpu_milli, need.memory_bytes, need.cards)):
            share[index] += amount * count / (self._total[index] or 1)


def _whole(node: Node) -> tuple[int, int, int, int, int, str, str]:
    return (node.cpu_milli, node.memory_bytes, node.disk_bytes, node.gpus, node.npus, node.gpu, node.npu)


def _clock(seconds: float) -> str:
    hours, minutes = divmod(int(seconds) % 86_400 // 60, 60)
    return f"{hours:02d}:{minutes:02d}:{int(seconds) % 60:02d} UTC"
