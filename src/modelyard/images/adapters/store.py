"""The directory of environments.

    <digest>/env        a virtual environment, read-only
    <digest>/image.json what is in it; written last, so that what lacks it does not count
    <digest>/build.log
    work/, private/     builds on their way, each in a directory that it holds a lock on; what the sandbox may write is in `box`
    work/cache          uv's cache of files that no code has touched
    private/            those that run code of packages; each has a cache of its own, which goes with it
    logs/<digest>.log   of the last build that failed
    turns/<digest>      locked by whoever builds it

A build is made in `work` or `private` and renamed into place. What a killed one leaves there is found by its lock, which
nobody holds any more.
"""

import contextlib
import ctypes
import errno
import fcntl
import json
import os
import secrets
import stat
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from modelyard.core.trees import remove_tree
from modelyard.images.ports import Environment

_MARKER = "image.json"
_LOG = "build.log"
_DIGEST_LENGTH = 32
_NEW_SECONDS = 60


class EnvironmentStore:
    """Finds, keeps and removes environments below one directory. All methods block."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def cache(self) -> Path:
        return self.root / "work/cache"

    def find(self, digest: str) -> Environment | None:
        """Return a finished environment, None for one that is not there or not whole."""
        try:
            values = json.loads((self.root / digest / _MARKER).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Environment(**{**values, "directory": str(self.root / digest / "env")})

    def environments(self) -> list[Environment]:
        """Return all finished environments by digest."""
        if not self.root.is_dir():
            return []
        names = sorted(entry.name for entry in self.root.iterdir() if len(entry.name) == _DIGEST_LENGTH)
        return [found for name in names if (found := self.find(name)) is not None]

    @contextlib.contextmanager
    def turn(self, digest: str) -> Iterator[bool]:
        """Take the turn to build an environment; the value is False while somebody else has it."""
        (self.root / "turns").mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self.root / "turns" / digest, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(lock)

    @contextlib.contextmanager
    def workplace(self, digest: str, *, trusted: bool) -> Iterator[Path]:
        """Make a directory for a build, locked while the block runs, and remove what is left of it in the end."""
        folder = self.root / ("work" if trusted else "private") / f"{digest}-{secrets.token_hex(4)}"
        (folder / "box").mkdir(parents=True, mode=0o700)
        lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
        finally:
            remove_tree(str(folder))
            os.close(lock)

    def finish(self, folder: Path, facts: Environment) -> Environment:
        """Put a built environment into its place, for good, and read-only; one that got there first stays."""
        whole = folder / "whole"
        whole.mkdir()
        (folder / "box/env").rename(whole / "env")
        if not stat.S_ISDIR(os.lstat(whole / "env").st_mode):
            # Code of packages could have put a link there, and engines show tasks what it points to.
            raise NotADirectoryError(errno.ENOTDIR, "the environment is no directory", str(whole / "env"))
        with contextlib.suppress(FileNotFoundError):
            (folder / _LOG).rename(whole / _LOG)
        values = {key: value for key, value in asdict(facts).items() if key != "directory"}
        (whole / _MARKER).write_text(json.dumps(values, indent=1, sort_keys=True), encoding="utf-8")
        _make_read_only(whole)
        _write_out(whole)
        target = self.root / facts.digest
        if target.exists() and self.find(facts.digest) is None:
            self.put_away(facts.digest)
        try:
            whole.rename(target)
        except OSError:
            # Another builder was quicker; what it made is the same.
            if self.find(facts.digest) is None:
                raise
        _write_out(self.root)
        (self.root / "logs" / f"{facts.digest}.log").unlink(missing_ok=True)
        found = self.find(facts.digest)
        assert found is not None
        return found

    def keep_log(self, folder: Path, digest: str) -> None:
        """Keep the log of a build that failed."""
        with contextlib.suppress(FileNotFoundError):
            (self.root / "logs").mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / _LOG).replace(self.root / "logs" / f"{digest}.log")

    def read_log(self, digest: str) -> str:
        """Return the log of the last build of an environment; empty when there is none."""
        for file in (self.root / "logs" / f"{digest}.log", self.root / digest / _LOG, *self.root.glob(f"*/{digest}-*/{_LOG}")):
            with contextlib.suppress(OSError):
                return file.read_text(encoding="utf-8", errors="replace")
        return ""

    def put_away(self, digest: str) -> None:
        """Put an environment out of sight, in one quick step; the sweep deletes it."""
        gone = self.root / "work" / f"gone-{digest}-{secrets.token_hex(4)}"
        gone.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileNotFoundError):
            (self.root / digest).rename(gone)

    def sweep(self) -> None:
        """Delete what killed builds and removals left behind."""
        for parent in (self.root / "work", self.root / "private"):
            for folder in parent.iterdir() if parent.is_dir() else ():
                if folder.name != self.cache.name and _is_left_behind(folder):
                    remove_tree(str(folder))


def size_of(folder: Path) -> int:
    """Return the bytes that a directory takes on the disk; a file with several names counts once."""
    seen: set[int] = set()
    total = 0
    for place, names in _folders(folder):
        for name in names:
            with contextlib.suppress(OSError):
                facts = os.lstat(os.path.join(place, name))  # noqa: PTH118 - half a million files
                if facts.st_nlink == 1 or facts.st_ino not in seen:
                    total += facts.st_blocks * 512
                    seen.add(facts.st_ino)
    return total


def _folders(top: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield a directory and all below it with what is in them; without recursion, which foreign code could exhaust."""
    waiting = [str(top)]
    while waiting:
        place, names = waiting.pop(), []
        with contextlib.suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    names.append(entry.name)
        yield place, names


def _is_left_behind(folder: Path) -> bool:
    if folder.name.startswith("gone-"):
        return True
    try:
        if time.time() - folder.stat().st_mtime < _NEW_SECONDS:
            return False  # it may not have its lock yet
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def _make_read_only(folder: Path) -> None:
    for place, names in _folders(folder):
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118 - half a million files
            mode = os.lstat(path).st_mode
            if stat.S_ISREG(mode):
                # Hard links share their mode with the cache, which needs no writing either.
                os.chmod(path, 0o555 if mode & 0o111 else 0o444)  # noqa: PTH101
        os.chmod(place, 0o755)  # noqa: PTH101, S103 - or it could not be renamed or removed by its owner


def _write_out(folder: Path) -> None:
    """Have everything of the file system that holds a directory written to the disk: one call instead of 20,000."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) != 0:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
