"""Lines of logs: who wrote them, how bad they are, which repeat, and where bytes may be cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.training.rules import logs
from modelyard.training.types.logs import LineLevel, LineSource


def folds_of(*texts: str) -> list[tuple[list[str], int]]:
    content = "".join(f"{text}\n" for text in texts).encode()
    lines = logs.read_lines(content, 0, ended=False)
    return [([line.content.decode() for line in fold.lines], fold.repeats) for fold in logs.fold(lines)]


class TestIsPlatformLine:
    @pytest.mark.parametrize(
        "line",
        [
            b"[ModelArts Service Log][init] download code_url: s3://bucket/dir/",
            b"[Modelarts Service Log][task] Detect",
            b'time="2021-07-26T19:24:11+08:00" level=info msg="up" Command=obs/upload Platform=ModelArts-Service',
        ],
    )
    def test_both_marks_count_in_any_case_of_letters(self, line: bytes) -> None:
        assert logs.is_platform_line(line)

    def test_what_a_program_prints_is_the_users(self) -> None:
        assert not logs.is_platform_line(b"loss 0.5 ModelArts")


class TestLevelOf:
    @pytest.mark.parametrize(
        ("line", "level"),
        [
            (b"I0720 19:18:53.123 1 x.cc:1] started", LineLevel.INFO),
            (b"E20220720 19:18:53.123 1 x.cc:1] broken", LineLevel.ERROR),
            (b'time="2021-07-26T19:24:11+08:00" level=warning msg="ERROR"', LineLevel.WARNING),
            (b"2026-01-02 03:04:05,678 - root - DEBUG - details", LineLevel.DEBUG),
            (b"[Modelarts Service Log][ERROR][task][detect] code: 13", LineLevel.ERROR),
            (b"WARNING:tensorflow:slow", LineLevel.WARNING),
            (b"Traceback (most recent call last):", LineLevel.ERROR),
            (b"torch.cuda.OutOfMemoryError: CUDA out of memory", LineLevel.ERROR),
            (b"KeyboardInterrupt", LineLevel.ERROR),
            (b"/a/b.py:10: UserWarning: old function", LineLevel.WARNING),
            (b"Warning: no GPU", LineLevel.WARNING),
            (b"epoch 1 error rate 0.5", None),
            (b"x" * 200 + b" ERROR", None),
            (b"", None),
        ],
    )
    def test_the_start_of_a_line_tells_it(self, line: bytes, level: LineLevel | None) -> None:
        assert logs.level_of(line) is level


class TestShown:
    @pytest.mark.parametrize(
        ("raw", "shown"),
        [(b"plain", b"plain"), (b"1%\r50%\r100%", b"100%"), (b"windows\r", b"windows"), (b"a\rb\r", b"b")],
    )
    def test_only_what_a_terminal_would_still_show(self, raw: bytes, shown: bytes) -> None:
        assert logs.shown(raw) == shown


class TestReadLines:
    def test_offsets_and_sizes_cover_the_piece(self) -> None:
        lines = logs.read_lines(b"one\ntwo\n\nlast", 100, ended=True)

        assert [(line.offset, line.size, line.end) for line in lines] == [
            (100, 4, 104),
            (104, 4, 108),
            (108, 1, 109),
            (109, 4, 113),
        ]

    def test_a_line_that_is_not_complete_yet_is_left_out(self) -> None:
        assert [line.content for line in logs.read_lines(b"one\ntw", 0, ended=False)] == [b"one"]

    def test_the_frames_of_a_traceback_are_as_bad_as_its_first_line(self) -> None:
        lines = logs.read_lines(b"Traceback (most recent call last):\n  File x\n\tpass\nValueError: no\nafter\n", 0, ended=True)

        assert [line.level for line in lines] == [LineLevel.ERROR] * 4 + [LineLevel.PLAIN]

    def test_each_line_knows_who_wrote_it(self) -> None:
        lines = logs.read_lines(b"mine\n[ModelArts Service Log] its\n", 0, ended=True)

        assert [line.source for line in lines] == [LineSource.USER, LineSource.PLATFORM]

    @given(st.binary(max_size=200))
    def test_no_byte_is_lost_or_counted_twice(self, content: bytes) -> None:
        lines = logs.read_lines(content, 0, ended=True)

        assert sum(line.size for line in lines) == len(content)
        assert [line.offset for line in lines[1:]] == [line.end for line in lines[:-1]]


class TestFold:
    def test_a_repeated_line_is_folded(self) -> None:
        assert folds_of("a", "b", "b", "b", "c") == [(["a"], 1), (["b"], 3), (["c"], 1)]

    def test_moments_at_the_start_make_no_difference(self) -> None:
        assert folds_of(
            "2026-01-02 03:04:05,1 - WARNING - slow", "2026-01-02 03:04:06,2 - WARNING - slow", "W0102 03:04:05.1 7 x", "y"
        ) == [(["2026-01-02 03:04:05,1 - WARNING - slow"], 2), (["W0102 03:04:05.1 7 x"], 1), (["y"], 1)]

    def test_numbers_do(self) -> None:
        assert [repeats for _, repeats in folds_of("epoch 1", "epoch 2")] == [1, 1]

    def test_blocks_of_lines_are_folded_together(self) -> None:
        assert folds_of("x.py:1: UserWarning: old", "  warn()", "x.py:1: UserWarning: old", "  warn()", "end") == [
            (["x.py:1: UserWarning: old", "  warn()"], 2),
            (["end"], 1),
        ]

    def test_the_shorter_block_wins_where_both_cover_the_same(self) -> None:
        assert folds_of("a", "a", "a", "a") == [(["a"], 4)]

    @given(st.lists(st.sampled_from("abc"), max_size=30))
    def test_folds_hold_all_lines_in_order(self, texts: list[str]) -> None:
        assert [text for lines, repeats in folds_of(*texts) for text in lines * repeats] == texts


class TestWholeCharacters:
    @pytest.mark.parametrize("text", ["é", "中", "😀"])
    def test_a_character_is_never_cut(self, text: str) -> None:
        whole = b"ab" + text.encode()

        assert [logs.whole_characters(whole[:end]) for end in range(2, len(whole))] == [2] * (len(whole) - 2)
        assert logs.whole_characters(whole) == len(whole)

    @pytest.mark.parametrize("content", [b"", b"ascii", b"\x80\x80\x80\x80\x80", b"a\x80"])
    def test_what_is_no_character_anyway_is_not_held_back(self, content: bytes) -> None:
        assert logs.whole_characters(content) == len(content)

    def test_every_piece_of_a_text_can_be_put_together_again(self) -> None:
        content = "naïve 中文 😀 end".encode()
        for width in range(4, 9):
            position, text = 0, ""
            while position < len(content):
                kept = logs.whole_characters(content[position : position + width])
                text += logs.as_text(content[position : position + kept])
                position += kept
            assert text == content.decode()


class TestAsText:
    def test_what_is_no_text_is_replaced(self) -> None:
        assert logs.as_text(b"a\xff\x00") == "a\ufffd\x00"


def test_the_name_of_a_log_file_is_the_published_one() -> None:
    assert logs.log_file_name("95f6", "worker-0") == "modelarts-job-95f6-worker-0.log"


class TestByteRange:
    @pytest.mark.parametrize(
        ("header", "part"),
        [
            ("bytes=2-4", (2, 5)),
            ("bytes=7-", (7, 10)),
            ("bytes=-3", (7, 10)),
            ("bytes=-30", (0, 10)),
            ("bytes=5-1000", (5, 10)),
            ("bytes=20-", (20, 10)),
            ("bytes=-", None),
            ("bytes=1-2,4-5", None),
            ("lines=1-2", None),
            ("", None),
        ],
    )
    def test_one_part_of_ten_bytes(self, header: str, part: tuple[int, int] | None) -> None:
        assert logs.byte_range(header, 10) == part
