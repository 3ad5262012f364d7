"""Answers that last, against a real server: they end with the client, with the process, and with what they tell of."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, WebSocket
from websockets.asyncio.client import unix_connect
from websockets.exceptions import InvalidStatus

from modelyard.core.access import Action, SocketCaller, allow_socket
from modelyard.core.errors import Forbidden, TooManyStreams, Unauthenticated
from modelyard.core.http import RequestIdMiddleware, install_error_handlers
from modelyard.core.streams import EventStream, LastingResponse, Streams, event, streams_of
from modelyard.core.subject import Subject, SubjectKind

pytestmark = pytest.mark.enable_socket

ALICE = Subject(SubjectKind.USER, "u1", "alice", "d1", "acme")
EXEC = Action("test:thing:exec", "Open a thing", "打开")


@dataclass
class Keeper:
    """Knows one token, and what it may do now."""

    barred: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def authenticate(self, request: Request, *, again: bool = False) -> Subject:
        if request.headers.get("x-auth-token") != "alice":
            raise Unauthenticated
        return ALICE

    async def authorize(self, who: Subject, action: Action, *, resource: str = "*", context: Any = None) -> None:
        self.asked.append((action.name, resource))
        if self.barred:
            raise Forbidden(action=action.name)


@dataclass
class Fountain:
    """What the routes under test send, and what became of it."""

    closed: int = 0
    sent: int = 0
    pieces: int = 3
    size: int = 10

    async def water(self) -> AsyncGenerator[bytes, None]:
        try:
            while self.pieces:
                self.pieces -= 1
                self.sent += self.size
                yield b"x" * self.size
            await asyncio.Event().wait()
        finally:
            self.closed += 1


@dataclass
class Served:
    app: FastAPI
    keeper: Keeper
    fountain: Fountain
    socket: Path
    http: httpx.AsyncClient

    @property
    def streams(self) -> Streams:
        return self.app.state.streams  # type: ignore[no-any-return]


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    app, keeper, fountain = FastAPI(), Keeper(), Fountain()
    app.state.gatekeeper, app.state.streams = keeper, Streams(most_per_user=2)
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)

    @app.get("/water")
    async def water(request: Request) -> LastingResponse:
        return LastingResponse(request, fountain.water(), user_id="u1", media_type="text/plain")

    @app.get("/short")
    async def short(request: Request) -> EventStream:
        async def two() -> AsyncGenerator[bytes, None]:
            yield event("log", {"text": "a\nb"}, "1-2")
            yield event("end", {})

        return EventStream(request, two(), user_id="u1")

    @app.websocket("/things/{thing}/parts/{part}")
    async def things(websocket: WebSocket, caller: Annotated[SocketCaller, allow_socket(EXEC, of="thing")]) -> None:
        await websocket.accept()
        await websocket.send_text(caller.who.user_name)
        with contextlib.suppress(Forbidden):
            await websocket.receive_text()
            await caller.again()
            await websocket.send_text("still")
        await websocket.close()

    socket = tmp_path / "s"
    config = uvicorn.Config(app, uds=str(socket), log_level="error", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    transport = httpx.AsyncHTTPTransport(uds=str(socket))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield Served(app, keeper, fountain, socket, http)
    app.state.streams.closing.set()
    server.should_exit = True
    await task


async def until(condition: Any) -> None:
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never happened")


class TestEventStream:
    async def test_events_have_ids_and_data_without_line_breaks(self, served: Served) -> None:
        answer = await served.http.get("/short")

        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert "content-length" not in answer.headers
        assert answer.text == 'id: 1-2\nevent: log\ndata: {"text":"a\\nb"}\n\nevent: end\ndata: {}\n\n'


class TestLastingResponse:
    async def test_what_is_written_arrives_before_the_end(self, served: Served) -> None:
        async with served.http.stream("GET", "/water") as answer:
            pieces = answer.aiter_bytes()
            assert await anext(pieces)
            assert served.fountain.closed == 0

    async def test_a_client_that_leaves_closes_its_generator_and_frees_its_place(self, served: Served) -> None:
        async with served.http.stream("GET", "/water") as answer:
            await anext(answer.aiter_bytes())

        await until(lambda: served.fountain.closed == 1 and not served.streams._open)

    async def test_a_slow_reader_makes_only_its_own_generator_wait(self, served: Served) -> None:
        served.fountain.pieces, served.fountain.size = 1000, 2**20

        async with served.http.stream("GET", "/water"):
            await asyncio.sleep(0.3)
            sent = served.fountain.sent
            answer = await served.http.get("/short")

        assert sent < 100 * 2**20
        assert answer.status_code == 200

    async def test_nobody_has_more_than_his_share(self, served: Served) -> None:
        async with served.http.stream("GET", "/water"), served.http.stream("GET", "/water"):
            await until(lambda: served.streams._open["u1"] == 2)
            answer = await served.http.get("/water")

        assert (answer.status_code, answer.json()["error_code"]) == (429, "Modelyard.0429")
        await until(lambda: not served.streams._open)

    async def test_nor_when_many_are_asked_for_at_once(self, served: Served) -> None:
        async def ask() -> int:
            async with served.http.stream("GET", "/water") as answer:
                if answer.status_code == 200:
                    await release.wait()
                return answer.status_code

        release = asyncio.Event()
        asked = [asyncio.create_task(ask()) for _ in range(8)]
        await until(lambda: sum(one.done() for one in asked) == 6)
        assert served.streams._open["u1"] == 2
        release.set()

        assert sorted(await asyncio.gather(*asked)) == [200, 200, *[429] * 6]
        await until(lambda: not served.streams._open)

    async def test_one_that_is_never_sent_takes_nobodys_place(self) -> None:
        streams = Streams(most_per_user=1)
        held = streams.take("u1")
        with pytest.raises(TooManyStreams):
            streams.take("u1")

        del held
        gc.collect()

        streams.take("u1").release()
        assert not streams._open

    async def test_a_process_that_is_told_to_stop_ends_its_streams(self, served: Served) -> None:
        async with served.http.stream("GET", "/water") as answer:
            await until(lambda: served.streams._open["u1"] == 1)
            served.streams.closing.set()
            content = await answer.aread()

        assert content == b"x" * 30
        assert served.fountain.closed == 1


class TestAllowSocket:
    async def connect(self, served: Served, **headers: str) -> list[str]:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        url = "ws://test/things/t1/parts/p1"
        async with unix_connect(str(served.socket), url, additional_headers=names) as socket:
            said = [str(await socket.recv())]
            await socket.send("go on")
            said += [str(message) async for message in socket]
            return said

    async def test_the_caller_is_known_and_asked_for_again(self, served: Served) -> None:
        assert await self.connect(served, x_auth_token="alice") == ["alice", "still"]
        assert served.keeper.asked == [("test:thing:exec", "t1")] * 2

    @pytest.mark.parametrize(
        ("headers", "status", "code"),
        [
            ({}, 401, "ModelArts.0205"),
            ({"x_auth_token": "alice", "origin": "http://evil.example"}, 403, "Modelyard.0403"),
            ({"x_auth_token": "alice", "origin": "null"}, 403, "Modelyard.0403"),
        ],
    )
    async def test_strangers_and_pages_of_other_sites_are_told_why_not(
        self, served: Served, headers: dict[str, str], status: int, code: str
    ) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await self.connect(served, **headers)

        assert refused.value.response.status_code == status
        assert code.encode() in (refused.value.response.body or b"")

    async def test_who_may_not_is_refused(self, served: Served) -> None:
        served.keeper.barred = True

        with pytest.raises(InvalidStatus) as refused:
            await self.connect(served, x_auth_token="alice")

        assert refused.value.response.status_code == 403

    async def test_our_own_pages_get_in(self, served: Served) -> None:
        assert await self.connect(served, x_auth_token="alice", origin="http://test") == ["alice", "still"]


def test_an_application_gets_its_streams_when_somebody_asks() -> None:
    app = FastAPI()

    request = Request({"type": "http", "app": app, "headers": []})

    assert streams_of(request) is streams_of(request)
