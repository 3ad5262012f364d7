"""Reconcilers: what is due, leases, stale results, crashes, two processes, giving up."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.loops import LONGEST_BACKOFF, Loops, OnDemand, Periodic, Reconciled, Reconciler, ReconcilerRunner, backoff


class OwnBase(DeclarativeBase):
    """Keeps the table of these tests out of the product's."""


class ThingRow(Reconciled, OwnBase):
    """A thing that wants to be built once."""

    __tablename__ = "test_things"


class CrashError(BaseException):
    """The process is gone: nothing that catches Exception may see it."""


@dataclass
class World:
    """What exists outside: how often each thing was built, and what goes wrong."""

    built: dict[str, int] = field(default_factory=dict)
    fails: bool = False
    crashes_after_build: bool = False
    slow: asyncio.Event | None = None


class Builder(Reconciler[ThingRow, str, bool]):
    name = "test.things"
    row_type = ThingRow
    lease = timedelta(seconds=60)
    max_attempts = 3

    def __init__(self, world: World) -> None:
        self.world = world
        self.applied: list[str] = []

    def snapshot(self, row: ThingRow) -> str:
        return row.id

    async def act(self, item: str) -> bool:
        if self.world.slow is not None:
            await self.world.slow.wait()
        if self.world.fails:
            raise ConnectionError("the cluster is away")
        self.world.built[item] = self.world.built.get(item, 0) + 1
        if self.world.crashes_after_build:
            raise CrashError
        return True

    async def apply(self, db: AsyncSession, row: ThingRow, report: bool, now: datetime) -> None:
        self.applied.append(row.id)
        row.due_at = None


@pytest.fixture
async def things(database: Database) -> Database:
    """The database with the table of this test."""
    async with database.engine.begin() as connection:
        await connection.run_sync(OwnBase.metadata.create_all)
    return database


async def add(database: Database, *due: tuple[str, datetime]) -> None:
    async with database.session() as db:
        db.add_all(ThingRow(id=thing_id, due_at=due_at) for thing_id, due_at in due)


async def read(database: Database, thing_id: str) -> ThingRow:
    async with database.read_session() as db:
        return (await db.scalars(select(ThingRow).where(ThingRow.id == thing_id))).one()


class TestClaim:
    async def test_takes_what_is_due_in_order(self, things: Database, clock: FixedClock) -> None:
        now = clock.now()
        await add(things, ("late", now - timedelta(1)), ("later", now), ("future", now + timedelta(seconds=1)))
        runner = ReconcilerRunner(things, Builder(World()), clock)

        assert [claim.row_id for claim in await runner.claim(10)] == ["late", "later"]

    async def test_leaves_what_is_leased(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        runner = ReconcilerRunner(things, Builder(World()), clock)
        await runner.claim(10)

        assert await runner.claim(10) == []

    async def test_takes_over_when_a_lease_ran_out(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        runner = ReconcilerRunner(things, Builder(World()), clock)
        await runner.claim(10)
        clock.advance(61)

        assert len(await runner.claim(10)) == 1

    async def test_two_processes_never_claim_the_same_row(self, things: Database, clock: FixedClock) -> None:
        await add(things, *((f"{number:03}", clock.now()) for number in range(60)))
        other = Database(things.url.render_as_string(hide_password=False))
        runners = [ReconcilerRunner(base, Builder(World()), clock) for base in (things, other)]

        batches = await asyncio.gather(*(runner.claim(10) for runner in runners * 4))

        await other.close()
        claimed = [claim.row_id for batch in batches for claim in batch]
        assert len(claimed) == len(set(claimed))
        assert len(claimed) >= 40


class TestHandle:
    async def test_acts_applies_and_frees_the_row(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        builder = Builder(World())

        assert await ReconcilerRunner(things, builder, clock).run_due() == 1

        row = await read(things, "a")
        assert (builder.world.built, row.lease_token, row.due_at) == ({"a": 1}, None, None)

    async def test_a_stale_result_is_dropped(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        slow, quick = Builder(World()), Builder(World())
        stale = (await ReconcilerRunner(things, slow, clock).claim(1))[0]
        clock.advance(61)
        await ReconcilerRunner(things, quick, clock).run_due()

        await ReconcilerRunner(things, slow, clock).handle(stale)

        assert (slow.applied, quick.applied) == ([], ["a"])

    async def test_a_row_deleted_meanwhile_is_no_error(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        builder = Builder(World())
        runner = ReconcilerRunner(things, builder, clock)
        claim = (await runner.claim(1))[0]
        async with things.session() as db:
            await db.execute(text("DELETE FROM test_things"))

        await runner.handle(claim)

        assert builder.applied == []

    async def test_a_crash_between_act_and_apply_repeats_the_step(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        world = World(crashes_after_build=True)
        with pytest.raises(CrashError):
            await ReconcilerRunner(things, Builder(world), clock).run_due()
        world.crashes_after_build = False
        clock.advance(61)
        builder = Builder(world)

        await ReconcilerRunner(things, builder, clock).run_due()

        assert (builder.applied, world.built) == (["a"], {"a": 2})

    async def test_a_failure_is_written_on_the_row_and_tried_again_later(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        runner = ReconcilerRunner(things, Builder(World(fails=True)), clock)

        await runner.run_due()

        row = await read(things, "a")
        assert (row.attempts, row.last_error) == (1, "ConnectionError: the cluster is away")
        assert row.due_at is not None
        assert clock.now() < row.due_at <= clock.now() + timedelta(seconds=1)
        assert await runner.run_due() == 0

    async def test_gives_up_visibly_after_the_last_attempt(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        runner = ReconcilerRunner(things, Builder(World(fails=True)), clock)

        for _ in range(3):
            await runner.run_due()
            clock.advance(600)

        row = await read(things, "a")
        assert (row.due_at, row.attempts) == (None, 3)
        assert row.last_error is not None

    async def test_success_forgets_earlier_failures(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        world = World(fails=True)
        runner = ReconcilerRunner(things, Builder(world), clock)
        await runner.run_due()
        world.fails = False
        clock.advance(600)

        await runner.run_due()

        row = await read(things, "a")
        assert (row.attempts, row.last_error) == (0, None)

    async def test_the_lease_is_renewed_while_a_step_takes_long(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        world = World(slow=asyncio.Event())
        builder = Builder(world)
        runner = ReconcilerRunner(things, builder, clock, renew_every=timedelta(seconds=0.01))
        claim = (await runner.claim(1))[0]
        clock.advance(30)

        step = asyncio.create_task(runner.handle(claim))
        for _ in range(500):
            row = await read(things, "a")
            if row.leased_until == clock.now() + timedelta(seconds=60):
                break
            await asyncio.sleep(0.01)
        assert world.slow is not None
        world.slow.set()
        await step

        assert row.leased_until == clock.now() + timedelta(seconds=60)
        assert builder.applied == ["a"]


async def until_leased(database: Database) -> None:
    """Wait until a loop has claimed the row `a`."""
    for _ in range(500):
        if (await read(database, "a")).lease_token is not None:
            return
        await asyncio.sleep(0.01)
    pytest.fail("nobody claimed the row")


class TestRun:
    async def test_handles_rows_until_stopped(self, things: Database, clock: FixedClock) -> None:
        await add(things, *((str(number), clock.now()) for number in range(20)))
        builder = Builder(World())
        loops = Loops([ReconcilerRunner(things, builder, clock)])
        loops.start()
        for _ in range(500):
            if len(builder.applied) == 20:
                break
            await asyncio.sleep(0.01)

        await loops.drain()

        assert sorted(builder.applied) == sorted(str(number) for number in range(20))
        assert set(builder.world.built.values()) == {1}

    async def test_waking_finds_a_row_before_the_next_tick(self, things: Database, clock: FixedClock) -> None:
        class Sleepy(Builder):
            idle = timedelta(hours=1)

        builder = Sleepy(World())
        loops = Loops([ReconcilerRunner(things, builder, clock)])
        loops.start()
        await add(things, ("a", clock.now()))
        for _ in range(500):
            loops.wake("test.things")
            if builder.applied:
                break
            await asyncio.sleep(0.01)

        await loops.drain()

        assert builder.applied == ["a"]

    async def test_draining_waits_for_a_running_step(self, things: Database, clock: FixedClock) -> None:
        world = World(slow=asyncio.Event())
        builder = Builder(world)
        await add(things, ("a", clock.now()))
        loops = Loops([ReconcilerRunner(things, builder, clock)])
        loops.start()
        await until_leased(things)

        drained = asyncio.create_task(loops.drain())
        await asyncio.sleep(0)
        assert world.slow is not None
        world.slow.set()
        await drained

        assert builder.applied == ["a"]

    async def test_a_step_that_does_not_end_is_left_to_its_lease(self, things: Database, clock: FixedClock) -> None:
        await add(things, ("a", clock.now()))
        loops = Loops([ReconcilerRunner(things, Builder(World(slow=asyncio.Event())), clock)])
        loops.start()
        await until_leased(things)

        await loops.drain(timeout=timedelta(seconds=0.05))

        assert (await read(things, "a")).lease_token is not None


class TestPeriodic:
    async def test_a_failing_turn_does_not_end_the_loop(self) -> None:
        turns: list[int] = []
        stop = asyncio.Event()

        async def work() -> None:
            turns.append(1)
            if len(turns) == 1:
                raise RuntimeError
            stop.set()

        await Periodic("test.periodic", timedelta(seconds=0.001), work).run(stop)

        assert len(turns) == 2


class TestOnDemand:
    async def test_it_works_when_asked_and_once_more_when_asked_meanwhile(self) -> None:
        turns: list[int] = []
        stop = asyncio.Event()

        async def work() -> None:
            turns.append(len(turns))
            if len(turns) == 1:
                loop.wake()
            else:
                stop.set()

        loop = OnDemand("demand", timedelta(hours=1), work)
        loops = Loops([loop])
        loops.wake("demand")

        await asyncio.wait_for(loop.run(stop), 10)

        assert turns == [0, 1]

    async def test_a_failure_is_outlived(self) -> None:
        turns: list[int] = []
        stop = asyncio.Event()

        async def work() -> None:
            turns.append(len(turns))
            if len(turns) > 1:
                stop.set()
                return
            raise ValueError("once")

        loop = OnDemand("demand", timedelta(milliseconds=1), work)
        await asyncio.wait_for(loop.run(stop), 10)

        assert turns == [0, 1]

    async def test_after_long_work_it_rests(self) -> None:
        turns: list[int] = []
        stop = asyncio.Event()

        async def work() -> None:
            turns.append(len(turns))
            await asyncio.sleep(0.03)
            if len(turns) == 2:
                stop.set()

        loop = OnDemand("demand", timedelta(milliseconds=1), work)
        await asyncio.wait_for(loop.run(stop), 10)

        assert turns == [0, 1]


class TestBackoff:
    @pytest.mark.parametrize(("attempts", "longest"), [(1, 1), (2, 2), (5, 16), (50, LONGEST_BACKOFF.total_seconds())])
    def test_doubles_up_to_the_longest(self, attempts: int, longest: float) -> None:
        assert 0.8 * longest <= backoff(attempts).total_seconds() <= longest
