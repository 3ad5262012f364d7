"""XML that others have written: read without document types, so that nothing expands and nothing is fetched."""

from collections.abc import Iterator
from itertools import chain
from typing import Any
from xml.etree import ElementTree as ET

from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.rules.streams import MOST_ENTRY_BYTES, Pieces
from modelyard.datasets.rules.texts import decoded, streamed

# A file of annotations, see the limits of the guide.
MOST_BYTES = 100 * 1024 * 1024


def parsed(content: bytes) -> ET.Element:
    """Return the root element; raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        raise Unreadable("long", value=f"{MOST_BYTES} bytes")
    if not content.strip():
        raise Unreadable("empty")
    text = decoded(content)
    if any(mark in text for mark in _REFUSED):
        raise Unreadable("doctype")
    try:
        return ET.fromstring(text)  # noqa: S314 - it has no document type
    except (ET.ParseError, ValueError) as error:
        raise Unreadable("xml", value=error) from None


def children(pieces: Pieces, root: str) -> Iterator[ET.Element]:
    """Yield the elements below the root one after another; each is gone when the next is asked for. Raises `Unreadable`."""
    parser: Any = ET.XMLPullParser(("start", "end"))
    depth, size, tail = 0, 0, ""
    top: ET.Element | None = None
    for text in chain(streamed(pieces), ("",)):
        if any(mark in tail + text for mark in _REFUSED):  # before the parser has seen all of it
            raise Unreadable("doctype")
        tail = (tail + text)[-len(_REFUSED[0]) :]
        size += len(text)
        for event, element in _fed(parser, text):
            depth += 1 if event == "start" else -1
            if top is None:
                top = element
                if top.tag != root:
                    raise Unreadable("missing", root)
            elif event == "end" and depth == 1:
                yield element
                top.clear()
                size = 0
        if size > MOST_ENTRY_BYTES:
            raise Unreadable("long", value=f"{MOST_ENTRY_BYTES // 2**20} MiB")
        if depth > _DEEPEST:
            raise Unreadable("xml", value="elements within elements too often")


def _fed(parser: Any, text: str) -> Iterator[tuple[str, ET.Element]]:
    """Yield what begins and ends in a text; without a text, what the end of the file says."""
    try:
        if text:
            parser.feed(text)
        else:
            parser.close()
        yield from parser.read_events()
    except (ET.ParseError, ValueError) as error:
        raise Unreadable("xml", value=error) from None


def written(root: ET.Element) -> bytes:
    """Return an indented file. Characters that XML cannot have are left out; no format knows another way to say them."""
    ET.indent(root)
    return ET.tostring(root, encoding="unicode").translate(_FORBIDDEN).encode("utf-8", "replace") + b"\n"


def add(parent: ET.Element, name: str, text: object = "") -> ET.Element:
    """Append an element with a text and return it."""
    child = ET.SubElement(parent, name)
    child.text = str(text)
    return child


def text_of(parent: ET.Element, path: str) -> str:
    """Return the text of an element below, stripped; empty where there is none."""
    return (parent.findtext(path) or "").strip()


_DEEPEST = 1000
_REFUSED = ("<!DOCTYPE", "<!ENTITY")
_FORBIDDEN = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if code not in {9, 10, 13}}
