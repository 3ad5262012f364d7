"""The log of a task: what is kept, and how pieces of it are read."""

import os
from pathlib import Path

import pytest

from modelyard.compute.supervisor.logs import LogWriter, read


class TestWriting:
    def test_a_log_within_its_limit_is_kept_whole(self, tmp_path: Path) -> None:
        log = LogWriter(str(tmp_path), 800)
        for number in range(80):
            log.write(b"%09d\n" % number)

        assert log.left_out == 0
        assert read(str(tmp_path), 0, 10_000) == (0, b"".join(b"%09d\n" % number for number in range(80)), 800)

    def test_of_a_longer_one_the_first_and_the_last_are_kept(self, tmp_path: Path) -> None:
        log = LogWriter(str(tmp_path), 800)
        for number in range(1000):
            log.write(b"%09d\n" % number)

        begin, head, size = read(str(tmp_path), 0, 100_000)
        after, tail, _ = read(str(tmp_path), len(head), 100_000)

        assert (begin, len(head), size) == (0, 400, 10_000)
        assert after >= 9_600
        assert tail == b"".join(b"%09d\n" % number for number in range(after // 10, 1000))
        assert log.left_out == after - 400

    def test_lines_of_the_platform_stand_alone(self, tmp_path: Path) -> None:
        log = LogWriter(str(tmp_path), 800)
        log.write(b"half")
        log.say("said")
        log.write(b"whole\n")
        log.say("said")

        assert read(str(tmp_path), 0, 100)[1] == b"half\nsaid\nwhole\nsaid\n"

    def test_a_disk_without_room_costs_bytes_and_nothing_else(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        log = LogWriter(str(tmp_path), 8000)
        log.write(b"kept\n")

        def full(*arguments: object) -> int:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "pwrite", full)
            log.write(b"lost\n")
        log.write(b"kept\n")

        assert (log.lost, log.size) == (5, 15)
        assert read(str(tmp_path), 0, 100)[1] == b"kept\n\0\0\0\0\0kept\n"


class TestReading:
    def test_offsets_from_the_end(self, tmp_path: Path) -> None:
        LogWriter(str(tmp_path), 800).write(b"0123456789")

        assert read(str(tmp_path), -3, 100) == (7, b"789", 10)
        assert read(str(tmp_path), -100, 4) == (0, b"0123", 10)

    def test_beyond_the_end_there_is_nothing(self, tmp_path: Path) -> None:
        LogWriter(str(tmp_path), 800).write(b"0123456789")

        assert read(str(tmp_path), 10, 100) == (10, b"", 10)
        assert read(str(tmp_path), 99, 100) == (10, b"", 10)

    def test_without_a_log_there_is_nothing(self, tmp_path: Path) -> None:
        assert read(str(tmp_path / "none"), 0, 100) == (0, b"", 0)

    def test_walking_through_it_meets_each_byte_that_is_kept_once(self, tmp_path: Path) -> None:
        log = LogWriter(str(tmp_path), 800)
        for number in range(300):
            log.write(b"%09d\n" % number)

        met, offset = b"", 0
        while True:
            begin, content, _ = read(str(tmp_path), offset, 37)
            if not content:
                break
            met += content
            offset = begin + len(content)

        assert len(met) == log.size - log.left_out
        assert met.startswith(b"000000000\n")
        assert met.endswith(b"000000299\n")
