"""Rows of databases and of Parquet: as samples, or as rows of a table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from modelyard.datasets.rules import hugging_face, tables
from modelyard.datasets.rules.annotations import Item
from modelyard.datasets.rules.problems import Problems, Unreadable
from modelyard.datasets.rules.tables import Column

# Columns that may hold the bytes of a file, by themselves or as `{bytes, path}`.
_CONTENTS = ("image", "audio", "video", "content", "bytes")
_PATHS = ("file_name", "path", "object_path", "uri", "url", "source")
_USAGES = ("usage", "split")
_LABELS = ("label", "labels")
OURS = frozenset({"text", "file", "content", "label", "labels", "usage", "transcription", "objects"})
_MOST_NAME = 200


class RowItem(NamedTuple):
    """A row as a sample. content: bytes of a file that is still to be written; its name is the source of the item then."""

    item: Item
    content: bytes | None = None


def plain(value: Any) -> Any:
    """Return a value of plain types: what JSON has, and bytes."""
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    if isinstance(value, date):
        return value.replace(tzinfo=None).isoformat(" ", "seconds") if isinstance(value, datetime) else value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str | bytes) else str(value)


def row_item(
    row: Mapping[str, Any], columns: Mapping[str, str], names: Mapping[str, Sequence[str]], problems: Problems, line: int
) -> RowItem:
    """Return the sample of a row; raises `Unreadable`. columns: ours (see `OURS`) to theirs. names: of numbered classes."""
    known: dict[str, Any] = {name: row[theirs] for name, theirs in columns.items() if theirs in row}
    known = {**{name: value for name, value in row.items() if name not in known}, **known}
    for name in _LABELS:
        known[name] = _named(known.get(name), names.get(columns.get(name, name), ()))
    content, path = _content(known, given="content" in columns)
    told = known.get("file") if "file" in columns else next((known[each] for each in _PATHS if known.get(each)), None)
    if content is None and path and not told:
        told = path
    if content is not None:
        told = _file_name(told or path, line)
    if told is not None:
        known["file_name"] = str(told)
    usage = next((str(known[each]) for each in _USAGES if known.get(each)), "")
    item = hugging_face.item_of(known, hugging_face.usage_of(f"{usage}/x"), problems, line)
    source = item.source
    if source.startswith("obs://"):
        source = f"s3://{source[len('obs://') :]}"
    return RowItem(item._replace(source=source), content)


def cells(
    row: Mapping[str, Any], columns: Sequence[Column], sources: Mapping[str, str], problems: Problems, line: int
) -> tuple[str, ...]:
    """Return a row of a table. sources: column of the table to that of the row. What is of another type becomes empty."""
    found = []
    for each in columns:
        cell = cell_of(plain(row.get(sources[each.name])))
        value: Any = None
        with problems.at(each.name, line):
            if isinstance(row.get(sources[each.name]), bytes | memoryview | bytearray):
                raise Unreadable("type", value=str(each.type))
            value = tables.value_of(each.type, cell)
        found.append("" if value is None else cell)
    return tuple(found)


def cell_of(value: Any) -> str:
    """Return a plain value as a table writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return str(value)


def sources_of(columns: Sequence[Column], there: Sequence[str], renamed: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return which column of the rows each column of a table is, and those that are missing.

    renamed: of the table to the rows. Without that they have the same name, whatever the case.
    """
    folded = {name.casefold(): name for name in reversed(there)}
    found, missing = {}, []
    for each in columns:
        name = renamed.get(each.name, each.name)
        if name not in there:
            name = folded.get(name.casefold(), "")
        if name:
            found[each.name] = name
        else:
            missing.append(each.name)
    return found, missing


def _content(known: dict[str, Any], *, given: bool) -> tuple[bytes | None, str]:
    """Return the bytes of a file in a row, and the name that they came with; both leave the row."""
    for name in ("content",) if given else _CONTENTS:
        value = plain(known.get(name))
        if isinstance(value, bytes):
            del known[name]
            return value, ""
        if isinstance(value, dict) and ("bytes" in value or "path" in value):
            del known[name]
            content, path = value.get("bytes"), value.get("path")
            return (content if isinstance(content, bytes) else None), (path if isinstance(path, str) else "")
    return None, ""


def _file_name(told: Any, line: int) -> str:
    """Return a name to write a file under, below the folder of the import."""
    parts = [each for each in str(told or "").replace("\\", "/").split("/") if each not in {"", ".", ".."}]
    name = "/".join("".join("_" if each < " " or each in ':*?"<>|\x7f' else each for each in part) for part in parts)
    return name[-_MOST_NAME:].lstrip("/") or f"row-{line:08}"


def _named(value: Any, names: Sequence[str]) -> Any:
    """Return labels by their names where they are numbers of classes."""
    if isinstance(value, list | tuple):
        return [_named(each, names) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(names):
        return names[value]
    return plain(value)
