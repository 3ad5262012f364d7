"""A dataset behind the routes, for tests."""

import base64
import json
import struct
import zlib
from typing import Any

import httpx

from modelyard.datasets.testing import make_request

DATASETS = "/v2/p1/datasets"


def picture(width: int = 40, height: int = 30) -> str:
    """Return a PNG of one colour in base64."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\0\0\0" * width) * height)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return base64.b64encode(content).decode()


def text(content: str | bytes) -> str:
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()


class Dataset:
    """A dataset behind the routes."""

    def __init__(self, client: httpx.AsyncClient, dataset_id: str) -> None:
        self.client, self.id = client, dataset_id
        self.url = f"{DATASETS}/{dataset_id}/data-annotations"

    async def upload(self, *wanted: dict[str, Any], status: int = 200, **more: Any) -> dict[str, Any]:
        answer = await self.client.post(f"{self.url}/samples", json={"samples": wanted, **more})
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    async def label(self, *wanted: dict[str, Any], status: int = 200) -> dict[str, Any]:
        answer = await self.client.put(f"{self.url}/samples", json={"samples": wanted})
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    async def find(self, *conditions: dict[str, Any], **query: Any) -> list[str]:
        if conditions:
            query["search_conditions"] = json.dumps(conditions)
        answer = await self.client.get(f"{self.url}/samples", params={"order": "asc", "limit": 100, **query})
        assert answer.status_code == 200, answer.text
        assert answer.json()["sample_count"] >= len(answer.json()["samples"])
        return [each["sample_name"] for each in answer.json()["samples"]]

    async def ids(self) -> dict[str, str]:
        answer = await self.client.get(f"{self.url}/samples", params={"limit": 100})
        return {each["sample_name"]: each["sample_id"] for each in answer.json()["samples"]}

    async def show(self, sample_id: str) -> dict[str, Any]:
        answer = await self.client.get(f"{self.url}/samples/{sample_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def stats(self, **query: Any) -> dict[str, Any]:
        answer = await self.client.get(f"{self.url}/stats", params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


async def make(client: httpx.AsyncClient, **changes: Any) -> Dataset:
    answer = await client.post(DATASETS, json=make_request(**changes))
    assert answer.status_code == 201, answer.text
    return Dataset(client, answer.json()["dataset_id"])
