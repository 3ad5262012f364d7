"""Files in memory for tests of formats: written by an export, read by an import that is interrupted after each batch."""

import asyncio
import struct
import zlib
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from drawn_annotations import HEIGHT, WIDTH
from modelyard.datasets.adapters.shelf import FileShelf
from modelyard.datasets.rules import coco, exporting, tables
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.exporting import Sample
from modelyard.datasets.rules.problems import Problem, Unreadable
from modelyard.datasets.rules.streams import Pieces, Told
from modelyard.datasets.service.formats.files import Ask
from modelyard.datasets.service.formats.folder import SOURCES
from modelyard.datasets.service.formats.listed import LooseYOLO
from modelyard.datasets.types.datasets import LabelType
from modelyard.datasets.types.sources import FileInfo, Format

PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", WIDTH, HEIGHT, 8, 2, 0, 0, 0, 0)
    + struct.pack(">I4sI", 0, b"IDAT", 0)
    + zlib.compress(b"")
)


class MemoryFiles:
    """Files in memory, in pages as small as a listing may be."""

    def __init__(self, content: dict[str, bytes], *, page: int = 3) -> None:
        self.content, self._page = content, page

    async def page(self, after: str, limit: int = 1000) -> tuple[list[FileInfo], bool]:
        names = [name for name in sorted(self.content, key=str.encode) if name.encode() > after.encode()]
        found = names[: min(limit, self._page)]
        return [FileInfo(name, len(self.content[name]), "e", 1) for name in found], len(found) == len(names)

    async def inside(self, folder: str) -> tuple[list[FileInfo], list[str]]:
        below = [name for name in sorted(self.content) if name.startswith(folder)]
        files = [FileInfo(name, len(self.content[name]), "e", 1) for name in below if "/" not in name[len(folder) :]]
        return files, sorted({name[: name.index("/", len(folder)) + 1] for name in below if "/" in name[len(folder) :]})

    async def info(self, path: str) -> FileInfo | None:
        return FileInfo(path, len(self.content[path]), "e", 1) if path in self.content else None

    async def read(self, path: str, *, offset: int = 0, length: int | None = None) -> bytes:
        if path not in self.content:
            raise Unreadable("absent", value=path)
        return self.content[path][offset:][:length]


def cut(content: bytes, size: int = 2**20) -> Pieces:
    """A file in pieces of some size."""
    return lambda: (content[start : start + size] for start in range(0, len(content), size))


def parted(told: Iterable[Told]) -> tuple[list[Item], list[Problem]]:
    """Samples and problems, each by themselves."""
    all_told = list(told)
    return [each for each in all_told if isinstance(each, Item)], [each for each in all_told if isinstance(each, Problem)]


def read_whole(rules: ModuleType, content: bytes, file: str = "", *, size: int = 2**20) -> tuple[list[Item], list[Problem]]:
    """What a file in pieces of some size says, by the rules of a format."""
    if rules in {coco, tables}:
        shelf = FileShelf()
        try:
            read = coco.read if rules is coco else tables.read_annotations
            return parted(read(cut(content, size), shelf, file))
        finally:
            shelf.close()
    return parted(rules.read(cut(content, size), file))


def exported(target: Format, items: Sequence[tuple[str, Item]], *, page: int = 2) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of an export, written page by page, each with the state of the one before."""
    state: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    sections: dict[str, bytes] = {}
    problems: list[Problem] = []
    for start in range(0, len(items), page):
        some = [Sample(item, name) for name, item in items[start : start + page]]
        done = exporting.write(target, some, state)
        state = done.state
        problems += done.problems
        for name, content in done.files.items():
            assert name not in files
            files[name] = content
        for _, name in done.copies:
            assert name not in files
            files[name] = PICTURE
        for section, piece in done.pieces.items():
            sections[section] = sections.get(section, b"") + piece
    end = exporting.finish(target, state)
    files |= end.files
    for name, parts in end.composed:
        files[name] = b"".join(sections.get(part, b"") if isinstance(part, str) else part for part in parts)
    return files, problems


def imported(
    target: Format, files: dict[str, bytes], label_type: LabelType, *, page: int = 3, limit: int = 2, **options: Any
) -> tuple[list[Item], list[Problem]]:
    """What an import finds, each batch by a new reader, as if each had been killed after it."""

    async def run() -> tuple[list[Item], list[Problem]]:
        checkpoint: dict[str, Any] = {}
        found: list[Item] = []
        problems: list[Problem] = []
        for _ in range(1000):
            ask = Ask(label_type, options=options)
            source = LooseYOLO(ask) if target is Format.YOLO and "obj.data" not in files else SOURCES[target](ask)
            batch = await source.read(MemoryFiles(files, page=page), checkpoint, limit)
            await source.close()
            found += [each.item for each in batch.found]
            problems += batch.problems
            checkpoint = batch.checkpoint
            if batch.is_last:
                return found, problems
        raise AssertionError("it never ends")

    return asyncio.run(run())
