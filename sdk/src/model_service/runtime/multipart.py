"""Forms with files (RFC 7578), read from a body that is in memory as a whole."""

from __future__ import annotations

import io
import re
from typing import Any

from model_service.runtime.problems import BadInput

_MOST_PARTS = 1000
_PARAMETER = re.compile(r';\s*([\w!#$&+\-^_`|~*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))')


def parameters(header: str) -> dict[str, str]:
    """Return the parameters of a header's value: `form-data; name="a"` gives {"name": "a"}."""
    found = {}
    for match in _PARAMETER.finditer(header):
        quoted, bare = match.group(2), match.group(3)
        # Browsers send \\ in file names of Windows as they are, so only escaped quotes are undone.
        found[match.group(1).lower()] = quoted.replace('\\"', '"') if quoted is not None else bare
    return found


def read_form(body: bytes, content_type: str) -> dict[str, Any]:
    """Return `{field: {file name: file}}`, text fields as strings. Raises BadInput.

    Several files in one field are in one dict; a second text in a field makes it a list.
    """
    boundary = parameters(content_type).get("boundary", "")
    if not boundary or len(boundary) > 200:
        raise BadInput("The content type multipart/form-data names no boundary.")
    mark = b"--" + boundary.encode("latin-1", "replace")
    if not body.startswith(mark):
        at = body.find(b"\r\n" + mark)
        if at < 0:
            raise BadInput("The body has no part that begins with the boundary of the content type.")
        body = body[at + 2 :]
    view = memoryview(body)
    found: dict[str, Any] = {}
    at, count, separator = len(mark), 0, b"\r\n" + mark
    while True:
        if body[at : at + 2] == b"--":
            return found
        head = body.find(b"\r\n\r\n", at)
        end = body.find(separator, at)
        if end < 0 or head < 0 or head > end:
            raise BadInput("The form ends in the middle of a part.")
        count += 1
        if count > _MOST_PARTS:
            raise BadInput(f"The form has more than {_MOST_PARTS} parts.")
        _add(found, bytes(view[at:head]), view[head + 4 : end] if head + 4 <= end else view[0:0])
        at = end + len(separator)


def _add(found: dict[str, Any], head: bytes, content: memoryview) -> None:
    given: dict[str, str] = {}
    for line in head.split(b"\r\n"):
        header, _, value = line.partition(b":")
        if header.strip().lower() == b"content-disposition":
            given = parameters(value.decode("utf-8", "replace"))
    name = given.get("name")
    if name is None:
        raise BadInput("A part of the form has no name.")
    if "filename" not in given:
        text = bytes(content).decode("utf-8", "replace")
        before = found.get(name)
        found[name] = text if before is None else [*(before if isinstance(before, list) else [before]), text]
        return
    files = found.setdefault(name, {})
    if not isinstance(files, dict):
        raise BadInput(f"The field {name!r} of the form has both text and files.")
    file = io.BytesIO(content)
    file.name = given["filename"]
    files[_free(given["filename"], files)] = file


def _free(name: str, taken: dict[str, Any]) -> str:
    """Return the name, with a number where a file of that name is there already."""
    if name not in taken:
        return name
    number = 1
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
