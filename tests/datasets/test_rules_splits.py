"""Splits: shares are met, seeds repeat, growth moves nothing that is drawn by chance."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from modelyard.datasets.rules import bitmaps, paths, splits, version_parts
from modelyard.datasets.rules.splits import Split
from modelyard.datasets.types.datasets import Usage
from modelyard.datasets.types.versions import SplitMethod

_ordinals = st.sets(st.integers(0, 40_000), max_size=200)
_shares = st.tuples(st.integers(1, 10), st.integers(0, 10), st.integers(0, 10))


def split_of(shares: tuple[int, int, int], seed: int = 0) -> Split:
    train, evaluate, test = (each / sum(shares) for each in shares)
    return Split(SplitMethod.RANDOM, train, evaluate, test, seed)


def ordinals(members: bitmaps.Set) -> set[int]:
    return set(bitmaps.members_of(members))


class TestSets:
    @given(_ordinals)
    def test_a_set_goes_into_numbers_and_back(self, wanted: set[int]) -> None:
        members = bitmaps.of(wanted)

        assert splits.ordinals_of(members).tolist() == sorted(wanted)
        assert splits.set_of(np.array(sorted(wanted), np.int64)) == members


class TestByChance:
    @given(_ordinals, _shares, st.integers(0, 2**63 - 1))
    def test_every_sample_is_in_one_set(self, wanted: set[int], shares: tuple[int, int, int], seed: int) -> None:
        sets = splits.by_chance(bitmaps.of(wanted), split_of(shares, seed))

        found = [ordinals(each) for each in sets.values()]
        assert sum(map(len, found)) == len(wanted)
        assert set().union(*found) == wanted

    @given(_ordinals, st.integers(0, 2**63 - 1))
    def test_growing_moves_no_sample(self, wanted: set[int], seed: int) -> None:
        split = split_of((6, 2, 2), seed)

        before = splits.by_chance(bitmaps.of(wanted), split)
        after = splits.by_chance(bitmaps.of(wanted | {40_001, 50_000}), split)

        assert all(ordinals(before[usage]) <= ordinals(after[usage]) for usage in splits.USAGES)

    def test_shares_are_met_by_many(self) -> None:
        sets = splits.by_chance(bitmaps.up_to(100_000), split_of((7, 2, 1), 3))

        assert [round(bitmaps.count(each) / 100_000, 2) for each in sets.values()] == [0.7, 0.2, 0.1]

    def test_another_seed_is_another_split(self) -> None:
        members = bitmaps.up_to(1000)

        assert splits.by_chance(members, split_of((1, 1, 0), 1)) != splits.by_chance(members, split_of((1, 1, 0), 2))

    def test_the_draw_is_what_it_always_was(self) -> None:
        assert splits.draws(7, np.array([0, 1], np.int64)).tolist() == [9_672_475_392_221_035_855, 5_573_481_420_429_128_725]


class TestByCounts:
    @given(st.integers(0, 500), _shares)
    def test_counts_are_those_of_the_shares(self, total: int, shares: tuple[int, int, int]) -> None:
        split = split_of(shares)

        found = splits.counts(total, split)

        sides = sum(share > 0 for share in split.shares)
        assert sum(found) == total
        assert all(count == 0 for count, share in zip(found, split.shares, strict=True) if share == 0)
        if total >= sides:
            assert all(count > 0 for count, share in zip(found, split.shares, strict=True) if share > 0)
        if total >= 100:
            assert all(abs(count - share * total) <= 2 for count, share in zip(found, split.shares, strict=True))

    @given(st.lists(st.sets(st.integers(0, 300), max_size=60), max_size=4), st.integers(0, 100))
    def test_strata_hold_each_sample_once_and_are_divided_one_by_one(self, labels: list[set[int]], seed: int) -> None:
        named = {str(place): bitmaps.of(each) for place, each in enumerate(labels)}
        rest = bitmaps.up_to(301)

        strata = splits.strata_of(named, rest)
        sets = splits.by_counts(strata, split_of((8, 2, 0), seed))

        assert sum(map(bitmaps.count, strata)) == 301
        for stratum in strata:
            train = bitmaps.count(bitmaps.common(stratum, sets[Usage.TRAIN]))
            assert train == splits.counts(bitmaps.count(stratum), split_of((8, 2, 0)))[0]

    def test_nothing_is_divided_into_nothing(self) -> None:
        assert splits.strata_of({}, {}) == []
        assert splits.by_counts([], Split()) == {usage: {} for usage in splits.USAGES}


class TestByGroup:
    @given(st.lists(st.integers(1, 50), min_size=1, max_size=12), st.integers(0, 100))
    def test_groups_stay_whole(self, sizes: list[int], seed: int) -> None:
        groups, start = {}, 0
        for place, size in enumerate(sizes):
            groups[f"g{place}"] = bitmaps.of(range(start, start + size))
            start += size

        sets = splits.by_group(groups, split_of((7, 3, 0), seed))

        assert sum(map(bitmaps.count, sets.values())) == start
        for members in groups.values():
            assert sum(1 for each in sets.values() if bitmaps.common(each, members)) == 1

    def test_each_set_gets_about_its_share(self) -> None:
        groups = {str(place): bitmaps.of(range(place * 10, place * 10 + 10)) for place in range(100)}

        sets = splits.by_group(groups, split_of((6, 2, 2), 5))

        assert [bitmaps.count(each) for each in sets.values()] == [600, 200, 200]


class TestParts:
    @given(_ordinals)
    def test_parts_hold_a_set(self, wanted: set[int]) -> None:
        members = bitmaps.of(wanted)

        found: dict[int, int] = {}
        for number in version_parts.numbers_of(members):
            found |= version_parts.unpacked(version_parts.packed(members, number), number)

        assert found == members
        assert version_parts.unpacked(version_parts.packed({}, 3), 3) == {}
        assert version_parts.loaded(version_parts.dumped(members)) == members

    @given(_ordinals, _ordinals)
    def test_several_sets_are_stored_together(self, one: set[int], other: set[int]) -> None:
        sets = [{number: bits for number, bits in bitmaps.of(each).items() if number < 2} for each in (one, other)]

        found = version_parts.unpacked_all(version_parts.packed_all(sets, 0), 0)

        assert found == (sets if any(sets) else [])

    def test_counts_of_parts_add_up(self) -> None:
        merged = version_parts.merged([{"a": {"x": 1}}, {"a": {"x": 2, "y": 3}, "b": {}}])

        assert merged == {"a": {"x": 3, "y": 3}, "b": {}}


class TestPaths:
    def test_parts_are_shared_by_versions(self) -> None:
        assert paths.manifest_path("obs://b/w/", "V1") == "obs://b/w/annotation/V1/V1.manifest"
        assert paths.version_folder("obs://b/w/", "V1") == "obs://b/w/annotation/V1/"
        assert paths.data_path("obs://b/w/", "V1") == "obs://b/w/annotation/V1/data/"
        assert paths.kept_manifest_path("obs://b/w/", "V1") == "obs://b/w/annotation/V1/V1.kept.manifest"
        assert paths.part_path("obs://b/w/", "abcd") == "obs://b/w/annotation/parts/ab/abcd.jsonl"
