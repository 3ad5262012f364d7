"""Transactions, column types and after-commit hooks, on either database."""

import asyncio
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, func, select

from modelyard.core.db import Database, after_commit, insert_many, read_tuples, take_turn
from modelyard.core.events import EventRow
from modelyard.core.ids import new_id
from modelyard.datasets.models.datasets import DatasetNumberRow

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone.utc)


def make_event(event_id: str | None = None) -> EventRow:
    return EventRow(
        id=event_id or new_id(),
        at=AT,
        name="test",
        resource_type="thing",
        resource_id="1",
        domain_id="d",
        user_id="u",
        user_name="n",
        params={"key": ["value", 1, None]},
    )


async def count_events(database: Database) -> int:
    async with database.read_session() as db:
        return await db.scalar(select(func.count()).select_from(EventRow)) or 0


class TestSession:
    async def test_what_was_written_is_there_after_the_block(self, database: Database) -> None:
        async with database.session() as db:
            db.add(make_event("a"))

        async with database.read_session() as db:
            row = (await db.scalars(select(EventRow))).one()
        assert (row.at, row.params) == (AT, {"key": ["value", 1, None]})

    async def test_an_error_in_the_block_undoes_everything(self, database: Database) -> None:
        with pytest.raises(RuntimeError):
            async with database.session() as db:
                db.add(make_event())
                await db.flush()
                raise RuntimeError

        assert await count_events(database) == 0

    async def test_many_writers_at_once_all_succeed(self, database: Database) -> None:
        async def write() -> None:
            async with database.session() as db:
                count = await db.scalar(select(func.count()).select_from(EventRow))
                assert count is not None
                db.add(make_event())

        await asyncio.gather(*(write() for _ in range(50)))

        assert await count_events(database) == 50

    async def test_readers_do_not_wait_for_a_writer(self, database: Database) -> None:
        async with database.session() as db:
            db.add(make_event())
            await db.flush()

            assert await asyncio.wait_for(count_events(database), timeout=5) == 0

    async def test_a_reading_session_refuses_to_write(self, database: Database) -> None:
        async with database.read_session() as db:
            db.add(make_event())
            assert await db.scalar(select(func.count()).select_from(EventRow)) == 0
            with pytest.raises(AssertionError):
                await db.flush()
        async with database.read_session() as db:
            with pytest.raises(AssertionError):
                await db.execute(delete(EventRow))
        assert await count_events(database) == 0

    async def test_hooks_run_after_the_commit(self, database: Database) -> None:
        ran: list[str] = []
        async with database.session() as db:
            after_commit(db, lambda: ran.append("hook"))
            assert ran == []

        assert ran == ["hook"]

    async def test_hooks_do_not_run_when_the_transaction_fails(self, database: Database) -> None:
        ran: list[str] = []
        with pytest.raises(RuntimeError):
            async with database.session() as db:
                after_commit(db, lambda: ran.append("hook"))
                raise RuntimeError

        assert ran == []


class TestUTCDateTime:
    async def test_moments_before_the_epoch_and_far_ahead_survive(self, database: Database) -> None:
        moments = [datetime(1, 1, 1, tzinfo=timezone.utc), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone.utc)]
        async with database.session() as db:
            for moment in moments:
                row = make_event()
                row.at = moment
                db.add(row)

        async with database.read_session() as db:
            stored = (await db.scalars(select(EventRow.at).order_by(EventRow.at))).all()
        assert list(stored) == moments

    async def test_other_zones_are_stored_as_the_same_moment(self, database: Database) -> None:
        row = make_event("z")
        row.at = AT.astimezone(timezone(timedelta(hours=8)))
        async with database.session() as db:
            db.add(row)

        async with database.read_session() as db:
            assert await db.scalar(select(EventRow.at).where(EventRow.at == AT)) == AT


class TestUrl:
    def test_an_unknown_database_is_refused(self) -> None:
        with pytest.raises(ValueError, match="mysql"):
            Database("mysql://localhost/x")


class TestTurns:
    async def test_one_session_at_a_time_has_its_turn(self, database: Database) -> None:
        seen: list[str] = []

        async def work(name: str) -> None:
            async with database.session() as db:
                await take_turn(db, "test")
                seen.append(f"{name} begins")
                await asyncio.sleep(0.01)
                seen.append(f"{name} ends")

        await asyncio.gather(*(work(name) for name in "abc"))

        for begins, ends in zip(seen[::2], seen[1::2], strict=True):
            assert begins.removesuffix(" begins") == ends.removesuffix(" ends")


class TestInsertMany:
    async def test_rows_are_part_of_the_transaction(self, database: Database) -> None:
        rows = [{"id": number, "next": number} for number in range(1000)]

        async def fail() -> None:
            async with database.session() as db:
                await insert_many(db, DatasetNumberRow, rows)
                raise ValueError

        with pytest.raises(ValueError):
            await fail()
        async with database.session() as db:
            await insert_many(db, DatasetNumberRow, [])
            assert await db.scalar(select(func.count()).select_from(DatasetNumberRow)) == 0
            await insert_many(db, DatasetNumberRow, rows)
            assert await db.scalar(select(func.count()).select_from(DatasetNumberRow)) == 1000


class TestReadTuples:
    async def test_rows_are_those_of_the_transaction(self, database: Database) -> None:
        question = select(DatasetNumberRow.id, DatasetNumberRow.next).where(DatasetNumberRow.next > 1)
        async with database.session() as db:
            await insert_many(db, DatasetNumberRow, [{"id": number, "next": number} for number in range(4)])

            rows = await read_tuples(db, question.order_by(DatasetNumberRow.id))
            nothing = await read_tuples(db, question.where(DatasetNumberRow.id > 9))

        assert [tuple(row) for row in rows] == [(2, 2), (3, 3)]
        assert nothing == []
