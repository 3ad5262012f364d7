"""The model of annotations and its canonical JSON; problems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_annotations import attributes, moments, shapes, shares, words
from modelyard.core.i18n import Language
from modelyard.datasets.rules.annotations import Annotation, document, pairs, parsed, plain
from modelyard.datasets.rules.geometry import shaped
from modelyard.datasets.rules.problems import TEXTS, Problem, Problems, Unreadable
from modelyard.datasets.types.datasets import DataType, Kind, LabelType, SampleType, ShapeKind

anything = st.builds(
    Annotation,
    st.sampled_from(Kind),
    label=words,
    id=words,
    attributes=attributes,
    shape=st.none() | shapes(ShapeKind),
    span=st.none() | st.tuples(st.integers(0, 9), st.integers(10, 20)),
    link=st.none() | st.tuples(words, words),
    time=st.none() | st.tuples(st.integers(0, 9), st.integers(10, 20)),
    speaker=words,
    text=words,
    confidence=st.none() | shares,
    hard=st.booleans(),
    hard_coefficient=st.none() | shares,
    hard_reasons=st.lists(st.integers(0, 30), max_size=3).map(tuple),
    author=words,
    created=st.none() | moments,
)


class TestDocuments:
    @given(st.lists(anything, max_size=4).map(tuple))
    def test_come_back_as_they_were(self, said: tuple[Annotation, ...]) -> None:
        assert parsed(document(said)) == said

    @pytest.mark.parametrize("kind", [ShapeKind.CIRCLE, ShapeKind.POINT])
    def test_keep_the_radius_of_circles(self, kind: ShapeKind) -> None:
        said = (Annotation(Kind.SHAPE, attributes=(("a", "b"),), shape=shaped(kind, ((1, 2),), 3.5)),)
        assert parsed(document(said)) == said

    def test_keep_times_and_places(self) -> None:
        said = (Annotation(Kind.SEGMENT, time=(0, 5)), Annotation(Kind.ENTITY, span=(1, 2)))
        assert parsed(document(said)) == said

    def test_leave_out_what_is_as_usual(self) -> None:
        assert document([Annotation(Kind.CLASS, label="oak")]) == b'[{"kind":"class","label":"oak"}]'

    def test_say_equal_numbers_in_equal_bytes(self) -> None:
        whole, fraction = (document([Annotation(Kind.SHAPE, shape=shaped(ShapeKind.POINT, ((x, 2),)))]) for x in (1, 1.0))
        assert whole == fraction

    def test_attributes_are_text_in_order(self) -> None:
        assert pairs({"b": 2, "a": "x"}) == (("a", "x"), ("b", "2"))
        assert plain([1, None]) == "[1,null]"


class TestProblems:
    def test_every_text_is_there_in_both_languages(self) -> None:
        for code in TEXTS:
            assert Problem(code, "place", "value").text().startswith("place: ")
            assert Problem(code).text(Language.ZH)

    def test_values_are_shown_in_part(self) -> None:
        assert len(Unreadable("value", value="x" * 1000).problem.value) == 121

    def test_are_noted_with_their_place(self) -> None:
        problems = Problems("a.txt")
        with problems.at("outer", line=3):
            raise Unreadable("empty", "inner")
        with problems.at("", line=4):
            raise Unreadable("empty")
        problems.note("missing", "source")
        assert problems == [
            Problem("empty", "outer.inner", "", 3, "a.txt"),
            Problem("empty", "", "", 4, "a.txt"),
            Problem("missing", "source", "", 0, "a.txt"),
        ]

    def test_let_other_errors_pass(self) -> None:
        with pytest.raises(KeyError), Problems().at("x"):
            raise KeyError


class TestTypes:
    @pytest.mark.parametrize("label_type", LabelType)
    def test_every_label_type_has_data_and_samples(self, label_type: LabelType) -> None:
        assert label_type.data_type.sample_type in SampleType

    def test_speech_is_audio(self) -> None:
        assert LabelType.SPEECH_SEGMENTATION.data_type is DataType.AUDIO
