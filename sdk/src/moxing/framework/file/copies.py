"""Copies of one file and of folders, in all four directions."""

from __future__ import annotations

import errno
import functools
import logging
import os
import threading
import time
from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, Sequence, Union

from . import transfers
from .errors import MoxFileNameDuplicateException, MoxFileNotExistsException, MoxFileUnsafeNameException
from .local_places import LocalPlace
from .places import local_name
from .pool import run_all
from .store import ObjectFacts
from .stored_places import StoredPlace
from .transfers import Limits

Place = Union[LocalPlace, StoredPlace]
LISTING_STEP = 10_000
TELLS_EVERY_SECONDS = 10.0


@dataclass(frozen=True)
class Item:
    """Something to copy. relative: its name with slashes below the source; facts: of an object, where a listing gave them."""

    relative: str
    is_folder: bool = False
    facts: ObjectFacts | None = None


def copy_one(source: Place, target: Place, limits: Limits, *, facts: ObjectFacts | None = None) -> int:
    """Copy one file and return its size. The folder of a local target must exist."""
    if isinstance(source, LocalPlace):
        if isinstance(target, LocalPlace):
            return transfers.copy_here(source.path, target.path)
        return transfers.upload(target.store, source.path, target.place, limits)
    if isinstance(target, LocalPlace):
        return transfers.download(source.store, source.place, target.path, limits, facts=facts)
    facts = facts or source.find()
    if facts is None:
        raise MoxFileNotExistsException(source.url)
    source.store.copy(source.place, target.place, facts.size, facts.etag)
    return facts.size


def copy_file(source: Place, target: Place, limits: Limits) -> None:
    """Copy exactly one file; a target that is a folder, or ends with a slash, gets it under its own name."""
    facts = source.find() if isinstance(source, StoredPlace) else None
    if not (facts if isinstance(source, StoredPlace) else source.is_file()):
        if source.is_folder():
            raise IsADirectoryError(errno.EISDIR, "This is a folder: use copy_parallel", source.url)
        raise MoxFileNotExistsException(source.url)
    target = file_target(source, target)
    if is_same(source, target):
        return
    if isinstance(target, LocalPlace):
        os.makedirs(os.path.dirname(target.path) or ".", exist_ok=True)
    copy_one(source, target, limits, facts=facts)


def file_target(source: Place, target: Place) -> Place:
    """Return where a file goes."""
    if isinstance(target, LocalPlace):
        is_folder = target.path.endswith(os.sep) or target.is_folder()
    else:
        is_folder = not target.place.key or target.place.key.endswith("/")
    return target.child(source.url.rstrip("/").rpartition("/")[2]) if is_folder else target


def is_same(source: Place, target: Place) -> bool:
    """Tell whether both are the same place."""
    if isinstance(source, LocalPlace) and isinstance(target, LocalPlace):
        return os.path.exists(target.path) and os.path.samefile(source.path, target.path)
    if isinstance(source, StoredPlace) and isinstance(target, StoredPlace):
        return (source.place.bucket, source.place.key.rstrip("/")) == (target.place.bucket, target.place.key.rstrip("/"))
    return False


def copy_folder(
    source: Place,
    target: Place,
    limits: Limits,
    *,
    names: Sequence[str] | None = None,
    threads: int,
) -> list[Item]:
    """Copy what lies below a folder to below another one; returns what was copied. names: only these files."""
    items = list(_named(source, names)) if names is not None else list(_listed(source))
    if not any(not item.is_folder for item in items):
        logging.warning("No files to copy: %s", source.url)
    _check_names(source, target, items)
    _make_folders(target, items)
    files = [item for item in items if not item.is_folder]
    progress = _Progress(len(files))
    run_all((functools.partial(_copy_item, source, target, item, limits, progress.one) for item in files), threads)
    progress.end()
    return items


def _copy_item(source: Place, target: Place, item: Item, limits: Limits, done: Callable[[int], None]) -> None:
    done(copy_one(source.child(item.relative), target.child(item.relative), limits, facts=item.facts))


def _listed(source: Place) -> Iterator[Item]:
    if isinstance(source, LocalPlace):
        if source.exists():
            for relative, is_folder in source.tree():
                yield Item(relative, is_folder)
        return
    for count, (relative, facts) in enumerate(source.objects(), 1):
        if count % LISTING_STEP == 0:
            logging.info("Listing OBS: %d", count)
        if relative.endswith("/"):
            yield Item(relative.rstrip("/"), is_folder=True)
        elif relative:
            yield Item(relative, facts=facts)


def _named(source: Place, names: Iterable[str]) -> Iterator[Item]:
    for name in names:
        parts = name.split("/")
        if os.path.isabs(name) or ".." in parts:
            raise MoxFileUnsafeNameException(
                f"{name!r} in file_list does not lie below {source.url}: use relative paths without '..'"
            )
        yield Item("/".join(part for part in parts if part not in {"", "."}))


def _check_names(source: Place, target: Place, items: Sequence[Item]) -> None:
    """Refuse names that would leave a local target, or of which two would be one file."""
    if not isinstance(target, LocalPlace) or isinstance(source, LocalPlace):
        return
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for item in items:
        url = source.child(item.relative).url
        name = local_name(target.path, item.relative, url)
        if item.is_folder:
            folders.setdefault(name, url)
        elif name in files:
            raise MoxFileNameDuplicateException(f"{files[name]} and {url} would both be {name}")
        else:
            files[name] = url
        above = os.path.dirname(name)
        while len(above) > len(target.path) and above not in folders:
            folders[above] = url
            above = os.path.dirname(above)
    for name in files.keys() & folders.keys():
        raise MoxFileNameDuplicateException(f"{files[name]} would be a file where {folders[name]} needs a folder: {name}")


def _make_folders(target: Place, items: Sequence[Item]) -> None:
    if isinstance(target, StoredPlace):
        # Folders that hold something need no marker.
        filled = {above for item in items for above in _above(item.relative)}
        for item in items:
            if item.is_folder and item.relative not in filled:
                marker = target.child(item.relative + "/")
                marker.store.write(marker.place, b"")
        return
    made: set[str] = set()
    os.makedirs(target.path, exist_ok=True)
    for item in items:
        folder = item.relative if item.is_folder else item.relative.rpartition("/")[0]
        if folder and folder not in made:
            os.makedirs(target.child(folder).path, exist_ok=True)
            made.add(folder)


def _above(relative: str) -> Iterator[str]:
    while "/" in relative:
        relative = relative.rpartition("/")[0]
        yield relative


class _Progress:
    """Tells from time to time how far a copy is."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._bytes = total, 0, 0
        self._lock = threading.Lock()
        self._began = self._told = time.monotonic()

    def one(self, size: int) -> None:
        with self._lock:
            self._done += 1
            self._bytes += size
            now = time.monotonic()
            if now - self._told < TELLS_EVERY_SECONDS:
                return
            self._told = now
        self._tell()

    def end(self) -> None:
        if self._told != self._began:
            self._tell()

    def _tell(self) -> None:
        logging.info("Total: %d, done: %d, %.1f MiB", self._total, self._done, self._bytes / 2**20)
