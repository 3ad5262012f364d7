"""Where things are in the container, and what may be chosen."""

import pytest

from modelyard.training.rules import places
from modelyard.training.types import Channel, Draft


class TestLocalPathProblem:
    @pytest.mark.parametrize(
        "path",
        ["/model", "/cache/data", "/home/ma-user/work", "/home/ma-user/modelarts/inputs/x_0", "/data/in", "/tmp/x", "/mnt"],
    )
    def test_directories_beside_the_platform_are_free(self, path: str) -> None:
        assert places.local_path_problem(path) is None

    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/cache",
            "/home",
            "/tmp",
            "/home/ma-user",
            "/home/ma-user/modelarts",
            "/home/ma-user/modelarts/log",
            "/home/ma-user/modelarts/log/x",
            "/home/ma-user/.modelyard/x",
            "/etc",
            "/etc/passwd",
            "/usr/lib",
            "/proc/self",
            "relative",
            "",
            "/a/../b",
            "/a/./b",
            "/a//b",
            "//a",
            "/a\nb",
            "/a\x7fb",
        ],
    )
    def test_those_of_the_platform_and_odd_ones_are_not(self, path: str) -> None:
        problem = places.local_path_problem(path)

        assert problem is not None
        assert all(problem)


class TestCodeDirProblem:
    @pytest.mark.parametrize(
        "path", ["/home/ma-user/modelarts/user-job-dir", "/home/ma-user/modelarts/user-job-dir/x", "/home/a"]
    )
    def test_below_home_is_fine(self, path: str) -> None:
        assert places.code_dir_problem(path) is None

    @pytest.mark.parametrize(
        "path",
        [
            "/data",
            "/home/ma-user",
            "/home/ma-user/modelarts/inputs",
            "/home/ma-user/infer/x",
            "/home/ma-user/modelarts/user-job-dir/../x",
            "x",
        ],
    )
    def test_elsewhere_is_not(self, path: str) -> None:
        assert places.code_dir_problem(path) is not None


class TestWorkingDirProblem:
    def test_only_its_form_counts(self) -> None:
        assert places.working_dir_problem("/etc") is None
        assert places.working_dir_problem("etc") is not None


class TestDirectories:
    def test_the_code_lies_below_the_job_directory_under_its_own_name(self) -> None:
        assert places.code_target(Draft(code_dir="obs://team/proj/demo/")) == "/home/ma-user/modelarts/user-job-dir/demo"
        assert places.code_target(Draft(code_dir="obs://team/", local_code_dir="/home/a")) == "/home/a/team"
        assert places.code_target(Draft()) is None

    def test_channels_have_directories_by_name_and_number(self) -> None:
        assert places.input_dir(1, Channel("data_url", "obs://b/d/")) == "/home/ma-user/modelarts/inputs/data_url_1"
        assert places.output_dir(0, Channel("train_url", "obs://b/o/")) == "/home/ma-user/modelarts/outputs/train_url_0"
        assert places.input_dir(0, Channel("a", "obs://b/d/", local_dir="/in")) == "/in"
        assert places.output_dir(0, Channel("a", "obs://b/d/", local_dir="/out")) == "/out"

    def test_a_program_starts_where_its_code_is_and_a_command_at_home(self) -> None:
        code = "obs://b/demo/"

        assert places.working_dir(Draft(code_dir=code, boot_file="t.py")).endswith("/user-job-dir/demo")
        assert places.working_dir(Draft(code_dir=code, command="true")) == "/home/ma-user"
        assert places.working_dir(Draft(boot_file="t.py")) == "/home/ma-user"
        assert places.working_dir(Draft(working_dir="/x", boot_file="t.py")) == "/x"


class TestOverlap:
    @pytest.mark.parametrize(
        ("one", "two", "expected"),
        [
            ("obs://b/a/", "obs://b/a/", True),
            ("obs://b/a", "obs://b/a/", True),
            ("obs://b/", "obs://b/a/", True),
            ("obs://b/a/x", "obs://b/a/", True),
            ("obs://b/a/", "obs://b/ab/", False),
            ("obs://b/a/", "obs://c/a/", False),
        ],
    )
    def test_places_overlap_when_one_contains_the_other(self, one: str, two: str, expected: bool) -> None:
        assert places.overlap(one, two) is expected
        assert places.overlap(two, one) is expected
