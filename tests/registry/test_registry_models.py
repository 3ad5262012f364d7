"""Models: created from packages, shown, listed, deleted."""

import stat
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core import events
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper
from modelyard.registry import service as registry
from modelyard.registry.errors import ModelInUse, ModelNotFound, ModelNotReady
from modelyard.registry.events import ModelDeleted
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.testing import Driver, make_request
from modelyard.registry.types import ModelKind, ModelStatus

MODELS = "/v1/p1/models"
HERS = {"x-user": "mallory"}


async def create(client: httpx.AsyncClient, **changes: Any) -> str:
    answer = await client.post(MODELS, json=make_request(**changes))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["model_id"])


async def show(client: httpx.AsyncClient, model_id: str) -> dict[str, Any]:
    answer = await client.get(f"{MODELS}/{model_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


class TestCreateModel:
    async def test_a_package_is_copied_and_published(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext
    ) -> None:
        model_id = await create(client)
        assert (await show(client, model_id))["model_status"] == "publishing"

        await driver.settle()

        model = await show(client, model_id)
        assert model["model_status"] == "published"
        assert model["model_size"] > 0
        folder = context.packages / model_id.replace("-", "") / "package"
        assert (folder / "labels/names.txt").read_bytes() == b"zero\n"
        assert orjson.loads((folder / "config.json").read_bytes())["model_type"] == "Scikit_Learn"

    async def test_its_copy_is_read_only(self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext) -> None:
        model_id = await create(client)
        await driver.settle()

        folder = context.packages / model_id.replace("-", "") / "package"
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))]
        assert all(mode in {0o444, 0o555} for mode in modes)

    async def test_a_version_exists_once(self, client: httpx.AsyncClient) -> None:
        await create(client)

        again = await client.post(MODELS, json=make_request())
        other = await client.post(MODELS, json=make_request(version="1.0.1"))

        assert (again.status_code, again.json()["error_code"]) == (409, "ModelArts.3002")
        assert other.status_code == 200

    @pytest.mark.parametrize(
        "place",
        [
            "obs://team/digits",
            "obs://team/digits/model/",
            "s3://team/digits/",
            "obs:/team/digits/",
            "/team/digits/",
            "https://team.obs.region-1.example.com/digits/",
            "https://obs.region-1.example.com/team/digits",
            "http://127.0.0.1:9000/team/digits/",
        ],
    )
    async def test_every_spelling_of_a_place_is_understood(self, client: httpx.AsyncClient, place: str) -> None:
        await create(client, source_location=place)

    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"version": "1.0"}, "ModelArts.3037", "model_version"),
            ({"version": "01.0.0"}, "ModelArts.3037", "model_version"),
            ({"model_type": "Word2Vec"}, "ModelArts.3037", "model_type"),
            ({"model_type": "Caffe", "initial_config": {"model_algorithm": "x"}}, "ModelArts.3053", "model_type"),
            ({"source_location": None}, "ModelArts.3036", "source_location"),
            ({"source_location": "obs://team/no such place/"}, "ModelArts.3017", "source_location"),
            ({"source_location": "obs://team/nowhere/"}, "ModelArts.3017", "source_location"),
            ({"source_location": "obs://theirs/digits/"}, "ModelArts.3017", "source_location"),
            ({"install_type": ["moon"]}, "ModelArts.3037", "install_type[0]"),
            ({"runtime": "does-not-exist"}, "ModelArts.3037", "runtime"),
            ({"model_name": "a b"}, "ModelArts.0104", "model_name"),
            ({"initial_config": "{"}, "ModelArts.3016", "initial_config"),
            ({"initial_config": {"apis": [{"method": "fly"}]}}, "ModelArts.3015", "initial_config: apis[0].method"),
        ],
    )
    async def test_what_is_wrong_is_told_with_its_place(
        self, client: httpx.AsyncClient, changes: dict[str, Any], code: str, field: str
    ) -> None:
        answer = await client.post(MODELS, json={**make_request(), **_named(changes)})

        assert answer.status_code in {400, 404}, answer.text
        assert answer.json()["error_code"] == code, answer.text
        assert answer.json()["params"]["field"] == field

    async def test_the_config_in_the_package_is_checked(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        content = b'{"model_algorithm": "x", "model_type": "Scikit_Learn", "apis": [{"response": {"data": {"type": "txt"}}}]}'
        await store.put("team", "digits/model/config.json", content, size_bytes=len(content))

        answer = await client.post(MODELS, json=make_request())

        assert answer.json()["params"]["field"] == "config.json: apis[0].response.data.type"
        assert "string" in answer.json()["error_msg"]


class TestPackagesWithoutAConfig:
    """The request says all that is needed: the file is not missed, but that is told."""

    @pytest.mark.parametrize("file", ["model.joblib", "customize_service.py"])
    async def test_it_is_taken_as_the_request_says(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore, context: RegistryContext, file: str
    ) -> None:
        await store.put("team", f"bare/model/{file}", b"x", size_bytes=1)
        model_id = await create(client, source_location="obs://team/bare/")
        await driver.settle()

        written = (context.packages / model_id.replace("-", "") / "package/config.json").read_bytes()
        assert (await show(client, model_id))["model_status"] == "published"
        assert orjson.loads(written)["model_type"] == "Scikit_Learn"
        assert "has no config.json" in await hints(client, model_id)

    async def test_one_that_is_described_needs_no_hint(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        await store.put("team", "bare/model/model.joblib", b"x", size_bytes=1)

        described = await create(client, source_location="obs://team/bare/", apis=[{"url": "/", "method": "post"}])

        assert await hints(client, described) == ""
        assert await hints(client, await create(client, name="whole")) == ""


async def hints(client: httpx.AsyncClient, model_id: str) -> str:
    answer = await client.get(f"{MODELS}/{model_id}/events")
    return "\n".join(item["event_info"] for item in answer.json()["events"] if "config.json" in item["event_info"])


class TestListModels:
    async def test_filters_and_order(self, client: httpx.AsyncClient) -> None:
        for version in ("1.0.0", "1.0.10", "1.0.9"):
            await create(client, version=version)
        await create(client, name="other_one")

        found = (await client.get(MODELS, params={"model_name": "DIGI", "sort_by": "model_version"})).json()
        exact = (await client.get(MODELS, params={"model_name": "other_one", "exact_match": "true"})).json()
        page = (await client.get(MODELS, params={"limit": 1, "offset": 1})).json()

        assert [model["model_version"] for model in found["models"]] == ["1.0.10", "1.0.9", "1.0.0"]
        assert [model["model_name"] for model in exact["models"]] == ["other_one"]
        assert (page["total_count"], page["count"]) == (4, 1)

    async def test_others_see_nothing(self, client: httpx.AsyncClient) -> None:
        model_id = await create(client)

        listed = await client.get("/v1/p2/models", headers=HERS)
        shown = await client.get(f"/v1/p2/models/{model_id}", headers=HERS)
        gone = await client.delete(f"/v1/p2/models/{model_id}", headers=HERS)

        assert listed.json()["total_count"] == 0
        assert {shown.status_code, gone.status_code} == {404}


class TestDeleteModel:
    async def test_cascade_deletes_the_other_versions(self, client: httpx.AsyncClient) -> None:
        first, second = await create(client), await create(client, version="1.0.1")

        answer = (await client.delete(f"{MODELS}/{first}", params={"cascade": "true"})).json()

        assert set(answer["delete_success_list"]) == {first, second}
        assert (await client.get(f"{MODELS}/{second}")).status_code == 404

    async def test_each_version_is_asked_for(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        first, second = await create(client), await create(client, version="1.0.1")
        gatekeeper.rule = lambda who, action, resource, context: resource != second

        answer = (await client.delete(f"{MODELS}/{first}", params={"cascade": "true"})).json()

        assert answer["delete_success_list"] == [first]
        assert [(item["model_id"], item["error_code"]) for item in answer["delete_failed_list"]] == [(second, "ModelArts.0108")]

    async def test_what_is_in_use_stays_and_is_told_of(
        self, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def refuse(db: AsyncSession, event: ModelDeleted, who: Subject) -> None:
            if event.version == "1.0.0":
                raise ModelInUse(name=event.model_name, version=event.version, services="shop", problem="in use")

        listeners = events.Listeners()
        listeners.on(ModelDeleted, refuse)
        monkeypatch.setattr(events, "listeners", listeners)
        first, second = await create(client), await create(client, version="1.0.1")

        answer = (await client.delete(f"{MODELS}/{first}", params={"cascade": "true"})).json()

        assert answer["delete_success_list"] == [second]
        assert answer["delete_failed_list"][0]["error_code"] == "ModelArts.3009"
        assert (await show(client, first))["model_version"] == "1.0.0"


class TestServable:
    async def test_it_says_what_is_to_be_run(
        self, client: httpx.AsyncClient, driver: Driver, database: Database, context: RegistryContext, alice: Subject
    ) -> None:
        model_id = await create(client)
        await driver.settle()

        async with database.read_session() as db:
            found = await registry.servable(db, context, alice, model_id)

        assert (found.status, found.kind, found.model_type) == (ModelStatus.PUBLISHED, ModelKind.PACKAGE, "Scikit_Learn")
        assert found.directory is not None
        assert (Path(found.directory) / "model.joblib").exists()
        assert found.image.startswith("sklearn")
        assert found.apis[0].request["properties"] == {"x": {"type": "array"}}
        assert found.is_ready

    async def test_what_is_not_published_cannot_be_deployed(
        self, client: httpx.AsyncClient, database: Database, context: RegistryContext, alice: Subject, mallory: Subject
    ) -> None:
        model_id = await create(client)

        async with database.read_session() as db:
            with pytest.raises(ModelNotReady):
                await registry.require_servable(db, context, alice, model_id)
            with pytest.raises(ModelNotFound):
                await registry.servable(db, context, mallory, model_id)


def _named(changes: dict[str, Any]) -> dict[str, Any]:
    return {("model_version" if name == "version" else name): value for name, value in changes.items()}
