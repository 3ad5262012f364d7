"""The manifest, line by line, both ways."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_annotations import SIZE, TEXT
from drawn_items import labelled
from modelyard.datasets.rules import manifest
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.geometry import box
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.types.datasets import Kind, LabelType


def _read(line: Any) -> tuple[Item | None, list[Problem]]:
    return manifest.read_line(orjson.dumps(line), 7)


def _of(*entries: Any, source: str = "content://Ada lives", **more: Any) -> tuple[Item, list[str]]:
    item, problems = _read({"source": source, "annotation": list(entries), **more})
    assert item is not None
    return item, [each.text() for each in problems]


def _entity(start: Any, end: Any, name: str = "E1") -> dict[str, Any]:
    places = {"@modelarts:start_index": start, "@modelarts:end_index": end}
    return {"type": "modelarts/text_entity", "name": "Person", "id": name, "property": places}


class TestBothWays:
    @given(labelled())
    def test_a_line_comes_back(self, drawn: tuple[LabelType, Item]) -> None:
        label_type, item = drawn
        assert manifest.read_line(manifest.write_line(item, label_type)) == (item, [])

    @pytest.mark.parametrize(
        ("label_type", "said"),
        [
            (LabelType.SPEECH_CONTENT, Annotation(Kind.TRANSCRIPT)),
            (LabelType.SPEECH_CONTENT, Annotation(Kind.TRANSCRIPT, text="See you")),
            (LabelType.SPEECH_SEGMENTATION, Annotation(Kind.SEGMENT, time=(1200, 3050))),
            (LabelType.SPEECH_SEGMENTATION, Annotation(Kind.SEGMENT, time=(0, 1), speaker="agent", text="Hello.")),
            (LabelType.NAMED_ENTITY, Annotation(Kind.ENTITY, label="Person", span=(0, 3))),
            (LabelType.VIDEO, Annotation(Kind.SHAPE, label="car", shape=box(1, 2, 3, 4))),
            (
                LabelType.IMAGE_CLASSIFICATION,
                Annotation(Kind.CLASS, label="oak", confidence=0.5, created=1, hard_reasons=(1, 20)),
            ),
        ],
    )
    def test_every_kind_comes_back(self, label_type: LabelType, said: Annotation) -> None:
        item = Item(
            f"content://{TEXT}", annotations=(said,), sample_type=1, hard_coefficient=0.5, size=SIZE, properties=(("a", "b"),)
        )
        assert manifest.read_line(manifest.write_line(item, label_type)) == (item, [])

    def test_a_triplet_comes_back(self) -> None:
        said = (
            Annotation(Kind.ENTITY, label="Person", id="E1", span=(0, 3)),
            Annotation(Kind.ENTITY, label="Verb", id="E2", span=(4, 9)),
            Annotation(Kind.RELATION, label="does", id="R1", link=("E1", "E2"), attributes=(("since", "always"),)),
        )
        item = Item("content://Ada lives", annotations=said)
        assert manifest.read_line(manifest.write_line(item, LabelType.TEXT_TRIPLET)) == (item, [])

    def test_files_are_named_beside_the_shapes(self) -> None:
        said = Annotation(Kind.SHAPE, label="car", shape=box(1, 2, 3, 4))
        item = Item("s3://b/1.jpg", annotations=(said,), files=("s3://b/1.xml",))
        line = orjson.loads(manifest.write_line(item, LabelType.OBJECT_DETECTION))
        assert line["annotation"][0]["annotation-loc"] == "s3://b/1.xml"
        assert line["annotation"][0]["annotation-format"] == "PASCAL VOC"

    def test_marks_of_hard_examples_can_be_left_out(self) -> None:
        said = Annotation(Kind.CLASS, label="oak", hard=True, hard_coefficient=0.5, hard_reasons=(1, 2))
        item = Item("s3://b/1.jpg", annotations=(said,), hard=True, hard_coefficient=0.5)
        assert b"hard" not in manifest.write_line(item, LabelType.IMAGE_CLASSIFICATION, keep_hard=False)

    def test_other_annotations_are_not_written(self) -> None:
        item = Item("s3://b/1.jpg", annotations=(Annotation(Kind.CLASS, label="oak"),))
        assert b"annotation" not in manifest.write_line(item, LabelType.OBJECT_DETECTION)

    @given(st.integers(0, 10**9))
    def test_times_come_back(self, milliseconds: int) -> None:
        assert manifest.read_time(manifest.write_time(milliseconds)) == milliseconds


class TestReading:
    def test_what_others_write(self) -> None:
        item, problems = _of(
            {
                "type": "image_classification",
                "name": " oak ",
                "hard": "True",
                "hard-coefficient": "0.8",
                "creation-time": "yesterday",
                "property": {"@modelarts:hard_reasons": "3-20", "age": 4},
            },
            source="obs://b/1.jpg",
            usage="train",
            hard=False,
            property={"@modelarts:size": [640, 480], "zone": 1},
        )
        assert problems == []
        assert (item.source, item.usage, item.hard, item.size) == ("s3://b/1.jpg", "TRAIN", False, (640, 480, 3))
        assert item.properties == (("zone", 1),)
        assert item.annotations == (
            Annotation(
                Kind.CLASS, label="oak", attributes=(("age", "4"),), hard=True, hard_coefficient=0.8, hard_reasons=(3, 20)
            ),
        )

    @pytest.mark.parametrize("moment", [None, 5, "2024-02-30 00:00:00", "2024-05-01"])
    def test_a_moment_that_is_none_costs_only_itself(self, moment: Any) -> None:
        item, problems = _of({"type": "image_classification", "name": "a", "creation-time": moment}, source="s3://b/1")
        assert item.annotations == (Annotation(Kind.CLASS, label="a"),)
        assert problems == []

    def test_places_have_one_spelling(self) -> None:
        assert _of(source="/b/1.jpg")[0].source == "s3://b/1.jpg"
        assert _of(source="//b/1.jpg")[0].source == "//b/1.jpg"

    def test_shapes_may_be_in_a_file(self) -> None:
        entry = {"type": "modelarts/object_detection", "annotation-loc": "obs://b/1.xml"}
        item, problems = _of(entry, entry, source="s3://b/1.jpg")
        assert (item.files, item.annotations, problems) == (("s3://b/1.xml",), (), [])

    def test_shapes_in_the_line_make_the_file_needless(self) -> None:
        property_ = {"@modelarts:shape": "point", "@modelarts:feature": [[1, 2]]}
        inline = {"type": "modelarts/object_detection", "name": "x", "annotation-loc": "s3://b/1.xml", "property": property_}
        item, _ = _of(inline, source="s3://b/1.jpg")
        assert item.files == ()
        assert len(item.annotations) == 1

    def test_a_mark_at_the_beginning_is_passed_over(self) -> None:
        item, problems = manifest.read_line(b'\xef\xbb\xbf{"source":"s3://b/1"}')
        assert item == Item("s3://b/1")
        assert problems == []

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            (b"{", "not JSON: unexpected end of data: line 1 column 2 (char 1)"),
            (b"[]", "must be an object"),
            (b"{}", "source: is missing"),
            (b'{"source":""}', "source: is empty"),
            (b'{"source":"content://"}', "source: is empty"),
            (b'{"source":5}', "source: must be a string"),
            (b'{"source":"a\\u0000"}', "source: U+0000 is not known here"),
            (b'{"source":"a","usage":"PLAY"}', "usage: PLAY is not known here"),
            (b'{"source":"a","sample-type":"0"}', "sample-type: must be a whole number"),
            (b'{"source":"a","sample-type":true}', "sample-type: must be a whole number"),
            (b'{"source":"a","sample-type":-1}', "sample-type: must be a whole number"),
            (b'{"source":"a","annotation":{"b":1}}', "annotation: must be a list"),
            (b'{"source":"a","property":[1]}', "property: must be an object"),
            (b'{"source":"a","property":{"@modelarts:size":[1]}}', "property.@modelarts:size: must be width, height and depth"),
            (b'{"source":"a","hard":"maybe"}', "hard: maybe is not known here"),
            (b'{"source":"a","hard-coefficient":2}', "hard-coefficient: 2 is out of range"),
            (b'{"source":"a","hard-coefficient":true}', "hard-coefficient: True is out of range"),
            (b'{"source":"a","hard-coefficient":"x"}', "hard-coefficient: x is not a number"),
            (b'{"source":"a","hard-coefficient":[]}', "hard-coefficient: [] is not a number"),
        ],
    )
    def test_a_line_that_is_wrong(self, line: bytes, said: str) -> None:
        item, problems = manifest.read_line(line, 7)
        assert item is None
        assert [each.line for each in problems] == [7]
        assert [each.text() for each in problems] == [said]

    def test_a_line_that_is_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(manifest, "MOST_LINE_BYTES", 5)
        assert manifest.read_line(b"123456")[1] == [Problem("long", value="5 bytes")]

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            (5, "annotation[1]: must be an object"),
            ({}, "annotation[1].type: is missing"),
            ({"type": "modelarts/magic"}, "annotation[1].type: magic is not known here"),
            ({"type": "modelarts/object_detection"}, "annotation[1].annotation-loc: is missing"),
            ({"type": "modelarts/image_classification"}, "annotation[1].name: is missing"),
            (
                {"type": "modelarts/image_classification", "name": "x" * 1025},
                "annotation[1].name: is longer than 1024 characters",
            ),
            (_entity(5, 5), "annotation[1].property: 5 to 5 is no place in the text"),
            (_entity(0, 10), "annotation[1].property: 0 to 10 is no place in the text"),
            (_entity("0", 1), "annotation[1].property: 0 to 1 is no place in the text"),
            (_entity(0, True), "annotation[1].property: 0 to True is no place in the text"),
            ({"type": "audio_segmentation"}, "annotation[1].property: None to None is no time within the recording"),
            (
                {"type": "text_classification", "name": "a", "property": {"@modelarts:hard_reasons": "a"}},
                "annotation[1].property.@modelarts:hard_reasons: a is not known here",
            ),
        ],
    )
    def test_an_entry_that_is_wrong_costs_itself(self, entry: Any, said: str) -> None:
        item, problems = _of(_entity(0, 3), entry, _entity(4, 9, "E2"))
        assert [each.id for each in item.annotations] == ["E1", "E2"]
        assert problems == [said]

    def test_a_relation_to_nobody(self) -> None:
        ends = {"@modelarts:from": "E1", "@modelarts:to": "E9"}
        relation = {"type": "text_triplet", "name": "knows", "id": "R1", "property": ends}
        item, problems = _of(_entity(0, 3), relation)
        assert len(item.annotations) == 1
        assert problems == ["annotation R1: names E9, which is no entity here"]

    @pytest.mark.parametrize("text", [None, "", "1", "00:00:61.000", "00:60:00", "a:b:c", "-1:00:00", "0:0:0.0000000000"])
    def test_what_is_no_time(self, text: Any) -> None:
        assert manifest.read_time(text) is None

    def test_times_without_fractions(self) -> None:
        assert manifest.read_time("100:00:01") == 360_001_000
        assert manifest.read_time("00:00:01.5") == 1500
