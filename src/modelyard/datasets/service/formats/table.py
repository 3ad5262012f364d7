"""Tables: CSV files of a folder are held against the schema, and written to the dataset's own folder."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from modelyard.datasets.models.datasets import DatasetRow
from modelyard.datasets.rules import tables, texts
from modelyard.datasets.rules.cells import original
from modelyard.datasets.rules.problems import Problem, Problems
from modelyard.datasets.rules.tables import Column, ColumnType
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.finding import get_rows, own_folder, rows_folder
from modelyard.datasets.service.formats.files import Files, ObjectFiles
from modelyard.datasets.service.readers import Batch, ImportNow, Reader
from modelyard.datasets.types.datasets import LabelType
from modelyard.objects.rules.keys import Location
from modelyard.objects.service import places

_PIECE = 4 * 1024 * 1024
_MOST_PIECE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Target:
    """Where rows go, and what they must be."""

    folder: Location
    columns: tuple[Column, ...]


@dataclass
class _Piece:
    """Some rows of a file: how many bytes and lines they take, and what was wrong with them."""

    rows: list[tuple[str, ...]]
    problems: list[Problem]
    used: int
    lines: int
    seen: int


class TableReader(Reader):
    """Reads CSV, one file after another, a piece at a time. A row of another width is left out and told.

    A value of another type becomes empty, as documented, and is told. What is written has a header and no formulas.
    """

    def __init__(self) -> None:
        self._target: Target | None = None

    async def read(self, context: DatasetsContext, task: ImportNow) -> Batch:
        """See `Reader`."""
        place = places.read_place(task.source, field="import_path")
        folder, only = (place, "") if not place.key or place.key.endswith("/") else _parted(place)
        files = ObjectFiles(context.objects, task.who, folder)
        if self._target is None:
            self._target = await target_of(context, task)
        checkpoint = dict(task.checkpoint)
        name = checkpoint.get("file") or only or await self._next(files, checkpoint.get("after", ""))
        if not name:
            return Batch(checkpoint, is_last=True, seen=0)
        offset, line, part = (int(checkpoint.get(key, first)) for key, first in (("offset", 0), ("line", 1), ("part", 0)))
        has_header = bool((task.goal.get("options") or {}).get("with_column_header", True))
        info = await files.info(name)
        size = info.size_bytes if info is not None else 0
        piece = await self._piece(files, name, offset, size, line, skip=has_header and not offset)
        if not size:
            piece.problems.append(Problem("empty", "", "", file=name))
        if piece.rows and not task.goal.get("dry_run"):
            await write_part(context, self._target, part, piece.rows)
            part += 1
        if offset + piece.used < size:
            after = {"file": name, "offset": offset + piece.used, "line": line + piece.lines}
            is_last = False
        else:
            after = {"after": name}
            is_last = bool(only) or not await self._next(files, name)
        kept = {"after": checkpoint.get("after", "")} if "after" not in after else {}
        return Batch({**kept, **after, "part": part}, is_last, [], piece.problems, seen=piece.seen, rows=len(piece.rows))

    async def _next(self, files: Files, after: str) -> str:
        """Return the first CSV file after a path; empty if there is none."""
        is_last = False
        while not is_last:
            page, is_last = await files.page(after)
            for each in page:
                if each.path.lower().endswith(".csv"):
                    return each.path
            after = page[-1].path if page else after
        return ""

    async def _piece(self, files: Files, name: str, offset: int, size: int, line: int, *, skip: bool) -> _Piece:
        """Return the rows of a piece of a file. The last one is left for the next piece, since it may go on there."""
        assert self._target is not None
        length = _PIECE
        wide = texts.wide(await files.read(name, length=4)) if size else ""
        while True:
            content = await files.read(name, offset=offset, length=length) if size else b""
            is_end = offset + len(content) >= size
            narrow = texts.to_narrow(wide)(content) if wide else content
            piece = _read(narrow, name, self._target.columns, line, is_end=is_end, skip=skip)
            if wide:
                piece.used = len(content) if is_end else len(texts.as_wide(narrow[: piece.used], wide))
            if piece.used or is_end or length >= _MOST_PIECE:
                return piece if piece.used or is_end else _Piece([], [Problem("long", "", "64 MiB", line, name)], size, 0, 1)
            length *= 4


async def target_of(context: DatasetsContext, task: ImportNow) -> Target:
    """Return where what an import brings is written. Raises Forbidden where the caller may not."""
    async with context.database.read_session() as db:
        row, _ = await get_rows(db, task.who, task.dataset_id)
    is_table = task.label_type is LabelType.TABLE
    place = rows_folder(row, task.task_id) if is_table else own_folder(row, task.task_id, str(task.goal.get("folder") or ""))
    folder = places.read_place(place, field="import_folder")
    await places.require_writable(context.objects, task.who, folder)
    return Target(folder, columns_of(row))


async def write_part(context: DatasetsContext, target: Target, part: int, rows: Sequence[tuple[str, ...]]) -> None:
    """Write a part. Its name follows from the checkpoint, so that a part that is written again replaces itself."""
    content = header_of(target.columns) + tables.written(rows).encode("utf-8", "replace")
    key = f"{target.folder.key}part-{part:05}.csv"
    await context.objects.store.put(target.folder.bucket, key, content, size_bytes=len(content))


def columns_of(row: DatasetRow) -> tuple[Column, ...]:
    """Return the columns of a table."""
    return tuple(Column(each["name"], ColumnType(each["type"])) for each in row.settings["columns"])


def header_of(columns: Sequence[Column]) -> bytes:
    """Return the line that each file of rows begins with."""
    return tables.written([tuple(each.name for each in columns)]).encode("utf-8", "replace")


def _parted(place: Location) -> tuple[Location, str]:
    folder, _, name = place.key.rpartition("/")
    return Location(place.bucket, f"{folder}/" if folder else ""), name


def _read(content: bytes, name: str, columns: tuple[Column, ...], line: int, *, is_end: bool, skip: bool) -> _Piece:
    problems = Problems(name)
    rows: list[tuple[str, ...]] = []
    found = list(_rows(content, problems, line))
    if not is_end:
        found = found[:-1]
    for number, cells, _, _ in found[1:] if skip else found:
        if len(cells) != len(columns):
            problems.note("width", value=len(cells), line=number)
            continue
        rows.append(tuple(_value(column, cell, problems, number) for column, cell in zip(columns, cells, strict=True)))
    used, lines = (found[-1][2], found[-1][3]) if found else (0, 0)
    last = line + lines
    told = [each for each in problems if is_end or each.line < last]
    return _Piece(rows, told, len(content) if is_end else used, lines, max(0, len(found) - skip))


def _rows(content: bytes, problems: Problems, line: int) -> Iterator[tuple[int, list[str], int, int]]:
    """Yield rows with the line that each begins in, and how many bytes and lines were read with it."""
    read = lines = 0

    def each_line() -> Iterator[str]:
        nonlocal read, lines
        for raw in _LINES.findall(content):
            read, lines = read + len(raw), lines + 1
            text = ""
            with problems.at("", line + lines - 1):
                text = texts.decoded(raw)
            yield text

    csv.field_size_limit(tables.MOST_CELL)
    reader = csv.reader(each_line())
    while True:
        begins = line + lines
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.note("csv", value=error, line=begins)
            return
        if row:
            yield begins, [original(cell) for cell in row], read, lines


def _value(column: Column, cell: str, problems: Problems, line: int) -> str:
    value: Any = None
    with problems.at(column.name, line):
        value = tables.value_of(column.type, cell)
    return "" if value is None else cell


_LINES = re.compile(rb"[^\n]*\n|[^\n]+")
