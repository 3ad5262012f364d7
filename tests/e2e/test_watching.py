"""Watching a job through every layer: supervisor, engine, API, gateway."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from conformance.people import People
from e2e.training_jobs import Jobs
from modelyard.iam.testing import sign_request
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

TICKS = """import sys, time
for number in range(int(sys.argv[1].partition("=")[2])):
    print(f"tick {number}", flush=True)
    time.sleep(0.5)
"""
LONG = """import sys
for number in range(1_000_000):
    print(f"line {number} of a long log")
"""


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThrowawayPlatform]:
    """A platform that gives its API 5 seconds for an answer."""
    home = tmp_path_factory.mktemp("impatient") / "home"
    with ThrowawayPlatform(home, environment={"MODELYARD_GATEWAY__ANSWER_SECONDS": "5"}) as running:
        yield running


@pytest.fixture(scope="module")
def jobs(impatient: ThrowawayPlatform) -> Jobs:
    jobs = Jobs(impatient)
    jobs.upload("ticks", TICKS)
    jobs.upload("long", LONG)
    return jobs


class TestStream:
    def test_it_lasts_longer_than_other_answers_may_and_loses_nothing(self, jobs: Jobs) -> None:
        job_id = jobs.submit("stream-lasts", "ticks", ticks=20)

        with jobs.followed(job_id) as events:
            told = list(events)

        text = "".join(data["text"] for name, data in told if name == "log")
        assert [line for line in text.splitlines() if line.startswith("tick ")] == [f"tick {n}" for n in range(20)]
        assert told[-1][0] == "end"
        assert told[-1][1]["exit_code"] == 0

    def test_lines_come_while_the_job_runs_and_a_client_goes_on_where_it_was(self, jobs: Jobs) -> None:
        job_id = jobs.submit("stream-goes-on", "ticks", ticks=12)
        first = ""
        with jobs.followed(job_id) as events:
            for name, data in events:
                first += data["text"] if name == "log" else ""
                if "tick 3" in first:
                    break
        running = jobs.show(job_id)["status"]["phase"]

        with jobs.followed(job_id, **{"last-event-id": data["id"]}) as events:
            rest = "".join(data["text"] for name, data in events if name == "log")

        assert running == "Running"
        assert (first + rest) == jobs.log(job_id)

    def test_who_loses_his_key_loses_the_stream(self, jobs: Jobs) -> None:
        people = People(jobs.platform)
        reader = people.person({"Effect": "Allow", "Action": ["modelarts:trainJob:get"]})
        job_id = jobs.submit("stream-key", "ticks", ticks=100)
        theirs = Jobs.__new__(Jobs)
        theirs.__dict__.update(jobs.__dict__, key=reader.key)
        try:
            with theirs.followed(job_id) as events:
                next(events)
                people.call("DELETE", f"/v3.0/OS-CREDENTIAL/credentials/{reader.key.access}")
                told = list(events)
        finally:
            jobs.call("POST", f"training-jobs/{job_id}/actions", {"action_type": "terminate"})

        assert told[-1][0] == "error"


class TestWholeLog:
    def test_a_long_log_is_complete_and_searched_to_its_last_line(self, jobs: Jobs) -> None:
        job_id = jobs.submit("long-log", "long")
        jobs.wait(job_id)

        lines = [line for line in jobs.log(job_id).splitlines() if line.startswith("line ")]
        found = jobs.call("GET", f"training-jobs/{job_id}/tasks/worker-0/logs/search?text=line%20999999%20of")

        assert len(lines) == 1_000_000
        assert lines[-1] == "line 999999 of a long log"
        assert (found["total"], found["complete"]) == (1, True)


class TestTerminal:
    def test_a_shell_in_the_task_through_the_gateway(self, jobs: Jobs) -> None:
        job_id = jobs.submit("terminal", "ticks", ticks=200)
        jobs.wait(job_id, "Running")

        async def visit() -> tuple[str, int, str]:
            path = f"{jobs.root}/training-jobs/{job_id}/tasks/worker-0/terminal?columns=100&rows=30"
            url = f"{jobs.platform.endpoint}{path}"
            headers = sign_request(jobs.key, "GET", url)
            del headers["host"]
            shown = b""
            async with connect(url.replace("http", "ws", 1), additional_headers=headers) as socket:
                await socket.send(b"echo $((40+2)); stty size; exit 5\n")
                async for message in socket:
                    shown += message if isinstance(message, bytes) else message.encode()
                return shown.decode(), socket.close_code or 0, socket.close_reason or ""

        try:
            shown, code, reason = asyncio.run(visit())
        finally:
            jobs.call("POST", f"training-jobs/{job_id}/actions", {"action_type": "terminate"})

        assert "42" in shown
        assert "30 100" in shown
        assert (code, reason) == (1000, "5")


def test_a_platform_that_stops_does_not_wait_for_its_streams(tmp_path: Path) -> None:
    # A part that waits for its requests would take longer than the harness waits for the platform.
    with ThrowawayPlatform(tmp_path / "home", environment={"MODELYARD_UP__STOP_SECONDS": "120"}) as platform:
        jobs = Jobs(platform)
        jobs.upload("ticks", TICKS)
        job_id = jobs.submit("stops", "ticks", ticks=40)
        with jobs.followed(job_id) as events:
            next(events)

            assert platform.stop() == 0

            with pytest.raises((StopIteration, httpx.HTTPError)):
                while True:
                    next(events)
