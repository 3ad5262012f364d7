"""Who starts, where, and why the others wait."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelyard.compute.rules import reasons
from modelyard.compute.rules.admission import (
    HIGHEST,
    Plan,
    Policy,
    Quota,
    Request,
    State,
    effective_priority,
    figure,
    plan,
    unit_of,
)
from modelyard.compute.rules.preemption import Holder, choose_victims
from modelyard.compute.rules.room import Need, Node, Place, Placement, Room, slots

GIB = 2**30
NOW = 1_000_000.0
FIRM = Policy(reserve_after=0)


def node(name: str = "n1", *, cores: int = 8, memory: int = 64, pool: str = "public", **cards: Any) -> Node:
    return Node(name, pool, cores * 1000, memory * GIB, 1000 * GIB, **cards)


def need(cores: float = 1, memory: int = 1, **cards: Any) -> Need:
    return Need(int(cores * 1000), memory * GIB, GIB, **cards)


def request(name: str, *, cores: float = 1, count: int = 1, at: float = 0, **changes: Any) -> Request:
    """Return a workload that was queued `at` seconds before now minus a thousand, in order of `at`."""
    values: dict[str, Any] = {"project": "p1", "workspace": "0", "pool": "public", "queued_at": NOW - 1000 + at, "name": name}
    what = changes.pop("need", need(cores))
    return Request(name, need=what, count=count, **{**values, **changes})


def holder(name: str, *places: str, cores: float = 1, **changes: Any) -> Holder:
    values: dict[str, Any] = {"project": "p1", "workspace": "0", "pool": "public", "need": need(cores)}
    return Holder(name, places=tuple(Place(place) for place in places), **{**values, **changes})


def decide(
    queue: Sequence[Request], nodes: Sequence[Node] = (), holders: Sequence[Holder] = (), policy: Policy = FIRM, **more: Any
) -> Plan:
    return plan(State(NOW, nodes or [node()], queue, holders, **more), policy)


def why(made: Plan, name: str) -> str:
    return reasons.say(made.waits[name]).text


class TestOrder:
    def test_higher_priority_goes_first(self) -> None:
        queue = [request("low", cores=8, at=0), request("high", cores=8, at=5, priority=3)]

        made = decide(queue)

        assert list(made.places) == ["high"]
        assert list(made.waits) == ["low"]

    def test_the_first_to_come_goes_first(self) -> None:
        assert list(decide([request("b", cores=8, at=2), request("a", cores=8, at=1)]).places) == ["a"]

    def test_projects_take_turns_by_what_they_hold(self) -> None:
        queue = [request(f"a{number}", cores=2, at=number) for number in range(4)]
        queue += [request(f"b{number}", cores=2, at=10 + number, project="p2") for number in range(4)]

        assert sorted(decide(queue).places) == ["a0", "a1", "b0", "b1"]

    def test_among_equals_the_project_that_used_less_of_late_goes_first(self) -> None:
        queue = [request("a", cores=8, at=0), request("b", cores=8, at=1, project="p2")]

        made = decide(queue, recent={("public", "p1"): 5.0, ("public", "p2"): 1.0})

        assert list(made.places) == ["b"]

    def test_what_the_platform_owes_goes_before_all_others_of_its_class(self) -> None:
        queue = [request("a", cores=8, at=0), request("again", cores=8, at=5, front=True)]

        assert list(decide(queue).places) == ["again"]
        assert list(decide([*queue, request("urgent", cores=8, at=9, priority=2)]).places) == ["urgent"]

    def test_patience_raises_the_priority(self) -> None:
        policy = Policy(patience=100)

        assert [effective_priority(request("a", at=1000 - waited), NOW, policy) for waited in (0, 100, 200, 900)] == [
            1,
            2,
            3,
            3,
        ]

    def test_after_very_long_only_time_counts(self) -> None:
        old = request("old", cores=8, at=0)
        hungry = request("hungry", cores=8, at=999, project="p2", priority=HIGHEST)
        recent = {("public", "p1"): 9.0}

        assert list(decide([old, hungry], policy=Policy(patience=300), recent=recent).places) == ["old"]
        assert list(decide([old, hungry], policy=Policy(patience=400), recent=recent).places) == ["hungry"]


class TestPlacement:
    def test_all_tasks_of_a_gang_start_or_none(self) -> None:
        nodes = [node("n1", cores=2), node("n2", cores=2)]

        assert decide([request("gang", count=5)], nodes).places == {}
        assert len(decide([request("gang", count=4)], nodes).places["gang"]) == 4

    def test_packing_leaves_whole_nodes_free(self) -> None:
        nodes = [node("n1", cores=8), node("n2", cores=4)]

        assert decide([request("small")], nodes).places["small"] == [Place("n2")]
        assert {place.node for place in decide([request("gang", count=6)], nodes).places["gang"]} == {"n1"}

    def test_a_gang_takes_the_nodes_that_hold_most_of_it(self) -> None:
        nodes = [node("n1", cores=1), node("n2", cores=4), node("n3", cores=4)]

        places = Counter(place.node for place in decide([request("gang", count=6)], nodes).places["gang"])

        assert places == {"n2": 4, "n3": 2}

    def test_spreading_uses_each_node_before_any_twice(self) -> None:
        nodes = [node("n1"), node("n2"), node("n3", cores=1)]

        made = decide([request("gang", count=5)], nodes, policy=Policy(placement=Placement.SPREAD))

        assert Counter(place.node for place in made.places["gang"]) == {"n1": 2, "n2": 2, "n3": 1}

    def test_cards_are_given_by_number_and_never_twice(self) -> None:
        nodes = [node("n1", gpus=4, gpu="A")]
        held = Holder("h", "p1", "0", "public", need(gpus=1), (Place("n1", (1,)),))

        made = decide([request("a", need=need(gpus=2)), request("b", need=need(gpus=1), at=1)], nodes, [held])

        assert made.places == {"a": [Place("n1", (0, 2))], "b": [Place("n1", (3,))]}

    def test_nodes_with_cards_are_left_to_those_who_want_cards(self) -> None:
        nodes = [node("n1", cores=8, npus=8, npu="910B"), node("n2", cores=64)]

        assert decide([request("plain")], nodes).places["plain"] == [Place("n2")]
        assert decide([request("cards", need=need(npus=1, npu="910B"))], nodes).places["cards"] == [Place("n1", (0,))]

    def test_a_holder_on_a_node_that_is_gone_takes_nothing(self) -> None:
        assert list(decide([request("a", cores=8)], holders=[holder("h", "gone", cores=8)]).places) == ["a"]

    def test_pools_are_kept_apart(self) -> None:
        nodes = [node("n1", pool="mine"), node("n2")]

        made = decide(
            [request("a", pool="mine", cores=8), request("b", cores=8, at=1), request("c", pool="empty", at=2)], nodes
        )

        assert made.places == {"a": [Place("n1")], "b": [Place("n2")]}
        assert why(made, "c") == "Pool empty has no node that can run tasks now."


class TestReasons:
    def test_it_says_what_is_needed_and_what_there_is(self) -> None:
        made = decide([request("a", cores=8, count=2)], [node("n1"), node("n2")], [holder("h", "n1", "n2", cores=4)])

        assert why(made, "a") == "It needs 2 x 8 cores; the largest free block is 4, and 0 of 2 tasks would fit now."

    def test_it_names_the_resource_that_is_short(self) -> None:
        nodes = [node("n1", memory=2)]
        disk = Need(1000, GIB, 2000 * GIB)

        assert "8 GiB of memory; the largest free block is 2" in why(decide([request("a", need=need(memory=8))], nodes), "a")
        assert "2000 GiB of disk; the largest free block is 1000" in why(decide([request("a", need=disk)], nodes), "a")

    def test_cards_are_named_first(self) -> None:
        nodes = [node("n1", gpus=2, gpu="A")]
        held = Holder("h", "p2", "0", "public", need(gpus=1), (Place("n1", (0,)),))

        assert "2 GPU; the largest free block is 1" in why(decide([request("a", need=need(gpus=2))], nodes, [held]), "a")
        assert "1 NPU; the largest free block is 0" in why(decide([request("a", need=need(npus=1))], nodes, [held]), "a")
        assert why(decide([request("a", need=need(gpus=1, gpu="B"))], nodes), "a").startswith("It needs B, which no node")
        assert why(decide([request("a", need=need(npus=1, npu="C"))], nodes), "a").startswith("It needs C, which no node")

    def test_with_cards_to_spare_it_names_what_else_is_short(self) -> None:
        made = decide([request("a", need=need(16, gpus=1))], [node("n1", gpus=2, gpu="A")])

        assert "16 cores; the largest free block is 8" in why(made, "a")

    def test_a_gang_for_which_only_the_number_is_short_hears_how_many_fit(self) -> None:
        assert "2 of 3 tasks would fit now" in why(decide([request("a", cores=4, count=3)]), "a")

    def test_a_repeat_waits_for_its_pause(self) -> None:
        assert "not before 13:46:50 UTC" in why(decide([request("a", not_before=NOW + 10)]), "a")

    @pytest.mark.parametrize(("amount", "text"), [(8000, "8"), (500, "0.5"), (7250, "7.25"), (0, "0"), (10_000, "10")])
    def test_figures_have_no_needless_zeros(self, amount: int, text: str) -> None:
        assert figure(amount, 1000) == text


class TestQuotas:
    @pytest.mark.parametrize(
        ("quota", "limit", "words"),
        [
            (Quota.CORES, 5000, "5 cores; 4 are in use"),
            (Quota.MEMORY, 5 * GIB, "5 GiB of memory; 4 are in use"),
            (Quota.RUNNING, 1, "1 running workloads; 1 are in use"),
        ],
    )
    def test_a_project_waits_at_its_quota_and_says_so(self, quota: Quota, limit: int, words: str) -> None:
        held = Holder("h", "p1", "0", "public", need(4, 4), (Place("n1"),))

        made = decide([request("a", need=need(2, 2))], holders=[held], limits={("project", "p1"): {quota: limit}})

        assert words in why(made, "a")

    def test_people_count_in_other_units_than_admission(self) -> None:
        assert [unit_of(quota) for quota in (Quota.CORES, Quota.MEMORY, Quota.RUNNING)] == [1000, GIB, 1]

    def test_what_is_not_asked_for_is_not_limited(self) -> None:
        assert list(decide([request("a")], limits={("project", "p1"): {Quota.CARDS: 0, Quota.QUEUED: 0}}).places) == ["a"]

    def test_a_workspace_has_a_quota_of_its_own(self) -> None:
        queue = [request("a", workspace="w"), request("b", workspace="w", at=1), request("c", at=2)]

        made = decide(queue, limits={("workspace", "p1/w"): {Quota.RUNNING: 1}})

        assert sorted(made.places) == ["a", "c"]
        assert why(made, "b").startswith("The workspace has reached its quota")

    def test_who_waits_at_a_quota_keeps_nothing_from_others(self) -> None:
        queue = [request("big", cores=16, at=0), request("b", project="p2", at=1)]

        assert list(decide(queue, limits={("project", "p1"): {Quota.CORES: 1}}).places) == ["b"]


class TestReservation:
    nodes = (node("n1"), node("n2"))

    def test_smaller_ones_do_not_pass_the_first_for_ever(self) -> None:
        busy = [holder("h", "n1", cores=4)]
        queue = [request("gang", cores=8, count=2, at=0), request("small", at=1)]

        made = decide(queue, self.nodes, busy)

        assert made.places == {}
        assert why(made, "small") == "The free room is kept for gang, which came first and is larger."

    def test_for_a_while_they_may_pass(self) -> None:
        queue = [request("gang", cores=8, count=2, at=900), request("small", at=950)]

        made = decide(queue, self.nodes, [holder("h", "n1", cores=4)], policy=Policy(reserve_after=200))

        assert list(made.places) == ["small"]

    def test_only_as_many_nodes_are_kept_as_are_needed(self) -> None:
        busy = [holder("h1", "n1", cores=4), holder("h2", "n2", cores=2)]
        queue = [request("whole", cores=8, at=0), request("small", cores=2, at=1), request("other", cores=7, at=2)]

        made = decide(queue, self.nodes, busy)

        assert made.places == {"small": [Place("n1")]}  # n2 is freer, so it is the one that is kept
        assert "7 cores" in why(made, "other")

    def test_what_can_never_start_keeps_nothing(self) -> None:
        queue = [request("giant", cores=9, at=0), request("small", at=1)]

        assert list(decide(queue, self.nodes).places) == ["small"]

    def test_one_that_is_owed_is_kept_room_at_once(self) -> None:
        queue = [request("again", cores=8, front=True, at=999), request("small", at=0)]

        made = decide(queue, [node("n1")], [holder("h", "n1", cores=1)], policy=Policy(reserve_after=500))

        assert made.places == {}

    def test_nodes_with_enough_free_cards_are_kept_for_cards(self) -> None:
        nodes = [node("n1", gpus=2, gpu="A"), node("n2", gpus=2, gpu="A"), node("n3")]
        held = [
            Holder("h1", "p2", "0", "public", need(gpus=2), (Place("n1", (0, 1)),)),
            Holder("h2", "p2", "0", "public", need(gpus=1), (Place("n2", (0,)),)),
        ]
        queue = [request("cards", need=need(gpus=2), at=0), request("one", need=need(gpus=1), at=1), request("plain", at=2)]

        made = decide(queue, nodes, held)

        assert made.places == {"plain": [Place("n1")]}  # its cards are all taken, and n2 is kept
        assert "kept for cards" in why(made, "one")


class TestPreemption:
    def test_lower_priority_makes_room_if_it_agreed_to(self) -> None:
        queue = [request("urgent", cores=8, priority=3)]
        willing, firm = holder("w", "n1", cores=8, preemptible=True), holder("f", "n1", cores=8)

        made = decide(queue, holders=[willing])

        assert made.victims == {"w": "urgent"}
        assert why(made, "urgent") == "1 workloads of lower priority are being stopped to make room for it."
        assert decide(queue, holders=[firm]).victims == {}
        assert decide(queue, holders=[willing], policy=replace(FIRM, preemption=False)).victims == {}

    def test_equal_priority_never_makes_room(self) -> None:
        willing = holder("w", "n1", cores=8, preemptible=True, priority=2)

        assert decide([request("a", cores=8, priority=2)], holders=[willing]).victims == {}

    def test_age_does_not_make_a_workload_stop_others(self) -> None:
        willing = holder("w", "n1", cores=8, preemptible=True)

        assert decide([request("old", cores=8)], holders=[willing], policy=Policy(patience=10, reserve_after=0)).victims == {}

    def test_nothing_is_stopped_in_vain(self) -> None:
        held = [holder("w", "n1", cores=4, preemptible=True), holder("f", "n1", cores=4)]

        assert decide([request("a", cores=8, priority=3)], holders=held).victims == {}

    def test_one_victim_is_better_than_two(self) -> None:
        held = [
            holder("young", "n1", cores=2, preemptible=True, started_at=30),
            holder("middle", "n1", cores=2, preemptible=True, started_at=20),
            holder("large", "n1", cores=4, preemptible=True, started_at=10),
        ]

        assert decide([request("a", cores=4, priority=3)], holders=held).victims == {"large": "a"}

    def test_among_equals_the_youngest_goes(self) -> None:
        held = [holder(f"h{age}", "n1", cores=4, preemptible=True, started_at=-age) for age in (3, 1)]

        assert decide([request("a", cores=4, priority=3)], holders=held).victims == {"h1": "a"}

    def test_who_is_not_needed_after_all_goes_on(self) -> None:
        nodes = [node("n1", cores=4), node("n2", cores=4)]
        held = [
            holder("useless", "n2", cores=2, preemptible=True, started_at=30),
            holder("firm", "n2", cores=2),
            holder("b", "n1", cores=2, preemptible=True, started_at=20),
            holder("c", "n1", cores=2, preemptible=True, started_at=10),
        ]

        assert decide([request("a", cores=4, priority=2)], nodes, held).victims == {"b": "a", "c": "a"}

    def test_the_room_of_victims_on_their_way_out_is_kept_and_nobody_else_is_stopped(self) -> None:
        leaving = holder("w", "n1", cores=4, preemptible=True, stopping=True)
        willing = holder("x", "n1", cores=4, preemptible=True)
        queue = [request("urgent", cores=4, priority=3), request("small", at=1)]

        made = decide(queue, holders=[leaving, willing])

        assert made.victims == {}
        assert "largest free block is 0" in why(made, "urgent")

    def test_what_leaves_counts_for_those_of_low_priority_too(self) -> None:
        nodes = [node("n1"), node("n2")]
        held = [holder("w", "n1", cores=8, stopping=True), holder("x", "n2", cores=7)]

        made = decide([request("a", cores=8), request("small", at=1)], nodes, held)

        assert made.places == {"small": [Place("n2")]}  # n1 is kept, which will be free first

    def test_victims_elsewhere_do_not_count_for_these_nodes(self) -> None:
        free = {"n1": (0, 64 * GIB, 64 * GIB, 0, 0, "", "")}
        found = choose_victims(free, [holder("w", "gone", "n1", cores=2, preemptible=True)], need(2), 1, 2)

        assert found is not None
        assert (found.stop, found.nodes, found.stopping) == (("w",), ("n1",), 0)

    def test_a_gang_gets_room_on_several_nodes(self) -> None:
        nodes = [node("n1", cores=2), node("n2", cores=2), node("n3", cores=2)]
        held = [holder(f"h{number}", f"n{number}", cores=2, preemptible=True, started_at=number) for number in (1, 2)]

        made = decide([request("a", cores=2, count=3, priority=2), request("b", cores=1, at=1)], nodes, held)

        assert sorted(made.victims) == ["h1", "h2"]
        assert made.places == {}


class TestRoom:
    def test_a_room_without_nodes_holds_nothing(self) -> None:
        room = Room([])

        assert room.count(need()) == 0
        assert room.largest(0) == 0
        assert room.take(need(), 1) is None

    def test_tasks_may_want_no_memory_and_no_disk(self) -> None:
        assert slots((4000, 0, 0, 0, 0, "", ""), Need(1000, 0, 0)) == 4

    def test_more_taken_than_there_is_leaves_nothing(self) -> None:
        assert slots((-1, 5, 5, 0, 0, "", ""), Need(1000, 1, 1)) == 0


projects = st.sampled_from(["p1", "p2", "p3"])
sizes = st.sampled_from([1, 2, 4, 8])
requests = st.builds(
    lambda number, project, cores, count, gpus, priority, at, front: request(
        f"r{number}",
        project=project,
        need=need(cores, gpus=gpus),
        count=count,
        priority=priority,
        at=at,
        front=front,
    ),
    st.integers(0, 10_000),
    projects,
    sizes,
    st.integers(1, 4),
    st.integers(0, 2),
    st.integers(1, 3),
    st.integers(0, 999),
    st.booleans(),
)
clusters = st.lists(
    st.builds(lambda cores, gpus: (cores, gpus), st.sampled_from([2, 4, 8, 16]), st.integers(0, 4)), min_size=1, max_size=6
).map(lambda parts: [node(f"n{number}", cores=cores, gpus=gpus, gpu="A") for number, (cores, gpus) in enumerate(parts)])
queues = st.lists(requests, max_size=25, unique_by=lambda one: one.id)


class TestAlways:
    """Whatever the cluster and the queue."""

    @settings(max_examples=150, deadline=None)
    @given(clusters, queues, st.sampled_from(list(Placement)))
    def test_no_node_gets_more_than_it_has_and_every_gang_is_whole(
        self, nodes: list[Node], queue: list[Request], placement: Placement
    ) -> None:
        made = decide(queue, nodes, policy=Policy(reserve_after=0, placement=placement))
        wanted = {one.id: one for one in queue}

        assert set(made.places) | set(made.waits) == set(wanted)
        assert not set(made.places) & set(made.waits)
        for one in nodes:
            here = [(wanted[name], place) for name, places in made.places.items() for place in places if place.node == one.name]
            cards = [card for _, place in here for card in place.devices]
            assert sum(asked.need.cpu_milli for asked, _ in here) <= one.cpu_milli
            assert len(cards) == len(set(cards))
            assert set(cards) <= set(range(one.gpus))
        for name, places in made.places.items():
            assert len(places) == wanted[name].count
            assert all(len(place.devices) == wanted[name].need.gpus for place in places)

    @settings(max_examples=50, deadline=None)
    @given(clusters, queues, st.randoms(use_true_random=False))
    def test_the_order_in_which_rows_are_read_changes_nothing(self, nodes: list[Node], queue: list[Request], luck: Any) -> None:
        shuffled, others = list(queue), list(nodes)
        luck.shuffle(shuffled)
        luck.shuffle(others)

        assert decide(shuffled, others) == decide(queue, nodes)

    @settings(max_examples=100, deadline=None)
    @given(clusters, queues)
    def test_nobody_waits_while_one_of_lower_priority_and_the_same_shape_starts(
        self, nodes: list[Node], queue: list[Request]
    ) -> None:
        made = decide(queue, nodes)
        wanted = {one.id: one for one in queue}

        for waiting in made.waits:
            for started in made.places:
                high, low = wanted[waiting], wanted[started]
                assert not (high.need == low.need and high.count == low.count and high.priority > low.priority)

    @settings(max_examples=60, deadline=None)
    @given(clusters, queues)
    def test_everything_that_can_start_at_all_starts_in_the_end(self, nodes: list[Node], queue: list[Request]) -> None:
        """Small ones keep coming all the time; each pass one running workload ends."""
        empty = Room(nodes)
        waiting = [one for one in queue if empty.count(one.need) >= one.count]
        names = {one.id for one in waiting}
        running: list[Holder] = []
        for turn in range(600):
            if not names:
                return
            newcomers = [request(f"new{turn}-{index}", cores=2, at=1000 + turn, project=f"q{turn}") for index in range(2)]
            waiting += newcomers
            made = plan(State(NOW + turn * 60, nodes, waiting, running), Policy(reserve_after=0, patience=3600))
            for one in waiting:
                if one.id in made.places:
                    places = tuple(made.places[one.id])
                    running.append(Holder(one.id, one.project, "0", "public", one.need, places, started_at=turn))
            names -= set(made.places)
            waiting = [one for one in waiting if one.id not in made.places]
            running = running[1:]
        raise AssertionError(f"starved: {names}")
