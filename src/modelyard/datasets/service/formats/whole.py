"""Formats that say everything in one file (or a few): COCO, CVAT, Label Studio, CSV. Read from the disk, in parts."""

import asyncio
import contextlib
import os
import re
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from modelyard.datasets.adapters.shelf import FileShelf
from modelyard.datasets.rules import coco, cvat, folders, labelstudio, tables, texts
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.preparing import Facts
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.rules.streams import Pieces as PiecesOf
from modelyard.datasets.rules.streams import Shelf, Told
from modelyard.datasets.service.formats.files import MOST_BYTES, Ask, Files, Source, all_of, folder_of, joined, sample_of
from modelyard.datasets.service.readers import Batch, Found
from modelyard.datasets.types.datasets import DataType

# The longest file; it lies on the disk while it is read, and so may as much again that is kept of it.
_MOST_FILE_BYTES = 4 * 2**30
_PIECE = 8 * 2**20
_READ = 2**20
_CONTENT = "content://"
_PICTURES = ("images", "files", "JPEGImages", "data")
# What Label Studio puts before the name of a file that somebody uploaded.
_UPLOADED = re.compile(r"^[0-9a-f]{8}-")
_NOT_OURS = frozenset({"notes.json", "dataset_infos.json"})


class Whole(Source):
    """One file of annotations after another. The checkpoint: the number of the file, how much of what it tells was taken."""

    ending = "json"

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._open: _Open | None = None
        self._prefix: str | None = None

    def told(self, pieces: PiecesOf, shelf: Shelf, file: str) -> Iterator[Told]:
        """Yield what a file says."""
        raise NotImplementedError

    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """See `Source`."""
        names = checkpoint.get("files")
        if names is None:
            names = [self.ask.file] if self.ask.file else await self._found(files)
        place, start = checkpoint.get("file", 0), checkpoint.get("item", 0)
        if not names:
            return Batch({}, is_last=True, problems=[Problem("absent", "", f"*.{self.ending}")], seen=1)
        if self._open is None or self._open.file != names[place]:
            await self.close()
            self._open = await self._opened(files, names[place], start)
        file, said, _ = self._open
        # It may take longer than the lease: others, and what renews it, go on meanwhile.
        some = await asyncio.to_thread(lambda: list(islice(said, limit)))
        items = [each for each in some if isinstance(each, Item)]
        problems = [each for each in some if isinstance(each, Problem)]

        async def one(item: Item) -> Found | None:
            return await self._sample(files, file, item, problems)

        found = [each for each in await all_of(one, items) if each is not None]
        is_done = len(some) < limit
        after = {"file": place + 1, "item": 0} if is_done else {"file": place, "item": start + limit}
        is_last = is_done and place + 1 >= len(names)
        return Batch({"files": names, **after}, is_last, found, problems, seen=len(items))

    async def close(self) -> None:
        """See `Source`."""
        if self._open is not None:
            self._open.kept.close()

    async def _found(self, files: Files) -> list[str]:
        """Return the files of annotations: at the top, or in a folder of annotations."""
        found = [each.path for folder in ("", "annotations/", "Annotations/") for each in (await files.inside(folder))[0]]
        return sorted(each for each in found if self._is_one(each.rpartition("/")[2].lower()))

    def _is_one(self, name: str) -> bool:
        return name.endswith(f".{self.ending}") and not name.startswith((".", "image_info")) and name not in _NOT_OURS

    async def _opened(self, files: Files, name: str, start: int) -> "_Open":
        """Return what a file tells after so much of it, read from the disk."""
        problems = Problems(name)
        told: Iterator[Told] = iter(problems)
        with contextlib.ExitStack() as kept:
            with problems.at(""):
                content = await _spooled(files, name, self.ask.spool, kept)
                shelf = FileShelf(self.ask.spool)
                kept.callback(shelf.close)
                told = self.told(lambda: _pieces(content), shelf, name)
            # What was taken before is told again, and passed.
            await asyncio.to_thread(lambda: next(islice(told, start, start), None))
            return _Open(name, told, kept.pop_all())

    async def _sample(self, files: Files, file: str, item: Item, problems: list[Problem]) -> Found | None:
        if item.source.startswith(_CONTENT):
            if self.ask.data_type is DataType.TEXT:
                return Found(item, Facts(), file=file)
            problems.append(Problem("type", "source", str(self.ask.data_type), file=file))
            return None
        for place in self._places(file, item.source):
            info = await files.info(place)
            if info is not None:
                self._prefix = place[: -len(item.source)] if place.endswith(item.source) else self._prefix
                return await sample_of(files, info, item, self.ask, problems)
        problems.append(Problem("absent", "source", item.source[:200], file=file))
        return None

    def _places(self, file: str, source: str) -> list[str]:
        """Return where a file may lie that annotations name: seen from them, from the top, or in a folder of files."""
        name = re.sub(r"^(s3|obs)://[^/]*/", "", source)
        base, above = folder_of(file), folder_of(folder_of(file))
        tops = [base, "", *(joined(each, part) for each in dict.fromkeys((base, above)) for part in _PICTURES)]
        last = name.rpartition("/")[2]
        names = [name, last, _UPLOADED.sub("", last)]
        known = [] if self._prefix is None else [self._prefix + source]
        found = [*known, *(joined(top, each) for each in dict.fromkeys(names) for top in tops)]
        return [each for each in dict.fromkeys(found) if each]


class COCO(Whole):
    """COCO."""

    def told(self, pieces: PiecesOf, shelf: Shelf, file: str) -> Iterator[Told]:
        """See `Whole`."""
        return coco.read(pieces, shelf, file)


class CVAT(Whole):
    """CVAT for images."""

    ending = "xml"

    def told(self, pieces: PiecesOf, shelf: Shelf, file: str) -> Iterator[Told]:
        """See `Whole`."""
        return cvat.read(pieces, file)


class LabelStudio(Whole):
    """A JSON export of Label Studio."""

    def told(self, pieces: PiecesOf, shelf: Shelf, file: str) -> Iterator[Told]:
        """See `Whole`."""
        return labelstudio.read(pieces, file)


class CSV(Whole):
    """A row for each annotation."""

    ending = "csv"

    def told(self, pieces: PiecesOf, shelf: Shelf, file: str) -> Iterator[Told]:
        """See `Whole`."""
        return tables.read_annotations(pieces, shelf, file, otherwise=self.ask.encoding)


class _Open(NamedTuple):
    """A file that is being read. kept: what goes when it is not read any more."""

    file: str
    told: Iterator[Told]
    kept: contextlib.ExitStack


async def _spooled(files: Files, name: str, folder: Path | None, kept: contextlib.ExitStack) -> BinaryIO:
    """Bring a file to the disk, without a name, so that it goes with the process."""
    info = await files.info(name)
    if info is None:
        raise Unreadable("absent", value=name)
    if not info.size_bytes:
        raise Unreadable("empty")
    if info.size_bytes > _MOST_FILE_BYTES:
        raise Unreadable("long", value="4 GiB")
    if folder is not None:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    content = kept.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - it is open as long as it is read
    for offset in range(0, info.size_bytes, _PIECE):
        piece = await files.read(name, offset=offset, length=_PIECE)
        try:
            await asyncio.to_thread(content.write, piece)
            content.flush()
        except OSError as error:  # whoever asks is told which disk is full
            raise OSError(error.errno, error.strerror, str(folder or tempfile.gettempdir())) from error
    return content


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    offset = 0
    while piece := os.pread(content.fileno(), _READ, offset):
        offset += len(piece)
        yield piece


class _Parsed(NamedTuple):
    file: str
    items: list[Item]
    problems: list[Problem]


class Pairs(Source):
    """A file of texts and a file of labels, line by line; a text file without one is unlabelled."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._parsed: _Parsed | None = None

    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """See `Source`."""
        after, name, start = checkpoint.get("after", ""), checkpoint.get("file", ""), checkpoint.get("line", 0)
        if not name:
            page, is_last = await files.page(after, 1)
            if not page or not folders.is_text(page[0].path):
                return await self._pass(files, page[0].path if page else after, is_last=is_last)
            name = page[0].path
        if self._parsed is None or self._parsed.file != name:
            self._parsed = await self._parse(files, name)
        parsed = self._parsed
        some = parsed.items[start : start + limit]
        found = [Found(item, Facts(), int(item.id or 0), name) for item in some]
        problems = list(parsed.problems) if not start else []
        if start + limit < len(parsed.items):
            return Batch({"after": after, "file": name, "line": start + limit}, False, found, problems, seen=len(some))
        _, is_last = await files.page(name, 1)
        more, _ = await files.page(name, 1)
        return Batch({"after": name}, is_last and not more, found, problems, seen=len(some) + len(problems))

    async def _pass(self, files: Files, path: str, *, is_last: bool) -> Batch:
        """Go past a file that has no texts of its own; one with labels must have texts beside it."""
        problems = []
        texts_of = folders.texts_of(path)
        if texts_of is not None and await files.info(texts_of) is None:
            problems.append(Problem("pair", "", path, file=path))
        return Batch({"after": path}, is_last, [], problems, seen=len(problems))

    async def _parse(self, files: Files, name: str) -> _Parsed:
        problems = Problems(name)
        found: list[tuple[int, Item]] = []
        with problems.at(""):
            content = await self._text(files, name)
            stem, _, ending = name.rpartition(".")
            labels = f"{stem}_result.{ending}"
            said = await self._text(files, labels) if await files.info(labels) is not None else None
            separator = str(self.ask.options.get("label_separator", ","))
            found, told = await asyncio.to_thread(folders.read_text_pairs, content, said, label_separator=separator, file=name)
            problems += told
        return _Parsed(name, [item._replace(id=str(line)) for line, item in found], problems)

    async def _text(self, files: Files, name: str) -> str:
        content = await files.read(name, length=MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Unreadable("long", value="100 MiB")
        return texts.decoded(content, otherwise=self.ask.encoding)
