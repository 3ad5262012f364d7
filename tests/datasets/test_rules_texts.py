"""Encodings, cells, heads of images."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.datasets.rules import texts
from modelyard.datasets.rules.cells import original, safe
from modelyard.datasets.rules.images import ImageInfo, inspected
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.rules.texts import decoded, lines_of


class TestDecoding:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
    def test_texts_in_every_encoding(self, encoding: str) -> None:
        assert decoded("label 橡树".encode(encoding)) == "label 橡树"

    def test_a_mark_decides(self) -> None:
        assert decoded(b"\xfe\xff" + "橡".encode("utf-16-be")) == "橡"

    @pytest.mark.parametrize("content", [b"\xff\xff\xff", b"a\x00b", b"\xff\xfea", b"\xef\xbb\xbf\xff"])
    def test_what_is_no_text(self, content: bytes) -> None:
        with pytest.raises(Unreadable):
            decoded(content)

    def test_lines_end_with_line_feeds_only(self) -> None:
        assert lines_of("a\r\nb\x0bc\u2028d\n") == ["a", "b\x0bc\u2028d"]
        assert lines_of("a\n\nb") == ["a", "", "b"]
        assert lines_of("") == []


class TestCells:
    @given(st.text(st.sampled_from("=+-@\t\r1.5eEa中 "), max_size=6))
    def test_come_back(self, text: str) -> None:
        assert original(safe(text)) == text

    @pytest.mark.parametrize("text", ["=1+1", "+a", "-a", "@x", "\tx", "\rx", "-1-1", "+"])
    def test_formulas_get_a_tab(self, text: str) -> None:
        assert safe(text) == "\t" + text

    @pytest.mark.parametrize("text", ["", "a=1", "-1.5", "+3", "-.5e-3", " =1", "\u4e2d"])
    def test_others_stay(self, text: str) -> None:
        assert safe(text) == text

    def test_a_tab_that_nobody_needed_stays(self) -> None:
        assert original("\tplain") == "\tplain"


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _png(colours: int = 2, exif: bytes = b"", width: int = 640) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, 480, 8, colours, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + (_chunk(b"eXIf", exif) if exif else b"") + _chunk(b"IDAT", b"x")


def _exif(orientation: int, end: str = "<", tag: int = 0x0112) -> bytes:
    mark = b"II" if end == "<" else b"MM"
    entries = struct.pack(f"{end}HHIHH", 0x0100, 3, 1, 1, 0) + struct.pack(f"{end}HHIHH", tag, 3, 1, orientation, 0)
    return mark + struct.pack(f"{end}HIH", 42, 8, 2) + entries + b"\0\0\0\0"


def _jpeg(*segments: bytes, frame: int = 0xC0) -> bytes:
    size = struct.pack(">BHHB", 8, 480, 640, 3)
    return b"\xff\xd8" + b"".join(segments) + bytes((0xFF, frame)) + struct.pack(">H", len(size) + 2) + size


def _app1(content: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


class TestImages:
    def test_kinds(self) -> None:
        assert inspected(_png()) == ImageInfo("png", 640, 480, 3)
        assert inspected(_png(colours=6)).depth == 4
        assert inspected(_png()[:33]) == ImageInfo("png", 640, 480, 3)
        assert inspected(_jpeg()) == ImageInfo("jpeg", 640, 480, 3)
        assert inspected(_jpeg(frame=0xC2)).width == 640
        bitmap = b"BM" + bytes(12) + struct.pack("<IiiHH", 40, 640, -480, 1, 24)
        assert inspected(bitmap) == ImageInfo("bmp", 640, 480, 3)
        old = b"BM" + bytes(12) + struct.pack("<IHHHH", 12, 640, 480, 1, 32)
        assert inspected(old) == ImageInfo("bmp", 640, 480, 4)

    @pytest.mark.parametrize("end", ["<", ">"])
    def test_orientation(self, end: str) -> None:
        assert inspected(_jpeg(_app1(b"Exif\x00\x00" + _exif(6, end)))).orientation == 6
        assert inspected(_png(exif=_exif(3, end))).orientation == 3

    @pytest.mark.parametrize("exif", [_exif(9), _exif(6, tag=0x0113), b"", b"XX", b"II*\0\xff\xff\xff\xff", _exif(6)[:12]])
    def test_nonsense_in_exif_costs_nothing(self, exif: bytes) -> None:
        assert inspected(_jpeg(_app1(b"Exif\x00\x00" + exif))) == ImageInfo("jpeg", 640, 480, 3, 1)

    def test_what_else_is_in_a_jpeg(self) -> None:
        between = b"\xff\xd0" + b"\xff\xff" + _app1(b"http://ns.adobe.com/")[1:]
        assert inspected(_jpeg(between)).height == 480

    @pytest.mark.parametrize(
        "head",
        [
            b"GIF89a",
            b"\xff\xd8",
            b"\xff\xd8\xff\xe1",
            b"\xff\xd8abcdef",
            b"\xff\xd8\xff\xff\xff",
            b"\x89PNG\r\n\x1a\n",
            b"BM",
            _png(width=0),
            _jpeg()[:-4],
        ],
    )
    def test_what_is_no_image(self, head: bytes) -> None:
        with pytest.raises(Unreadable) as error:
            inspected(head)
        assert error.value.problem.code == "image"

    def test_an_empty_file_is_told_so(self) -> None:
        with pytest.raises(Unreadable) as error:
            inspected(b"")
        assert error.value.problem.code == "empty"


class TestWide:
    @pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
    def test_pieces_become_narrow_wherever_they_are_cut(self, codec: str) -> None:
        content = "\ufeff橡树\n🌳".encode(codec)

        assert texts.wide(content[:4]) == codec
        narrow = texts.to_narrow(codec)
        found = b"".join(narrow(content[place : place + 3]) for place in range(0, len(content), 3))
        assert found.decode() == "\ufeff橡树\n🌳"
        assert texts.as_wide(found, codec) == content

    def test_others_are_none(self) -> None:
        assert texts.wide(b"source") == ""
