"""Jobs over their routes, from creation to their end, on an engine in memory."""

from typing import Any

import httpx
import pytest

from modelyard.compute.types import TaskRef
from modelyard.objects.adapters.memory import MemoryStore
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
