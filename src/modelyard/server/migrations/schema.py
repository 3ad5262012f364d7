"""Bring the tables of a database up to date."""

import logging
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, inspect, text

from modelyard.core.db import Database, UTCDateTime, lock_schema
from modelyard.server.errors import DatabaseIsNewer, DatabaseIsOlder

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent


def known_revisions() -> list[str]:
    """Return the revisions that this version has, oldest first. File names say it, so that Alembic is not needed."""
    return sorted(file.name.split("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def newest_revision() -> str:
    """Return the revision that the models of this version want."""
    return known_revisions()[-1]


async def current_revision(database: Database) -> str | None:
    """Return the revision of a database, None when it has no tables yet."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_current)


def check_revision(found: str) -> None:
    """Return if a database with tables has those that this version wants. Raises DatabaseIsNewer, DatabaseIsOlder."""
    if found not in known_revisions():
        raise DatabaseIsNewer(found=found, newest=newest_revision())
    if found != newest_revision():
        raise DatabaseIsOlder(found=found, newest=newest_revision())


async def bring_up_to_date(database: Database) -> None:
    """Apply the missing steps, all in one transaction and under a lock; usually there is nothing to do.

    Raises DatabaseIsNewer when a newer version has changed the database; nothing is changed then.
    """
    if await current_revision(database) == newest_revision():
        return
    async with database.engine.begin() as connection:
        await lock_schema(connection)
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    # Read again: another process may have done the work while this one waited for the lock.
    found = _current(connection)
    if found == newest_revision():
        return
    if found is not None and found not in known_revisions():
        raise DatabaseIsNewer(found=found, newest=newest_revision())
    if found is None and not inspect(connection).get_table_names():
        _create(connection)
        return
    log.info("schema.upgrade", extra={"from_revision": found, "to_revision": newest_revision()})
    run(connection, "upgrade", "head")


def _create(connection: Connection) -> None:
    """Make all tables of an empty database as the models want them, which a test shows to be what the steps make.

    This spares every first start the import of Alembic and all steps of the past.
    """
    # The models of all capabilities; who only asks for a revision does not need them.
    from modelyard.server.tables import METADATA  # noqa: PLC0415

    METADATA.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest_revision()})


def run(connection: Connection, command: str, *arguments: Any, **options: Any) -> None:
    """Run an Alembic command on a connection."""
    # A start that finds nothing to do, which is nearly every one, need not wait for this import.
    from alembic import command as commands  # noqa: PLC0415

    getattr(commands, command)(configuration(connection), *arguments, **options)


def configuration(connection: Connection) -> Any:
    """Return the configuration of Alembic for a connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def render_item(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Write our own column type as what it is in the database: migrations must not change when our code does."""
    return "sa.BigInteger()" if kind == "type" and isinstance(value, UTCDateTime) else False
