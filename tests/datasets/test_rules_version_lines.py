"""Lines of versions are the bytes that the manifest's own writer gives, for whatever was said."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_annotations import SIZE, TEXT
from drawn_items import labelled
from modelyard.datasets.rules import manifest
from modelyard.datasets.rules.annotations import Annotation, Item, document
from modelyard.datasets.rules.geometry import Shape, box
from modelyard.datasets.rules.version_lines import LineWriter
from modelyard.datasets.types.datasets import Kind, LabelType, ShapeKind


def line_of(writer: LineWriter, item: Item, content: bytes) -> bytes:
    """Return the line of an item whose document is given."""
    is_text = item.source.startswith("content://")
    hardness = {} if item.hard_coefficient is None else {"@modelarts:hard_coefficient": item.hard_coefficient}
    return writer.line(
        source="obs://" + item.source.removeprefix("s3://"),
        content=item.source.removeprefix("content://") if is_text else None,
        sample_id=item.id.encode(),
        usage=item.usage,
        sample_type=0,
        size=item.size or (None, None, None),
        properties=orjson.dumps(dict(item.properties)) if item.properties else None,
        hardness=orjson.dumps(hardness) if item.hard else None,
        entries=writer.entries(content),
    )


def usual() -> st.SearchStrategy[Annotation]:
    """Classes and shapes with some of the fields that very many documents have, and a few that others have."""
    # The strategy for a named tuple would invent the fields that are not named.
    fields: dict[str, st.SearchStrategy[Any]] = {
        "kind": st.sampled_from([Kind.CLASS, Kind.SHAPE]),
        "label": st.sampled_from(["1", "2", "9"]),
        "id": st.sampled_from(["", "a", 'a"b', "é"]),
        "attributes": st.sampled_from([(), (), (("created", "1700000000"),), (("creation-time", "2023-11-14 22:13:20"),)]),
        "shape": st.sampled_from([None, box(1, 2, 3.5, 4), box(0.000001, 0, 1234.25, 1e15), CIRCLE]),
        "confidence": st.none() | st.floats(0, 1),
        "hard": st.booleans(),
        "author": st.sampled_from(["human", "human/a/b", "back\\slash", ""]),
        "created": st.none() | st.sampled_from([1_700_000_000, 5, -5]) | st.integers(1_000_000_000, 9_999_999_999),
    }
    return st.fixed_dictionaries(fields).map(lambda chosen: Annotation(**chosen))


CIRCLE = Shape(ShapeKind.CIRCLE, ((5, 5),), 2)


class TestLineWriter:
    @given(st.booleans(), st.lists(usual(), max_size=3), st.lists(st.integers(1_000_000_000, 9_999_999_999), min_size=3))
    def test_documents_that_are_cut_say_what_those_say_that_are_read(
        self, are_classes: bool, said: list[Annotation], times: list[int]
    ) -> None:
        label_type = LabelType.IMAGE_CLASSIFICATION if are_classes else LabelType.OBJECT_DETECTION
        writer = LineWriter(label_type, {"1": "oak", "2": 'the "elm"'}, keep_hard=True)
        later = [each if each.created is None else each._replace(created=time) for each, time in zip(said, times, strict=False)]

        for some in (said, later, said):
            assert writer.entries(document(some)) == writer._entries(document(some))

    def test_classes_that_differ_in_their_time_are_put_together(self) -> None:
        writer = LineWriter(LabelType.IMAGE_CLASSIFICATION, {"1": "oak"}, keep_hard=True)
        for created in (1_700_000_000, 1_700_086_399, 9_999_999_999):
            content = document([Annotation(Kind.CLASS, label="1", author="a", created=created)])

            assert writer.entries(content) == writer._entries(content)
        gone = document([Annotation(Kind.CLASS, label="2", created=1_700_000_000)])
        telling = document([Annotation(Kind.CLASS, label="1", attributes=(("a", "b"),), created=1_700_000_000)])
        assert writer.entries(gone).content == b""
        assert writer.entries(telling) == writer._entries(telling)

    def test_usual_shapes_are_put_together(self) -> None:
        writer = LineWriter(LabelType.OBJECT_DETECTION, {"1": "car"}, keep_hard=True)
        plain = Annotation(Kind.SHAPE, label="1", shape=box(1, 2, 3.5, 4))
        gone = plain._replace(label="2")
        for said in (
            [plain],
            [plain._replace(author="a", confidence=0.25, id="x", created=7), gone, plain],
            [gone],
            [plain._replace(shape=CIRCLE)],
        ):
            content = document(said)

            assert writer.entries(content) == writer._entries(content)

    @given(labelled(), st.booleans())
    def test_the_bytes_are_those_of_the_manifest(self, drawn: tuple[LabelType, Item], keep_hard: bool) -> None:
        label_type, item = drawn
        names = {str(place): one.label for place, one in enumerate(item.annotations, 1)}
        item = item._replace(
            id="0" * 32,
            sample_type=0,
            inference="",
            files=(),
            hard_coefficient=item.hard_coefficient if item.hard else None,
            source=f"content://{TEXT}" if label_type.data_type == "TEXT" else item.source,
        )
        numbered = [one._replace(label=str(place)) for place, one in enumerate(item.annotations, 1)]

        line = line_of(LineWriter(label_type, names, keep_hard=keep_hard), item, document(numbered))

        assert line == manifest.write_line(item, label_type, keep_hard=keep_hard) + b"\n"

    def test_relations_are_written(self) -> None:
        said = [
            Annotation(Kind.ENTITY, label="1", id="E1", span=(0, 3)),
            Annotation(Kind.ENTITY, label="1", id="E2", span=(4, 6)),
            Annotation(Kind.RELATION, label="2", id="R1", link=("E1", "E2")),
        ]
        names = {"1": "Person", "2": "knows"}

        entries = LineWriter(LabelType.TEXT_TRIPLET, names, keep_hard=True).entries(document(said))

        named = tuple(each._replace(label=names[each.label]) for each in said)
        item = Item("content://x", annotations=named)
        assert orjson.loads(entries.content) == orjson.loads(manifest.write_line(item, LabelType.TEXT_TRIPLET))["annotation"]

    @pytest.mark.parametrize(
        ("label_type", "said"),
        [
            (LabelType.OBJECT_DETECTION, Annotation(Kind.SHAPE, shape=box(1, 2, 3.5, 4), confidence=0.5, id="a", created=5)),
            (LabelType.VIDEO, Annotation(Kind.SHAPE, shape=Shape(ShapeKind.CIRCLE, ((5, 5),), 2))),
            (LabelType.NAMED_ENTITY, Annotation(Kind.ENTITY, span=(0, 3), attributes=(("a", "b"),))),
            (LabelType.SPEECH_SEGMENTATION, Annotation(Kind.SEGMENT, time=(0, 1), speaker="agent", text="Hello.")),
            (LabelType.SPEECH_SEGMENTATION, Annotation(Kind.SEGMENT, time=(0, 1))),
            (LabelType.IMAGE_CLASSIFICATION, Annotation(Kind.CLASS, hard=True, hard_coefficient=0.5, hard_reasons=(3,))),
        ],
    )
    def test_every_kind_is_written_alike(self, label_type: LabelType, said: Annotation) -> None:
        for hard in (True, False):
            named = Item(
                "s3://b/k", (said._replace(label="x"),), "TRAIN", "1", hard, 0.5 if hard else None, 0, SIZE, (("a", "b"),)
            )

            line = line_of(LineWriter(label_type, {"1": "x"}, keep_hard=True), named, document([said._replace(label="1")]))
            bare = line_of(
                LineWriter(label_type, {}, keep_hard=True), named._replace(size=None, properties=(), usage=""), b"[]"
            )
            sized = line_of(LineWriter(label_type, {}, keep_hard=True), named._replace(properties=()), b"[]")

            assert line == manifest.write_line(named, label_type) + b"\n"
            assert b"annotation" not in bare
            assert orjson.loads(sized)["property"] == {"@modelarts:size": list(SIZE)}

    def test_properties_are_written_without_a_size(self) -> None:
        item = Item("s3://b/k", id="1", sample_type=0, properties=(("a", "b"),))

        line = line_of(LineWriter(LabelType.IMAGE_CLASSIFICATION, {}, keep_hard=True), item, b"[]")

        assert line == manifest.write_line(item, LabelType.IMAGE_CLASSIFICATION) + b"\n"

    def test_what_is_said_needs_no_label(self) -> None:
        said = (Annotation(Kind.TRANSCRIPT, text="See you"),)

        entries = LineWriter(LabelType.SPEECH_CONTENT, {}, keep_hard=True).entries(document(said))

        expected = orjson.loads(manifest.write_line(Item("content://x", annotations=said), LabelType.SPEECH_CONTENT))
        assert orjson.loads(entries.content) == expected["annotation"]
        assert entries.labels == ()

    def test_hard_annotations_keep_their_reasons_if_asked(self) -> None:
        said = (Annotation(Kind.CLASS, label="1", hard=True, hard_coefficient=0.5, hard_reasons=(3, 20)),)
        for keep in (True, False):
            writer = LineWriter(LabelType.IMAGE_CLASSIFICATION, {"1": "oak"}, keep_hard=keep)

            named = Item("s3://b/k", annotations=(said[0]._replace(label="oak"),))
            expected = orjson.loads(manifest.write_line(named, LabelType.IMAGE_CLASSIFICATION, keep_hard=keep))
            assert orjson.loads(writer.entries(document(said)).content) == expected["annotation"]

    def test_annotations_of_labels_that_are_gone_are_left_out(self) -> None:
        said = [
            Annotation(Kind.CLASS, label="1"),
            Annotation(Kind.CLASS, label="2"),
            Annotation(Kind.SHAPE, shape=box(0, 0, 1, 1)),
        ]
        writer = LineWriter(LabelType.IMAGE_CLASSIFICATION, {"2": "elm"}, keep_hard=True)

        entries = writer.entries(document(said))

        assert [each["name"] for each in orjson.loads(entries.content)] == ["elm"]
        assert entries.labels == (("2", 1),)
        assert writer.entries(document(said[:1])).content == b""

    def test_documents_are_forgotten_when_there_are_many(self) -> None:
        writer = LineWriter(LabelType.IMAGE_CLASSIFICATION, {"1": "oak"}, keep_hard=True)

        found = [writer.entries(document([Annotation(Kind.CLASS, label="1", created=n)])) for n in range(20_002)]

        assert len({each.content for each in found}) == 20_002

    def test_what_was_said_before_is_remembered(self) -> None:
        writer = LineWriter(LabelType.IMAGE_CLASSIFICATION, {"1": "oak"}, keep_hard=True)
        said = document([Annotation(Kind.CLASS, label="1")])

        assert writer.entries(said) is writer.entries(said)
