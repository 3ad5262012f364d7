"""Samples: uploaded, listed, found, labelled, deleted."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from dataset_calls import DATASETS, Dataset, make, picture, text
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.datasets.models.datasets import (
    AnnotationLogRow,
    AnnotationRow,
    DatasetRemovalRow,
    DatasetRow,
    FacetChunkRow,
    FacetValueRow,
    SampleRow,
)
from modelyard.datasets.rules import ids
from modelyard.datasets.service import samples
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.service.sweeping import sweep
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper


@pytest.fixture
async def trees(client: httpx.AsyncClient) -> Dataset:
    """Pictures a.png to d.png, labels oak and elm; a and b are oaks, b is an elm as well and waits to be confirmed."""
    dataset = await make(client, labels=[{"name": "oak"}, {"name": "elm"}])
    await dataset.upload({"name": "a.png", "data": picture(), "labels": [{"name": "oak"}], "metadata": {"site": "north"}})
    both = [{"name": "oak", "score": 0.5}, {"name": "elm", "score": 0.9, "property": {"state": "dry"}}]
    await dataset.upload({"name": "sub/b.png", "data": picture(), "labels": both}, final_annotation=False)
    await dataset.upload({"name": "c.png", "data": picture()}, {"name": "d.png", "data": picture()})
    return dataset


class TestUploadSamples:
    async def test_files_go_to_the_input_path(self, trees: Dataset, store: MemoryStore) -> None:
        assert "leafs/in/sub/b.png" in store.buckets["team"]
        found = await trees.show((await trees.ids())["b.png"])
        assert (found["sample_name"], found["sample_dir"]) == ("b.png", "/team/leafs/in/sub/")
        assert found["metadata"]["@modelarts:size"] == [40, 30, 3]
        assert found["source"].startswith("http://127.0.0.1:9000/team/leafs/in/sub/b.png?")
        assert found["annotated_by"] == "human/account d1/alice"

    async def test_or_to_the_work_path(self, client: httpx.AsyncClient, store: MemoryStore) -> None:
        dataset = await make(client, data_sources=[])
        answer = await dataset.upload({"name": "a.png", "data": picture()})
        name = f"leafs/out/leafs-{dataset.id}/data/a.png"
        assert answer["results"] == [{"success": True, "name": f"/team/{name}", "info": (await dataset.ids())["a.png"]}]
        assert name in store.buckets["team"]

    async def test_good_ones_are_taken_and_bad_ones_told(self, trees: Dataset) -> None:
        answer = await trees.upload(
            {"name": "e.png", "data": picture()},
            {"name": "a.png", "data": picture()},
            {"name": "f.png", "data": text("no picture")},
            {"name": "g.png", "data": ""},
            {"name": "h.png", "data": "%"},
            {"name": "../i.png", "data": picture()},
            {"name": "j.png", "data": picture(), "labels": [{"name": "fir"}]},
        )
        assert [each.get("error_code", "") for each in answer["results"]] == [
            "",
            "ModelArts.4422",
            "ModelArts.4421",
            "ModelArts.4421",
            "ModelArts.4421",
            "ModelArts.4421",
            "ModelArts.4410",
        ]
        assert answer["results"][2]["error_msg"] == "samples.2.data: is no image of a known kind."
        assert await trees.find() == ["a.png", "b.png", "c.png", "d.png", "e.png"]

    async def test_if_none_can_be_the_first_failure_is_the_answer(self, trees: Dataset) -> None:
        answer = await trees.upload({"name": "a.png", "data": picture()}, status=400)
        assert answer["error_code"] == "ModelArts.4422"

    async def test_files_of_others_are_never_overwritten(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client)
        answer = await dataset.upload({"name": "1.jpg", "data": picture()}, status=400)
        assert answer["error_code"] == "ModelArts.4422"

    async def test_lines_of_text_are_samples(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client, dataset_type=100, labels=[{"name": "good"}])
        content = "first\r\n第二\n\nfirst\n".encode("gb18030")
        await dataset.upload({"name": "a.txt", "data": text(content), "encoding": "GBK", "labels": [{"name": "good"}]})

        answer = (await client.get(f"{dataset.url}/samples", params={"order": "asc"})).json()
        assert [each["sample_data"] for each in answer["samples"]] == [["first"], ["第二"]]
        assert (await dataset.stats())["sample_stats"]["manual_annotation"] == 2
        again = await dataset.upload({"name": "b.txt", "data": text("first")}, status=400)
        assert again["error_code"] == "ModelArts.4422"

    async def test_the_storage_decides_who_may_write(self, trees: Dataset, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda _, action, __, ___: action != "obs:object:PutObject"
        assert (await trees.upload({"name": "e.png", "data": picture()}, status=403))["error_code"] == "ModelArts.0108"

    async def test_tables_are_not_uploaded_so(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client, dataset_type=400, schema=[{"name": "a"}])
        assert (await dataset.upload({"name": "a", "data": "YQ=="}, status=501))["error_code"] == "ModelArts.4383"


class TestListSamples:
    async def test_pages_and_orders(self, trees: Dataset) -> None:
        assert await trees.find() == ["a.png", "b.png", "c.png", "d.png"]
        assert await trees.find(order="desc", limit=3, offset=1) == ["a.png"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"sample_state": "__ALL__"}, "a"),
            ({"sample_state": "__none__"}, "cd"),
            ({"sample_state": "__AUTO_ANNOTATION__"}, "b"),
            ({"sample_state": "__WORKFORCE_SAMPLED__"}, ""),
            ({"label_name": "oak"}, "ab"),
            ({"label_name": "elm", "label_type": 0}, "b"),
            ({"label_name": "elm", "label_type": 1}, ""),
            ({"label_name": "fir"}, ""),
            ({"low_score": 0.8}, "b"),
            ({"high_score": 0.4}, ""),
        ],
    )
    async def test_filters(self, trees: Dataset, query: dict[str, Any], found: str) -> None:
        assert await trees.find(**query) == [f"{name}.png" for name in found]

    @pytest.mark.parametrize(
        ("condition", "found"),
        [
            ({"label_list": {"labels": [{"name": "oak"}, {"name": "elm"}], "op": "AND"}}, "b"),
            ({"label_list": {"labels": [{"name": "oak"}, {"name": "elm"}], "op": "OR"}}, "ab"),
            ({"label_list": {"labels": [{"name": "elm", "property": {"state": ["dry"]}}]}}, "b"),
            ({"label_list": {"labels": [{"name": "elm", "property": {"state": ["wet"]}}]}}, ""),
            ({"label_list": {"labels": [{"name": "elm", "property": {"state": None}}]}}, "b"),
            ({"metadata": {"props": {"site": ["north", "south"]}}}, "a"),
            ({"metadata": {"props": {"site": None}}}, "a"),
            ({"labeler": "human/account d1/alice"}, "ab"),
            ({"labeler": "human/account d1/bob"}, ""),
            ({"hard": "1"}, ""),
            ({"hard": "0"}, "abcd"),
            ({"sample_name": "B.P"}, "b"),
            ({"sample_dir": "/team/leafs/in/"}, "acd"),
            ({"sample_time": "day"}, "abcd"),
            ({"sample_time": "20260101-20260102"}, "abcd"),
            ({"sample_time": "20250101-20250102"}, ""),
            ({}, "abcd"),
        ],
    )
    async def test_conditions(self, trees: Dataset, condition: dict[str, Any], found: str) -> None:
        assert await trees.find(condition) == [f"{name}.png" for name in found]

    async def test_all_of_it_counts(self, trees: Dataset) -> None:
        assert await trees.find({"sample_name": "a"}, {"labeler": "human/account d1/alice"}, label_name="oak") == ["a.png"]

    async def test_parts_of_names_find_samples_that_came_since(self, trees: Dataset) -> None:
        assert await trees.find({"sample_name": ".pn"}) == ["a.png", "b.png", "c.png", "d.png"]

        await trees.upload({"name": "E.png", "data": picture()})

        assert await trees.find({"sample_name": ".PN"}) == ["a.png", "b.png", "c.png", "d.png", "E.png"]
        assert await trees.find({"sample_name": "e.p"}) == ["E.png"]

    @pytest.mark.parametrize(
        "query",
        [
            {"sample_state": "lost"},
            {"search_conditions": "{"},
            {"search_conditions": "[1]"},
            {"search_conditions": '{"sample_time": "20261301-20261302"}'},
            {"search_conditions": json.dumps([{}] * 21)},
        ],
    )
    async def test_what_is_wrong_is_told(self, trees: Dataset, query: dict[str, Any]) -> None:
        answer = await trees.client.get(f"{trees.url}/samples", params=query)
        assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.0104")

    async def test_of_others_are_not_there(self, trees: Dataset) -> None:
        url = trees.url.replace("/p1/", "/p2/")
        for path in ("samples", "samples/0", "stats", "search-condition"):
            answer = await trees.client.get(f"{url}/{path}", headers={"x-user": "mallory"})
            assert answer.json()["error_code"] == "ModelArts.4352"


class TestUpdateSamples:
    async def test_what_was_said_is_replaced_and_logged(self, trees: Dataset, database: Database) -> None:
        known = await trees.ids()
        done = await trees.label({"sample_id": known["a.png"], "labels": [{"name": "elm"}]})
        assert done["success"] is True
        assert (await trees.client.get(f"{trees.url}/samples/{known['a.png']}")).json()["revision"] == done["revision"]

        assert [each["name"] for each in (await trees.show(known["a.png"]))["labels"]] == ["elm"]
        assert await trees.find(label_name="oak") == ["b.png"]
        async with database.read_session() as db:
            (log,) = (await db.scalars(select(AnnotationLogRow))).all()
        assert b'"label":"1"' in log.document

    async def test_nothing_said_is_unlabelled(self, trees: Dataset) -> None:
        known = await trees.ids()
        await trees.label({"sample_id": known["a.png"]})
        assert await trees.find(sample_state="__NONE__") == ["a.png", "c.png", "d.png"]
        stats = await trees.stats()
        assert (stats["sample_stats"]["un_annotation"], stats["sample_stats"]["auto_annotation"]) == (3, 1)
        assert [(each["name"], each["count"], each["sample_count"]) for each in stats["label_stats"]] == [
            ("oak", 1, 1),
            ("elm", 1, 1),
        ]

    async def test_two_who_edit_one_sample(self, trees: Dataset) -> None:
        sample_id = (await trees.ids())["a.png"]
        seen = (await trees.show(sample_id))["revision"]
        await trees.label({"sample_id": sample_id, "labels": [{"name": "elm"}], "revision": seen})

        answer = await trees.label({"sample_id": sample_id, "labels": [], "revision": seen}, status=409)
        assert answer["error_code"] == "Modelyard.7000"
        assert answer["error_msg"].startswith(f"alice changed sample {sample_id} at 2026-01-02 03:04:05 UTC")
        assert await trees.find(sample_state="__ALL__") == ["a.png"]

    async def test_what_is_decided_of_many_suggestions_waits_for_the_rest(self, trees: Dataset) -> None:
        sample_id = (await trees.ids())["b.png"]
        await trees.label({"sample_id": sample_id, "labels": [{"name": "oak"}], "final_annotation": False})
        assert (await trees.show(sample_id))["sample_status"] == "AUTO_ANNOTATION"
        await trees.label({"sample_id": sample_id, "labels": [{"name": "oak"}]})
        assert (await trees.show(sample_id))["sample_status"] == "MANUAL_ANNOTATION"

    async def test_good_ones_are_saved_and_bad_ones_told(self, trees: Dataset) -> None:
        known = await trees.ids()
        answer = await trees.label(
            {"sample_id": known["c.png"], "labels": [{"name": "oak"}]},
            {"sample_id": known["c.png"], "labels": []},
            {"sample_id": "0" * 32},
            {"sample_id": known["d.png"], "labels": [{"name": "fir"}]},
            {"sample_id": known["d.png"], "labels": [{}]},
        )
        codes = [each.get("error_code", "") for each in answer["results"]]
        assert codes == ["", "ModelArts.4417", "ModelArts.4420", "ModelArts.4410", "ModelArts.4417"]
        assert await trees.find(label_name="oak") == ["a.png", "b.png", "c.png"]

    async def test_difficult_samples_and_attributes(self, trees: Dataset) -> None:
        sample_id = (await trees.ids())["c.png"]
        metadata = {"@modelarts:hard": 1, "@modelarts:hard_coefficient": 0.7, "site": "south"}
        await trees.label({"sample_id": sample_id, "metadata": metadata, "sample_usage": "TRAIN"})
        await trees.label({"sample_id": sample_id, "labels": [{"name": "oak"}]})

        found = await trees.show(sample_id)
        assert found["sample_usage"] == "TRAIN"
        assert found["metadata"] == {
            "@modelarts:hard": True,
            "@modelarts:hard_coefficient": 0.7,
            "@modelarts:import_origin": 0,
            "@modelarts:size": [40, 30, 3],
            "site": "south",
        }
        assert await trees.find({"hard": "1"}) == ["c.png"]
        assert await trees.find({"metadata": {"props": {"site": ["south"]}}}) == ["c.png"]
        words = (await trees.client.get(f"{trees.url}/search-condition")).json()
        assert words["metadata"] == {"site": ["north", "south"]}
        assert words["labelers"] == ["human/account d1/alice"]
        assert (await trees.stats())["key_sample_stats"] == {"total": 4, "key_sample": 1, "non_key_sample": 3}
        await trees.label({"sample_id": sample_id, "metadata": {"@modelarts:hard": False}})
        assert await trees.find({"hard": "1"}) == []

    async def test_boxes_are_in_their_picture(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client, dataset_type=1, labels=[{"name": "car"}])
        await dataset.upload({"name": "a.png", "data": picture()})
        sample_id = (await dataset.ids())["a.png"]

        def box(*corners: list[float]) -> dict[str, Any]:
            look = {"@modelarts:shape": "bndbox", "@modelarts:feature": list(corners), "colour": "red"}
            return {"sample_id": sample_id, "labels": [{"name": "car", "property": look}]}

        await dataset.label(box([1, 2], [40.5, 30]))
        (label,) = (await dataset.show(sample_id))["labels"]
        assert label["property"] == {"@modelarts:shape": "bndbox", "@modelarts:feature": [[1, 2], [40, 30]], "colour": "red"}
        answer = await dataset.label(box([1, 2], [400, 30]), status=400)
        assert answer["error_code"] == "ModelArts.4417"
        assert "outside the image" in answer["error_msg"]

    async def test_entities_and_relations(self, client: httpx.AsyncClient) -> None:
        ends = {"@modelarts:from_type": "person", "@modelarts:to_type": "thing"}
        labels = [{"name": "person", "type": 103}, {"name": "thing", "type": 103}, {"name": "owns", "property": ends}]
        dataset = await make(client, dataset_type=102, labels=labels)
        await dataset.upload({"name": "a.txt", "data": text("Ada has a cat")})
        sample_id = (await dataset.ids())["a.txt"]

        def entity(name: str, key: str, start: int, end: int) -> dict[str, Any]:
            return {"name": name, "id": key, "property": {"@modelarts:start_index": start, "@modelarts:end_index": end}}

        said = [
            entity("person", "1", 0, 3),
            entity("thing", "2", 10, 13),
            {"name": "owns", "property": {"@modelarts:from": "1", "@modelarts:to": "2"}},
        ]
        await dataset.label({"sample_id": sample_id, "labels": said})
        found = (await dataset.show(sample_id))["labels"]
        assert [each["type"] for each in found] == [103, 103, 102]

        answer = await dataset.label({"sample_id": sample_id, "labels": said[1:]}, status=400)
        assert "names 1, which is no entity here" in answer["error_msg"]
        answer = await dataset.label({"sample_id": sample_id, "labels": [entity("thing", "2", 10, 14)]}, status=400)
        assert "no place in the text" in answer["error_msg"]

    @pytest.mark.parametrize("value", ["\u0000", 2**70, [[[]]] * 3, "x" * 2**20])
    async def test_odd_values(self, trees: Dataset, value: Any) -> None:
        wanted = {"sample_id": (await trees.ids())["c.png"], "labels": [{"name": "oak", "property": {"odd": value}}]}
        answer = await trees.client.put(f"{trees.url}/samples", json={"samples": [wanted]})
        assert answer.status_code == (200 if isinstance(value, list) else 400)


class TestDeleteSamples:
    async def test_they_leave_lists_and_figures(self, trees: Dataset, store: MemoryStore, database: Database) -> None:
        known = await trees.ids()
        answer = await trees.client.post(
            f"{trees.url}/samples/delete", json={"samples": [known["a.png"], "0" * 32, known["c.png"]]}
        )
        assert [each["success"] for each in answer.json()["results"]] == [True, False, True]
        assert await trees.find() == ["b.png", "d.png"]
        assert await trees.find(label_name="oak") == ["b.png"]
        assert (await trees.stats())["sample_stats"]["total"] == 2
        assert "leafs/in/a.png" in store.buckets["team"]
        async with database.read_session() as db:
            assert await db.scalar(select(func.count()).select_from(AnnotationRow)) == 1

    async def test_with_their_files(self, trees: Dataset, store: MemoryStore, gatekeeper: RuleGatekeeper) -> None:
        known = await trees.ids()
        body = {"samples": [known["a.png"]], "delete_source": True}
        assert (await trees.client.post(f"{trees.url}/samples/delete", json=body)).json() == {"success": True}
        assert "leafs/in/a.png" not in store.buckets["team"]

        gatekeeper.rule = lambda _, action, __, ___: action != "obs:object:DeleteObject"
        answer = await trees.client.post(f"{trees.url}/samples/delete", json={**body, "samples": [known["c.png"]]})
        assert (answer.status_code, answer.json()["error_code"]) == (500, "ModelArts.4424")
        assert await trees.find() == ["b.png", "d.png"]

    async def test_a_sample_can_come_again(self, trees: Dataset) -> None:
        known = await trees.ids()
        body = {"samples": [known["a.png"]], "delete_source": True}
        await trees.client.post(f"{trees.url}/samples/delete", json=body)
        await trees.upload({"name": "a.png", "data": picture()})
        assert (await trees.ids())["a.png"] != known["a.png"]
        assert await trees.find(label_name="oak") == ["b.png"]


class TestLabelsOfSamples:
    async def test_a_label_under_another_name(self, trees: Dataset) -> None:
        await trees.client.put(f"{trees.url}/labels/oak", json={"@modelarts:rename_to": "quercus"})
        assert await trees.find(label_name="quercus") == ["a.png", "b.png"]
        found = await trees.show((await trees.ids())["a.png"])
        assert [each["name"] for each in found["labels"]] == ["quercus"]

    async def test_a_label_alone(self, trees: Dataset) -> None:
        await trees.client.post(f"{trees.url}/labels/delete", json={"labels": [{"name": "oak"}]})
        assert await trees.find(sample_state="__NONE__") == ["a.png", "c.png", "d.png"]
        await trees.client.post(f"{trees.url}/labels", json={"labels": [{"name": "oak"}]})
        assert await trees.find(label_name="oak") == []

    async def test_a_label_with_the_samples_that_have_only_it(self, trees: Dataset, store: MemoryStore) -> None:
        assert (await trees.client.delete(f"{trees.url}/labels/oak")).status_code == 204
        assert await trees.find() == ["b.png", "c.png", "d.png"]
        assert "leafs/in/a.png" in store.buckets["team"]

    async def test_and_with_their_files(self, trees: Dataset, store: MemoryStore) -> None:
        answer = await trees.client.delete(f"{trees.url}/labels/elm", params={"delete_source": True})
        assert answer.status_code == 204
        assert await trees.find() == ["a.png", "b.png", "c.png", "d.png"]
        wanted = {"labels": [{"name": "oak"}]}
        await trees.client.post(f"{trees.url}/labels/delete", json=wanted, params={"delete_policy": 2})
        assert await trees.find() == ["c.png", "d.png"]
        assert not {"leafs/in/a.png", "leafs/in/sub/b.png"} & set(store.buckets["team"])


class TestDeletedDatasets:
    async def test_nothing_is_left(self, trees: Dataset, database: Database, context: DatasetsContext) -> None:
        other = await make(trees.client, dataset_name="other")
        await other.upload({"name": "x.png", "data": picture()})
        await trees.label({"sample_id": (await trees.ids())["a.png"], "labels": []})
        await trees.client.delete(f"{DATASETS}/{trees.id}")

        assert await sweep(context) == 1
        async with database.read_session() as db:
            row = (await db.scalars(select(DatasetRow))).one()
            for model in (AnnotationRow, AnnotationLogRow, DatasetRemovalRow):
                assert await db.scalar(select(func.count()).select_from(model)) == 0
            assert set(await db.scalars(select(SampleRow.dataset))) == {row.number}
            for facet in (FacetValueRow, FacetChunkRow):
                assert set(await db.scalars(select(facet.owner))) == {row.number}


class TestManySamples:
    async def test_more_than_one_chunk(self, client: httpx.AsyncClient, database: Database, alice: Subject) -> None:
        dataset = await make(client, labels=[{"name": "oak"}])
        clock = FixedClock()
        at = int(clock.now().timestamp() * 1000)
        async with database.session() as db:
            row, _ = await get_rows(db, alice, dataset.id, lock=True)
            items = [NewSample(f"obs://team/leafs/in/{n:05}.jpg", 1, "", at) for n in range(20_000)]
            inserted = await samples.insert(db, row, items)
            again = await samples.insert(db, row, items[:10])
            number = row.number
        assert (len(inserted.new), len(inserted.known), len(again.new), len(again.known)) == (20_000, 0, 0, 10)

        wanted = [ids.sample_id(dataset.id, ids.sample_number(number, n)) for n in (0, 8191, 8192, 19_999)]
        await dataset.label(*({"sample_id": each, "labels": [{"name": "oak"}]} for each in wanted))
        assert await dataset.find(label_name="oak") == ["00000.jpg", "08191.jpg", "08192.jpg", "19999.jpg"]
        answer = (await client.get(f"{dataset.url}/samples", params={"sample_state": "__NONE__", "offset": 1})).json()
        assert answer["sample_count"] == 19_996
        assert answer["samples"][0]["sample_name"] == "19988.jpg"
