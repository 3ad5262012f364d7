"""What an archive may hold, decided without one."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.objects.rules.archives import (
    RATIO_FLOOR_BYTES,
    Inventory,
    Limits,
    Refused,
    safe_name,
    text_of_tar_name,
    text_of_zip_name,
)
from modelyard.objects.types import ArchiveProblem as Problem

LIMITS = Limits(max_entries=4, max_bytes=2**30, max_ratio=10, memory_bytes=2**28)


def problem_of(work: Callable[[], object]) -> Problem:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.problem


class TestSafeName:
    @given(st.text(max_size=300))
    def test_whatever_passes_stays_inside_and_is_plain(self, name: str) -> None:
        try:
            plain = safe_name(name)
        except Refused:
            return
        assert not plain.startswith("/")
        assert not {"", ".", ".."} & set(plain.split("/")) or plain == ""
        assert safe_name(plain) == plain

    @pytest.mark.parametrize(
        ("name", "problem"),
        [
            ("a\x00b", Problem.NAME),
            ("a\udc80", Problem.NAME),
            ("a\\b", Problem.BACKSLASH),
            ("/a", Problem.ABSOLUTE),
            ("C:a", Problem.ABSOLUTE),
            ("a/../b", Problem.OUTSIDE),
            ("a" * 256, Problem.TOO_LONG),
            ("/".join(["a" * 200] * 6)[:1100].lstrip("/"), Problem.TOO_LONG),
        ],
    )
    def test_what_points_elsewhere_is_refused(self, name: str, problem: Problem) -> None:
        assert problem_of(lambda: safe_name(name)) is problem

    @pytest.mark.parametrize("name", ["./a/b", "a//b", "a/./b", "a/b/"])
    def test_usual_spellings_are_made_plain(self, name: str) -> None:
        assert safe_name(name) == "a/b"


class TestInventory:
    def test_files_and_empty_folders_are_counted(self) -> None:
        inventory = Inventory(LIMITS, 100)

        assert inventory.add_file("./a/b", 3) == "a/b"
        inventory.add_folder("a/")
        inventory.add_folder("./")
        inventory.add_folder("empty/")

        assert (inventory.files, inventory.bytes, inventory.empty_folders()) == (1, 3, ["empty"])

    @pytest.mark.parametrize(
        ("names", "problem"),
        [
            (["./"], Problem.NAME),
            (["a", "a"], Problem.TWICE),
            (["a/b", "a"], Problem.FILE_AND_FOLDER),
            (["a", "a/b"], Problem.FILE_AND_FOLDER),
            (["a", "b", "c", "d", "e"], Problem.TOO_MANY),
        ],
    )
    def test_names_that_cannot_stand_together_are_refused(self, names: list[str], problem: Problem) -> None:
        inventory = Inventory(LIMITS, 100)

        assert problem_of(lambda: [inventory.add_file(name, 1) for name in names]) is problem

    def test_a_folder_with_the_name_of_a_file_is_refused(self) -> None:
        inventory = Inventory(LIMITS, 100)
        inventory.add_file("a", 1)

        assert problem_of(lambda: inventory.add_folder("a/")) is Problem.FILE_AND_FOLDER

    @pytest.mark.parametrize(
        ("size", "problem"), [(2**30 + 1, Problem.TOO_LARGE), (RATIO_FLOOR_BYTES + 1, Problem.BOMB), (-1, Problem.BOMB)]
    )
    def test_sizes_beyond_the_limits_are_refused(self, size: int, problem: Problem) -> None:
        assert problem_of(lambda: Inventory(LIMITS, 100).add_file("a", size)) is problem


class TestNamesAsText:
    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
    def test_zip_names_of_chinese_systems_are_read(self, encoding: str) -> None:
        assert text_of_zip_name("数据.csv".encode(encoding).decode("cp437"), is_utf8=False) == "数据.csv"

    def test_zip_names_that_are_clear_stay(self) -> None:
        assert text_of_zip_name("ü", is_utf8=True) == "ü"
        assert text_of_zip_name("a", is_utf8=False) == "a"
        assert text_of_zip_name("数", is_utf8=False) == "数"
        assert text_of_zip_name(b"\xff\xff".decode("cp437"), is_utf8=False) == b"\xff\xff".decode("cp437")

    def test_tar_names_that_are_no_utf8_may_be_gbk(self) -> None:
        assert text_of_tar_name("数据".encode("gb18030").decode("utf-8", "surrogateescape")) == "数据"
        assert text_of_tar_name("数据") == "数据"
        assert text_of_tar_name("\udcff\udcff") == "\udcff\udcff"
        assert text_of_tar_name("\ud800") == "\ud800"
