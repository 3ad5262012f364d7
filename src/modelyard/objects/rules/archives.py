"""What an archive may hold: names that stay inside the target, only files and folders, and no more than the limits.

This runs in a process of its own with untrusted input; it needs nothing but the standard library.
"""

import re
from dataclasses import dataclass, field

from modelyard.objects.types import ArchiveProblem as Problem

MAX_PART_BYTES = 255
MAX_NAME_BYTES = 1024
# An archive of few bytes may grow to this size whatever its ratio; a file of zeros is no attack.
RATIO_FLOOR_BYTES = 64 * 2**20
_DRIVE = re.compile(r"[A-Za-z]:")


class Refused(Exception):
    """The archive is refused because of one entry, or as a whole (empty name)."""

    def __init__(self, problem: Problem, entry: str = "", detail: str = "") -> None:
        self.problem, self.entry, self.detail = problem, entry, detail
        super().__init__(f"{problem}: {entry} {detail}")


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold. `memory_bytes` is the address space of the process that unpacks."""

    max_entries: int
    max_bytes: int
    max_ratio: int
    memory_bytes: int

    def allowed_bytes(self, archive_bytes: int) -> int:
        """Return how many bytes an archive of this size may unpack to."""
        return min(self.max_bytes, max(RATIO_FLOOR_BYTES, archive_bytes * self.max_ratio))


def safe_name(name: str) -> str:
    """Return the name of an entry as a key below the target; empty for the root itself. Raises Refused.

    `./a`, `a//b` and `a/./b` are usual spellings and made plain; whatever points elsewhere is refused.
    """
    if any(character < " " or character == "\x7f" for character in name):
        raise Refused(Problem.NAME, name)
    if any("\ud800" <= character <= "\udfff" for character in name):
        raise Refused(Problem.NAME, name)
    if "\\" in name:
        raise Refused(Problem.BACKSLASH, name)
    if name.startswith("/") or _DRIVE.match(name):
        raise Refused(Problem.ABSOLUTE, name)
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise Refused(Problem.OUTSIDE, name)
    plain = "/".join(parts)
    if any(len(part.encode()) > MAX_PART_BYTES for part in parts) or len(plain.encode()) > MAX_NAME_BYTES:
        raise Refused(Problem.TOO_LONG, name)
    return plain


@dataclass
class Inventory:
    """What was seen of an archive so far, and whether it may go on."""

    limits: Limits
    archive_bytes: int
    files: int = 0
    bytes: int = 0
    _entries: int = 0
    _names: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)
    _used: set[str] = field(default_factory=set)

    def add_file(self, name: str, size: int) -> str:
        """Count a file and return its key. Raises Refused."""
        key = self._count(name)
        if not key:
            raise Refused(Problem.NAME, name)
        if key in self._names:
            raise Refused(Problem.TWICE, name)
        self._names.add(key)
        self._use_parents(key)
        if key in self._folders or key in self._used:
            raise Refused(Problem.FILE_AND_FOLDER, name)
        self.files += 1
        self.bytes += size
        if self.bytes > self.limits.max_bytes:
            raise Refused(Problem.TOO_LARGE, name)
        if size < 0 or self.bytes > self.limits.allowed_bytes(self.archive_bytes):
            raise Refused(Problem.BOMB, name)
        return key

    def add_folder(self, name: str) -> None:
        """Count a folder. Raises Refused."""
        key = self._count(name)
        if not key:
            return
        self._use_parents(key)
        if key in self._names:
            raise Refused(Problem.FILE_AND_FOLDER, name)
        self._folders.add(key)

    def empty_folders(self) -> list[str]:
        """Return the folders that hold nothing, in order."""
        return sorted(self._folders - self._used)

    def _count(self, name: str) -> str:
        self._entries += 1
        if self._entries > self.limits.max_entries:
            raise Refused(Problem.TOO_MANY, name)
        return safe_name(name)

    def _use_parents(self, key: str) -> None:
        parent = key.rpartition("/")[0]
        while parent and parent not in self._used:
            if parent in self._names:
                raise Refused(Problem.FILE_AND_FOLDER, key)
            self._used.add(parent)
            parent = parent.rpartition("/")[0]


def text_of_zip_name(name: str, *, is_utf8: bool) -> str:
    """Return the name of a zip entry as text.

    Without the UTF-8 flag the format says code page 437, but tools on Chinese systems write GBK and others UTF-8 without
    saying so. Text that decodes as either of these is almost never meant as the graphics characters of code page 437.
    """
    if is_utf8 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    return _decoded(raw) or name


def text_of_tar_name(name: str) -> str:
    """Return the name of a tar entry as text; bytes that are no UTF-8 arrive as lone surrogates and may be GBK."""
    if not any("\ud800" <= character <= "\udfff" for character in name):
        return name
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name
    return _decoded(raw) or name


def _decoded(raw: bytes) -> str | None:
    return _as(raw, "utf-8") or _as(raw, "gb18030")


def _as(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
