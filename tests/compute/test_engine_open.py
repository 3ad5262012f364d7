"""The local engine with isolation switched off, for machines that cannot make sandboxes."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.adapters import local
from modelyard.compute.errors import LaunchRefused
from modelyard.compute.supervisor.sandbox import real_path_of
from modelyard.compute.types import EndedBy


@pytest.fixture
def open_house(tmp_path: Path, engine_image: Path) -> Iterator[EngineHouse]:
    house = EngineHouse(tmp_path, engine_image, isolation="off")
    yield house
    house.close()


class TestOff:
    async def test_a_task_runs_and_finds_its_directories(self, open_house: EngineHouse) -> None:
        end, log = await open_house.run(
            "import os; open(os.environ['OUT'] + '/x', 'w').write('1'); print(os.path.expanduser('~'), os.getuid())",
            env={"OUT": "/home/ma-user/modelarts/outputs"},
        )

        assert end.succeeded, log
        assert "isolation is switched off" in log
        assert f"{open_house.tasks}" in log

    async def test_whole_names_of_tasks_are_replaced_by_their_addresses(self, open_house: EngineHouse) -> None:
        _, log = await open_house.run(
            "import os; print(os.environ['HOSTS'], os.environ['ME'])",
            domain="job-1",
            peers={"worker-0": "127.64.9.9"},
            env={"HOSTS": "job-1-worker-0.job-1,job-1-worker-1.job-1", "ME": "job-1-worker-0"},
        )

        assert "127.64.9.9,job-1-worker-1.job-1 job-1-worker-0" in log

    async def test_what_it_leaves_behind_ends_with_it(self, open_house: EngineHouse) -> None:
        end, log = await open_house.run(
            "import os, time\nif os.fork() == 0:\n  os.setsid()\n  pid = os.fork()\n"
            "  if pid: print('PID', pid, flush=True); os._exit(0)\n  time.sleep(600)\nos.wait()"
        )

        assert end.succeeded, log
        pid = int(log.split("PID ")[1].split()[0])
        with pytest.raises(ProcessLookupError):
            os.kill(pid, signal.SIG_DFL)

    async def test_it_is_stopped_like_any_other(self, open_house: EngineHouse) -> None:
        ref = await open_house.start("import time; print('up'); time.sleep(600)")
        await open_house.until_log(ref, "up")

        await open_house.engine.stop(ref, grace_seconds=10, ended_by="user")

        end = await open_house.end_of(ref)
        assert (end.ended_by, end.signal) == (EndedBy.USER, 15)


class TestRefused:
    async def test_without_a_sandbox_nothing_is_launched_unless_that_was_asked_for(
        self, house: EngineHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(local, "sandbox_problem", lambda: "bwrap: No permissions to create new namespace")

        with pytest.raises(LaunchRefused, match="No permissions to create new namespace"):
            await house.start("print(1)")

        assert "No permissions" in (await house.engine.nodes())[0].problem


class TestPaths:
    def test_only_whole_paths_are_replaced(self) -> None:
        places = [("/h/home", "/home/ma-user"), ("/h/cache", "/cache"), ("/h/given", "/home/ma-user/.modelyard")]

        assert real_path_of("--out=/home/ma-user/x:/cache", places) == "--out=/h/home/x:/h/cache"
        assert real_path_of("/home/ma-user/.modelyard/k", places) == "/h/given/k"
        assert real_path_of("/cached /my/cache /home/ma-user2", places) == "/cached /my/cache /home/ma-user2"
