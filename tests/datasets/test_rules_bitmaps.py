"""Sets of samples: stored, joined, counted, paged."""

from hypothesis import example, given
from hypothesis import strategies as st

from modelyard.datasets.rules import bitmaps

ordinals = st.sets(st.integers(0, 3 * bitmaps.CHUNK), max_size=60)


@given(ordinals)
@example({1, 2, 8192, 9000})
def test_rules_of_storing(members: set[int]) -> None:
    found = bitmaps.of(members)
    assert {number: bitmaps.decoded(bitmaps.encoded(bits)) for number, bits in found.items()} == found
    assert list(bitmaps.members_of(found)) == sorted(members)
    assert bitmaps.count(found) == len(members)


@given(ordinals, ordinals, ordinals)
@example({1, 8192}, {1}, {1})
def test_rules_of_joining(first: set[int], second: set[int], third: set[int]) -> None:
    one, two, three = (bitmaps.of(each) for each in (first, second, third))
    assert bitmaps.union([one, two, three]) == bitmaps.of(first | second | third)
    assert bitmaps.common(one, two) == bitmaps.of(first & second)
    assert bitmaps.common(one, two, three) == bitmaps.of(first & second & third)
    assert bitmaps.without(one, two) == bitmaps.of(first - second)


@given(ordinals, st.integers(0, 70), st.integers(1, 20), st.booleans())
@example({1, 2, 8192, 9000}, 2, 5, True)
def test_rules_of_pages(members: set[int], offset: int, limit: int, newest_first: bool) -> None:
    expected = sorted(members, reverse=newest_first)[offset : offset + limit]
    found = bitmaps.page(bitmaps.of(members), offset=offset, limit=limit, newest_first=newest_first)
    assert found == expected


def test_rules_of_full_chunks() -> None:
    whole = bitmaps.up_to(2 * bitmaps.CHUNK)
    assert bitmaps.count(whole) == 2 * bitmaps.CHUNK
    assert len(bitmaps.encoded(whole[0])) == bitmaps.CHUNK // 8
    assert bitmaps.decoded(bitmaps.encoded(whole[0])) == whole[0]
    assert bitmaps.up_to(bitmaps.CHUNK + 3)[1] == 0b111
    assert bitmaps.up_to(0) == {}
    assert bitmaps.between(5, bitmaps.CHUNK + 1) == {0: (1 << bitmaps.CHUNK) - (1 << 5), 1: 1}
    assert bitmaps.page(whole, offset=bitmaps.CHUNK - 1, limit=2) == [bitmaps.CHUNK - 1, bitmaps.CHUNK]
    assert len(bitmaps.encoded((1 << 65) - 1)) == bitmaps.CHUNK // 8
    assert len(bitmaps.encoded((1 << 64) - 1)) == 128
