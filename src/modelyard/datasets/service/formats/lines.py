"""Formats with a sample in each line: texts, with or without labels, and the lists of YOLO. Read in pieces, by byte offsets."""

from collections.abc import Sequence
from typing import Any

from modelyard.datasets.rules import folders, texts, yolo
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.fitting import seen_size
from modelyard.datasets.rules.preparing import Facts
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.service.formats.files import MOST_BYTES, Ask, Files, Source, all_of, image_of, joined, sample_of
from modelyard.datasets.service.readers import Batch, Found
from modelyard.datasets.types.datasets import DataType, Usage

_PIECE = 1024 * 1024
_MOST_LINE = 8 * 1024 * 1024
# How files begin that have several bytes for each character.
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_MOST_NAMES = 16 * 1024 * 1024


class TextLines(Source):
    """Text files, one after another; each line is a sample, with labels behind a separator."""

    has_labels = True

    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """See `Source`."""
        after, name = checkpoint.get("after", ""), checkpoint.get("file", "")
        if not name:
            page, is_last = await files.page(after, 1)
            if not page:
                return Batch({"after": after}, is_last=True, seen=0)
            if not folders.is_data(page[0].path, DataType.TEXT):
                return Batch({"after": page[0].path}, is_last, seen=0)
            name = page[0].path
        offset, line = checkpoint.get("offset", 0), checkpoint.get("line", 1)
        problems = Problems(name)
        lines, size = await self._lines(files, name, offset, problems)
        some, used = _first(lines, limit)
        found = [each for place, content in enumerate(some, line) for each in self._said(name, place, content, problems)]
        if size or used < sum(len(each) for each in lines):
            state = {"after": after, "file": name, "offset": offset + used, "line": line + len(some)}
            return Batch(state, False, found, problems, seen=len(some))
        more, is_last = await files.page(name, 1)
        return Batch({"after": name}, is_last and not more, found, problems, seen=len(some))

    async def _lines(self, files: Files, name: str, offset: int, problems: Problems) -> tuple[list[bytes], bool]:
        """Return whole lines from an offset on, with what ends them, and whether there are more."""
        info = await files.info(name)
        if info is None or not info.size_bytes:
            problems.note("absent" if info is None else "empty", value=name)
            return [], False
        if (await files.read(name, length=4)).startswith(_WIDE):
            return _cut((await self._wide(files, name, problems))[offset:]), False
        length = _PIECE
        while True:
            content = await files.read(name, offset=offset, length=length)
            is_end = offset + len(content) >= info.size_bytes
            end = len(content) if is_end else content.rfind(b"\n") + 1
            if end or length > _MOST_LINE:
                return _cut(content[: end or len(content)]), not is_end
            length *= 4

    async def _wide(self, files: Files, name: str, problems: Problems) -> bytes:
        """Return a file of two or four bytes a character as UTF-8, in which offsets are counted then."""
        with problems.at(""):
            content = await files.read(name, length=MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise Unreadable("long", value="100 MiB")
            return texts.decoded(content).encode()
        return b""

    def _said(self, name: str, line: int, content: bytes, problems: Problems) -> list[Found]:
        """Return the sample of a line. Each line is decoded by itself: files of mixed encodings lose only what is neither."""
        with problems.at("", line):
            text = texts.decoded(content, otherwise=self.ask.encoding).removesuffix("\n").removesuffix("\r")
            options = self.ask.options
            separators = (str(options.get("sample_separator", "\t")), str(options.get("label_separator", ",")))
            if not text.strip():
                return []
            item = folders.text_line(text, *separators) if self.has_labels else folders.text_item(text, ())
            return [Found(item, Facts(), line, name)]
        return []


class PlainLines(TextLines):
    """Text files whose lines are unlabelled samples."""

    has_labels = False


class YOLO(Source):
    """`obj.data` with lists of images; what it lacks fails the whole."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._lists: list[tuple[str, str]] | None = None
        self._names: Sequence[str] = ()

    async def read(self, files: Files, checkpoint: dict[str, Any], limit: int) -> Batch:
        """See `Source`."""
        start = checkpoint.get("image", 0)
        problems: list[Problem] = []
        if self._lists is None:
            self._lists = await self._found(files, [] if start else problems)
        some = self._lists[start : start + limit]

        async def one(listed: tuple[str, str]) -> Found | None:
            return await self._sample(files, *listed, problems)

        found = [each for each in await all_of(one, some) if each is not None]
        total = len(self._lists)
        return Batch({"image": start + limit}, start + limit >= total, found, problems, seen=len(some), total=total)

    async def _found(self, files: Files, problems: list[Problem]) -> list[tuple[str, str]]:
        settings, told = yolo.read_settings(await _text(files, "obj.data"))
        problems += told
        place = await _place(files, settings.get("names", "obj.names"))
        self._names = yolo.read_names(await _text(files, place))
        found: dict[str, str] = {}
        for subset, usage in (("train", Usage.TRAIN), ("valid", Usage.EVAL)):
            if settings.get(subset):
                listed = await _text(files, await _place(files, settings[subset]))
                for number, line in enumerate(texts.lines_of(listed), 1):
                    if line.strip() in found:
                        problems.append(Problem("twice", "", line.strip()[:200], number, settings[subset]))
                    elif line.strip():
                        found[line.strip()] = usage
        return list(found.items())

    async def _sample(self, files: Files, listed: str, usage: str, problems: list[Problem]) -> Found | None:
        told = Problems(listed[:200])
        result = None
        with told.at(""):
            path = await _place(files, listed)
            info = await files.info(path)
            if info is None:
                raise Unreadable("absent", value=listed)
            width, height, _ = seen_size(await image_of(files, info))
            labels = f"{path.rpartition('.')[0]}.txt"
            item = Item(path, usage=usage)
            if await files.info(labels) is not None:
                text = texts.decoded(await files.read(labels, length=MOST_BYTES), otherwise=self.ask.encoding)
                said, more = yolo.read_boxes(text, self._names, (width, height), labels)
                told += more
                item = item._replace(annotations=said)
            result = await sample_of(files, info, item, self.ask, told)
        problems += told
        return result


async def _text(files: Files, name: str) -> str:
    return texts.decoded(await files.read(name, length=_MOST_NAMES))


async def _place(files: Files, name: str) -> str:
    """Return where a file lies that a list names: as it stands, or without the folder that some tools put before it."""
    plain = joined("", name)
    if plain.startswith("data/") and await files.info(plain) is None:
        return plain.removeprefix("data/")
    return plain


def _cut(content: bytes) -> list[bytes]:
    lines = content.split(b"\n")
    return [*(line + b"\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]


def _first(lines: Sequence[bytes], limit: int) -> tuple[list[bytes], int]:
    some = list(lines[:limit])
    return some, sum(len(each) for each in some)
