"""How far people agree: kappa against worked examples, overlap of places, what is taken of several."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from modelyard.datasets.rules import agreement
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import box
from modelyard.datasets.types.datasets import Kind


def shape(label: str, x: float, y: float, width: float, height: float) -> Annotation:
    return Annotation(Kind.SHAPE, label, shape=box(x, y, width, height))


def of_class(label: str) -> Annotation:
    return Annotation(Kind.CLASS, label)


class TestCohen:
    def test_the_worked_example_of_the_textbooks(self) -> None:
        pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15

        assert agreement.cohen(pairs) == pytest.approx(0.4)

    def test_full_agreement_is_one_even_about_one_thing(self) -> None:
        assert agreement.cohen([("a", "a"), ("b", "b")]) == 1
        assert agreement.cohen([("a", "a")]) == 1
        assert agreement.cohen([]) is None

    @given(some.lists(some.tuples(some.sampled_from("abc"), some.sampled_from("abc")), min_size=1))
    def test_it_is_at_most_one_and_the_order_of_people_does_not_count(self, pairs: list[tuple[str, str]]) -> None:
        value, turned = agreement.cohen(pairs), agreement.cohen([(other, one) for one, other in pairs])

        assert value is not None
        assert value <= 1
        assert value == pytest.approx(turned)


class TestFleiss:
    def test_the_worked_example_of_the_paper_by_its_table(self) -> None:
        # Ten subjects, fourteen raters, five categories; kappa is 0.210.
        table = [
            (0, 0, 0, 0, 14),
            (0, 2, 6, 4, 2),
            (0, 0, 3, 5, 6),
            (0, 3, 9, 2, 0),
            (2, 2, 8, 1, 1),
            (7, 7, 0, 0, 0),
            (3, 2, 6, 3, 0),
            (2, 5, 3, 2, 2),
            (6, 5, 2, 1, 0),
            (0, 2, 2, 3, 7),
        ]
        samples = [[number for number, often in enumerate(row) for _ in range(often)] for row in table]

        assert agreement.fleiss(samples) == pytest.approx(0.210, abs=0.0005)

    def test_samples_of_one_person_do_not_count(self) -> None:
        assert agreement.fleiss([["a"], []]) is None
        assert agreement.fleiss([["a", "a"], ["b"]]) == 1


class TestOverlap:
    def test_boxes_overlap_by_what_they_share(self) -> None:
        assert agreement.overlap((0, 0, 2, 2), (1, 0, 3, 2)) == pytest.approx(1 / 3)
        assert agreement.overlap((0, 0, 1, 1), (5, 5, 6, 6)) == 0
        assert agreement.overlap((0, 0, 1, 1), (5, 0, 6, 1)) == 0
        assert agreement.overlap((0, 0, 1, 1), (0, 5, 1, 6)) == 0

    def test_points_overlap_only_where_they_are_one(self) -> None:
        assert agreement.overlap((1, 1, 1, 1), (1, 1, 1, 1)) == 1
        assert agreement.overlap((1, 1, 1, 1), (1, 1, 1, 2)) == 0

    def test_equal_annotations_are_alike(self) -> None:
        said = [shape("cat", 0, 0, 10, 10), shape("dog", 20, 20, 5, 5)]

        assert agreement.alikeness(said, list(reversed(said))) == 1
        assert agreement.alikeness([], []) == 1

    def test_a_label_that_differs_is_no_match(self) -> None:
        assert agreement.alikeness([shape("cat", 0, 0, 10, 10)], [shape("dog", 0, 0, 10, 10)]) == 0

    def test_each_place_is_matched_once(self) -> None:
        one = [shape("cat", 0, 0, 10, 10)]
        two = [shape("cat", 0, 0, 10, 10), shape("cat", 1, 0, 10, 10)]

        assert agreement.alikeness(one, two) == pytest.approx(0.5)
        assert agreement.alikeness(two, one) == pytest.approx(0.5)

    def test_what_one_of_them_missed_counts(self) -> None:
        assert agreement.alikeness([shape("cat", 0, 0, 10, 10)], []) == 0

    def test_spans_and_times_are_compared_as_lengths(self) -> None:
        one = [Annotation(Kind.ENTITY, "name", span=(0, 10))]
        two = [Annotation(Kind.ENTITY, "name", span=(5, 15))]
        three = [Annotation(Kind.SEGMENT, "talk", time=(0, 1000))]

        assert agreement.alikeness(one, two) == pytest.approx(1 / 3)
        assert agreement.alikeness(three, three) == 1

    def test_classes_and_transcripts_are_compared_whole(self) -> None:
        words = [Annotation(Kind.TRANSCRIPT, text="hello")]

        assert agreement.alikeness([of_class("a"), of_class("b")], [of_class("b"), of_class("a")]) == 1
        assert agreement.alikeness([of_class("a")], [of_class("b")]) == 0
        assert agreement.alikeness(words, [Annotation(Kind.TRANSCRIPT, text="hallo")]) == 0

    @given(some.lists(some.tuples(some.sampled_from("ab"), *[some.integers(1, 20)] * 4), max_size=5), some.randoms())
    def test_it_lies_between_nothing_and_all(self, drawn: list[tuple[str, int, int, int, int]], chance: object) -> None:
        said = [shape(*each) for each in drawn]

        assert 0 <= agreement.alikeness(said, said[:2]) <= 1 + 1e-9


class TestSeveral:
    def test_each_two_are_compared(self) -> None:
        said = [[of_class("a")], [of_class("a")], [of_class("b")]]

        assert agreement.between_all(said) == [1, 0, 0]
        assert agreement.mean([1, 0, 0]) == pytest.approx(1 / 3)
        assert agreement.mean([]) is None

    def test_the_better_grade_is_taken_then_what_most_say_then_the_first(self) -> None:
        a, b = [of_class("a")], [of_class("b")]

        assert agreement.best([(1, a), (4, b), (1, a)]) == 1
        assert agreement.best([(0, b), (0, a), (0, a)]) == 1
        assert agreement.best([(0, b), (0, a)]) == 0
