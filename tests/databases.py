"""Databases for tests: copies of a template, on SQLite or on a PostgreSQL server of our own."""

import asyncio
import os
import secrets
import shutil
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from modelyard.core.db import Base, Database
from modelyard.server import tables


class MakesDatabases(Protocol):
    """Makes empty databases with all tables."""

    async def make(self) -> str:
        """Return the URL of a new one."""
        ...

    async def drop(self, url: str) -> None:
        """Remove one that nobody is connected to any more."""
        ...


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

    async def drop(self, url: str) -> None:
        for file in self._folder.glob(f"{Path(url).name}*"):
            file.unlink()


class PostgreSQLServer:
    """A real server of our own, reached over a socket in a folder."""

    def __init__(self, folder: Path) -> None:
        # The package insists on a runtime directory when it is imported.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pgserver  # noqa: PLC0415 - only where PostgreSQL was asked for

        self._server = pgserver.get_server(folder / "pg", cleanup_mode="stop")
        self._uri = str(self._server.get_uri())

    def stop(self) -> None:
        """Stop the server; its folder may go then."""
        self._server.cleanup()

    async def create(self, template: str | None = None, *, name: str = "") -> str:
        """Make a database, empty or as a template is, and return its URL."""
        name = name or f"test_{secrets.token_hex(8)}"
        await self._tell(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return self._uri.replace("/postgres?", f"/{name}?")

    async def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        name = url.rpartition("?")[0].rpartition("/")[2]
        await self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    async def _tell(self, statement: str) -> None:
        engine = create_async_engine(self._uri.replace("postgresql://", "postgresql+asyncpg://"), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()


class PostgreSQLTemplate:
    """Lets the server copy a database that has all tables."""

    def __init__(self, server: PostgreSQLServer) -> None:
        self._server = server
        asyncio.run(self._create_template())

    async def _create_template(self) -> None:
        await create_tables(await self._server.create(name="template_modelyard"))

    async def make(self) -> str:
        return await self._server.create("template_modelyard")

    async def drop(self, url: str) -> None:
        await self._server.drop(url)


async def create_tables(url: str) -> None:
    """Create all tables of the product without the migrations; a test shows that these make the same."""
    assert tables.METADATA is Base.metadata
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await database.close()
