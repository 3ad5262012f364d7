"""What lines of versions tell for searches."""

import orjson
import pytest

from modelyard.datasets.rules import facets, manifest
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.version_values import numbers_of, packed_lengths, packed_names, places_of, spans_of, told
from modelyard.datasets.types.datasets import TRIPLET_ENTITY, Kind, LabelType, SampleState


def line(*said: Annotation, kind: LabelType = LabelType.IMAGE_CLASSIFICATION, **values: object) -> bytes:
    item = Item(**{"source": "s3://team/leafs/In/Á.JPG", "annotations": said, **values})  # type: ignore[arg-type]
    return manifest.write_line(item, kind)


class TestNumbersOf:
    def test_entities_and_relations_of_triplets_may_have_one_name(self) -> None:
        labels = [{"name": "at", "type": TRIPLET_ENTITY, "number": 1}, {"name": "at", "type": 102, "number": 2}]

        assert numbers_of(labels, LabelType.TEXT_TRIPLET) == {
            ("modelarts/text_entity", "at"): "1",
            ("modelarts/text_triplet", "at"): "2",
        }


class TestTold:
    def test_it_is_what_facets_of_documents_say(self) -> None:
        said = (
            Annotation(Kind.CLASS, label="oak", confidence=0.29, attributes=(("size", "big"),), author="human/a/b"),
            Annotation(Kind.CLASS, label="elm", hard=True, hard_coefficient=0.5, hard_reasons=(1, 3)),
        )
        numbers = {("modelarts/image_classification", "oak"): "1", ("modelarts/image_classification", "elm"): "2"}

        found = told(line(*said, properties=(("camera", "two"),), hard=True, hard_coefficient=0.2), numbers)

        documented = tuple(each._replace(label=number) for each, number in zip(said, ("1", "2"), strict=True))
        hardness = {"@modelarts:hard_coefficient": 0.2}
        expected = facets.of_document(documented, SampleState.LABELLED, "human/a/b", hardness=hardness)
        assert found.values == expected | {
            (facets.AUTHOR, "human"),
            (facets.FOLDER, "/team/leafs/In/"),
            (facets.META, facets.pair("camera", "two")),
            (facets.META, facets.pair("camera", "")),
        }
        assert found.name == "á.jpg"

    def test_labels_that_are_gone_are_passed_over(self) -> None:
        found = told(line(Annotation(Kind.CLASS, label="oak")), {})

        assert not any(facet == facets.LABEL for facet, _ in found.values)

    def test_a_text_has_neither_name_nor_folder(self) -> None:
        found = told(line(source="content://a/b"), {})

        assert found == ("", set())

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"[]",
            b'"text"',
            b"{}",
            b'{"source":1}',
            b'{"source":"s3://a/b","annotation":1}',
            b'{"source":"s3://a/b","annotation":[1]}',
            b'{"source":"s3://a/b","annotation":[{}]}',
            b'{"source":"s3://a/b","annotation":[{"type":[]}]}',
            b'{"source":"s3://a/b","annotation":[{"type":"x","confidence":1e308}]}',
            b'{"source":"s3://a/b","property":[]}',
            b'{"source":"s3://a/b\\u0000"}',
            b'{"source":"s3://a/b","property":{"a":"\\u0000"}}',
        ],
    )
    def test_lines_of_others_tell_nothing(self, content: bytes) -> None:
        assert told(content, {}) == ("", set())

    def test_a_backslash_is_no_such_character(self) -> None:
        content = orjson.dumps({"source": "s3://a/\\u0000"})

        assert told(content, {}).name == "\\u0000"


class TestLengths:
    def test_lines_are_found_again(self) -> None:
        lines = [b"one", b"", b"three" * 20_000, b"x"]
        content = b"\n".join([*lines, b""])

        spans = spans_of(packed_lengths(lines), [3, 0, 2, 1, 4, -1])

        assert {place: content[start : start + length] for place, (start, length) in spans.items()} == dict(enumerate(lines))


class TestNames:
    def test_places_are_told(self) -> None:
        content = packed_names(["one.jpg", "", "two.jpg", "\ud800"])

        assert list(places_of(content, "jpg")) == [0, 2]
        assert list(places_of(content, "e.jpgt")) == []
        assert list(places_of(content, "three")) == []
