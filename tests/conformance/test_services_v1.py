"""Every operation of the public services API, in the shapes that its documents and clients have."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from e2e.services import Services, entry
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

NUMBERS = {"publish_at", "transition_at", "operation_time", "update_time", "invocation_times", "failed_times", "shared_count"}


@pytest.fixture(scope="module")
def services(platform: ThrowawayPlatform) -> Services:
    return Services(platform)


@pytest.fixture(scope="module")
def model_id(services: Services) -> str:
    return services.publish("conform", "1.0.0")


@pytest.fixture(scope="module")
def service_id(services: Services, model_id: str) -> Iterator[str]:
    """A service as the documents create one: weights are strings."""
    found = services.deploy("conform-v1", entry(model_id, weight="100", envs={"A": "1"}), description="made by a test")
    yield found
    services.call("DELETE", f"services/{found}")


def refused(services: Services, method: str, path: str, body: Any = None) -> tuple[int, str]:
    """Make a call that is refused; the status and the code."""
    try:
        services.jobs.call(method, path, body)
    except AssertionError as error:
        status, _, text = str(error).split(f"{path}: ", 1)[1].partition(" ")
        return int(status), text.split('"error_code":"', 1)[1].split('"', 1)[0]
    raise AssertionError("it was not refused")


class TestServices:
    def test_a_service_has_every_documented_field(self, services: Services, service_id: str, model_id: str) -> None:
        shown = services.show(service_id)

        assert all(isinstance(shown[name], int) for name in NUMBERS)
        assert shown["infer_type"] == "real-time"
        assert (shown["is_shared"], shown["is_free"], shown["is_opened_sample_collection"]) == (False, False, "false")
        assert shown["access_address"].endswith(f"/v1/infers/{service_id}")
        assert shown["project"] == services.platform.credentials["HUAWEICLOUD_SDK_PROJECT_ID"]
        config = shown["config"][0]
        assert (config["model_id"], config["weight"], config["scaling"]) == (model_id, 100, False)
        assert (config["envs"], config["status"], config["support_debug"]) == ({"A": "1"}, "running", False)

    def test_lists_are_filtered_sorted_and_paged(self, services: Services, service_id: str, model_id: str) -> None:
        found = services.call("GET", f"services?model_id={model_id}&status=running&sort_by=service_name&order=asc&env=x")
        nothing = services.call("GET", "services?service_name=nobody-has-this")
        page = services.call("GET", f"services?model_id={model_id}&offset=1&limit=1")

        assert [item["service_id"] for item in found["services"]] == [service_id]
        assert (found["total_count"], found["count"], nothing["services"]) == (1, 1, [])
        assert (page["total_count"], page["count"]) == (1, 0)

    def test_it_answers_at_its_address(self, services: Services, service_id: str) -> None:
        answer = httpx.post(services.show(service_id)["access_address"], json={"x": 1}, timeout=30)

        assert answer.json()["version"] == "1.0.0"

    def test_events_update_logs_and_numbers(self, services: Services, service_id: str) -> None:
        events = services.call("GET", f"services/{service_id}/events?event_type=normal&order=asc")
        logs = services.call("GET", f"services/{service_id}/logs")
        one = services.call("GET", f"services/{service_id}/logs?update_time={logs['logs'][0]['update_time']}")
        monitor = services.call("GET", f"services/{service_id}/monitor")

        assert events["total_count"] >= events["count"] > 3
        assert {"event_type", "event_info", "occur_time"} == set(events["events"][0])
        assert logs["logs"][0]["result"] == "SUCCESS"
        assert len(one["logs"]) == 1
        assert monitor["service_running_instance_count"] >= 1
        assert monitor["monitors"][0]["cpu_core_total"] > 0

    def test_specifications(self, services: Services) -> None:
        found = services.call(
            "GET", "services/specifications?is_personal_cluster=false&infer_type=real-time&limit=1000&offset=0"
        )

        assert found["total_count"] == found["count"] == len(found["specifications"])
        assert {"specification", "cpu_info", "memory_info", "display_en", "display_cn"} <= set(found["specifications"][0])

    def test_instances_are_changed_by_patch_and_by_property(self, services: Services, service_id: str, model_id: str) -> None:
        patched = services.call(
            "PATCH", f"services/{service_id}", [{"op": "replace", "path": "/config/0/instance_count", "value": "2"}]
        )
        services.wait(service_id, "running")
        change = {"changed_property": "instance_count", "configs": [{"model_id": model_id, "changed_value": "1"}]}
        changed = services.call("PUT", f"services/{service_id}/property", change)
        services.wait(service_id, "running")

        assert patched["update_time"].isdecimal()
        assert changed["resource_ids"].startswith("INF-")
        assert services.show(service_id)["config"][0]["instance_count"] == 1

    def test_what_is_missing_or_busy_has_the_published_code(self, services: Services, service_id: str) -> None:
        assert refused(services, "GET", "services/00000000-0000-0000-0000-000000000000") == (404, "ModelArts.3502")
        assert refused(services, "PUT", f"services/{service_id}", {"status": "running"}) == (400, "ModelArts.3519")

    def test_it_stops_starts_and_goes(self, services: Services, model_id: str) -> None:
        service_id = services.deploy("conform-short", entry(model_id))

        assert services.call("PUT", f"services/{service_id}", {"status": "stopped"}) == {}
        services.wait(service_id, "stopped")
        services.call("PUT", f"services/{service_id}", {"status": "running"})
        services.wait(service_id, "running")
        assert services.call("DELETE", f"services/{service_id}") == {}
        late = time.monotonic() + 180
        while not _is_gone(services, service_id):
            assert time.monotonic() < late
            time.sleep(0.2)
        assert refused(services, "GET", f"services/{service_id}") == (404, "ModelArts.3502")


def _is_gone(services: Services, service_id: str) -> bool:
    """Say whether a service is there no more; until then it is being deleted."""
    found = services.call("GET", f"services?service_id={service_id}")["services"]
    assert all(item["status"] == "deleting" for item in found)
    return not found
