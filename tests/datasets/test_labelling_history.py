"""The history of samples, open label sets, and labels that many samples carry."""

from typing import Any

import httpx
import pytest

from dataset_calls import DATASETS, Dataset, picture, text
from modelyard.datasets.service import labels
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore


async def make(client: httpx.AsyncClient, **changes: Any) -> Dataset:
    answer = await client.post(DATASETS, json=make_request(data_sources=[], **changes))
    assert answer.status_code == 201, answer.text
    return Dataset(client, answer.json()["dataset_id"])


@pytest.fixture
async def trees(client: httpx.AsyncClient) -> Dataset:
    """Three pictures; all are oaks, the last is an elm as well."""
    dataset = await make(client, labels=[{"name": "oak"}, {"name": "elm"}])
    await dataset.upload(*({"name": f"{at}.png", "data": picture()} for at in range(3)))
    known = await dataset.ids()
    for at in range(3):
        names = ["oak", "elm"] if at == 2 else ["oak"]
        await dataset.label({"sample_id": known[f"{at}.png"], "labels": [{"name": name} for name in names]})
    return dataset


async def history(dataset: Dataset, name: str, **query: Any) -> dict[str, Any]:
    answer = await dataset.client.get(f"{dataset.url}/samples/{(await dataset.ids())[name]}/history", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def restore(dataset: Dataset, name: str, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await dataset.client.post(f"{dataset.url}/samples/{(await dataset.ids())[name]}/restore", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def names(state: dict[str, Any]) -> list[str]:
    return [each["name"] for each in state["labels"]]


class TestHistory:
    async def test_a_sample_of_which_nothing_was_said_has_none(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client)
        await dataset.upload({"name": "a.png", "data": picture()})
        assert await history(dataset, "a.png") == {"revision": 0, "total_count": 0, "count": 0, "states": []}

    async def test_the_newest_state_comes_first_and_says_who_and_when(self, trees: Dataset) -> None:
        known = await trees.ids()
        await trees.label({"sample_id": known["0.png"], "labels": [{"name": "elm"}]})
        done = await trees.label({"sample_id": known["0.png"], "labels": []})

        found = await history(trees, "0.png")

        assert [names(each) for each in found["states"]] == [[], ["elm"], ["oak"]]
        assert [each["sample_status"] for each in found["states"]] == [
            "UN_ANNOTATION",
            "MANUAL_ANNOTATION",
            "MANUAL_ANNOTATION",
        ]
        assert found["revision"] == done["revision"] == found["states"][1]["before"]
        assert "before" not in found["states"][0]
        assert found["states"][1]["changed_by"].startswith("human/")
        assert (found["total_count"], found["count"]) == (3, 3)

    async def test_it_comes_in_pages(self, trees: Dataset) -> None:
        known = await trees.ids()
        for name in ("elm", "oak", "elm"):
            await trees.label({"sample_id": known["0.png"], "labels": [{"name": name}]})
        pages = [await history(trees, "0.png", offset=offset, limit=2) for offset in (0, 2, 4)]
        assert [[names(each) for each in page["states"]] for page in pages] == [[["elm"], ["oak"]], [["elm"], ["oak"]], []]
        assert {page["total_count"] for page in pages} == {4}
        assert (await history(trees, "0.png", limit=1))["count"] == 1

    async def test_a_state_comes_back_as_a_change_that_can_be_undone(self, trees: Dataset) -> None:
        known = await trees.ids()
        changed = await trees.label(
            {"sample_id": known["0.png"], "labels": [{"name": "elm"}], "metadata": {"@modelarts:hard": "true"}}
        )

        done = await restore(trees, "0.png", before=changed["revision"], revision=changed["revision"])

        assert done == {"success": True, "revision": changed["revision"] + 1}
        assert await trees.find(label_name="oak") == ["0.png", "1.png", "2.png"]
        assert await trees.find({"hard": "1"}) == []
        await restore(trees, "0.png", before=done["revision"])
        assert await trees.find(label_name="elm") == ["0.png", "2.png"]
        assert await trees.find({"hard": "1"}) == ["0.png"]

    async def test_nothing_is_restored_over_what_somebody_else_has_said(self, trees: Dataset) -> None:
        known = await trees.ids()
        first = await trees.label({"sample_id": known["0.png"], "labels": [{"name": "elm"}]})
        await trees.label({"sample_id": known["0.png"], "labels": [{"name": "oak"}, {"name": "elm"}]})
        refused = await restore(trees, "0.png", 409, before=first["revision"], revision=first["revision"])
        assert refused["error_code"] == "Modelyard.7000"
        assert names((await history(trees, "0.png"))["states"][0]) == ["oak", "elm"]

    async def test_labels_that_are_gone_stay_away_with_the_relations_of_their_entities(self, client: httpx.AsyncClient) -> None:
        ends = {"@modelarts:from_type": "who", "@modelarts:to_type": "who"}
        dataset = await make(
            client,
            dataset_type=102,
            labels=[{"name": "who", "type": 103}, {"name": "what", "type": 103}, {"name": "knows", "property": ends}],
        )
        await dataset.upload({"name": "a.txt", "data": text("Ada knows Bob")})

        def entity(name: str, number: str, start: int, end: int) -> dict[str, Any]:
            span = {"@modelarts:start_index": start, "@modelarts:end_index": end}
            return {"name": name, "type": 103, "id": number, "property": span}

        link = {"@modelarts:from": "E1", "@modelarts:to": "E2"}
        said = [entity("what", "E1", 0, 3), entity("who", "E2", 10, 13), {"name": "knows", "id": "R1", "property": link}]
        known = await dataset.ids()
        await dataset.label({"sample_id": known["a.txt"], "labels": said})
        done = await dataset.label({"sample_id": known["a.txt"], "labels": []})
        answer = await client.post(f"{dataset.url}/labels/delete", json={"labels": [{"name": "what", "type": 103}]})
        assert answer.status_code == 200
        assert [names(each) for each in (await history(dataset, "a.txt"))["states"]] == [[], ["who", "knows"]]

        await restore(dataset, "a.txt", before=done["revision"])

        assert names((await history(dataset, "a.txt"))["states"][0]) == ["who"]

    async def test_what_is_not_there_is_told(self, trees: Dataset) -> None:
        assert (await restore(trees, "0.png", 404, before=77))["error_code"] == "Modelyard.7400"
        for sample in ("0" * 32, "x"):
            answer = await trees.client.get(f"{trees.url}/samples/{sample}/history")
            assert (answer.status_code, answer.json()["error_code"]) == (400, "ModelArts.4420")


class TestOpenLabelSets:
    async def test_a_new_name_is_refused_as_long_as_the_set_is_closed(self, trees: Dataset) -> None:
        known = await trees.ids()
        refused = await trees.label({"sample_id": known["0.png"], "labels": [{"name": "ash"}]}, status=400)
        assert refused["error_code"] == "ModelArts.4410"

    async def test_and_becomes_a_label_in_an_open_one(self, trees: Dataset) -> None:
        url = f"{DATASETS}/{trees.id}"
        assert (await trees.client.get(url)).json()["open_labels"] is False
        assert (await trees.client.put(url, json={"open_labels": True})).status_code == 200
        assert (await trees.client.get(url)).json()["open_labels"] is True
        known = await trees.ids()

        await trees.label(
            {"sample_id": known["0.png"], "labels": [{"name": "ash"}, {"name": "oak"}]},
            {"sample_id": known["1.png"], "labels": [{"name": "ash"}]},
        )

        assert await trees.find(label_name="ash") == ["0.png", "1.png"]
        shown = (await trees.client.get(f"{trees.url}/labels")).json()["labels"]
        assert [each["name"] for each in shown] == ["oak", "elm", "ash"]

    async def test_entities_may_be_new_and_relations_may_not(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client, dataset_type=102, open_labels=True)
        await dataset.upload({"name": "a.txt", "data": text("Ada knows Bob")})
        span = {"@modelarts:start_index": 0, "@modelarts:end_index": 3}
        sample = (await dataset.ids())["a.txt"]
        entity = {"name": "who", "type": 103, "id": "E1", "property": span}
        await dataset.label({"sample_id": sample, "labels": [entity]})
        link = {"name": "knows", "property": {"@modelarts:from": "E1", "@modelarts:to": "E1"}}
        refused = await dataset.label({"sample_id": sample, "labels": [entity, link]}, status=400)
        assert refused["error_code"] == "ModelArts.4410"

    async def test_what_cannot_be_a_label_is_not_one(self, client: httpx.AsyncClient) -> None:
        dataset = await make(client, dataset_type=900, open_labels=True)
        await dataset.upload({"name": "a.bin", "data": text("x")})
        sample = (await dataset.ids())["a.bin"]
        await dataset.label({"sample_id": sample, "labels": [{"name": "ash"}]}, status=400)


class TestLabelsOfManySamples:
    @pytest.fixture(autouse=True)
    def _few_are_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(labels, "_MOST_CARRIERS", 1)
        monkeypatch.setattr("modelyard.datasets.service.label_work._AT_ONCE", 2)

    async def test_the_label_goes_at_once_and_its_annotations_in_steps(self, trees: Dataset, context: DatasetsContext) -> None:
        answer = await trees.client.post(f"{trees.url}/labels/delete", json={"labels": [{"name": "oak"}]})
        assert answer.json() == {"success": True}
        shown = (await trees.client.get(f"{trees.url}/labels")).json()["labels"]
        assert [each["name"] for each in shown] == ["elm"]
        assert names((await history(trees, "0.png"))["states"][0]) == []
        again = await trees.client.post(f"{trees.url}/labels", json={"labels": [{"name": "oak"}]})
        assert again.status_code == 200  # the old annotations are not those of the new label

        assert await run_step(context)
        await run_tasks(context)

        assert await trees.find(sample_state="UN_ANNOTATION") == ["0.png", "1.png"]
        assert await trees.find(label_name="elm") == ["2.png"]
        assert await trees.find(label_name="oak") == []

    async def test_samples_and_files_that_have_nothing_else_go_with_it(
        self, trees: Dataset, context: DatasetsContext, store: MemoryStore
    ) -> None:
        before = set(store.buckets["team"])
        answer = await trees.client.delete(f"{trees.url}/labels/oak", params={"delete_source": True})
        assert answer.status_code == 204
        await run_tasks(context)

        assert await trees.find() == ["2.png"]
        gone = before - set(store.buckets["team"])
        assert sorted(key.rpartition("/")[2] for key in gone) == ["0.png", "1.png"]

    async def test_samples_stay_files_stay_where_only_samples_are_to_go(
        self, trees: Dataset, context: DatasetsContext, store: MemoryStore
    ) -> None:
        before = set(store.buckets["team"])
        await trees.client.delete(f"{trees.url}/labels/oak")
        await run_tasks(context)

        assert await trees.find() == ["2.png"]
        assert set(store.buckets["team"]) >= before
