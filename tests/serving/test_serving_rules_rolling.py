"""The steps in which replicas are replaced, and the state that the facts amount to."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.serving.rules.rolling import (
    Deployment,
    Replica,
    Steps,
    all_down,
    pause_after,
    steps_of,
    surge_of,
    unavailable_of,
)
from modelyard.serving.rules.states import ARROWS, Service, can_move, look, progress_of
from modelyard.serving.types import DeploymentStatus, Goal, ReplicaState, ServiceStatus

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
LONG_AGO = NOW - timedelta(hours=2)
READY, STARTING, LEAVING, ENDED = ReplicaState.READY, ReplicaState.STARTING, ReplicaState.LEAVING, ReplicaState.ENDED


def replica(number: int, state: ReplicaState = READY, generation: int = 1, **changes: Any) -> Replica:
    values: dict[str, Any] = {"ready_at": LONG_AGO if state is READY else None, **changes}
    return Replica(f"r{number}g{generation}", "d", generation, number, state, LONG_AGO, **values)


def deployment(wanted: int = 1, generation: int = 1, **changes: Any) -> Deployment:
    return Deployment("d", wanted, generation, **{"live_generation": 1, **changes})


def service(goal: Goal = Goal.RUN, *, answers: bool = True, updating: bool = False, **changes: Any) -> Service:
    return Service(goal, answers, updating, NOW, **changes)


class TestSteps:
    def test_what_is_missing_is_started_under_the_smallest_free_numbers(self) -> None:
        assert steps_of(deployment(3), [replica(2)], NOW) == Steps(start=(1, 3))

    def test_nothing_is_started_before_the_pause_is_over(self) -> None:
        assert steps_of(deployment(retry_at=NOW + timedelta(seconds=1)), [], NOW) == Steps()
        assert steps_of(deployment(retry_at=NOW), [], NOW).start == (1,)

    def test_too_many_go_those_that_are_not_ready_first(self) -> None:
        found = steps_of(deployment(1), [replica(1), replica(2), replica(3, STARTING)], NOW)

        assert (found.leave, found.stop) == (("r2g1",), ("r3g1",))

    def test_the_old_template_stays_until_the_new_one_is_ready(self) -> None:
        old = [replica(1), replica(2)]

        first = steps_of(deployment(2, 2), old, NOW)
        second = steps_of(deployment(2, 2), [*old, replica(3, STARTING, 2)], NOW)
        third = steps_of(deployment(2, 2), [*old, replica(3, READY, 2)], NOW)

        assert first == Steps(start=(3,))
        assert second == Steps()
        assert third.leave == ("r1g1",)

    def test_old_replicas_that_are_not_ready_go_at_once(self) -> None:
        assert steps_of(deployment(1, 2), [replica(1, STARTING)], NOW).stop == ("r1g1",)

    def test_with_neither_surge_nor_absence_one_more_is_made(self) -> None:
        rigid = deployment(1, 2, max_surge=0.0, max_unavailable=0.0)

        assert steps_of(rigid, [replica(1)], NOW).start == (2,)

    def test_with_absence_alone_old_ones_go_first(self) -> None:
        found = steps_of(deployment(2, 2, max_surge=0.0, max_unavailable=1.0), [replica(1), replica(2)], NOW)

        assert (found.start, found.leave) == ((), ("r1g1",))

    def test_what_the_gateway_forgot_stops_after_its_pause(self) -> None:
        gone = replica(1, LEAVING, left_at=NOW - timedelta(seconds=2), drain_seconds=2.0)
        going = replica(2, LEAVING, left_at=NOW, drain_seconds=2.0)
        known = replica(3, LEAVING)

        assert all_down([gone, going, known, replica(4), replica(5, ReplicaState.NEW)], NOW) == Steps(
            leave=("r4g1",), stop=("r5g1", "r1g1")
        )

    @pytest.mark.parametrize(("value", "wanted", "surge", "absent"), [(0.25, 10, 3, 2), (1.0, 10, 1, 1), (3.0, 2, 3, 2)])
    def test_shares_are_rounded_so_that_no_request_is_lost(self, value: float, wanted: int, surge: int, absent: int) -> None:
        assert (surge_of(value, wanted), unavailable_of(value, wanted)) == (surge, absent)

    def test_the_pause_doubles_and_has_an_end(self) -> None:
        assert [pause_after(number, 0.0) for number in (1, 2, 3, 1000)] == [1.0, 2.0, 4.0, 300.0]
        assert pause_after(1, 60.0) == 0.0

    @given(
        wanted=st.integers(0, 6),
        surge=st.floats(0, 4),
        absent=st.floats(0, 4),
        numbers=st.lists(st.tuples(st.sampled_from(list(ReplicaState)), st.integers(1, 2)), max_size=8),
    )
    def test_no_step_leaves_fewer_answering_than_it_may(
        self, wanted: int, surge: float, absent: float, numbers: list[tuple[ReplicaState, int]]
    ) -> None:
        replicas = [replica(number, state, generation) for number, (state, generation) in enumerate(numbers, 1)]
        rolling = deployment(wanted, 2, max_surge=surge, max_unavailable=absent)

        found = steps_of(rolling, replicas, NOW)

        ready = sum(item.state is READY for item in replicas)
        needed = min(ready, wanted - unavailable_of(absent, wanted))
        assert ready - len(found.leave) >= needed
        assert len(set(found.start)) == len(found.start)


class TestLook:
    def test_it_is_complete_once_all_are_ready_and_runs_once_the_gateway_knows(self) -> None:
        found = look(service(answers=False, updating=True), [deployment()], [replica(1)], NOW, most_failures=3)
        waiting = look(service(awaits_gateway=True), [deployment()], [replica(1)], NOW, most_failures=3)
        known = look(service(), [deployment()], [replica(1)], NOW, most_failures=3)

        assert (found.status, found.is_complete) == (ServiceStatus.DEPLOYING, True)
        assert (waiting.status, waiting.is_complete) == (ServiceStatus.DEPLOYING, False)
        assert known.status is ServiceStatus.RUNNING

    def test_it_waits_only_after_a_while_without_room(self) -> None:
        def status(seconds: float, *, answers: bool) -> ServiceStatus:
            waiting = replica(1, STARTING, 2, waits_since=NOW - timedelta(seconds=seconds))
            asked = service(answers=answers, updating=True)
            return look(asked, [deployment(1, 2)], [waiting], NOW, most_failures=3).status

        assert status(1, answers=False) is ServiceStatus.DEPLOYING
        assert status(5, answers=False) is ServiceStatus.WAITING
        assert status(5, answers=True) is ServiceStatus.DEPLOYING

    def test_too_many_failures_end_an_update(self) -> None:
        retired = Deployment("old", 1, 1, retired=True, failures=9)
        broken = deployment(failures=3)

        found = look(service(updating=True), [retired, broken], [], NOW, most_failures=3)

        assert (found.failed, found.late) == ("d", False)

    def test_want_of_room_ends_an_update_of_what_answers_alone(self) -> None:
        waiting = replica(1, STARTING, 2, waits_since=NOW - timedelta(seconds=100))
        slow = deployment(1, 2, timeout_seconds=60.0)

        assert look(service(updating=True), [slow], [waiting], NOW, most_failures=3).late
        assert look(service(answers=False, updating=True), [slow], [waiting], NOW, most_failures=3).failed is None

    def test_what_is_left_out_goes_when_it_is_not_needed(self) -> None:
        retired = deployment(1, retired=True)

        assert (
            look(service(updating=True), [retired, Deployment("new", 1, 1)], [replica(1)], NOW, most_failures=3).steps["d"]
            == Steps()
        )
        assert look(service(), [retired], [replica(1)], NOW, most_failures=3).steps["d"].leave == ("r1g1",)

    @pytest.mark.parametrize(
        ("failures", "state", "expected"),
        [
            (0, READY, DeploymentStatus.RUNNING),
            (0, STARTING, DeploymentStatus.CONCERNING),
            (1, STARTING, DeploymentStatus.CONCERNING),
            (3, STARTING, DeploymentStatus.FAILED),
        ],
    )
    def test_a_deployment_is_as_well_as_its_replicas(
        self, failures: int, state: ReplicaState, expected: DeploymentStatus
    ) -> None:
        found = look(service(), [deployment(failures=failures)], [replica(1, state)], NOW, most_failures=3)

        assert found.statuses["d"] is expected

    def test_one_that_is_still_being_replaced_is_deploying(self) -> None:
        found = look(service(updating=True), [deployment(1, 2)], [replica(1)], NOW, most_failures=3)

        assert found.statuses["d"] is DeploymentStatus.DEPLOYING

    def test_a_service_whose_deployments_have_all_failed_has_failed(self) -> None:
        other = Deployment("e", 1, 1, live_generation=1, failures=3)

        both = look(service(), [deployment(failures=3), other], [], NOW, most_failures=3)
        one = look(service(), [deployment(), other], [replica(1)], NOW, most_failures=3)

        assert (both.status, one.status) == (ServiceStatus.FAILED, ServiceStatus.CONCERNING)

    def test_one_that_sleeps_is_well(self) -> None:
        found = look(service(asleep=True), [deployment()], [replica(1, STARTING)], NOW, most_failures=3)

        assert found.status is ServiceStatus.RUNNING

    def test_failures_are_forgiven_after_a_while(self) -> None:
        def forgiven(ready_at: datetime) -> tuple[str, ...]:
            well = replica(1, ready_at=ready_at)
            return look(service(), [deployment(failures=1)], [well], NOW, most_failures=3).forgiven

        assert forgiven(LONG_AGO) == ("d",)
        assert forgiven(NOW) == ()

    @pytest.mark.parametrize(
        ("goal", "going", "gone"),
        [
            (Goal.STOP, ServiceStatus.STOPPING, ServiceStatus.STOPPED),
            (Goal.GIVE_UP, ServiceStatus.FAILED, ServiceStatus.FAILED),
            (Goal.DELETE, ServiceStatus.DELETING, ServiceStatus.DELETING),
        ],
    )
    def test_what_is_not_wanted_goes_down(self, goal: Goal, going: ServiceStatus, gone: ServiceStatus) -> None:
        still = look(service(goal), [deployment()], [replica(1)], NOW, most_failures=3)
        over = look(service(goal), [deployment()], [replica(1, ENDED)], NOW, most_failures=3)

        assert (still.status, still.is_complete, over.status, over.is_complete) == (going, False, gone, True)

    def test_it_says_when_time_alone_changes_something(self) -> None:
        leaving = replica(1, LEAVING, left_at=NOW, drain_seconds=2.0)
        waiting = replica(2, STARTING, 2, waits_since=NOW)
        rolling = deployment(1, 2, retry_at=NOW + timedelta(seconds=9), failures=1)

        found = look(service(updating=True), [rolling], [leaving, waiting, replica(3)], NOW, most_failures=3)

        assert found.due_at == NOW + timedelta(seconds=2)


class TestProgress:
    def test_it_is_the_share_of_what_is_ready(self) -> None:
        assert progress_of([deployment(2), Deployment("x", 1, 1, retired=True)], [replica(1)]) == 50
        assert progress_of([], []) == 100


class TestArrows:
    def test_every_state_has_its_arrows(self) -> None:
        assert set(ARROWS) == set(ServiceStatus)
        assert can_move(ServiceStatus.RUNNING, ServiceStatus.RUNNING)
        assert can_move(ServiceStatus.RUNNING, ServiceStatus.STOPPING)
        assert not can_move(ServiceStatus.DELETING, ServiceStatus.RUNNING)
