"""How two versions differ, and which files they keep."""

from typing import Any

import orjson
import pytest

from modelyard.datasets.rules import bitmaps, kept_files
from modelyard.datasets.rules.comparing import Change, difference, labels_of


def line(*names: str, **more: Any) -> bytes:
    return orjson.dumps({"source": "obs://b/1.jpg", "id": "x", "annotation": [{"name": name} for name in names], **more})


class TestDifferences:
    def test_are_sets_of_samples_by_kind(self) -> None:
        before = {1: line("oak"), 2: line("oak"), 3: line("elm", usage="TRAIN"), 4: line("fir"), 5: line("fir")}
        after = {2: line("elm"), 3: line("elm", usage="EVAL"), 4: line("fir"), 5: line("fir", size=1), 6: line("oak")}

        found = difference(before, after)

        sets = {change: list(bitmaps.members_of(found.sets[place])) for place, change in enumerate(Change)}
        assert sets == {Change.ADDED: [6], Change.REMOVED: [1], Change.CHANGED: [2], Change.MOVED: [3]}
        assert dict(found.relabelled) == {("oak", "elm"): 1}

    def test_who_said_it_and_in_which_order_is_none(self) -> None:
        said = [{"name": "a", "annotated-by": "x", "creation-time": "1", "confidence": 0.5}, {"name": "b"}]
        other = [{"name": "b", "annotated-by": "y"}, {"name": "a"}]

        found = difference({1: orjson.dumps({"annotation": said})}, {1: orjson.dumps({"annotation": other})})

        assert not any(found.sets)

    def test_labels_are_named_once_and_the_first_of_many(self) -> None:
        assert labels_of({"annotation": [{"name": "b"}, {"name": "a"}, {"name": "b"}, {}]}) == "a, b"
        assert labels_of({}) == ""
        assert labels_of({"annotation": [{"name": name} for name in "fedcba"]}) == "a, b, c, d (+2)"


class TestKeptFiles:
    def test_a_content_has_one_name(self) -> None:
        digest = kept_files.digest_of('"abc"', 3)

        assert digest == kept_files.digest_of("abc", 3)
        assert digest != kept_files.digest_of("abc", 4)
        assert kept_files.place_of("obs://b/own/", digest) == f"obs://b/own/files/{digest.hex()[:2]}/{digest.hex()}"

    @pytest.mark.parametrize(
        ("since", "until", "needed"), [(1, None, True), (3, 4, True), (4, None, False), (1, 2, False), (2, 3, False)]
    )
    def test_are_needed_while_a_version_lies_in_their_range(self, since: int, until: int | None, needed: bool) -> None:
        assert kept_files.is_needed(since, until, [3]) is needed

    def test_a_version_has_the_newest_before_it(self) -> None:
        rows = [(1, b"a"), (3, b"b"), (5, b"c")]

        assert [kept_files.row_for(rows, version) for version in (0, 1, 4, 9)] == [None, b"a", b"b", b"c"]

    def test_a_line_gets_another_source(self) -> None:
        written = b'{"source":"obs://b/a \\",\\"id.jpg","id":"1","usage":"TRAIN"}'

        assert orjson.loads(kept_files.with_source(written, 'obs://b/"x"')) == {
            "source": 'obs://b/"x"', "id": "1", "usage": "TRAIN",
        }  # fmt: skip
        assert kept_files.has_file(written)
        assert not kept_files.has_file(b'{"source":"content:a text","id":"1"}')
