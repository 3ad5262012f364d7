"""Labels: listed, created, changed, deleted."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from modelyard.core.db import Database
from modelyard.core.events import EventRow
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.settings import DatasetsSettings
from modelyard.datasets.testing import make_request

DATASETS = "/v2/p1/datasets"
TRIPLET = [
    {"name": "owns", "property": {"@modelarts:from_type": "person", "@modelarts:to_type": "thing"}},
    {"name": "person", "type": 103},
    {"name": "thing", "type": 101},
]


async def create(client: httpx.AsyncClient, **changes: Any) -> str:
    answer = await client.post(DATASETS, json=make_request(**changes))
    assert answer.status_code == 201, answer.text
    return f"{DATASETS}/{answer.json()['dataset_id']}/data-annotations/labels"


async def labels_at(client: httpx.AsyncClient, url: str) -> dict[str, dict[str, Any]]:
    answer = await client.get(url)
    assert answer.status_code == 200, answer.text
    return {each["name"]: each for each in answer.json()["labels"]}


def codes(answer: httpx.Response) -> list[str | None]:
    return [each.get("error_code") for each in answer.json()["results"]]


class TestListLabels:
    async def test_they_come_in_pages(self, client: httpx.AsyncClient) -> None:
        url = await create(client, labels=[{"name": name} for name in "abc"])
        answer = (await client.get(url, params={"limit": 2, "offset": 1})).json()
        assert (answer["total_number"], [each["name"] for each in answer["labels"]]) == (3, ["c"])

    async def test_of_a_version_that_is_not_there(self, client: httpx.AsyncClient) -> None:
        answer = await client.get(await create(client), params={"version_id": "x"})
        assert answer.json()["error_code"] == "ModelArts.4353"


class TestCreateLabels:
    async def test_good_ones_are_added_and_bad_ones_told(self, client: httpx.AsyncClient, database: Database) -> None:
        url = await create(client, labels=[{"name": "oak", "property": {"@modelarts:shortcut": "O"}}])
        wanted = [{"name": "elm"}, {"name": "oak"}, {"name": "fir", "property": {"@modelarts:shortcut": "o"}}]
        answer = await client.post(url, json={"labels": wanted})

        assert answer.status_code == 200
        assert answer.json()["success"] is False
        assert codes(answer) == [None, "ModelArts.4411", "ModelArts.4412"]
        assert list(await labels_at(client, url)) == ["oak", "elm"]
        async with database.read_session() as db:
            event = await db.scalar(select(EventRow).where(EventRow.name == "dataset.labels_changed"))
        assert event is not None
        assert event.params == {"added": 1, "changed": 0, "deleted": 0, "labels": "elm"}

    async def test_all_well_is_said_shortly(self, client: httpx.AsyncClient) -> None:
        url = await create(client)
        names = ["q\"uo'te", "名字", "a/b", "=1+1", "x" * 1024, "p<q"]
        assert (await client.post(url, json={"labels": [{"name": name} for name in names]})).json() == {"success": True}
        assert list(await labels_at(client, url)) == names

    async def test_if_none_can_be_the_first_failure_is_the_answer(self, client: httpx.AsyncClient) -> None:
        url = await create(client, labels=[{"name": "oak"}])
        answer = await client.post(url, json={"labels": [{"name": "oak"}]})
        assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.4411")

    @pytest.mark.parametrize(
        ("label", "code"),
        [
            ({"name": "a", "type": 100}, "ModelArts.4413"),
            ({"name": "a", "property": {"@modelarts:default_shape": "star"}}, "ModelArts.4413"),
            ({"name": "a", "attributes": [{"name": "x"}, {"name": "x"}]}, "ModelArts.4428"),
            ({"name": "a", "attributes": [{"name": "x", "values": [{"value": "1"}] * 2}]}, "ModelArts.4428"),
            ({"name": "a\u0000"}, "ModelArts.0104"),
            ({"name": " "}, "ModelArts.0104"),
        ],
    )
    async def test_what_is_wrong_is_told(self, client: httpx.AsyncClient, label: dict[str, Any], code: str) -> None:
        url = await create(client)
        answer = await client.post(url, json={"labels": [label]})
        assert (answer.status_code, answer.json()["error_code"]) == (400, code)

    async def test_attributes_get_ids(self, client: httpx.AsyncClient) -> None:
        url = await create(client)
        attribute = {"name": "state", "type": "select", "default_value": "dry", "values": [{"value": "dry"}, {"value": "wet"}]}
        await client.post(url, json={"labels": [{"name": "oak", "attributes": [attribute]}]})
        (found,) = (await labels_at(client, url))["oak"]["attributes"]
        assert found["id"]
        assert found["default_value"] == "dry"

        more = {"name": "state", "type": "select", "values": [{"value": "wet"}, {"value": "damp"}]}
        await client.put(url, json={"labels": [{"name": "oak", "attributes": [more]}]})
        (changed,) = (await labels_at(client, url))["oak"]["attributes"]
        assert changed["id"] == found["id"]
        assert changed["values"][0] == found["values"][1]

    async def test_free_data_has_no_labels(self, client: httpx.AsyncClient) -> None:
        url = await create(client, dataset_type=900)
        answer = await client.post(url, json={"labels": [{"name": "a"}]})
        assert answer.json()["error_code"] == "ModelArts.4413"

    async def test_there_is_a_quota(self, app: FastAPI, client: httpx.AsyncClient, context: DatasetsContext) -> None:
        app.state.datasets = replace(context, settings=DatasetsSettings(max_labels=1))
        url = await create(client)
        answer = await client.post(url, json={"labels": [{"name": "a"}, {"name": "b"}]})
        assert codes(answer) == [None, "Modelyard.7002"]


class TestTriplets:
    async def test_relations_come_with_their_ends(self, client: httpx.AsyncClient) -> None:
        url = await create(client, dataset_type=102)
        assert (await client.post(url, json={"labels": TRIPLET})).json() == {"success": True}
        found = await labels_at(client, url)
        assert {name: each["type"] for name, each in found.items()} == {"person": 103, "thing": 103, "owns": 102}

    async def test_relations_need_their_ends(self, client: httpx.AsyncClient) -> None:
        url = await create(client, dataset_type=102)
        answer = await client.post(url, json={"labels": [TRIPLET[0]]})
        assert answer.json()["error_code"] == "ModelArts.4414"

    async def test_relations_follow_their_ends(self, client: httpx.AsyncClient) -> None:
        url = await create(client, dataset_type=102, labels=TRIPLET)
        assert (await client.put(f"{url}/person", json={"@modelarts:rename_to": "human"})).status_code == 204
        found = await labels_at(client, url)
        assert found["owns"]["property"]["@modelarts:from_type"] == "human"
        assert set(found) == {"human", "thing", "owns"}

    async def test_ends_go_after_their_relations(self, client: httpx.AsyncClient) -> None:
        url = await create(client, dataset_type=102, labels=TRIPLET)
        answer = await client.delete(f"{url}/person", params={"label_type": 103})
        assert answer.json()["error_code"] == "ModelArts.4415"

        everything = [{"name": name} for name in ("person", "thing", "owns")]
        assert (await client.post(f"{url}/delete", json={"labels": everything})).json() == {"success": True}
        assert await labels_at(client, url) == {}


class TestUpdateLabels:
    async def test_what_is_left_out_stays(self, client: httpx.AsyncClient) -> None:
        look = {"@modelarts:color": "#3399ff", "@modelarts:shortcut": "o"}
        url = await create(client, labels=[{"name": "oak", "property": look}, {"name": "elm"}])
        wanted = [{"name": "oak", "property": {"@modelarts:color": "#fff"}}, {"name": "yew"}]
        answer = await client.put(url, json={"labels": wanted})

        assert codes(answer) == [None, "ModelArts.4410"]
        assert (await labels_at(client, url))["oak"]["property"] == {**look, "@modelarts:color": "#fff"}

    async def test_names_are_taken_once(self, client: httpx.AsyncClient) -> None:
        url = await create(client, labels=[{"name": "oak"}, {"name": "elm"}])
        answer = await client.put(f"{url}/oak", json={"@modelarts:rename_to": "elm"})
        assert answer.json()["error_code"] == "ModelArts.4411"

    async def test_names_with_slashes(self, client: httpx.AsyncClient) -> None:
        url = await create(client, labels=[{"name": "a/b c"}])
        assert (await client.put(f"{url}/a%2Fb%20c", json={"@modelarts:color": "#fff"})).status_code == 204
        assert (await labels_at(client, url))["a/b c"]["property"] == {"@modelarts:color": "#fff"}

    async def test_a_shortcut_can_move_on(self, client: httpx.AsyncClient) -> None:
        url = await create(client, labels=[{"name": "oak", "property": {"@modelarts:shortcut": "o"}}, {"name": "elm"}])
        await client.put(f"{url}/oak", json={"@modelarts:shortcut": "o", "@modelarts:color": "#fff"})
        await client.put(f"{url}/oak", json={"@modelarts:shortcut": ""})
        assert (await client.put(f"{url}/elm", json={"@modelarts:shortcut": "o"})).status_code == 204

    @pytest.mark.parametrize("name", ["none", "%00", "%ff", "%F0%9F%8C%B3"])
    async def test_what_is_not_there(self, client: httpx.AsyncClient, name: str) -> None:
        url = await create(client)
        for method, body in (("PUT", {}), ("DELETE", None)):
            answer = await client.request(method, f"{url}/{name}", json=body)
            assert answer.status_code == 400


class TestDeleteLabels:
    async def test_good_ones_go_and_bad_ones_are_told(self, client: httpx.AsyncClient) -> None:
        url = await create(client, labels=[{"name": "oak"}, {"name": "elm"}])
        answer = await client.post(f"{url}/delete", json={"labels": [{"name": "yew"}, {"name": "oak"}]})
        assert codes(answer) == ["ModelArts.4410", None]
        assert list(await labels_at(client, url)) == ["elm"]

    async def test_one_by_its_name(self, client: httpx.AsyncClient) -> None:
        url = await create(client, labels=[{"name": "oak"}])
        assert (await client.delete(f"{url}/oak")).status_code == 204
        assert await labels_at(client, url) == {}
