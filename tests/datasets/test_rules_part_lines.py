"""Lines and figures of parts of versions."""

from typing import Any

import orjson

from modelyard.datasets.rules import bitmaps, version_parts
from modelyard.datasets.rules.annotations import Annotation, document
from modelyard.datasets.rules.part_lines import Form, Page, PartForm, PartLines
from modelyard.datasets.rules.splits import USAGES
from modelyard.datasets.types.datasets import Kind, LabelType, SampleState
from modelyard.datasets.types.versions import PART

FORM = Form(
    label_type=int(LabelType.IMAGE_CLASSIFICATION),
    names={"1": "oak"},
    keep_hard=True,
    mark="f" * 16,
    first=7 << 32,
    sample_type=0,
    since=5,
    forget=False,
    data="obs://team/out/data/",
    root="obs://team/in/",
)
OAK = document([Annotation(Kind.CLASS, label="1")])


def row(
    ordinal: int, said: bytes | None = None, state: str | None = None, usage: str = "", revision: int = 0
) -> tuple[Any, ...]:
    size = (40, None, None) if ordinal else (None, None, None)
    return ((7 << 32) + ordinal, f"obs://team/in/{ordinal}.jpg", None, *size, None, said, state, usage, None, revision or None)


def part(number: int, *members: int, **sets: tuple[int, ...]) -> PartForm:
    def packed(*ordinals: int) -> bytes:
        return version_parts.packed(bitmaps.of(ordinals), number)

    usages = [bitmaps.of(sets.get("train", ())) if usage == USAGES[0] else {} for usage in USAGES]
    return PartForm(
        number,
        packed(*members),
        version_parts.packed_all(usages, number),
        packed(*sets.get("files", ())),
        packed(*sets.get("before", ())),
    )


class TestPartLines:
    def test_members_become_lines_in_their_order_page_after_page(self) -> None:
        lines = PartLines(FORM)

        first, nothing = lines.take(Page(part(0, 0, 1, 3), [row(0), row(1), row(2)], is_last=False))
        second, counted = lines.take(Page(None, [row(3)], is_last=True))

        found = [orjson.loads(line) for line in (first + second).splitlines()]
        assert [each["source"] for each in found] == [f"s3://team/in/{ordinal}.jpg" for ordinal in (0, 1, 3)]
        assert found[0]["id"] == "f" * 16 + f"{7 << 32:016x}"
        assert [each.get("property") for each in found] == [
            None,
            {"@modelarts:size": [40, 0, 3]},
            {"@modelarts:size": [40, 0, 3]},
        ]
        assert nothing is None
        assert counted is not None
        assert (counted.seen, counted.gone) == (3, 0)

    def test_what_is_labelled_is_written_and_counted(self) -> None:
        labelled, waiting = SampleState.LABELLED.value, SampleState.TO_CONFIRM.value
        rows = [
            row(0, OAK, labelled, revision=6),
            row(1, OAK, waiting, revision=6),
            row(2, b"[]", labelled, revision=4),
            row(3, OAK, labelled, usage=str(USAGES[1]), revision=4),
            row(4, OAK, labelled, revision=4),
        ]

        lines, counted = PartLines(FORM).take(Page(part(0, 0, 1, 2, 3, 4, train=(0, 1), before=(0, 2)), rows, is_last=True))

        found = [orjson.loads(line) for line in lines.splitlines()]
        assert ["annotation" in each for each in found] == [True, False, False, True, True]
        assert [each.get("usage") for each in found] == [str(USAGES[0]), str(USAGES[0]), None, str(USAGES[1]), None]
        assert counted is not None
        assert counted.counts["figures"] == {"annotated": 3, "annotations": 3, "modified": 1, "added": 3}
        assert counted.counts["labels"] == counted.counts["samples"] == {"1": 3}
        train, evaluate = str(USAGES[0]), str(USAGES[1])
        assert counted.counts["sets"] == {train: 2, evaluate: 1, f"1 {train}": 1, f"1 {evaluate}": 1}

    def test_usages_that_were_said_before_may_be_forgotten(self) -> None:
        lines, _ = PartLines(FORM._replace(forget=True)).take(Page(part(0, 0), [row(0, usage="EVAL")], is_last=True))

        assert "usage" not in orjson.loads(lines)

    def test_files_that_were_copied_are_named_where_they_lie_now(self) -> None:
        lines, _ = PartLines(FORM).take(Page(part(0, 0, files=(0,)), [row(0)], is_last=True))

        assert orjson.loads(lines)["source"] == "s3://team/out/data/0.jpg"

    def test_what_was_deleted_meanwhile_is_told(self) -> None:
        number = 2
        start = number * PART

        _, counted = PartLines(FORM).take(Page(part(number, start, start + 1), [row(start + 1)], is_last=True))

        assert counted is not None
        assert (counted.seen, counted.gone) == (1, 1)
        assert list(bitmaps.members_of(version_parts.unpacked(counted.members, number))) == [start + 1]
