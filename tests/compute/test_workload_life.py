"""A workload from its submission to its end."""

from typing import Any

from compute.conftest import Driver, ref
from modelyard.compute.service import read_log, stop
from modelyard.compute.testing import MemoryEngine
from modelyard.compute.types import EndedBy, Outcome, WorkloadState


class TestLife:
    async def test_a_workload_starts_runs_and_succeeds(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit()
        await driver.settle()
        assert (await driver.get(workload)).state is WorkloadState.RUNNING

        engine.tasks[ref(workload)].log = b"hello"
        engine.finish(ref(workload))
        driver.reconciler.note_hint(workload)
        await driver.settle()

        found = await driver.get(workload)
        assert (found.state, found.outcome, found.ended_by) == (WorkloadState.ENDED, Outcome.SUCCEEDED, EndedBy.ITSELF)
        assert (await read_log(driver.context, driver.who, workload, "worker-0")).content == b"hello"

    async def test_every_move_is_told(self, driver: Driver, engine: MemoryEngine, told: list[Any]) -> None:
        workload = await driver.submit()
        engine.exits = 0
        await driver.settle()

        assert [(event.old, event.new) for event in told if event.resource_id == workload] == [
            ("", "queued"),
            ("queued", "starting"),
            ("starting", "running"),
            ("running", "ended"),
        ]

    async def test_asking_twice_makes_one_workload(self, driver: Driver) -> None:
        assert await driver.submit("same") == await driver.submit("same")


class TestStop:
    async def test_a_waiting_workload_ends_at_once(self, driver: Driver) -> None:
        workload = await driver.submit()

        found = await driver.call(stop, driver.context, driver.who, workload)

        assert (found.state, found.outcome) == (WorkloadState.ENDED, Outcome.STOPPED)

    async def test_a_running_workload_gets_its_grace_time(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit()
        await driver.settle()

        await driver.call(stop, driver.context, driver.who, workload)
        await driver.settle()

        assert engine.tasks[ref(workload)].stops == [(30.0, "user")]
        assert (await driver.get(workload)).outcome is Outcome.STOPPED
