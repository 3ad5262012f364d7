"""XML that others have written: read without document types, so that nothing expands and nothing is fetched."""

from xml.etree import ElementTree as ET

from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.rules.texts import decoded

# A file of annotations, see the limits of the guide.
MOST_BYTES = 100 * 1024 * 1024


def parsed(content: bytes) -> ET.Element:
    """Return the root element; raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        raise Unreadable("long", value=f"{MOST_BYTES} bytes")
    if not content.strip():
        raise Unreadable("empty")
    text = decoded(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable("doctype")
    try:
        return ET.fromstring(text)  # noqa: S314 - it has no document type
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


_FORBIDDEN = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if code not in {9, 10, 13}}
