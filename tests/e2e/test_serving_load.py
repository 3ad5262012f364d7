"""Services under constant load: whatever happens to replicas and to the control plane, no request fails."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from e2e.services import Load, Services, entry, servers
from modelyard.images.testing import shared_directory
from modelyard.server.testing import ThrowawayPlatform

# The environments that all tests of a machine share.
IMAGES = {"MODELYARD_IMAGES__DIRECTORY": str(shared_directory()), "MODELYARD_IMAGES__UNUSED_DAYS": "0"}

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def own_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThrowawayPlatform]:
    """A platform whose parts are killed."""
    with ThrowawayPlatform(tmp_path_factory.mktemp("serving") / "home", environment=IMAGES) as running:
        yield running


@pytest.fixture(scope="module")
def services(own_platform: ThrowawayPlatform) -> Services:
    return Services(own_platform)


@pytest.fixture(scope="module")
def models(services: Services) -> dict[str, str]:
    """Two versions of a model, by version."""
    return {version: services.publish("echo", version) for version in ("1.0.0", "2.0.0")}


@pytest.fixture
def service_id(services: Services, models: dict[str, str], request: pytest.FixtureRequest) -> Iterator[str]:
    """A service with two instances of the first version."""
    name = f"load-{abs(hash(request.node.name)) % 10**8}"
    found = services.deploy(name, entry(models["1.0.0"], 2))
    yield found
    services.call("DELETE", f"services/{found}")
    late = time.monotonic() + 180
    while any(item["service_id"] == found for item in services.call("GET", "services")["services"]):
        assert time.monotonic() < late
        time.sleep(0.2)


class TestUnderLoad:
    def test_an_upgrade_and_a_roll_back_lose_no_request(
        self, services: Services, models: dict[str, str], service_id: str
    ) -> None:
        with Load(services.show(service_id)["access_address"]) as load:
            load.wait_for("1.0.0")
            services.update(service_id, entry(models["2.0.0"], 2))
            load.wait_for("2.0.0")
            services.wait(service_id, "running")
            services.call("POST", f"services/{service_id}/rollback")
            load.wait_for("1.0.0")
            services.wait(service_id, "running")
            time.sleep(4)  # until the last of the old ones has gone
            load.wait_for("1.0.0")

        assert load.failures == []
        assert services.show(service_id)["config"][0]["model_version"] == "1.0.0"

    def test_scaling_up_and_down_loses_no_request(self, services: Services, models: dict[str, str], service_id: str) -> None:
        def scale(count: int) -> None:
            change = {"model_id": models["1.0.0"], "changed_value": str(count)}
            services.call("PUT", f"services/{service_id}/property", {"changed_property": "instance_count", "configs": [change]})
            services.wait(service_id, "running")

        with Load(services.show(service_id)["access_address"]) as load:
            load.wait_for("1.0.0")
            scale(3)
            assert len(services.ready(service_id)) == 3
            load.wait_for("1.0.0", 60)
            scale(1)
            time.sleep(4)
            load.wait_for("1.0.0", 60)

        assert load.failures == []
        assert len(load.instances) >= 2
        assert len(services.ready(service_id)) == 1

    def test_a_broken_version_goes_back_and_loses_no_request(
        self, services: Services, models: dict[str, str], service_id: str
    ) -> None:
        with Load(services.show(service_id)["access_address"]) as load:
            load.wait_for("1.0.0")
            services.update(service_id, entry(models["2.0.0"], 2, envs={"BROKEN": "1"}))
            late = time.monotonic() + 180
            while len(services.call("GET", f"services/{service_id}/logs")["logs"]) < 3:
                assert time.monotonic() < late
                time.sleep(0.3)
            services.wait(service_id, "running")
            load.wait_for("1.0.0")

        assert load.failures == []
        assert set(load.answers) == {"1.0.0"}
        logs = services.call("GET", f"services/{service_id}/logs")["logs"]
        assert [item["result"] for item in logs] == ["SUCCESS", "FAIL", "SUCCESS"]

    def test_the_death_of_one_of_several_instances_loses_no_request(
        self, services: Services, models: dict[str, str], service_id: str
    ) -> None:
        with Load(services.show(service_id)["access_address"]) as load:
            load.wait_for("1.0.0")
            before = set(services.ready(service_id))
            servers(service_id)[0].send_signal(signal.SIGKILL)
            late = time.monotonic() + 180
            while len(set(services.ready(service_id)) - before) < 1:
                assert time.monotonic() < late
                time.sleep(0.2)
            load.wait_for("1.0.0", 60)

        assert load.failures == []

    def test_the_death_of_the_control_plane_loses_no_request(
        self, services: Services, own_platform: ThrowawayPlatform, service_id: str
    ) -> None:
        with Load(services.show(service_id)["access_address"]) as load:
            load.wait_for("1.0.0")
            for part in ("api", "gate"):
                os.kill(own_platform.part_pids[part], signal.SIGKILL)
            load.wait_for("1.0.0", 100)
            services.wait(service_id, "running")
            load.wait_for("1.0.0", 100)

        assert load.failures == []
        assert len(services.ready(service_id)) == 2
