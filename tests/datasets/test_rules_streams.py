"""Large files are read piece by piece: where the pieces are cut changes nothing, and what is broken is told at its place."""

import errno
import json
import tempfile
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import Self

from format_files import PICTURE, cut, imported, read_whole
from modelyard.datasets.adapters.shelf import FileShelf
from modelyard.datasets.rules import coco, cvat, json_entries, labelstudio, streams, tables, texts, xml
from modelyard.datasets.rules.json_entries import Entry, listed, sections
from modelyard.datasets.rules.problems import Problems, Unreadable
from modelyard.datasets.service.formats import whole
from modelyard.datasets.types.datasets import LabelType
from modelyard.datasets.types.sources import Format

_CLASSES = LabelType.IMAGE_CLASSIFICATION
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(alphabet='a"\\,[]{}: \n松', max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(alphabet='"\\,]}x', max_size=2), below, max_size=3),
    max_leaves=8,
)
_SIZES = st.integers(1, 9) | st.just(1000)


def _said(act: Callable[[], Iterator[Entry]]) -> tuple[list[Any], str]:
    """Entries until the file ends or breaks, and what is said about that."""
    found: list[Any] = []
    try:
        for each in act():
            assert orjson.loads(each.raw) == each.value
            found.append((each.section, each.place, each.value))
    except Unreadable as error:
        return found, error.problem.text()
    return found, ""


class TestListed:
    @given(st.lists(_VALUES, max_size=4), _SIZES, st.sampled_from([None, 1]), st.booleans())
    def test_entries_are_those_of_the_list(self, values: list[Any], size: int, indent: int | None, marked: bool) -> None:
        content = b"\xef\xbb\xbf" * marked + json.dumps(values, indent=indent).encode() + b"\n"
        found, said = _said(lambda: listed(cut(content, size)(), "a list"))
        assert ([value for _, _, value in found], said) == (orjson.loads(orjson.dumps(values)), "")

    @pytest.mark.parametrize("size", [1, 2, 1000])
    @pytest.mark.parametrize(
        ("content", "count", "said"),
        [
            (b"", 0, "not JSON: it ends too early"),
            (b"x", 0, "not JSON: unexpected x"),
            (b"x [1]", 0, "not JSON: unexpected x["),
            (b"{}", 0, "must be a list"),
            (b"[1,2", 1, "[1]: not JSON: it ends too early"),
            (b'[1,"\\', 1, "[1]: not JSON: it ends too early"),
            (b"[1,2}", 1, "[1]: not JSON: unexpected 2}"),
            (b"[1]]", 1, "not JSON: unexpected ]"),
            (b"[1] x", 1, "not JSON: unexpected x"),
            ("[1]".encode("utf-16"), 0, "not JSON: unexpected \ufffd\ufffd["),
        ],
    )
    def test_what_is_no_list_any_more(self, content: bytes, count: int, said: str, size: int) -> None:
        found, told = _said(lambda: listed(cut(content, size)(), "a list"))
        assert (len(found), told) == (count, said)

    @pytest.mark.parametrize("broken", [b"", b"tru", b"1 2", b"\xff", b'"\xff"', b"[" * 5000 + b"]" * 5000])
    def test_an_entry_that_is_broken_ends_it(self, broken: bytes) -> None:
        found, said = _said(lambda: listed(cut(b"[1," + broken + b",3]", 3)(), "a list"))
        assert len(found) == 1
        assert said.startswith("[1]: not JSON: ")

    def test_an_entry_that_never_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(json_entries, "MOST_ENTRY_BYTES", 2**20)
        content = b'[1,"' + b"x" * 2**21
        assert _said(lambda: listed(cut(content, 1000)(), "a list")) == ([("", 0, 1)], "is longer than 1 MiB")


class TestSections:
    @given(st.lists(_VALUES, max_size=3), st.lists(_VALUES, max_size=3), _VALUES, st.permutations("abcd"), _SIZES)
    def test_entries_are_those_of_the_lists(self, a: Any, b: Any, other: Any, order: list[str], size: int) -> None:
        values = {"a": a, "b": b, "c": other, "d": 5}
        content = json.dumps({name: values[name] for name in order}).encode()
        found, said = _said(lambda: sections(cut(content, size)(), ("a", "b")))
        expected = [(name, index, value) for name in order if name in "ab" for index, value in enumerate(values[name])]
        assert said == ""
        assert [each[:2] for each in found] == [each[:2] for each in expected]
        assert [value for *_, value in found] == orjson.loads(orjson.dumps([value for *_, value in expected]))

    @pytest.mark.parametrize("size", [1, 1000])
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"[]", "must be an object"),
            (b"{}", "a: is missing"),
            (b"{", "not JSON: it ends too early"),
            (b'{"a":[],}', "b: is missing"),
            (b'{"a":5}', "a: must be a list"),
            (b'{"a":{}}', "a: must be a list"),
            (b'{"a":[],"a":[]}', "a was there before"),
            (b'{"a" []}', 'not JSON: unexpected "a"['),
            (b'{"a":[] 5}', "not JSON: unexpected 5}"),
            (b'{"x":[}', "not JSON: unexpected }"),
            (b'{"x":1', "not JSON: it ends too early"),
            (b'{"x":1]', "not JSON: unexpected ]"),
            (b'{"x":1,"y"}', 'not JSON: unexpected "y"}'),
            (b'{"a":[],"b":[]}}', "not JSON: unexpected }"),
            (b'{"a":[],"b":[]', "not JSON: it ends too early"),
            (b'{"a":[],"b":[]x', "not JSON: unexpected x"),
        ],
    )
    def test_what_is_no_such_object(self, content: bytes, said: str, size: int) -> None:
        assert _said(lambda: sections(cut(content, size)(), ("a", "b"))) == ([], said)


class TestText:
    @given(st.text(alphabet="a,\r\n松", max_size=20), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]), _SIZES)
    def test_lines_are_those_of_the_text(self, text: str, encoding: str, size: int) -> None:
        pieces = cut(text.encode(encoding), size)
        assert "".join(texts.streamed(pieces)) == texts.decoded(text.encode(encoding))
        assert list(texts.lines(pieces)) == texts.decoded(text.encode(encoding)).splitlines(keepends=True)

    @pytest.mark.parametrize("content", [b"\xff\xff", b"a\x00b", "ab".encode("utf-16")[:-1], "a松".encode()[:-2]])
    def test_what_is_no_text(self, content: bytes) -> None:
        with pytest.raises(Unreadable, match="the bytes are neither"):
            list(texts.lines(cut(content, 1)))

    def test_a_line_that_never_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(texts, "MOST_ENTRY_BYTES", 2**20)
        with pytest.raises(Unreadable, match="is longer than 1 MiB"):
            list(texts.lines(cut(b"x" * 2**21, 1000)))


class TestElements:
    CONTENT = '<?xml version="1.0"?><r><version>松</version>\n<a n="1"><b/><b>x</b></a><a n="2"/></r>'

    @given(_SIZES, st.sampled_from(["utf-8", "utf-16", "gb18030"]))
    def test_are_those_of_the_document(self, size: int, encoding: str) -> None:
        content = self.CONTENT.encode(encoding)
        found = [ET.tostring(each).strip() for each in xml.children(cut(content, size), "r")]
        assert found == [ET.tostring(each).strip() for each in xml.parsed(content)]

    @pytest.mark.parametrize("size", [1, 7, 1000])
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "no element found"),
            ("<r><a>", "no element found"),
            ("<r><a></r>", "mismatched tag"),
            ("<r/><r/>", "junk after document element"),
            ("<x/>", "r: is missing"),
            ('<!DOCTYPE r [<!ENTITY a "x">]><r>&a;</r>', "XML with a document type is not read"),
            ("<r>&a;</r>", "undefined entity"),
            ("<r>" + "<a>" * 1100, "elements within elements too often"),
        ],
    )
    def test_what_is_not_read(self, content: str, said: str, size: int) -> None:
        with pytest.raises(Unreadable, match=said):
            list(xml.children(cut(content.encode(), size), "r"))

    def test_an_element_that_never_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(xml, "MOST_ENTRY_BYTES", 2**20)
        with pytest.raises(Unreadable, match="is longer than 1 MiB"):
            list(xml.children(cut(b"<r><a>" + b"x" * 2**21, 1000), "r"))


class TestShelf:
    def test_keeps_the_order_of_keys_and_of_values(self) -> None:
        shelf = FileShelf()
        for number in range(5000):
            shelf.put("said", str(number % 1000), b"%d" % number)
        shelf.put("known", "7", b"")
        assert list(shelf.keys("said")) == [str(number) for number in range(1000)]
        assert shelf.values("said", "7") == [b"7", b"1007", b"2007", b"3007", b"4007"]
        assert (shelf.first("said", "7"), shelf.first("said", "x")) == (b"7", None)
        assert "7" not in list(shelf.lacking("said", "known"))
        assert len(list(shelf.lacking("said", "known"))) == 999
        shelf.close()

    def test_what_is_too_much_for_one_key(self) -> None:
        shelf = FileShelf()
        for _ in range(33):
            shelf.put("said", "a", bytes(2**20))
        with pytest.raises(Unreadable, match="is longer than 32 MiB"):
            shelf.values("said", "a")
        shelf.close()

    def test_a_full_disk_is_told_as_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        shelf = FileShelf()
        shelf._database.execute("PRAGMA max_page_count = 20")
        with pytest.raises(OSError, match="full"):
            for _ in range(100):
                shelf.put("said", "a", bytes(2**20))
                shelf.first("said", "a")
        shelf.close()


_CAR = '"categories":[{"id":1,"name":"car"}]'
_PICTURE = '"images":[{"id":1,"file_name":"a"},{"id":2,"file_name":"b"}]'
_BOX = '{"image_id":1,"category_id":1,"bbox":[1,2,3,4]}'


class TestHostileFiles:
    """Each is read in small pieces: items that are good are there, and what is wrong is told with its place."""

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
    def test_lists_of_coco_in_any_order(self, order: tuple[int, ...]) -> None:
        parts = (_CAR, _PICTURE, f'"annotations":[{_BOX}]')
        items, problems = read_whole(coco, ("{" + ",".join(parts[each] for each in order) + "}").encode(), size=5)
        assert ([len(each.annotations) for each in items], problems) == ([1, 0], [])

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ('{"image_id":99999999999999999999999,"category_id":1}', "annotations[0].image_id: is missing"),
            ('{"image_id":7,"category_id":1}', "image_id: 7 is not known here"),
            ("[5]", "annotations[0]: must be an object"),
        ],
    )
    def test_numbers_and_ids_of_coco(self, entry: str, said: str) -> None:
        content = f'{{{_CAR},{_PICTURE},"annotations":[{entry},{_BOX}]}}'
        items, problems = read_whole(coco, content.encode(), "x.json", size=64)
        assert [len(each.annotations) for each in items] == [1, 0]
        assert [each.text().startswith(said) for each in problems] == [True], problems
        assert problems[0].file == "x.json"

    @pytest.mark.parametrize("value", ["1e999", "9" * 400, "[" * 5000 + "]" * 5000, "nan"])
    def test_coco_with_what_is_no_number_brings_nothing(self, value: str) -> None:
        content = f'{{{_CAR},{_PICTURE},"annotations":[{_BOX},{{"image_id":1,"category_id":1,"score":{value}}}]}}'
        items, problems = read_whole(coco, content.encode(), size=64)
        assert (items, [(each.code, each.place) for each in problems]) == ([], [("json", "annotations[1]")])

    @pytest.mark.parametrize("end", [10, 60, 120, 140])
    def test_coco_that_is_cut_off_brings_nothing(self, end: int) -> None:
        content = f'{{{_CAR},{_PICTURE},"annotations":[{_BOX}]}}'.encode()[:end]
        items, problems = read_whole(coco, content, size=16)
        assert items == []
        assert [each.code for each in problems] == ["json"]

    def test_too_many_categories(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(coco, "_MOST_CATEGORIES", 1)
        more = '"categories":[{"id":1,"name":"car"},{"id":2,"name":"bus"},{"id":"x"}]'
        items, problems = read_whole(coco, f'{{{more},{_PICTURE},"annotations":[{_BOX}]}}'.encode())
        assert len(items) == 2
        assert [each.text() for each in problems] == [f"categories[{place}]: is longer than 1 entries" for place in (1, 2)]

    def test_more_than_one_image_can_have(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("modelyard.datasets.adapters.shelf.MOST_ENTRY_BYTES", 100)
        content = f'{{{_CAR},{_PICTURE},"annotations":[{",".join([_BOX] * 5)}]}}'
        items, problems = read_whole(coco, content.encode())
        assert ([each.source for each in items], [each.place for each in problems]) == (["b"], ["file_name a"])
        items, problems = read_whole(tables, b"source,label\n" + b"a,x\n" * 20 + b"b,y\n")
        assert ([each.source for each in items], [each.place for each in problems]) == (["b"], ["source a"])

    def test_tasks_until_the_file_is_cut_off(self) -> None:
        content = b'[{"data":{"image":"a"}},5,{"data":{"image":"b"}},{"data":{"ima'
        items, problems = read_whole(labelstudio, content, "t.json", size=3)
        assert [each.source for each in items] == ["a", "b"]
        assert [each.text() for each in problems] == ["[1].data: is missing", "[3]: not JSON: it ends too early"]

    @pytest.mark.parametrize("value", ["true", '"x"', "null"])
    def test_times_that_are_none(self, value: str) -> None:
        result = f'{{"type":"labels","value":{{"start":0,"end":{value},"labels":["a"]}}}}'
        content = f'[{{"data":{{"audio":"a"}},"annotations":[{{"result":[{result}]}}]}}]'
        items, problems = read_whole(labelstudio, content.encode())
        assert ([each.annotations for each in items], [each.code for each in problems]) == ([()], ["number"])

    def test_images_until_the_file_is_cut_off(self) -> None:
        content = b'<annotations><image name="a"/><image/><meta/><image name="b"/><image na'
        items, problems = read_whole(cvat, content, "c.xml", size=3)
        assert [each.source for each in items] == ["a", "b"]
        assert [(each.code, each.place) for each in problems] == [("missing", "image[1].name"), ("xml", "")]

    def test_rows_until_a_quote_that_is_never_closed(self) -> None:
        items, problems = read_whole(tables, b'source,label\na,x\nb\n"c,y\n' + b"d,z\n" * 2**20, "t.csv", size=1000)
        assert [each.source for each in items] == ["a"]
        assert [(each.code, each.line) for each in problems] == [("width", 3), ("csv", 4)]

    @pytest.mark.parametrize("rules", [coco, cvat, labelstudio, tables])
    @given(content=st.binary(max_size=40), size=_SIZES)
    def test_noise(self, rules: ModuleType, content: bytes, size: int) -> None:
        assert read_whole(rules, content, size=size) == read_whole(rules, content)


class TestImportsOfOneFile:
    """Each batch is read by a new reader, as if the one before had been killed."""

    def test_problems_come_once_in_several_batches(self) -> None:
        rows = "".join(f"{number}.png,oak\nbad\n" for number in range(5))
        files = {f"{number}.png": PICTURE for number in range(5)}
        items, problems = imported(Format.CSV, {"a.csv": f"source,label\n{rows}".encode(), **files}, _CLASSES)
        assert [each.source for each in items] == [f"{number}.png" for number in range(5)]
        assert [each.line for each in problems] == [3, 5, 7, 9, 11]

    def test_files_after_one_that_is_empty(self) -> None:
        files = {"a.csv": b"", "b.csv": b"source,label\n1.png,oak\n", "1.png": PICTURE}
        items, problems = imported(Format.CSV, files, _CLASSES)
        assert ([each.source for each in items], [each.text() for each in problems]) == (["1.png"], ["is empty"])
        assert problems[0].file == "a.csv"

    def test_a_file_that_is_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(whole, "_MOST_FILE_BYTES", 10)
        _, problems = imported(Format.LABEL_STUDIO, {"a.json": b"[" + b" " * 20 + b"]"}, _CLASSES)
        assert [each.text() for each in problems] == ["is longer than 4 GiB"]

    def test_a_disk_that_is_full_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Full:
            def write(self, content: bytes) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

            def __enter__(self) -> Self:
                return self

            def __exit__(self, *_: object) -> None:
                pass

        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
        with pytest.raises(OSError, match="No space left on device: '/"):
            imported(Format.LABEL_STUDIO, {"a.json": b"[]"}, _CLASSES)


def test_what_was_told_is_gone() -> None:
    problems = Problems()
    problems.note("empty")
    assert [len(list(streams.told(problems))), len(list(streams.told(problems)))] == [1, 0]
