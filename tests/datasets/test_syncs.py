"""Synchronisation: what is new, changed, moved, gone and back; labels are never dropped."""

import base64
import json
from typing import Any

import httpx
import pytest

from dataset_calls import picture
from modelyard.core.subject import Subject
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore

DATASETS = "/v2/p1/datasets"


class Syncing:
    """A dataset behind the routes, with its input path."""

    def __init__(self, client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore) -> None:
        self.client, self.context, self.store, self.id = client, context, store, ""

    async def create(self, **changes: Any) -> None:
        sources = [{"data_type": 0, "data_path": "/team/pictures/"}]
        answer = await self.client.post(DATASETS, json=make_request(data_sources=sources, **changes))
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["dataset_id"]

    @property
    def url(self) -> str:
        return f"{DATASETS}/{self.id}"

    async def put(self, *names: str, content: bytes | None = None) -> None:
        for place, name in enumerate(names):
            bytes_of = content if content is not None else base64.b64decode(picture(40 + place, 30 + len(name)))
            await self.store.put("team", f"pictures/{name}", bytes_of, size_bytes=len(bytes_of))

    async def delete(self, *names: str) -> None:
        await self.store.delete_many("team", [f"pictures/{name}" for name in names])

    async def sync(self, *, status: int = 200, **body: Any) -> dict[str, Any]:
        answer = await self.client.post(f"{self.url}/sync-data", json=body or None)
        assert answer.status_code == status, answer.text
        await run_tasks(self.context)
        told = await self.client.get(f"{self.url}/sync-data/status")
        assert told.status_code == 200, told.text
        return dict(told.json())

    async def samples(self, **query: Any) -> dict[str, list[str]]:
        answer = await self.client.get(f"{self.url}/data-annotations/samples", params={"limit": 100, "order": "asc", **query})
        assert answer.status_code == 200, answer.text
        assert answer.json()["sample_count"] == len(answer.json()["samples"])
        self.ids = {each["sample_name"]: each["sample_id"] for each in answer.json()["samples"]}
        return {each["sample_name"]: [one["name"] for one in each["labels"]] for each in answer.json()["samples"]}

    async def named(self, part: str) -> list[str]:
        return list(await self.samples(search_conditions=json.dumps({"sample_name": part})))

    async def label(self, name: str, label: str, *, status: int = 200) -> None:
        await self.client.post(f"{self.url}/data-annotations/labels", json={"labels": [{"name": label}]})
        body = {"samples": [{"sample_id": self.ids[name], "labels": [{"name": label}]}]}
        answer = await self.client.put(f"{self.url}/data-annotations/samples", json=body)
        assert answer.status_code == status, answer.text

    async def stats(self) -> dict[str, Any]:
        return dict((await self.client.get(f"{self.url}/data-annotations/stats")).json())


@pytest.fixture
async def syncing(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, alice: Subject) -> Syncing:
    found = Syncing(client, context, store)
    await found.create()
    return found


class TestSync:
    async def test_there_is_none_at_first(self, syncing: Syncing) -> None:
        answer = (await syncing.client.get(f"{syncing.url}/sync-data/status")).json()
        assert (answer["status"], answer["dataset_id"]) == ("NOT_EXIST", syncing.id)

    async def test_new_files_become_samples_and_others_are_told(self, syncing: Syncing) -> None:
        await syncing.put("1.png", "deep/2.png")
        await syncing.put("empty.png", content=b"")
        await syncing.put("odd.jpg", content=b"no picture")
        await syncing.put("1.txt", "1.xml", content=b"x")

        told = await syncing.sync()

        assert (told["status"], told["add_sample_count"], told["total_sample_count"]) == ("COMPLETED", 2, 2)
        assert await syncing.samples() == {"1.png": [], "2.png": []}
        problems = (await syncing.client.get(f"{syncing.url}/long-tasks/{told['task_id']}/problems")).json()["problems"]
        assert {(each["file"].rpartition("/")[2], each["code"]) for each in problems} == {
            ("empty.png", "empty"),
            ("odd.jpg", "image"),
        }
        assert (await syncing.sync())["add_sample_count"] == 0

    async def test_a_file_that_is_gone_takes_its_sample_out_and_brings_it_back_with_its_labels(self, syncing: Syncing) -> None:
        await syncing.put("1.png", "2.png", "3.png")
        await syncing.sync()
        await syncing.samples()
        for name in ("1.png", "2.png", "3.png"):
            await syncing.label(name, "oak")

        await syncing.delete("1.png")
        assert (await syncing.sync())["deleted_sample_count"] == 1
        gone = dict(syncing.ids)
        assert await syncing.samples() == {"2.png": ["oak"], "3.png": ["oak"]}
        assert await syncing.samples(label_name="oak") == {"2.png": ["oak"], "3.png": ["oak"]}
        assert await syncing.samples(sample_state="missing") == {"1.png": ["oak"]}
        stats = await syncing.stats()
        assert (stats["sample_stats"]["total"], stats["sample_stats"]["manual_annotation"]) == (2, 2)
        assert stats["label_stats"][0]["count"] == 2
        syncing.ids = gone
        await syncing.label("1.png", "elm", status=400)

        await syncing.put("1.png")
        assert (await syncing.sync())["back_sample_count"] == 1
        assert await syncing.samples() == {"1.png": ["oak"], "2.png": ["oak"], "3.png": ["oak"]}
        assert (await syncing.stats())["label_stats"][0]["count"] == 3

    async def test_a_sample_that_is_missing_can_be_deleted(self, syncing: Syncing) -> None:
        await syncing.put("1.png", "2.png", "3.png")
        await syncing.sync()
        await syncing.delete("1.png")
        await syncing.sync()
        await syncing.samples(sample_state="missing")
        body = {"samples": [syncing.ids["1.png"]]}
        answer = await syncing.client.post(f"{syncing.url}/data-annotations/samples/delete", json=body)
        assert answer.json()["success"]
        assert await syncing.samples(sample_state="missing") == {}
        assert (await syncing.stats())["sample_stats"]["total"] == 2

    async def test_a_renamed_file_keeps_its_sample_and_its_labels(self, syncing: Syncing) -> None:
        await syncing.put("1.png", "2.png")
        await syncing.sync()
        await syncing.samples()
        await syncing.label("1.png", "oak")
        before = syncing.ids["1.png"]
        content = base64.b64decode(picture(40, 35))
        await syncing.delete("1.png")
        assert await syncing.named("1.PN") == ["1.png"]
        await syncing.put("renamed.png", content=content)

        told = await syncing.sync()

        assert (told["moved_sample_count"], told["add_sample_count"], told["deleted_sample_count"]) == (1, 0, 0)
        assert await syncing.samples() == {"renamed.png": ["oak"], "2.png": []}
        assert syncing.ids["renamed.png"] == before
        # What was remembered of names counts no more.
        assert (await syncing.named("1.PN"), await syncing.named("named")) == ([], ["renamed.png"])

    async def test_a_changed_file_is_to_be_looked_at_again(self, syncing: Syncing) -> None:
        await syncing.put("1.png", "2.png")
        await syncing.sync()
        await syncing.samples()
        await syncing.label("1.png", "oak")
        await syncing.put("1.png", content=base64.b64decode(picture(99, 99)))

        assert (await syncing.sync())["changed_sample_count"] == 1
        assert await syncing.samples(sample_state="changed") == {"1.png": ["oak"]}
        await syncing.label("1.png", "elm")
        assert await syncing.samples(sample_state="changed") == {}

    async def test_it_asks_before_most_of_what_is_labelled_goes(self, syncing: Syncing) -> None:
        await syncing.put("1.png", "2.png")
        await syncing.sync()
        await syncing.samples()
        await syncing.label("1.png", "oak")
        await syncing.delete("1.png", "2.png")

        told = await syncing.sync()
        assert (told["status"], told["error_code"], told["asks"]) == ("FAILED", "Modelyard.7106", True)
        assert await syncing.samples() == {"1.png": ["oak"], "2.png": []}

        told = await syncing.sync(confirm=True)
        assert (told["status"], told["deleted_sample_count"]) == ("COMPLETED", 2)
        assert await syncing.samples() == {}

    async def test_it_goes_on_where_it_was(self, syncing: Syncing, monkeypatch: pytest.MonkeyPatch) -> None:
        await syncing.put(*(f"{number}.png" for number in range(5)))
        real = MemoryStore.list_page

        async def two(store: MemoryStore, bucket: str, **given: Any) -> Any:
            return await real(store, bucket, **{**given, "limit": 2})

        monkeypatch.setattr(MemoryStore, "list_page", two)
        await syncing.client.post(f"{syncing.url}/sync-data")
        for _ in range(4):
            assert await run_step(syncing.context)
        assert not await run_step(syncing.context)
        assert len(await syncing.samples()) == 5

    async def test_samples_from_elsewhere_are_left_alone(self, syncing: Syncing, store: MemoryStore) -> None:
        await syncing.put("1.png")
        content = b'{"source": "s3://team/leafs/in/9.jpg"}'
        await store.put("team", "a.manifest", content, size_bytes=len(content))
        body = {"import_path": "/team/a.manifest", "import_type": "manifest"}
        await syncing.client.post(f"{syncing.url}/import-tasks", json=body)
        await run_tasks(syncing.context)

        await syncing.sync()
        assert await syncing.samples() == {"9.jpg": [], "1.png": []}

    async def test_texts_and_datasets_without_a_path_are_not_synchronised(self, syncing: Syncing) -> None:
        await syncing.create(name="texts", dataset_type=100)
        answer = await syncing.client.post(f"{syncing.url}/sync-data")
        assert answer.status_code == 501
        answer = await syncing.client.post(DATASETS, json=make_request("bare", data_sources=[]))
        syncing.id = answer.json()["dataset_id"]
        assert (await syncing.client.post(f"{syncing.url}/sync-data")).json()["error_code"] == "Modelyard.7107"


class TestCreate:
    async def test_a_dataset_may_begin_with_what_its_path_has(self, syncing: Syncing) -> None:
        await syncing.put("1.png")
        await syncing.create(name="full", import_data=True)
        await run_tasks(syncing.context)
        assert "1.png" in await syncing.samples()
