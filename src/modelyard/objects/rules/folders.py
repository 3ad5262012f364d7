"""What a folder of a bucket becomes as a directory: which names, how many entries, how deep."""

from collections.abc import Iterable
from dataclasses import dataclass

from modelyard.objects.rules.keys import key_problem
from modelyard.objects.types import CopyLimits

_LONGEST_NAME_BYTES = 255


@dataclass(frozen=True)
class Entry:
    """One object of a folder. path: relative to the folder; it ends with `/` for a folder that has an object of its own."""

    path: str
    size_bytes: int = 0


@dataclass(frozen=True)
class OverLimit:
    """A limit that a folder breaks."""

    what: str
    found: int
    limit: int


@dataclass(frozen=True)
class BadName:
    """A name that cannot be one of a file."""

    path: str
    problem: str


def folders_of(path: str) -> list[str]:
    """Return the folders that a path lies in, outermost first, itself included when it is one."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: index + 1]) for index in range(len(parts))]


class Plan:
    """Collects the entries of a folder and says what is wrong with them as soon as it is known."""

    def __init__(self, limits: CopyLimits) -> None:
        self._limits = limits
        self.files: dict[str, int] = {}
        self.folders: dict[str, None] = {}
        self.bytes = 0

    @property
    def count(self) -> int:
        """How many files and folders there are so far."""
        return len(self.files) + len(self.folders)

    def add(self, entries: Iterable[Entry]) -> OverLimit | BadName | None:
        """Take entries in; return the first thing that is wrong with them."""
        for entry in entries:
            problem = self._add(entry)
            if problem is not None:
                return problem
        return None

    def _add(self, entry: Entry) -> OverLimit | BadName | None:
        name = name_problem(entry.path)
        if name is not None:
            return BadName(entry.path, name)
        for folder in folders_of(entry.path):
            self.folders.setdefault(folder)
        if not entry.path.endswith("/"):
            self.files[entry.path] = entry.size_bytes
            self.bytes += entry.size_bytes
        depth = entry.path.rstrip("/").count("/") + 1
        if depth > self._limits.depth:
            return OverLimit("levels", depth, self._limits.depth)
        if self.count > self._limits.entries:
            return OverLimit("files and folders", self.count, self._limits.entries)
        if self.bytes > self._limits.bytes:
            return OverLimit("bytes", self.bytes, self._limits.bytes)
        return None

    def collision(self) -> BadName | None:
        """Return a name that is both a file and a folder; a bucket may have both, a disk may not."""
        twice = next((path for path in self.files if path in self.folders), None)
        return None if twice is None else BadName(twice, "is that of a folder, too")


def name_problem(path: str) -> str | None:
    """Return why a key relative to its folder cannot be a path on a disk, None when it can."""
    problem = key_problem(path)
    if problem is not None:
        return problem
    if any(len(part.encode()) > _LONGEST_NAME_BYTES for part in path.split("/")):
        return f"has a part of more than {_LONGEST_NAME_BYTES} bytes"
    return None
