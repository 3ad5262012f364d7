"""Copy a directory of the platform into a task, without following what may be in either."""

import os
import stat
from collections.abc import Iterator

_PIECE = 16 * 2**20
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def copy_tree(source: str, target: str, user: int | None) -> Iterator[None]:
    """Copy all that is below `source` into the existing directory `target`; yields between pieces.

    Links are copied as links, and nothing is written through one. user: whom everything is to belong to; None: to us.
    """
    reading = os.open(source, _DIRECTORY)
    writing = os.open(target, _DIRECTORY)
    try:
        yield from _copy_folder(reading, writing, user)
    finally:
        os.close(reading)
        os.close(writing)


def _copy_folder(source: int, target: int, user: int | None) -> Iterator[None]:
    for name in sorted(os.listdir(source)):
        facts = os.stat(name, dir_fd=source, follow_symlinks=False)
        if stat.S_ISDIR(facts.st_mode):
            try:
                os.mkdir(name, 0o755, dir_fd=target)
            except FileExistsError:
                pass  # an input of the job was promised a place in here
            inner_source = os.open(name, _DIRECTORY, dir_fd=source)
            inner_target = os.open(name, _DIRECTORY, dir_fd=target)
            try:
                _give(inner_target, user)
                yield from _copy_folder(inner_source, inner_target, user)
            finally:
                os.close(inner_source)
                os.close(inner_target)
        elif stat.S_ISLNK(facts.st_mode):
            os.symlink(os.readlink(name, dir_fd=source), name, dir_fd=target)
            if user is not None:
                os.chown(name, user, user, dir_fd=target, follow_symlinks=False)
        elif stat.S_ISREG(facts.st_mode):
            yield from _copy_file(source, target, name, facts, user)
        yield


def _copy_file(source: int, target: int, name: str, facts: os.stat_result, user: int | None) -> Iterator[None]:
    mode = 0o755 if facts.st_mode & 0o100 else 0o644
    reading = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=source)
    try:
        writing = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode, dir_fd=target)
        try:
            while os.sendfile(writing, reading, None, _PIECE):
                yield
            _give(writing, user)
            os.utime(writing, ns=(facts.st_mtime_ns, facts.st_mtime_ns))
        finally:
            os.close(writing)
    finally:
        os.close(reading)


def _give(descriptor: int, user: int | None) -> None:
    if user is not None:
        os.fchown(descriptor, user, user)
