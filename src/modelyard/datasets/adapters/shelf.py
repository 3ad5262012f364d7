"""What is read from one part of a file until the other part is known: by key, in a file that has no name any more."""

import errno
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.rules.streams import MOST_ENTRY_BYTES

_AT_ONCE = 4096
_NUMBER = "(SELECT number FROM keys WHERE drawer = ? AND name = ?)"
_VALUES = f"SELECT value FROM entries WHERE number = {_NUMBER} ORDER BY place"  # noqa: S608
_CACHE_KIB = 32 * 1024


class FileShelf:
    """See `Shelf`. Values are read after the last one was put. Used by one thread at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        """Make an empty one. folder: on which disk; that of temporary files if none is named."""
        self._folder = str(folder or tempfile.gettempdir())
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            # It is opened before its name goes: then it goes with the process, however that ends.
            self._database = sqlite3.connect(file.name, check_same_thread=False, isolation_level=None)
            for line in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE_KIB}", "locking_mode=EXCLUSIVE"):
                self._database.execute(f"PRAGMA {line}")
            self._database.execute(
                "CREATE TABLE keys (number INTEGER PRIMARY KEY, drawer TEXT, name TEXT, UNIQUE (drawer, name))"
            )
            self._database.execute("CREATE TABLE entries (place INTEGER PRIMARY KEY, number INTEGER, value BLOB)")
            self._database.execute("CREATE INDEX of_key ON entries (number)")
        self._waiting: list[tuple[str, str, bytes]] = []

    def put(self, drawer: str, key: str, value: bytes) -> None:
        """See `Shelf`."""
        self._waiting.append((drawer, key, value))
        if len(self._waiting) >= _AT_ONCE:
            self._write()

    def keys(self, drawer: str) -> Iterator[str]:
        """See `Shelf`."""
        self._write()
        for (name,) in self._database.execute("SELECT name FROM keys WHERE +drawer = ? ORDER BY number", (drawer,)):
            yield name

    def values(self, drawer: str, key: str) -> list[bytes]:
        """See `Shelf`."""
        self._write()
        found, size = list[bytes](), 0
        for (value,) in self._database.execute(_VALUES, (drawer, key)):
            found.append(value)
            size += len(value)
            if size > MOST_ENTRY_BYTES:
                raise Unreadable("long", value=f"{MOST_ENTRY_BYTES // 2**20} MiB")
        return found

    def first(self, drawer: str, key: str) -> bytes | None:
        """See `Shelf`."""
        self._write()
        row = self._database.execute(_VALUES, (drawer, key)).fetchone()
        return None if row is None else bytes(row[0])

    def lacking(self, drawer: str, other: str) -> Iterator[str]:
        """See `Shelf`."""
        self._write()
        known = "SELECT 1 FROM keys AS known WHERE known.drawer = ? AND known.name = keys.name"
        question = f"SELECT name FROM keys WHERE drawer = ? AND NOT EXISTS ({known}) ORDER BY name"  # noqa: S608
        for (name,) in self._database.execute(question, (drawer, other)):
            yield name

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _write(self) -> None:
        if not self._waiting:
            return
        names = [each[:2] for each in self._waiting]
        try:
            self._insert(names)
        except sqlite3.OperationalError as error:
            # It is no statement of the platform's database: what it lacks is room, and whoever asks is told where.
            raise OSError(errno.ENOSPC, str(error), self._folder) from error
        self._waiting.clear()

    def _insert(self, names: list[tuple[str, str]]) -> None:
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR IGNORE INTO keys (drawer, name) VALUES (?, ?)", names)
        self._database.executemany(f"INSERT INTO entries (number, value) VALUES ({_NUMBER}, ?)", self._waiting)  # noqa: S608
        self._database.execute("COMMIT")
