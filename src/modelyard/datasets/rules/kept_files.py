"""Files that versions keep: what copies are called, and which of them some version still needs."""

import hashlib
from collections.abc import Iterable, Sequence

import orjson

_TEXT = b'{"source":"content:'
_AFTER_SOURCE = b'","id":"'


def digest_of(etag: str, size_bytes: int) -> bytes:
    """Return what a content is called by: a hash of what the store says about it."""
    return hashlib.blake2b(f"{size_bytes}:{etag.strip(chr(34))}".encode(), digest_size=16).digest()


def place_of(inner: str, digest: bytes) -> str:
    """Return where the copy of a content lies; inner: the folder that the dataset has for itself."""
    name = digest.hex()
    return f"{inner}files/{name[:2]}/{name}"


def is_needed(since: int, until: int | None, versions: Iterable[int]) -> bool:
    """Return whether one of the numbers of versions lies in the range that a row stands for. until: None for no end."""
    return any(since <= number and (until is None or number < until) for number in versions)


def row_for(rows: Sequence[tuple[int, bytes]], version: int) -> bytes | None:
    """Return the digest that a version has, of (since, digest) in order; None where nothing was kept."""
    found = None
    for since, digest in rows:
        if since <= version:
            found = digest
    return found


def has_file(line: bytes) -> bool:
    """Return whether the sample of a line is a file."""
    return not line.startswith(_TEXT)


def with_source(line: bytes, source: str) -> bytes:
    """Return a line of a version with another source. A quotation mark that is not escaped ends the source."""
    return b'{"source":' + orjson.dumps(source) + line[line.index(_AFTER_SOURCE) + 1 :]
