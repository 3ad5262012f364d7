"""The overseer, with parts that misbehave."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from modelyard.core.parts import Drain, Part, Probe
from modelyard.server.overseer import PartLog, rotate

FAKE = Path(__file__).with_name("fake_part.py")
PATIENCE_SECONDS = 120


class Overseen:
    """An overseer in a process of its own, with a short folder, since sockets have short names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[str] | None = None

    def part(self, name: str, *traits: str, **options: Any) -> Part:
        socket = self.folder / f"{name}.sock"
        options.setdefault("ready", Probe(f"unix:{socket}"))
        return Part(name=name, argv=(sys.executable, "-I", str(FAKE), str(socket), *traits), **options)

    def start(self, *parts: Part, doors: tuple[Probe, ...] = ()) -> None:
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT)
        plan = {
            "begun_at": time.time(),
            "version": "1",
            "build": "test",
            "endpoints": {"api": "http://here"},
            "ready_line": "ready http://here",
            "detached": False,
            "lock_descriptor": lock,
            "logs": str(self.folder),
            "status_file": str(self.folder / "status.json"),
            "empty_at_the_end": [],
            "max_log_bytes": 2**20,
            "kept_log_files": 2,
            "doors": [door.__dict__ for door in doors],
            "parts": [part.as_json() for part in parts],
        }
        file = self.folder / "plan.json"
        file.write_text(json.dumps(plan))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "modelyard.server.overseer", str(file)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            pass_fds=[lock],
        )
        os.close(lock)

    @property
    def process(self) -> subprocess.Popen[str]:
        assert self._process is not None
        return self._process

    def wait_ready(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)

    def status_of(self, name: str) -> dict[str, Any]:
        status = json.loads((self.folder / "status.json").read_text())
        found: dict[str, Any] = next(part for part in status["parts"] if part["name"] == name)
        return found

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


@pytest.fixture
def overseen() -> Iterator[Overseen]:
    with tempfile.TemporaryDirectory(prefix="overseen") as folder:
        running = Overseen(Path(folder))
        yield running
        running.close()


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    late = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < late, "it did not come about in time"
        time.sleep(0.02)


def all_gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


class TestStart:
    def test_it_says_ready_once_and_only_when_all_parts_answer(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("one"), overseen.part("two"))

        assert overseen.wait_ready() == "ready http://here\n"
        assert {overseen.status_of(name)["state"] for name in ("one", "two")} == {"healthy"}

    def test_a_part_that_never_gets_ready_ends_the_start_with_its_name(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("good"), overseen.part("slow", "never-ready", start_seconds=0.5))

        _, said = overseen.process.communicate(timeout=PATIENCE_SECONDS)

        assert overseen.process.returncode == 17
        assert "slow did not answer within 0.5 s" in said

    def test_a_part_that_crashes_at_start_is_reported_with_the_end_of_its_log(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("good"), overseen.part("bad", "crash"))

        _, said = overseen.process.communicate(timeout=PATIENCE_SECONDS)

        assert overseen.process.returncode == 17
        assert "bad exited with code 3" in said
        assert "the reason of the crash" in said

    def test_a_single_crash_at_start_is_forgiven(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("shy", "crash-once", str(overseen.folder / "marker")))

        assert overseen.wait_ready().startswith("ready")
        assert overseen.status_of("shy")["restarts"] == 1

    def test_a_program_that_is_not_there_is_reported(self, overseen: Overseen) -> None:
        overseen.start(Part(name="missing", argv=("/nonexistent/program",)))

        _, said = overseen.process.communicate(timeout=PATIENCE_SECONDS)

        assert overseen.process.returncode == 17
        assert "could not be started" in said


class TestRestart:
    def test_a_killed_part_is_back_soon(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("one"))
        overseen.wait_ready()
        before = overseen.status_of("one")["pid"]

        os.kill(before, signal.SIGKILL)

        until(lambda: overseen.status_of("one")["state"] == "healthy" and overseen.status_of("one")["pid"] != before)
        assert overseen.status_of("one")["restarts"] == 1

    def test_a_crash_loop_is_said_in_words(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("one"))
        overseen.wait_ready()
        killed: set[int] = set()

        def kill_again() -> bool:
            pid = overseen.status_of("one")["pid"]
            if pid is not None and pid not in killed:
                killed.add(pid)
                psutil.Process(pid).kill()
            return bool(overseen.status_of("one")["state"] == "crash-looping")

        until(kill_again)
        assert "times in a row" in overseen.status_of("one")["detail"]

    def test_a_part_that_dies_before_its_children_is_started_again(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("two", "family"))
        overseen.wait_ready()
        family = overseen.family()

        psutil.Process(overseen.status_of("two")["pid"]).kill()

        until(lambda: overseen.status_of("two")["restarts"] == 1)
        until(lambda: all_gone(family))


class TestStop:
    def test_sigterm_stops_all_and_leaves_nothing(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("one"), overseen.part("two", "family"))
        overseen.wait_ready()
        family = overseen.family()

        assert overseen.stop() == 0

        until(lambda: all_gone(family))

    def test_a_part_that_ignores_sigterm_is_killed(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("deaf", "deaf", stop_seconds=0.3))
        overseen.wait_ready()
        family = overseen.family()

        assert overseen.stop() == 0

        assert all_gone(family)
        assert "deaf did not stop in time" in (overseen.folder / "overseer.log").read_text()

    def test_parts_stop_in_their_order(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("last", stop_order=2), overseen.part("first", "deaf", stop_order=1, stop_seconds=1))
        overseen.wait_ready()
        last = overseen.status_of("last")["pid"]

        overseen.process.send_signal(signal.SIGTERM)

        until(lambda: json.loads((overseen.folder / "status.json").read_text())["state"] == "stopping")
        assert not all_gone([psutil.Process(last)])
        assert overseen.process.wait(PATIENCE_SECONDS) == 0

    def test_nothing_outlives_a_killed_overseer(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("one"), overseen.part("deaf", "deaf"))
        overseen.wait_ready()
        family = overseen.family()

        overseen.process.kill()

        until(lambda: all_gone(family))

    def test_sigterm_during_the_start_stops_all(self, overseen: Overseen) -> None:
        overseen.start(overseen.part("slow", "never-ready"))
        until(lambda: (overseen.folder / "slow.log").exists() and "started" in (overseen.folder / "slow.log").read_text())
        family = overseen.family()

        assert overseen.stop() == 0

        assert all_gone(family)


class TestPart:
    def test_a_part_survives_the_way_through_the_plan(self) -> None:
        drain = Drain(Probe("unix:/a", "/x", "POST"), Probe("unix:/a"), "busy")
        part = Part(name="n", argv=("a", "b"), env={"C": "d"}, ready=Probe("tcp:h:1"), drain=drain, log_files=("/l",))

        assert Part.from_json(json.loads(json.dumps(part.as_json()))) == part


class TestLogs:
    def test_a_large_log_is_renamed_and_few_old_ones_are_kept(self, tmp_path: Path) -> None:
        log = PartLog(tmp_path / "part.log", max_bytes=100, kept=2)

        for number in range(6):
            log.write(f"{number}".encode() * 101)
        log.close()

        assert sorted(file.name for file in tmp_path.iterdir()) == ["part.log", "part.log.1", "part.log.2"]
        assert (tmp_path / "part.log.1").read_bytes() == b"5" * 101

    def test_rotation_without_a_file_does_nothing(self, tmp_path: Path) -> None:
        rotate(tmp_path / "absent", 2)

        assert list(tmp_path.iterdir()) == []
