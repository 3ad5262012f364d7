"""Datasets: created, shown, listed, changed, deleted."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from modelyard.core.db import Database
from modelyard.core.events import EventRow
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import DatasetsRemain
from modelyard.datasets.models.datasets import LabellingJobRow, LabelRow
from modelyard.datasets.service import listening
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.settings import DatasetsSettings
from modelyard.datasets.testing import make_request
from modelyard.iam.schemas.events import ProjectDeleted, WorkspaceDeleted
from modelyard.objects.testing import RuleGatekeeper

DATASETS = "/v2/p1/datasets"
HERS = {"x-user": "mallory"}


async def create(client: httpx.AsyncClient, name: str = "leafs", **changes: Any) -> str:
    answer = await client.post(DATASETS, json=make_request(name, **changes))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["dataset_id"])


async def show(client: httpx.AsyncClient, dataset_id: str) -> dict[str, Any]:
    answer = await client.get(f"{DATASETS}/{dataset_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def refused(client: httpx.AsyncClient, **changes: Any) -> tuple[str, str]:
    answer = await client.post(DATASETS, json=make_request(**changes))
    assert answer.status_code in {400, 403, 500}, answer.text
    return answer.json()["error_code"], answer.json()["error_msg"]


async def names(client: httpx.AsyncClient, **query: Any) -> list[str]:
    answer = await client.get(DATASETS, params=query)
    assert answer.status_code == 200, answer.text
    return [each["dataset_name"] for each in answer.json()["datasets"]]


class TestCreateDataset:
    async def test_it_is_as_it_was_described(self, client: httpx.AsyncClient) -> None:
        labels = [{"name": "oak", "type": 0, "property": {"@modelarts:color": "#3399ff"}}]
        dataset_id = await create(client, labels=labels, description="trees")

        found = await show(client, dataset_id)
        assert len(dataset_id) == 19
        assert (found["dataset_name"], found["description"], found["status"]) == ("leafs", "trees", 1)
        assert found["data_sources"] == [{"data_type": 0, "data_path": "/team/leafs/in/"}]
        assert found["work_path"] == "/team/leafs/out/"
        assert found["inner_annotation_path"] == f"/team/leafs/out/leafs-{dataset_id}/annotation/"
        assert found["labels"] == [{"name": "oak", "type": 0, "property": {"@modelarts:color": "#3399ff"}, "attributes": []}]
        assert found["total_sample_count"] == 0
        assert "workforce_descriptor" not in found
        assert "schema" not in found

    async def test_an_event_tells_of_it(self, client: httpx.AsyncClient, database: Database) -> None:
        dataset_id = await create(client)
        async with database.read_session() as db:
            event = await db.scalar(select(EventRow).where(EventRow.resource_id == dataset_id))
        assert event is not None
        assert (event.name, event.user_name) == ("dataset.created", "alice")

    async def test_tables_have_columns(self, client: httpx.AsyncClient) -> None:
        columns = [{"name": "height", "type": "double"}]
        dataset_id = await create(client, dataset_type=400, schema=columns)

        found = await show(client, dataset_id)
        assert found["schema"] == [{"schema_id": 1, "name": "height", "type": "DOUBLE", "description": ""}]
        assert found["data_sources"][0]["with_column_header"] is True
        assert found["dataset_format"] == 1
        assert (await refused(client, dataset_name="t", dataset_type=400))[0] == "ModelArts.4396"

    async def test_numbers_may_come_as_text(self, client: httpx.AsyncClient) -> None:
        dataset_id = await create(client, dataset_type="100")
        assert (await show(client, dataset_id))["dataset_type"] == 100

    async def test_names_are_taken_once(self, client: httpx.AsyncClient) -> None:
        await create(client)
        assert await refused(client) == (
            "ModelArts.4351",
            "dataset_name: the workspace has a dataset leafs already. Choose another name.",
        )

    @pytest.mark.parametrize(
        ("changes", "code", "said"),
        [
            ({"work_path": "leafs"}, "ModelArts.4312", "work_path: must be a path such as"),
            ({"work_path": "/team/"}, "ModelArts.4312", "work_path: must be a folder"),
            ({"work_path": "/team/leafs/in/out/"}, "ModelArts.4312", "work_path: must not be the input path"),
            ({"work_path": "/team/../x/"}, "ModelArts.4312", "work_path: must be a path such as"),
            ({"data_sources": [{"data_path": "nowhere"}]}, "ModelArts.4312", "data_sources.0.data_path: must be a path"),
            ({"data_sources": [{"data_type": 1}]}, "ModelArts.4396", "data_sources.0.data_type: databases are for tables"),
            ({"labels": [{"name": "a"}, {"name": "a"}]}, "ModelArts.4411", "add_labels.1.name: there is a label a"),
            ({"dataset_name": "a b"}, "ModelArts.0104", "dataset_name"),
            ({"dataset_type": 7}, "ModelArts.0104", "dataset_type"),
            ({"description": "<b>"}, "ModelArts.0104", "description"),
        ],
    )
    async def test_what_is_wrong_is_told(
        self, client: httpx.AsyncClient, changes: dict[str, Any], code: str, said: str
    ) -> None:
        found = await refused(client, **changes)
        assert found[0] == code
        assert found[1].startswith(said)
        assert await names(client) == []

    async def test_an_empty_input_is_a_beginning(self, client: httpx.AsyncClient) -> None:
        assert await create(client, "none", data_sources=None)
        assert await create(client, "empty", data_sources=[{"data_path": "/team/nothing-yet/"}])
        assert await create(client, "unsaid", data_sources=[{}])

    async def test_the_storage_decides_who_may_use_paths(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda _, action, __, ___: action != "obs:object:PutObject"
        answer = await client.post(DATASETS, json=make_request())
        assert (answer.status_code, answer.json()["error_code"]) == (403, "ModelArts.4310")
        assert "obs:object:PutObject on team/leafs/out/" in answer.json()["error_msg"]

    async def test_there_is_a_quota(self, app: FastAPI, client: httpx.AsyncClient, context: DatasetsContext) -> None:
        app.state.datasets = replace(context, settings=DatasetsSettings(max_datasets=1))
        await create(client)
        assert (await refused(client, dataset_name="more"))[0] == "ModelArts.4354"


class TestListDatasets:
    async def test_they_are_filtered_sorted_and_paged(self, client: httpx.AsyncClient) -> None:
        for name, kind in (("Birds", 1), ("birch", 0), ("words", 100)):
            await create(client, name, dataset_type=kind)

        assert await names(client, sort_by="dataset_name", order="asc") == ["birch", "Birds", "words"]
        assert await names(client, sort_by="dataset_name", search_content="BIR") == ["Birds", "birch"]
        assert await names(client, dataset_type=100) == ["words"]
        assert await names(client, sort_by="dataset_name", support_export="true", order="asc") == ["birch", "Birds"]
        assert await names(client, dataset_type=100, support_export="true") == []
        assert await names(client, contain_versions="true") == []
        assert await names(client, sort_by="dataset_name", order="asc", limit=2, offset=1) == ["words"]
        answer = (await client.get(DATASETS, params={"limit": 1, "with_labels": True, "check_running_task": True})).json()
        assert answer["total_number"] == 3
        assert answer["datasets"][0]["labels"] == []
        assert answer["datasets"][0]["exist_running_task"] is False

    async def test_wildcards_are_letters(self, client: httpx.AsyncClient) -> None:
        await create(client, "a_b")
        await create(client, "axb")
        assert await names(client, search_content="a_b") == ["a_b"]

    async def test_others_see_nothing(self, client: httpx.AsyncClient) -> None:
        await create(client)
        answer = await client.get("/v2/p2/datasets", headers=HERS)
        assert answer.json() == {"total_number": 0, "datasets": []}

    async def test_a_workspace_that_is_not_there(self, client: httpx.AsyncClient) -> None:
        answer = await client.get(DATASETS, params={"workspace_id": "f" * 32})
        assert answer.json()["error_code"] == "ModelArts.0102"


class TestDescDataset:
    async def test_what_is_gone_is_told_by_its_code(self, client: httpx.AsyncClient) -> None:
        answer = await client.get(f"{DATASETS}/nothing")
        assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.4352")

    async def test_of_others_is_not_there(self, client: httpx.AsyncClient) -> None:
        dataset_id = await create(client)
        for method in ("GET", "DELETE"):
            answer = await client.request(method, f"/v2/p2/datasets/{dataset_id}", headers=HERS)
            assert answer.json()["error_code"] == "ModelArts.4352"


class TestUpdateDataset:
    async def test_name_and_description(self, client: httpx.AsyncClient) -> None:
        dataset_id = await create(client)
        answer = await client.put(f"{DATASETS}/{dataset_id}", json={"dataset_name": "trees", "description": "of the park"})

        assert answer.json() == {"dataset_id": dataset_id}
        found = await show(client, dataset_id)
        assert (found["dataset_name"], found["description"]) == ("trees", "of the park")
        # What lies in the storage does not move.
        assert found["inner_work_path"] == f"/team/leafs/out/leafs-{dataset_id}/"

    async def test_a_name_that_is_taken(self, client: httpx.AsyncClient) -> None:
        await create(client)
        dataset_id = await create(client, "trees")
        answer = await client.put(f"{DATASETS}/{dataset_id}", json={"dataset_name": "leafs"})
        assert answer.json()["error_code"] == "ModelArts.4351"

    async def test_what_is_deleted_and_added_stays(self, client: httpx.AsyncClient, database: Database) -> None:
        dataset_id = await create(client, labels=[{"name": "oak"}, {"name": "elm"}])
        body = {"delete_labels": [{"name": "oak"}, {"name": "elm"}], "add_labels": [{"name": "oak"}, {"name": "ash"}]}
        assert (await client.put(f"{DATASETS}/{dataset_id}", json=body)).status_code == 200

        async with database.read_session() as db:
            rows = (await db.scalars(select(LabelRow).order_by(LabelRow.number))).all()
        assert [(row.number, row.name) for row in rows] == [(1, "oak"), (3, "ash")]

    async def test_all_of_it_or_nothing(self, client: httpx.AsyncClient) -> None:
        dataset_id = await create(client, labels=[{"name": "oak"}])
        body = {"description": "new", "delete_labels": [{"name": "oak"}], "update_labels": [{"name": "elm"}]}
        answer = await client.put(f"{DATASETS}/{dataset_id}", json=body)

        assert answer.json()["error_code"] == "ModelArts.4410"
        found = await show(client, dataset_id)
        assert (found["description"], [each["name"] for each in found["labels"]]) == ("", ["oak"])

    async def test_labels_swap_names(self, client: httpx.AsyncClient) -> None:
        dataset_id = await create(client, labels=[{"name": "oak", "property": {"@modelarts:color": "#111"}}, {"name": "elm"}])
        renamed = [("oak", "tmp"), ("elm", "oak"), ("tmp", "elm")]
        body = {"update_labels": [{"name": old, "property": {"@modelarts:rename_to": new}} for old, new in renamed]}
        assert (await client.put(f"{DATASETS}/{dataset_id}", json=body)).status_code == 200
        labels = (await show(client, dataset_id))["labels"]
        assert [(each["name"], each["property"]) for each in labels] == [("elm", {"@modelarts:color": "#111"}), ("oak", {})]

    async def test_a_version_that_is_not_there(self, client: httpx.AsyncClient) -> None:
        dataset_id = await create(client)
        answer = await client.put(f"{DATASETS}/{dataset_id}", json={"current_version_id": "0" * 19})
        assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.4353")


class TestDeleteDataset:
    async def test_it_is_gone_with_its_labels(self, client: httpx.AsyncClient, database: Database) -> None:
        dataset_id = await create(client, labels=[{"name": "oak"}])
        answer = await client.delete(f"{DATASETS}/{dataset_id}")

        assert (answer.status_code, answer.content) == (204, b"")
        assert await names(client) == []
        async with database.read_session() as db:
            assert (await db.scalars(select(LabelRow))).all() == []
            assert (await db.scalars(select(LabellingJobRow))).all() == []
        assert await create(client) != dataset_id

    async def test_what_it_is_in_stays(self, client: httpx.AsyncClient, database: Database, alice: Subject) -> None:
        await create(client)
        async with database.session() as db:
            event = ProjectDeleted(resource_id="p1", project_name="p")
            with pytest.raises(DatasetsRemain):
                await listening.on_project_deleted(db, event, alice)
            await listening.on_project_deleted(db, replace(event, resource_id="p2"), alice)
            gone = WorkspaceDeleted(resource_id="0", workspace_name="w", project_id="p1")
            with pytest.raises(DatasetsRemain):
                await listening.on_workspace_deleted(db, gone, alice)
            await listening.on_workspace_deleted(db, replace(gone, resource_id="1"), alice)
