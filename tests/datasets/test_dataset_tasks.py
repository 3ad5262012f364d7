"""Long work: taken under leases, step by step, resumed after anything."""

from typing import ClassVar

import pytest
from sqlalchemy import select, update

from modelyard.core.clock import FixedClock
from modelyard.core.subject import Subject
from modelyard.datasets.errors.datasets import DatasetNotFound, PathForbidden, TaskNotFound
from modelyard.datasets.errors.tasks import ImportRunning, SyncRunning, TaskEnded, TaskNotResumable
from modelyard.datasets.loops.keeping import WorkerKeeper
from modelyard.datasets.loops.worker import Worker
from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.models.tasks import DatasetTaskRow
from modelyard.datasets.rules.problems import Problem
from modelyard.datasets.schemas.datasets import DatasetCreate
from modelyard.datasets.service import datasets, tasks
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.working import Step, TaskNow, Work, Works
from modelyard.datasets.testing import make_request, run_step, run_tasks
from modelyard.datasets.types.datasets import DatasetStatus, TaskKind
from modelyard.datasets.types.tasks import TaskState


class Counting(Work):
    """Counts to the number that is asked for, three at a time, and fails as it is told."""

    failures: ClassVar[list[Exception]] = []

    async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
        at = task.checkpoint.get("at", 0)
        if self.failures:
            raise self.failures.pop()
        until = min(at + 3, task.goal["to"])
        problems = [Problem("value", "number", "odd\udcff", line=each) for each in range(at + 1, until + 1) if each % 2]
        return Step({"at": until}, until == task.goal["to"], task.goal["to"], until - at, problems=problems, bad=len(problems))


WORKS: Works = {TaskKind.IMPORT: Counting, TaskKind.SYNC: Counting, TaskKind.STATISTICS: Counting, TaskKind.REPORT: Counting}


@pytest.fixture
async def dataset_id(context: DatasetsContext, accounts: None, alice: Subject) -> str:
    Counting.failures.clear()
    made = await datasets.create_dataset(context, alice, DatasetCreate.model_validate(make_request()))
    return made.dataset_id


async def submit(
    context: DatasetsContext,
    who: Subject,
    dataset_id: str,
    to: int = 10,
    kind: TaskKind = TaskKind.IMPORT,
    *,
    alone: bool = True,
) -> str:
    async with context.database.session() as db:
        row, _ = await get_rows(db, who, dataset_id, lock=True)
        return (await tasks.submit(db, who, row, kind, {"to": to}, exclusive=alone)).id


async def row_of(context: DatasetsContext, task_id: str) -> DatasetTaskRow:
    async with context.database.read_session() as db:
        return await db.get_one(DatasetTaskRow, task_id)


async def status_of(context: DatasetsContext, dataset_id: str) -> int:
    async with context.database.read_session() as db:
        return (await db.get_one(DatasetRow, dataset_id)).status


class TestWork:
    async def test_a_task_goes_on_to_its_end(self, context: DatasetsContext, alice: Subject, dataset_id: str) -> None:
        task_id = await submit(context, alice, dataset_id)
        assert await status_of(context, dataset_id) == DatasetStatus.IMPORTING

        assert await run_step(context, WORKS)
        row = await row_of(context, task_id)
        assert (row.state, row.checkpoint, row.done, row.total) == (TaskState.RUNNING, {"at": 3}, 3, 10)

        await run_tasks(context, WORKS)
        row = await row_of(context, task_id)
        assert (row.state, row.done, row.bad, row.problem_counts) == (TaskState.COMPLETED, 10, 5, {"value": 5})
        assert row.lease_token is None
        assert await status_of(context, dataset_id) == DatasetStatus.NORMAL
        async with context.database.read_session() as db:
            problems = await tasks.problems(db, row)
        assert [each.line for each in problems] == [1, 3, 5, 7, 9]
        assert problems[0].value == "odd?"

    async def test_a_worker_that_died_loses_its_lease(
        self, context: DatasetsContext, alice: Subject, dataset_id: str, clock: FixedClock
    ) -> None:
        task_id = await submit(context, alice, dataset_id)
        worker = Worker(context, works=WORKS)
        assert await worker._claim(1)

        assert not await run_step(context, WORKS)
        clock.advance(31)
        assert await run_step(context, WORKS)
        assert (await row_of(context, task_id)).checkpoint == {"at": 3}

    async def test_what_a_worker_does_with_a_lease_that_it_lost_is_forgotten(
        self, context: DatasetsContext, alice: Subject, dataset_id: str
    ) -> None:
        task_id = await submit(context, alice, dataset_id)

        class Slow(Counting):
            async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
                async with context.database.session() as db:
                    await db.execute(update(DatasetTaskRow).values(lease_token="another"))
                return await super().step(context, task)

        await run_step(context, {TaskKind.IMPORT: Slow})

        row = await row_of(context, task_id)
        assert (row.done, row.lease_token) == (0, "another")

    async def test_what_fails_for_good_ends_the_task(self, context: DatasetsContext, alice: Subject, dataset_id: str) -> None:
        task_id = await submit(context, alice, dataset_id)
        Counting.failures.append(PathForbidden(field="import_path", value="/b/", action="obs:object:GetObject", resource="b"))

        await run_tasks(context, WORKS)

        row = await row_of(context, task_id)
        assert row.state == TaskState.FAILED
        assert row.error is not None
        assert row.error["code"] == PathForbidden.code
        assert set(row.error) == {"code", "en-us", "zh-cn"}
        assert await status_of(context, dataset_id) == DatasetStatus.NORMAL

    async def test_other_failures_are_tried_again_and_given_up_in_the_end(
        self, context: DatasetsContext, alice: Subject, dataset_id: str, clock: FixedClock
    ) -> None:
        task_id = await submit(context, alice, dataset_id)
        Counting.failures += [ConnectionError("gone")] * 9
        for attempt in range(1, 8):
            await run_tasks(context, WORKS)
            row = await row_of(context, task_id)
            assert (row.state, row.attempts) == (TaskState.RUNNING, attempt)
            clock.advance(300)

        await run_tasks(context, WORKS)

        row = await row_of(context, task_id)
        assert row.state == TaskState.FAILED
        assert row.error is not None
        assert "gone" in row.error["en-us"]

    async def test_nobody_acts_for_a_user_who_is_gone(self, context: DatasetsContext, alice: Subject, dataset_id: str) -> None:
        task_id = await submit(context, alice, dataset_id)

        async def nobody(_: Subject) -> None:
            return None

        object.__setattr__(context.objects, "find_subject", nobody)
        await run_tasks(context, WORKS)

        row = await row_of(context, task_id)
        assert (row.state, row.done) == (TaskState.FAILED, 0)
        assert row.error is not None
        assert row.error["code"] == "Modelyard.7102"


class TestStop:
    async def test_a_task_that_nobody_works_on_stops_at_once_and_goes_on_where_it_was(
        self, context: DatasetsContext, alice: Subject, dataset_id: str
    ) -> None:
        task_id = await submit(context, alice, dataset_id)
        await run_step(context, WORKS)

        async with context.database.session() as db:
            await tasks.request_stop(db, await tasks.find(db, alice, dataset_id, task_id, lock=True))
        assert (await row_of(context, task_id)).state == TaskState.STOPPED
        assert await status_of(context, dataset_id) == DatasetStatus.NORMAL
        async with context.database.session() as db:
            with pytest.raises(TaskEnded):
                await tasks.request_stop(db, await tasks.find(db, alice, dataset_id, task_id, lock=True))

        async with context.database.session() as db:
            await tasks.resume(db, await tasks.find(db, alice, dataset_id, task_id, lock=True))
        await run_tasks(context, WORKS)
        row = await row_of(context, task_id)
        assert (row.state, row.done) == (TaskState.COMPLETED, 10)
        async with context.database.session() as db:
            with pytest.raises(TaskNotResumable):
                await tasks.resume(db, await tasks.find(db, alice, dataset_id, task_id, lock=True))

    async def test_a_task_in_work_stops_after_its_step(self, context: DatasetsContext, alice: Subject, dataset_id: str) -> None:
        task_id = await submit(context, alice, dataset_id)

        class Stopping(Counting):
            async def step(self, context: DatasetsContext, task: TaskNow) -> Step:
                async with context.database.session() as db:
                    await tasks.request_stop(db, await tasks.find(db, alice, dataset_id, task_id, lock=True))
                return await super().step(context, task)

        await run_tasks(context, {**WORKS, TaskKind.IMPORT: Stopping})

        row = await row_of(context, task_id)
        assert (row.state, row.done) == (TaskState.STOPPED, 3)


class TestSubmit:
    async def test_one_exclusive_task_at_a_time(self, context: DatasetsContext, alice: Subject, dataset_id: str) -> None:
        first = await submit(context, alice, dataset_id)
        with pytest.raises(ImportRunning, match=first):
            await submit(context, alice, dataset_id, kind=TaskKind.SYNC)
        await submit(context, alice, dataset_id, kind=TaskKind.STATISTICS, alone=False)
        await run_tasks(context, WORKS)

        await submit(context, alice, dataset_id, kind=TaskKind.SYNC)
        with pytest.raises(SyncRunning):
            await submit(context, alice, dataset_id)
        with pytest.raises(SyncRunning):
            async with context.database.session() as db:
                task = await tasks.find(db, alice, dataset_id, first, lock=True)
                task.state = TaskState.STOPPED
                await tasks.resume(db, task)

    async def test_others_do_not_see_it(
        self, context: DatasetsContext, alice: Subject, mallory: Subject, dataset_id: str
    ) -> None:
        task_id = await submit(context, alice, dataset_id)
        async with context.database.read_session() as db:
            page = await tasks.listed(db, alice, dataset_id, [TaskKind.IMPORT])
            assert [each.id for each in page.items] == [task_id]
            assert (await tasks.listed(db, alice, dataset_id, [TaskKind.SYNC])).total == 0
            with pytest.raises(DatasetNotFound):
                await tasks.listed(db, mallory, dataset_id, [TaskKind.IMPORT])
            with pytest.raises(TaskNotFound):
                await tasks.find(db, alice, dataset_id, task_id, kinds=[TaskKind.SYNC])

    async def test_tasks_go_with_their_dataset(self, context: DatasetsContext, alice: Subject, dataset_id: str) -> None:
        await submit(context, alice, dataset_id)
        await run_step(context, WORKS)
        async with context.database.session() as db:
            await datasets.delete_dataset(db, alice, dataset_id)

        assert not await run_step(context, WORKS)
        async with context.database.read_session() as db:
            assert (await db.scalars(select(DatasetTaskRow))).all() == []


class FakeProcess:
    """A worker that does nothing."""

    def __init__(self) -> None:
        self.has_ended, self.wakes, self.ends = False, 0, 0

    def wake(self) -> None:
        self.wakes += 1

    async def end(self, seconds: float) -> None:
        self.ends += 1


class TestKeeper:
    async def test_a_worker_is_started_when_there_is_work_and_its_leases_go_when_it_dies(
        self, context: DatasetsContext, alice: Subject, dataset_id: str
    ) -> None:
        started: list[tuple[str, FakeProcess]] = []

        async def start(name: str) -> FakeProcess:
            started.append((name, FakeProcess()))
            return started[-1][1]

        object.__setattr__(context, "start_worker", start)
        keeper = WorkerKeeper(context)
        await keeper.look()
        assert started == []

        await submit(context, alice, dataset_id)
        await keeper.look()
        await keeper.look()
        assert len(started) == 1
        name, process = started[0]
        assert process.wakes == 1

        assert await Worker(context, name=name, works=WORKS)._claim(1)
        assert not await run_step(context, WORKS)
        process.has_ended = True
        await keeper.look()
        assert len(started) == 2
        assert await run_step(context, WORKS)
