"""Models whose packages stay in their buckets: recorded when they are created, fetched where they run."""

import base64
from typing import Any

import httpx
import orjson
import pytest

from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.rules.digests import listing_digest
from modelyard.registry import service as registry
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.testing import Driver, make_request
from modelyard.registry.types import CONFIG_VARIABLE, CUSTOM_PACKAGE_TARGET, PACKAGE_TARGET

MODELS = "/v1/p1/models"


async def create(client: httpx.AsyncClient, **changes: Any) -> str:
    answer = await client.post(MODELS, json=make_request(**{"dynamic_load_mode": "Single", **changes}))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["model_id"])


async def show(client: httpx.AsyncClient, model_id: str) -> dict[str, Any]:
    return dict((await client.get(f"{MODELS}/{model_id}")).json())


async def digest_now(store: MemoryStore) -> str:
    """Return the digest of the package as it is now."""
    page = await store.list_page("team", prefix="digits/model/")
    return listing_digest("team", "digits/model/", [(one.key, one.size_bytes, one.etag) for one in page.objects])


class TestRecording:
    async def test_nothing_is_copied_and_everything_is_noted(
        self,
        client: httpx.AsyncClient,
        driver: Driver,
        context: RegistryContext,
        store: MemoryStore,
        database: Database,
        alice: Subject,
    ) -> None:
        model_id = await create(client)
        await driver.settle()

        model = await show(client, model_id)
        assert (model["model_status"], model["dynamic_load_mode"]) == ("published", "Single")
        assert model["model_size"] > 0
        assert not context.packages.exists()
        async with database.read_session() as db:
            found = await registry.require_servable(db, context, alice, model_id)
        assert found.is_dynamic
        assert (found.source, found.target) == ("obs://team/digits/model/", PACKAGE_TARGET)
        assert found.sha256 == await digest_now(store)
        assert orjson.loads(base64.b64decode(found.config_text))["model_type"] == "Scikit_Learn"
        events = (await client.get(f"{MODELS}/{model_id}/events")).json()["events"]
        assert any("recorded: 3 files" in event["event_info"] for event in events)

    async def test_it_is_loaded_once_from_where_it_is(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore
    ) -> None:
        driver.engine.exits = None
        await create(client)
        await driver.settle()

        (ref,) = driver.engine.launches
        launch = driver.engine.tasks[ref].launch
        assert launch is not None
        (copy,) = launch.spec.inputs
        assert (copy.source, copy.target, copy.mounted) == ("obs://team/digits/model/", PACKAGE_TARGET, True)
        assert copy.digest == await digest_now(store)
        assert launch.spec.mounts == ()
        assert CONFIG_VARIABLE in launch.spec.env

    async def test_the_engine_custom_finds_it_at_its_place(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext, database: Database, alice: Subject
    ) -> None:
        model_id = await create(
            client,
            model_type="Custom",
            image="python_3.11.7-cpu-py_3.11-debian_12-x86_64",
            cmd="python serve.py",
            initial_config={"model_algorithm": "a"},
        )
        await driver.settle()

        async with database.read_session() as db:
            found = await registry.require_servable(db, context, alice, model_id)
        assert (found.is_dynamic, found.target) == (True, CUSTOM_PACKAGE_TARGET)

    async def test_what_is_too_large_to_be_copied_may_stay_where_it_is(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext
    ) -> None:
        object.__setattr__(context.settings, "max_package_bytes", 10)
        large, copied = await create(client), await create(client, version="1.0.1", dynamic_load_mode=None)
        await driver.settle()

        assert (await show(client, large))["model_status"] == "published"
        assert (await show(client, copied))["model_status"] == "failed"

    async def test_it_has_a_limit_of_its_own(self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext) -> None:
        object.__setattr__(context.settings, "max_dynamic_bytes", 10)
        model_id = await create(client)
        await driver.settle()

        assert "at most 10" in (await show(client, model_id))["status_message"]


class TestWhatCannotBe:
    async def test_code_from_elsewhere(self, client: httpx.AsyncClient) -> None:
        body = make_request(dynamic_load_mode="Single", execution_code="obs://team/code/customize_service.py")

        answer = await client.post(MODELS, json=body)

        assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.3037")
        assert "execution_code" in answer.json()["error_msg"]

    async def test_a_single_file(self, client: httpx.AsyncClient) -> None:
        inputs = [{"input_id": "model", "input": "obs://team/digits/model/model.joblib"}]
        template = {"template_id": "modelyard-sklearn", "template_inputs": inputs}
        body = make_request(dynamic_load_mode="Single", model_type="Template", template=template, source_location=None)

        answer = await client.post(MODELS, json=body)

        assert answer.status_code == 400, answer.text
        assert "dynamic_load_mode" in answer.text

    async def test_a_package_without_a_model(self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore) -> None:
        await store.delete_many("team", ["digits/model/model.joblib"])
        model_id = await create(client)
        await driver.settle()

        assert ".joblib" in (await show(client, model_id))["status_message"]

    async def test_a_package_whose_changes_nobody_could_tell(
        self, client: httpx.AsyncClient, driver: Driver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("modelyard.objects.service.downloads.listing_digest", lambda *_: "")
        model_id = await create(client)
        await driver.settle()

        assert "ETags" in (await show(client, model_id))["status_message"]

    async def test_a_configuration_that_is_too_long_for_a_variable(self, client: httpx.AsyncClient, driver: Driver) -> None:
        schema = {"type": "object", "properties": {f"field-{number}-{'x' * 100}": {"type": "string"} for number in range(600)}}
        model_id = await create(client, apis=[{"url": "/", "method": "post", "request": {"data": schema}}])
        await driver.settle()

        assert "config.json" in (await show(client, model_id))["status_message"]

    @pytest.mark.parametrize("mode", ["Double", 5])
    async def test_another_mode(self, client: httpx.AsyncClient, mode: Any) -> None:
        assert (await client.post(MODELS, json=make_request(dynamic_load_mode=mode))).status_code == 400
