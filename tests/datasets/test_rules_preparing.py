"""Items of imports made ready: places, texts, sizes, labels, facets."""

from typing import Any

import pytest

from modelyard.datasets.rules import bitmaps, ids
from modelyard.datasets.rules.annotations import Annotation, Item, parsed
from modelyard.datasets.rules.geometry import Shape
from modelyard.datasets.rules.preparing import LONGEST_TEXT, Block, Facts, NewLabel, Preparer, Row, Wishes
from modelyard.datasets.types.datasets import TRIPLET_ENTITY, Kind, LabelType, ShapeKind

NOW = 1_790_000_000_000


def preparer(label_type: LabelType = LabelType.IMAGE_CLASSIFICATION, **wishes: Any) -> Preparer:
    return Preparer(Wishes(label_type, "team/in/", "obs://team/a.manifest", NOW, **wishes), {(0, "oak"): 4}, 9)


def named(*labels: str, **more: Any) -> tuple[Annotation, ...]:
    return tuple(Annotation(Kind.CLASS, label=each, **more) for each in labels)


def rows_of(block: Block) -> list[Row]:
    return [Row._make(each) for each in block.rows]


def problem_of(item: Item, label_type: LabelType = LabelType.IMAGE_CLASSIFICATION) -> tuple[str, str, int]:
    """Return code and place of what is wrong with an item, and how many rows it became."""
    made = preparer(label_type)
    made.take(item, Facts(), 3, "a")
    block, problems = made.taken()
    assert (problems[0].line, problems[0].file) == (3, "a")
    return problems[0].code, problems[0].place, len(block.rows)


class TestTake:
    def test_a_row_has_what_is_written(self) -> None:
        made = preparer()
        item = Item("s3://team/in/B.JPG", named("oak", "elm", "elm"), usage="TRAIN", size=(40, 30, 3))
        assert made.take(item, Facts(7, "etag", 1000), 5, "file")
        block, problems = made.taken()

        (row,) = rows_of(block)
        assert problems == []
        assert (row.source, row.content, row.name_folded, row.line, row.file) == (
            "obs://team/in/B.JPG",
            None,
            "b.jpg",
            5,
            "file",
        )
        assert (row.size_bytes, row.etag, row.changed_at, row.width, row.depth) == (7, "etag", 1000, 40, 3)
        assert row.key == ids.source_key("obs://team/in/B.JPG")
        assert [each.label for each in parsed(row.document)] == ["4", "9", "9"]
        assert block.labels == [NewLabel(9, 0, "elm")]
        assert block.said[row.said].labels == ("4", "9", "9")
        assert ("label", "9") in block.said[row.said].values
        assert ("folder", "/team/in/") in block.own[row.own]
        assert ("day", "19700101") in block.own[row.own]
        assert made.taken()[0].rows == []

    def test_sets_of_values_are_shared(self) -> None:
        made = preparer()
        for name, labels in (("1", ["oak"]), ("2", ["oak"]), ("3", ["elm"]), ("4", [])):
            made.take(Item(name, named(*labels)), Facts())
        made.take(Item("5", properties=(("site", "north"), ("depth", 3), ("@modelarts:x", 1), ("none", None))), Facts())
        made.take(Item("6", properties=(("site", "north"), ("depth", 3))), Facts())
        made.take(Item("7", properties=(("@modelarts:x", 1),)), Facts())
        block, _ = made.taken()

        rows = rows_of(block)
        assert [row.own for row in rows] == [0, 0, 0, 0, 1, 1, 0]
        assert [row.said for row in rows] == [0, 0, 1, -1, -1, -1, -1]
        assert rows[4].properties == b'{"site":"north","depth":"3"}'
        assert rows[3].changed_at == NOW

    def test_hard_samples_say_so(self) -> None:
        made = preparer()
        made.take(Item("1", hard=True, hard_coefficient=0.5), Facts())
        made.take(Item("2", named("oak"), hard=True), Facts())
        rows = rows_of(made.taken()[0])
        assert [row.hardness for row in rows] == [b'{"@modelarts:hard_coefficient":0.5}', b"{}"]

    def test_only_what_is_wanted_is_taken(self) -> None:
        items = [Item("1", named("oak"), hard=True), Item("2", named("elm")), Item("3"), Item("4", named("oak", hard=True))]

        def taken(**wishes: Any) -> list[str]:
            made = preparer(**wishes)
            for each in items:
                made.take(each, Facts())
            block, _ = made.taken()
            assert block.skipped + len(block.rows) == len(items)
            return [row.name_folded for row in rows_of(block)]

        assert taken(difficult_only=True) == ["1", "4"]
        assert taken(included=frozenset({"elm"})) == ["2"]
        assert taken(excluded=frozenset({"oak"})) == ["2", "3"]
        assert taken(included=frozenset({"elm"}), excluded=frozenset({"oak"})) == ["2"]

    def test_without_annotations_nothing_is_said(self) -> None:
        made = preparer(with_annotations=False)
        made.take(Item("1", named("oak"), hard=True), Facts())
        (row,) = rows_of(made.taken()[0])
        assert (row.said, row.document, row.hardness) == (-1, b"[]", None)

    @pytest.mark.parametrize(
        ("source", "code"),
        [
            ("content://text", "value"),
            ("https://x/1.jpg", "value"),
            ("s3://UPPER/1.jpg", "shape"),
            ("s3://team", "shape"),
            ("s3://team/", "shape"),
            ("s3://team/folder/", "shape"),
            ("../1.jpg", "shape"),
            ("a//1.jpg", "shape"),
            ("a/./1.jpg", "shape"),
            ("a\\1.jpg", "shape"),
            ("a\x071.jpg", "shape"),
            ("s3://team/.uploads/1", "shape"),
            ("s3://team/a.versions/1", "shape"),
            ("\u6811" * 400, "long"),
        ],
    )
    def test_what_is_no_place_is_told(self, source: str, code: str) -> None:
        assert problem_of(Item(source)) == (code, "source", 0)

    def test_a_long_key_may_be_as_long_as_the_storage_takes(self) -> None:
        made = preparer()
        assert made.take(Item("\u6811" * 300), Facts())
        assert made.take(Item("..a/b..jpg"), Facts())


class TestText:
    def test_the_text_is_the_sample(self) -> None:
        made = preparer(LabelType.TEXT_CLASSIFICATION)
        made.take(Item("content://hello"), Facts())
        (row,) = rows_of(made.taken()[0])
        assert (row.source, row.content, row.size_bytes) == ("obs://team/a.manifest", "hello", 5)
        assert row.key == ids.source_key("content://hello")

    def test_files_and_long_texts_are_told(self) -> None:
        assert problem_of(Item("s3://team/1.txt"), LabelType.TEXT_CLASSIFICATION) == ("type", "source", 0)
        long = Item("content://" + "x" * (LONGEST_TEXT + 1))
        assert problem_of(long, LabelType.TEXT_CLASSIFICATION) == ("long", "source", 0)

    def test_a_new_relation_has_the_ends_that_it_was_met_with(self) -> None:
        made = preparer(LabelType.TEXT_TRIPLET)
        said = (
            Annotation(Kind.ENTITY, label="person", id="1", span=(0, 1)),
            Annotation(Kind.ENTITY, label="city", id="2", span=(2, 3)),
            Annotation(Kind.RELATION, label="lives in", link=("1", "2")),
            Annotation(Kind.RELATION, label="lives in", link=("2", "1")),
        )
        made.take(Item("content://a b", said), Facts())
        block, _ = made.taken()
        assert block.labels == [
            NewLabel(9, TRIPLET_ENTITY, "person"),
            NewLabel(10, TRIPLET_ENTITY, "city"),
            NewLabel(11, 102, "lives in", ("person", "city")),
        ]


class TestAnnotations:
    def test_boxes_outside_are_told_and_their_sample_stays(self) -> None:
        shape = Annotation(Kind.SHAPE, label="oak", shape=Shape(ShapeKind.BOX, ((1.0, 2.0), (50.0, 20.0))))
        item = Item("1.jpg", (shape,), size=(40, 30, 3))
        assert problem_of(item, LabelType.OBJECT_DETECTION) == ("outside", "annotation[0]", 1)

        made = preparer(LabelType.OBJECT_DETECTION)
        made.take(item._replace(size=None), Facts())
        made.take(item, Facts(size=(60, 60, 3)))
        assert made.taken()[1] == []

    def test_what_the_job_cannot_say_is_told(self) -> None:
        assert problem_of(Item("1.jpg", named("oak")), LabelType.OBJECT_DETECTION) == ("lost", "annotation[0]", 1)
        assert problem_of(Item("1.jpg", named("bad\x07"))) == ("value", "annotation[0].name", 1)

    def test_what_has_no_label_keeps_none(self) -> None:
        made = preparer(LabelType.SPEECH_CONTENT)
        made.take(Item("1.wav", (Annotation(Kind.TRANSCRIPT, text="hello"),)), Facts())
        block, _ = made.taken()
        assert block.said[0].labels == ()


class TestKeys:
    def test_numbered_files_of_a_folder_follow_each_other(self) -> None:
        keys = [ids.source_key(f"obs://team/in/IMG_{number:07}.jpg") for number in range(300)]
        assert keys == sorted(keys)
        assert len(set(keys)) == 300

    def test_others_have_keys_too(self) -> None:
        sources = ["obs://team/in/a.jpg", "obs://team/in/b.jpg", "content://1", "content://" + "x" * 5000 + "1", "", "\udcff"]
        keys = {ids.source_key(each) for each in sources}
        assert {len(each) for each in keys} == {16}
        assert len(keys) == len(sources)


def test_a_set_has_what_is_in_it() -> None:
    found = bitmaps.of([3, 9000])
    assert bitmaps.has(found, 3)
    assert bitmaps.has(found, 9000)
    assert not bitmaps.has(found, 4)
    assert not bitmaps.has(found, 90_000)
