"""CSV: annotations with one row for each, and tables whose columns have types."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from modelyard.core.types import StrEnum
from modelyard.datasets.rules import texts
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.cells import original, safe
from modelyard.datasets.rules.geometry import bounds, number, shaped
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.rules.streams import Pieces, Shelf, Told, told
from modelyard.datasets.types.datasets import Kind, ShapeKind, Usage

KEEPS = frozenset({ShapeKind.BOX})
HEADER = ("source", "label", "xmin", "ymin", "xmax", "ymax", "confidence", "usage", "width", "height")
_USAGES = frozenset(Usage)
_EDGES = ("xmin", "ymin", "xmax", "ymax")
_ALIASES = {
    **dict.fromkeys(("filename", "file_name", "file", "path", "image", "image_path", "uri"), "source"),
    **dict.fromkeys(("class", "class_name", "label_name", "category", "name"), "label"),
    **dict.fromkeys(("score",), "confidence"),
    **dict.fromkeys(("split", "set"), "usage"),
}
# The longest cell that is read; the reader of the standard library would stop at a sixteenth of it.
MOST_CELL = 2 * 1024 * 1024


class ColumnType(StrEnum):
    """The type of a column of a table."""

    STRING = "STRING"
    BYTE = "BYTE"
    SHORT = "SHORT"
    INT = "INT"
    LONG = "LONG"
    FLOAT = "FLOAT"
    DOUBLE = "DOUBLE"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"
    BOOLEAN = "BOOLEAN"


class Column(NamedTuple):
    """A column of a table."""

    name: str
    type: ColumnType = ColumnType.STRING


def read_annotations(pieces: Pieces, shelf: Shelf, file: str = "", *, otherwise: str = "GBK") -> Iterator[Told]:
    """Yield the samples of a file with a header; rows of one source are one sample, also where they are apart.

    What is no row comes first. otherwise: the encoding that is tried where it is not UTF-8.
    """
    problems = Problems(file)
    with problems.at(""):
        rows = _rows(texts.lines(pieces, otherwise=otherwise), problems)
        names = [_ALIASES.get(name, name) for name in (cell.strip().lower() for cell in next(rows, (1, []))[1])]
        if "source" not in names:
            problems.note("missing", "source", line=1)
            names, rows = ["source"], iter(())
        place = names.index("source")
        for line, cells in rows:
            with problems.at("", line=line):
                if len(cells) != len(names):
                    raise Unreadable("width", value=len(cells))
                source = original(cells[place])
                if not source.strip():
                    raise Unreadable("empty", "source")
                shelf.put("rows", source, orjson.dumps([line, *cells]))
            yield from told(problems)
    yield from told(problems)
    for source in shelf.keys("rows"):
        with problems.at(f"source {source}"):
            if said := _row_items(names, shelf.values("rows", source), problems):
                yield said[0]._replace(annotations=tuple(one for each in said for one in each.annotations))
        yield from told(problems)


def write_annotations(items: Iterable[Item]) -> tuple[str, list[Problem]]:
    """Return a file with one row for each annotation, and what cannot be said in it."""
    problems = Problems()
    rows: list[Sequence[Any]] = [HEADER]
    for item in items:
        width, height, _ = item.size or ("", "", "")
        before = len(rows)
        for one in item.annotations:
            if one.kind is Kind.CLASS or (one.shape is not None and one.shape.kind in KEEPS):
                edges = [number(value) for value in bounds(one.shape)] if one.shape else [""] * 4
                confidence = "" if one.confidence is None else one.confidence
                rows.append((item.source, one.label, *edges, confidence, item.usage, width, height))
            else:
                problems.note("lost", item.source, one.shape.kind if one.shape else one.kind)
        if len(rows) == before:
            rows.append((item.source, *[""] * 6, item.usage, width, height))
    return written(rows), problems


def written(rows: Iterable[Sequence[Any]]) -> str:
    """Return CSV that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def read_table(
    text: str, columns: Sequence[Column], *, has_header: bool, file: str = ""
) -> tuple[list[tuple[Any, ...]], list[Problem]]:
    """Return the rows of a table. A row of another width is left out; a value of another type is None. Both are told."""
    problems = Problems(file)
    found: list[tuple[Any, ...]] = []
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    for line, cells in list(_rows(lines, problems))[1 if has_header else 0 :]:
        with problems.at("", line=line):
            if len(cells) != len(columns):
                raise Unreadable("width", value=len(cells))
            values: list[Any] = [None] * len(columns)
            for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
                with problems.at(column.name, line=line):
                    values[place] = value_of(column.type, original(cell))
            found.append(tuple(values))
    return found, problems


def value_of(kind: ColumnType, cell: str) -> Any:
    """Return the value of a cell; raises `Unreadable`. An empty cell is None, and an empty string where strings are."""
    if kind is ColumnType.STRING:
        return cell
    stripped = cell.strip()
    if not stripped:
        return None
    try:
        return _VALUES[kind](stripped)
    except (ValueError, KeyError):
        raise Unreadable("type", value=f"{kind}: {stripped}") from None


def guessed(rows: Sequence[Sequence[str]], names: Sequence[str]) -> list[Column]:
    """Return the narrowest common types of columns by some of their rows: INT, LONG, DOUBLE, DATE, TIMESTAMP, BOOLEAN."""
    order = (ColumnType.INT, ColumnType.LONG, ColumnType.DOUBLE, ColumnType.DATE, ColumnType.TIMESTAMP, ColumnType.BOOLEAN)
    columns = []
    for place, name in enumerate(names):
        cells = [row[place].strip() for row in rows if len(row) == len(names) and row[place].strip()]
        fitting = (kind for kind in order if cells and all(_fits(kind, cell) for cell in cells))
        columns.append(Column(name, next(fitting, ColumnType.STRING)))
    return columns


def _fits(kind: ColumnType, cell: str) -> bool:
    try:
        value_of(kind, cell)
    except Unreadable:
        return False
    return True


def _rows(lines: Iterable[str], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, with the number of the line that each begins in; ends where it is no CSV any more."""
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(lines)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.note("csv", value=error, line=line)
            return
        if row:
            yield line, row
        line = reader.line_num + 1


def _row_items(names: Sequence[str], rows: Iterable[bytes], problems: Problems) -> list[Item]:
    found = []
    for line, *cells in map(orjson.loads, rows):
        with problems.at("", line=line):
            found.append(_row_item(dict(zip(names, map(original, cells), strict=True))))
    return found


def _row_item(row: dict[str, str]) -> Item:
    source, label, usage = row["source"], row.get("label", "").strip(), row.get("usage", "").upper()
    if usage and usage not in _USAGES:
        raise Unreadable("value", "usage", usage)
    confidence = _optional(row, "confidence")
    if confidence is not None and not 0 <= confidence <= 1:
        raise Unreadable("range", "confidence", confidence)
    edges = [_optional(row, name) for name in _EDGES]
    sides = [_optional(row, name) for name in ("width", "height")]
    size = (int(sides[0]), int(sides[1]), 3) if sides[0] and sides[1] else None
    if not label:
        return Item(source=source, usage=usage, size=size)
    one = Annotation(Kind.CLASS, label=label, confidence=confidence)
    known = [each for each in edges if each is not None]
    if len(known) == len(_EDGES):
        one = one._replace(kind=Kind.SHAPE, shape=shaped(ShapeKind.BOX, (tuple(known[:2]), tuple(known[2:]))))  # type: ignore[arg-type]
    elif known:
        raise Unreadable("shape", value=ShapeKind.BOX)
    return Item(source=source, usage=usage, size=size, annotations=(one,))


def _optional(row: dict[str, str], name: str) -> float | None:
    text = row.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Unreadable("number", name, text)
    return value


def _whole(bits: int) -> Callable[[str], int]:
    def value(cell: str) -> int:
        if not _WHOLE.fullmatch(cell) or not -(1 << bits - 1) <= int(cell) < 1 << bits - 1:
            raise ValueError(cell)
        return int(cell)

    return value


def _moment(form: str) -> Callable[[str], str]:
    def value(cell: str) -> str:
        moment = datetime.strptime(cell, form)  # noqa: DTZ007 - a table's times have no zone
        # Years before 1000 are written with less than four digits else.
        return moment.strftime(form.replace("%Y", f"{moment.year:04}"))

    return value


def _real(cell: str) -> float:
    if "_" in cell:  # as Python writes numbers, and nobody else
        raise ValueError(cell)
    return float(cell)


_WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
_VALUES: dict[ColumnType, Callable[[str], Any]] = {
    ColumnType.BYTE: _whole(8),
    ColumnType.SHORT: _whole(16),
    ColumnType.INT: _whole(32),
    ColumnType.LONG: _whole(64),
    ColumnType.FLOAT: _real,
    ColumnType.DOUBLE: _real,
    ColumnType.DATE: _moment("%Y-%m-%d"),
    ColumnType.TIMESTAMP: _moment("%Y-%m-%d %H:%M:%S"),
    ColumnType.BOOLEAN: lambda cell: {"TRUE": True, "FALSE": False}[cell.upper()],
}
