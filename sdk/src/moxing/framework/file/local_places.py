"""Files and folders on this machine."""

from __future__ import annotations

import glob as standard_glob
import logging
import os
import shutil
import stat
from typing import Iterator

from .entries import Entry, Stat, Walked


class LocalPlace:
    """A path on this machine; what is missing raises what `os` raises."""

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def url(self) -> str:
        return self.path

    def child(self, relative: str) -> LocalPlace:
        return LocalPlace(os.path.join(self.path, *relative.split("/")))

    def exists(self) -> bool:
        return os.path.exists(self.path)

    def is_folder(self) -> bool:
        return os.path.isdir(self.path)

    def is_file(self) -> bool:
        return os.path.exists(self.path) and not os.path.isdir(self.path)

    def stat(self) -> Stat:
        found = os.stat(self.path)
        return Stat(found.st_size, found.st_mtime_ns, is_directory=stat.S_ISDIR(found.st_mode), mode=found.st_mode)

    def folder_size(self) -> int:
        return sum(os.path.getsize(os.path.join(self.path, name)) for name, is_folder in self.tree() if not is_folder)

    def read(self) -> bytes:
        with open(self.path, "rb") as stream:
            return stream.read()

    def write(self, content: bytes) -> None:
        with open(self.path, "wb") as stream:
            stream.write(content)

    def append(self, content: bytes) -> None:
        with open(self.path, "ab") as stream:
            stream.write(content)

    def entries(self) -> Iterator[Entry]:
        with os.scandir(self.path) as found:
            for item in found:
                facts = item.stat(follow_symlinks=False) if not os.path.exists(item.path) else item.stat()
                yield Entry(
                    item.name,
                    os.path.join(self.path, item.name),
                    Stat(facts.st_size, facts.st_mtime_ns, is_directory=item.is_dir(), mode=facts.st_mode),
                    is_link=item.is_symlink(),
                )

    def tree(self) -> Iterator[tuple[str, bool]]:
        """Yield everything below as (relative path with slashes, is it a folder); links to folders are followed."""
        return _below(self.path, "", frozenset())

    def walk(self, *, topdown: bool, onerror: object, followlinks: bool) -> Iterator[Walked]:
        return os.walk(self.path, topdown, onerror, followlinks)  # type: ignore[arg-type]

    def glob(self) -> list[str]:
        return standard_glob.glob(self.path)

    def make_folder(self, *, parents: bool) -> None:
        if parents:
            os.makedirs(self.path, exist_ok=True)
        else:
            os.mkdir(self.path)

    def remove(self, *, recursive: bool) -> None:
        if recursive and os.path.isdir(self.path) and not os.path.islink(self.path):
            shutil.rmtree(self.path)
        else:
            os.remove(self.path)


def _below(root: str, prefix: str, inside: frozenset[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    folder = os.path.join(root, prefix) if prefix else root
    facts = os.stat(folder)
    identity = (facts.st_dev, facts.st_ino)
    if identity in inside:
        logging.warning("%s is a link to a folder that it lies in: left out", folder)
        return
    with os.scandir(folder) as found:
        items = sorted(found, key=lambda item: item.name)
    for item in items:
        relative = prefix + item.name
        if item.is_dir():
            yield relative, True
            yield from _below(root, relative + "/", inside | {identity})
        elif item.is_file() or (item.is_symlink() and not os.path.exists(item.path)):
            yield relative, False
        else:
            logging.warning("%s is no plain file: left out", item.path)
