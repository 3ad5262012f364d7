"""Rules of team tasks: turns, draws, states, verdicts, grades."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from modelyard.datasets.rules.teamwork import (
    Drawing,
    after_saving,
    average,
    closed,
    filter_of,
    grade_of,
    to_draw,
    total_points,
    turns,
    verdict,
)
from modelyard.datasets.types.datasets import SampleState
from modelyard.datasets.types.teams import CheckAction, TeamTaskStatus


class TestTurns:
    @given(some.integers(1, 9), some.integers(0, 60), some.integers(1, 9), some.integers(0, 5))
    def test_everybody_gets_equally_many(self, people: int, samples: int, repetition: int, seed: int) -> None:
        members = [f"m{number}" for number in range(people)]
        repetition = min(repetition, people)

        given_out = [turns(members, place, repetition, seed) for place in range(samples)]

        assert all(len(set(each)) == repetition for each in given_out)
        often = Counter(member for each in given_out for member in each)
        counts = [often[member] for member in members]
        assert max(counts) - min(counts) <= 1

    def test_the_order_is_one_of_chance_and_can_be_repeated(self) -> None:
        members = ["a", "b", "c", "d"]

        one = [turns(members, place, 1, 7)[0] for place in range(40)]

        assert one == [turns(members, place, 1, 7)[0] for place in range(40)]
        assert one != [turns(members, place, 1, 8)[0] for place in range(40)]
        assert one != members * 10


class TestDrawing:
    @given(some.integers(0, 80), some.integers(0, 80), some.integers(0, 9))
    def test_exactly_as_many_are_drawn_as_are_wanted(self, total: int, wanted: int, seed: int) -> None:
        wanted = min(wanted, total)
        drawing, drawn = Drawing(seed, total, wanted), 0

        for _ in range(total):
            is_drawn, drawing = drawing.next()
            drawn += is_drawn

        assert drawn == wanted
        assert drawing.next()[0] is False

    @pytest.mark.parametrize(
        ("total", "rate", "number", "expected"),
        [
            (10, 0.5, None, 5),
            (10, 0.001, None, 1),
            (10, 1.0, None, 10),
            (10, None, 3, 3),
            (10, None, 30, 10),
            (10, None, None, 10),
        ],
    )
    def test_a_share_a_number_or_all(self, total: int, rate: float | None, number: int | None, expected: int) -> None:
        assert to_draw(total, rate, number) == expected


class TestStates:
    @pytest.mark.parametrize(
        ("before", "has_labels", "is_draft", "has_reviewer", "after"),
        [
            (SampleState.UNLABELLED, True, False, True, SampleState.UNREVIEWED),
            (SampleState.UNLABELLED, True, False, False, SampleState.UNCHECKED),
            (SampleState.UNLABELLED, True, True, True, SampleState.LABELLED),
            (SampleState.REJECTED, True, True, True, SampleState.REJECTED),
            (SampleState.REJECTED, False, True, True, SampleState.REJECTED),
            (SampleState.REJECTED, True, False, True, SampleState.UNREVIEWED),
            (SampleState.LABELLED, False, True, True, SampleState.UNLABELLED),
            (SampleState.UNREVIEWED, False, False, True, SampleState.UNLABELLED),
        ],
    )
    def test_saving_leads_on(
        self, before: SampleState, has_labels: bool, is_draft: bool, has_reviewer: bool, after: SampleState
    ) -> None:
        assert after_saving(before, has_labels=has_labels, is_draft=is_draft, has_reviewer=has_reviewer) is after

    def test_what_is_closed_says_why(self) -> None:
        running = TeamTaskStatus.RUNNING

        assert closed(SampleState.REJECTED, running, in_check=False) is None
        assert closed(SampleState.UNCHECKED, running, in_check=False) is None
        assert closed(SampleState.UNCHECKED, running, in_check=True) is not None
        assert closed(SampleState.ACCEPTED, running, in_check=False) is not None
        assert closed(SampleState.UNLABELLED, TeamTaskStatus.FINISHED, in_check=False) is not None

    @pytest.mark.parametrize(
        ("word", "states"),
        [
            ("__NONE__", {SampleState.UNLABELLED}),
            ("un_annotation", {SampleState.UNLABELLED}),
            ("__unreviewed__", {SampleState.UNREVIEWED}),
            ("", set(SampleState)),
        ],
    )
    def test_words_mean_states(self, word: str, states: set[SampleState]) -> None:
        found = filter_of(word)

        assert found is not None
        assert found.states == states

    def test_an_unknown_word_means_nothing(self) -> None:
        assert filter_of("__SOMETHING__") is None


class TestVerdicts:
    # The table of the guide: drawn and passed, drawn and rejected, drawn and undecided, not drawn.
    @pytest.mark.parametrize(
        ("action", "expected"),
        [
            (CheckAction.ALL_PASS, [True, True, True, True]),
            (CheckAction.ALL_REJECT, [False, False, False, False]),
            (CheckAction.REST_PASS, [True, False, True, True]),
            (CheckAction.REST_REJECT, [True, False, False, False]),
        ],
    )
    def test_the_scopes_are_those_of_the_guide(self, action: CheckAction, expected: list[bool]) -> None:
        cases = [(True, True), (True, False), (True, None), (False, None)]

        assert [verdict(action, drawn=drawn, passed=passed) for drawn, passed in cases] == expected


class TestGrades:
    def test_the_mean_of_grades_is_a_grade(self) -> None:
        assert average({"A": 1, "C": 1}) == 3
        assert average({}) == 0
        assert (grade_of(3.6), grade_of(2.4), grade_of(0)) == ("A", "C", "E")
        assert total_points({"A": 2, "D": 1}) == 9
