"""Numbers of calls, autoscaling, sleep, instances with their logs."""

from typing import Any

import httpx
import pytest

from modelyard.core.clock import FixedClock
from modelyard.core.loops import Periodic
from modelyard.core.subject import Subject
from modelyard.serving.loops.upkeep import upkeep
from modelyard.serving.models import ReplicaRow
from modelyard.serving.service import counting, instances, keeping, scaling
from modelyard.serving.testing import Driver, make_config, make_request
from modelyard.serving.types import CallCounts
from serving.serving_calls import URL, Caller

POLICY = {"min_replicas": 0, "max_replicas": 3, "concurrency": 2, "idle_seconds": 60, "down_seconds": 30}


def count(driver: Driver, requests: int, *, active: int = 0, errors: int = 0) -> None:
    """Have the gateway say what it counted in all of the first version of the one service."""
    route = driver.gateway.published[-1][0]
    latency = ((10.0, requests // 2), (100.0, requests))
    key = route.versions[0].key
    driver.gateway.counts = [CallCounts(route.service_id, key, requests, 0, errors, active, latency)]


async def look(driver: Driver) -> None:
    """Look at the load once, and let everything happen that comes of it."""
    await counting.count_calls(driver.context)
    await scaling.scale_all(driver.context)
    await driver.settle()


class TestCounting:
    async def test_calls_are_added_up(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        count(driver, 10, errors=1)
        await look(driver)
        clock.advance(5)
        count(driver, 30, errors=2)
        await look(driver)

        shown = await caller.show(service_id)
        monitor = (await caller.client.get(f"{URL}/{service_id}/monitor")).json()

        assert (shown["invocation_times"], shown["failed_times"]) == (30, 2)
        assert (monitor["monitors"][0]["invocation_times"], monitor["req_count_per_min"]) == (30, 30)
        assert monitor["service_running_instance_count"] == 1

    async def test_a_gateway_that_began_anew_is_understood(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        for total in (10, 4):
            count(driver, total)
            await look(driver)
            clock.advance(5)

        assert (await caller.show(service_id))["invocation_times"] == 14

    async def test_two_processes_that_look_at_once_count_once(self, caller: Caller, driver: Driver) -> None:
        service_id = await caller.deploy()
        count(driver, 10)
        await look(driver)
        await look(driver)

        assert (await caller.show(service_id))["invocation_times"] == 10

    async def test_curves_show_rates_and_latencies(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        count(driver, 60)
        await look(driver)

        found = (await caller.client.get(f"{URL}/{service_id}/statistics")).json()

        point = found["series"][0]["points"][0]
        assert (point["requests"], point["requests_per_second"], point["p50_milliseconds"]) == (60, 1.0, 10.0)

    async def test_an_unreachable_gateway_is_survived(self, caller: Caller, driver: Driver) -> None:
        await caller.deploy()
        driver.gateway.fails = True

        for loop in upkeep(driver.context):
            assert isinstance(loop, Periodic)
            await loop.work()


class TestScaling:
    async def test_more_are_started_under_load_and_fewer_kept_without(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        service_id = await caller.deploy("s", make_config(scaling_policy={**POLICY, "min_replicas": 1}))

        count(driver, 10, active=6)
        await look(driver)
        assert caller.shares(service_id) == [(100, 3)]
        shown = await caller.show(service_id)
        assert (shown["config"][0]["scaling"], shown["config"][0]["instance_count"]) == (True, 3)

        for _ in range(3):
            clock.advance(31)
            count(driver, 10, active=0)
            await look(driver)
        assert caller.shares(service_id) == [(100, 1)]
        assert any("to 3 instances" in line for line in await caller.events(service_id))

    async def test_it_falls_asleep_and_is_woken_by_a_request(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy("s", make_config(scaling_policy=POLICY))
        row_id = service_id.replace("-", "")
        for _ in range(3):
            clock.advance(61)
            await look(driver)
        assert driver.running == []
        assert driver.gateway.routes[row_id].asleep
        assert await caller.status(service_id) == "running"

        async with driver.context.database.session() as db:
            assert not await scaling.ask_to_wake(db, row_id)
        driver.gateway.fails = True
        with pytest.raises(OSError, match="full"):
            await driver.settle()
        with pytest.raises(OSError, match="full"):
            await driver.settle()
        async with driver.context.database.session() as db:
            assert not await scaling.ask_to_wake(db, row_id)
        driver.gateway.fails = False
        await driver.settle()

        async with driver.context.database.session() as db:
            assert await scaling.ask_to_wake(db, row_id)
        assert not driver.gateway.routes[row_id].asleep
        assert caller.shares(service_id) == [(100, 1)]

    async def test_nobody_wakes_what_is_stopped(self, caller: Caller, driver: Driver) -> None:
        service_id = await caller.deploy()
        await caller.update(service_id, status="stopped")

        async with driver.context.database.session() as db:
            assert not await scaling.ask_to_wake(db, service_id.replace("-", ""))

    async def test_an_update_keeps_the_policy(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy("s", make_config(scaling_policy={**POLICY, "min_replicas": 1}))

        await caller.update(service_id, config=[make_config(instance_count=2)])
        await driver.settle()

        assert not (await caller.show(service_id))["config"][0]["scaling"]
        assert caller.shares(service_id) == [(100, 2)]


class TestInstances:
    async def first(self, caller: Caller, service_id: str) -> dict[str, Any]:
        found: dict[str, Any] = (await caller.client.get(f"{URL}/{service_id}/instances")).json()["instances"][0]
        return found

    async def test_their_logs_are_read_and_searched(self, caller: Caller, driver: Driver) -> None:
        service_id = await caller.deploy()
        instance = await self.first(caller, service_id)
        driver.engine.tasks[driver.running[0]].log = b"hello\nERROR: no\n"
        path = f"{URL}/{service_id}/instances/{instance['instance_id']}/logs"

        whole = (await caller.client.get(path)).json()
        hits = (await caller.client.get(f"{path}/search", params={"text": "error"})).json()
        lines = (await caller.client.get(f"{path}/lines")).json()

        assert whole["content"] == "hello\nERROR: no\n"
        assert hits["total"] == 1
        assert len(lines["lines"]) == 2

    async def test_a_log_is_followed_to_the_end_of_its_instance(
        self, caller: Caller, driver: Driver, clock: FixedClock
    ) -> None:
        service_id = await caller.deploy()
        instance = await self.first(caller, service_id)
        driver.engine.tasks[driver.running[0]].log = b"hello\n"
        driver.crash(driver.running[0])
        await driver.settle()
        path = f"{URL}/{service_id}/instances/{instance['instance_id']}/logs/stream"

        whole = await caller.client.get(path)
        rest = await caller.client.get(path, headers={"last-event-id": "1-2"})

        assert whole.headers["content-type"].startswith("text/event-stream")
        assert '"text":"hello\\n"' in whole.text
        assert "event: end" in whole.text
        assert '"text":"llo\\n"' in rest.text

    async def test_who_follows_one_from_the_first_moment_on_sees_its_task_begin(
        self, caller: Caller, driver: Driver, alice: Subject
    ) -> None:
        service_id = await caller.deploy()
        instance_id = (await self.first(caller, service_id))["instance_id"]
        driver.engine.tasks[driver.running[0]].log = b"hello\n"
        async with driver.context.database.session() as db:
            row = await db.get_one(ReplicaRow, instance_id)
            workload_id, row.workload_id = row.workload_id, None
        log = await instances.log_of(driver.context, alice, service_id, instance_id)

        before = await log.read(0, 100)
        async with driver.context.database.session() as db:
            (await db.get_one(ReplicaRow, instance_id)).workload_id = workload_id
        after = await log.read(0, 100)

        assert (before.content, before.ended, after.content) == (b"", False, b"hello\n")

    async def test_a_whole_log_is_saved_as_a_file(self, caller: Caller, driver: Driver) -> None:
        service_id = await caller.deploy()
        instance = await self.first(caller, service_id)
        driver.engine.tasks[driver.running[0]].log = b"hello\n" * 3

        path = f"{URL}/{service_id}/instances/{instance['instance_id']}/logs/file"
        answer = await caller.client.get(path, params={"download": True})

        assert answer.text == "hello\n" * 3
        name = f"instance-{instance['instance_name']}.log"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'

    @pytest.mark.parametrize("what", ["stream", "file"])
    async def test_nobody_else_follows_or_saves_one(self, caller: Caller, client: httpx.AsyncClient, what: str) -> None:
        service_id = await caller.deploy()
        instance = await self.first(caller, service_id)

        path = f"/v1/p2/services/{service_id}/instances/{instance['instance_id']}/logs/{what}"
        theirs = await client.get(path, headers={"x-user": "mallory"})

        assert theirs.status_code == 404

    async def test_those_of_others_are_not_there(self, caller: Caller, client: httpx.AsyncClient, driver: Driver) -> None:
        service_id = await caller.deploy()
        instance = await self.first(caller, service_id)

        theirs = await client.get(
            f"/v1/p2/services/{service_id}/instances/{instance['instance_id']}/logs", headers={"x-user": "mallory"}
        )

        assert theirs.status_code == 404
        assert await caller.refused("GET", f"/{service_id}/instances/{'0' * 32}/logs") == "Modelyard.6507"

    async def test_one_is_replaced_by_another(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        instance = await self.first(caller, service_id)
        old = driver.running[0]

        await caller.client.delete(f"{URL}/{service_id}/instances/{instance['instance_id']}")
        for _ in range(3):
            await driver.settle()
            clock.advance(5)

        assert len(driver.running) == 1
        assert driver.running[0] != old

    async def test_those_that_ended_are_kept_for_a_while(self, caller: Caller, driver: Driver, clock: FixedClock) -> None:
        service_id = await caller.deploy()
        for _ in range(8):
            clock.advance(400)
            driver.crash(driver.running[0])
            await driver.settle()
            clock.advance(400)
            await driver.settle()

        await keeping.drop_old(driver.context)

        found = (await caller.client.get(f"{URL}/{service_id}/instances")).json()["instances"]
        assert len([item for item in found if item["status"] == "ended"]) == 5


class TestCrashesOfTheLoop:
    @pytest.mark.parametrize("deaths", [1, 2, 3, 4, 5, 6, 7, 8])
    async def test_it_may_die_anywhere(self, caller: Caller, driver: Driver, clock: FixedClock, deaths: int) -> None:
        """The loop claims, acts and dies before it writes down what came of it, again and again."""
        answer = await caller.client.post(URL, json=make_request("s", make_config(instance_count=2)))
        service_id = answer.json()["service_id"]
        for number in range(deaths):
            for claim in await driver.services.claim(10):
                if number % 2:
                    await driver.services._reconciler.act(claim.item)
            clock.advance(31)  # its lease runs out
            await driver.step()
        await driver.settle()
        clock.advance(31)
        await driver.settle()

        assert await caller.status(service_id) == "running"
        assert len(driver.running) == 2
