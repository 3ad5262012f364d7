"""What is told of files and folders, the same for both sides."""

from __future__ import annotations

import stat
from types import TracebackType
from typing import Iterator, List, Tuple

Walked = Tuple[str, List[str], List[str]]


class Stat:
    """Facts of a file or folder; also under the names that `os.stat` gives them."""

    def __init__(self, length: int, mtime_nsec: int, *, is_directory: bool, mode: int | None = None) -> None:
        self.length = length
        self.mtime_nsec = mtime_nsec
        self.is_directory = is_directory
        self.st_size = length
        self.st_mtime_ns = mtime_nsec
        self.st_mtime = mtime_nsec / 10**9
        self.st_mode = mode if mode is not None else (stat.S_IFDIR | 0o777 if is_directory else stat.S_IFREG | 0o666)

    def __repr__(self) -> str:
        return f"Stat(length={self.length}, mtime_nsec={self.mtime_nsec}, is_directory={self.is_directory})"


class Entry:
    """Something in a folder, like `os.DirEntry`."""

    def __init__(self, name: str, path: str, facts: Stat, *, is_link: bool = False) -> None:
        self.name, self.path = name, path
        self._facts, self._is_link = facts, is_link

    def __fspath__(self) -> str:
        return self.path

    def __repr__(self) -> str:
        return f"<Entry {self.path!r}>"

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._facts.is_directory and (follow_symlinks or not self._is_link)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return stat.S_ISREG(self._facts.st_mode) and (follow_symlinks or not self._is_link)

    def is_symlink(self) -> bool:
        return self._is_link

    def stat(self, *, follow_symlinks: bool = True) -> Stat:
        return self._facts


class Entries:
    """An iterator over a folder that may also stand in a `with`, as that of `os.scandir` may."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = entries

    def __iter__(self) -> Entries:
        return self

    def __next__(self) -> Entry:
        return next(self._entries)

    def __enter__(self) -> Entries:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Look no further."""
        self._entries = iter(())
