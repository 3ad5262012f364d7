"""A dataset of five pictures behind the routes, whose samples are changed many at a time."""

from typing import Any

import httpx
import pytest

from dataset_calls import DATASETS, Dataset, picture
from modelyard.datasets.testing import make_request

LABELS = [{"name": "oak"}, {"name": "birch"}]


@pytest.fixture
async def trees(client: httpx.AsyncClient) -> Dataset:
    """Five pictures; the first two are oaks."""
    answer = await client.post(DATASETS, json=make_request(data_sources=[], labels=LABELS))
    dataset = Dataset(client, answer.json()["dataset_id"])
    await dataset.upload(*({"name": f"{at}.png", "data": picture()} for at in range(5)))
    known = await dataset.ids()
    await dataset.label(*({"sample_id": known[f"{at}.png"], "labels": [{"name": "oak"}]} for at in range(2)))
    return dataset


async def change(dataset: Dataset, status: int = 200, path: str = "", **body: Any) -> dict[str, Any]:
    answer = await dataset.client.post(f"{dataset.url}/sample-changes{path}", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def shown(dataset: Dataset, task_id: str) -> dict[str, Any]:
    answer = await dataset.client.get(f"{dataset.url}/sample-changes/{task_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())
