"""Rows of other databases: one SELECT, read only, in one stream, over a connection that was looked at before it was made."""

import contextlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Inspector,
    Integer,
    Select,
    String,
    column,
    inspect,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncResult, create_async_engine
from sqlalchemy.pool import NullPool

from modelyard.datasets.errors.stores import DriverMissing, OtherStoreRefused, OtherStoreUnavailable
from modelyard.datasets.rules.stores import Address

_DRIVERS = {"postgresql": "asyncpg", "mysql": "aiomysql", "mariadb": "aiomysql"}
_SHOWN = 200
_CONNECT_SECONDS = 15


@dataclass(frozen=True)
class Wanted:
    """What to read. Either a table, with or without its schema, or a query. key: of which rows are in order.

    after, same: the last key that was read and how many rows with it; row: how many rows were read, where there is no key.
    """

    table: str = ""
    query: str = ""
    key: str = ""
    after: Any = None
    same: int = 0
    row: int = 0


class SqlRows:
    """Rows of one query. Nothing is written by it: the transaction is read only, and ends without a commit."""

    def __init__(self, address: Address, connect_to: str, options: Mapping[str, Any]) -> None:
        self._address, self._options = address, options
        self._engine = self._made(connect_to)
        self._connection: AsyncConnection | None = None
        self._rows: AsyncResult[Any] | None = None
        self.key = ""

    async def start(self, wanted: Wanted) -> None:
        """Ask. A table without a key is read by its primary key, if that is one column. Raises OtherStore..."""
        with self._told():
            self._connection = await self._engine.connect()
            if self._address.scheme == "postgresql":
                await self._connection.execute(text("SET TRANSACTION READ ONLY"))
            self.key = wanted.key or await self._primary_key(wanted)
            self._rows = await self._connection.stream(_select(wanted, self.key), execution_options={"yield_per": 500})

    async def next(self, limit: int) -> list[dict[str, Any]]:
        """Return the next rows by the names of their columns; fewer than `limit` at the end."""
        assert self._rows is not None
        with self._told():
            return [dict(each) for each in await self._rows.mappings().fetchmany(limit)]

    async def close(self) -> None:
        """Let go of the connection."""
        with contextlib.suppress(SQLAlchemyError, OSError):
            if self._connection is not None:
                await self._connection.close()
            await self._engine.dispose()

    async def _primary_key(self, wanted: Wanted) -> str:
        if not wanted.table:
            return ""
        assert self._connection is not None
        schema, _, name = wanted.table.rpartition(".")
        return await self._connection.run_sync(lambda each: _primary_key(inspect(each), name, schema or None))

    def _made(self, connect_to: str) -> AsyncEngine:
        driver, address = _DRIVERS[self._address.scheme], self._address
        arguments: dict[str, Any] = {"init_command": "SET SESSION TRANSACTION READ ONLY", "connect_timeout": _CONNECT_SECONDS}
        if address.scheme == "postgresql":
            arguments = {"timeout": _CONNECT_SECONDS, "ssl": self._options.get("sslmode") or "prefer"}
            if arguments["ssl"] == "verify-full":  # the certificate is of the name
                connect_to, arguments["ssl"] = address.host, ssl.create_default_context()
        url = URL.create(
            f"{address.scheme}+{driver}",
            username=address.user or None,
            password=address.password or None,
            host=connect_to,
            port=address.port,
            database=address.path or None,
        )
        try:
            return create_async_engine(url, poolclass=NullPool, connect_args=arguments)
        except ImportError as error:
            raise DriverMissing(source=address.scheme, package=driver, extra="mysql") from error

    @contextlib.contextmanager
    def _told(self) -> Any:
        """Say what went wrong without anything that the driver may have put beside it: statements, parameters, passwords."""
        store = self._address.place
        try:
            yield
        except DBAPIError as error:
            said = str(error.orig).replace("\n", " ").partition(": ")
            problem = (said[2] if said[0].startswith("<class") else "".join(said))[:_SHOWN]
            kind = OtherStoreUnavailable if error.connection_invalidated else OtherStoreRefused
            raise kind(store=store, problem=_without(problem, self._address.password)) from None
        except SQLAlchemyError as error:
            raise OtherStoreRefused(store=store, problem=_without(str(error)[:_SHOWN], self._address.password)) from None
        except (OSError, TimeoutError) as error:
            raise OtherStoreUnavailable(store=store, problem=type(error).__name__) from None
        except Exception as error:  # noqa: BLE001 - drivers raise their own while they connect: a wrong password, no database
            problem = _without(str(error).replace("\n", " ")[:_SHOWN], self._address.password)
            raise OtherStoreRefused(store=store, problem=problem or type(error).__name__) from None


def _primary_key(there: Inspector, name: str, schema: str | None) -> str:
    """Return the primary key of a table, if it is one column of whole numbers or text; else nothing."""
    columns = there.get_pk_constraint(name, schema=schema).get("constrained_columns") or []
    kinds = {each["name"]: each["type"] for each in there.get_columns(name, schema=schema)}
    return columns[0] if len(columns) == 1 and isinstance(kinds[columns[0]], Integer | String) else ""


def _without(problem: str, password: str) -> str:
    return problem.replace(password, "***") if password else problem


def _select(wanted: Wanted, key: str) -> Select[Any]:
    """Return the one statement. Names are quoted by the dialect; a query is read as a table, so it can be nothing else."""
    if wanted.table:
        schema, _, name = wanted.table.rpartition(".")
        statement: Select[Any] = select(literal_column("*")).select_from(table(name, schema=schema or None))
    else:
        statement = select(literal_column("*")).select_from(text(f"({_escaped(wanted.query)}\n) AS found"))
    if not key:
        return statement.offset(wanted.row) if wanted.row else statement
    statement = statement.order_by(column(key))
    if wanted.after is not None:
        kind = BigInteger() if isinstance(wanted.after, int) else String()
        statement = statement.where(column(key) >= literal(wanted.after, kind)).offset(wanted.same)
    return statement


def _escaped(query: str) -> str:
    """Return a query in which colons are no parameters."""
    return query.replace(":", r"\:")
