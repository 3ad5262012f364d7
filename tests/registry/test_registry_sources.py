"""Where models come from beside packages: templates, training jobs, images; and what there is to choose from."""

from typing import Any, ClassVar

import httpx
import pytest
from sqlalchemy import text

from modelyard.core.db import Database
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.registry import service as registry
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.testing import Driver, make_request
from modelyard.registry.types import ModelKind
from modelyard.training import testing as training_testing
from modelyard.training.schemas.requests import JobCreate
from modelyard.training.service import jobs as training_jobs

MODELS = "/v1/p1/models"


def from_template(template_id: str = "modelyard-sklearn", place: str = "obs://team/single/m.joblib") -> dict[str, Any]:
    template = {"template_id": template_id, "template_inputs": [{"input_id": "model", "input": place}]}
    return make_request(model_type="Template", source_location=None, template=template)


@pytest.fixture(autouse=True)
async def files(store: MemoryStore) -> None:
    for key in ("single/m.joblib", "single/other.txt", "saved/saved_model.pb", "saved/variables/variables.index"):
        await store.put("team", key, b"x", size_bytes=1)


class TestTemplates:
    async def test_a_file_becomes_a_package_of_its_own(
        self, client: httpx.AsyncClient, driver: Driver, database: Database, context: RegistryContext, alice: Subject
    ) -> None:
        answer = await client.post(MODELS, json=from_template())
        assert answer.status_code == 200, answer.text
        await driver.settle()

        async with database.read_session() as db:
            found = await registry.servable(db, context, alice, answer.json()["model_id"])
        assert found.is_ready
        assert found.model_type == "Scikit_Learn"
        assert found.directory is not None
        names = sorted(path.name for path in (context.packages / found.model_id / "package").iterdir())
        assert names == ["config.json", "m.joblib"]

    async def test_a_folder_does_where_the_template_takes_one(self, client: httpx.AsyncClient, driver: Driver) -> None:
        body = from_template("modelyard-savedmodel", "obs://team/saved/")
        model_id = (await client.post(MODELS, json=body)).json()["model_id"]
        await driver.settle()

        model = (await client.get(f"{MODELS}/{model_id}")).json()
        assert (model["model_status"], model["model_type"]) == ("published", "Template")

    @pytest.mark.parametrize(
        ("template", "code"),
        [
            (None, "ModelArts.3034"),
            ({"template_id": "nothing", "template_inputs": []}, "ModelArts.3021"),
            ({"template_id": "modelyard-onnx", "template_inputs": []}, "ModelArts.3024"),
            (
                {
                    "template_id": "modelyard-onnx",
                    "template_inputs": [{"input_id": "x", "input": "obs://team/single/m.joblib"}],
                },
                "ModelArts.3024",
            ),
            (
                {"template_id": "modelyard-onnx", "template_inputs": [{"input_id": "model", "input": "obs://team/saved/"}]},
                "ModelArts.3024",
            ),
            (
                {
                    "template_id": "modelyard-savedmodel",
                    "template_inputs": [{"input_id": "model", "input": "/team/single/m.joblib"}],
                },
                "ModelArts.3024",
            ),
            (
                {"template_id": "modelyard-onnx", "template_inputs": [{"input_id": "model", "input": "nowhere"}]},
                "ModelArts.3017",
            ),
            (
                {"template_id": "modelyard-onnx", "template_inputs": [{"input_id": "model", "input": "obs://team/missing"}]},
                "ModelArts.3017",
            ),
            (
                {"template_id": "modelyard-onnx", "template_inputs": [{"input_id": "model", "input": "/team/single/"}] * 2},
                "ModelArts.3039",
            ),
            (
                {"template_id": "modelyard-onnx", "infer_format": "mode-1", "template_inputs": []},
                "ModelArts.3019",
            ),
        ],
    )
    async def test_what_does_not_suit_is_told(
        self, client: httpx.AsyncClient, template: dict[str, Any] | None, code: str
    ) -> None:
        answer = await client.post(MODELS, json={**from_template(), "template": template})

        assert answer.json()["error_code"] == code, answer.text

    async def test_they_are_listed(self, client: httpx.AsyncClient) -> None:
        everything = (await client.get(f"{MODELS}/template")).json()
        onnx = (await client.get(f"{MODELS}/template", params={"keyword": "onnx runtime"})).json()
        page = (await client.get(f"{MODELS}/template", params={"engine": "TensorFlow", "limit": 1, "offset": 1})).json()

        assert everything["total_count"] == len(everything["templates"]) >= 5
        assert [one["template_id"] for one in onnx["templates"]] == ["modelyard-onnx"]
        assert (page["total_count"], page["count"]) == (2, 1)


class TestRuntimes:
    async def test_engines_that_are_there_are_listed(self, client: httpx.AsyncClient) -> None:
        answer = (await client.get(f"{MODELS}/ai-engine-runtimes")).json()

        engines = {one["ai_engine"]: one for one in answer["engine_runtimes"]}
        assert {"Scikit_Learn", "XGBoost", "TensorFlow"} <= set(engines)
        sklearn = engines["Scikit_Learn"]
        assert len({len(sklearn[name]) for name in ("runtimes", "accelerators", "arch", "status_list")}) == 1
        assert sklearn["accelerators"][0]["type"] == "none"

    async def test_an_old_runtime_becomes_the_newest_and_is_told(self, client: httpx.AsyncClient) -> None:
        model_id = (await client.post(MODELS, json=make_request(runtime="python3.6"))).json()["model_id"]

        events = (await client.get(f"{MODELS}/{model_id}/events", params={"event_type": "hint"})).json()["events"]
        assert "python3.6" in events[0]["event_info"]


class TestImages:
    async def test_an_image_that_brings_its_server_is_not_loaded_by_us(
        self, client: httpx.AsyncClient, driver: Driver, database: Database, context: RegistryContext, alice: Subject
    ) -> None:
        body = make_request(
            model_type="Image",
            source_location="python",
            cmd="python -m http.server 8080",
            port=8080,
            apis=[{"url": "/greet", "method": "post"}, {"url": "/goodbye", "method": "get"}],
            health={"check_method": "HTTP", "url": "/health", "period_seconds": "5", "failure_threshold": "3"},
        )
        answer = await client.post(MODELS, json=body)
        assert answer.status_code == 200, answer.text
        await driver.settle()

        async with database.read_session() as db:
            found = await registry.require_servable(db, context, alice, answer.json()["model_id"])
        assert (found.kind, found.directory, found.port) == (ModelKind.IMAGE, None, 8080)
        assert found.command == ("python", "-m", "http.server", "8080")
        assert [api.url for api in found.apis] == ["/greet", "/goodbye"]
        assert found.health is not None
        assert found.health.period_seconds == 5
        assert driver.engine.launches == []

    async def test_the_engine_custom_joins_an_image_and_a_package(
        self, client: httpx.AsyncClient, driver: Driver, database: Database, context: RegistryContext, alice: Subject
    ) -> None:
        body = make_request(model_type="Custom", image="python", initial_config={"model_algorithm": "x"}, cmd="python serve.py")
        answer = await client.post(MODELS, json=body)
        assert answer.status_code == 200, answer.text
        await driver.settle()

        async with database.read_session() as db:
            found = await registry.require_servable(db, context, alice, answer.json()["model_id"])
        assert (found.target, found.protocol, found.serves_itself) == ("/home/mind/model", "https", True)
        assert found.directory is not None

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"source_location": None}, "ModelArts.3036"),
            ({"source_location": "registry.example.com/a/b:1"}, "Modelyard.6008"),
            (
                {"source_location": "python", "dependencies": [{"installer": "pip", "packages": [{"package_name": "x"}]}]},
                "ModelArts.3037",
            ),
            ({"source_location": "python", "cmd": "python 'x"}, "ModelArts.3037"),
            ({"source_location": "python", "protocol": "carrier-pigeon"}, "ModelArts.3037"),
        ],
    )
    async def test_what_cannot_be_is_told(self, client: httpx.AsyncClient, changes: dict[str, Any], code: str) -> None:
        answer = await client.post(MODELS, json={**make_request(model_type="Image"), **changes})

        assert answer.json()["error_code"] == code, answer.text


class TestOlderForms:
    async def test_parameters_become_schemas(self, client: httpx.AsyncClient) -> None:
        body = make_request(
            initial_config={"model_algorithm": "x"},
            input_params=[{"url": "/", "method": "post", "protocol": "http", "param_name": "images", "param_type": "file"}],
            output_params=[
                {
                    "url": "/",
                    "method": "post",
                    "protocol": "http",
                    "param_name": "score",
                    "param_type": "float",
                    "min": 0,
                    "max": 1,
                }
            ],
            model_metrics='{"f1": 0.9, "recall": "0.8"}',
        )
        model_id = (await client.post(MODELS, json=body)).json()["model_id"]

        model = (await client.get(f"{MODELS}/{model_id}")).json()
        assert [(one["param_name"], one["param_type"]) for one in model["input_params"]] == [("images", "file")]
        assert model["output_params"][0]["max"] == 1
        assert model["model_metrics"] == '{"f1":0.9,"recall":0.8}'
        assert '"content_type":"multipart/form-data"' in model["apis"]


class TestChanging:
    async def test_description_and_documents(self, client: httpx.AsyncClient) -> None:
        model_id = (await client.post(MODELS, json=make_request())).json()["model_id"]
        docs = [{"doc_name": "Guide", "doc_url": "https://example.com/guide"}]

        changed = await client.put(f"{MODELS}/{model_id}", json={"description": "better", "model_docs": docs})

        assert (changed.json()["description"], changed.json()["model_docs"]) == ("better", docs)
        events = (await client.get(f"{MODELS}/{model_id}/events")).json()["events"]
        assert events[0]["event_code"] == "CHANGED"

    async def test_how_it_was_built_is_shown(self, client: httpx.AsyncClient, driver: Driver) -> None:
        model_id = (await client.post(MODELS, json=make_request())).json()["model_id"]
        await driver.settle()

        build = (await client.get(f"{MODELS}/{model_id}/build")).json()

        assert (build["model_status"], build["environment"], build["stage"]) == ("published", None, "done")


class TestChangingDependencies:
    OTHERS: ClassVar = [{"installer": "pip", "packages": [{"package_name": "tabulate"}]}]

    async def test_a_model_that_failed_is_imported_anew(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore
    ) -> None:
        await store.delete_many("team", ["digits/model/model.joblib"])
        model_id = (await client.post(MODELS, json=make_request())).json()["model_id"]
        await driver.settle()

        changed = (await client.put(f"{MODELS}/{model_id}", json={"dependencies": self.OTHERS})).json()

        assert (changed["model_status"], changed["stage"], changed["status_message"]) == ("publishing", "copy", None)
        assert changed["dependencies"] == self.OTHERS

    async def test_those_of_others_stay(self, client: httpx.AsyncClient, driver: Driver) -> None:
        model_id = (await client.post(MODELS, json=make_request())).json()["model_id"]
        await driver.settle()

        same = await client.put(f"{MODELS}/{model_id}", json={"dependencies": []})
        fixed = await client.put(f"{MODELS}/{model_id}", json={"dependencies": self.OTHERS})
        wrong = await client.put(f"{MODELS}/{model_id}", json={"dependencies": [{"installer": "yum", "packages": []}]})

        assert same.status_code == 200
        assert (fixed.status_code, fixed.json()["error_code"]) == (409, "ModelArts.3065")
        assert wrong.json()["params"]["field"] == "dependencies[0].installer"


class TestTrainingJobs:
    @pytest.fixture
    async def job_id(self, context: RegistryContext, store: MemoryStore, alice: Subject, driver: Driver) -> str:
        """A training job whose output is `obs://team/digits/`."""
        await store.put("team", "code/train.py", b"print()", size_bytes=7)
        outputs = [{"name": "train_url", "remote": {"obs": {"obs_url": "obs://team/digits/"}}}]
        body = JobCreate.model_validate(training_testing.make_request(outputs=outputs))
        training = training_testing.make_context(
            context.database, context.clock, context.packages.parent, objects=context.objects, compute=context.compute
        )
        object.__setattr__(context, "training", training)
        return (await training_jobs.create_job(training, alice, body, language=Language.EN)).metadata.id or ""

    async def test_the_output_of_a_job_that_completed_becomes_a_model(
        self, client: httpx.AsyncClient, driver: Driver, database: Database, job_id: str
    ) -> None:
        early = await client.post(MODELS, json=make_request(source_location=None, source_job_id=job_id))
        async with database.session() as db:
            await db.execute(text("UPDATE training_jobs SET phase = 'Completed'"))
        model_id = (await client.post(MODELS, json=make_request(source_location=None, source_job_id=job_id))).json()["model_id"]
        await driver.settle()

        model = (await client.get(f"{MODELS}/{model_id}")).json()
        assert early.json()["error_code"] == "Modelyard.6007"
        assert (model["model_status"], model["source_job_id"], model["model_source"]) == ("published", job_id, "algos")
        assert model["source_location"] == "obs://team/digits/"

    async def test_a_job_that_is_not_there_is_told_unless_the_place_is_named(
        self, client: httpx.AsyncClient, job_id: str
    ) -> None:
        unknown = "0" * len(job_id)

        without = await client.post(MODELS, json=make_request(source_location=None, source_job_id=unknown))
        named = await client.post(MODELS, json=make_request(source_job_id=unknown))

        assert without.json()["params"]["field"] == "source_job_id"
        assert named.status_code == 200
