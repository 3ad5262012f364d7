"""The local engine: terminals in running tasks, samples, health checks."""

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.errors import TaskNotRunning
from modelyard.compute.ports import Terminal
from modelyard.compute.supervisor.watching import thinned
from modelyard.compute.types import EndedBy, HealthCheck, TaskRef

LONG = "import time; print('up', flush=True); time.sleep(600)"


@pytest.fixture
async def running(house: EngineHouse) -> TaskRef:
    ref = await house.start(LONG, env={"COLOUR": "green"})
    await house.until_log(ref, "up")
    return ref


async def read_until(terminal: Terminal, text: bytes) -> bytes:
    seen = b""
    while text not in seen:
        piece = await terminal.read()
        assert piece, seen
        seen += piece
    return seen


class TestExec:
    async def test_a_shell_is_where_the_task_is(self, house: EngineHouse, running: TaskRef) -> None:
        terminal = await house.engine.exec(running, ["sh"], columns=100, rows=40)

        await terminal.write(b"echo $COLOUR $TERM; stty size; tty; ls /home; ps 2>/dev/null; echo E''ND\n")
        seen = await read_until(terminal, b"END")

        assert b"green xterm" in seen
        assert b"40 100" in seen
        assert b"/dev/pts/" in seen
        await terminal.resize(80, 24)
        await terminal.write(b"stty size; exit 3\n")
        assert b"24 80" in await read_until(terminal, b"24 80")
        while await terminal.read():
            pass
        assert await terminal.close() == 3
        await house.engine.stop(running, grace_seconds=0, ended_by="user")

    async def test_a_window_that_closes_ends_the_program(self, house: EngineHouse, running: TaskRef) -> None:
        terminal = await house.engine.exec(
            running, ["sh", "-c", "trap 'echo hung up > /cache/x; exit 1' HUP; echo r; sleep 600"]
        )
        await read_until(terminal, b"r")

        await terminal.close()

        file = house.directory(running) / "files" / "cache" / "x"
        await house.until(file.exists)
        await house.engine.stop(running, grace_seconds=0, ended_by="user")

    async def test_a_program_that_is_not_there_gives_no_terminal(self, house: EngineHouse, running: TaskRef) -> None:
        with pytest.raises(TaskNotRunning):
            await house.engine.exec(running, ["no-such-program"])
        await house.engine.stop(running, grace_seconds=0, ended_by="user")

    async def test_a_task_that_has_ended_gives_none(self, house: EngineHouse) -> None:
        ref = await house.start("print(1)")
        await house.end_of(ref)

        with pytest.raises(TaskNotRunning):
            await house.engine.exec(ref, ["sh"])


class TestSamples:
    async def test_use_is_measured_over_the_whole_life(self, house: EngineHouse) -> None:
        ref = await house.start("x = bytearray(50_000_000)\nfor _ in range(20_000_000): pass")
        await house.end_of(ref)

        samples = await house.engine.samples(ref)

        assert samples
        assert samples[-1].cpu_percent > 0
        assert await house.engine.samples(ref, after_ms=samples[-1].at_ms) == []

    def test_what_is_old_is_thinned_out_and_what_is_new_is_not(self) -> None:
        second, hour = 1000, 3_600_000
        week = [{"at_ms": at} for at in range(0, 7 * 24 * hour, 5 * second)]

        kept = thinned(week, 7 * 24 * hour)

        assert len(kept) < 4000
        assert kept[0] == week[0]
        assert kept[-720:] == week[-720:]
        assert thinned(kept, 7 * 24 * hour) == kept


class TestHealth:
    async def test_a_task_that_never_answers_is_ended(self, house: EngineHouse) -> None:
        check = HealthCheck(port=1, every_seconds=0.1, timeout_seconds=1, failures=2, start_seconds=0)

        end, _ = await house.run(LONG, health=check)

        assert end.ended_by is EndedBy.HEALTH
        assert "not ready after 0 s: its health check: Connection refused" in end.message
