"""Fixtures for every test: a database of its own on SQLite, or on PostgreSQL with MODELYARD_TEST_DATABASE=postgresql."""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from modelyard.core.clock import FixedClock
from modelyard.core.db import Base, Database
from modelyard.server import tables
from modelyard.server.testing import ThrowawayPlatform

ON_POSTGRESQL = os.environ.get("MODELYARD_TEST_DATABASE", "sqlite") == "postgresql"


class MakesDatabases(Protocol):
    """Makes an empty database with all tables and returns its URL."""

    async def make(self) -> str: ...


class SQLiteTemplate:
    """Copies a file that has all tables."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        asyncio.run(create_tables(f"sqlite:///{self._template}"))

    async def make(self) -> str:
        copy = self._folder / f"{secrets.token_hex(8)}.db"
        shutil.copyfile(self._template, copy)
        return f"sqlite:///{copy}"


class PostgreSQLTemplate:
    """Lets a real server copy a database that has all tables."""

    def __init__(self, folder: Path) -> None:
        # The package insists on a runtime directory when it is imported.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pgserver  # noqa: PLC0415 - only where PostgreSQL was asked for

        self._server = pgserver.get_server(folder / "pg", cleanup_mode="stop")
        self._admin = self._server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
        asyncio.run(self._create("template_modelyard", None))
        asyncio.run(create_tables(self._url("template_modelyard")))

    async def make(self) -> str:
        name = f"test_{secrets.token_hex(8)}"
        await self._create(name, "template_modelyard")
        return self._url(name)

    def _url(self, name: str) -> str:
        return str(self._server.get_uri()).replace("/postgres?", f"/{name}?")

    async def _create(self, name: str, template: str | None) -> None:
        engine = create_async_engine(self._admin, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
        await engine.dispose()


async def create_tables(url: str) -> None:
    """Create all tables of the product without the migrations; a test shows that these make the same."""
    assert tables.METADATA is Base.metadata
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await database.close()


@pytest.fixture(scope="session")
def makes_databases(tmp_path_factory: pytest.TempPathFactory) -> MakesDatabases:
    folder = tmp_path_factory.mktemp("databases")
    return PostgreSQLTemplate(folder) if ON_POSTGRESQL else SQLiteTemplate(folder)


@pytest.fixture
async def database(makes_databases: MakesDatabases, clock: FixedClock) -> AsyncIterator[Database]:
    """An empty database of this test's own, whose clock stands still."""
    database = Database(await makes_databases.make(), clock=clock)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still."""
    return FixedClock()


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThrowawayPlatform]:
    """A running platform that all tests of this process share: give your things names of their own."""
    with ThrowawayPlatform(tmp_path_factory.mktemp("platform") / "home") as running:
        yield running
