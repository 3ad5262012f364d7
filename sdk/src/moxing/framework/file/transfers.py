"""Contents on their way between this machine and the store. A file appears under its name when it is complete."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import secrets
import shutil
import stat
import threading
from dataclasses import dataclass
from typing import Iterator

from .connections import FilePart
from .places import Stored
from .pool import run_all
from .store import MOST_PARTS, ObjectFacts, Store, Upload, etag_of

LARGEST_BODY_BYTES = 5 * 2**30


@dataclass(frozen=True)
class Limits:
    """How big files are moved. tasks: parts of one file at once. parallel_bytes: from this size on a file is in parts."""

    tasks: int
    part_bytes: int
    parallel_bytes: int

    def part_for(self, size: int) -> int:
        """Return the size of parts that do not become too many."""
        return max(self.part_bytes, -(-size // MOST_PARTS))


class NewFile:
    """A file that is being written."""

    def __init__(self, descriptor: int, *, is_plain: bool) -> None:
        self.is_plain = is_plain
        self.descriptor = descriptor
        self._lock = threading.Lock()

    def write(self, piece: memoryview, offset: int) -> None:
        """Write a piece; pipes and devices take it as the next one."""
        while piece:
            if not self.is_plain:
                count = os.write(self.descriptor, piece)
            elif hasattr(os, "pwrite"):
                count = os.pwrite(self.descriptor, piece, offset)
            else:
                with self._lock:
                    os.lseek(self.descriptor, offset, os.SEEK_SET)
                    count = os.write(self.descriptor, piece)
            piece, offset = piece[count:], offset + count

    def reserve(self, size: int) -> None:
        """Take the room, so that a full disk is noticed before anything is fetched; where that is not possible, the length."""
        try:
            os.posix_fallocate(self.descriptor, 0, size)
        except (AttributeError, OSError) as error:
            if getattr(error, "errno", errno.EOPNOTSUPP) not in {errno.EOPNOTSUPP, errno.EINVAL}:
                raise
            os.ftruncate(self.descriptor, size)


def upload(store: Store, path: str, target: Stored, limits: Limits) -> int:
    """Upload one file; returns its size."""
    size = os.stat(path).st_size
    if size < limits.parallel_bytes and size <= LARGEST_BODY_BYTES:
        store.write(target, FilePart(path, 0, size))
        return size
    part = limits.part_for(size)
    with Upload(store, target) as parts:
        pieces = (FilePart(path, start, min(part, size - start)) for start in range(0, size, part))
        works = (functools.partial(parts.write_part, number, piece) for number, piece in enumerate(pieces, 1))
        run_all(works, limits.tasks)
    return size


def download(store: Store, source: Stored, path: str, limits: Limits, *, facts: ObjectFacts | None = None) -> int:
    """Download one object to a path whose folder exists; returns its size.

    facts: what the store said of it, for a big object that is then fetched in parts at once.
    """
    with new_file(path) as target:
        if facts is None or facts.size < limits.parallel_bytes or limits.tasks <= 1 or not target.is_plain:
            with store.open(source) as answer:
                size = answer.length
                store.read_on(answer, source, size, 0, etag_of(answer), target.write)
            return size
        size, part = facts.size, limits.part_for(facts.size)
        target.reserve(size)
        works = (
            functools.partial(store.read_into, source, min(part, size - start), start, facts.etag, target.write)
            for start in range(0, size, part)
        )
        run_all(works, limits.tasks)
    return size


def copy_here(source: str, target: str) -> int:
    """Copy a file on this machine to a path whose folder exists; returns its size."""
    with open(source, "rb", buffering=0) as stream, new_file(target) as made, open(made.descriptor, "wb", closefd=False) as out:
        shutil.copyfileobj(stream, out, 2**20)
        return out.tell() if made.is_plain else os.fstat(stream.fileno()).st_size


@contextlib.contextmanager
def new_file(path: str) -> Iterator[NewFile]:
    """Give a file that appears under the path when the block ends well, and nowhere when it does not.

    What is no plain file, for example `/dev/null` or a pipe, is written to as it is.
    """
    if _is_special(path):
        with open(path, "wb", buffering=0) as stream:
            yield NewFile(stream.fileno(), is_plain=False)
        return
    hidden = os.path.join(os.path.dirname(path), f".moxing-{secrets.token_hex(8)}.part")
    descriptor = os.open(
        hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), 0o666
    )
    try:
        try:
            yield NewFile(descriptor, is_plain=True)
        finally:
            os.close(descriptor)
        os.replace(hidden, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(hidden)
        raise


def _is_special(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
