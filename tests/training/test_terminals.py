"""Terminals in running tasks, over real web sockets; the shell is played by the engine in memory."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from modelyard.compute.errors import TaskNotRunning
from modelyard.compute.types import TaskRef
from modelyard.core import terminals
from modelyard.training.testing import Driver
from training.watching import Watched

pytestmark = pytest.mark.enable_socket


@dataclass
class Shell:
    """Says back what it is told; `exit` ends it with 7."""

    argv: Sequence[str] = ()
    size: tuple[int, int] = (0, 0)
    closed: int = 0
    output: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)

    async def read(self) -> bytes:
        return await self.output.get()

    async def write(self, data: bytes) -> None:
        self.output.put_nowait(b"" if data == b"exit" else data)

    async def resize(self, columns: int, rows: int) -> None:
        self.size = (columns, rows)
        self.output.put_nowait(f"{columns}x{rows}".encode())

    async def close(self) -> int | None:
        self.closed += 1
        return 7


@dataclass
class Place:
    """A running job, its platform's socket, and the shells that were opened."""

    job: Watched
    app: FastAPI
    socket: Path
    shells: list[Shell] = field(default_factory=list)

    async def exec(self, ref: TaskRef, argv: Sequence[str], *, columns: int = 80, rows: int = 24) -> Shell:
        if self.job.driver.engine.tasks[ref].end is not None:
            raise TaskNotRunning(task=ref.task)
        self.shells.append(Shell(argv, (columns, rows)))
        return self.shells[-1]

    def connect(self, task: str = "worker-0", query: str = "", **headers: str) -> Any:
        url = f"ws://api/v2/p1/training-jobs/{self.job.job_id}/tasks/{task}/terminal{query}"
        names = {"x-user": "alice", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return unix_connect(str(self.socket), url, additional_headers=names)


@pytest.fixture
async def place(
    app: FastAPI, client: httpx.AsyncClient, driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[Place]:
    place = Place(Watched(client, driver), app, tmp_path / "s")
    monkeypatch.setattr(driver.engine, "exec", place.exec)
    await place.job.run()
    config = uvicorn.Config(app, uds=str(place.socket), log_level="error", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    for _ in range(500):
        if server.started:
            break
        await asyncio.sleep(0.01)
    yield place
    server.should_exit = True
    await serving


async def ended(socket: ClientConnection) -> tuple[int, str]:
    """Return with which code and why the platform closes a socket."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            await socket.recv()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code, closed.value.rcvd.reason


class TestTerminal:
    async def test_what_is_typed_goes_in_and_what_is_shown_comes_out(self, place: Place) -> None:
        async with place.connect(query="?columns=120&rows=40") as socket:
            await socket.send("ls\n中".encode())

            assert await socket.recv() == "ls\n中".encode()
        assert place.shells[0].size == (120, 40)
        assert place.shells[0].argv[0] == "/bin/sh"

    async def test_the_window_can_change_its_size(self, place: Place) -> None:
        async with place.connect() as socket:
            await socket.send("what is this")
            await socket.send('{"columns": "x"}')
            await socket.send(orjson.dumps({"columns": 100_000, "rows": -3}).decode())

            assert await socket.recv() == b"1000x1"

    async def test_the_end_of_the_shell_closes_it_with_the_exit_code(self, place: Place) -> None:
        async with place.connect() as socket:
            await socket.send(b"exit")

            assert await ended(socket) == (1000, "7")
        assert place.shells[0].closed == 1

    async def test_a_client_that_leaves_ends_the_shell(self, place: Place) -> None:
        async with place.connect():
            pass

        for _ in range(300):
            if place.shells[0].closed:
                break
            await asyncio.sleep(0.01)
        assert place.shells[0].closed == 1

    async def test_who_opened_it_is_an_event_and_in_the_trail(self, place: Place) -> None:
        async with place.connect():
            pass

        events = (await place.job.get("events", pattern="terminal"))["events"]
        assert [event["message"] for event in events] == ["[worker-0] alice opened a terminal."]
        assert any(status == 101 for _, _, status in place.app.state.audit.records)

    async def test_a_platform_that_stops_says_that_it_will_be_back(self, place: Place) -> None:
        async with place.connect() as socket:
            await socket.send(b"x")
            await socket.recv()
            place.app.state.streams.closing.set()

            assert (await ended(socket))[0] == 1012

    async def test_who_loses_the_right_is_put_out_and_told_why(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(terminals, "RECHECK_SECONDS", 0.02)
        async with place.connect() as socket:
            place.job.driver.context.gatekeeper.rule = lambda *_: False  # type: ignore[attr-defined]

            code, reason = await ended(socket)

        assert code == 1008
        assert "modelarts:trainJob:exec" in reason


class TestRefusals:
    @pytest.mark.parametrize(
        ("task", "headers", "status"),
        [
            ("worker-0", {"x_user": "nobody"}, 401),
            ("worker-0", {"x_user": "mallory"}, 404),
            ("worker-9", {}, 404),
            ("worker-0", {"origin": "http://evil.example"}, 403),
        ],
    )
    async def test_nobody_gets_in_who_should_not(self, place: Place, task: str, headers: dict[str, str], status: int) -> None:
        with pytest.raises(InvalidStatus) as refused:
            async with place.connect(task, **headers):
                pass

        assert refused.value.response.status_code == status
        assert place.shells == []

    async def test_a_job_that_has_ended_has_none(self, place: Place) -> None:
        await place.job.finish()

        with pytest.raises(InvalidStatus) as refused:
            async with place.connect():
                pass

        assert refused.value.response.status_code == 409
        assert orjson.loads(refused.value.response.body)["error_code"] == "Modelyard.5108"

    async def test_pages_learn_the_reason_from_the_close(self, place: Place) -> None:
        await place.job.finish()

        async with place.connect(origin="http://api", x_language="zh-cn") as socket:
            code, reason = await ended(socket)

        assert code == 1008
        assert "只能登录运行中的任务" in reason

    async def test_a_task_that_ends_between_the_looks(self, place: Place) -> None:
        place.job.driver.engine.finish(place.job.ref())

        with pytest.raises(InvalidStatus) as refused:
            async with place.connect():
                pass

        assert refused.value.response.status_code == 409
