"""Nonsense that is sent to the routes of processing tasks is refused, and never breaks anything."""

import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import make_app, make_processing

TASKS = "/v2/p1/processor-tasks"
NONSENSE: list[Any] = [
    None,
    5,
    True,
    [],
    {},
    "\x00",
    "x" * 5000,
    10**30,
    [[[]]],
    {"id": 5},
    "\u202e",
    "obs://",
    "../..",
    -1,
    1e308,
]


@pytest.fixture
def app(context: DatasetsContext, tmp_path: Any) -> FastAPI:
    return make_app(context, processing=make_processing(context, tmp_path))


def good() -> dict[str, Any]:
    return {
        "name": "a",
        "create_version": True,
        "inputs": [{"type": "OBS", "source": "obs://team/leafs/in/", "version_id": "x"}],
        "template": {"id": "sys_data_cleaning", "operator_params": [{"name": "QualityFilter", "params": {"min_contrast": 0}}]},
        "work_path": {"type": "OBS", "path": "obs://team/out/", "version_name": "V1"},
        "description": "",
        "workspace_id": "0",
        "seed": 1,
    }


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
async def test_in_any_field(client: httpx.AsyncClient, nonsense: Any) -> None:
    for field in good():
        for path in ("", "/previews", "/abc/versions"):
            answer = await client.post(TASKS + path, json=good() | {field: nonsense, "name": "b"} | {field: nonsense})
            assert answer.status_code in {200, 400, 403, 404, 413}, (field, answer.text)
    for part in ("inputs", "template", "work_path"):
        names = good()[part][0] if part == "inputs" else good()[part]
        for name in names:
            value = {**names, name: nonsense}
            answer = await client.post(TASKS, json=good() | {part: [value] if part == "inputs" else value})
            assert answer.status_code < 500, (part, name, answer.text)
    params = {"id": "sys_data_cleaning", "operator_params": [{"name": "QualityFilter", "params": {"min_contrast": nonsense}}]}
    assert (await client.post(TASKS, json=good() | {"template": params})).status_code < 500
    assert (await client.post(f"{TASKS}/operators/check", json={"path": nonsense})).status_code in {400, 403, 404}
    assert (await client.put(f"{TASKS}/abc", json={"description": nonsense})).status_code < 500


@pytest.mark.parametrize("raw", [b"", b"[", b"\xff", b'{"name": "\\ud800"}', b'{"name": NaN}', b"[" * 5000])
async def test_bodies_that_are_none(client: httpx.AsyncClient, raw: bytes) -> None:
    for path in ("", "/previews", "/operators/check", "/abc/versions"):
        answer = await client.post(TASKS + path, content=raw, headers={"content-type": "application/json"})
        assert answer.status_code in {400, 413}, answer.text
    text = json.dumps(good()).replace('"a"', '"\\ud800"', 1)
    answer = await client.post(TASKS, content=text, headers={"content-type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize("query", ["limit=0", "offset=-1", "status=9", "sort_by=x", "task_type=%00", "version_id=,,,&limit=1"])
async def test_queries(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"{TASKS}?{query}")).status_code in {200, 400}
    assert (await client.get(f"{TASKS}/abc/versions/def/results?{query}&result_property=x")).status_code == 400
    assert (await client.get(f"{TASKS}/abc/versions/def/logs?offset=99999999999999999999")).status_code == 400
