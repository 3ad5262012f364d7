"""SQLite on the thread of the event loop: the statements of a request take microseconds, a hop to a thread takes longer.

A signed GET with three short reads made 26 such hops with a threaded driver and spent most of its time between threads.
The price: a long statement stops the loop, so bulk work is cut into short transactions. See decisions/0005.
"""

import sqlite3
from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL


class InlineCursor(sqlite3.Cursor):
    """A cursor with the one method more that the asynchronous engine asks for."""

    async def _async_soft_close(self) -> None:
        """Leave nothing open between the database and the driver; there is nothing between them."""


class InlineConnection(sqlite3.Connection):
    """A connection whose cursors the asynchronous engine can use."""

    def cursor(self, factory: Any = InlineCursor) -> Any:
        """Return a new cursor."""
        return super().cursor(factory)


class InlineSQLiteDialect(SQLiteDialect_pysqlite):
    """The standard driver under the asynchronous engine, without a thread between them."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003 - the engine passes it
        """Return the pool whose waiting for a free connection does not block the loop."""
        return AsyncAdaptedQueuePool

    def get_driver_connection(self, connection: Any) -> Any:
        """Return the connection itself; there is no adapter around it."""
        return connection


registry.register("sqlite.inline", __name__, InlineSQLiteDialect.__name__)
