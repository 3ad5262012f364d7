"""Homes that can be used, and those that are refused without damage."""

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import modelyard
from modelyard.server import home as homes
from modelyard.server.errors import (
    DiskFull,
    HomeInUse,
    HomeIsNewer,
    HomeNotDirectory,
    HomeNotWritable,
    HomeOfAnother,
)
from modelyard.server.home import Home, check, find_home, prepare, running_pid, take_lock, version_order, write_atomically


@contextmanager
def prepared(home: Home) -> Iterator[Home]:
    lock = prepare(home)
    try:
        yield home
    finally:
        os.close(lock)


class TestPrepare:
    def test_a_new_home_belongs_to_its_owner_alone(self, tmp_path: Path) -> None:
        with prepared(Home(tmp_path / "deep" / "home")) as home:
            folders = [home.path, home.secrets, home.data, home.run, home.logs, home.sockets]

            assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
            assert stat.S_IMODE(home.master_key_file.stat().st_mode) == 0o600
            assert len(home.master_key_file.read_bytes()) == 32

    def test_the_master_key_is_made_once(self, tmp_path: Path) -> None:
        with prepared(Home(tmp_path / "home")) as home:
            first = home.master_key_file.read_bytes()
        with prepared(home):
            assert home.master_key_file.read_bytes() == first

    def test_two_homes_have_different_keys(self, tmp_path: Path) -> None:
        with prepared(Home(tmp_path / "one")) as one, prepared(Home(tmp_path / "two")) as two:
            assert one.master_key_file.read_bytes() != two.master_key_file.read_bytes()

    def test_the_home_remembers_the_version(self, tmp_path: Path) -> None:
        with prepared(Home(tmp_path / "home")) as home:
            assert home.version_file.read_text().strip() == modelyard.__version__

    def test_a_second_start_on_the_same_home_is_refused(self, tmp_path: Path) -> None:
        with prepared(Home(tmp_path / "home")) as home, pytest.raises(HomeInUse) as refused:
            prepare(home)

        assert refused.value.params["pid"] == os.getpid()

    def test_a_disk_that_gives_less_than_it_says_is_full(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_space(home: Home) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(homes, "_probe_space", no_space)

        with pytest.raises(DiskFull):
            prepare(Home(tmp_path / "home"))


class TestCheck:
    def test_a_file_is_no_home(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("mine")

        with pytest.raises(HomeNotDirectory):
            check(Home(tmp_path / "file"))

        assert (tmp_path / "file").read_text() == "mine"

    def test_a_place_below_a_file_is_no_home(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("mine")

        with pytest.raises(HomeNotDirectory):
            check(Home(tmp_path / "file" / "home"))

    def test_a_dangling_link_is_no_home(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path / "nowhere")

        with pytest.raises(HomeNotDirectory):
            check(Home(tmp_path / "link"))

    def test_a_home_of_a_newer_version_is_left_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "VERSION").write_text("99.0.0\n")

        with pytest.raises(HomeIsNewer):
            check(Home(tmp_path))

        assert [file.name for file in tmp_path.iterdir()] == ["VERSION"]

    def test_a_read_only_file_system_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        real = os.statvfs(tmp_path)
        changed = os.statvfs_result((*tuple(real)[:8], real.f_flag | os.ST_RDONLY, real.f_namemax))
        monkeypatch.setattr(os, "statvfs", lambda place: changed)

        with pytest.raises(HomeNotWritable):
            check(Home(tmp_path))

    def test_a_full_disk_is_said_before_anything_is_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(homes, "free_bytes", lambda place: 1000)

        with pytest.raises(DiskFull):
            check(Home(tmp_path / "home"))

        assert list(tmp_path.iterdir()) == []

    def test_the_home_of_another_user_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)

        with pytest.raises(HomeOfAnother):
            check(Home(tmp_path))


class TestLock:
    def test_a_free_lock_means_that_nothing_runs(self, tmp_path: Path) -> None:
        with prepared(Home(tmp_path / "home")) as home:
            assert running_pid(home) == os.getpid()

        assert running_pid(home) is None

    def test_looking_does_not_take_the_lock(self, tmp_path: Path) -> None:
        home = Home(tmp_path / "home")
        with prepared(home):
            pass
        running_pid(home)

        lock = take_lock(home)

        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


class TestNames:
    def test_sockets_of_a_deep_home_have_short_names(self) -> None:
        home = Home(Path("/" + "very-long-name/" * 10))

        assert len(str(home.storage_socket)) < 107

    @pytest.mark.parametrize("length", [10, 50, 60, 61, 62, 70, 75, 76, 80, 81, 300])
    def test_a_directory_for_sockets_of_tasks_is_short_in_any_home(self, length: int) -> None:
        home = Home(Path("/" + "h" * (length - 1)))

        assert len(str(home.task_sockets)) <= 66
        assert home.task_sockets.name == "tasks"

    def test_the_option_wins_over_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MODELYARD_HOME", "/from/environment")

        assert find_home("/from/option").path == Path("/from/option")
        assert find_home(None).path == Path("/from/environment")

    @pytest.mark.parametrize(("older", "newer"), [("0.1.0", "0.2.0"), ("0.9.0", "0.10.0"), ("1.0.0", "1.0.0.rc1")])
    def test_versions_have_an_order(self, older: str, newer: str) -> None:
        assert version_order(older) < version_order(newer)


class TestWriteAtomically:
    def test_a_failed_write_leaves_the_old_text(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "file"
        write_atomically(file, "old")

        def fail(descriptor: int) -> None:
            raise OSError(errno.EIO, "broken")

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="broken"):
            write_atomically(file, "new")

        assert file.read_text() == "old"
        assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_nothing_heavy_is_imported_by_the_overseer() -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    code = "import sys, modelyard.server.overseer, modelyard.server.home; print(*sys.modules)"
    loaded: Any = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {"fastapi", "sqlalchemy", "pydantic", "typer", "rich", "uvicorn"} & set(loaded)
