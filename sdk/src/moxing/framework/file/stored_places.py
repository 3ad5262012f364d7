"""Files and folders in the store: a folder is what keys have in common up to a slash, or a marker, an empty object."""

from __future__ import annotations

import errno
import fnmatch
import re
from typing import Iterator

from .entries import Entry, Stat, Walked
from .errors import MoxFileNotExistsException, MoxFileRespException
from .places import Stored
from .store import ObjectFacts, Store, Upload

SMALLEST_PART_BYTES = 5 * 2**20
_MAGIC = re.compile(r"[*?[]")


class StoredPlace:
    """An object, a folder, or nothing, at one place in the store."""

    def __init__(self, store: Store, place: Stored) -> None:
        self.store, self.place = store, place

    @property
    def url(self) -> str:
        return self.place.url

    def child(self, relative: str) -> StoredPlace:
        return StoredPlace(self.store, self.place.at(self.place.folder + relative))

    def exists(self) -> bool:
        return self.is_file() or self.is_folder()

    def is_file(self) -> bool:
        return self.find() is not None

    def find(self) -> ObjectFacts | None:
        """Return the facts of the object, or None where there is none; markers of folders are none."""
        return self.store.find(self.place) if self.place.key and not self.place.key.endswith("/") else None

    def is_folder(self) -> bool:
        """Tell whether there is a marker or anything below; a bucket is one, too."""
        if not self.place.folder:
            return self.store.bucket_exists(self.place.bucket)
        try:
            page = next(self.store.pages(self.place.bucket, self.place.folder, most=1), None)
        except MoxFileRespException as error:
            if error.resp.status == 404:
                return False
            raise
        return page is not None and bool(page.objects)

    def stat(self) -> Stat:
        facts = self.find()
        if facts is not None:
            return Stat(facts.size, facts.modified_ns, is_directory=False)
        self.require_folder()
        return Stat(0, 0, is_directory=True)

    def folder_size(self) -> int:
        return sum(facts.size for _, facts in self.objects())

    def require_folder(self) -> None:
        """Raise MoxFileNotExistsException, or NotADirectoryError where an object has this name."""
        if self.is_folder():
            return
        if self.is_file():
            raise NotADirectoryError(errno.ENOTDIR, "This is a file, not a folder", self.url)
        raise MoxFileNotExistsException(self.url)

    def read(self) -> bytes:
        self._require_key()
        return self.store.read(self.place)

    def write(self, content: bytes) -> None:
        self._require_key()
        self.store.write(self.place, content)

    def append(self, content: bytes) -> None:
        facts = self.find()
        if facts is None:
            self.write(content)
        elif facts.size < SMALLEST_PART_BYTES:
            self.write(self.store.read(self.place) + content)
        elif content:
            with Upload(self.store, self.place) as upload:
                number = _copy_in_parts(upload, 1, self.place, facts, 0)
                upload.write_part(number, content)

    def append_object(self, source: StoredPlace) -> None:
        """Add the content of another object at the end; big contents stay in the store."""
        added = source.find()
        if added is None:
            raise MoxFileNotExistsException(source.url)
        facts = self.find()
        if facts is None:
            self.store.copy(source.place, self.place, added.size, added.etag)
        elif added.size < SMALLEST_PART_BYTES:
            self.append(source.read())
        elif facts.size >= SMALLEST_PART_BYTES:
            with Upload(self.store, self.place) as upload:
                number = _copy_in_parts(upload, 1, self.place, facts, 0)
                _copy_in_parts(upload, number, source.place, added, 0)
        else:
            with self.store.open(source.place, 0, SMALLEST_PART_BYTES, etag=added.etag) as answer:
                first = self.read() + answer.read()
            with Upload(self.store, self.place) as upload:
                upload.write_part(1, first)
                _copy_in_parts(upload, 2, source.place, added, SMALLEST_PART_BYTES)

    def objects(self) -> Iterator[tuple[str, ObjectFacts]]:
        """Yield every object below with its relative key; a marker has one that ends with a slash, or is empty."""
        start = len(self.place.folder)
        for page in self.store.pages(self.place.bucket, self.place.folder):
            for facts in page.objects:
                yield facts.key[start:], facts

    def entries(self) -> Iterator[Entry]:
        is_empty = True
        folder = self.place.folder
        for page in self.store.pages(self.place.bucket, folder, in_folder=True):
            for prefix in page.folders:
                name = prefix[len(folder) : -1]
                is_empty = False
                yield Entry(name, self.place.at(folder + name).url, Stat(0, 0, is_directory=True))
            for facts in page.objects:
                is_empty = False
                name = facts.key[len(folder) :]
                if name and not name.endswith("/"):
                    yield Entry(name, self.place.at(facts.key).url, Stat(facts.size, facts.modified_ns, is_directory=False))
        if is_empty:
            self.require_folder()

    def tree(self) -> Iterator[tuple[str, bool]]:
        """Yield everything below as (relative path, is it a folder), folders before what they hold."""
        folders: dict[str, None] = {}
        is_empty = True
        for relative, _ in self.objects():
            is_empty = False
            for end in (index for index, char in enumerate(relative) if char == "/"):
                if relative[:end] and relative[:end] not in folders:
                    folders[relative[:end]] = None
                    yield relative[:end], True
            if relative and not relative.endswith("/"):
                yield relative, False
        if is_empty:
            self.require_folder()

    def walk(self, *, topdown: bool, onerror: object, followlinks: bool) -> Iterator[Walked]:
        """Walk like `os.walk` from the top; folders taken out of the list are not visited."""
        try:
            entries = list(self.entries())
        except (MoxFileNotExistsException, NotADirectoryError):
            return
        folders = [entry.name for entry in entries if entry.is_dir()]
        yield self.url, folders, [entry.name for entry in entries if not entry.is_dir()]
        for name in folders:
            below = self.place.at(f"{self.place.folder}{name}")
            yield from StoredPlace(self.store, below).walk(topdown=topdown, onerror=onerror, followlinks=followlinks)

    def glob(self) -> list[str]:
        """Return what fits the pattern, as `glob.glob` does."""
        parts = self.place.key.split("/")
        found = [""]
        for number, part in enumerate(parts):
            is_last = number == len(parts) - 1
            if not part and is_last:  # the pattern ends with a slash: folders only
                found = [base for base in found if self._at(base).is_folder()]
            elif _MAGIC.search(part):
                found = [base + name for base in found for name in self._matching(base, part, only_folders=not is_last)]
            else:
                found = [base + part for base in found]
            if not is_last:
                found = [base + "/" for base in found]
            elif part and not _MAGIC.search(part):
                found = [key for key in found if self._at(key).exists()]
        return [self.place.at(key).url for key in found]

    def _matching(self, base: str, pattern: str, *, only_folders: bool) -> list[str]:
        try:
            entries = list(self._at(base).entries())
        except (MoxFileNotExistsException, NotADirectoryError):
            return []
        fits = re.compile(fnmatch.translate(pattern)).match
        shows_hidden = pattern.startswith(".")
        names = {
            entry.name: None
            for entry in entries
            if fits(entry.name) and (shows_hidden or not entry.name.startswith(".")) and (entry.is_dir() or not only_folders)
        }
        return list(names)

    def _at(self, key: str) -> StoredPlace:
        return StoredPlace(self.store, self.place.at(key))

    def make_folder(self, *, parents: bool) -> None:
        if self.is_file():
            raise FileExistsError(errno.EEXIST, "A file has this name", self.url)
        parts = self.place.folder.rstrip("/").split("/")
        above = ["/".join(parts[:count]) + "/" for count in range(1, len(parts))]
        if not self.store.bucket_exists(self.place.bucket):
            raise FileNotFoundError(errno.ENOENT, "There is no such bucket", self.url)
        if not parents and above and not self._at(above[-1]).is_folder():
            raise FileNotFoundError(errno.ENOENT, "The folder above does not exist", self.url)
        if not self.place.folder or self.is_folder():
            return
        for key in [*(above if parents else ()), self.place.folder]:
            if not self._at(key).is_folder():
                self.store.write(self.place.at(key), b"")

    def remove(self, *, recursive: bool) -> None:
        """Delete an object, or with `recursive` a folder; where both have this name only the object."""
        if self.find() is not None:
            self.store.delete(self.place)
        elif recursive:
            keys = [facts.key for _, facts in self.objects()]
            # What holds others goes after them: some stores refuse to delete a folder that is not empty.
            self.store.delete_many(self.place.bucket, sorted(keys, key=lambda key: key.endswith("/")))

    def _require_key(self) -> None:
        if not self.place.key or self.place.key.endswith("/"):
            raise IsADirectoryError(errno.EISDIR, "This is a folder, not a file", self.url)


def _copy_in_parts(upload: Upload, number: int, source: Stored, facts: ObjectFacts, start: int) -> int:
    """Copy an object from byte `start` on as parts of an upload; returns the number of the next part."""
    size = 2**30
    while start < facts.size:
        # The last part takes the rest, so that none is too small.
        end = facts.size if facts.size - start < 2 * size else start + size
        upload.copy_part(number, source, start, end, facts.etag)
        start, number = end, number + 1
    return number
