"""Rows of samples whose files are copied."""

import pytest

from modelyard.datasets.rules import ids
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.preparing import Block, Facts, Preparer, Row, Wishes
from modelyard.datasets.rules.relocating import place_below, relocated
from modelyard.datasets.types.datasets import LabelType

TARGET = "obs://team/out/data/spring/"


def block_of(label_type: LabelType, *sources: str) -> Block:
    preparer = Preparer(Wishes(label_type, "team/in/", "obs://team/in/a.txt", 0), {}, 1)
    for each in sources:
        assert preparer.take(Item(each), Facts())
    return preparer.taken()[0]


class TestPlaceBelow:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("obs://team/in/a/1.jpg", f"{TARGET}a/1.jpg"),
            ("obs://other/in/a/1.jpg", f"{TARGET}other/in/a/1.jpg"),
            (f"{TARGET}a/1.jpg", f"{TARGET}a/1.jpg"),
        ],
    )
    def test_keeps_the_path(self, source: str, expected: str) -> None:
        assert place_below(TARGET, "obs://team/in/", source) == expected


class TestRelocated:
    def test_rows_are_as_if_they_had_been_there_always(self) -> None:
        block = block_of(LabelType.IMAGE_CLASSIFICATION, "a/1.jpg", "a/2.jpg", "s3://team/out/data/spring/3.jpg")

        moves = relocated(block, lambda source: place_below(TARGET, "obs://team/in/", source))

        assert moves == [
            ("obs://team/in/a/1.jpg", f"{TARGET}a/1.jpg"),
            ("obs://team/in/a/2.jpg", f"{TARGET}a/2.jpg"),
            None,
        ]
        there = block_of(
            LabelType.IMAGE_CLASSIFICATION, *(f"s3://team/out/data/spring/{name}" for name in ("a/1.jpg", "a/2.jpg"))
        )
        for row, expected in zip(map(Row._make, block.rows), map(Row._make, there.rows), strict=False):
            assert row._replace(own=0) == expected._replace(own=0)
            assert block.own[row.own] == there.own[expected.own]
        assert Row._make(block.rows[0]).key == ids.source_key(f"{TARGET}a/1.jpg")

    def test_texts_stay(self) -> None:
        block = block_of(LabelType.TEXT_CLASSIFICATION, "content://one")
        assert relocated(block, lambda _: "obs://nowhere/1") == [None]
