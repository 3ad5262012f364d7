"""How supervisors are started: by one process for all of them, or without it."""

import os
import signal
from pathlib import Path

from compute.engine_house import EngineHouse
from modelyard.compute.supervisor import starter
from modelyard.compute.supervisor.processes import stat_of
from modelyard.compute.types import TaskRef


def processes_with(word: bytes) -> list[int]:
    """The processes of this machine that show a word among their arguments."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if word in words:
            found.append(int(place.name))
    return found


def parent_of(pid: int) -> int:
    words = stat_of(pid)
    assert words
    return int(words[1])


class TestTheStarter:
    async def test_supervisors_come_from_one_process_and_show_whose_they_are(self, house: EngineHouse) -> None:
        refs = [await self.running(house) for _ in range(2)]

        supervisors = [processes_with(os.fsencode(house.directory(ref))) for ref in refs]

        assert [len(found) for found in supervisors] == [1, 1]
        (first,), (second,) = supervisors
        assert parent_of(first) == parent_of(second)
        assert parent_of(first) in processes_with(b"modelyard.compute.supervisor.starter")
        # None gets a signal that is meant for others.
        assert os.getsid(first) == first
        await self.stop(house, *refs)

    async def test_tasks_outlive_it_and_the_next_ones_get_another(self, house: EngineHouse) -> None:
        ref = await self.running(house)
        (supervisor,) = processes_with(os.fsencode(house.directory(ref)))
        os.kill(parent_of(supervisor), signal.SIGKILL)

        end, log = await house.run("print('after it')")
        third, _ = await house.run("print('with another')")

        assert end.succeeded, log
        assert third.succeeded
        assert processes_with(os.fsencode(house.directory(ref))) == [supervisor]
        await self.stop(house, ref)

    async def test_it_ends_with_the_engine(self, house: EngineHouse) -> None:
        ref = await self.running(house)
        (supervisor,) = processes_with(os.fsencode(house.directory(ref)))
        process = parent_of(supervisor)

        house.engine.close()
        await house.until(lambda: not Path(f"/proc/{process}").exists() or parent_of(supervisor) != process)

        assert (await house.engine.observe(ref)).end is None
        await self.stop(house, ref)

    async def running(self, house: EngineHouse) -> TaskRef:
        ref = await house.start("import time; print('up'); time.sleep(600)")
        await house.until_log(ref, "up\n")
        return ref

    async def stop(self, house: EngineHouse, *refs: TaskRef) -> None:
        for ref in refs:
            await house.engine.stop(ref, grace_seconds=0, ended_by="user")
            await house.end_of(ref)


class TestCompiling:
    async def test_what_runs_in_sandboxes_is_compiled_beside_its_source(self, house: EngineHouse) -> None:
        await house.run("print(1)")

        kept = {file.name.partition(".")[0] for file in (Path(starter.__file__).parent / "__pycache__").glob("*.pyc")}
        assert kept >= {"init", "carrier", "storage", "forwarding", "processes"}
