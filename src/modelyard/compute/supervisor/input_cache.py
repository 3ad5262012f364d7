"""Inputs that tasks share: one copy on the machine, named by the digest of what was listed, read-only.

lock              taken for moments: to reserve room, to give a copy its name, to take one away
<digest>/         a copy that is whole: facts.json, and tree/ with what tasks see. It gets its name by a rename
<digest>.lock     shared by the tasks that use it; one alone has it who fills or removes it
.fill.<random>/   where a supervisor fills; it holds the lock in it as long as it lives
.gone.<random>/   what is being removed

The directory belongs to the platform alone; tasks see single trees. When a supervisor is killed, the kernel gives its locks
back: half a copy never had a name, and goes with the next look.
"""

import contextlib
import errno
import fcntl
import json
import math
import os
import stat
import time
from collections.abc import Iterator
from typing import Any

from modelyard.compute.supervisor.watching import free_bytes
from modelyard.core.trees import remove_tree

_FACTS, _TREE, _LOCK = "facts.json", "tree", "lock"
_FILLING, _GONE = ".fill.", ".gone."
# What an empty file counts for.
_ENTRY_BYTES = 4096


class Held:
    """A lock of a copy. is_whole: the copy is there, and the lock is shared; otherwise its holder is to fill it."""

    def __init__(self, digest: str, descriptor: int, *, is_whole: bool) -> None:
        self.digest, self.descriptor, self.is_whole = digest, descriptor, is_whole

    def release(self) -> None:
        """Give it back."""
        os.close(self.descriptor)


class InputCache:
    """The copies of a machine. All of its processes use the same directory. unused_seconds: after which one goes."""

    def __init__(self, directory: str, *, most_bytes: int, min_free_bytes: int, unused_seconds: float = math.inf) -> None:
        self._directory, self._most, self._min_free = directory, most_bytes, min_free_bytes
        self._unused = unused_seconds

    def open(self) -> None:
        """Make the directory. Raises OSError when something else is in its place."""
        os.makedirs(self._directory, mode=0o700, exist_ok=True)
        facts = os.lstat(self._directory)
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
            raise PermissionError(errno.EACCES, "not a directory of ours", self._directory)

    def kept(self) -> tuple[int, int]:
        """Return how many copies there are and what they count for. Raises OSError where the directory cannot be used."""
        if not os.path.lexists(self._directory):
            return 0, 0
        self.open()
        sizes = self._sizes("")
        return len(sizes), sum(sizes.values())

    def tree(self, digest: str) -> str:
        """Return where the files of a copy are."""
        return os.path.join(self._path(digest), _TREE)

    def take(self, digest: str) -> Held | None:
        """Take a copy for use, or the duty to fill it; None while somebody else fills it. Never waits."""
        shared = self._lock(f"{digest}.lock", fcntl.LOCK_SH)
        if shared is not None:
            if self._is_whole(digest):
                os.utime(os.path.join(self._path(digest), _FACTS))
                return Held(digest, shared, is_whole=True)
            os.close(shared)
        alone = self._lock(f"{digest}.lock", fcntl.LOCK_EX)
        if alone is not None and self._is_whole(digest):
            os.close(alone)  # filled in between; the next look shares it
            return None
        return None if alone is None else Held(digest, alone, is_whole=False)

    def begin(self) -> "Filling":
        """Return a new directory to fill."""
        with self._alone():
            there = os.path.join(self._directory, f"{_FILLING}{os.urandom(8).hex()}")
            os.mkdir(there, 0o700)
            filling = Filling(there, _locked(os.path.join(there, _LOCK), fcntl.LOCK_EX))
        os.mkdir(filling.tree, 0o755)
        return filling

    def reserve(self, filling: "Filling", size: int, files: int) -> bool:
        """Return whether there is room to fill it with that.

        What no task uses goes for it, the least recently used first, but only where that helps.
        """
        need = size + files * _ENTRY_BYTES
        with self._alone():
            free = free_bytes(self._directory) - self._min_free - sum(self._sizes(_FILLING).values())
            lacking = max(need - free, need + self._used() - self._most)
            gone = None if need > self._most else self._give_way(lacking)
            if gone is None:
                return False
            with open(os.path.join(filling.directory, _FACTS), "w", encoding="utf-8") as stream:
                json.dump({"bytes": size, "files": files, "room": need}, stream)
        for path in gone:
            remove_tree(path)
        return True

    def keep(self, filling: "Filling", held: Held) -> None:
        """Give what was filled its name; from then on the lock is a shared one."""
        with self._alone():
            filling.keep_as(self._path(held.digest))
            self._flush()
            # Only between those that hold the lock of the whole can a lock change without being free.
            fcntl.flock(held.descriptor, fcntl.LOCK_SH)
            held.is_whole = True

    def tidy(self) -> None:
        """Remove what supervisors that are gone have left, and what there is no room for any more."""
        if not os.path.isdir(self._directory):
            return
        with self._alone():
            gone = [os.path.join(self._directory, name) for name in self._names(_GONE)]
            for name in self._names(_FILLING):
                path = os.path.join(self._directory, name)
                try:
                    lock = _locked(os.path.join(path, _LOCK), fcntl.LOCK_EX)
                except OSError:
                    continue  # its supervisor lives
                gone.append(self._rename_away(path))
                os.close(lock)
            gone += self._drop_unused()
            # Well before tasks are ended over it.
            lacking = max(self._used() - self._most, 2 * self._min_free - free_bytes(self._directory))
            gone += self._give_way(lacking, as_far_as_possible=True) or []
            self._drop_locks()
        for path in gone:
            remove_tree(path)

    def _drop_unused(self) -> list[str]:
        """Take away what nobody has used for so long; returns what is to be deleted."""
        oldest, gone = time.time() - self._unused, []
        for digest, _ in self._oldest_first():
            facts = os.path.join(self._path(digest), _FACTS)
            if os.stat(facts).st_mtime > oldest:
                break
            lock = self._lock(f"{digest}.lock", fcntl.LOCK_EX)
            if lock is None:
                os.utime(facts)  # it is used now
                continue
            gone.append(self._rename_away(self._path(digest)))
            os.unlink(self._path(f"{digest}.lock"))
            os.close(lock)
        return gone

    def _give_way(self, lacking: int, *, as_far_as_possible: bool = False) -> list[str] | None:
        """Take away what nobody uses until that many bytes are won; returns what is to be deleted, None if it is in vain."""
        taken: list[tuple[str, int]] = []
        try:
            for digest, size in self._oldest_first():
                if lacking <= 0:
                    break
                lock = self._lock(f"{digest}.lock", fcntl.LOCK_EX)
                if lock is not None:
                    taken.append((digest, lock))
                    lacking -= size
            if lacking > 0 and not as_far_as_possible:
                return None
            gone = [self._rename_away(self._path(digest)) for digest, _ in taken]
            for digest, _ in taken:
                os.unlink(self._path(f"{digest}.lock"))
            return gone
        finally:
            for _, lock in taken:
                os.close(lock)

    def _rename_away(self, path: str) -> str:
        there = os.path.join(self._directory, f"{_GONE}{os.urandom(8).hex()}")
        os.rename(path, there)
        return there

    def _drop_locks(self) -> None:
        """Delete locks without a copy that nobody holds; a filling that failed leaves one behind."""
        for name in os.listdir(self._directory):
            digest = name.removesuffix(".lock")
            if digest != name and not self._is_whole(digest):
                lock = self._lock(name, fcntl.LOCK_EX)
                if lock is not None:
                    os.unlink(self._path(name))
                    os.close(lock)

    def _oldest_first(self) -> list[tuple[str, int]]:
        found = []
        for name, size in self._sizes("").items():
            with contextlib.suppress(OSError):
                found.append((os.stat(os.path.join(self._path(name), _FACTS)).st_mtime_ns, name, size))
        return [(name, size) for _, name, size in sorted(found)]

    def _used(self) -> int:
        return sum(self._sizes("").values()) + sum(self._sizes(_FILLING).values())

    def _sizes(self, prefix: str) -> dict[str, int]:
        """Return what copies count for, by name; without a prefix those that are whole."""
        found = {}
        for name in self._names(prefix):
            with contextlib.suppress(OSError, ValueError, KeyError):
                with open(os.path.join(self._path(name), _FACTS), encoding="utf-8") as stream:
                    facts: dict[str, Any] = json.load(stream)
                found[name] = int(facts["room"])
        return found

    def _names(self, prefix: str) -> list[str]:
        names = os.listdir(self._directory)
        if prefix:
            return [name for name in names if name.startswith(prefix)]
        return [name for name in names if "." not in name and name != _LOCK]

    def _is_whole(self, digest: str) -> bool:
        return os.path.isdir(self._path(digest))

    def _path(self, name: str) -> str:
        return os.path.join(self._directory, name)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        descriptor = os.open(self._path(_LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _lock(self, name: str, kind: int) -> int | None:
        """Take a lock at once or not at all."""
        while True:
            try:
                descriptor = _locked(self._path(name), kind)
            except BlockingIOError:
                return None
            with contextlib.suppress(FileNotFoundError):
                if os.stat(self._path(name)).st_ino == os.fstat(descriptor).st_ino:
                    return descriptor
            os.close(descriptor)  # it was deleted while we took it: that lock holds nobody off

    def _flush(self) -> None:
        descriptor = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Filling:
    """A directory that is being filled. Until it is kept, nobody else sees it."""

    def __init__(self, directory: str, lock: int) -> None:
        self.directory, self._lock = directory, lock
        self._is_done = False

    @property
    def tree(self) -> str:
        """Where the files go."""
        return os.path.join(self.directory, _TREE)

    def keep_as(self, path: str) -> None:
        """Give it its name."""
        os.rename(self.directory, path)
        os.close(self._lock)
        self._is_done = True

    def discard(self) -> None:
        """Delete it, unless it was kept."""
        if not self._is_done:
            remove_tree(self.directory)
            os.close(self._lock)
            self._is_done = True


def _locked(path: str, kind: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
