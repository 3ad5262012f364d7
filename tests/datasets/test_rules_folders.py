"""The directory formats, and CSV: which file, line or row labels what."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drawn_annotations import SIZE, classes, images, shape_annotations, words
from format_files import read_whole
from modelyard.datasets.rules import folders, tables
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.folders import Layout, Pair
from modelyard.datasets.rules.geometry import box, shaped
from modelyard.datasets.rules.problems import Problem, Unreadable
from modelyard.datasets.rules.tables import Column, ColumnType
from modelyard.datasets.types.datasets import DataType, Kind, ShapeKind


def _classes(*labels: str) -> tuple[Annotation, ...]:
    return tuple(Annotation(Kind.CLASS, label=each) for each in labels)


class TestLayouts:
    @pytest.mark.parametrize("layout", Layout)
    def test_every_layout_labels_something(self, layout: Layout) -> None:
        assert folders.layout_of(f" {layout} ") is layout
        assert layout in folders.LABEL_TYPES

    def test_names_that_clients_send(self) -> None:
        assert folders.layout_of("ModelArts text classfication 1.0") is Layout.TEXT_PAIRS
        assert folders.layout_of("CSV") is None

    @pytest.mark.parametrize(
        ("path", "data_type", "expected"),
        [
            ("a/1.JPG", DataType.IMAGE, True),
            ("a/1.gif", DataType.IMAGE, False),
            ("a/.jpg", DataType.IMAGE, False),
            ("a/", DataType.FREE, False),
            ("a/.hidden", DataType.FREE, False),
            ("a/anything", DataType.FREE, True),
            ("jpg", DataType.IMAGE, False),
        ],
    )
    def test_what_is_data(self, path: str, data_type: DataType, expected: bool) -> None:
        assert folders.is_data(path, data_type) is expected

    def test_the_last_folder_is_the_label(self) -> None:
        assert folders.folder_label("outdoor/pine/1.jpg") == "pine"
        assert folders.folder_label("oak/1.jpg") == "oak"
        assert folders.folder_label("1.jpg") is None


class TestPairs:
    def test_by_ending(self) -> None:
        paths = ["a/1.jpg", "a/1.txt", "a/2.jpg", "a/3.txt", "a/4.png", "a/4.jpg", "a/4.txt", "a/.txt", "a/readme.md"]
        found, problems = folders.pairs_by_ending(paths, DataType.IMAGE, "txt")
        assert found == [
            Pair("a/1.jpg", "a/1.txt"),
            Pair("a/2.jpg"),
            Pair("a/4.jpg", "a/4.txt"),
            Pair("a/4.png", "a/4.txt"),
        ]
        assert problems == [Problem("pair", "a/3.txt", "a/3.txt")]

    def test_of_texts(self) -> None:
        found, problems = folders.pairs_of_texts(["1.txt", "1_result.txt", "2.txt", "3_result.txt", "x.md"])
        assert found == [Pair("1.txt", "1_result.txt"), Pair("2.txt")]
        assert problems == [Problem("pair", "3_result.txt", "3_result.txt")]


class TestTexts:
    @given(st.lists(words, max_size=4, unique=True))
    def test_labels_come_back(self, labels: list[str]) -> None:
        said = _classes(*labels)
        assert folders.read_labels(folders.write_labels(said)) == said

    def test_labels_in_a_file(self) -> None:
        assert folders.read_labels("oak\r\n\n autumn \noak\n") == _classes("oak", "autumn")
        assert folders.write_labels([Annotation(Kind.SHAPE, label="x")]) == ""

    @given(st.lists(st.tuples(words, st.lists(words.map(lambda word: word.replace(",", ";")), max_size=3, unique=True))))
    @example([("good", ["pos", "new"])])
    def test_lines_come_back(self, drawn: list[tuple[str, list[str]]]) -> None:
        items = [Item(f"content://{text}", annotations=_classes(*labels)) for text, labels in drawn]
        text = "".join(folders.write_text_lines(items))
        found, problems = folders.read_text_lines(text)
        assert [item for _, item in found] == items
        assert problems == []

    def test_lines_with_other_separators(self) -> None:
        found, problems = folders.read_text_lines("a;b;x|y\n\nplain\n;x\n", sample_separator=";", label_separator="|", file="t")
        assert found == [(1, Item("content://a;b", _classes("x", "y"))), (3, Item("content://plain"))]
        assert problems == [Problem("empty", line=4, file="t")]

    def test_lines_that_are_too_long(self) -> None:
        assert folders.read_text_lines("x" * 102_401)[1] == [Problem("long", value="100 KiB", line=1)]

    def test_two_files(self) -> None:
        found, problems = folders.read_text_pairs("good\n\nbad\nnew", "pos\n\nneg,sad", file="t")
        assert found == [
            (1, Item("content://good", _classes("pos"))),
            (3, Item("content://bad", _classes("neg", "sad"))),
            (4, Item("content://new")),
        ]
        assert problems == [Problem("pair", "lines", "4 / 3", file="t")]
        assert folders.read_text_pairs("good", None) == ([(1, Item("content://good"))], [])


class TestAnnotationsInRows:
    @given(
        st.lists(
            images(classes | shape_annotations(tables.KEEPS, has_confidence=True)), max_size=3, unique_by=lambda i: i.source
        )
    )
    def test_come_back(self, items: list[Item]) -> None:
        text, lost = tables.write_annotations(items)
        assert lost == []
        assert read_whole(tables, text.encode()) == (items, [])

    def test_names_of_columns_that_tools_write(self) -> None:
        text = "\ufefffilename,class,xmin,ymin,xmax,ymax,score,split\n"
        text += "a.jpg,car,1,2,3,4,0.5,train\n\na.jpg,oak,,,,,,TRAIN\nb.jpg,,,,,,,\n"
        said = (Annotation(Kind.SHAPE, label="car", shape=box(1, 2, 2, 2), confidence=0.5), *_classes("oak"))
        assert read_whole(tables, text.encode()) == ([Item("a.jpg", said, usage="TRAIN"), Item("b.jpg")], [])

    def test_formulas_do_not_reach_a_spreadsheet(self) -> None:
        text, _ = tables.write_annotations([Item("=cmd|' /C calc'!A0", _classes('@"x"'))])
        assert '"' not in text.splitlines()[1][:2]
        assert "\t=cmd" in text
        assert '"\t@""x"""' in text

    def test_tells_what_it_cannot_say(self) -> None:
        point = Annotation(Kind.SHAPE, label="p", shape=shaped(ShapeKind.POINT, ((1, 1),)))
        text, problems = tables.write_annotations([Item("a", (point, Annotation(Kind.ENTITY, label="e")), size=SIZE)])
        assert [each.value for each in problems] == ["point", "entity"]
        assert text.splitlines()[1] == "a,,,,,,,,640,480"

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("a", "has 1 columns"),
            (" ,x,,,,,,", "source: is empty"),
            ("a,x,1,,,,,", "is no bndbox"),
            ("a,x,1,2,1,4,,", "is no bndbox"),
            ("a,x,one,,,,,", "xmin: one is not a number"),
            ("a,x,inf,,,,,", "xmin: inf is not a number"),
            ("a,x,,,,,3,", "confidence: 3.0 is out of range"),
            ("a,x,,,,,,play", "usage: PLAY is not known here"),
        ],
    )
    def test_a_row_that_is_wrong_costs_itself(self, row: str, said: str) -> None:
        text = f"source,label,xmin,ymin,xmax,ymax,confidence,usage\n{row}\nb,y,,,,,,\n"
        items, problems = read_whole(tables, text.encode(), "t.csv")
        assert items == [Item("b", _classes("y"))]
        assert [(each.file, each.line, each.text()) for each in problems] == [("t.csv", 2, said)]

    @pytest.mark.parametrize("text", ["", "label\nx\n"])
    def test_a_header_without_sources(self, text: str) -> None:
        assert read_whole(tables, text.encode()) == ([], [Problem("missing", "source", line=1)])


class TestTables:
    @pytest.mark.parametrize(
        ("kind", "cell", "expected"),
        [
            ("STRING", " a ", " a "),
            ("STRING", "", ""),
            ("INT", "", None),
            ("BYTE", "-128", -128),
            ("SHORT", "32767", 32767),
            ("INT", " 5 ", 5),
            ("LONG", "9223372036854775807", 2**63 - 1),
            ("FLOAT", "1.5", 1.5),
            ("DOUBLE", "-1e3", -1000.0),
            ("DATE", "2024-02-29", "2024-02-29"),
            ("TIMESTAMP", "2024-02-29 23:59:59", "2024-02-29 23:59:59"),
            ("BOOLEAN", "true", True),
        ],
    )
    def test_values(self, kind: str, cell: str, expected: Any) -> None:
        assert tables.value_of(ColumnType(kind), cell) == expected

    @pytest.mark.parametrize(
        ("kind", "cell"),
        [
            ("BYTE", "128"),
            ("INT", "1.5"),
            ("INT", "1_0"),
            ("INT", "９"),
            ("DOUBLE", "1_0"),
            ("INT", "9" * 5000),
            ("DATE", "2023-02-29"),
            ("BOOLEAN", "yes"),
            ("DOUBLE", "x"),
        ],
    )
    def test_values_of_another_type(self, kind: str, cell: str) -> None:
        with pytest.raises(Unreadable):
            tables.value_of(ColumnType(kind), cell)

    def test_rows_and_what_is_wrong_with_them(self) -> None:
        columns = [Column("a", ColumnType.INT), Column("b")]
        rows, problems = tables.read_table('a,b\n1,"x\ny"\n2\nthree,z\n', columns, has_header=True, file="t")
        assert rows == [(1, "x\ny"), (None, "z")]
        assert [(each.line, each.text()) for each in problems] == [(4, "has 1 columns"), (5, "a: must be INT: three")]
        assert tables.read_table("1,\t=2\n", columns, has_header=False) == ([(1, "=2")], [])

    def test_a_cell_that_is_too_long_ends_the_reading(self) -> None:
        rows, problems = tables.read_table("a\n" + "x" * (2 * 1024 * 1024 + 1), [Column("a")], has_header=False)
        assert rows == [("a",)]
        assert [(each.code, each.line) for each in problems] == [("csv", 2)]

    def test_types_are_guessed(self) -> None:
        rows = [["1", "1", "x", "2024-01-01", ""], ["2", "1.5", "1", "2024-01-02", ""], ["short"]]
        assert [each.type for each in tables.guessed(rows, ["a", "b", "c", "d", "e"])] == [
            "INT",
            "DOUBLE",
            "STRING",
            "DATE",
            "STRING",
        ]
