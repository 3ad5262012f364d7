"""The database: engines, sessions, transactions, column types. Differences between SQLite and PostgreSQL live here only.

One request, or one apply step of a loop, is one transaction: `Database.session()` commits when its block ends well and
rolls back otherwise; nothing else commits. SQLite admits one writer at a time, so writing sessions queue for a single
connection that takes the write lock at once (BEGIN IMMEDIATE), and readers have connections of their own.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Dialect, Executable, Integer, MetaData, Select, event, insert, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.types import TypeDecorator
from sqlalchemy.util import await_only

from modelyard.core.clock import EPOCH, Clock, SystemClock
from modelyard.core.sqlite import InlineConnection

# Another process may hold the write lock of SQLite for a moment.
_LOCK_WAIT_SECONDS = 15.0
_LOCK_RETRY_SECONDS = 0.002
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY", "wal_autocheckpoint=4000")
# Pages of a connection that are kept in memory, taken as they are needed: imports write into all of a large index.
_CACHE_KIB = 32 * 1024
# A key of one large integer by whose order rows are read: only so called, SQLite keeps the rows themselves in its order.
BIG_KEY = BigInteger().with_variant(Integer(), "sqlite")
_MICROSECOND = timedelta(microseconds=1)
_DISK_FULL = "53100"  # of the standard, as PostgreSQL says it
_HOOKS = "after_commit_hooks"
_CLOCK = "clock"
_WAKES = "wakes"


class Base(DeclarativeBase):
    """Parent of all tables; constraints get predictable names so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, stored as microseconds since the epoch: exact, ordered, and the same in both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * _MICROSECOND


class _ReadSession(Session):
    """A session that refuses to write: on PostgreSQL nothing would take it back."""


@event.listens_for(_ReadSession, "before_flush")
def _refuse_flush(*_: object) -> None:
    raise AssertionError("a session that only reads has been asked to write its objects")


@event.listens_for(_ReadSession, "do_orm_execute")
def _refuse_writing(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise AssertionError("a session that only reads has been asked to write")


class Database:
    """Where facts are kept: SQLite in a file by default, PostgreSQL by URL.

    url: `sqlite:////path/to/file.db` or `postgresql://user:password@host/name`.
    clock: what `now(db)` answers in its sessions; tests pass one that stands still.
    """

    def __init__(self, url: str, *, pool_size: int = 8, clock: Clock | None = None) -> None:
        self.url = _async_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = _sqlite_engine(self.url, pool_size=1, begin="BEGIN IMMEDIATE")
            self._reader = _sqlite_engine(self.url, pool_size=pool_size, begin="BEGIN")
        else:
            self._writer = create_async_engine(self.url, pool_size=pool_size, max_overflow=pool_size)
            # Each statement sees what is committed, in a transaction or not: beginning and ending one are two ways more.
            self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")
        self._wakes: dict[str, Callable[[], None]] = {}
        info = {_CLOCK: clock or SystemClock(), _WAKES: self._wakes}
        self._write_sessions = async_sessionmaker(self._writer, expire_on_commit=False, info=info)
        self._read_sessions = async_sessionmaker(
            self._reader, sync_session_class=_ReadSession, autoflush=False, expire_on_commit=False, info=info
        )

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes; for migrations and tests."""
        return self._writer

    @property
    def version(self) -> str:
        """Product and version of the database, known once a connection was made."""
        dialect = self._writer.dialect
        number = ".".join(map(str, getattr(dialect, "server_version_info", None) or ()))
        return f"{'SQLite' if self.is_sqlite else 'PostgreSQL'} {number}".strip()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that may write; it commits at the end of the block, then runs its after-commit hooks."""
        async with self._write_sessions() as db, db.begin():
            yield db
        for hook in db.info.pop(_HOOKS, []):
            hook()

    @asynccontextmanager
    async def read_session(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads: on SQLite one state of all tables, on PostgreSQL what is committed at each statement.

        What is set in its objects is never written.
        """
        async with self._read_sessions() as db:
            yield db

    def on_wake(self, name: str, hook: Callable[[], None]) -> None:
        """Have `wake_after_commit` with this name call `hook`; one hook for a name, the last one given."""
        self._wakes[name] = hook

    async def close(self) -> None:
        """Close all connections."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


class PointReader:
    """Asks one fixed question again and again, with other values, as quickly as the database can answer it.

    statement: selects plain columns (no types that need conversion); its values are `bindparam`s.
    On SQLite the answer comes at once, from a connection of its own and without a thread in between.
    """

    def __init__(self, database: Database, statement: Select[Any]) -> None:
        self._statement = statement
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: sqlite3.Connection | None = None
        if database.is_sqlite:
            compiled = statement.compile(dialect=database.engine.dialect)
            self._text, self._names = str(compiled), tuple(compiled.positiontup or ())
            self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
            self._connection = sqlite3.connect(
                database.url.database or "", isolation_level=None, check_same_thread=False, timeout=15
            )
            self._connection.execute("PRAGMA query_only=ON")

    @property
    def is_immediate(self) -> bool:
        """Whether `read_now` works on this database."""
        return self._connection is not None

    def read_now(self, **values: Any) -> Sequence[Any] | None:
        """Return the first row without waiting; only where `is_immediate`."""
        assert self._connection is not None
        values = {**self._fixed, **values}
        row: Sequence[Any] | None = self._connection.execute(self._text, [values[name] for name in self._names]).fetchone()
        return row

    async def read(self, **values: Any) -> Sequence[Any] | None:
        """Return the first row."""
        if self._connection is not None:
            return self.read_now(**values)
        async with self._engine.connect() as connection:
            row = (await connection.execute(self._statement, values)).first()
            return None if row is None else tuple(row)

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()


def now(db: AsyncSession) -> datetime:
    """Return the present moment by the clock of the session's database."""
    clock: Clock = db.info[_CLOCK]
    return clock.now()


def after_commit(db: AsyncSession, hook: Callable[[], None]) -> None:
    """Run `hook` once the transaction of this session has committed; never if it rolls back.

    For hints only (waking a loop): a hook may be lost in a crash.
    """
    db.info.setdefault(_HOOKS, []).append(hook)


def wake_after_commit(db: AsyncSession, name: str) -> None:
    """Wake a loop of this process once the transaction has committed, for those who cannot know the loops: listeners.

    Where `Database.on_wake` was not told of the name, nothing happens.
    """
    wakes: dict[str, Callable[[], None]] = db.info[_WAKES]
    hook = wakes.get(name)
    if hook is not None:
        after_commit(db, hook)


def for_update(statement: Any) -> Any:
    """Lock the selected rows for the rest of the transaction; SQLite needs none, its writers are alone."""
    return statement.with_for_update()


def claimed(statement: Any) -> Any:
    """Lock the selected rows and pass over those that another worker holds."""
    return statement.with_for_update(skip_locked=True)


async def take_turn(db: AsyncSession, name: str) -> None:
    """Let one session at a time do what `name` stands for, until its transaction ends; on SQLite writers are alone."""
    connection = await db.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


async def insert_many(db: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows as quickly as the database takes them, past the session; all of them have the same columns.

    Values are given as the database keeps them: columns of types that convert, such as moments, are not for this.
    A key that is there already fails the transaction.
    """
    if not rows:
        return
    await db.flush()
    connection = await db.connection()
    if connection.dialect.name != "postgresql":
        # The driver answers without waiting, which `connection.execute` takes for a mistake.
        await connection.run_sync(lambda inner: inner.execute(insert(model), list(rows)))
        return
    await connection.execute(text("SELECT 1"))  # the driver opens its transaction with the first statement
    columns = list(rows[0])
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    records = [tuple(row[name] for name in columns) for row in rows]
    await driver.copy_records_to_table(model.__tablename__, records=records, columns=columns)


async def insert_tuples(db: AsyncSession, model: type[Base], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as `insert_many` does, from tuples in the order of columns: the quickest way in."""
    if not rows:
        return
    await db.flush()
    connection = await db.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT 1"))  # the driver opens its transaction with the first statement
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.copy_records_to_table(model.__tablename__, records=rows, columns=columns)
        return
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    statement = f"INSERT INTO {model.__tablename__} ({names}) VALUES ({places})"  # noqa: S608 - names of our own tables
    await connection.run_sync(lambda inner: inner.exec_driver_sql(statement, list(rows)))


async def read_tuples(db: AsyncSession, statement: Executable) -> list[Sequence[Any]]:
    """Return the rows of a question as the driver gives them: the quickest way out, for plain columns and many rows."""
    connection = await db.connection()

    def read(inner: Connection) -> list[Sequence[Any]]:
        result = inner.execute(statement)
        # Asking the cursor passes over the objects that are made for each row otherwise.
        rows: list[Sequence[Any]] = list(result.cursor.fetchall())
        result.close()
        return rows

    return await connection.run_sync(read)


async def execute_many(db: AsyncSession, statement: Any, values: Sequence[Mapping[str, Any]]) -> None:
    """Execute an update or a delete once for each set of values of its `bindparam`s, past the session."""
    if not values:
        return
    await db.flush()
    connection = await db.connection()
    # The driver of SQLite answers without waiting, which `connection.execute` takes for a mistake.
    await connection.run_sync(lambda inner: inner.execute(statement, list(values)))


def problem_of(error: DBAPIError) -> str:
    """Return what the database said of a statement that failed, without the statement and its values."""
    return str(error.orig).partition("\n")[0]


def is_full(error: BaseException) -> bool:
    """Return whether a statement failed because the disk of the database has no room left."""
    if not isinstance(error, DBAPIError):
        return False
    return getattr(error.orig, "sqlstate", "") == _DISK_FULL or "disk is full" in str(error.orig)


async def lock_schema(connection: AsyncConnection) -> None:
    """Let one process at a time change the tables, until its transaction ends; on SQLite its transaction is lock enough."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(774411)"))


def _async_url(url: str) -> URL:
    parsed = make_url(url)
    driver = {"sqlite": "sqlite+inline", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
    backend = parsed.drivername.split("+")[0]
    if backend not in driver:
        raise ValueError(f"database url: {backend!r} is not supported; use sqlite or postgresql")
    return parsed.set(drivername=driver[backend])


def _sqlite_engine(url: URL, *, pool_size: int, begin: str) -> AsyncEngine:
    # No waiting inside the driver, which would stop the event loop: `open_transaction` waits for a lock instead.
    options = {"timeout": 0, "check_same_thread": False, "factory": InlineConnection}
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, connect_args=options)

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver would otherwise open transactions by itself, and later than we want.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, f"cache_size={-_CACHE_KIB}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def open_transaction(connection: Any) -> None:
        deadline = time.monotonic() + _LOCK_WAIT_SECONDS
        while True:
            try:
                connection.exec_driver_sql(begin)
            except OperationalError as error:  # noqa: PERF203 - retrying is the point
                if "locked" not in str(error.orig) or time.monotonic() > deadline:
                    raise
                await_only(asyncio.sleep(_LOCK_RETRY_SECONDS))
            else:
                return

    return engine
