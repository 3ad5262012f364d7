"""Formats that say everything in one file (or a few): COCO, CVAT, Label Studio, CSV. Parsed once, read in parts."""

import asyncio
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from modelyard.datasets.rules import coco, cvat, folders, labelstudio, tables, texts
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.preparing import Facts
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.service.formats.files import MOST_BYTES, Ask, Files, Source, all_of, folder_of, joined, sample_of
from modelyard.datasets.service.readers import Batch, Found
from modelyard.datasets.types.datasets import DataType

Parse = Callable[[bytes, str], tuple[list[Item], list[Problem]]]

_CONTENT = "content://"
_PICTURES = ("images", "files", "JPEGImages", "data")
# What Label Studio puts before the name of a file that somebody uploaded.
_UPLOADED = re.compile(r"^[0-9a-f]{8}-")
_NOT_OURS = frozenset({"notes.json", "dataset_infos.json"})


class _Parsed(NamedTuple):
    file: str
    items: list[Item]
    problems: list[Problem]


class Whole(Source):
    """One file of annotations after another. The checkpoint is the number of the file and of the sample in it."""

    ending = "json"

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._parsed: _Parsed | None = None
        self._prefix: str | None = None

    def parse(self, content: bytes, file: str) -> tuple[list[Item], list[Problem]]:
        """Return what a file says."""
        raise NotImplementedError

    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """See `Source`."""
        names = checkpoint.get("files")
        if names is None:
            names = [self.ask.file] if self.ask.file else await self._found(files)
        place, start = checkpoint.get("file", 0), checkpoint.get("item", 0)
        problems: list[Problem] = []
        if not names:
            return Batch({}, is_last=True, problems=[Problem("absent", "", f"*.{self.ending}")], seen=1)
        if self._parsed is None or self._parsed.file != names[place]:
            self._parsed = await self._parse(files, names[place])
        parsed = self._parsed
        if not start:
            problems += parsed.problems
        some = parsed.items[start : start + limit]

        async def one(item: Item) -> Found | None:
            return await self._sample(files, parsed.file, item, problems)

        found = [each for each in await all_of(one, some) if each is not None]
        is_done = start + limit >= len(parsed.items)
        after = {"file": place + 1, "item": 0} if is_done else {"file": place, "item": start + limit}
        is_last = is_done and place + 1 >= len(names)
        return Batch({"files": names, **after}, is_last, found, problems, seen=len(some))

    async def _found(self, files: Files) -> list[str]:
        """Return the files of annotations: at the top, or in a folder of annotations."""
        found = [each.path for folder in ("", "annotations/", "Annotations/") for each in (await files.inside(folder))[0]]
        return sorted(each for each in found if self._is_one(each.rpartition("/")[2].lower()))

    def _is_one(self, name: str) -> bool:
        return name.endswith(f".{self.ending}") and not name.startswith((".", "image_info")) and name not in _NOT_OURS

    async def _parse(self, files: Files, name: str) -> _Parsed:
        problems = Problems(name)
        with problems.at(""):
            content = await files.read(name, length=MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise Unreadable("long", value="100 MiB")
            # It may take longer than the lease: others, and what renews it, go on meanwhile.
            items, told = await asyncio.to_thread(self.parse, content, name)
            return _Parsed(name, items, [*problems, *told])
        return _Parsed(name, [], problems)

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

    def parse(self, content: bytes, file: str) -> tuple[list[Item], list[Problem]]:
        """See `Whole`."""
        return coco.read(content, file)


class CVAT(Whole):
    """CVAT for images."""

    ending = "xml"

    def parse(self, content: bytes, file: str) -> tuple[list[Item], list[Problem]]:
        """See `Whole`."""
        return cvat.read(content, file)


class LabelStudio(Whole):
    """A JSON export of Label Studio."""

    def parse(self, content: bytes, file: str) -> tuple[list[Item], list[Problem]]:
        """See `Whole`."""
        return labelstudio.read(content, file)


class CSV(Whole):
    """A row for each annotation."""

    ending = "csv"

    def parse(self, content: bytes, file: str) -> tuple[list[Item], list[Problem]]:
        """See `Whole`."""
        return tables.read_annotations(texts.decoded(content, otherwise=self.ask.encoding), file)


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
