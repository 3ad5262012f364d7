"""Migrations make the tables that the models want, on either database."""

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from modelyard.core.db import Base, Database
from modelyard.server.errors import DatabaseIsNewer
from modelyard.server.migrations import schema


@pytest.fixture
async def empty(database: Database) -> Database:
    """A database without tables."""
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
    return database


class TestBringUpToDate:
    async def test_the_steps_make_what_the_models_want(self, empty: Database) -> None:
        async with empty.engine.begin() as connection:
            await connection.run_sync(schema.run, "upgrade", "head")

        async with empty.engine.begin() as connection:
            assert await connection.run_sync(differences) == []
        assert await schema.current_revision(empty) == schema.newest_revision()

    async def test_an_empty_database_gets_them_without_the_steps(self, empty: Database) -> None:
        await schema.bring_up_to_date(empty)

        async with empty.engine.begin() as connection:
            assert await connection.run_sync(differences) == []
            await connection.run_sync(schema.run, "upgrade", "head")

    async def test_the_way_down_leaves_no_table(self, empty: Database) -> None:
        await schema.bring_up_to_date(empty)

        async with empty.engine.begin() as connection:
            await connection.run_sync(schema.run, "downgrade", "base")

        async with empty.engine.begin() as connection:
            assert await connection.run_sync(table_names) == ["alembic_version"]

    async def test_a_second_time_changes_nothing(self, empty: Database) -> None:
        await schema.bring_up_to_date(empty)

        await schema.bring_up_to_date(empty)

        assert await schema.current_revision(empty) == schema.newest_revision()

    async def test_two_at_once_do_not_disturb_each_other(self, empty: Database) -> None:
        other = Database(empty.url.render_as_string(hide_password=False))

        await asyncio.gather(schema.bring_up_to_date(empty), schema.bring_up_to_date(other))

        assert await schema.current_revision(empty) == schema.newest_revision()
        await other.close()

    async def test_a_database_of_a_newer_version_is_left_alone(self, empty: Database) -> None:
        await schema.bring_up_to_date(empty)
        async with empty.engine.begin() as connection:
            await connection.run_sync(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))

        with pytest.raises(DatabaseIsNewer):
            await schema.bring_up_to_date(empty)

        assert await schema.current_revision(empty) == "9999"


class TestKnownRevisions:
    async def test_file_names_tell_what_alembic_reads(self, empty: Database) -> None:
        async with empty.engine.begin() as connection:
            heads = await connection.run_sync(lambda c: ScriptDirectory.from_config(schema.configuration(c)).get_heads())

        assert heads == [schema.newest_revision()]


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata))


def table_names(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()
