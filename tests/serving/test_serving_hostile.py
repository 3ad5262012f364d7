"""Requests that nobody would send in good faith: every one is answered with 4xx, and nothing is kept of it."""

import json
from typing import Any

import pytest

from modelyard.serving.testing import make_config, make_request
from serving.serving_calls import URL, Caller

DEEP: Any = {}
for _ in range(400):
    DEEP = {"a": DEEP}
HOSTILE = [
    '"\\ud800"',
    '"a\\u0000b"',
    "1e999",
    "NaN",
    "-1",
    "123456789012345678901234567890",
    "[]",
    "{}",
    "null",
    "true",
    '"--5"',
    '"' + "x" * 200_000 + '"',
    '{"a": "\\ud800"}',
    '{"a": "\\u0000"}',
    '{"max_surge": NaN}',
    '{"max_surge": "\\ud800", "a": {"b": 12345678901234567890123}}',
    '{"websocket_upgrade": "perhaps", "x": [[[[]]]]}',
]
FIELDS = ["description", "schedule", "additional_properties", "priority", "traffic_rules", "runtime_config", "config", "status"]
PARTS = [
    "model_id",
    "specification",
    "instance_count",
    "weight",
    "envs",
    "additional_properties",
    "custom_spec",
    "scaling_policy",
]


def with_raw(body: dict[str, Any], text: str) -> bytes:
    """Return a body with a raw piece of JSON where it says `RAW`."""
    return json.dumps(body).replace('"RAW"', text).encode()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
class TestHostile:
    async def test_no_field_of_a_new_service_breaks_anything(self, caller: Caller, text: str) -> None:
        bodies = [make_request("s", **{field: "RAW"}) for field in FIELDS if field != "config"]
        bodies += [make_request("s", make_config(**{part: "RAW"})) for part in PARTS]
        bodies += [{"service_name": "RAW", "infer_type": "RAW", "config": "RAW"}]

        for body in bodies:
            answer = await caller.client.post(URL, content=with_raw(body, text), headers={"content-type": "application/json"})
            assert answer.status_code < 500, (body, answer.text)
            if answer.status_code == 200:
                service_id = answer.json()["service_id"]
                assert (await caller.client.get(f"{URL}/{service_id}")).status_code == 200
                await caller.client.delete(f"{URL}/{service_id}")
                for _ in range(3):
                    await caller.driver.services.run_due()

    async def test_no_change_breaks_anything(self, caller: Caller, text: str) -> None:
        service_id = await caller.deploy()
        calls: list[tuple[str, str, Any]] = [("PUT", "", {field: "RAW"}) for field in FIELDS if field != "status"]
        calls += [("PATCH", "", [{"op": "replace", "path": f"/config/0/{part}", "value": "RAW"}]) for part in PARTS]
        calls += [("PATCH", "", [{"op": "RAW", "path": "RAW", "value": 1}]), ("PATCH", "", "RAW")]
        calls += [("PUT", "/property", {"changed_property": "instance_count", "configs": "RAW"})]

        for method, path, body in calls:
            answer = await caller.client.request(
                method,
                f"{URL}/{service_id}{path}",
                content=with_raw(body, text),
                headers={"content-type": "application/json"},
            )
            assert answer.status_code < 500, (method, path, body, answer.text)
            assert (await caller.client.get(f"{URL}/{service_id}")).status_code == 200


class TestNesting:
    async def test_endless_nesting_is_refused(self, caller: Caller) -> None:
        assert await caller.refused("POST", "", make_request("s", additional_properties=DEEP)) == "ModelArts.0104"
