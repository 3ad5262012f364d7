"""Processing tasks behind their routes: created, checked, listed, run, stopped, deleted. The engine is one in memory."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from dataset_calls import Dataset, picture
from modelyard.compute.testing import LoopDriver, MemoryEngine
from modelyard.core.loops import ReconcilerRunner
from modelyard.datasets.loops.processing import ProcessingReconciler, sweep
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.testing import make_app, make_processing, make_request
from modelyard.objects.adapters.memory import MemoryStore

TASKS = "/v2/p1/processor-tasks"
HERS = {"x-user": "mallory"}
DEDUPLICATE = {"id": "sys_data_selection", "operator_params": [{"name": "SimDeduplication", "params": {}}]}
VALIDATE = {
    "id": "sys_data_validation",
    "operator_params": [
        {
            "name": "MetaValidation",
            "advanced_params_switch": False,
            "params": {"task_type": "image_classification", "image_max_width": "1920", "total_status": "[0,1,2]"},
        }
    ],
}
OPERATOR = b"""# /// operator
# {"name": "shrink", "parameters": [{"name": "side", "type": "integer", "default": 8, "min": 1, "max": 64}]}
# ///
def process(sample, parameters, random):
    return None
"""


@pytest.fixture
def processing(context: DatasetsContext, tmp_path: Path) -> ProcessingContext:
    return make_processing(context, tmp_path)


@pytest.fixture
def app(context: DatasetsContext, processing: ProcessingContext) -> FastAPI:
    return make_app(context, processing=processing, compute=processing.compute)


@pytest.fixture
async def loops(processing: ProcessingContext) -> LoopDriver:
    runner = ReconcilerRunner(processing.database, ProcessingReconciler(processing), processing.datasets.clock)
    driver = LoopDriver(processing.compute, runner)
    await driver.start()
    return driver


@pytest.fixture
async def dataset(client: httpx.AsyncClient) -> Dataset:
    answer = await client.post("/v2/p1/datasets", json=make_request())
    found = Dataset(client, answer.json()["dataset_id"])
    await found.upload(*({"name": f"{number}.png", "data": picture(number + 10)} for number in range(3)))
    return found


class Site:
    """Processing tasks of one dataset."""

    def __init__(self, client: httpx.AsyncClient, dataset: Dataset) -> None:
        self.client, self.dataset = client, dataset

    def body(self, name: str = "check", **changes: Any) -> dict[str, Any]:
        values = {
            "name": name,
            "create_version": True,
            "inputs": [{"type": "DATASET", "source": self.dataset.id}],
            "template": VALIDATE,
            **changes,
        }
        return {key: value for key, value in values.items() if value is not None}

    async def post(self, path: str, body: Any, status: int = 200) -> dict[str, Any]:
        answer = await self.client.post(f"{TASKS}{path}", json=body)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    async def get(self, path: str, status: int = 200, **query: Any) -> dict[str, Any]:
        answer = await self.client.get(f"{TASKS}{path}", params=query)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    async def create(self, **changes: Any) -> tuple[str, str]:
        """Return the ids of a new task and of its first version."""
        task = (await self.post("", self.body(**changes)))["task_id"]
        versions = (await self.get(f"/{task}/versions"))["versions"]
        return task, versions[0]["task_version_id"] if versions else ""

    async def refused(self, **changes: Any) -> str:
        return str((await self.post("", self.body(**changes), 400))["error_code"])


@pytest.fixture
def site(client: httpx.AsyncClient, dataset: Dataset) -> Site:
    return Site(client, dataset)


class Runs:
    """What a run would do, done by hand."""

    def __init__(self, processing: ProcessingContext, loops: LoopDriver, store: MemoryStore) -> None:
        self.processing, self.loops, self.store = processing, loops, store

    @property
    def engine(self) -> MemoryEngine:
        return self.loops.engine

    async def prepared(self) -> list[dict[str, Any]]:
        """Let the loop go on until the workload runs, and return its input."""
        await self.loops.settle()
        directory = max(self.processing.runs.iterdir())
        return [json.loads(line) for line in (directory / "input.jsonl").read_bytes().splitlines()]

    async def tell(self, output: str, *results: dict[str, Any], name: str = "results/000000.jsonl") -> None:
        content = b"".join(json.dumps(one).encode() + b"\n" for one in results)
        bucket, _, key = output.removeprefix("obs://").partition("/")
        await self.store.put(bucket, key + name, content, size_bytes=len(content))

    async def end(self, exit_code: int = 0) -> None:
        self.engine.finish(self.engine.launches[-1], exit_code=exit_code)
        await self.loops.settle()


@pytest.fixture
def runs(processing: ProcessingContext, loops: LoopDriver, store: MemoryStore) -> Runs:
    return Runs(processing, loops, store)


class TestCreateTask:
    async def test_it_has_a_first_version_where_that_is_asked_for(self, site: Site) -> None:
        task, version = await site.create()

        shown = await site.get(f"/{task}")
        assert (shown["status"], shown["version_count"], shown["is_current"]) == (0, 1, True)
        assert shown["template"]["operator_params"][0]["name"] == "MetaValidation"
        assert (await site.get(f"/{task}/versions/{version}"))["version_name"] == "V001"

    async def test_without_one_it_only_waits(self, site: Site) -> None:
        task, version = await site.create(create_version=False)
        assert (version, (await site.get(f"/{task}"))["version_count"]) == ("", 0)

    async def test_a_name_is_there_once(self, site: Site) -> None:
        await site.create()
        assert await site.refused() == "ModelArts.4709"

    async def test_a_data_source_is_as_good_as_inputs(self, site: Site) -> None:
        task, _ = await site.create(inputs=None, data_source={"type": "DATASET", "source": site.dataset.id})
        assert (await site.get(f"/{task}"))["data_source"]["source"] == site.dataset.id

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"template": {"id": "sys_data_magic"}}, "Modelyard.7342"),
            ({"template": {"id": "sys_data_cleaning", "operator_params": [{"name": "Flip"}]}}, "Modelyard.7343"),
            ({"template": {"id": "sys_data_augmentation", "operator_params": [{"name": "CycleGAN"}]}}, "Modelyard.7344"),
            ({"template": {"id": "sys_data_cleaning", "operator_params": [{"name": "PCC"}]}}, "Modelyard.7342"),
            ({"inputs": []}, "Modelyard.7342"),
            ({"inputs": [{"type": "CUSTOM", "source": "x"}]}, "Modelyard.7342"),
            ({"inputs": [{"type": "DATASET", "source": "nothing"}]}, "ModelArts.4352"),
            ({"inputs": [{"type": "OBS", "source": "obs://team/empty/"}]}, "Modelyard.7342"),
            ({"inputs": [{"type": "TASK", "source": "a", "version_id": "b"}]}, "ModelArts.4700"),
            ({"work_path": {"type": "OBS", "path": "nowhere"}}, "Modelyard.7342"),
            ({"work_path": {"type": "DATASET", "path": "nothing"}}, "ModelArts.4352"),
            ({"template": {"id": "user_operator", "operator_params": [{"params": {"path": "x"}}]}}, "Modelyard.7343"),
            (
                {"template": {"id": "user_operator", "operator_params": [{"id": "custom", "params": {"path": "x"}}]}},
                "Modelyard.7345",
            ),
        ],
    )
    async def test_what_cannot_be_is_refused(self, site: Site, changes: dict[str, Any], code: str) -> None:
        assert await site.refused(**changes) == code

    async def test_paths_of_others_are_refused(self, site: Site) -> None:
        answer = await site.post("", site.body(work_path={"type": "OBS", "path": "obs://theirs/out/"}), 403)
        assert answer["error_code"] == "ModelArts.4310"


class TestSeeingTasks:
    async def test_lists_filter_sort_and_count(self, site: Site) -> None:
        first, _ = await site.create(name="one")
        second, _ = await site.create(name="two", template=DEDUPLICATE)

        assert (await site.get("", sort_by="name", order="asc"))["count"] == 2
        found = await site.get("", task_type="sys_data_selection", source_type="DATASET", source=site.dataset.id)
        assert [one["task_id"] for one in found["tasks"]] == [second]
        assert [one["task_id"] for one in (await site.get("", task_name="ON"))["tasks"]] == [first]
        narrow = await site.client.get(TASKS, params={"status": 2, "query_current": True, "version_id": "a,b"})
        assert narrow.json()["count"] == 0
        assert (await site.get("", 400, task_type="x"))["error_code"] == "Modelyard.7342"

    async def test_there_are_four_kinds(self, site: Site) -> None:
        shown = await site.get("/items")
        assert (shown["total"], shown["items"][0]["label_en"]) == (4, "Data cleansing")
        assert (await site.get("/items", offset=1, limit=3))["items"][0]["template_id"] == "sys_data_augmentation"

    async def test_operators_say_what_they_take(self, site: Site) -> None:
        shown = {one["name"]: one for one in (await site.get("/operators"))["operators"]}
        assert shown["SimDeduplication"]["parameters"][0]["default"] == 0.9
        assert shown["CycleGAN"]["is_available"] is False

    async def test_others_see_nothing(self, site: Site) -> None:
        task, version = await site.create()

        for path in (f"/{task}", f"/{task}/versions/{version}", f"/{task}/versions/{version}/results"):
            answer = await site.client.get(f"{TASKS}{path}", headers=HERS)
            assert answer.json()["error_code"] == "ModelArts.4700"
        assert (await site.client.get(TASKS, headers=HERS)).json()["count"] == 0


class TestChangingTasks:
    async def test_the_description_can_be_changed(self, site: Site) -> None:
        task, _ = await site.create()
        answer = await site.client.put(f"{TASKS}/{task}", json={"description": "for Monday"})
        assert (answer.status_code, answer.json()) == (200, {})
        assert (await site.get(f"/{task}"))["description"] == "for Monday"

    async def test_what_is_busy_cannot_be_deleted(self, site: Site) -> None:
        task, version = await site.create()
        for path in (f"/{task}", f"/{task}/versions/{version}"):
            answer = await site.client.delete(TASKS + path)
            assert (answer.status_code, answer.json()["error_code"]) == (403, "ModelArts.4850")

    async def test_what_ended_can(self, site: Site, runs: Runs) -> None:
        task, version = await site.create()
        await runs.prepared()
        await runs.end(1)

        assert (await site.client.delete(f"{TASKS}/{task}/versions/{version}")).status_code == 204
        assert (await site.get(f"/{task}"))["version_count"] == 0
        assert (await site.client.delete(f"{TASKS}/{task}")).json() == {}
        assert (await site.get(f"/{task}", 400))["error_code"] == "ModelArts.4700"


class TestRunning:
    async def test_results_and_a_manifest_come_of_a_run(self, site: Site, runs: Runs, store: MemoryStore) -> None:
        task, version = await site.create()
        samples = await runs.prepared()
        shown = await site.get(f"/{task}/versions/{version}")
        assert (shown["status"], shown["recipe"]["samples"], len(samples)) == (1, 3, 3)
        output = shown["work_path"]["output_path"]
        await runs.tell(
            output,
            {"n": 0, "p": 0},
            {"n": 1, "p": 1, "f": "Data/1_checked.png", "w": [["MetaValidation", "suffix"]], "s": [11, 30, 3]},
            {"n": 2, "p": 2, "w": [["MetaValidation", "broken"]]},
            {"n": 2, "p": 3, "f": "Data/2-a.png", "a": [{"kind": "class", "label": "new"}]},
        )
        await runs.tell(output, {"after": {"count": 3}}, name="summary.json")
        await runs.end()

        shown = await site.get(f"/{task}/versions/{version}")
        counts = {name: shown[f"{name}_sample_count"] for name in ("origin", "add", "modified", "unmodified", "deleted")}
        assert counts == {"origin": 3, "add": 1, "modified": 1, "unmodified": 1, "deleted": 1}
        assert (shown["status"], shown["statistics"]) == (2, {"after": {"count": 3}})
        assert (await site.get(f"/{task}"))["status"] == 2
        results = await site.get(f"/{task}/versions/{version}/results", limit=2)
        assert (results["count"], results["has_more"]) == (4, True)
        assert results["results"][0]["origin_source"].startswith("s3://team/")
        changed = (await site.get(f"/{task}/versions/{version}/results", result_property="1"))["results"]
        assert changed[0]["new_source"] == f"{output}Data/1_checked.png"
        assert changed[0]["result_description"] == [["MetaValidation", "suffix"]]
        bucket, _, key = output.removeprefix("obs://").partition("/")
        async with store.get(bucket, f"{key}output.manifest") as chunks:
            lines = b"".join([chunk async for chunk in chunks]).splitlines()
        assert [json.loads(line)["source"].rpartition("/")[2] for line in lines] == ["0.png", "1_checked.png", "2-a.png"]
        parents = [json.loads(line).get("property", {}).get("@modelarts:parent_sample_id") for line in lines]
        assert parents == [None, samples[1]["id"], samples[2]["id"]]

    @pytest.mark.parametrize(
        "results",
        [
            [{"n": 0, "p": 0}],
            [{"n": 7, "p": 0}],
            [{"n": 0, "p": 1, "f": "../theirs"}],
            [{"n": number, "p": 9} for number in range(3)],
        ],
    )
    async def test_results_that_no_run_of_ours_writes_fail_it(self, site: Site, runs: Runs, results: list[Any]) -> None:
        task, version = await site.create()
        await runs.prepared()
        shown = await site.get(f"/{task}/versions/{version}")
        await runs.tell(shown["work_path"]["output_path"], *results)
        await runs.end()

        shown = await site.get(f"/{task}/versions/{version}")
        assert (shown["status"], "error_msg" in shown, shown["can_resume"]) == (3, True, True)

    async def test_a_run_that_was_stopped_goes_on(self, site: Site, runs: Runs) -> None:
        task, version = await site.create()
        await runs.prepared()
        await site.post(f"/{task}/versions/{version}/stop", {})
        await runs.loops.settle()
        assert (await site.get(f"/{task}/versions/{version}"))["status"] == 4
        assert (await site.post(f"/{task}/versions/{version}/stop", {}, 400))["error_code"] == "Modelyard.7340"

        await site.post(f"/{task}/versions/{version}/resume", {})
        await runs.prepared()
        assert (await site.get(f"/{task}"))["status"] == 1
        assert (await site.post(f"/{task}/versions/{version}/resume", {}, 400))["error_code"] == "Modelyard.7341"
        assert runs.engine.launches[-1].workload_id != runs.engine.launches[0].workload_id

    async def test_progress_and_log_are_those_of_the_program(self, site: Site, runs: Runs) -> None:
        task, version = await site.create()
        await runs.prepared()
        runs.engine.tasks[runs.engine.launches[-1]].log = b'hello\n@modelyard {"done": 2, "total": 3, "failed": 1}\n'
        runs.processing.datasets.clock.advance(10)  # type: ignore[attr-defined]
        await runs.loops.step()

        shown = await site.get(f"/{task}/versions/{version}")
        assert shown["progress"] == {"done": 2, "total": 3, "failed": 1, "step": ""}
        log = await site.get(f"/{task}/versions/{version}/logs", offset=-1000)
        assert (log["content"].startswith("hello"), log["ended"], log["next_offset"]) == (True, False, log["size"])

    async def test_another_version_begins_with_the_same_seed(self, site: Site, runs: Runs) -> None:
        task, _ = await site.create(seed=7)
        await runs.prepared()
        await runs.end(1)
        made = await site.post(f"/{task}/versions", {"name": "again", "work_path": {"type": "OBS", "path": "obs://team/x/"}})

        shown = await site.get(f"/{task}/versions/{made['version_id']}")
        assert (shown["version_name"], shown["recipe"]["seed"]) == ("V002", 7)
        assert shown["work_path"]["output_path"] == f"obs://team/x/{made['version_id']}/"
        assert (await site.get(f"/{task}/versions", sort_by="version_name", order="asc"))["count"] == 2


class TestPreviews:
    async def test_a_preview_takes_a_few_samples_and_is_in_no_list(self, site: Site, runs: Runs) -> None:
        body = {"template": VALIDATE, "inputs": [{"type": "DATASET", "source": site.dataset.id}], "count": 2}
        made = await site.post("/previews", body)

        assert len(await runs.prepared()) == 2
        assert (await site.get(""))["count"] == 0
        await runs.end(1)
        runs.processing.datasets.clock.advance(2 * 3600)  # type: ignore[attr-defined]
        await sweep(runs.processing)
        assert (await site.get(f"/{made['task_id']}", 400))["error_code"] == "ModelArts.4700"
        assert list(runs.processing.runs.iterdir()) == []


class TestCustomOperators:
    async def test_its_head_says_what_it_takes(self, site: Site, store: MemoryStore, runs: Runs) -> None:
        await store.put("team", "code/op.py", OPERATOR, size_bytes=len(OPERATOR))
        shown = await site.post("/operators/check", {"path": "obs://team/code/op.py"})
        assert (shown["name"], shown["parameters"][0]["name"]) == ("shrink", "side")

        params = {"path": "obs://team/code/op.py", "side": "16"}
        template = {"id": "user_operator", "operator_params": [{"name": "custom", "params": params}]}
        task, version = await site.create(template=template)
        await runs.prepared()
        directory = max(runs.processing.runs.iterdir())
        assert (directory / "operator.py").read_bytes() == OPERATOR
        assert json.loads((directory / "recipe.json").read_bytes())["steps"][0]["parameters"]["side"] == 16
        assert len((await site.get(f"/{task}/versions/{version}"))["recipe"]["code_sha256"]) == 64

    async def test_a_file_that_changed_meanwhile_is_not_run(self, site: Site, store: MemoryStore, runs: Runs) -> None:
        await store.put("team", "code/op.py", OPERATOR, size_bytes=len(OPERATOR))
        template = {"id": "user_operator", "operator_params": [{"name": "custom", "params": {"path": "obs://team/code/op.py"}}]}
        task, _ = await site.create(template=template)
        await store.put("team", "code/op.py", OPERATOR + b"#", size_bytes=len(OPERATOR) + 1)
        await runs.loops.settle()

        shown = await site.get(f"/{task}")
        assert (shown["status"], "was changed" in shown["error_msg"]) == (3, True)

    async def test_files_of_others_and_what_is_no_operator_are_refused(self, site: Site, store: MemoryStore) -> None:
        await store.put("team", "code/no.py", b"print()", size_bytes=7)
        for path, code, status in (
            ("obs://theirs/op.py", "ModelArts.4310", 403),
            ("obs://team/code/no.py", "Modelyard.7345", 400),
            ("obs://team/code/gone.py", "Modelyard.7345", 400),
            ("not a path", "Modelyard.7345", 400),
        ):
            assert (await site.post("/operators/check", {"path": path}, status))["error_code"] == code
