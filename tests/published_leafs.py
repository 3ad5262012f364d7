"""A dataset of pictures behind the routes, to publish and to export."""

from typing import Any

import httpx
import orjson
import pytest

from modelyard.core.subject import Subject
from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.service import annotations, samples
from modelyard.datasets.service.annotations import DocumentChange
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.testing import make_request, run_tasks
from modelyard.datasets.types.datasets import Kind, SampleState
from modelyard.objects.adapters.memory import MemoryStore

DATASETS = "/v2/p1/datasets"


class Leafs:
    """A dataset of pictures with the labels oak (1) and elm (2), behind the routes."""

    def __init__(
        self, client: httpx.AsyncClient, context: DatasetsContext, who: Subject, store: MemoryStore, dataset_id: str
    ) -> None:
        self.client, self.context, self.who, self.store, self.id = client, context, who, store, dataset_id
        self.url = f"{DATASETS}/{dataset_id}"

    async def add(self, *numbers: int, folder: str = "in") -> None:
        """Add pictures by number."""
        async with self.context.database.session() as db:
            row, _ = await get_rows(db, self.who, self.id, lock=True)
            new = [NewSample(f"obs://team/leafs/{folder}/{n}.jpg", 10, "e", 1_000_000 + n, size=(40, 30, 3)) for n in numbers]
            await samples.insert(db, row, new)

    async def say(self, label: str, *ordinals: int, state: SampleState = SampleState.LABELLED) -> None:
        """Label pictures."""
        async with self.context.database.session() as db:
            row, job = await get_rows(db, self.who, self.id, lock=True)
            said = (Annotation(Kind.CLASS, label=label, author="human/a/b", created=1_700_000_000),) if label else ()
            await annotations.save(db, self.who, row, job, [DocumentChange(each, said, state) for each in ordinals])

    async def publish(self, **wanted: Any) -> str:
        """Ask for a version and return its id."""
        answer = await self.client.post(f"{self.url}/versions", json=wanted)
        assert answer.status_code == 201, answer.text
        version_id: str = answer.json()["version_id"]
        return version_id

    async def published(self, **wanted: Any) -> dict[str, Any]:
        """Publish a version and return it."""
        version_id = await self.publish(**wanted)
        await run_tasks(self.context)
        return await self.version(version_id)

    async def version(self, version_id: str) -> dict[str, Any]:
        answer = await self.client.get(f"{self.url}/versions/{version_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def sample_ids(self) -> list[str]:
        """Return the ids of all samples, the oldest first."""
        found = await self.client.get(f"{self.url}/data-annotations/samples", params={"order": "asc", "limit": 100})
        return [each["sample_id"] for each in found.json()["samples"]]

    def lines(self, version: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the lines of a version's manifest."""
        bucket, _, key = version["manifest_path"].lstrip("/").partition("/")
        content = self.store.buckets[bucket][key][1]
        return [orjson.loads(line) for line in content.splitlines()]

    def parts(self) -> list[str]:
        """Return the names of the parts that were written."""
        return sorted(key for key in self.store.buckets["team"] if "/annotation/parts/" in key)


@pytest.fixture
async def leafs(client: httpx.AsyncClient, context: DatasetsContext, alice: Subject, store: MemoryStore) -> Leafs:
    made = await client.post(DATASETS, json=make_request(labels=[{"name": "oak"}, {"name": "elm"}]))
    found = Leafs(client, context, alice, store, made.json()["dataset_id"])
    await found.add(*range(20))
    await found.say("1", *range(8))
    await found.say("2", *range(8, 16))
    return found
