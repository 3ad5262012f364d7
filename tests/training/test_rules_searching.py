"""Searching in pieces finds what searching in the whole finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.training.rules import searching
from modelyard.training.rules.searching import Search


def search(content: bytes, needle: bytes, *, width: int, most: int = 100, ignore_case: bool = False, start: int = 0) -> Search:
    found = Search(needle, ignore_case, most, start)
    for position in range(0, len(content), width):
        found.feed(content[position : position + width])
    found.feed(b"", last=True)
    return found


class TestSearch:
    @given(
        st.binary(max_size=600).map(lambda raw: bytes(b"aAb\n"[byte % 4] for byte in raw)),
        st.sampled_from([b"a", b"ab", b"aa", b"aba", b"b\n", b"abab"]),
        st.integers(1, 700),
        st.integers(0, 5),
    )
    def test_pieces_make_no_difference(self, content: bytes, needle: bytes, width: int, most: int) -> None:
        found = search(content, needle, width=width, most=most)

        assert found.total == content.count(needle)
        assert len(found.hits) == min(most, found.total)
        assert all(content[hit.offset : hit.offset + len(needle)] == needle for hit in found.hits)

    @pytest.mark.parametrize("needle", [b"aa", b"ab"])
    @pytest.mark.parametrize("width", [7, 300, 5000])
    def test_hits_that_are_only_counted_count_the_same(self, needle: bytes, width: int) -> None:
        content = b"aaab" * 500

        assert search(content, needle, width=width, most=1).total == content.count(needle)

    def test_case_is_ignored_where_wanted(self) -> None:
        assert search(b"Error ERROR error", b"eRRor", width=5, ignore_case=True).total == 3
        assert search(b"Error ERROR error", b"error", width=5).total == 1

    def test_a_hit_comes_with_its_line(self) -> None:
        (hit,) = search(b"before\nthe needle here\nafter", b"needle", width=4, start=1000).hits

        assert (hit.offset, hit.line_offset, hit.line, hit.start) == (1011, 1007, b"the needle here", 4)

    def test_long_lines_are_cut_around_the_hit(self) -> None:
        (hit,) = search(b"x" * 5000 + b"needle" + b"y" * 5000, b"needle", width=1000).hits

        assert hit.line == b"x" * searching.CONTEXT_BYTES + b"needle" + b"y" * searching.CONTEXT_BYTES
        assert hit.line_offset == 5000 - searching.CONTEXT_BYTES

    def test_the_search_goes_on_where_it_stopped_also_within_a_hit(self) -> None:
        content = b"one needle, two need"
        first = search(content, b"needle", width=100)
        rest = (content + b"le")[first.next_offset :]

        assert first.total == 1
        assert search(rest, b"needle", width=100, start=first.next_offset).hits[0].offset == 16

    def test_after_a_gap_it_goes_on_and_joins_nothing_across_it(self) -> None:
        found = Search(b"needle", ignore_case=False, most=10)
        found.feed(b"a needle, a nee")
        found.jump(1000)
        found.feed(b"dle and a needle\n")
        found.feed(b"", last=True)

        assert [hit.offset for hit in found.hits] == [2, 1010]
        assert found.total == 2
