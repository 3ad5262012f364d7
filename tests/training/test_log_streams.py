"""Following a log: what a client gets while a job runs, ends, starts anew, and when he may not see it any more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import httpx
import orjson
import pytest

from modelyard.compute.errors import EngineUnavailable
from modelyard.compute.types import EndedBy
from modelyard.core.access import Action
from modelyard.core.errors import Forbidden
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.training.service import log_streams
from modelyard.training.service.log_streams import Followers, LogStream, Position, followed_task, position_of
from modelyard.training.service.runs import get_run
from modelyard.training.testing import Driver
from training.watching import Watched

Told = tuple[str, dict[str, Any]]


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stream waits for between two looks is shorter here."""
    for name in ("BUSY_SECONDS", "QUIET_SECONDS", "WAIT_SECONDS", "PACE_SECONDS", "TROUBLE_SECONDS"):
        monkeypatch.setattr(log_streams, name, 0.005)
    monkeypatch.setattr(log_streams, "CHARACTER_SECONDS", 0.05)


@pytest.fixture
async def job(client: httpx.AsyncClient, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched(client, driver)
    monkeypatch.setattr(driver.engine, "read_log", watched.read_log)
    return watched


class Client:
    """Somebody who follows a task."""

    def __init__(self, job: Watched, who: Subject, followers: Followers) -> None:
        self.job, self.who, self.followers = job, who, followers
        self.barred = False

    async def again(self) -> None:
        if self.barred:
            raise Forbidden(action=Action("a:b:c", "x", "甲").name)

    async def events(
        self, offset: int = 0, attempt: int | None = None, *, only: bool = False, language: Language = Language.EN
    ) -> AsyncIterator[Told]:
        context = self.job.driver.context
        run = await get_run(context, self.who, self.job.job_id)
        followed = followed_task(context, self.who, run, "worker-0", again=self.again, language=language)
        stream = LogStream(self.followers, followed, Position(attempt, offset), only=only)
        async with aclosing(stream.events()) as items:
            async for item in items:
                if item.startswith((b"event", b"id")):
                    lines = dict(line.split(b": ", 1) for line in item.strip().split(b"\n"))
                    data = orjson.loads(lines[b"data"])
                    yield lines[b"event"].decode(), data | ({"id": lines[b"id"].decode()} if b"id" in lines else {})


@pytest.fixture
def reader(job: Watched, alice: Subject) -> Client:
    return Client(job, alice, Followers())


async def text_until(events: AsyncIterator[Told], wanted: str) -> str:
    """Return what the log told until it holds a text."""
    text = ""
    async for name, data in events:
        if name == "log":
            text += data["text"]
        if wanted in text:
            return text
    raise AssertionError(f"it ended without it: {text!r}")


class TestFollowing:
    async def test_what_is_there_comes_at_once_and_what_is_written_after_it(self, job: Watched, reader: Client) -> None:
        await job.run()
        job.write(b"before\n")
        events = reader.events()

        assert await text_until(events, "before") == "before\n"
        job.write(b"after\n")
        assert await text_until(events, "after") == "after\n"
        await events.aclose()  # type: ignore[attr-defined]

    async def test_it_ends_with_the_facts_of_the_end(self, job: Watched, reader: Client) -> None:
        await job.run()
        job.write(b"last words\n")
        await job.finish(exit_code=3)

        told = [item async for item in reader.events()]

        assert [name for name, _ in told] == ["state", "log", "end"]
        assert told[-1][1]["phase"] == "Failed"
        assert told[-1][1]["exit_code"] == 3
        assert told[-1][1]["ended_by"] == EndedBy.ITSELF

    async def test_in_the_readers_language(self, job: Watched, reader: Client) -> None:
        await job.run()
        await job.finish(exit_code=3)

        told = [data async for name, data in reader.events(language=Language.ZH) if name == "end"]

        assert told[0]["message"] == "程序自行结束，退出码 3"

    async def test_a_job_that_waits_is_waited_for(self, job: Watched, reader: Client) -> None:
        await job.nodes("away")
        await job.run()
        events = reader.events()
        first = await anext(events)
        await job.nodes("")
        job.write(b"at last\n")

        assert first[1]["attempt"] == 0
        assert await text_until(events, "at last")
        await events.aclose()  # type: ignore[attr-defined]

    async def test_it_goes_on_with_the_run_that_follows(self, job: Watched, reader: Client) -> None:
        await job.run()
        events = reader.events()
        job.write(b"first run\n")
        assert await text_until(events, "first run")
        await job.lose()
        job.write(b"second run\n", attempt=2)

        name, data = "", dict[str, Any]()
        while name != "log":
            name, data = await anext(events)

        assert (data["attempt"], data["offset"], data["text"]) == (2, 0, "second run\n")
        await events.aclose()  # type: ignore[attr-defined]

    async def test_one_run_alone_where_it_was_asked_for(self, job: Watched, reader: Client) -> None:
        await job.run()
        job.write(b"first run\n")
        await job.lose()

        told = [item async for item in reader.events(attempt=1, only=True)]

        assert [(name, data["attempt"]) for name, data in told] == [("state", 2), ("log", 1), ("end", 1)]

    async def test_the_id_seen_last_leads_to_the_next_byte(self, job: Watched, reader: Client) -> None:
        await job.run()
        job.write("中文 one\n".encode())
        await job.finish()
        whole = [data async for name, data in reader.events() if name == "log"]
        seen = position_of(whole[-1]["id"])
        assert seen is not None
        job.write(b"")

        told = [item async for item in reader.events(seen.offset, seen.attempt)]

        assert whole[-1]["id"] == "1-11"
        assert [name for name, _ in told] == ["state", "end"]

    async def test_from_the_end_only_what_is_new(self, job: Watched, reader: Client) -> None:
        await job.run()
        job.write(b"old " * 100)
        events = reader.events(-4)

        assert await text_until(events, "old ") == "old "
        job.write(b"new")
        assert await text_until(events, "new") == "new"
        await events.aclose()  # type: ignore[attr-defined]

    async def test_characters_come_whole_however_they_are_written(self, job: Watched, reader: Client) -> None:
        await job.run()
        events = reader.events()
        job.write("中".encode()[:2])
        wait = asyncio.create_task(text_until(events, "中"))
        await asyncio.sleep(0.01)
        job.write("中".encode()[2:])

        assert await wait == "中"
        await events.aclose()  # type: ignore[attr-defined]

    async def test_half_a_character_that_stays_one_is_not_kept_back_for_ever(self, job: Watched, reader: Client) -> None:
        await job.run()
        events = reader.events()
        job.write(b"x\xe4\xb8")

        assert await text_until(events, "\ufffd") == "x\ufffd"
        await events.aclose()  # type: ignore[attr-defined]

    async def test_a_long_log_comes_in_pieces_without_a_hole(self, job: Watched, reader: Client) -> None:
        await job.run()
        content = b"".join(b"line %d\n" % number for number in range(40_000))
        job.write(content)
        await job.finish()

        pieces = [data async for name, data in reader.events() if name == "log"]

        assert len(pieces) > 4
        assert "".join(piece["text"] for piece in pieces).encode() == content
        assert [piece["offset"] for piece in pieces[1:]] == [piece["next_offset"] for piece in pieces[:-1]]


class TestManyReaders:
    async def test_all_of_them_share_one_look_at_the_log(
        self, job: Watched, alice: Subject, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(log_streams, "BUSY_SECONDS", 0.05)
        await job.run()
        job.write(b"shared\n")
        followers = Followers()
        readers = [Client(job, alice, followers).events() for _ in range(20)]
        await asyncio.gather(*(text_until(events, "shared") for events in readers))
        before = job.reads
        job.write(b"more\n")

        await asyncio.gather(*(text_until(events, "more") for events in readers))

        assert job.reads - before < 10
        for events in readers:
            await events.aclose()  # type: ignore[attr-defined]
        assert not followers._open

    async def test_one_that_stands_still_keeps_nobody_waiting(self, job: Watched, alice: Subject) -> None:
        await job.run()
        followers = Followers()
        slow, quick = Client(job, alice, followers).events(), Client(job, alice, followers).events()
        job.write(b"one\n")
        await text_until(slow, "one")
        await text_until(quick, "one")

        for number in range(5):
            job.write(b"next %d\n" % number)
            await text_until(quick, f"next {number}")

        assert (await text_until(slow, "next 4")).startswith("next 0")
        await slow.aclose()  # type: ignore[attr-defined]
        await quick.aclose()  # type: ignore[attr-defined]


class TestTrouble:
    async def test_who_may_not_any_more_is_told_and_left(
        self, job: Watched, reader: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(log_streams, "RECHECK_SECONDS", 0.0)
        monkeypatch.setattr(log_streams, "HEARTBEAT_SECONDS", 0.03)
        await job.run()
        events = reader.events()
        await anext(events)
        reader.barred = True

        told = [item async for item in events]

        assert [name for name, _ in told] == ["error"]
        assert told[0][1]["error_code"] == "ModelArts.0108"

    async def test_a_job_that_is_deleted_meanwhile(self, job: Watched, reader: Client, driver: Driver) -> None:
        await job.run()
        await job.lose()
        events = reader.events(attempt=2)
        await anext(events)
        await job.finish(attempt=2)
        await job.client.delete(f"/v2/p1/training-jobs/{job.job_id}")

        told = [name async for name, _ in events]

        assert told[-1] in {"error", "end"}

    async def test_an_engine_that_does_not_answer_is_asked_again(
        self, job: Watched, reader: Client, driver: Driver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await job.run()
        job.write(b"here\n")
        failures = iter([True, True])

        async def read(*args: Any, **options: Any) -> Any:
            if next(failures, False):
                raise EngineUnavailable(part="engine", problem="away")
            return await job.read_log(*args, **options)

        monkeypatch.setattr(driver.engine, "read_log", read)
        events = reader.events()

        assert await text_until(events, "here")
        await events.aclose()  # type: ignore[attr-defined]

    async def test_silence_is_broken_by_heartbeats(self, job: Watched, alice: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(log_streams, "HEARTBEAT_SECONDS", 0.03)
        await job.run()
        context = job.driver.context
        run = await get_run(context, alice, job.job_id)
        followed = followed_task(context, alice, run, "worker-0", again=Client(job, alice, Followers()).again)
        stream = LogStream(Followers(), followed, Position(None, 0), only=False).events()

        async with aclosing(stream) as items:
            pieces = [await anext(items) for _ in range(4)]

        assert pieces[0].startswith(b"retry")
        assert pieces[2:] == [b": \n\n"] * 2


class TestRoute:
    async def test_the_whole_stream_of_a_job_that_has_ended(self, job: Watched) -> None:
        await job.run()
        job.write(b"hello\n")
        await job.finish()

        answer = await job.ask("tasks/worker-0/logs/stream", headers={"last-event-id": "1-2"})

        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store, no-transform"
        assert '"text":"llo\\n"' in answer.text
        assert "event: end" in answer.text

    async def test_an_id_that_is_none_means_the_beginning(self, job: Watched) -> None:
        await job.run()
        job.write(b"hello\n")
        await job.finish()

        answer = await job.ask("tasks/worker-0/logs/stream", headers={"last-event-id": "x; y"})

        assert '"text":"hello\\n"' in answer.text


@pytest.mark.parametrize(
    ("event_id", "position"),
    [("3-45", Position(3, 45)), ("45", Position(None, 45)), ("", None), (None, None), ("-4", None), ("1-" + "9" * 30, None)],
)
def test_positions_are_run_and_byte(event_id: str | None, position: Position | None) -> None:
    assert position_of(event_id) == position
