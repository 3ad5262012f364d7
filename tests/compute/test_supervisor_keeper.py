"""What a stop of the platform does with running tasks."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.types import EndedBy, TaskRef, TaskState

POLITE = "import signal, sys, time\nsignal.signal(15, lambda *_: (print('saved'), sys.exit(0)))\nprint('up')\ntime.sleep(600)"


@pytest.fixture
def keeper(house: EngineHouse) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "modelyard.compute.supervisor.keeper", str(house.tasks), str(house.folder / "keep"), "20"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"waiting" in process.stdout.readline()
        yield process
        process.kill()


async def running_task(house: EngineHouse) -> TaskRef:
    ref = await house.start(POLITE)
    await house.until_log(ref, "up")
    return ref


class TestStop:
    async def test_tasks_are_stopped_with_grace_and_count_as_ended_by_the_platform(
        self, house: EngineHouse, keeper: "subprocess.Popen[bytes]"
    ) -> None:
        ref = await running_task(house)

        keeper.send_signal(signal.SIGTERM)

        assert keeper.wait(30) == 0
        seen = await house.engine.observe(ref)
        assert seen.end is not None
        assert seen.end.ended_by is EndedBy.PLATFORM
        assert "saved" in await house.log_of(ref)

    async def test_tasks_are_left_alone_when_that_was_asked_for(
        self, house: EngineHouse, keeper: "subprocess.Popen[bytes]"
    ) -> None:
        ref = await running_task(house)
        (house.folder / "keep").touch()

        keeper.send_signal(signal.SIGTERM)

        assert keeper.wait(30) == 0
        await _is_well(house, ref)

    async def test_tasks_go_on_when_the_platform_is_killed(self, house: EngineHouse, keeper: "subprocess.Popen[bytes]") -> None:
        ref = await running_task(house)

        keeper.kill()

        keeper.wait(30)
        await _is_well(house, ref)


async def _is_well(house: EngineHouse, ref: TaskRef) -> None:
    assert (await house.another_engine().observe(ref)).state is TaskState.RUNNING
    await house.engine.stop(ref, grace_seconds=20, ended_by="user")
    assert (await house.end_of(ref)).ended_by is EndedBy.USER
