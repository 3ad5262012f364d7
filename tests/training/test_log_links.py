"""Links to logs without login, and how long logs are kept."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from modelyard.core.clock import FixedClock
from modelyard.core.subject import Subject
from modelyard.training.loops import runners
from modelyard.training.service import log_links
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.log_keeping import drop_old_logs
from modelyard.training.testing import Driver
from training.watching import ROOT, Watched

STRANGER = {"x-user": "nobody"}


@pytest.fixture
async def job(client: httpx.AsyncClient, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched(client, driver)
    monkeypatch.setattr(driver.engine, "read_log", watched.read_log)
    await watched.run()
    watched.write(b"what it wrote\n")
    return watched


def place(job: Watched) -> str:
    return f"{ROOT}/{job.job_id}/tasks/worker-0/log-links"


async def make_link(job: Watched, **body: Any) -> dict[str, Any]:
    answer = await job.client.post(place(job), json=body)
    assert answer.status_code == 201, answer.text
    link: dict[str, Any] = answer.json()
    return link


async def opened(job: Watched, link: dict[str, Any]) -> int:
    return (await job.client.get(link["url"], headers=STRANGER)).status_code


class TestLinks:
    async def test_everybody_reads_the_log_by_it(self, job: Watched) -> None:
        link = await make_link(job)

        answer = await job.client.get(link["url"], headers=STRANGER)

        assert answer.text == "what it wrote\n"
        assert link["url"].startswith("http://api/v2/shared-logs/")
        assert link["created_by"] == "alice"

    async def test_its_secret_is_told_once_and_is_nowhere_in_the_list(self, job: Watched) -> None:
        link = await make_link(job)

        listed = (await job.client.get(place(job))).json()["links"]

        assert listed == [{**link, "url": None}]

    async def test_after_an_hour_it_leads_nowhere(self, job: Watched, clock: FixedClock) -> None:
        link = await make_link(job)
        clock.advance(3599)
        assert await opened(job, link) == 200

        clock.advance(1)

        assert await opened(job, link) == 404
        assert (await job.client.get(place(job))).json() == {"links": []}

    async def test_or_earlier_where_that_was_wanted(self, job: Watched, clock: FixedClock) -> None:
        link = await make_link(job, expires_seconds=60)
        clock.advance(61)

        assert await opened(job, link) == 404

    async def test_a_revoked_one_leads_nowhere_at_once(self, job: Watched) -> None:
        link = await make_link(job)

        revoked = [(await job.client.delete(f"{place(job)}/{link['id']}")).status_code for _ in range(2)]

        assert revoked == [204, 204]
        assert await opened(job, link) == 404

    @pytest.mark.parametrize("change", [lambda url: url[:-1] + "x", lambda url: url.split("?")[0]])
    async def test_without_its_secret_it_leads_nowhere(self, job: Watched, change: Any) -> None:
        link = await make_link(job)

        assert await opened(job, {"url": change(link["url"])}) == 404

    async def test_it_ends_with_the_rights_of_its_maker(self, job: Watched, driver: Driver) -> None:
        link = await make_link(job)
        driver.context.gatekeeper.rule = lambda *_: False  # type: ignore[attr-defined]

        assert await opened(job, link) == 404

    async def test_and_with_its_maker(self, job: Watched, context: TrainingContext, app: Any) -> None:
        link = await make_link(job)

        async def nobody(_who: Subject) -> Subject | None:
            return None

        app.state.training = replace(context, objects=replace(context.objects, find_subject=nobody))

        assert await opened(job, link) == 404

    async def test_it_stays_with_the_run_that_it_was_made_for(self, job: Watched) -> None:
        link = await make_link(job)
        await job.lose()
        job.write(b"the second run\n", attempt=2)

        assert (await job.client.get(link["url"])).text == "what it wrote\n"

    async def test_an_operator_can_do_without(self, job: Watched, context: TrainingContext, app: Any) -> None:
        link = await make_link(job)
        settings = context.settings.model_copy(update={"log_links": False})
        app.state.training = replace(context, settings=settings)

        answer = await job.client.post(place(job), json={})

        assert (answer.status_code, answer.json()["error_code"]) == (403, "Modelyard.5105")
        assert await opened(job, link) == 404

    async def test_there_are_not_too_many(self, job: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(log_links, "MOST_LINKS", 2)
        await make_link(job)
        await make_link(job)

        answer = await job.client.post(place(job), json={})

        assert (answer.status_code, answer.json()["error_code"]) == (429, "Modelyard.5106")

    async def test_nor_when_many_are_asked_for_at_once(self, job: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(log_links, "MOST_LINKS", 2)

        answers = await asyncio.gather(*(job.client.post(place(job), json={}) for _ in range(8)))

        assert sorted(answer.status_code for answer in answers) == [201, 201, *[429] * 6]
        assert len((await job.client.get(place(job))).json()["links"]) == 2

    @pytest.mark.parametrize("body", [{"expires_seconds": 3601}, {"expires_seconds": 1}, {"attempt": 0}, [], {"attempt": "x"}])
    async def test_nonsense_is_refused(self, job: Watched, body: Any) -> None:
        assert (await job.client.post(place(job), json=body)).status_code == 400

    async def test_sharing_is_an_event(self, job: Watched) -> None:
        await make_link(job)

        assert (await job.get("events", pattern="without login"))["total"] == 1


class TestKeeping:
    async def test_the_log_of_a_job_stays_for_its_time_and_then_says_so(
        self, job: Watched, context: TrainingContext, clock: FixedClock
    ) -> None:
        await job.finish()
        clock.advance(context.settings.log_seconds_kept - 1)
        assert await drop_old_logs(context) == 0
        assert (await job.get("tasks/worker-0/logs"))["content"] == "what it wrote\n"
        clock.advance(2)

        assert await drop_old_logs(context) == 1
        assert await drop_old_logs(context) == 0

        answer = await job.get("tasks/worker-0/logs", status=404)
        assert answer["error_code"] == "Modelyard.5107"
        assert "30 days" in answer["error_msg"]
        assert "Modelyard.5107" in (await job.ask("tasks/worker-0/logs/stream")).text
        assert job.driver.engine.tasks == {}
        assert (await job.client.get(f"{ROOT}/{job.job_id}")).status_code == 200

    async def test_what_still_runs_is_left_alone(self, job: Watched, context: TrainingContext, clock: FixedClock) -> None:
        clock.advance(context.settings.log_seconds_kept * 2)

        assert await drop_old_logs(context) == 0
        assert (await job.get("tasks/worker-0/logs"))["content"] == "what it wrote\n"

    async def test_a_crash_in_between_is_made_up_for(
        self, job: Watched, context: TrainingContext, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await job.finish()
        clock.advance(context.settings.log_seconds_kept + 1)
        monkeypatch.setattr("modelyard.training.queries.logs.delete_kept_log", _crash)
        with pytest.raises(ConnectionError):
            await drop_old_logs(context)
        monkeypatch.undo()

        assert await drop_old_logs(context) == 1

    def test_it_is_done_from_time_to_time(self, context: TrainingContext) -> None:
        assert "training.logs" in {runner.name for runner in runners(context)}


async def _crash(*_: Any) -> None:
    raise ConnectionError
