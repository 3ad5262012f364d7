"""Lines that are made ready from what earlier lines became: the same rows, sets and problems as when each is read."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.datasets.adapters.parsing_child import parsed
from modelyard.datasets.rules.preparing import Preparer, Wishes
from modelyard.datasets.rules.quick_lines import QuickLines
from modelyard.datasets.types.datasets import LabelType

NOW = 1_790_000_000_000
TIME = '"creation-time":"2026-01-02 03:04:05"'
KIND = '"type":"modelarts/image_classification"'
PLACES = (
    "s3://team/a/1.jpg",
    "obs://team/b/猫.jpg",
    "s3://team/a/../1.jpg",
    "s3://team/a/",
    "s3://T/1.jpg",
    "content://hi",
    "x.jpg",
)
MOMENTS = (
    "2026-01-02 03:04:05",
    "1969-12-31 23:59:59",
    "2026-02-30 00:00:00",
    "2026-01-01 24:00:00",
    "0001-01-01 00:00:00",
    "now",
)


class Never(QuickLines):
    def take(self, line: bytes, number: int) -> bool:
        return False


def lines_made(lines: list[bytes], kind: type[QuickLines] = QuickLines, **wishes: Any) -> list[Any]:
    """Return what blocks of three lines each become."""
    made = Preparer(Wishes(LabelType.IMAGE_CLASSIFICATION, "team/in/", "obs://team/a", NOW, **wishes), {(0, "oak"): 4}, 9)
    quick = kind(made)
    return [parsed(made, quick, 1 + at, b"\n".join(lines[at : at + 3])) for at in range(0, len(lines), 3)]


def line(source: str, *entries: dict[str, Any], **more: Any) -> bytes:
    return orjson.dumps({"source": source, **more, **({"annotation": list(entries)} if entries else {})})


def entry(name: str = "oak", **more: Any) -> dict[str, Any]:
    return {
        "type": "modelarts/image_classification",
        "name": name,
        **{key.replace("_", "-"): each for key, each in more.items()},
    }


@st.composite
def drawn_lines(draw: st.DrawFn) -> list[bytes]:
    """Lines of a few sources, entries and times, so that they repeat."""
    entries = st.builds(
        entry,
        st.sampled_from(["oak", "elm", ""]),
        creation_time=st.sampled_from(MOMENTS),
        annotated_by=st.sampled_from(["alice", "bob"]),
        property=st.sampled_from([{}, {"creation-time": "2026-01-02 03:04:05"}, {"created": "1"}]),
    )
    told: list[dict[str, Any]] = [
        {},
        {"usage": "TRAIN"},
        {"usage": "?"},
        {"id": "1"},
        {"hard": "true"},
        {"property": {"a": "b"}},
    ]
    found = []
    for _ in range(draw(st.integers(1, 12))):
        more = draw(st.sampled_from(told))
        found.append(line(draw(st.sampled_from(PLACES)), *draw(st.lists(entries, max_size=2)), **more))
    return found


class TestQuickLines:
    @given(drawn_lines())
    def test_they_become_what_reading_them_makes(self, lines: list[bytes]) -> None:
        assert lines_made(lines) == lines_made(lines, Never)

    def test_a_line_is_taken_where_source_and_time_alone_are_new(self) -> None:
        made = Preparer(Wishes(LabelType.IMAGE_CLASSIFICATION, "team/in/", "obs://team/a", NOW), {}, 1)
        quick = QuickLines(made)
        parsed(made, quick, 1, line("s3://team/a/1.jpg", entry(creation_time=MOMENTS[0])))

        assert quick.take(line("obs://team/b/2.jpg", entry(creation_time=MOMENTS[1])), 2)
        assert not quick.take(line("obs://team/b/2.jpg", entry("elm", creation_time=MOMENTS[1])), 2)

    def test_two_times_go_to_their_annotations(self) -> None:
        both = [(MOMENTS[0], MOMENTS[1]), (MOMENTS[1], MOMENTS[0])]
        lines = [line(f"s3://team/{at}.jpg", *(entry(creation_time=each) for each in times)) for at, times in enumerate(both)]

        assert lines_made(lines) == lines_made(lines, Never)

    def test_what_reads_otherwise_is_read(self) -> None:
        odd = [
            '{"source":"s3://team/%s","source":"s3://team/9.jpg"}',
            '{"source":"s3://team/%s","\\u0073ource":"s3://team/9.jpg"}',
            '{"source":"s3://team/%s",'
            + TIME
            + ',"annotation":[{'
            + KIND
            + ',"name":"oak","creation-time" : "2026-01-01 00:00:00"}]}',
            '{"source":"s3://team/%s","annotation":[{' + KIND + ',"name":"oak",' + TIME + "," + TIME + "}]}",
            '{"source":"s3://team/%s","annotation":[{' + KIND + ',"name":"oak"},{"type":"modelarts/text_entity"}]}',
            '{"source":"s3://team/%s","annotation":[{"type":"modelarts/text_classification","name":"oak"}]}',
            '{"source":"s3://team/%s","annotation":[{' + KIND + ',"name":"oak"}]}}',
        ]
        for each in odd:
            lines = [(each % f"{at}.jpg").encode() for at in range(3)]
            assert lines_made(lines) == lines_made(lines, Never), each

    def test_other_encodings_are_read(self) -> None:
        text = '{"source":"s3://team/%s.jpg","annotation":[{' + KIND + ',"name":"中"}]}'
        lines = [(text % "a").encode("gb18030"), (text % "中").encode(), (text % "中").encode("gb18030"), (text % "b").encode()]
        lines += [text.replace("中", "oak").encode() % each for each in (b"a", "中".encode("gb18030"), "中".encode())]
        lines += [b'{"source":"s3://team/1.jpg","id":"\xff"}', b'{"source":"s3://team/2.jpg","id":"a"}']

        assert lines_made(lines) == lines_made(lines, Never)

    def test_what_is_left_out_is_left_out(self) -> None:
        lines = [line(f"s3://team/{at}.jpg", entry("oak" if at % 2 else "elm"), hard="true") for at in range(6)]

        wanted: list[dict[str, Any]] = [{"included": frozenset({"oak"})}, {"difficult_only": True}, {"with_annotations": False}]
        for wishes in wanted:
            assert lines_made(lines, **wishes) == lines_made(lines, Never, **wishes)

    def test_a_time_that_is_none_is_read(self) -> None:
        lines = [line(f"s3://team/{at}.jpg", entry(creation_time=each)) for at, each in enumerate(MOMENTS)]

        assert lines_made(lines) == lines_made(lines, Never)

    def test_memory_has_bounds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("modelyard.datasets.rules.quick_lines._MOST_KNOWN", 1)
        told = [(label, time) for label in ("oak", "elm") for time in MOMENTS[:2]]
        lines = [line(f"s3://team/{at}.jpg", entry(label, creation_time=time)) for at, (label, time) in enumerate(told * 2)]

        assert lines_made(lines) == lines_made(lines, Never)
