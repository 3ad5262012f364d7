"""From rows of a CSV file to requests, by a mapping: a JSON schema whose leaves say which column they are."""

from __future__ import annotations

import csv
import io
import math
from typing import Any, Callable, Iterator, Mapping, Sequence

LARGEST_FIELD = 12 * 2**20
_YES = frozenset({"true", "1", "yes", "y", "t"})
_NO = frozenset({"false", "0", "no", "n", "f"})
# Where answers for several rows are looked for, before anywhere else.
_ANSWER_PATHS = (("data", "resp_data"), ("resp_data",), ("predictions",), ("instances",), ("result",), ("outputs",))
_Build = Callable[[Sequence[str]], Any]


class RowProblem(Exception):
    """A row does not fit the mapping; the others go on."""


class TableProblem(Exception):
    """A file cannot be read any further."""


class Mapper:
    """Makes requests of rows. joins: several rows may become one request, since all columns are below one list."""

    def __init__(self, rule: Mapping[str, Any]) -> None:
        self._body = _builder(rule)
        self._path, items = _way_to_list(rule)
        self._item = None if items is None else _builder(items)
        self.can_join = self._item is not None

    def body(self, row: Sequence[str]) -> Any:
        """Return the request for one row. Raises RowProblem."""
        return self._body(row)

    def item(self, row: Sequence[str]) -> Any:
        """Return what stands for one row in the list of a joined request. Raises RowProblem."""
        assert self._item is not None
        return self._item(row)

    def joined(self, items: list[Any]) -> Any:
        """Return the request for several rows."""
        body: Any = items
        for name in reversed(self._path):
            body = {name: body}
        return body


def split(answer: Any, count: int) -> list[Any] | None:
    """Return the answer to a joined request row by row, each in the form of an answer to one; None where it has no parts."""
    if isinstance(answer, list):
        return [[one] for one in answer] if len(answer) == count else None
    if not isinstance(answer, dict):
        return None
    for path in (*_ANSWER_PATHS, *((name,) for name in answer)):
        found: Any = answer
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, list) and len(found) == count:
            return [_with(answer, path, [one]) for one in found]
    return None


def _with(answer: dict[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    name, rest = path[0], path[1:]
    return {**answer, name: _with(answer[name], rest, value) if rest else value}


def read_rows(stream: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file with the line that each begins in; blank lines are none. Raises TableProblem.

    What is no UTF-8 is found by `row_problem`.
    """
    csv.field_size_limit(LARGEST_FIELD)
    text = io.TextIOWrapper(io.BufferedReader(_Raw(stream), 65_536), encoding="utf-8-sig", errors="surrogateescape", newline="")
    reader = csv.reader(text)
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableProblem(f"Line {reader.line_num}: {error}.") from error
        line, before = before + 1, reader.line_num
        if row:
            yield line, row


def row_problem(row: Sequence[str]) -> str:
    """Return what is wrong with the text of a row; empty for nothing."""
    for number, cell in enumerate(row):
        if any("\udc80" <= sign <= "\udcff" for sign in cell):
            return f"column {number} is not UTF-8"
    return ""


class _Raw(io.RawIOBase):
    """A stream that has only `read(size)`, as one that text can be read from."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as something is there."""
        content = self._stream.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


def _way_to_list(rule: Mapping[str, Any]) -> tuple[list[str], Mapping[str, Any] | None]:
    """Return the names that lead to the one list that holds all columns, with the schema of its items; None for no such."""
    path: list[str] = []
    while True:
        if rule.get("type") == "array":
            return path, _items(rule)
        properties = rule.get("properties")
        if not isinstance(properties, dict) or len(properties) != 1:
            return [], None
        name, rule = next(iter(properties.items()))
        path.append(name)


def _items(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    items = rule.get("items") or rule.get("item") or {}
    found: Mapping[str, Any] = items[0] if isinstance(items, list) else items
    return found


def _builder(rule: Mapping[str, Any]) -> _Build:
    kind = rule.get("type") or ("object" if "properties" in rule else "string")
    if kind == "object":
        return _object(rule)
    if kind == "array":
        inner = _builder(_items(rule))
        return lambda row: [inner(row)]
    return _leaf(kind, int(rule["index"]), "")


def _object(rule: Mapping[str, Any]) -> _Build:
    parts: list[tuple[str, _Build]] = []
    for name, one in (rule.get("properties") or {}).items():
        if "properties" in one or one.get("type") in {"object", "array"}:
            parts.append((name, _builder(one)))
        elif int(one.get("index", -1)) >= 0:  # -1: the column is left out
            parts.append((name, _leaf(one.get("type", "string"), int(one["index"]), name)))
    return lambda row: {name: build(row) for name, build in parts}


def _leaf(kind: str, index: int, name: str) -> _Build:
    convert = {"number": _number, "integer": _integer, "boolean": _boolean}.get(kind, _text)
    label = f"column {index} ({name})" if name else f"column {index}"

    def build(row: Sequence[str]) -> Any:
        try:
            return convert(row[index])
        except IndexError:
            raise RowProblem(f"{label} is missing; the row has {len(row)} columns") from None
        except ValueError:
            raise RowProblem(f"{label}: {row[index][:60]!r} is no {kind}") from None

    return build


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value) or "_" in text:
        raise ValueError(text)
    return value


def _integer(text: str) -> int:
    if "_" in text or len(text) > 40:
        raise ValueError(text)
    try:
        return int(text)
    except ValueError:
        value = _number(text)
        if value != int(value):
            raise
        return int(value)


def _boolean(text: str) -> bool:
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(text)


def _text(text: str) -> str:
    return text
