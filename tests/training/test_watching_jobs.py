"""Events, stages, tasks and curves of jobs over their routes."""

from typing import Any

import httpx
import pytest

from modelyard.compute.types import EndedBy, Sample, Step, StepRecord, StepStatus
from modelyard.core.clock import FixedClock, to_milliseconds
from modelyard.training.testing import Driver, make_request
from training.watching import MALLORY, ROOT, Watched

MINUTE = 60_000


@pytest.fixture
async def job(client: httpx.AsyncClient, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched(client, driver)
    monkeypatch.setattr(driver.engine, "read_log", watched.read_log)
    monkeypatch.setattr(driver.engine, "samples", watched.read_samples)
    return watched


def step(number: int, at_ms: int, what: Step, status: StepStatus, **rest: Any) -> StepRecord:
    return StepRecord(number, at_ms, what, status, **rest)


async def run_with_steps(job: Watched, clock: FixedClock) -> int:
    """Run the job to its end with steps of its task; the moment of the first of them."""
    await job.run()
    at = to_milliseconds(clock.now()) + 1000
    job.driver.engine.tasks[job.ref()].steps += [
        step(1, at, Step.CODE, StepStatus.STARTED),
        step(2, at + 200, Step.CODE, StepStatus.FINISHED, seconds=0.2),
        step(3, at + 300, Step.INPUT, StepStatus.FAILED, name="data_url", message="no such bucket"),
    ]
    clock.advance(5)
    await job.finish(exit_code=3)
    return at


class TestEvents:
    async def test_all_that_happened_newest_first(self, job: Watched, clock: FixedClock) -> None:
        await run_with_steps(job, clock)

        page = await job.get("events")

        assert page["events"][0]["level"] == "Error"
        assert page["events"][0]["source"] == "Job"
        assert page["events"][-1]["message"] == "The training job was created."
        assert page["total"] == len(page["events"])
        assert (page["limit"], page["offset"], page["order"], page["start_time"]) == (50, 0, "desc", "")
        assert {event["source"] for event in page["events"]} == {"Job", "Task"}

    async def test_in_the_readers_language(self, job: Watched, clock: FixedClock) -> None:
        await run_with_steps(job, clock)

        page = await job.get("events", headers={"x-language": "zh-cn"}, order="asc", limit=1)

        assert page["events"][0]["message"] == "训练作业创建成功。"

    async def test_pages_visit_each_event_once(self, job: Watched, clock: FixedClock) -> None:
        await run_with_steps(job, clock)
        everything = (await job.get("events"))["events"]

        pages = [(await job.get("events", offset=page, limit=2)) for page in range(10)]

        assert [event for page in pages for event in page["events"]] == everything
        assert {page["total"] for page in pages} == {len(everything)}

    @pytest.mark.parametrize(
        ("query", "holds"),
        [
            ({"level": "Error"}, "no such bucket"),
            ({"pattern": "NO SUCH"}, "no such bucket"),
            ({"source": "Task"}, "worker-0"),
        ],
    )
    async def test_filters_are_counted(self, job: Watched, clock: FixedClock, query: dict[str, Any], holds: str) -> None:
        await run_with_steps(job, clock)

        page = await job.get("events", **query)

        assert 0 < page["total"] < (await job.get("events"))["total"]
        assert any(holds in event["message"] for event in page["events"])

    async def test_a_period(self, job: Watched, clock: FixedClock) -> None:
        begin = to_milliseconds(clock.now())
        await run_with_steps(job, clock)

        early = await job.get("events", start_time=begin - 1000, end_time=begin + 1000)
        never = await job.get("events", start_time=begin - 2000, end_time=begin - 1000)

        assert 0 < early["total"] < (await job.get("events"))["total"]
        assert never["total"] == 0
        assert early["start_time"].endswith("+00:00")

    @pytest.mark.parametrize(
        "query",
        [
            {"start_time": 1},
            {"end_time": 1},
            {"start_time": 2, "end_time": 1},
            {"limit": 101},
            {"level": "Bad"},
            {"offset": -1},
        ],
    )
    async def test_nonsense_is_refused(self, job: Watched, query: dict[str, Any]) -> None:
        await job.run()

        assert (await job.ask("events", **query)).status_code == 400

    async def test_the_events_of_others_are_not_found(self, job: Watched) -> None:
        await job.run()

        answer = await job.client.get(f"{ROOT.replace('p1', 'p2')}/{job.job_id}/events", headers=MALLORY)

        assert answer.status_code == 404


class TestCategories:
    async def test_the_published_kinds_in_both_languages(self, client: httpx.AsyncClient) -> None:
        english = (await client.get("/v2/p1/training-event-categories")).json()["event-categories"]
        chinese = (await client.get("/v2/p1/training-event-categories", headers={"x-language": "zh-cn"})).json()

        assert english[0] == {
            "id": "JobStarted",
            "name": "Job started",
            "description": "The job has started to run.",
            "notification": False,
        }
        assert chinese["event-categories"][0]["name"] == "作业开始"


class TestStages:
    async def test_the_stages_of_each_run_with_their_steps(self, job: Watched, clock: FixedClock) -> None:
        await run_with_steps(job, clock)

        stages = await job.get("stages")

        (record,) = stages["running_records"]
        assert [stage["name"] for stage in record["stages"]] == ["scheduling", "preparing", "running", "end"]
        assert [stage["stage_order"] for stage in record["stages"]] == [1, 2, 3, 4]
        assert record["stages"][1]["sub_stages"][0]["name"] == "code"
        assert record["stages"][0]["job_id"] == job.job_id
        assert record["stages"][-1]["zh_message"]

    async def test_a_job_that_is_being_made_has_none(self, job: Watched, client: httpx.AsyncClient) -> None:
        await job.run()
        other = Watched(client, job.driver, (await client.post(ROOT, json=make_request("other"))).json()["metadata"]["id"])

        assert await other.get("stages") == {"total_count": 0, "running_records": []}
        assert await other.get("tasks") == []
        assert (await other.get("metrics"))["tasks"][0]["curves"] == []
        assert (await other.get("metrics/worker-0"))["metrics"][0] == {"metric": "cpuUsage", "value": []}


class TestTasks:
    async def test_where_the_tasks_of_each_run_ran(self, job: Watched) -> None:
        await job.run(nodes=2)
        await job.lose()

        everything = await job.get("tasks")
        first = await job.get("tasks", schedule_count=1)

        assert [(task["task"], task["schedule_count"]) for task in everything] == [
            ("worker-0", 1),
            ("worker-1", 1),
            ("worker-0", 2),
            ("worker-1", 2),
        ]
        assert [task["schedule_count"] for task in first] == [1, 1]
        assert everything[0]["ip"] == "node-1-worker-0"
        assert everything[0]["host_ip"] == "10.0.0.6"


class TestMetrics:
    def measure(self, job: Watched, clock: FixedClock, minutes: int = 3) -> int:
        begin = to_milliseconds(clock.now())
        job.samples["worker-0"] = [
            Sample(begin + second * 1000, float(second % 60), 50.0, 1000, 2000, read_bytes=second * 10)
            for second in range(minutes * 60)
        ]
        return begin

    async def test_the_averages_of_minutes(self, job: Watched, clock: FixedClock) -> None:
        await job.run()
        self.measure(job, clock)

        metrics = {item["metric"]: item["value"] for item in (await job.get("metrics/worker-0"))["metrics"]}

        assert metrics["cpuUsage"] == [29.5, 29.5, 29.5]
        assert metrics["memUsage"] == [50.0] * 3
        assert metrics["gpuUtil"] == [-1.0] * 3
        assert list(metrics) == ["cpuUsage", "memUsage", "gpuUtil", "gpuMemUsage", "npuUtil", "npuMemUsage"]

    async def test_curves_of_all_tasks_with_few_points_and_all_peaks(self, job: Watched, clock: FixedClock) -> None:
        await job.run(nodes=2)
        begin = self.measure(job, clock, 60)
        job.samples["worker-0"].insert(1234, Sample(begin + 1_233_500, 100.0, 50.0, 1000, 2000, read_bytes=12_335))

        answer = await job.get("metrics", points=100)

        assert (answer["total_count"], answer["attempt"]) == (2, 1)
        cpu = next(curve for curve in answer["tasks"][0]["curves"] if curve["metric"] == "cpuUsage")
        assert len(cpu["times"]) == len(cpu["values"]) <= 100
        assert 100.0 in cpu["values"]
        assert {curve["metric"] for curve in answer["tasks"][0]["curves"]} == {
            "cpuUsage",
            "memUsage",
            "memBytes",
            "diskBytes",
            "readRate",
            "writeRate",
        }
        assert answer["tasks"][1]["curves"] == []

    async def test_a_page_of_the_tasks(self, job: Watched) -> None:
        await job.run(nodes=3)

        answer = await job.get("metrics", offset=1, limit=1)

        assert [task["task"] for task in answer["tasks"]] == ["worker-1"]

    async def test_a_task_that_there_is_not(self, job: Watched) -> None:
        await job.run()

        assert (await job.get("metrics/worker-5", status=404))["error_code"] == "Modelyard.5100"
        assert (await job.get("metrics", attempt=4, status=404))["error_code"] == "Modelyard.5101"


class TestFactsOfTheEnd:
    async def test_the_detail_of_a_job_tells_how_each_task_ended(self, job: Watched) -> None:
        await job.run()
        await job.finish(exit_code=None, signal=9, out_of_memory=True, ended_by=EndedBy.MEMORY, last_lines=("MemoryError",))

        answer = await job.client.get(f"{ROOT}/{job.job_id}")

        (task,) = answer.json()["status"]["task_statuses"]
        assert task["exit_code"] == 137
        assert "memory" in task["message"]
