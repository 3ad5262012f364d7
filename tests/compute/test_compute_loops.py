"""The loops of compute: whatever breaks, and whenever."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from compute.conftest import Driver, ref
from modelyard.compute.events import TaskReady, TaskStepped
from modelyard.compute.loops import run_admission, runners, sweep
from modelyard.compute.models import AttemptRow, NodeRow, TaskRow, WorkloadRow
from modelyard.compute.ports import Launch
from modelyard.compute.service import remove, stop
from modelyard.compute.service.listening import on_image_built
from modelyard.compute.service.nodes import note_nodes, refresh_nodes
from modelyard.compute.testing import (
    FakeKeys,
    ForgetsTask,
    LosesAnswers,
    MemoryEngine,
    NeverStarts,
    SlowToStop,
    any_image,
    make_context,
    make_node,
    make_subject,
    make_task,
)
from modelyard.compute.types import (
    EndedBy,
    OnFailure,
    Outcome,
    Restart,
    Step,
    StepRecord,
    StepStatus,
    WorkloadState,
)
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.errors import NotFound
from modelyard.core.loops import Loops
from modelyard.core.subject import Subject
from modelyard.images.events import ImageBuilt
from modelyard.images.types import RuntimeImage


class KilledError(BaseException):
    """The process died here."""


async def not_yet(_db: AsyncSession, _who: Subject, _name: str) -> RuntimeImage | None:
    """An image that is still being built."""
    return None


async def finish(driver: Driver, engine: MemoryEngine, workload: str, task: str = "worker-0", **facts: Any) -> None:
    """Have a task end, and let the loops see it."""
    attempt = (await driver.get(workload)).attempt
    engine.finish(ref(workload, task, attempt), **facts)
    driver.reconciler.note_hint(workload)
    await driver.settle()


class TestClaiming:
    async def test_what_is_due_is_taken_in_order(self, driver: Driver, clock: FixedClock) -> None:
        first = await driver.submit("first")
        await driver.admit()
        clock.advance(1)
        second = await driver.submit("second")
        await driver.admit()

        claims = await driver.runner.claim(10)

        assert [claim.row_id for claim in claims] == [first, second]

    async def test_what_another_holds_is_left_alone(self, driver: Driver) -> None:
        await driver.submit()
        await driver.admit()

        assert len(await driver.runner.claim(10)) == 1
        assert await Driver(driver.context, driver.who).runner.claim(10) == []

    async def test_a_stale_result_is_dropped(self, driver: Driver, clock: FixedClock) -> None:
        workload = await driver.submit()
        await driver.admit()
        (claim,) = await driver.runner.claim(10)
        clock.advance(120)  # its lease runs out while it works
        (other,) = await Driver(driver.context, driver.who).runner.claim(10)

        await driver.runner.handle(claim)
        assert (await driver.get(workload)).state is WorkloadState.STARTING

        await driver.runner.handle(other)
        assert (await driver.get(workload)).state is WorkloadState.RUNNING

    async def test_a_crash_between_launch_and_writing_down_starts_nothing_twice(
        self, driver: Driver, engine: MemoryEngine, clock: FixedClock
    ) -> None:
        workload = await driver.submit(size=2)
        await driver.admit()
        (claim,) = await driver.runner.claim(10)
        await driver.reconciler.act(claim.item)  # and here the process dies
        clock.advance(120)

        await Driver(driver.context, driver.who).settle()

        assert sorted(engine.launches, key=str) == [ref(workload, "worker-0"), ref(workload, "worker-1")]
        assert (await driver.get(workload)).state is WorkloadState.RUNNING

    async def test_an_answer_that_was_lost_does_no_harm(self, driver: Driver, clock: FixedClock) -> None:
        engine = LosesAnswers(clock)
        driver = driver.use(engine=engine)
        workload = await driver.submit()
        await driver.admit()
        await driver.runner.run_due()
        trouble = await driver.get(workload)
        clock.advance(2)
        await driver.settle()

        assert trouble.wait_reason is not None
        assert "the answer was lost" in trouble.wait_reason.text
        assert engine.launches == [ref(workload)]
        assert (await driver.get(workload)).state is WorkloadState.RUNNING

    async def test_a_hint_during_a_look_is_not_lost(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit()
        await driver.settle()
        driver.reconciler.note_hint(workload)
        (claim,) = await driver.runner.claim(1)
        report = await driver.reconciler.act(claim.item)
        engine.finish(ref(workload))  # after we looked
        driver.reconciler.note_hint(workload)
        assert await driver.runner.claim(1) == []
        await driver.runner._apply(claim, report)

        await driver.settle()

        assert (await driver.get(workload)).outcome is Outcome.SUCCEEDED

    async def test_a_stop_during_a_look_is_not_lost(self, driver: Driver) -> None:
        workload = await driver.submit()
        await driver.settle()
        driver.reconciler.note_hint(workload)
        (claim,) = await driver.runner.claim(1)
        report = await driver.reconciler.act(claim.item)
        await driver.call(stop, driver.context, driver.who, workload)
        await driver.runner._apply(claim, report)

        await driver.settle()

        assert (await driver.get(workload)).outcome is Outcome.STOPPED

    async def test_hints_of_what_is_unknown_are_forgotten(self, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
        driver.reconciler.note_hint("nobody")
        assert await driver.runner.run_due() == 0
        monkeypatch.setattr("time.monotonic", lambda: 1e12)

        driver.reconciler.due(driver.context.clock.now())

        assert driver.reconciler._hinted == {}


class TestGivingUp:
    async def test_a_workload_of_which_the_engine_tells_nothing_is_lost_and_says_so(
        self, driver: Driver, clock: FixedClock
    ) -> None:
        engine = MemoryEngine(clock)
        driver = driver.use(engine=engine)
        workload = await driver.submit()
        await driver.settle()

        async def fails(*_: Any, **__: Any) -> Any:
            raise ConnectionError("no engine")

        real, engine.observe = engine.observe, fails  # type: ignore[method-assign]
        for _ in range(driver.reconciler.max_attempts):
            clock.advance(400)
            assert await driver.runner.run_due() == 1

        found = await driver.get(workload)
        assert (found.state, found.outcome) == (WorkloadState.ENDED, Outcome.LOST)
        assert found.reason is not None
        assert "no engine" in found.reason.text

        engine.observe = real  # type: ignore[method-assign]
        clock.advance(120)
        await driver.settle()
        assert engine.tasks[ref(workload)].stops == [(30.0, "platform")]

    async def test_what_is_left_is_looked_at_until_it_has_ended(self, driver: Driver, clock: FixedClock) -> None:
        engine = SlowToStop(clock)
        driver = driver.use(engine=engine)
        workload = await driver.submit()
        await driver.settle()
        async with driver.context.database.session() as db:
            row = await db.get_one(WorkloadRow, workload)
            await driver.reconciler.give_up(db, row, "x", clock.now())
        clock.advance(120)
        await driver.settle()
        async with driver.context.database.read_session() as db:
            assert (await db.get_one(WorkloadRow, workload)).due_at is not None

        engine.finish(ref(workload), ended_by=EndedBy.PLATFORM)
        clock.advance(120)
        await driver.settle()

        async with driver.context.database.read_session() as db:
            assert (await db.get_one(WorkloadRow, workload)).due_at is None

    async def test_a_removal_is_tried_for_ever(self, driver: Driver, engine: MemoryEngine, clock: FixedClock) -> None:
        engine.exits = 0
        workload = await driver.submit()
        await driver.settle()
        async with driver.context.database.session() as db:
            row = await db.get_one(WorkloadRow, workload)
            await driver.reconciler.give_up(db, row, "x", clock.now())

            assert row.due_at == clock.now() + timedelta(minutes=5)


class TestGangs:
    async def test_one_that_fails_takes_its_siblings_along(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit(size=3)
        await driver.settle()

        await finish(driver, engine, workload, "worker-1", exit_code=3)

        found = await driver.get(workload)
        assert (found.outcome, found.ended_by) == (Outcome.FAILED, EndedBy.ITSELF)
        assert found.reason is not None
        assert found.reason.text == "Task worker-1 ended with exit code 3."
        assert engine.tasks[ref(workload, "worker-0")].stops == [(30.0, "sibling")]

    async def test_it_succeeds_when_the_last_one_has(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit(size=2)
        await driver.settle()

        await finish(driver, engine, workload, "worker-0")
        assert (await driver.get(workload)).state is WorkloadState.RUNNING
        await finish(driver, engine, workload, "worker-1")

        assert (await driver.get(workload)).outcome is Outcome.SUCCEEDED

    async def test_it_knows_the_addresses_of_all(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit(size=2)
        await driver.settle()

        launch = engine.tasks[ref(workload)].launch
        assert launch is not None
        assert launch.peers == {"worker-0": "node-1-worker-0", "worker-1": "node-1-worker-1"}
        assert launch.credentials is not None
        assert [task.address for task in (await driver.get(workload)).tasks] == list(launch.peers.values())


class TestStarting:
    async def test_a_task_that_never_begins_can_be_stopped(self, driver: Driver, clock: FixedClock) -> None:
        driver = driver.use(engine=NeverStarts(clock))
        workload = await driver.submit()
        await driver.settle()
        assert (await driver.get(workload)).state is WorkloadState.STARTING

        await driver.call(stop, driver.context, driver.who, workload)
        await driver.settle()

        assert (await driver.get(workload)).outcome is Outcome.STOPPED

    async def test_a_stop_before_the_launch_starts_nothing(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit()
        await driver.admit()

        await driver.call(stop, driver.context, driver.who, workload)
        await driver.settle()

        assert engine.launches == []
        assert (await driver.get(workload)).outcome is Outcome.STOPPED

    async def test_a_node_that_refuses_says_why(self, driver: Driver, engine: MemoryEngine) -> None:
        engine.refuses = "no sandbox can be made here"
        workload = await driver.submit(size=2)
        await driver.settle()

        found = await driver.get(workload)
        assert (found.outcome, found.ended_by) == (Outcome.FAILED, EndedBy.SETUP)
        assert found.reason is not None
        assert "no sandbox can be made here" in found.reason.text

    async def test_nothing_starts_for_an_owner_who_may_not_act(self, driver: Driver, engine: MemoryEngine) -> None:
        keys = driver.context.issue_keys
        assert isinstance(keys, FakeKeys)
        keys.barred.add("alice")
        workload = await driver.submit()
        await driver.settle()

        found = await driver.get(workload)
        assert engine.launches == []
        assert found.outcome is Outcome.FAILED
        assert found.reason is not None
        assert found.reason.text.startswith("User alice may not act any more")

    async def test_the_platform_itself_needs_no_keys(self, driver: Driver, engine: MemoryEngine) -> None:
        async def none(_who: Subject, _name: str) -> None:
            return None

        driver = driver.use(issue_keys=none)
        workload = await driver.submit()
        await driver.settle()

        assert engine.tasks[ref(workload)].keys is None


class TestImages:
    async def test_it_waits_for_its_image_and_holds_nothing(self, driver: Driver, clock: FixedClock) -> None:
        ready: list[RuntimeImage | None] = [None, None]

        async def building(_db: Any, who: Subject, name: str) -> RuntimeImage | None:
            return ready.pop(0) if ready else await any_image(None, who, name)  # type: ignore[arg-type]

        driver = driver.use(require_image=building)
        workload = await driver.submit()
        await driver.settle()
        waiting = await driver.get(workload)
        clock.advance(60)
        await driver.settle()

        assert waiting.state is WorkloadState.PREPARING
        assert waiting.wait_reason is not None
        assert waiting.wait_reason.text == "Image python is being built."
        assert (await driver.get(workload)).state is WorkloadState.RUNNING

    async def test_it_hears_when_an_image_is_built_also_while_it_looks(
        self, driver: Driver, clock: FixedClock, told: list[Any]
    ) -> None:
        ready = False

        async def built_while_we_look(db: AsyncSession, who: Subject, name: str) -> RuntimeImage | None:
            nonlocal ready
            if ready:
                return await any_image(db, who, name)
            ready = True
            async with driver.context.database.session() as other:
                await on_image_built(other, ImageBuilt(resource_id="1", image="python", packages=3), who)
            return None

        busy = driver.use(require_image=not_yet)
        workload = await busy.submit()
        assert await busy.runner.run_due() == 1
        assert await busy.runner.run_due() == 0  # not before its time
        await driver.call(on_image_built, ImageBuilt(resource_id="1", image="python", packages=3), driver.who)
        assert await driver.use(require_image=built_while_we_look).runner.run_due() == 1
        assert await driver.use(require_image=built_while_we_look).runner.run_due() == 1

        assert (await driver.get(workload)).state is WorkloadState.QUEUED

    async def test_an_image_that_cannot_be_built_ends_it_with_the_reason(self, driver: Driver) -> None:
        answers = [None]

        async def failing(_db: Any, _who: Subject, _name: str) -> RuntimeImage | None:
            if answers:
                return answers.pop()
            raise NotFound(resource="image python")

        driver = driver.use(require_image=failing)
        workload = await driver.submit()
        await driver.settle()

        found = await driver.get(workload)
        assert (found.outcome, found.ended_by) == (Outcome.FAILED, EndedBy.SETUP)
        assert found.reason is not None
        assert "image python was not found" in found.reason.text

    async def test_trouble_with_building_is_tried_again_and_then_given_up(self, driver: Driver, clock: FixedClock) -> None:
        answers = [None]

        async def failing(_db: Any, _who: Subject, _name: str) -> RuntimeImage | None:
            if answers:
                return answers.pop()
            raise ConnectionError("index away")

        driver = driver.use(require_image=failing)
        workload = await driver.submit()
        for _ in range(driver.reconciler.max_attempts):
            await driver.runner.run_due()
            clock.advance(400)

        found = await driver.get(workload)
        assert found.outcome is Outcome.FAILED
        assert found.reason is not None
        assert "index away" in found.reason.text

    async def test_it_can_be_stopped_meanwhile(self, driver: Driver) -> None:
        async def never(_db: Any, _who: Subject, _name: str) -> None:
            return None

        driver = driver.use(require_image=never)
        workload = await driver.submit()

        await driver.call(stop, driver.context, driver.who, workload)

        assert (await driver.get(workload)).outcome is Outcome.STOPPED


class TestRestarts:
    async def test_a_failure_is_followed_by_as_many_attempts_as_agreed(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit(restart=Restart(OnFailure.FAILURE, most=2))
        await driver.settle()
        for _ in range(3):
            await finish(driver, engine, workload, exit_code=1)

        found = await driver.get(workload)
        assert (found.outcome, found.attempt) == (Outcome.FAILED, 3)
        assert [attempt.ended_by for attempt in found.attempts] == [EndedBy.ITSELF] * 3
        assert engine.launches == [ref(workload, attempt=number) for number in (1, 2, 3)]

    async def test_a_lost_task_is_repeated_with_pauses_and_given_up_after_five(self, driver: Driver, clock: FixedClock) -> None:
        engine = ForgetsTask(clock)
        driver = driver.use(engine=engine)
        workload = await driver.submit()
        await driver.settle()
        for attempt in range(1, 7):
            engine.forget(ref(workload, attempt=attempt))
            driver.reconciler.note_hint(workload)
            await driver.settle()
            waiting = await driver.get(workload)
            assert waiting.state is (WorkloadState.QUEUED if attempt < 6 else WorkloadState.ENDED)
            clock.advance(20)
            await driver.settle()

        found = await driver.get(workload)
        assert (found.outcome, found.attempt) == (Outcome.LOST, 6)

    async def test_after_a_fault_it_waits_only_so_long_for_room(self, driver: Driver, clock: FixedClock) -> None:
        engine = ForgetsTask(clock, [make_node(cores=1)])
        driver = driver.use(engine=engine)
        await refresh_nodes(driver.context)
        workload = await driver.submit()
        await driver.settle()
        urgent = await driver.submit("urgent", priority=3)
        engine.forget(ref(workload))
        driver.reconciler.note_hint(workload)
        await driver.settle()
        assert (await driver.get(urgent)).state is WorkloadState.RUNNING

        clock.advance(1801)
        await driver.settle()

        found = await driver.get(workload)
        assert found.outcome is Outcome.LOST
        assert found.reason is not None
        assert found.reason.text == "After a fault of the platform it waited 30 minutes for room, and none came."

    async def test_at_its_run_limit_it_is_stopped_with_grace_and_goes_on(
        self, driver: Driver, engine: MemoryEngine, clock: FixedClock
    ) -> None:
        workload = await driver.submit(max_run_seconds=60, restart=Restart(continuations=1))
        await driver.settle()
        for _ in range(2):
            clock.advance(61)
            await driver.settle()

        found = await driver.get(workload)
        assert engine.tasks[ref(workload)].stops == [(30.0, "run_limit")]
        assert (found.outcome, found.ended_by, found.attempt) == (Outcome.STOPPED, EndedBy.RUN_LIMIT, 2)
        assert found.run_seconds == 122

    async def test_waiting_does_not_count_towards_the_run_limit(
        self, driver: Driver, engine: MemoryEngine, clock: FixedClock
    ) -> None:
        engine.reports = []
        async with driver.context.database.session() as db:
            for row in await db.scalars(select(WorkloadRow)):
                await db.delete(row)
        workload = await driver.submit(max_run_seconds=60)
        clock.advance(3600)
        await driver.settle()

        assert (await driver.get(workload)).state is WorkloadState.RUNNING


class TestPreemption:
    async def test_it_makes_room_and_comes_back(self, driver: Driver, clock: FixedClock) -> None:
        engine = MemoryEngine(clock, [make_node(cores=1)])
        driver = driver.use(engine=engine)
        await refresh_nodes(driver.context)
        low = await driver.submit("low", preemptible=True)
        await driver.settle()
        clock.advance(100)
        urgent = await driver.submit("urgent", priority=3)
        await driver.settle()
        assert (await driver.get(urgent)).state is WorkloadState.RUNNING
        waiting = await driver.get(low)
        assert (waiting.state, waiting.position) == (WorkloadState.QUEUED, 1)
        assert engine.tasks[ref(low)].stops == [(30.0, "preemption")]

        await finish(driver, engine, urgent)

        assert (await driver.get(low)).state is WorkloadState.RUNNING
        assert (await driver.get(low)).attempt == 2

    async def test_a_stop_during_pre_emption_is_the_users(self, driver: Driver, clock: FixedClock) -> None:
        engine = SlowToStop(clock, [make_node(cores=1)])
        driver = driver.use(engine=engine)
        await refresh_nodes(driver.context)
        low = await driver.submit("low", preemptible=True)
        await driver.settle()
        await driver.submit("urgent", priority=3)
        await driver.settle()
        assert (await driver.get(low)).state is WorkloadState.STOPPING

        await driver.call(stop, driver.context, driver.who, low)
        engine.finish(ref(low), ended_by=EndedBy.USER, exit_code=143)
        await driver.settle()

        assert (await driver.get(low)).outcome is Outcome.STOPPED


class TestKeys:
    async def test_they_are_renewed_before_they_run_out(self, driver: Driver, engine: MemoryEngine, clock: FixedClock) -> None:
        workload = await driver.submit()
        await driver.settle()
        clock.advance(17 * 3600)
        await driver.settle()
        before = engine.tasks[ref(workload)].keys
        clock.advance(2 * 3600)
        await driver.settle()
        after = engine.tasks[ref(workload)].keys

        assert before is not None
        assert after is not None
        assert (before.access, after.access) == ("TMP1", "TMP2")

    async def test_tasks_of_an_owner_who_was_disabled_go_on_without(
        self, driver: Driver, engine: MemoryEngine, clock: FixedClock
    ) -> None:
        workload = await driver.submit()
        await driver.settle()
        keys = driver.context.issue_keys
        assert isinstance(keys, FakeKeys)
        keys.barred.add("alice")
        clock.advance(20 * 3600)
        await driver.settle()

        assert (await driver.get(workload)).state is WorkloadState.RUNNING

    async def test_no_keys_are_renewed_where_there_are_none_any_more(
        self, driver: Driver, engine: MemoryEngine, clock: FixedClock
    ) -> None:
        workload = await driver.submit()
        await driver.settle()

        async def none(_who: Subject, _name: str) -> None:
            return None

        clock.advance(20 * 3600)
        await driver.use(issue_keys=none).settle()

        keys = engine.tasks[ref(workload)].keys
        assert keys is not None
        assert keys.access == "TMP1"


class TestSteps:
    async def test_each_step_is_told_once(self, driver: Driver, engine: MemoryEngine, told: list[Any]) -> None:
        workload = await driver.submit()
        await driver.settle()
        task = engine.tasks[ref(workload)]
        task.steps += [StepRecord(number, 5, Step.RUN, StepStatus.STARTED, "run") for number in (1, 2)]
        for _ in range(2):
            driver.reconciler.note_hint(workload)
            await driver.settle()

        steps = [event for event in told if isinstance(event, TaskStepped)]
        assert [(event.task, event.step, event.status, event.label) for event in steps] == [
            ("worker-0", "run", "started", "run")
        ] * 2


class TestReadiness:
    async def test_it_is_told_once_when_the_workload_runs_with_where_the_task_is(
        self, driver: Driver, engine: MemoryEngine, told: list[Any]
    ) -> None:
        workload = await driver.submit(tasks=(make_task(sockets=("http",)),))
        await driver.settle()
        assert (await driver.get(workload)).tasks[0].ready_at is None

        engine.become_ready(ref(workload), http="/run/1/http")
        for _ in range(2):
            driver.reconciler.note_hint(workload)
            await driver.settle()

        ready = [event for event in told if isinstance(event, TaskReady)]
        assert [(event.owner_id, event.task, event.attempt, event.sockets) for event in ready] == [
            ("job-1", "worker-0", 1, {"http": "/run/1/http"})
        ]
        assert ready[0].address == "node-1-worker-0"
        task = (await driver.get(workload)).tasks[0]
        assert task.ready_at is not None
        assert task.sockets == {"http": "/run/1/http"}

    async def test_it_comes_after_the_start_even_where_both_are_seen_at_once(
        self, driver: Driver, engine: MemoryEngine, told: list[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        launch = engine.launch

        async def ready_at_once(wanted: Launch) -> None:
            await launch(wanted)
            engine.become_ready(wanted.ref)

        monkeypatch.setattr(engine, "launch", ready_at_once)
        await driver.submit()
        await driver.settle()

        assert isinstance(told[-1], TaskReady)
        assert told[-2].new == WorkloadState.RUNNING

    async def test_one_that_has_ended_meanwhile_is_not_said_to_be_ready(
        self, driver: Driver, engine: MemoryEngine, told: list[Any]
    ) -> None:
        workload = await driver.submit()
        await driver.settle()
        engine.become_ready(ref(workload))
        await finish(driver, engine, workload, exit_code=1)

        assert not any(isinstance(event, TaskReady) for event in told)
        assert (await driver.get(workload)).outcome is Outcome.FAILED


class TestRemoval:
    async def test_directories_go_first_and_then_the_rows(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit(size=2, restart=Restart(OnFailure.FAILURE, most=1))
        await driver.settle()
        for _ in range(2):
            await finish(driver, engine, workload, exit_code=1)
        await driver.call(remove, driver.context, driver.who, workload)
        await driver.settle()

        assert engine.tasks == {}
        async with driver.context.database.read_session() as db:
            for table in (WorkloadRow, TaskRow, AttemptRow):
                assert await db.scalar(select(func.count()).select_from(table)) == 0

    async def test_what_ended_long_ago_is_removed_by_itself(
        self, driver: Driver, engine: MemoryEngine, clock: FixedClock
    ) -> None:
        engine.exits = 0
        await driver.submit()
        await driver.settle()
        assert await sweep(driver.context) == 0

        clock.advance(31 * 86_400)
        assert await sweep(driver.context) == 1
        await driver.settle()

        assert engine.tasks == {}


class TestNodes:
    async def test_a_node_that_is_not_reported_any_more_gets_nothing(
        self, driver: Driver, engine: MemoryEngine, clock: FixedClock
    ) -> None:
        clock.advance(300)
        async with driver.context.database.session() as db:
            await note_nodes(db, driver.context, [make_node("node-2", cores=1)])
        first, second = await driver.submit("a"), await driver.submit("b")
        await driver.settle()

        states = [(await driver.get(one)).tasks[0].node for one in (first,)]
        assert states == ["node-2"]
        reason = (await driver.get(second)).wait_reason
        assert reason is not None
        assert "largest free block is 0" in reason.text

    async def test_a_node_that_is_gone_is_forgotten_after_a_day(self, driver: Driver, clock: FixedClock) -> None:
        clock.advance(2 * 86_400)
        async with driver.context.database.session() as db:
            await note_nodes(db, driver.context, [])

        async with driver.context.database.read_session() as db:
            assert await db.scalar(select(func.count()).select_from(NodeRow)) == 0

    async def test_a_node_with_a_problem_gets_nothing(self, driver: Driver, engine: MemoryEngine) -> None:
        engine.reports = [replace(engine.reports[0], problem="no sandbox")]
        await refresh_nodes(driver.context)
        workload = await driver.submit()
        await driver.settle()

        found = await driver.get(workload)
        assert found.wait_reason is not None
        assert found.wait_reason.text == "Pool public has no node that can run tasks now."


class TestTwoProcesses:
    async def test_they_share_the_work_and_start_everything_once(
        self, driver: Driver, engine: MemoryEngine, database: Database, clock: FixedClock
    ) -> None:
        engine.exits = 0
        engine.reports = [make_node(cores=4)]
        ids = [await driver.submit(f"job-{number}") for number in range(12)]
        other = Database(database.url.render_as_string(hide_password=False), clock=clock)
        twin = Driver(make_context(other, clock, engine=engine, issue_keys=driver.context.issue_keys), driver.who)
        try:
            for _ in range(30):
                await asyncio.gather(driver.admit(), twin.admit())
                await asyncio.gather(driver.runner.run_due(3), twin.runner.run_due(3))
        finally:
            await other.close()

        assert sorted(one.workload_id for one in engine.launches) == sorted(ids)
        assert [(await driver.get(one)).outcome for one in ids] == [Outcome.SUCCEEDED] * 12

    async def test_no_node_is_ever_given_more_than_it_has(
        self, driver: Driver, engine: MemoryEngine, database: Database, clock: FixedClock
    ) -> None:
        for number in range(10):
            await driver.submit(f"job-{number}")
        other = Database(database.url.render_as_string(hide_password=False), clock=clock)
        twin = Driver(make_context(other, clock, engine=engine), driver.who)
        try:
            await asyncio.gather(*(one.admit() for one in (driver, twin) * 3))
        finally:
            await other.close()

        async with database.read_session() as db:
            assert await db.scalar(select(func.count()).select_from(TaskRow).where(TaskRow.holds)) == 4


class TestRunning:
    async def test_the_loops_of_a_process_take_a_workload_to_its_end(self, database: Database, clock: FixedClock) -> None:
        engine = MemoryEngine(clock, exits=0)
        box = {"loops": Loops()}
        context = make_context(
            database,
            clock,
            engine=engine,
            wake_admission=lambda: box["loops"].wake("compute.admission"),
            wake_workloads=lambda: box["loops"].wake("compute.workloads"),
        )
        await refresh_nodes(context)
        box["loops"] = Loops(runners(context))
        box["loops"].start()
        driver = Driver(context, make_subject())
        workload = await driver.submit()
        for _ in range(500):
            if (await driver.get(workload)).state is WorkloadState.ENDED:
                break
            await asyncio.sleep(0.02)
        await box["loops"].drain()

        assert (await driver.get(workload)).outcome is Outcome.SUCCEEDED

    async def test_a_pass_by_hand_says_how_many_start(self, driver: Driver) -> None:
        await driver.submit("a")

        assert await run_admission(driver.context) == 1
        assert await run_admission(driver.context) == 0
