"""Batch services: their runs, what workers say, stops and starts, and what came of each input."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI

from modelyard.compute.types import EndedBy, TaskRef
from modelyard.core.clock import FixedClock
from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.iam.schemas.events import ProjectDeleted
from modelyard.objects.testing import RuleGatekeeper
from modelyard.registry.types import Api, ModelKind
from modelyard.serving.service.context import ServingContext
from modelyard.serving.settings import ServingSettings
from modelyard.serving.testing import Driver, FakeModels, MemoryBatchFiles, make_config
from serving.serving_calls import URL, Caller

RULE = {
    "type": "object",
    "properties": {
        "data": {
            "type": "object",
            "properties": {
                "req_data": {
                    "type": "array",
                    "items": [{"type": "object", "properties": {"x": {"type": "number", "index": 0}}}],
                }
            },
        }
    },
}
FILE_API = Api("/", request={"type": "object", "properties": {"images": {"type": "file"}}})


def make_batch(name: str = "batch-1", **changes: Any) -> dict[str, Any]:
    entry = make_config(src_path="/inputs/rows", dest_path="obs://outputs/", mapping_type="csv", mapping_rule=RULE, req_uri="/")
    return {"service_name": name, "infer_type": "batch", "config": [{**entry, **changes}]}


def plan_of(driver: Driver, ref: TaskRef) -> dict[str, Any]:
    """Return what a worker was told."""
    launch = driver.engine.tasks[ref].launch
    assert launch is not None
    found: dict[str, Any] = json.loads(base64.b64decode(launch.spec.env["MODEL_SERVICE_BATCH"]))
    return found


def says(driver: Driver, ref: TaskRef, **told: Any) -> None:
    """Have a worker say how far it is, among other lines."""
    worker = int(ref.task.rsplit("-", 1)[1])
    line = {"worker": worker, "state": "working", "total": 10, "done": 0, "failed": 0, **told}
    driver.engine.tasks[ref].log += f"INFO hello\nmodelyard-batch: {json.dumps(line)}\nINFO world\n".encode()


@pytest.fixture
def files(context: ServingContext) -> MemoryBatchFiles:
    found = context.batch_files
    assert isinstance(found, MemoryBatchFiles)
    return found


class Batches:
    """Alice, who deploys batch services and moves the clock."""

    def __init__(self, caller: Caller, clock: FixedClock) -> None:
        self.caller, self.clock, self.driver = caller, clock, caller.driver

    async def create(self, body: dict[str, Any]) -> str:
        answer = await self.caller.client.post(URL, json=body)
        assert answer.status_code == 200, answer.text
        await self.driver.settle()
        found: str = answer.json()["service_id"]
        return found

    async def later(self, seconds: float = 3) -> None:
        self.clock.advance(seconds)
        await self.driver.settle()

    async def change(self, service_id: str, **change: Any) -> None:
        await self.caller.update(service_id, **change)
        await self.driver.settle()

    async def look(self, path: str) -> dict[str, Any]:
        answer = await self.caller.client.get(URL + path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def finish(self, service_id: str, *, done: int = 10) -> None:
        for ref in self.driver.running:
            says(self.driver, ref, state="finished", done=done)
            self.driver.engine.finish(ref)
        await self.driver.settle()
        assert await self.caller.status(service_id) == "finished"


@pytest.fixture
def batches(caller: Caller, clock: FixedClock) -> Batches:
    return Batches(caller, clock)


class TestWorkers:
    async def test_are_instances_whose_logs_are_read(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch(instance_count=2))
        refs = batches.driver.running
        says(batches.driver, refs[1], done=3)

        listed = await batches.look(f"/{service_id}/instances?limit=1&offset=1")
        assert (listed["total_count"], listed["count"]) == (2, 1)
        [worker] = listed["instances"]
        assert worker["instance_name"] == "run-1-worker-1"
        number = int(refs[1].task.rsplit("-", 1)[1])
        shown = (await batches.look(f"/{service_id}/instances"))["instances"][number]
        lines = await batches.look(f"/{service_id}/instances/{shown['instance_id']}/logs/lines")
        assert [line["text"] for line in lines["lines"]][::2] == ["INFO hello", "INFO world"]

        await batches.finish(service_id)
        ended = (await batches.look(f"/{service_id}/instances"))["instances"]
        assert [item["status"] for item in ended] == ["ended", "ended"]
        again = await batches.look(f"/{service_id}/instances/{shown['instance_id']}/logs/lines")
        assert "INFO hello" in [line["text"] for line in again["lines"]]

    async def test_of_an_earlier_run_are_not_found(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        [before] = (await batches.look(f"/{service_id}/instances"))["instances"]
        await batches.finish(service_id)
        await batches.change(service_id, status="running")
        [now] = (await batches.look(f"/{service_id}/instances"))["instances"]
        assert (now["instance_name"], now.get("ended_at")) == ("run-2-worker-0", None)
        answer = await batches.caller.client.get(f"{URL}/{service_id}/instances/{before['instance_id']}/logs/lines")
        assert answer.status_code == 404


class TestARun:
    async def test_goes_from_deploying_to_running_to_finished(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        assert await batches.caller.status(service_id) == "deploying"

        [ref] = batches.driver.running
        says(batches.driver, ref, done=3, failed=1, rows=40, failed_rows=2)
        await batches.later()
        shown = await batches.caller.show(service_id)
        assert (shown["status"], shown["progress"]) == ("running", 40)
        assert shown["batch"] == {
            "task_id": shown["batch"]["task_id"],
            "run": 1,
            "total": 10,
            "done": 3,
            "failed": 1,
            "rows": 40,
            "failed_rows": 2,
        }
        assert (shown["invocation_times"], shown["failed_times"]) == (4, 1)
        assert "finished_time" not in shown

        says(batches.driver, ref, state="finished", done=9, failed=1)
        batches.driver.engine.finish(ref)
        await batches.driver.settle()
        shown = await batches.caller.show(service_id)
        assert (shown["status"], shown["batch"]["done"]) == ("finished", 9)
        assert shown["finished_time"] >= shown["start_time"]
        assert "progress" not in shown
        entry = shown["config"][0]
        assert (entry["status"], entry["src_path"], entry["dest_path"]) == ("finished", "obs://inputs/rows/", "obs://outputs/")
        assert entry["req_uri"] == "/"
        assert entry["mapping_rule"] == RULE
        events = await batches.caller.events(service_id)
        assert events[0] == "The deployment of the service has begun."
        assert "9 of 10 inputs succeeded, 1 failed" in events[-1]
        assert "obs://outputs/infer-result-" in events[-1]
        [log] = await batches.caller.logs(service_id)
        assert (log["result"], log["is_live"]) == ("SUCCESS", True)

    async def test_is_listed_with_its_times(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        await batches.finish(service_id)
        await batches.caller.deploy("other")
        answer = await batches.caller.client.get(URL, params={"infer_type": "batch"})
        [item] = answer.json()["services"]
        assert item["service_id"] == service_id
        assert item["infer_type"] == "batch"
        assert {"start_time", "finished_time"} <= set(item)

    async def test_gives_each_worker_its_number_and_the_same_work(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch(instance_count=3, envs={"A": "{port:no}"}))
        refs = batches.driver.running
        plans = [plan_of(batches.driver, ref) for ref in refs]
        assert [plan["worker"] for plan in plans] == [0, 1, 2]
        assert {plan["workers"] for plan in plans} == {3}
        assert plans[0]["source"] == "obs://inputs/rows/"
        assert plans[0]["joins"] is True
        assert plans[0]["server"][:4] == ["python", "-m", "model_service", "serve"]
        for number, ref in enumerate(refs):
            says(batches.driver, ref, total=number, done=number)
        await batches.later()
        assert (await batches.caller.show(service_id))["batch"]["total"] == 3

    async def test_of_a_model_with_code_gets_one_row_for_each_request(self, batches: Batches, models: FakeModels) -> None:
        models.change("m1", has_code=True)
        await batches.create(make_batch())
        assert plan_of(batches.driver, batches.driver.running[0])["joins"] is False

    async def test_of_files_sends_them_as_the_parameter_of_the_api(self, batches: Batches, models: FakeModels) -> None:
        models.change("m1", apis=(FILE_API,))
        await batches.create(make_batch(mapping_type="file", mapping_rule=None, src_path="s3://inputs/list.manifest"))
        plan = plan_of(batches.driver, batches.driver.running[0])
        assert (plan["parameter"], plan["source"], plan["path"]) == ("images", "obs://inputs/list.manifest", "/")

    async def test_that_fails_says_why_in_the_words_of_the_worker(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        [ref] = batches.driver.running
        says(batches.driver, ref, state="failed", reason="obs://outputs/ cannot be written")
        batches.driver.engine.finish(ref, exit_code=1)
        await batches.driver.settle()
        shown = await batches.caller.show(service_id)
        assert shown["status"] == "failed"
        assert shown["error_msg"] == "obs://outputs/ cannot be written."
        assert "finished_time" in shown
        assert "obs://outputs/ cannot be written" in (await batches.caller.events(service_id))[-1]
        assert (await batches.caller.logs(service_id))[0]["result"] == "FAIL"

    async def test_that_fails_without_a_word_says_what_compute_knows(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        batches.driver.engine.finish(batches.driver.running[0], exit_code=9, ended_by=EndedBy.MEMORY)
        await batches.driver.settle()
        shown = await batches.caller.show(service_id)
        assert shown["status"] == "failed"
        assert shown["error_msg"]

    async def test_that_compute_does_not_take_has_failed(self, batches: Batches, models: FakeModels) -> None:
        service_id = await batches.create(make_batch(custom_spec={"cpu": 4000, "memory": 1024}, specification="custom"))
        shown = await batches.caller.show(service_id)
        assert shown["status"] == "failed"
        assert shown["error_msg"]
        await batches.change(service_id, config=make_batch()["config"])
        assert await batches.caller.status(service_id) == "deploying"

    async def test_waits_for_room(self, batches: Batches) -> None:
        first = await batches.create(make_batch(instance_count=8))
        second = await batches.create(make_batch("batch-2", instance_count=8))
        await batches.later(10)
        assert await batches.caller.status(second) == "waiting"
        for ref in batches.driver.running:
            batches.driver.engine.finish(ref)
        await batches.driver.settle()
        assert await batches.caller.status(first) == "finished"
        assert await batches.caller.status(second) == "deploying"


class TestStopAndStart:
    async def test_a_start_goes_on_under_the_same_names(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        [ref] = batches.driver.running
        first = plan_of(batches.driver, ref)
        says(batches.driver, ref, done=4)
        await batches.later()
        await batches.change(service_id, status="stopped")
        assert await batches.caller.status(service_id) == "stopped"
        assert batches.driver.running == []

        await batches.change(service_id, status="running")
        [ref] = batches.driver.running
        second = plan_of(batches.driver, ref)
        assert (second["run"], second["task_id"]) == (2, first["task_id"])
        await batches.finish(service_id)
        await batches.later(2)
        assert (await batches.caller.show(service_id))["batch"]["run"] == 2

    async def test_other_inputs_begin_anew(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        first = plan_of(batches.driver, batches.driver.running[0])
        await batches.finish(service_id)
        await batches.change(service_id, config=make_batch(src_path="obs://inputs/others")["config"])
        assert await batches.caller.status(service_id) == "finished"
        await batches.change(service_id, status="running")
        second = plan_of(batches.driver, batches.driver.running[0])
        assert second["source"] == "obs://inputs/others/"
        assert second["task_id"] != first["task_id"]

    async def test_more_workers_go_on_under_the_same_names(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        first = plan_of(batches.driver, batches.driver.running[0])
        await batches.change(service_id, status="stopped")
        await batches.change(service_id, config=make_batch(instance_count=2)["config"])
        await batches.change(service_id, status="running")
        assert [plan_of(batches.driver, ref)["task_id"] for ref in batches.driver.running] == [first["task_id"]] * 2

    async def test_another_model_takes_the_place_of_the_one_before(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        await batches.finish(service_id)
        await batches.change(service_id, config=make_batch(model_id="m2")["config"])
        await batches.change(service_id, status="running")
        await batches.finish(service_id)
        assert [entry["model_id"] for entry in (await batches.caller.show(service_id))["config"]] == ["m2"]

    async def test_what_runs_is_stopped_before_it_is_changed(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        refused = batches.caller.refused
        assert await refused("PUT", f"/{service_id}", {"config": make_batch()["config"]}) == "ModelArts.3519"
        assert await refused("PUT", f"/{service_id}", {"status": "running"}) == "ModelArts.3519"
        assert await refused("POST", f"/{service_id}/restart") == "Modelyard.6552"
        change = {"changed_property": "instance_count", "configs": [{"model_id": "m1", "changed_value": 2}]}
        assert await refused("PUT", f"/{service_id}/property", change) == "Modelyard.6552"

    async def test_a_description_changes_nothing_else(self, batches: Batches) -> None:
        service_id = await batches.create(make_batch())
        await batches.finish(service_id)
        await batches.change(service_id, description="of May")
        shown = await batches.caller.show(service_id)
        assert (shown["status"], shown["description"]) == ("finished", "of May")

    @pytest.mark.parametrize("state", ["deploying", "running", "finished", "failed"])
    async def test_it_can_be_deleted_in_every_state(self, batches: Batches, state: str) -> None:
        service_id = await batches.create(make_batch())
        [ref] = batches.driver.running
        if state == "running":
            says(batches.driver, ref)
            await batches.later()
        elif state != "deploying":
            batches.driver.engine.finish(ref, exit_code=int(state == "failed"))
            await batches.driver.settle()
        assert await batches.caller.status(service_id) == state
        answer = await batches.caller.client.delete(f"{URL}/{service_id}")
        assert answer.status_code == 200
        for _ in range(4):
            await batches.later(2)
        assert await batches.caller.refused("GET", f"/{service_id}") == "ModelArts.3502"
        assert batches.driver.running == []
        assert batches.driver.engine.tasks == {}

    async def test_it_goes_with_its_project(self, batches: Batches, context: ServingContext) -> None:
        service_id = await batches.create(make_batch())
        async with context.database.session() as db:
            await emit(db, ProjectDeleted("p1", "project"), by=Subject.system("test"), at=now(db))
        for _ in range(4):
            await batches.later(2)
        assert await batches.caller.refused("GET", f"/{service_id}") == "ModelArts.3502"


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"src_path": None}, "ModelArts.3610", "config[0].src_path"),
            ({"dest_path": ""}, "ModelArts.3610", "config[0].dest_path"),
            ({"mapping_type": None}, "ModelArts.3610", "config[0].mapping_type"),
            ({"mapping_rule": None}, "ModelArts.3610", "config[0].mapping_rule"),
            ({"specification": "custom"}, "ModelArts.3610", "config[0].custom_spec"),
            ({"instance_count": 0}, "Modelyard.6501", "config[0].instance_count"),
            ({"src_type": "ManifestFile"}, "Modelyard.6501", "config[0].src_path"),
            ({"src_path": "inputs/rows"}, "Modelyard.6501", "config[0].src_path"),
            ({"req_uri": "no"}, "Modelyard.6501", "config[0].req_uri"),
            ({"nodes": ["n"]}, "Modelyard.6502", "config[0].nodes"),
            ({"mapping_type": "file"}, "ModelArts.3514", "config[0].mapping_type"),
            ({"mapping_rule": {"type": "number", "index": -2}}, "Modelyard.6550", "config[0].mapping_rule.index"),
        ],
    )
    async def test_what_is_wrong_is_named(self, batches: Batches, changes: dict[str, Any], code: str, field: str) -> None:
        answer = await batches.caller.client.post(URL, json=make_batch(**changes))
        assert (answer.status_code, answer.json()["error_code"]) == (400, code), answer.text
        assert field in answer.json()["error_msg"]

    async def test_options_of_other_services(self, batches: Batches) -> None:
        body = {**make_batch(), "schedule": [{"type": "stop", "time_unit": "HOURS", "duration": 1}]}
        assert await batches.caller.refused("POST", "", body) == "Modelyard.6502"
        two = {**make_batch(), "config": make_batch()["config"] * 2}
        assert await batches.caller.refused("POST", "", two) == "Modelyard.6501"

    async def test_an_api_that_the_model_does_not_have(self, batches: Batches, models: FakeModels) -> None:
        models.change("m1", apis=(FILE_API, replace(FILE_API, url="/other")))
        assert await batches.caller.refused("POST", "", make_batch(req_uri="/third")) == "Modelyard.6501"
        assert await batches.caller.refused("POST", "", make_batch(req_uri=None)) == "ModelArts.3610"

    async def test_a_model_of_another_kind(self, batches: Batches, models: FakeModels) -> None:
        models.change("m1", install_types=frozenset())
        assert await batches.caller.refused("POST", "", make_batch()) == "ModelArts.3589"

    async def test_an_image_with_a_server_of_its_own(self, batches: Batches, models: FakeModels) -> None:
        models.change("m1", kind=ModelKind.IMAGE)
        assert await batches.caller.refused("POST", "", make_batch()) == "Modelyard.6502"

    async def test_places_that_are_not_there(self, batches: Batches, files: MemoryBatchFiles) -> None:
        files.missing.add("/inputs/rows")
        answer = await batches.caller.client.post(URL, json=make_batch())
        assert answer.status_code == 404

    async def test_more_than_the_quota(self, batches: Batches, context: ServingContext, app: FastAPI) -> None:
        app.state.serving = replace(context, settings=ServingSettings(max_batch_services=1))
        await batches.create(make_batch())
        assert await batches.caller.refused("POST", "", make_batch("batch-2")) == "ModelArts.3521"
        await batches.caller.deploy("other")


class TestResults:
    @staticmethod
    def record(number: int, result: str = "SUCCESSFUL") -> dict[str, Any]:
        entry = {"source": f"obs://inputs/rows/{number}.csv", "result": result}
        return {**entry, "name": f"{number}.csv", "rows": 3} if result == "SUCCESSFUL" else {**entry, "error_message": "no"}

    async def test_are_paged_over_the_files_of_all_workers(self, batches: Batches, files: MemoryBatchFiles) -> None:
        service_id = await batches.create(make_batch())
        task_id = (await batches.caller.show(service_id))["batch"]["task_id"]
        folder = f"obs://outputs/infer-result-{task_id}.records/"
        for name, numbers, result in (
            ("000001-0000-000001-done-3.jsonl", range(3), "SUCCESSFUL"),
            ("000001-0001-000001-done-2.jsonl", range(3, 5), "SUCCESSFUL"),
            ("000001-0000-000002-failed-2.jsonl", range(5, 7), "FAILED"),
        ):
            lines = [json.dumps(self.record(number, result)) for number in numbers]
            files.files[folder + name] = "\n".join(lines).encode()
        files.files[f"{folder}000001-0000.started"] = b""

        url = f"{URL}/{service_id}/batch-results"
        page = (await batches.caller.client.get(url, params={"offset": 2, "limit": 4})).json()
        assert (page["total_count"], page["count"]) == (7, 4)
        assert [item["source"][-5:] for item in page["results"]] == ["2.csv", "3.csv", "4.csv", "5.csv"]
        assert page["results"][0]["inference_loc"] == f"obs://outputs/infer-result-{task_id}/2.csv_result.txt"
        assert page["results"][0]["rows"] == 3
        assert page["results"][3] == {"source": "obs://inputs/rows/5.csv", "result": "FAILED", "error_message": "no"}
        assert page["manifest"] == f"obs://outputs/infer-result-{task_id}.manifest"
        failed = (await batches.caller.client.get(url, params={"result": "FAILED"})).json()
        assert (failed["total_count"], failed["count"]) == (2, 2)
        done = (await batches.caller.client.get(url, params={"result": "SUCCESSFUL", "limit": 1})).json()
        assert (done["total_count"], done["count"]) == (5, 1)

        await batches.change(service_id, status="stopped")
        await batches.change(service_id, status="running")
        later = (await batches.caller.client.get(url)).json()
        assert later["total_count"] == 5  # what failed is tried again

        files.files[f"{folder}000001-0000-000001-done-3.jsonl"] = b"rubbish"
        assert await batches.caller.refused("GET", f"/{service_id}/batch-results") == "Modelyard.6551"

    async def test_are_there_for_batch_services_alone(self, batches: Batches) -> None:
        service_id = await batches.caller.deploy("other")
        assert await batches.caller.refused("GET", f"/{service_id}/batch-results") == "Modelyard.6552"

    async def test_of_others_are_none(self, batches: Batches, gatekeeper: RuleGatekeeper) -> None:
        service_id = await batches.create(make_batch())
        url = f"/v1/p2/services/{service_id}/batch-results"
        answer = await batches.caller.client.get(url, headers={"x-user": "mallory"})
        assert answer.status_code == 404
