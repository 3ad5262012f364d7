"""Changes of services: rolling upgrades, roll-backs, weights, numbers of instances."""

from dataclasses import fields
from typing import Any

import httpx
import pytest

from modelyard.compute.types import EndedBy
from modelyard.core.clock import FixedClock
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.objects.testing import RuleGatekeeper, make_subject
from modelyard.registry.errors import ModelInUse
from modelyard.registry.events import ModelDeleted
from modelyard.serving.testing import Driver, make_config
from serving.serving_calls import URL, Caller


async def wait(caller: Caller, clock: FixedClock, seconds: float = 5, times: int = 1) -> None:
    """Let time pass, and everything happen that comes with it."""
    for _ in range(times):
        clock.advance(seconds)
        await caller.driver.settle()


def watch(driver: Driver, service_id: str) -> list[int]:
    """Return how many replicas each publication so far had that was not of a stopped service."""
    row_id = service_id.replace("-", "")
    return [
        sum(len(item.endpoints) for item in route.versions)
        for routes in driver.gateway.published
        for route in routes
        if route.service_id == row_id and not route.stopped
    ]


class TestUpgrade:
    async def test_another_model_takes_the_place_step_by_step(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy("s", make_config("m1", instance_count=3))
        before = {ref.workload_id for ref in driver.running}

        await caller.update(service_id, config=[make_config("m2", instance_count=3)])
        await wait(caller, clock, times=6)

        shown = await caller.show(service_id)
        assert shown["status"] == "running"
        assert [item["model_name"] for item in shown["config"]] == ["model-m2"]
        assert len(driver.running) == 3
        assert not before & {ref.workload_id for ref in driver.running}
        assert min(watch(driver, service_id)) >= 3

    async def test_an_old_instance_stops_only_after_the_gateway_forgot_it(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        service_id = await caller.deploy()
        old = driver.running[0]
        driver.gateway.fails = True

        await caller.update(service_id, config=[make_config("m2")])
        for _ in range(10):
            with pytest.raises(OSError, match="full"):
                await driver.settle()
            clock.advance(5)
        assert old in driver.running

        driver.gateway.fails = False
        await driver.settle()
        assert old in driver.running
        await wait(caller, clock)
        assert old not in driver.running

    async def test_what_was_left_out_does_not_come_back_with_a_later_update(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        half = {"weight": 50, "instance_count": 1}
        service_id = await caller.deploy("s", make_config("m1", **half), make_config("m2", **half))
        await caller.update(service_id, config=[make_config("m1")])
        await caller.driver.settle()
        good = set(driver.running)
        assert len(good) == 2  # one of them finishes what is under way
        driver.is_well = False

        await caller.update(service_id, config=[make_config("m3")])
        await caller.driver.settle()
        assert caller.shares(service_id) == [(100, 1)]
        for _ in range(8):
            await wait(caller, clock, 10)
            for ref in set(driver.running) - good:
                driver.crash(ref)
        driver.is_well = True
        await wait(caller, clock, 10, times=3)

        shown = await caller.show(service_id)
        assert [item["model_name"] for item in shown["config"]] == ["model-m1"]
        assert shown["status"] == "running"
        assert caller.shares(service_id) == [(100, 1)]
        assert len(driver.running) == 1

    async def test_a_broken_version_goes_back_by_itself(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy("s", make_config("m1", instance_count=2))
        good = set(driver.running)
        driver.is_well = False

        await caller.update(service_id, config=[make_config("m2", instance_count=2)])
        for _ in range(8):
            await wait(caller, clock, 10)
            for ref in set(driver.running) - good:
                driver.crash(ref)
        await wait(caller, clock, 10)

        shown = await caller.show(service_id)
        assert shown["status"] == "running"
        assert shown["config"][0]["model_name"] == "model-m1"
        assert good <= set(driver.running)
        assert set(watch(driver, service_id)) == {2}
        logs = await caller.logs(service_id)
        assert [item["result"] for item in logs] == ["SUCCESS", "FAIL", "SUCCESS"]
        assert logs[0]["rollback_of"] == 2
        events = await caller.events(service_id)
        assert any("rolled back" in line for line in events)

    async def test_one_that_never_becomes_ready_goes_back(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        good = driver.running[0]
        driver.is_well = False

        await caller.update(service_id, config=[make_config("m2")])
        await driver.settle()
        new = next(ref for ref in driver.running if ref != good)
        driver.crash(new, ended_by=EndedBy.HEALTH)
        await wait(caller, clock)

        assert await caller.status(service_id) == "running"
        assert driver.running == [good]

    async def test_without_room_an_update_goes_back_in_time(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy("s", make_config(specification="modelarts.vm.cpu.8u"))

        await caller.update(service_id, config=[make_config("m2", specification="modelarts.vm.cpu.8u")])
        await driver.settle()
        assert await caller.status(service_id) == "deploying"
        await wait(caller, clock, 1300)
        await wait(caller, clock)

        assert await caller.status(service_id) == "running"
        assert (await caller.logs(service_id))[1]["result"] == "FAIL"

    async def test_with_max_unavailable_old_ones_make_room(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        extras = {"max_surge": 0, "max_unavailable": 1}
        entry = make_config(specification="modelarts.vm.cpu.8u", additional_properties=extras)
        service_id = await caller.deploy("s", entry)

        await caller.update(service_id, config=[{**entry, "model_id": "m2"}])
        await wait(caller, clock, times=3)

        shown = await caller.show(service_id)
        assert (shown["status"], shown["config"][0]["model_name"]) == ("running", "model-m2")

    async def test_the_old_version_answers_until_all_of_the_new_configuration_can(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        service_id = await caller.deploy()
        driver.is_well = False

        await caller.update(service_id, config=[make_config("m1", weight=90), make_config("m2", weight=10)])
        await driver.settle()
        assert caller.shares(service_id) == [(100, 1)]
        driver.make_ready()
        await driver.settle()

        assert caller.shares(service_id) == [(90, 1), (10, 1)]

    async def test_a_version_that_is_left_out_goes_when_the_others_are_ready(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        service_id = await caller.deploy("s", make_config("m1", weight=50), make_config("m2", weight=50))

        await caller.update(service_id, config=[make_config("m2", weight=100)])
        await wait(caller, clock, times=2)

        assert caller.shares(service_id) == [(100, 1)]
        assert len(driver.running) == 1
        assert len((await caller.show(service_id))["config"]) == 1

    async def test_a_busy_service_takes_no_other_configuration(self, caller: Caller, driver: Driver) -> None:
        service_id = await caller.deploy()
        driver.is_well = False
        await caller.update(service_id, config=[make_config("m2")])

        assert await caller.refused("PUT", f"/{service_id}", {"config": [make_config("m3")]}) == "ModelArts.3519"

    async def test_the_same_configuration_replaces_nothing(self, caller: Caller, driver: Driver) -> None:
        service_id = await caller.deploy()
        before = driver.running

        await caller.update(service_id, config=[make_config()])
        await driver.settle()

        assert driver.running == before
        assert await caller.status(service_id) == "running"


class TestScale:
    async def test_instances_are_added_and_taken_away(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        body = {"changed_property": "instance_count", "configs": [{"model_id": "m1", "changed_value": "3"}]}

        answer = await caller.client.put(f"{URL}/{service_id}/property", json=body)
        await driver.settle()
        assert answer.json()["update_time"].isdecimal()
        assert caller.shares(service_id) == [(100, 3)]

        body["configs"] = [{"model_id": "m1", "changed_value": "1"}]
        await caller.client.put(f"{URL}/{service_id}/property", json=body)
        await wait(caller, clock, times=2)
        assert caller.shares(service_id) == [(100, 1)]
        assert len(driver.running) == 1

    async def test_the_same_number_is_refused(self, caller: Caller) -> None:
        service_id = await caller.deploy()
        body = {"changed_property": "instance_count", "configs": [{"model_id": "m1", "changed_value": "1"}]}

        assert await caller.refused("PUT", f"/{service_id}/property", body) == "Modelyard.6504"

    async def test_a_patch_replaces_one_value(self, caller: Caller, driver: Driver) -> None:
        service_id = await caller.deploy()
        patch = [{"op": "replace", "path": "/config/0/instance_count", "value": "2"}]

        answer = await caller.client.patch(f"{URL}/{service_id}", json=patch)
        await driver.settle()

        assert answer.status_code == 200
        assert (await caller.show(service_id))["config"][0]["instance_count"] == 2

    @pytest.mark.parametrize(
        ("patch", "code"),
        [
            ({"op": "add", "path": "/config/0/weight", "value": "1"}, "Modelyard.6505"),
            ({"op": "replace", "path": "/description", "value": "x"}, "Modelyard.6505"),
            ({"op": "replace", "path": "/config/7/weight", "value": "1"}, "Modelyard.6505"),
            ({"op": "replace", "path": "/config/0", "value": "1"}, "Modelyard.6505"),
            ({"op": "replace", "path": "/config/0/status", "value": "1"}, "Modelyard.6505"),
            ({"op": "replace", "path": "/config/0/model_id/x", "value": "1"}, "Modelyard.6505"),
            ({"op": "replace", "path": "/config/0/instance_count", "value": "many"}, "Modelyard.6501"),
        ],
    )
    async def test_a_wrong_patch_is_named(self, caller: Caller, patch: dict[str, Any], code: str) -> None:
        service_id = await caller.deploy()

        assert await caller.refused("PATCH", f"/{service_id}", [patch]) == code


class TestRollBack:
    async def test_the_configuration_before_comes_back(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        await caller.update(service_id, config=[make_config("m2")])
        await wait(caller, clock, times=2)

        await caller.client.post(f"{URL}/{service_id}/rollback")
        await wait(caller, clock, times=2)

        shown = await caller.show(service_id)
        assert (shown["status"], shown["config"][0]["model_name"]) == ("running", "model-m1")
        assert [item["is_live"] for item in await caller.logs(service_id)] == [True, False, False]

    async def test_an_update_under_way_is_given_up(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        good = driver.running[0]
        driver.is_well = False
        await caller.update(service_id, config=[make_config("m2")])
        await driver.settle()

        await caller.client.post(f"{URL}/{service_id}/rollback")
        await wait(caller, clock, times=2)

        assert await caller.status(service_id) == "running"
        assert driver.running == [good]

    async def test_there_must_be_something_to_go_back_to(self, caller: Caller) -> None:
        service_id = await caller.deploy()

        assert await caller.refused("POST", f"/{service_id}/rollback") == "Modelyard.6509"
        assert await caller.refused("POST", f"/{service_id}/rollback?update_time=5") == "Modelyard.6506"


class TestRestart:
    async def test_all_instances_are_replaced_without_a_pause(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy("s", make_config(instance_count=2))
        before = set(driver.running)

        await caller.client.post(f"{URL}/{service_id}/restart")
        await wait(caller, clock, times=4)

        assert len(driver.running) == 2
        assert not before & set(driver.running)
        assert min(watch(driver, service_id)) >= 2


class TestCrashes:
    async def test_a_replica_that_dies_is_replaced(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy("s", make_config(instance_count=2))
        clock.advance(120)

        driver.crash(driver.running[0])
        await wait(caller, clock)

        assert caller.shares(service_id) == [(100, 2)]
        assert await caller.status(service_id) == "running"
        assert any("ended" in line for line in await caller.events(service_id))

    async def test_one_that_dies_again_and_again_is_tried_more_and_more_rarely(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        service_id = await caller.deploy()
        driver.is_well = False
        clock.advance(120)

        for _ in range(8):
            for ref in driver.running:
                driver.crash(ref)
            await wait(caller, clock, 20)
        shown = await caller.show(service_id)
        assert shown["status"] == "failed"
        assert "exit" in shown["error_msg"] or "ended" in shown["error_msg"]
        assert shown["config"][0]["last_lines"] == ["Traceback", "ValueError: no"]

        driver.is_well = True
        await wait(caller, clock, 300)
        assert await caller.status(service_id) == "running"
        assert "All instances of the service are well again." in await caller.events(service_id)

    async def test_a_service_that_never_starts_fails_and_can_be_given_another_model(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        driver.is_well = False
        service_id = await caller.deploy()
        for _ in range(8):
            for ref in driver.running:
                driver.crash(ref)
            await wait(caller, clock, 10)
        assert await caller.status(service_id) == "failed"
        assert driver.running == []

        driver.is_well = True
        await caller.update(service_id, config=[make_config("m2")])
        await wait(caller, clock)
        assert await caller.status(service_id) == "running"

    async def test_a_version_without_replicas_passes_its_share_on(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        service_id = await caller.deploy("s", make_config("m1", weight=90), make_config("m2", weight=10))
        driver.is_well = False

        driver.crash(driver.of_model("m1")[0])
        await driver.settle()

        assert caller.shares(service_id) == [(0, 0), (10, 1)]
        assert await caller.status(service_id) == "concerning"


class TestOptions:
    async def test_rules_name_models_of_the_service(self, caller: Caller, driver: Driver) -> None:
        rule = {"condition": "#HEADER_tier == 'gold'", "model_id": "m2", "parameter_name": "x-a", "parameter_value": "1"}
        service_id = await caller.deploy("s", make_config("m1", weight=100), make_config("m2", weight=0), traffic_rules=[rule])

        route = driver.gateway.routes[service_id.replace("-", "")]

        assert route.rules[0].version == route.versions[1].key
        assert (route.rules[0].header_name, route.rules[0].header_value) == ("x-a", "1")
        assert (
            await caller.refused("PUT", f"/{service_id}", {"traffic_rules": [{**rule, "model_id": "m3"}]}) == "ModelArts.3590"
        )

    async def test_options_alone_replace_no_instance(self, caller: Caller, driver: Driver) -> None:
        service_id = await caller.deploy()
        before = driver.running

        await caller.update(
            service_id,
            runtime_config={
                "service_invoke": {"auth_type": ["NONE"]},
                "service_limit": {"request_timeout": 5, "rate_limit": {"num": 3, "unit": "MINUTES"}},
            },
            load_balancer_policy="LEAST_CONNECTIONS",
        )
        await driver.settle()

        route = driver.gateway.routes[service_id.replace("-", "")]
        assert driver.running == before
        assert (route.timeout_seconds, route.balance, set(route.auth)) == (5.0, "LEAST_CONNECTIONS", {"NONE"})
        assert await caller.status(service_id) == "running"


class TestModels:
    async def test_a_model_in_use_is_not_deleted(self, caller: Caller, driver: Driver) -> None:
        await caller.deploy()

        with pytest.raises(ModelInUse):
            async with driver.context.database.session() as db:
                await emit(db, make_deleted("m1"), by=Subject.system("test"), at=driver.context.clock.now())


def make_deleted(model_id: str) -> ModelDeleted:
    """Return the announcement that a model is being deleted."""
    values = {item.name: "x" for item in fields(ModelDeleted)}
    return ModelDeleted(**{**values, "resource_id": model_id})


class TestValuesThatSomebodyCannotSee:
    @pytest.fixture
    def bob(self, gatekeeper: RuleGatekeeper) -> dict[str, str]:
        """Another one of Alice's project."""
        gatekeeper.users["bob"] = make_subject("bob")
        return {"x-user": "bob"}

    async def test_variables_stay_when_another_one_saves_what_he_reads(
        self, caller: Caller, client: httpx.AsyncClient, bob: dict[str, str]
    ) -> None:
        service_id = await caller.deploy("s", make_config("m1", envs={"KEY": "secret", "PLAIN": "1"}))
        seen = (await client.get(f"{URL}/{service_id}", headers=bob)).json()["config"][0]
        assert seen["envs"] == {"KEY": "******", "PLAIN": "******"}

        change = {"config": [make_config("m1", instance_count=2, envs={**seen["envs"], "PLAIN": "2", "NEW": "******"})]}
        answer = await client.put(f"{URL}/{service_id}", headers=bob, json=change)

        assert answer.status_code == 200, answer.text
        assert (await caller.show(service_id))["config"][0]["envs"] == {"KEY": "secret", "PLAIN": "2", "NEW": "******"}

    async def test_another_version_in_the_same_place_gets_them_too(
        self, caller: Caller, client: httpx.AsyncClient, bob: dict[str, str]
    ) -> None:
        service_id = await caller.deploy("s", make_config("m1", envs={"KEY": "secret"}))
        change = {"config": [make_config("m2", envs={"KEY": "******"}, weight=50), make_config("m3", weight=50)]}

        assert (await client.put(f"{URL}/{service_id}", headers=bob, json=change)).status_code == 200

        assert [item["envs"] for item in (await caller.show(service_id))["config"]] == [{"KEY": "secret"}, {}]

    async def test_the_owner_means_what_he_writes(self, caller: Caller) -> None:
        service_id = await caller.deploy("s", make_config("m1", envs={"KEY": "secret"}))

        await caller.update(service_id, config=[make_config("m1", envs={"KEY": "******"})])

        assert (await caller.show(service_id))["config"][0]["envs"] == {"KEY": "******"}
