"""States, restarts and reasons."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.compute.rules import reasons
from modelyard.compute.rules.restart import MOST_FAULTS, Terms, Used, after_attempt, describe, first_failure
from modelyard.compute.rules.states import ARROWS, PLACED, WAITING, IllegalMoveError, move
from modelyard.compute.rules.usage import decayed
from modelyard.compute.types import EndedBy, OnFailure, Outcome, Restart, TaskEnd, WorkloadState
from modelyard.core.i18n import Language

GIB = 2**30


class TestMove:
    def test_an_arrow_can_be_gone(self) -> None:
        assert move(WorkloadState.QUEUED, WorkloadState.STARTING) is WorkloadState.STARTING

    def test_there_is_no_way_out_of_the_end(self) -> None:
        for state in WorkloadState:
            with pytest.raises(IllegalMoveError):
                move(WorkloadState.ENDED, state)

    def test_every_state_leads_to_the_end(self) -> None:
        for state in WorkloadState:
            reached, waiting = {state}, [state]
            while waiting:
                for following in ARROWS[waiting.pop()] - reached:
                    reached.add(following)
                    waiting.append(following)
            assert WorkloadState.ENDED in reached

    def test_each_state_either_waits_is_placed_or_has_ended(self) -> None:
        assert WAITING | PLACED | {WorkloadState.ENDED} == set(WorkloadState)
        assert not WAITING & PLACED


def terms(on: OnFailure = OnFailure.NEVER, most: int = 0, continuations: int = 0) -> Terms:
    return Terms(Restart(on, most, continuations), 60, 4 * GIB, 10 * GIB)


def ended(ended_by: EndedBy = EndedBy.ITSELF, exit_code: int | None = 1, at: int = 1, **facts: object) -> TaskEnd:
    return TaskEnd(ended_by, exit_code=exit_code, ended_at_ms=at, **facts)  # type: ignore[arg-type]


class TestAfterAttempt:
    def test_it_succeeds_only_if_all_tasks_do(self) -> None:
        good, bad = ended(exit_code=0), ended(exit_code=3)

        assert after_attempt({"a": good, "b": good}, terms(), Used(), asked_by=None).outcome is Outcome.SUCCEEDED
        assert after_attempt({"a": good, "b": bad}, terms(), Used(), asked_by=None).outcome is Outcome.FAILED

    def test_work_that_was_done_counts_though_it_was_to_be_stopped(self) -> None:
        assert after_attempt({"a": ended(exit_code=0)}, terms(), Used(), asked_by=EndedBy.USER).outcome is Outcome.SUCCEEDED

    def test_what_a_user_stops_stays_stopped(self) -> None:
        policy = terms(OnFailure.FAILURE, 3, 3)

        verdict = after_attempt({"a": ended(EndedBy.USER, 143)}, policy, Used(), asked_by=EndedBy.USER)

        assert (verdict.outcome, verdict.ended_by) == (Outcome.STOPPED, EndedBy.USER)

    def test_after_its_run_limit_it_goes_on_as_often_as_agreed(self) -> None:
        ends, policy = {"a": ended(EndedBy.RUN_LIMIT, 143)}, terms(continuations=1)

        first = after_attempt(ends, policy, Used(), asked_by=EndedBy.RUN_LIMIT)
        second = after_attempt(ends, policy, first.used, asked_by=EndedBy.RUN_LIMIT)

        assert (first.outcome, first.used.continuations) == (None, 1)
        assert (second.outcome, second.ended_by) == (Outcome.STOPPED, EndedBy.RUN_LIMIT)

    def test_what_made_room_for_others_waits_again_and_nothing_is_counted(self) -> None:
        verdict = after_attempt({"a": ended(EndedBy.PREEMPTION, 143)}, terms(), Used(), asked_by=EndedBy.PREEMPTION)

        assert (verdict.outcome, verdict.used, verdict.front) == (None, Used(), False)

    @pytest.mark.parametrize("fault", [EndedBy.PLATFORM, EndedBy.NODE])
    def test_the_platforms_faults_are_repeated_with_longer_and_longer_pauses_and_then_given_up(self, fault: EndedBy) -> None:
        used, pauses = Used(), []
        for _ in range(MOST_FAULTS):
            verdict = after_attempt({"a": ended(fault, None)}, terms(), used, asked_by=None)
            assert verdict.outcome is None
            assert verdict.front
            used = verdict.used
            pauses.append(verdict.pause.total_seconds())

        assert pauses == [1, 2, 4, 8, 16]
        assert used.restarts == 0
        assert after_attempt({"a": ended(fault, None)}, terms(), used, asked_by=None).outcome is Outcome.LOST

    @pytest.mark.parametrize(
        ("on", "ended_by", "again"),
        [
            (OnFailure.NEVER, EndedBy.ITSELF, False),
            (OnFailure.NEVER, EndedBy.SETUP, False),
            (OnFailure.FAULT, EndedBy.SETUP, True),
            (OnFailure.FAULT, EndedBy.UPLOAD, True),
            (OnFailure.FAULT, EndedBy.ITSELF, False),
            (OnFailure.FAULT, EndedBy.MEMORY, False),
            (OnFailure.FAILURE, EndedBy.ITSELF, True),
            (OnFailure.FAILURE, EndedBy.MEMORY, True),
        ],
    )
    def test_the_policy_says_which_failures_are_repeated(self, on: OnFailure, ended_by: EndedBy, *, again: bool) -> None:
        verdict = after_attempt({"a": ended(ended_by)}, terms(on, 1), Used(), asked_by=None)

        assert (verdict.outcome is None) is again
        assert verdict.used.restarts == int(again)

    def test_restarts_are_used_up(self) -> None:
        verdict = after_attempt({"a": ended()}, terms(OnFailure.FAILURE, 1), Used(restarts=1), asked_by=None)

        assert verdict.outcome is Outcome.FAILED

    @given(
        st.lists(st.sampled_from(list(EndedBy)), min_size=1, max_size=4),
        st.sampled_from([None, *EndedBy]),
        st.sampled_from(list(OnFailure)),
        st.integers(0, 3),
        st.integers(0, 3),
    )
    def test_no_workload_is_repeated_for_ever(
        self, causes: list[EndedBy], asked_by: EndedBy | None, on: OnFailure, most: int, continuations: int
    ) -> None:
        ends = {f"t{number}": ended(cause, at=number) for number, cause in enumerate(causes)}
        used, attempts = Used(), 0
        while attempts < 100:
            verdict = after_attempt(ends, terms(on, most, continuations), used, asked_by=asked_by)
            attempts += 1
            if verdict.outcome is not None or asked_by is EndedBy.PREEMPTION:
                break
            used = verdict.used

        assert attempts <= 1 + MOST_FAULTS + most + continuations


class TestFirstFailure:
    def test_siblings_are_not_to_blame(self) -> None:
        ends = {"a": ended(EndedBy.SIBLING, at=1), "b": ended(at=2), "c": ended(exit_code=0, at=0)}

        assert first_failure(ends)[0] == "b"

    def test_where_all_are_siblings_the_first_is_named(self) -> None:
        assert first_failure({"b": ended(EndedBy.SIBLING), "a": ended(EndedBy.SIBLING)})[0] == "a"


class TestDescribe:
    @pytest.mark.parametrize(
        ("end", "words"),
        [
            (ended(exit_code=3), "exit code 3"),
            (ended(exit_code=None, signal=9), "signal 9"),
            (ended(EndedBy.ITSELF, 137, out_of_memory=True), "4096 MiB of its flavor"),
            (ended(EndedBy.MEMORY), "4096 MiB"),
            (ended(EndedBy.DISK), "10240 MiB of disk"),
            (ended(EndedBy.PROCESSES), "more processes"),
            (ended(EndedBy.SETUP, None, message="no bucket b"), "no bucket b"),
            (ended(EndedBy.NODE, None, message="the node is gone"), "the node is gone"),
        ],
    )
    def test_it_names_the_task_and_the_figures(self, end: TaskEnd, words: str) -> None:
        reason = reasons.say(describe("worker-1", end, memory_bytes=4 * GIB, disk_bytes=10 * GIB))

        assert words in reason.text
        assert "worker-1" in reason.text
        assert "worker-1" in reason.zh


class TestReasons:
    @pytest.mark.parametrize("key", sorted(reasons.TEXTS))
    def test_each_has_both_languages_with_the_same_parameters(self, key: str) -> None:
        text, zh = reasons.TEXTS[key]

        assert fields(text) == {name.removesuffix("_zh") for name in fields(zh)}
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)

    def test_a_reader_gets_his_language(self) -> None:
        reason = reasons.say(reasons.kept("image", image="python"))

        assert reason.message() == "Image python is being built."
        assert reason.message(Language.ZH) == "镜像 python 正在构建。"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


class TestDecay:
    def test_use_counts_half_after_its_half_life(self) -> None:
        assert decayed(8.0, 3600, 3600) == 4.0

    def test_a_clock_that_went_back_adds_nothing(self) -> None:
        assert decayed(8.0, -5, 3600) == 8.0
