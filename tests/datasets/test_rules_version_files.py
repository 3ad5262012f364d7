"""Files of versions: rows of tables, and what says the same as lines."""

import csv
import io

import orjson
import pytest

from modelyard.datasets.rules import version_files
from modelyard.datasets.rules.csv_rows import RowCount


class TestRowCount:
    @pytest.mark.parametrize("size", [1, 2, 3, 100])
    def test_rows_are_counted_wherever_pieces_end(self, size: int) -> None:
        content = b'1,"a\n""b\n""\n"\n2,c\n"","\n"\n'
        counted = RowCount()
        for start in range(0, len(content), size):
            counted.take(content[start : start + size])
        assert counted.rows == len(list(csv.reader(io.StringIO(content.decode(), newline="")))) == 3


class TestAnnotationFiles:
    def test_names(self) -> None:
        assert version_files.names_of("a.b/c", "jpg") == ("annotation/a.b/c_.xml", "segmentationClassRaw/a.b/c_.png")
        assert version_files.names_of("a/c", "") == ("annotation/a/c.xml", "segmentationClassRaw/a/c.png")
        assert version_files.ending_of("a.b/c.d.PNG") == "PNG"

    def test_lines_keep_what_is_no_shape(self) -> None:
        line = orjson.dumps({"source": "s3://a/1.jpg", "annotation": [{"type": "modelarts/image_classification", "name": "x"}]})
        assert version_files.with_file(line, "s3://a/1.xml") == line
        shape = {"type": "modelarts/object_detection", "name": "y", "hard": "true", "property": {"@modelarts:shape": "bndbox"}}
        both = orjson.loads(line)
        both["annotation"].append(shape)
        found = orjson.loads(version_files.with_file(orjson.dumps(both), "s3://a/1.xml"))
        assert [each.get("name") for each in found["annotation"]] == ["x", None]
        assert (found["annotation"][1]["hard"], found["annotation"][1]["annotation-loc"]) == ("true", "s3://a/1.xml")

    def test_lines_are_asked_for_their_source_and_their_shapes(self) -> None:
        line = b'{"source":"s3://a/1.jpg","annotation":[{"property":{"@modelarts:shape":"bndbox"}}]}'
        assert version_files.source_of(line) == "s3://a/1.jpg"
        assert version_files.has_shapes(line)
        assert not version_files.has_shapes(b'{"source":"s3://a/1.jpg"}')
