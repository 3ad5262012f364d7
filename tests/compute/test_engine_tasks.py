"""The local engine: launching, watching, stopping and removing tasks."""

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.errors import LaunchRefused, TaskNotRunning
from modelyard.compute.types import Command, EndedBy, Step, StepStatus, TaskRef, TaskState, WorkloadId


class TestLaunch:
    async def test_a_task_runs_and_its_output_is_kept(self, house: EngineHouse) -> None:
        end, log = await house.run("print(1)")

        assert (end.ended_by, end.exit_code, end.succeeded) == (EndedBy.ITSELF, 0, True)
        assert log == "1\n"

    async def test_a_code_that_is_not_zero_is_the_end(self, house: EngineHouse) -> None:
        end, _ = await house.run("raise SystemExit(137)")

        assert (end.exit_code, end.signal, end.succeeded) == (137, None, False)

    async def test_a_signal_is_told_from_a_code(self, house: EngineHouse) -> None:
        end, _ = await house.run("import os; os.kill(os.getpid(), 9)")

        assert (end.exit_code, end.signal, end.ended_by) == (None, 9, EndedBy.ITSELF)

    async def test_a_second_launch_changes_nothing(self, house: EngineHouse) -> None:
        launch = house.launch_of("print(1)")
        await house.engine.launch(launch)
        await house.end_of(launch.ref)

        await house.engine.launch(launch)
        await house.another_engine().launch(launch)

        assert await house.log_of(launch.ref) == "1\n"

    async def test_of_many_launches_at_once_one_counts(self, house: EngineHouse) -> None:
        launch = house.launch_of("print(1)")

        await asyncio.gather(*(house.another_engine().launch(launch) for _ in range(8)))

        await house.end_of(launch.ref)
        assert await house.log_of(launch.ref) == "1\n"

    async def test_a_launch_that_got_no_further_than_its_directory_is_done_again(self, house: EngineHouse) -> None:
        launch = house.launch_of("print(1)")
        house.directory(launch.ref).mkdir(parents=True)
        assert (await house.engine.observe(launch.ref)).state is TaskState.WAITING

        await house.engine.launch(launch)

        assert (await house.end_of(launch.ref)).succeeded

    async def test_a_program_that_is_not_there_is_said(self, house: EngineHouse) -> None:
        end, _ = await house.run("no-such-program", "x")

        assert not end.succeeded
        assert "No such file" in end.message

    async def test_an_image_that_is_not_there_is_refused(self, house: EngineHouse) -> None:
        launch = house.launch_of("print(1)")

        with pytest.raises(LaunchRefused, match="not on this machine"):
            await house.engine.launch(replace(launch, image=replace(launch.image, location="/no/such/image")))

    async def test_a_name_that_leads_elsewhere_is_refused(self, house: EngineHouse) -> None:
        launch = house.launch_of("print(1)")

        with pytest.raises(LaunchRefused, match="name of a directory"):
            await house.engine.launch(replace(launch, ref=TaskRef(WorkloadId("../x"), 1, "worker-0")))

    async def test_addresses_and_ports_stand_where_they_are_named(self, house: EngineHouse) -> None:
        launch = house.launch_of("import os; print(os.environ['WHERE'])", ports=("a", "b"))
        launch = replace(
            launch, spec=replace(launch.spec, env={"WHERE": "{address:worker-0} {port:b} {port:worker-0/b} {port:c} {x} {}"})
        )
        (address,) = await house.engine.addresses("local", [launch.ref])

        await house.engine.launch(launch)

        await house.end_of(launch.ref)
        ports = (await house.engine.observe(launch.ref)).ports
        assert ports is not None
        assert await house.log_of(launch.ref) == f"{address} {ports['b']} {ports['b']} {{port:c}} {{x}} {{}}\n"

    async def test_commands_before_the_process_come_first_and_their_failure_ends_the_task(self, house: EngineHouse) -> None:
        setup = (Command(("python", "-c", "print('first')"), "one"), Command(("python", "-c", "exit(3)"), "two"))

        end, log = await house.run("print('never')", setup=setup)

        assert (end.ended_by, end.exit_code) == (EndedBy.SETUP, None)
        assert "two: exited with code 3" in end.message
        assert "\nfirst\n" in log
        assert "never" not in log


class TestObserve:
    async def test_steps_are_told_from_where_one_was(self, house: EngineHouse) -> None:
        ref = await house.start("print(1)")
        await house.end_of(ref)

        steps = (await house.engine.observe(ref)).steps
        later = (await house.engine.observe(ref, after_step=2)).steps

        assert [step.number for step in steps] == list(range(1, len(steps) + 1))
        assert later == steps[2:]
        assert (steps[0].step, steps[0].status) == (Step.PRE_CHECK, StepStatus.STARTED)

    async def test_a_task_whose_supervisor_was_killed_ended_by_the_platform_and_nothing_of_it_runs(
        self, house: EngineHouse
    ) -> None:
        ref = await house.start("import os, time\nif os.fork():\n  print('ready')\ntime.sleep(600)")
        await house.until_log(ref, "ready")
        supervisor = _supervisor_of(house, ref)
        inside = _below(supervisor)
        assert len(inside) >= 3

        os.kill(supervisor, signal.SIGKILL)

        end = await house.end_of(ref)
        assert end.ended_by is EndedBy.PLATFORM
        assert not any(_is_alive(pid) for pid in inside)
        assert end == (await house.another_engine().observe(ref)).end

    async def test_a_hint_comes_with_each_step(self, house: EngineHouse) -> None:
        heard: list[TaskRef] = []
        house.engine.listen(heard.append)

        ref = await house.start("print(1)")
        await house.end_of(ref)

        assert set(heard) == {ref}


class TestStop:
    async def test_a_process_is_asked_first(self, house: EngineHouse) -> None:
        program = (
            "import signal, time, sys\nsignal.signal(15, lambda *_: (print('bye'), sys.exit(0)))\nprint('up')\ntime.sleep(600)"
        )
        ref = await house.start(program)
        await house.until_log(ref, "up")

        await house.engine.stop(ref, grace_seconds=60, ended_by="user")

        end = await house.end_of(ref)
        assert (end.ended_by, end.exit_code) == (EndedBy.USER, 0)
        assert "bye" in await house.log_of(ref)

    async def test_one_that_does_not_listen_is_killed_after_the_grace_time(self, house: EngineHouse) -> None:
        ref = await house.start("import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('up')\ntime.sleep(600)")
        await house.until_log(ref, "up")

        await house.engine.stop(ref, grace_seconds=0.2, ended_by="run_limit")

        assert (await house.end_of(ref)).ended_by is EndedBy.RUN_LIMIT

    async def test_a_task_that_was_stopped_before_its_launch_never_starts(self, house: EngineHouse) -> None:
        launch = house.launch_of("print(1)")
        await house.engine.stop(launch.ref, grace_seconds=5, ended_by="user")

        await house.engine.launch(launch)

        end = await house.end_of(launch.ref)
        assert end.ended_by is EndedBy.USER
        assert await house.log_of(launch.ref) == ""

    async def test_a_task_that_has_ended_stays_as_it_ended(self, house: EngineHouse) -> None:
        ref = await house.start("print(1)")
        end = await house.end_of(ref)

        await house.engine.stop(ref, grace_seconds=5, ended_by="user")

        assert await house.end_of(ref) == end


class TestSignal:
    async def test_a_signal_reaches_the_process(self, house: EngineHouse) -> None:
        program = "import signal, time, sys\nsignal.signal(10, lambda *_: sys.exit(7))\nprint('up')\ntime.sleep(600)"
        ref = await house.start(program)
        await house.until_log(ref, "up")

        await house.engine.signal(ref, 10)

        assert (await house.end_of(ref)).exit_code == 7

    async def test_a_task_that_does_not_run_gets_none(self, house: EngineHouse) -> None:
        ref = await house.start("print(1)")
        await house.end_of(ref)

        with pytest.raises(TaskNotRunning):
            await house.engine.signal(ref, 10)


class TestRemove:
    async def test_nothing_is_left(self, house: EngineHouse) -> None:
        ref = await house.start("print(1)")
        await house.end_of(ref)

        await house.engine.remove(ref)

        assert list(house.tasks.iterdir()) == []
        await house.engine.remove(ref)

    async def test_a_task_that_runs_stays(self, house: EngineHouse) -> None:
        ref = await house.start("import time; print('up'); time.sleep(600)")
        await house.until_log(ref, "up")

        await house.engine.remove(ref)

        assert (await house.engine.observe(ref)).state is TaskState.RUNNING
        await house.engine.stop(ref, grace_seconds=0, ended_by="user")
        await house.end_of(ref)


def _supervisor_of(house: EngineHouse, ref: TaskRef) -> int:
    """Return the process that has the lock of a task open."""
    lock = str(house.directory(ref) / "lock")
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if any(str(descriptor.readlink()) == lock for descriptor in (entry / "fd").iterdir()):
                    return int(entry.name)
            except OSError:
                continue
    raise AssertionError("no supervisor")


def _below(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        here = children.get(waiting.pop(), [])
        found += here
        waiting += here
    return found


def _is_alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
