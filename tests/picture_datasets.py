"""Datasets of pictures for tests: put into the store and the dataset, labelled, analysed."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.datasets.adapters.decoding import ProcessDecoder
from modelyard.datasets.service import samples
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.testing import make_context, make_request, run_tasks
from modelyard.objects import testing as objects_testing
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.testing import RuleGatekeeper
from pictures import encoded


@pytest.fixture
async def context(
    database: Database, clock: FixedClock, tmp_path: Path, gatekeeper: RuleGatekeeper, store: MemoryStore
) -> AsyncIterator[DatasetsContext]:
    objects = objects_testing.make_context(database, clock, tmp_path, store=store, gatekeeper=gatekeeper)
    decoder = ProcessDecoder(1)
    yield make_context(database, clock, tmp_path, objects=objects, decoder=decoder)
    await decoder.close()


class Pictures:
    """A dataset whose pictures are put into the store and the dataset."""

    def __init__(self, client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, who: Subject) -> None:
        self.client, self.context, self.store, self.who = client, context, store, who
        self.id = ""

    async def make(self, **changes: Any) -> None:
        answer = await self.client.post("/v2/p1/datasets", json=make_request(**changes))
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["dataset_id"]
        self.url = f"/v2/p1/datasets/{self.id}"

    async def put(self, **files: bytes) -> None:
        items = []
        for name, content in files.items():
            etag = await self.store.put("team", f"leafs/in/{name}", content, size_bytes=len(content))
            items.append(NewSample(f"obs://team/leafs/in/{name}", len(content), etag, 1_600_000_000_000))
        async with self.context.database.session() as db:
            row, _ = await get_rows(db, self.who, self.id, lock=True)
            await samples.insert(db, row, items)

    async def ids(self) -> dict[str, str]:
        answer = await self.client.get(f"{self.url}/data-annotations/samples", params={"limit": 100})
        return {each["sample_name"]: each["sample_id"] for each in answer.json()["samples"]}

    async def label(self, said: dict[str, list[dict[str, Any]]], **more: Any) -> None:
        ids = await self.ids()
        wanted = [{"sample_id": ids[name], "labels": labels, **more} for name, labels in said.items()]
        answer = await self.client.put(f"{self.url}/data-annotations/samples", json={"samples": wanted})
        assert answer.json()["success"], answer.text

    async def analysed(self, version_id: str = "") -> str:
        answer = await self.client.post(f"{self.url}/analyses", json={"version_id": version_id})
        assert answer.status_code == 202, answer.text
        await run_tasks(self.context)
        return str(answer.json()["analysis_id"])

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        answer = await self.client.get(f"{self.url}/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def found(self, kind: str) -> list[list[str]]:
        """Return the names of samples that were found, by group."""
        names = {value: name for name, value in (await self.ids()).items()}
        groups: dict[int, list[str]] = {}
        for each in (await self.get("findings", kind=kind, limit=100))["findings"]:
            groups.setdefault(each.get("group", 0), []).append(names[each["sample_id"]])
        return list(groups.values())


@pytest.fixture
def pictures(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, alice: Subject) -> Pictures:
    return Pictures(client, context, store, alice)


def plain(colour: str, width: int = 40, height: int = 20) -> bytes:
    return encoded(Image.new("RGB", (width, height), colour))
