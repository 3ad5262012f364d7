"""JSON in entries: the lists of a large file are read one entry after another, and nothing else of it is kept.

Where an entry begins and ends is seen by brackets and commas outside of strings, found with numpy; orjson reads the entry.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson

from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.rules.streams import MOST_ENTRY_BYTES

_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_MARK = b"\xef\xbb\xbf"
_PAIRS = {b"[": b"]", b"{": b"}"}


class Entry(NamedTuple):
    """An entry of a list. section: the name of the list; empty where the file is the list. place: in the list, from 0.

    raw: as it was written.
    """

    section: str
    place: int
    value: Any
    raw: bytes


def listed(pieces: Iterable[bytes], what: str) -> Iterator[Entry]:
    """Yield the entries of a file that is a list. Raises `Unreadable` at the place where it is none (any more)."""
    marks = _marks(pieces, 1)
    _begin(marks, b"[", what)
    yield from _entries(marks, "")
    _end(marks)


def sections(pieces: Iterable[bytes], names: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries of the lists with these names in a file that is an object; raises `Unreadable` like `listed`.

    All of them must be there, each once; that one is missing is only known at the end.
    """
    marks = _marks(pieces, 2)
    _begin(marks, b"{", "an object")
    found: set[str] = set()
    end = b","
    while end == b",":
        before, mark = next(marks)
        name, end = _name(before, mark), mark
        if name in names:
            _demand_list(name, mark, found)
            yield from _entries(marks, name)
        elif mark in _PAIRS:
            _pass(marks, _PAIRS[mark])
        if mark in _PAIRS:
            end = _after(marks)
    if end != b"}":
        raise _broken(b"", end)
    _end(marks)
    for name in names:
        if name not in found:
            raise Unreadable("missing", name)


def _demand_list(name: str, mark: bytes, found: set[str]) -> None:
    if mark != b"[":
        raise Unreadable("type", name, "a list")
    if name in found:
        raise Unreadable("twice", value=name)
    found.add(name)


def _begin(marks: Iterator[tuple[bytes, bytes]], wanted: bytes, what: str) -> None:
    before, mark = next(marks)
    if before.removeprefix(_MARK).strip() or mark not in _PAIRS:
        raise _broken(before, mark or b" " * bool(before.strip()))
    if mark != wanted:
        raise Unreadable("type", value=what)


def _entries(marks: Iterator[tuple[bytes, bytes]], section: str) -> Iterator[Entry]:
    """Yield what stands between the commas until the list ends. What is no entry ends the reading: nobody knows its end."""
    for index, (raw, mark) in enumerate(marks):
        if mark not in {b",", b"]"}:
            raise _broken(raw, mark, f"{section}[{index}]")
        if mark == b"," or index or raw.strip():
            try:
                value = orjson.loads(raw)
            except orjson.JSONDecodeError as error:
                raise Unreadable("json", f"{section}[{index}]", error) from None
            yield Entry(section, index, value, raw.strip())
        if mark == b"]":
            return


def _pass(marks: Iterator[tuple[bytes, bytes]], end: bytes) -> None:
    """Go past a value that nobody wants."""
    mark = next(found for _, found in marks if found != b",")
    if mark != end:
        raise _broken(b"", mark)


def _after(marks: Iterator[tuple[bytes, bytes]]) -> bytes:
    """Return what follows a value: nothing stands before it."""
    before, mark = next(marks)
    if before.strip():
        raise _broken(before, mark or b" ")
    return mark


def _end(marks: Iterator[tuple[bytes, bytes]]) -> None:
    mark = _after(marks)
    if mark:
        raise _broken(b"", mark)


def _name(before: bytes, mark: bytes) -> str:
    """Return the name of a member of an object; empty where the object ends without one."""
    if not before.strip() and mark == b"}":
        return ""
    try:
        (name,) = orjson.loads(b"{%s}" % (before + b"null" if mark in _PAIRS else before))
    except ValueError:
        raise _broken(before, mark) from None
    return str(name)


def _broken(before: bytes, mark: bytes, place: str = "") -> Unreadable:
    near = (before.strip()[-40:] + mark).decode(errors="replace").strip()
    return Unreadable("json", place, f"unexpected {near}" if mark else "it ends too early")


def _marks(pieces: Iterable[bytes], level: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield brackets and commas down to so many levels, each with the text since the last one; then the rest and nothing."""
    depth, is_inside, carried = 0, 0, b""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        content = carried + piece
        plain = _ESCAPE.sub(b"..", content)
        carried = b"\\" if plain.endswith(b"\\") else b""
        content = content.removesuffix(carried)
        data = np.frombuffer(plain, np.uint8, len(content))
        inside = (np.cumsum(data == ord('"'), dtype=np.uint8) & 1) ^ is_inside
        folded = data | 0x20  # of both kinds of brackets
        opens, closes = folded == ord("{"), folded == ord("}")
        places = np.flatnonzero((opens | closes | (data == ord(","))) & (inside == 0))
        steps = opens[places].astype(np.int64) - closes[places]
        after = np.cumsum(steps) + depth
        is_shown = np.where(steps == 0, after <= level, np.minimum(after, after - steps) < level)
        start = 0
        for place in places[is_shown].tolist():
            kept.append(content[start:place])
            yield b"".join(kept), content[place : place + 1]
            start, size = place + 1, 0
            kept.clear()
        kept.append(content[start:])
        size += len(kept[-1])
        if size > MOST_ENTRY_BYTES:
            raise Unreadable("long", value=f"{MOST_ENTRY_BYTES // 2**20} MiB")
        depth = int(after[-1]) if len(after) else depth
        is_inside = int(inside[-1]) if len(inside) else is_inside
    yield b"".join(kept) + carried, b""
