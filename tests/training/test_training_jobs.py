"""Jobs over their routes, from creation to their end, on an engine in memory."""

from typing import Any

import httpx
import pytest

from modelyard.compute.types import TaskRef
from modelyard.core.clock import FixedClock
from modelyard.core.subject import Subject
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.errors.store import StoreUnavailable
from modelyard.objects.testing import RuleGatekeeper
from modelyard.training.loops import sweep
from modelyard.training.service.context import TrainingContext
from modelyard.training.testing import Driver, make_request
from training.conftest import put

ROOT = "/v2/p1"
MALLORY = {"x-user": "mallory"}


async def create(client: httpx.AsyncClient, name: str = "job-1", **changes: Any) -> dict[str, Any]:
    answer = await client.post(f"{ROOT}/training-jobs", json=make_request(name, **changes))
    assert answer.status_code == 201, answer.text
    job: dict[str, Any] = answer.json()
    return job


async def show(client: httpx.AsyncClient, job: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(f"{ROOT}/training-jobs/{job['metadata']['id']}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def phase(job: dict[str, Any]) -> str:
    return f"{job['status']['phase']}/{job['status']['secondary_phase']}"


def task_of(driver: Driver, number: int = 0) -> TaskRef:
    return driver.engine.launches[number]


class TestLife:
    async def test_a_job_goes_from_creating_to_completed(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = await create(client)
        assert phase(job) == "Creating/Creating"

        await driver.settle()
        running = await show(client, job)
        driver.engine.finish(task_of(driver))
        await driver.settle()
        ended = await show(client, job)

        assert phase(running) == "Running/Running"
        assert phase(ended) == "Completed/Completed"
        assert ended["status"]["task_statuses"][0]["exit_code"] == 0
        assert ended["status"]["tasks"] == ["worker-0"]
        assert len(ended["status"]["running_records"]) == 1

    async def test_its_code_is_copied_and_started(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore, context: TrainingContext
    ) -> None:
        await put(store, "team", "code/lib/a.py", b"A = 1\n")
        job = await create(client)

        await driver.settle()

        launch = driver.engine.tasks[task_of(driver)].launch
        assert launch is not None
        (code,) = launch.spec.code
        snapshot = context.code / job["metadata"]["id"].replace("-", "")
        assert code.source == str(snapshot)
        assert (snapshot / "lib/a.py").read_text() == "A = 1\n"
        assert launch.spec.argv == (
            "python",
            "/home/ma-user/modelarts/user-job-dir/code/train.py",
            "--train_url=/home/ma-user/modelarts/outputs/train_url_0",
        )

    @pytest.mark.parametrize(("code", "expected"), [(1, "Failed/Failed"), (0, "Completed/Completed")])
    async def test_it_ends_as_its_program_does(
        self, client: httpx.AsyncClient, driver: Driver, code: int, expected: str
    ) -> None:
        job = await create(client)
        await driver.settle()

        driver.engine.finish(task_of(driver), exit_code=code)
        await driver.settle()

        assert phase(await show(client, job)) == expected

    async def test_another_account_sees_nothing(self, client: httpx.AsyncClient) -> None:
        job = await create(client)

        for path in (ROOT, "/v2/p2"):
            answer = await client.get(f"{path}/training-jobs/{job['metadata']['id']}", headers=MALLORY)
            assert answer.json()["error_code"] == "ModelArts.2775"


class TestStop:
    async def test_before_its_code_was_copied(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = await create(client)

        answer = await client.post(f"{ROOT}/training-jobs/{job['metadata']['id']}/actions", json={"action_type": "terminate"})
        await driver.settle()

        assert answer.status_code == 202
        assert phase(await show(client, job)) == "Terminated/Terminated"
        assert driver.engine.launches == []

    async def test_while_it_runs(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = await create(client)
        await driver.settle()

        answer = await client.post(f"{ROOT}/training-jobs/{job['metadata']['id']}/actions", json={"action_type": "terminate"})
        stopping = phase(answer.json())
        await driver.settle()

        assert stopping == "Terminating/Terminating"
        assert phase(await show(client, job)) == "Terminated/Terminated"


class TestDelete:
    async def test_only_what_has_ended_and_its_rest_is_removed(
        self, client: httpx.AsyncClient, driver: Driver, context: TrainingContext, store: MemoryStore
    ) -> None:
        job = await create(client)
        path = f"{ROOT}/training-jobs/{job['metadata']['id']}"
        await driver.settle()
        early = await client.delete(path)
        driver.engine.finish(task_of(driver))
        await driver.settle()

        late = await client.delete(path)
        await driver.settle()
        await sweep(context).work()

        assert (early.status_code, early.json()["error_code"]) == (409, "Modelyard.5008")
        assert late.status_code == 202
        assert (await client.get(path)).json()["error_code"] == "ModelArts.2775"
        assert list(context.code.iterdir()) == []
        assert await store.head("team", "code/train.py") is not None

    async def test_each_of_several_is_asked_for(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        job = await create(client, "a")
        job_id = job["metadata"]["id"]
        gatekeeper.rule = lambda who, action, resource, context: resource != job_id
        body = {"jobs": [{"kind": "job", "metadata": {"id": job_id}}]}

        refused = await client.post(f"{ROOT}/training-jobs/batch-delete", json=body)
        respelled = await client.delete(f"{ROOT}/training-jobs/{job_id.upper()}")

        assert (refused.status_code, refused.json()["params"]["resource"]) == (403, job_id)
        assert respelled.status_code == 404

    async def test_several_at_once_all_or_none(self, client: httpx.AsyncClient, driver: Driver) -> None:
        first, second = await create(client, "a"), await create(client, "b")
        await stop(client, first)
        both = {"jobs": [{"kind": "job", "metadata": {"id": job["metadata"]["id"]}} for job in (first, second)]}

        refused = await client.post(f"{ROOT}/training-jobs/batch-delete", json=both)
        still = await client.get(f"{ROOT}/training-jobs/{first['metadata']['id']}")
        await stop(client, second)
        done = await client.post(f"{ROOT}/training-jobs/batch-delete", json=both)
        again = await client.post(f"{ROOT}/training-jobs/batch-delete", json=both)

        assert (refused.status_code, still.status_code) == (409, 200)
        assert done.status_code == 202
        assert again.json()["error_code"] == "ModelArts.2775"

    async def test_a_foreign_job_is_not_there(self, client: httpx.AsyncClient) -> None:
        job = await create(client)

        answer = await client.delete(f"/v2/p2/training-jobs/{job['metadata']['id']}", headers=MALLORY)

        assert answer.json()["error_code"] == "ModelArts.2775"

    async def test_the_sweep_leaves_what_is_wanted(
        self, client: httpx.AsyncClient, driver: Driver, context: TrainingContext
    ) -> None:
        await create(client)
        await driver.settle()
        (context.code / "0123").mkdir()
        (context.code / "4567.new").mkdir()

        await sweep(context).work()

        assert len(list(context.code.iterdir())) == 1


class TestChange:
    async def test_the_description_at_any_time(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = await create(client)
        await stop(client, job)

        answer = await client.put(f"{ROOT}/training-jobs/{job['metadata']['id']}", json={"description": "better"})

        assert answer.json()["metadata"]["description"] == "better"

    async def test_the_priority_while_it_waits(self, client: httpx.AsyncClient, driver: Driver) -> None:
        big = {"node_count": 4}
        await create(client, "running", resource=big)
        await driver.settle()
        job = await create(client, "waiting", resource=big)
        await driver.settle()
        path = f"{ROOT}/training-jobs/{job['metadata']['id']}"

        raised = await client.put(path, json={"spec": {"schedule_policy": {"priority": 3, "preemptible": True}}})
        waiting = await show(client, job)
        driver.engine.finish(task_of(driver))
        refused = await client.put(path, json={"spec": {"schedule_policy": {"priority": 9}}})

        assert raised.status_code == 200
        assert raised.json()["spec"]["schedule_policy"] == {"priority": 3, "preemptible": True}
        assert phase(waiting) == "Pending/Queuing"
        assert waiting["status"]["wait_reason"]
        assert waiting["status"]["queue_position"] == 1
        assert refused.status_code == 400

    async def test_not_once_it_runs(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = await create(client)
        await driver.settle()

        answer = await client.put(
            f"{ROOT}/training-jobs/{job['metadata']['id']}", json={"spec": {"schedule_policy": {"priority": 2}}}
        )

        assert (answer.status_code, answer.json()["error_code"]) == (409, "ModelArts.2878")

    async def test_the_highest_one_needs_a_right(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        job = await create(client)
        gatekeeper.rule = lambda _who, action, _resource, _context: action != "modelarts:trainJob:setHighPriority"

        answer = await client.put(
            f"{ROOT}/training-jobs/{job['metadata']['id']}", json={"spec": {"schedule_policy": {"priority": 3}}}
        )

        assert answer.json()["error_code"] == "Modelyard.5007"

    async def test_what_cannot_be_changed_is_refused_by_name(self, client: httpx.AsyncClient) -> None:
        job = await create(client)
        path = f"{ROOT}/training-jobs/{job['metadata']['id']}"

        for field, body in (
            ("spec.notification", {"spec": {"notification": {"topic_urn": "x"}}}),
            ("endpoints", {"endpoints": {"ssh": {}}}),
            ("metadata.annotation", {"metadata": {"annotation": {"a": "b"}}}),
        ):
            answer = await client.put(path, json=body)
            assert (answer.status_code, answer.json()["params"]["field"]) == (400, field)


class TestMoreStops:
    async def test_an_ended_job_cannot_be_stopped(self, client: httpx.AsyncClient) -> None:
        job = await create(client)
        await stop(client, job)

        answer = await stop(client, job, status=409)

        assert answer["error_code"] == "ModelArts.2796"

    async def test_there_is_one_action(self, client: httpx.AsyncClient) -> None:
        job = await create(client)

        answer = await client.post(f"{ROOT}/training-jobs/{job['metadata']['id']}/actions", json={"action_type": "explode"})

        assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.2812")

    async def test_stopping_twice_is_stopping_once(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = await create(client)
        await driver.settle()

        first, second = await stop(client, job), await stop(client, job)

        assert phase(first) == phase(second) == "Terminating/Terminating"


class TestAttempts:
    async def test_a_failed_job_is_restarted_as_often_as_asked(self, client: httpx.AsyncClient, driver: Driver) -> None:
        annotations = {"fault-tolerance/job-retry-num": "2", "fault-tolerance/job-unconditional-retry": "true"}
        job = await create(client, metadata={"annotations": annotations})
        await driver.settle()
        for number in range(3):
            driver.engine.finish(task_of(driver, number), exit_code=7)
            await driver.settle()

        ended = await show(client, job)

        assert phase(ended) == "Failed/Failed"
        records = ended["status"]["running_records"]
        assert [record["end_recover"] for record in records] == ["job_reschedule", "job_reschedule", ""]
        assert [len(record["recover_records"]) for record in records] == [1, 1, 0]
        assert ended["status"]["restarts"] == 2
        assert ended["status"]["task_statuses"][0]["exit_code"] == 7
        assert ended["status"]["reason"]

    async def test_without_the_switch_a_failure_is_final(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = await create(client, metadata={"annotations": {"fault-tolerance/job-retry-num": "2"}})
        await driver.settle()

        driver.engine.finish(task_of(driver), exit_code=1)
        await driver.settle()

        assert phase(await show(client, job)) == "Failed/Failed"
        assert len(driver.engine.launches) == 1

    async def test_a_run_limit_ends_it(self, client: httpx.AsyncClient, driver: Driver, clock: FixedClock) -> None:
        job = await create(client, spec={"auto_stop": {"time_unit": "HOURS", "duration": 1}})
        await driver.settle()

        clock.advance(3700)
        await driver.settle()

        ended = await show(client, job)
        assert phase(ended) == "Terminated/Terminated"
        assert "1h" in (await said(client, job))[0]

    async def test_a_run_limit_with_continuations_goes_on(
        self, client: httpx.AsyncClient, driver: Driver, clock: FixedClock
    ) -> None:
        job = await create(
            client,
            metadata={"annotations": {"modelyard/continuations": "1"}},
            spec={"auto_stop": {"time_unit": "MINUTES", "duration": 30}},
        )
        await driver.settle()
        clock.advance(1900)
        await driver.settle()
        between = await show(client, job)
        clock.advance(1900)
        await driver.settle()

        ended = await show(client, job)

        launches = [driver.engine.tasks[ref].launch for ref in driver.engine.launches]
        assert [launch.spec.outputs[0].predownload for launch in launches if launch is not None] == [True, True]
        assert phase(between) == "Running/Running"
        assert phase(ended) == "Terminated/Terminated"
        assert ended["status"]["restarts"] == 1
        assert ended["status"]["duration"] >= 3_600_000


class TestCreating:
    async def test_an_owner_who_is_gone_ends_it(
        self, client: httpx.AsyncClient, driver: Driver, context: TrainingContext
    ) -> None:
        job = await create(client)

        async def nobody(_who: Subject) -> None:
            return None

        object.__setattr__(context.objects, "find_subject", nobody)
        await driver.settle()

        ended = await show(client, job)
        assert phase(ended) == "Failed/CreateFailed"
        assert "alice" in ended["status"]["reason"]

    async def test_code_that_vanished_meanwhile_ends_it(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore
    ) -> None:
        job = await create(client)
        await store.delete_many("team", ["code/train.py"])

        await driver.settle()

        assert phase(await show(client, job)) == "Failed/CreateFailed"
        assert driver.engine.launches == []

    async def test_code_that_grew_over_a_limit_ends_it(
        self, client: httpx.AsyncClient, driver: Driver, context: TrainingContext, store: MemoryStore
    ) -> None:
        job = await create(client)
        for number in range(1001):
            await put(store, "team", f"code/{number}.py")

        await driver.settle()

        ended = await show(client, job)
        assert phase(ended) == "Failed/CreateFailed"
        assert "1000" in ended["status"]["reason"]

    async def test_a_crash_after_the_copy_does_no_harm(
        self, client: httpx.AsyncClient, driver: Driver, clock: FixedClock
    ) -> None:
        await create(client)
        (claim,) = await driver.jobs.claim(1)
        await driver.jobs._reconciler.act(claim.item)  # and the process is killed here

        clock.advance(61)
        await driver.settle()

        assert len(driver.engine.launches) == 1

    async def test_a_store_that_is_away_is_waited_for(
        self, client: httpx.AsyncClient, driver: Driver, context: TrainingContext, clock: FixedClock
    ) -> None:
        job = await create(client)
        store = context.objects.store
        object.__setattr__(context.objects, "store", NeverAnswers())
        await driver.settle()
        creating = phase(await show(client, job))
        object.__setattr__(context.objects, "store", store)

        clock.advance(10)
        await driver.settle()

        assert creating == "Creating/Creating"
        assert len(driver.engine.launches) == 1

    async def test_what_never_works_is_given_up_visibly(
        self, client: httpx.AsyncClient, driver: Driver, context: TrainingContext, clock: FixedClock
    ) -> None:
        job = await create(client)
        object.__setattr__(context.objects, "store", NeverAnswers())
        for _ in range(10):
            await driver.settle()
            clock.advance(600)

        ended = await show(client, job)

        assert phase(ended) == "Failed/CreateFailed"
        assert "not answer" in ended["status"]["reason"]


class TestEvents:
    async def test_a_life_is_told_in_both_languages(self, client: httpx.AsyncClient, driver: Driver) -> None:
        job = await create(client)
        await driver.settle()
        driver.engine.finish(task_of(driver))
        await driver.settle()

        english, chinese = await said(client, job), await said(client, job, language="zh-cn")

        assert english[::-1] == [
            "The training job was created.",
            "The training job is queued and waits for resources.",
            "The training job has started to run.",
            "The training job ran successfully.",
        ]
        assert "训练作业创建成功。" in chinese


class TestNames:
    async def test_a_name_is_free_until_a_job_has_it(self, client: httpx.AsyncClient) -> None:
        path = f"{ROOT}/training-job-names"
        free = await client.get(path, params={"job_name": "job-1"})
        await create(client)

        taken = await client.get(path, params={"job_name": "job-1"})
        odd = await client.get(path, params={"job_name": "a b"})

        assert (free.json(), taken.json()) == ({"is_duplicate": False}, {"is_duplicate": True})
        assert (odd.status_code, odd.json()["params"]["field"]) == (400, "job_name")


class NeverAnswers:
    """A store that is away."""

    def __getattr__(self, name: str) -> Any:
        raise StoreUnavailable(part="store", problem="it does not answer")


async def stop(client: httpx.AsyncClient, job: dict[str, Any], *, status: int = 202) -> dict[str, Any]:
    answer = await client.post(f"{ROOT}/training-jobs/{job['metadata']['id']}/actions", json={"action_type": "terminate"})
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def said(client: httpx.AsyncClient, job: dict[str, Any], *, language: str = "en-us") -> list[str]:
    """Return the texts of a job's events, newest first."""
    path = f"{ROOT}/training-jobs/{job['metadata']['id']}/events"
    answer = await client.get(path, headers={"x-language": language}, params={"order": "desc"})
    assert answer.status_code == 200, answer.text
    return [event["message"] for event in answer.json()["events"] if event["source"] != "task"]
