"""Files of any length, read in little memory: what readers are given, and what they yield."""

from collections.abc import Callable, Iterator
from typing import Protocol

from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.problems import Problem, Problems

# Reads a file from its beginning, piece by piece, each time that it is called.
Pieces = Callable[[], Iterator[bytes]]
# A sample, or what was wrong with one; in the order of the file, the same each time that it is read.
Told = Item | Problem
# The longest entry of a file: a task, or an image with all that is said about it.
MOST_ENTRY_BYTES = 32 * 1024 * 1024


class Shelf(Protocol):
    """Keeps what is found in one part of a file until the other part was read. Each drawer has keys, each key values."""

    def put(self, drawer: str, key: str, value: bytes) -> None:
        """Add a value to those of a key."""
        ...

    def keys(self, drawer: str) -> Iterator[str]:
        """Yield the keys, in the order in which each was there first."""
        ...

    def values(self, drawer: str, key: str) -> list[bytes]:
        """Return the values of a key, in the order in which they came. Raises `Unreadable` beyond `MOST_ENTRY_BYTES`."""
        ...

    def first(self, drawer: str, key: str) -> bytes | None:
        """Return the first value of a key."""
        ...

    def lacking(self, drawer: str, other: str) -> Iterator[str]:
        """Yield the keys of a drawer that another one has not, sorted."""
        ...


def told(problems: Problems) -> Iterator[Problem]:
    """Yield what was wrong since the last time."""
    yield from problems
    problems.clear()
