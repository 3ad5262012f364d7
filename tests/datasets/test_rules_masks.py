"""Masks and PNG: areas become polygons and come back, pixel by pixel."""

import struct
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from modelyard.datasets.rules import masks, png
from modelyard.datasets.rules.problems import Unreadable

Pixels = list[list[bool]]


@st.composite
def pixels(draw: st.DrawFn) -> Pixels:
    width = draw(st.integers(1, 9))
    return draw(st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=9))


def _counts(drawn: Pixels) -> list[int]:
    """Run lengths, column by column, as the format has them."""
    counts, before = [0], False
    for column in range(len(drawn[0])):
        for row in drawn:
            if row[column] != before:
                counts.append(0)
                before = row[column]
            counts[-1] += 1
    return counts


_HOLE = [[True] * 3, [True, False, True], [True] * 3]
_RINGS = [
    [True] * 5,
    [True, False, False, False, True],
    [True, False, True, False, True],
    [True, False, False, False, True],
    [True] * 5,
]


class TestOutlines:
    @given(pixels())
    @example(_HOLE)
    @example(_RINGS)
    @example([[True, False], [False, True]])
    def test_polygons_cover_what_the_mask_covers(self, drawn: Pixels) -> None:
        height, width = len(drawn), len(drawn[0])
        found = [[False] * width for _ in drawn]
        for ring in masks.from_counts(_counts(drawn), height, width):
            for row, parts in masks.covered(ring, height, width).items():
                for start, end in parts:
                    for column in range(start, end):
                        assert not found[row][column]
                        found[row][column] = True
        assert found == drawn

    def test_parts_that_touch_at_a_corner_are_two(self) -> None:
        assert len(masks.from_counts([0, 1, 2, 1], 2, 2)) == 2

    def test_what_sticks_out_is_cut_off(self) -> None:
        assert masks.covered([(-5, -5), (2, -5), (2, 2), (-5, 2)], 3, 3) == {0: [(0, 2)], 1: [(0, 2)]}
        assert masks.covered([(5, 0), (9, 0), (9, 3)], 3, 3) == {}

    def test_a_line_that_comes_back_to_itself_is_one_part(self) -> None:
        ring = [(0, 0), (2, 0), (2, 1), (2, 0), (4, 0), (4, 1), (0, 1)]
        assert masks.covered([(float(x), float(y)) for x, y in ring], 1, 4) == {0: [(0, 4)]}

    @pytest.mark.parametrize("counts", [[3], [-1, 5], [0, 5]])
    def test_counts_that_do_not_fit(self, counts: list[int]) -> None:
        with pytest.raises(Unreadable):
            masks.from_counts(counts, 2, 2)

    def test_sizes_that_nobody_has(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(Unreadable):
            masks.from_counts([1], 2**30, 2**30)
        monkeypatch.setattr(masks, "MOST_RUNS", 1)
        with pytest.raises(Unreadable):
            masks.from_counts([0, 1], 1, 1)


class TestPacked:
    def test_counts(self) -> None:
        assert masks.counts_of("") == []
        assert masks.counts_of("0404") == [0, 4, 0, 8]
        assert masks.counts_of("P1O") == [32, -1]

    @pytest.mark.parametrize("text", ["\x00", "é", "P", "P" * 9])
    def test_what_is_none(self, text: str) -> None:
        with pytest.raises(Unreadable):
            masks.counts_of(text)


def _png(
    kind: int, bits: int, size: tuple[int, int], lines: list[bytes], palette: bytes = b"", *, interlaced: int = 0
) -> bytes:
    header = struct.pack(">IIBBBBB", *size, bits, kind, 0, 0, interlaced)
    chunks = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(b"".join(lines)))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(body)) + name + body + bytes(4) for name, body in chunks)


class TestPNG:
    @given(pixels())
    def test_areas_come_back(self, drawn: Pixels) -> None:
        runs = {
            row: [(start, start + 1) for start, value in enumerate(line) if value]
            for row, line in enumerate(drawn)
            if any(line)
        }
        content = png.picture(len(drawn[0]), len(drawn), {(1, 2, 3): runs})
        size, areas = png.areas(content)
        assert size == (len(drawn[0]), len(drawn))
        found = {row: {x for start, end in parts for x in range(start, end)} for row, parts in areas.get((1, 2, 3), {}).items()}
        assert found == {row: {start for start, _ in parts} for row, parts in runs.items()}

    @pytest.mark.parametrize(
        ("kind", "bits", "lines", "expected"),
        [
            (0, 8, [b"\x00\x05\x05", b"\x00\x00\x05"], {(5, 5, 5): {0: [(0, 2)], 1: [(1, 2)]}}),
            (0, 1, [b"\x00\x40", b"\x00\x00"], {(255, 255, 255): {0: [(1, 2)]}}),
            (3, 2, [b"\x00\x60", b"\x00\x00"], {(9, 8, 7): {0: [(0, 2)]}}),
            (4, 8, [b"\x00\x05\x01\x05\x02", b"\x00" * 5], {(5, 5, 5): {0: [(0, 2)]}}),
            (6, 8, [b"\x00\x01\x02\x03\x04" + bytes(4), b"\x00" * 9], {(1, 2, 3): {0: [(0, 1)]}}),
            (2, 8, [b"\x01\x01\x02\x03\x00\x00\x00", b"\x02" + bytes(6)], {(1, 2, 3): {0: [(0, 2)], 1: [(0, 2)]}}),
            (0, 8, [b"\x03\x04\x02", b"\x03\x02\x02"], {(4, 4, 4): {0: [(0, 2)], 1: [(0, 1)]}, (6, 6, 6): {1: [(1, 2)]}}),
            (0, 8, [b"\x04\x04\x00", b"\x04\x00\x01"], {(4, 4, 4): {0: [(0, 2)], 1: [(0, 1)]}, (5, 5, 5): {1: [(1, 2)]}}),
        ],
    )
    def test_what_others_write(
        self, kind: int, bits: int, lines: list[bytes], expected: dict[png.Colour, dict[int, list[tuple[int, int]]]]
    ) -> None:
        palette = bytes([0, 0, 0, 9, 8, 7, 9, 8, 7])
        assert png.areas(_png(kind, bits, (2, 2), lines, palette)) == ((2, 2), expected)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"GIF89a",
            b"\x89PNG\r\n\x1a\n",
            _png(0, 16, (1, 1), [b"\x00\x00\x00"]),
            _png(0, 8, (1, 1), [b"\x00\x00"], interlaced=1),
            _png(0, 8, (2**31, 2**31), [b"\x00\x00"]),
            _png(0, 8, (1, 2), [b"\x00\x00"]),
            _png(0, 8, (1, 1), [b"\x09\x00"]),
            _png(3, 8, (1, 1), [b"\x00\x09"]),
            _png(2, 4, (1, 1), [b"\x00\x09"]),
        ],
    )
    def test_what_is_no_mask(self, content: bytes) -> None:
        with pytest.raises(Unreadable):
            png.areas(content)
