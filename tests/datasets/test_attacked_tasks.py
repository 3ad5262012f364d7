"""Tasks that end their worker, and people who meet a worker at the same rows."""

import asyncio
import contextlib
from typing import ClassVar

import pytest

from modelyard.core.clock import FixedClock
from modelyard.core.subject import Subject
from modelyard.datasets.errors.attacks import TaskDeadly
from modelyard.datasets.errors.datasets import DatasetNotFound, TaskNotFound
from modelyard.datasets.errors.tasks import TaskEnded, TaskNotResumable
from modelyard.datasets.loops.keeping import WorkerKeeper
from modelyard.datasets.loops.worker import Worker
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.schemas.datasets import DatasetCreate
from modelyard.datasets.service import datasets, tasks
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.working import Step, TaskNow, Work, Works
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.datasets.types.datasets import TaskKind
from modelyard.datasets.types.tasks import TaskState


class Walking(Work):
    """Takes so many steps, and says who took one."""

    taken: ClassVar[list[str]] = []

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        await asyncio.sleep(0)  # others come in between
        at = task.checkpoint.get("at", 0) + 1
        self.taken.append(task.id)
        if task.goal.get("hungry") and at == task.goal["hungry"]:
            raise MemoryError

        async def write(db: object, step: Step) -> None:
            step.good = 1

        return Step({"at": at}, at == task.goal["to"], write=write)


WORKS: Works = dict.fromkeys((TaskKind.IMPORT, TaskKind.STATISTICS, TaskKind.REPORT), Walking)


@pytest.fixture
async def dataset_id(context: DatasetsContext, accounts: None, alice: Subject) -> str:
    Walking.taken.clear()
    made = await datasets.create_dataset(context, alice, DatasetCreate.model_validate(make_request()))
    return made.dataset_id


async def submit(context: DatasetsContext, who: Subject, dataset_id: str, to: int = 3, **goal: int) -> str:
    async with context.database.session() as db:
        row, _ = await get_rows(db, who, dataset_id, lock=True)
        return (await tasks.submit(db, who, row, TaskKind.STATISTICS, {"to": to, **goal})).id


async def row_of(context: DatasetsContext, task_id: str) -> DatasetTaskRow:
    async with context.database.read_session() as db:
        return await db.get_one(DatasetTaskRow, task_id)


class Killed:
    """A worker process that somebody killed."""

    has_ended = True


async def die(context: DatasetsContext, *, suspected: bool = False) -> None:
    """Have a worker take what is due, and die."""
    assert await Worker(context, name="unlucky", works=WORKS)._claim(4, suspected=suspected)
    keeper = WorkerKeeper(context)
    keeper._worker, keeper._worker_name = Killed(), "unlucky"  # type: ignore[assignment]
    await keeper.look()


class TestDeaths:
    async def test_what_ends_workers_is_given_up_and_says_so(
        self, context: DatasetsContext, alice: Subject, dataset_id: str
    ) -> None:
        task_id = await submit(context, alice, dataset_id)
        for time in range(3):
            await die(context, suspected=time > 0)

        await run_tasks(context, WORKS)

        row = await row_of(context, task_id)
        assert (row.state, row.deaths, Walking.taken) == (TaskState.FAILED, 3, [])
        assert row.error is not None
        assert row.error["code"] == TaskDeadly.code
        assert "3 times" in row.error["en-us"]
        async with context.database.session() as db:
            await tasks.resume(db, await tasks.find(db, alice, dataset_id, task_id, lock=True))
        await run_tasks(context, WORKS)
        assert (await row_of(context, task_id)).state == TaskState.COMPLETED

    async def test_a_step_that_was_taken_clears_the_suspicion(
        self, context: DatasetsContext, alice: Subject, dataset_id: str
    ) -> None:
        task_id = await submit(context, alice, dataset_id)
        await die(context)
        await die(context, suspected=True)
        assert (await row_of(context, task_id)).deaths == 2

        await run_step(context, WORKS)

        assert (await row_of(context, task_id)).deaths == 0

    async def test_a_lease_that_ran_out_is_a_death_too(
        self, context: DatasetsContext, alice: Subject, dataset_id: str, clock: FixedClock
    ) -> None:
        task_id = await submit(context, alice, dataset_id)
        assert await Worker(context)._claim(1)
        clock.advance(31)

        assert await Worker(context)._claim(1, suspected=True)

        assert (await row_of(context, task_id)).deaths == 1

    async def test_a_suspect_goes_alone_and_the_others_outlive_it(
        self, context: DatasetsContext, alice: Subject, dataset_id: str, clock: FixedClock
    ) -> None:
        good = [await submit(context, alice, dataset_id, 40) for _ in range(2)]
        bad = await submit(context, alice, dataset_id, 5, hungry=2)
        await die(context)
        Walking.taken.clear()
        worker, stop = Worker(context, works=WORKS), asyncio.Event()

        async def watch() -> None:
            while (await row_of(context, bad)).state != TaskState.FAILED:
                clock.advance(60)
                worker.wake()
                await asyncio.sleep(0.01)

        running = asyncio.create_task(worker.run(stop, idle_seconds=600))
        await asyncio.wait_for(watch(), 60)
        while TaskState.RUNNING in [(await row_of(context, each)).state for each in good]:  # noqa: ASYNC110 - of rows
            await asyncio.sleep(0.01)
        stop.set()
        await running

        # First each of the three was tried alone; the bad one then had the memory for itself, three times.
        assert set(Walking.taken[:3]) == {*good, bad}
        row = await row_of(context, bad)
        assert (row.deaths, row.checkpoint) == (3, {"at": 1})
        assert row.error is not None
        assert row.error["code"] == TaskDeadly.code
        assert [(await row_of(context, each)).deaths for each in good] == [0, 0]

    async def test_a_worker_that_is_stuck_is_ended(
        self, context: DatasetsContext, alice: Subject, dataset_id: str, clock: FixedClock
    ) -> None:
        await submit(context, alice, dataset_id)

        class Stuck:
            has_ended, ended, wakes = False, 0, 0

            def wake(self) -> None:
                self.wakes += 1

            async def end(self, seconds: float) -> None:
                self.ended += 1

        keeper = WorkerKeeper(context)
        keeper._worker, keeper._worker_name = process, name = Stuck(), "stuck"
        object.__setattr__(context, "start_worker", lambda _: None)
        assert await Worker(context, name=name)._claim(1)
        clock.advance(60)
        await keeper.look()
        assert (process.wakes, process.ended) == (1, 0)

        clock.advance(100)
        await keeper.look()

        assert process.ended == 1


class TestAtOnce:
    """On PostgreSQL several write at once; each of these was a deadlock, or could be one."""

    async def test_deleting_and_working_never_wait_for_each_other_in_a_ring(
        self, context: DatasetsContext, accounts: None, alice: Subject
    ) -> None:
        async def one(number: int) -> None:
            wanted = DatasetCreate.model_validate(make_request(f"ring{number}", work_path=f"/team/out{number}/"))
            dataset_id = (await datasets.create_dataset(context, alice, wanted)).dataset_id
            task_id = await submit(context, alice, dataset_id, 1000)

            async def stop() -> None:
                for act in (tasks.request_stop, tasks.resume) * 3:
                    with contextlib.suppress(TaskNotFound, DatasetNotFound, TaskEnded, TaskNotResumable):
                        async with context.database.session() as db:
                            await act(db, await tasks.find(db, alice, dataset_id, task_id, lock=True))

            async def delete() -> None:
                await asyncio.sleep(0.03)
                async with context.database.session() as db:
                    await datasets.delete_dataset(db, alice, dataset_id)

            async def work() -> None:
                for _ in range(6):
                    await run_step(context, WORKS)

            await asyncio.gather(work(), work(), stop(), delete())

        for number in range(5):
            await one(number)


class TestSlowSteps:
    async def test_a_worker_does_not_take_its_own_work_away_from_itself(
        self, context: DatasetsContext, alice: Subject, dataset_id: str, clock: FixedClock
    ) -> None:
        task_id = await submit(context, alice, dataset_id)
        worker = Worker(context, works=WORKS)

        class Holding(Walking):
            async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
                clock.advance(40)  # as if all stood still for so long
                assert await worker._claim(4, suspected=True) == []
                return await super().step(context, task)

        worker._works = {**WORKS, TaskKind.STATISTICS: Holding}
        await worker.run_due()

        row = await row_of(context, task_id)
        assert (row.state, row.deaths, len(Walking.taken)) == (TaskState.COMPLETED, 0, 3)
