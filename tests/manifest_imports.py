"""A dataset behind the routes, and manifests that are imported into it, for tests."""

import json
from typing import Any

import httpx

from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_request, run_tasks
from modelyard.objects.adapters.memory import MemoryStore

DATASETS = "/v2/p1/datasets"


def line(name: str, *labels: str, **more: Any) -> dict[str, Any]:
    annotations = [{"type": "modelarts/image_classification", "name": each, "annotated-by": "human"} for each in labels]
    return {"source": f"s3://team/leafs/in/{name}", "annotation": annotations, **more}


class Importing:
    """A dataset behind the routes, and manifests beside it."""

    def __init__(self, client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore) -> None:
        self.client, self.context, self.store, self.id = client, context, store, ""

    async def create(self, **changes: Any) -> None:
        answer = await self.client.post(DATASETS, json=make_request(**changes))
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["dataset_id"]

    @property
    def url(self) -> str:
        return f"{DATASETS}/{self.id}"

    async def put(self, *lines: dict[str, Any] | bytes, key: str = "a.manifest", end: bytes = b"\n") -> str:
        content = end.join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
        await self.store.put("team", key, content, size_bytes=len(content))
        return f"/team/{key}"

    async def start(self, path: str, *, status: int = 200, **options: Any) -> str:
        body = {"import_path": path, "import_type": "manifest", **options}
        answer = await self.client.post(f"{self.url}/import-tasks", json=body)
        assert answer.status_code == status, answer.text
        return str(answer.json().get("task_id") or answer.json()["error_code"])

    async def show(self, task_id: str) -> dict[str, Any]:
        answer = await self.client.get(f"{self.url}/import-tasks/{task_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def take(self, *lines: dict[str, Any] | bytes, **options: Any) -> dict[str, Any]:
        """Import lines and return how that went."""
        task_id = await self.start(await self.put(*lines), **options)
        await run_tasks(self.context)
        return await self.show(task_id)

    async def samples(self, **query: Any) -> dict[str, list[str]]:
        answer = await self.client.get(f"{self.url}/data-annotations/samples", params={"limit": 100, "order": "asc", **query})
        assert answer.status_code == 200, answer.text
        assert answer.json()["sample_count"] >= len(answer.json()["samples"])
        return {each["sample_name"]: [one["name"] for one in each["labels"]] for each in answer.json()["samples"]}

    async def problems(self, task_id: str) -> list[tuple[int, str, str]]:
        answer = await self.client.get(f"{self.url}/long-tasks/{task_id}/problems", params={"limit": 100})
        assert answer.status_code == 200, answer.text
        return [(each["line"], each["place"], each["code"]) for each in answer.json()["problems"]]
