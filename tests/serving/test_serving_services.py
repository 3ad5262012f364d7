"""Services from their deployment to their end, with an engine and a gateway in memory."""

import httpx
import pytest

from modelyard.core.clock import FixedClock
from modelyard.objects.testing import RuleGatekeeper
from modelyard.registry.types import Health, ModelKind, ModelStatus
from modelyard.serving.testing import Driver, FakeModels, make_config, make_request
from serving.serving_calls import URL, Caller


class TestDeploy:
    async def test_a_service_runs_once_its_instance_is_ready(self, caller: Caller) -> None:
        service_id = await caller.deploy()

        shown = await caller.show(service_id)

        assert shown["status"] == "running"
        assert shown["access_address"] == f"http://api:8000/v1/infers/{service_id}"
        assert shown["config"][0]["status"] == "running"
        assert caller.shares(service_id) == [(100, 1)]

    async def test_it_is_not_published_before_all_is_ready(self, caller: Caller, driver: Driver) -> None:
        driver.is_well = False

        service_id = await caller.deploy()

        assert await caller.status(service_id) == "deploying"
        assert driver.gateway.routes[service_id.replace("-", "")].stopped

    async def test_it_runs_once_the_gateway_knows_it(self, caller: Caller, driver: Driver) -> None:
        driver.publishes = False
        service_id = await caller.deploy()
        assert await caller.status(service_id) == "deploying"

        driver.publishes = True
        await driver.settle()

        assert await caller.status(service_id) == "running"
        assert not driver.gateway.routes[service_id.replace("-", "")].stopped

    async def test_the_instance_is_a_workload_with_the_package_and_a_socket(self, caller: Caller, driver: Driver) -> None:
        await caller.deploy("s", make_config(envs={"COLOUR": "red"}))

        launch = driver.engine.tasks[driver.running[0]].launch

        assert launch is not None
        assert launch.spec.sockets == ("http",)
        assert launch.spec.env["COLOUR"] == "red"
        assert [(item.source, item.target, item.read_only) for item in launch.spec.mounts] == [
            ("/data/models/m1", "/home/ma-user/infer/model/1", True)
        ]

    async def test_an_image_runs_its_own_server_on_its_port(self, caller: Caller, driver: Driver, models: FakeModels) -> None:
        models.change("m1", kind=ModelKind.IMAGE, health=Health(), command=("python", "serve.py"), port=8090, directory=None)

        service_id = await caller.deploy()

        launch = driver.engine.tasks[driver.running[0]].launch
        assert launch is not None
        assert launch.spec.argv == ("python", "serve.py")
        assert launch.spec.forwards == {"http": 8090}
        assert await caller.status(service_id) == "running"

    async def test_an_image_without_a_start_command_is_refused(self, caller: Caller, models: FakeModels) -> None:
        models.change("m1", kind=ModelKind.IMAGE, directory=None)

        assert await caller.refused("POST", "", make_request()) == "Modelyard.6502"

    async def test_several_versions_share_the_requests_by_weight(self, caller: Caller) -> None:
        service_id = await caller.deploy("s", make_config("m1", weight="90", instance_count=2), make_config("m2", weight="10"))

        assert caller.shares(service_id) == [(90, 2), (10, 1)]

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (make_request("s", make_config("unknown")), "ModelArts.3507"),
            (make_request("s", make_config("m1", weight=50), make_config("m1", weight=50)), "ModelArts.3516"),
            (make_request("s", make_config("m1", weight=50), make_config("m2", weight=40)), "Modelyard.6503"),
            (make_request("s", make_config("m1"), make_config("m2")), "ModelArts.3610"),
            (make_request("s", make_config(specification="")), "ModelArts.3610"),
            (make_request("s", make_config(specification="custom")), "ModelArts.3610"),
            (make_request("s", make_config(specification="huge")), "ModelArts.3954"),
            (make_request("s", make_config(instance_count=129)), "ModelArts.0104"),
            (make_request("s", make_config(instance_count=0)), "Modelyard.6501"),
            (make_request("s", make_config(src_path="obs://a/b/")), "Modelyard.6502"),
            (make_request("s", infer_type="edge"), "Modelyard.6502"),
            (make_request("a b"), "ModelArts.0104"),
            (make_request("s", description="<b>"), "ModelArts.0104"),
            (make_request("s", service_secrets=[{"secretId": "x", "mouthPath": "/x"}]), "Modelyard.6502"),
        ],
    )
    async def test_what_is_wrong_is_named(self, caller: Caller, body: dict[str, object], code: str) -> None:
        assert await caller.refused("POST", "", body) == code

    async def test_a_model_that_is_not_published_is_refused(self, caller: Caller, models: FakeModels) -> None:
        models.change("m1", status=ModelStatus.BUILDING)

        assert await caller.refused("POST", "", make_request()) == "ModelArts.3515"

    async def test_a_name_is_taken_once(self, caller: Caller) -> None:
        await caller.deploy("s")

        assert await caller.refused("POST", "", make_request("s")) == "ModelArts.3503"

    async def test_what_compute_does_not_take_fails_the_service_with_the_reason(self, caller: Caller) -> None:
        custom = {"cpu": 1000, "memory": 64}

        service_id = await caller.deploy("s", make_config(specification="custom", custom_spec=custom))

        shown = await caller.show(service_id)
        assert shown["status"] == "failed"
        assert "hold" in shown["error_msg"]

    async def test_without_room_it_waits(self, caller: Caller, clock: FixedClock, driver: Driver) -> None:
        first = await caller.deploy("first", make_config(specification="modelarts.vm.cpu.8u"))

        service_id = await caller.deploy("second", make_config(specification="modelarts.vm.cpu.8u"))
        clock.advance(5)
        await driver.settle()
        assert await caller.status(service_id) == "waiting"

        await caller.client.delete(f"{URL}/{first}")
        await driver.settle()
        clock.advance(5)
        await driver.settle()
        assert await caller.status(service_id) == "running"


PROPERTY = {"model_id": "m1", "changed_value": "2"}


class TestPolicies:
    async def test_a_policy_that_denies_one_service_is_heard_by_all_that_changes_it(
        self, caller: Caller, gatekeeper: RuleGatekeeper
    ) -> None:
        kept, other = await caller.deploy("kept"), await caller.deploy("other")
        gatekeeper.rule = lambda who, action, resource, context: resource != kept

        plain = kept.replace("-", "")
        for spelling, code in ((kept, 403), (plain, 404), (kept.upper(), 404)):
            for method, path, body in (
                ("DELETE", "", None),
                ("PUT", "", {"status": "stopped"}),
                ("PATCH", "", [{"op": "replace", "path": "/description", "value": "x"}]),
                ("PUT", "/property", {"changed_property": "instance_count", "configs": [PROPERTY]}),
                ("POST", "/rollback", None),
            ):
                answer = await caller.client.request(method, f"{URL}/{spelling}{path}", json=body)
                assert answer.status_code == code, (method, path, answer.text)
        answer = await caller.client.delete(f"{URL}/{other},{kept}")

        assert answer.status_code == 403
        gatekeeper.rule = lambda *_: True
        assert [await caller.status(item) for item in (kept, other)] == ["running", "running"]


class TestStopAndStart:
    async def test_a_stopped_service_has_no_instance_and_starts_again(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        service_id = await caller.deploy()

        await caller.update(service_id, status="stopped")
        await driver.settle()
        assert await caller.status(service_id) == "stopping"
        clock.advance(5)
        await driver.settle()

        assert await caller.status(service_id) == "stopped"
        assert driver.running == []
        assert driver.gateway.routes[service_id.replace("-", "")].stopped

        await caller.update(service_id, status="running")
        await driver.settle()
        assert await caller.status(service_id) == "running"
        assert caller.shares(service_id) == [(100, 1)]

    async def test_what_its_state_does_not_admit_is_refused(self, caller: Caller) -> None:
        service_id = await caller.deploy()

        assert await caller.refused("PUT", f"/{service_id}", {"status": "running"}) == "ModelArts.3519"

    async def test_it_stops_by_itself(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy(schedule=[{"type": "stop", "time_unit": "HOURS", "duration": 1}])
        assert (await caller.show(service_id))["due_time"] > 0

        clock.advance(3601)
        await driver.settle()
        clock.advance(5)
        await driver.settle()

        assert await caller.status(service_id) == "stopped"
        assert any("time set" in line for line in await caller.events(service_id))


class TestDelete:
    async def test_it_is_gone_once_its_instances_are(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()

        await caller.client.delete(f"{URL}/{service_id}")
        assert await caller.status(service_id) == "deleting"
        await driver.settle()
        clock.advance(5)
        await driver.settle()

        assert (await caller.client.get(f"{URL}/{service_id}")).status_code == 404
        assert driver.running == []
        assert driver.gateway.routes == {}

    async def test_several_go_at_once_or_none(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        first, second = await caller.deploy("a"), await caller.deploy("b")

        assert await caller.refused("DELETE", f"/{first},00000000-0000-0000-0000-000000000000") == "ModelArts.3502"
        assert await caller.status(first) == "running"
        await caller.client.delete(f"{URL}/{first},{second}")
        await driver.settle()
        clock.advance(5)
        await driver.settle()

        assert (await caller.client.get(URL)).json()["total_count"] == 0


class TestVisibility:
    async def test_services_of_others_are_not_there(self, caller: Caller, client: httpx.AsyncClient) -> None:
        service_id = await caller.deploy()
        mallory = {"x-user": "mallory"}

        shown = await client.get(f"/v1/p2/services/{service_id}", headers=mallory)
        listed = await client.get("/v1/p2/services", headers=mallory)

        assert shown.json()["error_code"] == "ModelArts.3502"
        assert listed.json()["total_count"] == 0
