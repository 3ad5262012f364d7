"""Team tasks: whose turn it is, what is drawn for acceptance, which state follows, what a verdict means."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from modelyard.datasets.types.datasets import SampleState
from modelyard.datasets.types.teams import CheckAction, TeamTaskStatus

# What a labeler has not handed in.
OPEN = frozenset({SampleState.UNLABELLED, SampleState.TO_CONFIRM, SampleState.LABELLED, SampleState.REJECTED})
# What he has handed in, and a reviewer sees.
HANDED_IN = frozenset({SampleState.UNREVIEWED, SampleState.UNCHECKED, SampleState.ACCEPTED})
# While a task is in these, its members work.
WORKING = frozenset({TeamTaskStatus.STARTING, TeamTaskStatus.RUNNING, TeamTaskStatus.REJECTED, TeamTaskStatus.ACCEPTING})

_POINTS = {"A": 4, "B": 3, "C": 2, "D": 1}
_GRADES = {points: grade for grade, points in _POINTS.items()}
# What is shown where nothing passed.
_NO_GRADE = "E"


def turns(members: Sequence[str], place: int, repetition: int, seed: int) -> list[str]:
    """Return whose turn the sample at a place is: `repetition` different members.

    members: in a fixed order. place: how many samples were handed out before. The same seed gives the same turns.
    Each run of as many samples as there are members gives everybody equally many, in an order of its own; at any place
    nobody has more than one sample more than anybody else.
    """
    block, step = divmod(place, len(members))
    order = list(members)
    random.Random(f"{seed}.{block}").shuffle(order)  # noqa: S311 - chance that can be repeated, not a secret
    return [order[(step * repetition + turn) % len(order)] for turn in range(repetition)]


@dataclass(frozen=True)
class Drawing:
    """A draw of exactly `wanted` out of `total` that walks past them once; Knuth's selection sampling (Algorithm S).

    passed, drawn: how many were walked past, and how many of those were drawn. Equal seeds draw equally.
    """

    seed: int
    total: int
    wanted: int
    passed: int = 0
    drawn: int = 0

    def next(self) -> tuple[bool, "Drawing"]:
        """Return whether the next one is drawn, and the draw after it. Beyond `total` nothing is drawn."""
        left, missing = self.total - self.passed, self.wanted - self.drawn
        chance = random.Random(f"{self.seed}.{self.passed}").random()  # noqa: S311 - as above
        is_drawn = chance * left < missing
        return is_drawn, Drawing(self.seed, self.total, self.wanted, self.passed + 1, self.drawn + is_drawn)


def to_draw(total: int, rate: float | None, number: int | None) -> int:
    """Return how many are looked at: a share (at least one), a number (at most all), or all."""
    if rate is not None:
        return min(total, max(1, round(total * rate)))
    return total if number is None else min(total, number)


def after_saving(before: SampleState, *, has_labels: bool, is_draft: bool, has_reviewer: bool) -> SampleState:
    """Return the state of a sample after its labeler has saved it. A draft of something rejected stays rejected."""
    if not has_labels:
        return SampleState.REJECTED if is_draft and before is SampleState.REJECTED else SampleState.UNLABELLED
    if is_draft:
        return SampleState.REJECTED if before is SampleState.REJECTED else SampleState.LABELLED
    return SampleState.UNREVIEWED if has_reviewer else SampleState.UNCHECKED


class Closed(NamedTuple):
    """Why a sample cannot be changed, in both languages."""

    problem: str
    problem_zh: str


def closed(state: SampleState, status: TeamTaskStatus, *, in_check: bool) -> Closed | None:
    """Return why a labeler may not change a sample; None if he may. in_check: an acceptance has drawn it, or is drawing."""
    if status not in WORKING:
        return Closed("the task is not running", "任务未在运行")
    if state is SampleState.ACCEPTED:
        return Closed("it was accepted", "该样本已验收通过")
    if state is SampleState.UNCHECKED and in_check:
        return Closed("it is being looked at for acceptance", "该样本正在验收")
    return None


def verdict(action: CheckAction, *, drawn: bool, passed: bool | None) -> bool:
    """Return whether a sample that waited for acceptance is accepted when the acceptance ends with an action.

    passed: what was said about it by itself, None for nothing.
    """
    if action in {CheckAction.ALL_PASS, CheckAction.ALL_REJECT}:
        return action is CheckAction.ALL_PASS
    if action is CheckAction.REST_PASS:
        return not (drawn and passed is False)
    return drawn and passed is True


class Filter(NamedTuple):
    """Which samples of a task a word of the public API means. drawn, passed, judged: None for either."""

    states: frozenset[SampleState]
    drawn: bool | None = None
    judged: bool | None = None
    passed: bool | None = None


_EVERYTHING = frozenset(SampleState)
_WORDS: Mapping[str, Filter] = {
    "": Filter(_EVERYTHING),
    "ALL": Filter(_EVERYTHING - OPEN),
    "NONE": Filter(frozenset({SampleState.UNLABELLED})),
    "AUTO_ANNOTATION": Filter(frozenset({SampleState.TO_CONFIRM})),
    "REVIEWED": Filter(frozenset({SampleState.UNCHECKED, SampleState.ACCEPTED})),
    "WORKFORCE_SAMPLED": Filter(_EVERYTHING, drawn=True),
    "WORKFORCE_SAMPLED_UNCHECK": Filter(_EVERYTHING, drawn=True, judged=False),
    "WORKFORCE_SAMPLED_CHECKED": Filter(_EVERYTHING, drawn=True, judged=True),
    "WORKFORCE_SAMPLED_ACCEPTED": Filter(_EVERYTHING, drawn=True, passed=True),
    "WORKFORCE_SAMPLED_REJECTED": Filter(_EVERYTHING, drawn=True, passed=False),
    **{state.value: Filter(frozenset({state})) for state in SampleState},
}


def filter_of(word: str) -> Filter | None:
    """Return what a filter means, written `__NONE__` or `UN_ANNOTATION`, in any case; None for no such word."""
    return _WORDS.get(word.strip("_").upper())


def average(scores: Mapping[str, int]) -> float:
    """Return the mean of grades in points (A is 4, D is 1), 0 for none. scores: how often each grade was given."""
    count = sum(scores.values())
    return sum(_POINTS[grade] * often for grade, often in scores.items()) / count if count else 0.0


def grade_of(points: float) -> str:
    """Return the grade that a mean is closest to; `E` where there is none."""
    return _GRADES.get(int(points + 0.5), _NO_GRADE)


def total_points(scores: Mapping[str, int]) -> int:
    """Return the sum of grades in points."""
    return sum(_POINTS[grade] * often for grade, often in scores.items())
