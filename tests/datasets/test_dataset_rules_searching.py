"""Facets, words of searches, and annotations on the wire: what the routes do not reach."""

from collections.abc import Mapping
from datetime import date

import pytest

from modelyard.datasets.rules import facets, searching, wire
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import box
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import Kind, LabelType, SampleState

TODAY = date(2026, 3, 1)


class TestFacets:
    def test_what_a_document_gives(self) -> None:
        said = (
            Annotation(Kind.CLASS, label="1", confidence=0.879, attributes=(("a", "b"),)),
            Annotation(Kind.TRANSCRIPT, text="hi", hard=True),
        )
        assert facets.of_document(said, SampleState.LABELLED, "me", hardness=None) == {
            ("state", "MANUAL_ANNOTATION"),
            ("author", "me"),
            ("label", "1"),
            ("score", "87"),
            ("attribute", "1\x1fa"),
            ("attribute", "1\x1fa\x1fb"),
            ("hard", "1"),
        }
        assert facets.of_document((), SampleState.UNLABELLED, "me", hardness={}) == {("hard", "1")}
        assert facets.of_document((), SampleState.UNLABELLED, "me", hardness=None) == set()

    def test_long_values_stay_apart(self) -> None:
        assert facets.cut("x" * 200) == "x" * 200
        first, second = (facets.cut("x" * 300 + end) for end in "ab")
        assert first != second
        assert len(first) < 256

    def test_what_a_sample_gives(self) -> None:
        found = facets.of_sample("/b/", "20260301", [("site", "n")])
        assert found == {("present", ""), ("folder", "/b/"), ("day", "20260301"), ("meta", "site\x1fn"), ("meta", "site\x1f")}
        assert facets.parts("site\x1fn") == ["site", "n"]


class TestWords:
    def test_states(self) -> None:
        assert searching.states_of("__none__") == frozenset({SampleState.UNLABELLED})
        assert searching.states_of("MANUAL_ANNOTATION") == frozenset({SampleState.LABELLED})
        assert searching.states_of("lost") is None

    @pytest.mark.parametrize("text", ["20260301", "20260302-20260301", "20200101-20260301", "20261301-20261302", "x-y"])
    def test_no_days(self, text: str) -> None:
        assert searching.days_of(text, TODAY) is None

    def test_days(self) -> None:
        assert searching.days_of("day", TODAY) == ["20260228", "20260301"]
        assert len(searching.days_of("month", TODAY) or ()) == 31
        assert searching.days_of("20260228-20260301", TODAY) == ["20260228", "20260301"]

    def test_scores(self) -> None:
        assert searching.scores_between(0.98, 1) == ["98", "99", "100"]


class TestWire:
    def read(self, label: Mapping[str, object], kind: LabelType, **more: object) -> Annotation:
        return wire.read(label, kind, author="me", size=more.get("size"), length=more.get("length"))  # type: ignore[arg-type]

    def test_comes_back(self) -> None:
        look = {"@modelarts:hard": "true", "@modelarts:hard_coefficient": "0.5", "@modelarts:hard_reasons": "3-20", "a": "b"}
        one = self.read({"name": "oak", "id": "7", "score": 0.5, "property": look}, LabelType.IMAGE_CLASSIFICATION)
        assert one.hard
        shown = wire.written(one, "oak", LabelType.IMAGE_CLASSIFICATION)
        assert shown == {"name": "oak", "type": 0, "annotated_by": "me", "id": "7", "score": 0.5, "property": look}
        plain = self.read({"name": "oak"}, LabelType.IMAGE_CLASSIFICATION)
        assert wire.written(plain, "oak", LabelType.IMAGE_CLASSIFICATION) == {
            "name": "oak",
            "type": 0,
            "annotated_by": "me",
            "property": {},
        }

    def test_types_of_labels(self) -> None:
        assert wire.label_type(Annotation(Kind.ENTITY), LabelType.TEXT_TRIPLET) == 103
        assert wire.label_type(Annotation(Kind.RELATION), LabelType.TEXT_TRIPLET) == 102
        assert wire.label_type(Annotation(Kind.ENTITY), LabelType.NAMED_ENTITY) == 101

    def test_transcripts_have_no_name(self) -> None:
        one = self.read({"property": {"@modelarts:content": "hi"}}, LabelType.SPEECH_CONTENT)
        assert (one.kind, one.text) == (Kind.TRANSCRIPT, "hi")

    @pytest.mark.parametrize(
        ("label", "kind"),
        [
            ({"name": "a"}, LabelType.FREE),
            ({"name": "a"}, LabelType.OBJECT_DETECTION),
            ({"property": {"@modelarts:shape": "point", "@modelarts:feature": [[1, 2]]}}, LabelType.OBJECT_DETECTION),
            ({"property": {"@modelarts:start_time": "0:0:0", "@modelarts:end_time": "0:0:1"}}, LabelType.SPEECH_SEGMENTATION),
            ({"name": "a", "property": {"@modelarts:start_index": 0, "@modelarts:end_index": 9}}, LabelType.NAMED_ENTITY),
        ],
    )
    def test_what_cannot_be_said(self, label: dict[str, object], kind: LabelType) -> None:
        with pytest.raises(Unreadable):
            self.read(label, kind, length=5)

    def test_places_in_text_and_pictures(self) -> None:
        place = {"@modelarts:start_index": 0, "@modelarts:end_index": 3}
        assert self.read({"name": "a", "property": place}, LabelType.NAMED_ENTITY, length=3).span == (0, 3)
        shape = {"@modelarts:shape": "bndbox", "@modelarts:feature": [[0, 0], [11, 10]]}
        label = {"name": "a", "property": shape}
        assert self.read(label, LabelType.OBJECT_DETECTION, size=(10, 10)).shape == box(0, 0, 10, 10)
        assert self.read(label, LabelType.OBJECT_DETECTION).shape == box(0, 0, 11, 10)

    def test_relations_need_their_entities(self) -> None:
        relation = self.read(
            {"name": "owns", "property": {"@modelarts:from": "1", "@modelarts:to": "2"}}, LabelType.TEXT_TRIPLET
        )
        entities = tuple(Annotation(Kind.ENTITY, label="a", id=key, span=(0, 1)) for key in "12")
        assert wire.checked((*entities, relation)) == (*entities, relation)
        with pytest.raises(Unreadable):
            wire.checked((entities[0], relation))
