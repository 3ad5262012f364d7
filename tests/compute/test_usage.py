"""What projects used, in core-hours and card-hours."""

from compute.conftest import Driver, ref
from modelyard.compute.rules.usage import Used
from modelyard.compute.service import Consumption, consumption_of, remove
from modelyard.compute.testing import MemoryEngine, make_subject
from modelyard.core.clock import FixedClock


class TestConsumption:
    async def used(self, driver: Driver, days: int = 30) -> Consumption:
        found: Consumption = await driver.call(consumption_of, driver.who, days=days)
        return found

    async def test_what_runs_counts_and_goes_on_counting(self, driver: Driver, clock: FixedClock) -> None:
        await driver.submit("a", size=2)
        await driver.settle()
        clock.advance(3600)

        found = await self.used(driver)

        assert (found.running.workloads, found.running.tasks, found.running.cores, found.running.cards) == (1, 2, 2.0, 0)
        assert found.total.core_hours == 2.0
        assert [kind for kind, _ in found.kinds] == ["test.job"]

    async def test_it_stays_when_the_workload_is_removed(self, driver: Driver, clock: FixedClock, engine: MemoryEngine) -> None:
        workload_id = await driver.submit("a")
        await driver.settle()
        clock.advance(1800)
        engine.finish(ref(workload_id))
        await driver.settle()
        await driver.call(remove, driver.context, driver.who, workload_id)
        await driver.settle()
        clock.advance(5 * 3600)

        found = await self.used(driver)

        assert found.running.workloads == 0
        assert found.total.core_hours == 0.5

    async def test_attempts_add_up_and_days_are_told_apart(
        self, driver: Driver, clock: FixedClock, engine: MemoryEngine
    ) -> None:
        for number in range(2):
            workload_id = await driver.submit(f"job-{number}")
            await driver.settle()
            clock.advance(86_400)
            engine.finish(ref(workload_id))
            await driver.settle()

        found = await self.used(driver, days=3)

        assert found.total.core_hours == 48.0
        assert len(found.days) == 3
        assert sum(used.core_hours for _, used in found.days) == 48.0
        assert (await self.used(driver, days=1)).total.core_hours < 48.0

    async def test_other_projects_are_none_of_ones_business(self, driver: Driver, clock: FixedClock) -> None:
        await driver.submit("a")
        await driver.settle()
        clock.advance(3600)

        found = await driver.call(consumption_of, make_subject("mallory", domain_id="d2", project_id="p2"), days=2)

        assert found.total == Used()
        assert found.running.workloads == 0
