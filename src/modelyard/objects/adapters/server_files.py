"""Files that lie on the server: found and opened without ever following a link out of what may be imported.

Everything is reached from the descriptor of a root, one directory at a time, and no step follows a link. A directory
that is swapped for a link while we walk makes an error, never a way out.
"""

import asyncio
import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from modelyard.core.types import StrEnum
from modelyard.objects.errors.tasks import ImportNotAllowed, ImportSourceNotFound

P = ParamSpec("P")
R = TypeVar("R")

# A key has 1024 bytes; what lies deeper could not be imported anyway.
_DEEPEST = 400
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class Kind(StrEnum):
    """What a walk finds."""

    FILE = "file"
    LINK = "link"
    SPECIAL = "special"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Found:
    """One thing below the source. `path` is relative to it, empty when the source is itself a file."""

    path: str
    kind: Kind
    size_bytes: int = 0
    modified_ns: int = 0


async def in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run blocking work on files beside the event loop."""
    return await asyncio.to_thread(work, *args, **kwargs)


def resolve_source(source: str, roots: Sequence[Path]) -> str:
    """Return the real path of what is to be imported. Raises ImportNotAllowed, ImportSourceNotFound.

    What lies outside of the roots is refused in the same way whether it exists or not.
    """
    names = ", ".join(str(root) for root in roots) or "-"
    real = os.path.realpath(source) if source.startswith("/") else ""
    if not real or _root_of(real, roots) is None:
        raise ImportNotAllowed(action="modelarts:storage:import", path=source, roots=names, reason="import_roots")
    try:
        with open_below(real, roots) as descriptor:
            mode = os.fstat(descriptor).st_mode
    except OSError as error:
        raise ImportSourceNotFound(path=source, roots=names, resource=source) from error
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise ImportSourceNotFound(path=source, roots=names, resource=source)
    return real


@contextmanager
def open_below(real: str, roots: Sequence[Path], path: str = "") -> Iterator[int]:
    """Open what lies at `path` below a resolved source, from its root downwards. Raises OSError, ImportNotAllowed."""
    root = _root_of(real, roots)
    if root is None:
        raise ImportNotAllowed(action="modelarts:storage:import", path=real, roots="-", reason="import_roots")
    parts = [part for part in f"{os.path.relpath(real, root)}/{path}".split("/") if part not in {"", "."}]
    if ".." in parts:
        raise FileNotFoundError(path)
    current = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for index, part in enumerate(parts):
            flags = _DIRECTORY if index < len(parts) - 1 else _FILE
            below = os.open(part, flags, dir_fd=current)
            os.close(current)
            current = below
        yield current
    finally:
        os.close(current)


def walk(real: str, roots: Sequence[Path], *, after: str = "") -> Iterator[Found]:
    """Walk over everything below a source, sorted within each directory; begin behind the path `after`."""
    with open_below(real, roots) as top:
        facts = os.fstat(top)
        if not stat.S_ISDIR(facts.st_mode):
            if not after:
                yield _found("", facts)
            return
        yield from _walk(top, "", after.split("/") if after else [])


def _walk(directory: int, prefix: str, after: list[str]) -> Iterator[Found]:
    for name in sorted(os.listdir(directory)):
        if after and name < after[0]:
            continue
        inside = after[1:] if after and name == after[0] else []
        if after and name == after[0] and not inside:
            continue
        path = f"{prefix}{name}"
        try:
            facts = os.stat(name, dir_fd=directory, follow_symlinks=False)
        except OSError:
            yield Found(path, Kind.UNREADABLE)
            continue
        if not stat.S_ISDIR(facts.st_mode):
            yield _found(path, facts)
            continue
        try:
            if path.count("/") >= _DEEPEST:
                raise OSError(errno.ELOOP, "too deep")  # noqa: TRY301 - told like what cannot be opened
            below = os.open(name, _DIRECTORY, dir_fd=directory)
        except OSError:
            yield Found(path, Kind.UNREADABLE)
            continue
        try:
            yield from _walk(below, f"{path}/", inside)
        finally:
            os.close(below)


def _found(path: str, facts: os.stat_result) -> Found:
    if stat.S_ISREG(facts.st_mode):
        return Found(path, Kind.FILE, facts.st_size, facts.st_mtime_ns)
    return Found(path, Kind.LINK if stat.S_ISLNK(facts.st_mode) else Kind.SPECIAL)


def _root_of(real: str, roots: Sequence[Path]) -> str | None:
    """Return the deepest root that a real path lies below."""
    tops = sorted((os.path.realpath(root) for root in roots), key=len, reverse=True)
    return next((top for top in tops if real == top or real.startswith(top.rstrip("/") + "/")), None)
