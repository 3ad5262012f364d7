"""Names of places: `obs://bucket/key`, `s3://bucket/key`, or a path on this machine."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any, Union

from .errors import MoxFileUnsafeNameException

PathLike = Union[str, "os.PathLike[str]"]
# `pathlib` makes one slash out of two.
_STORED = re.compile(r"(obs|s3):/{1,2}(?!/)", re.IGNORECASE)


@dataclass(frozen=True)
class Stored:
    """A place in the store. scheme: as the caller wrote it, with its slashes. key: without a leading slash."""

    scheme: str
    bucket: str
    key: str

    @property
    def url(self) -> str:
        return f"{self.scheme}{self.bucket}/{self.key}"

    @property
    def folder(self) -> str:
        """The prefix of everything below; empty for a whole bucket."""
        key = self.key.rstrip("/")
        return key + "/" if key else ""

    def at(self, key: str) -> Stored:
        """Return another key of the same bucket."""
        return Stored(self.scheme, self.bucket, key)


def find_stored(url: Any) -> Stored | None:
    """Return a place in the store, or None for anything else. Raises ValueError for one without a bucket."""
    try:
        text = os.fspath(url)
    except TypeError:
        return None
    if not isinstance(text, str):
        return None
    match = _STORED.match(text)
    if match is None:
        return None
    bucket, _, key = text[match.end() :].partition("/")
    if not bucket:
        raise ValueError(f"{text!r} names no bucket: write obs://BUCKET/KEY")
    scheme = match.group()
    return Stored(scheme if scheme.endswith("//") else scheme + "/", bucket, key)


def local_name(root: str, relative: str, url: str) -> str:
    """Return where an object lies below a local folder. Raises MoxFileUnsafeNameException for one that would lie elsewhere."""
    parts = relative.split("/")
    if any(part in {"", ".", ".."} for part in parts) or "\0" in relative or (os.sep != "/" and os.sep in relative):
        raise MoxFileUnsafeNameException(
            f"{url} cannot be copied below {root}: {relative!r} is no safe file name "
            "(parts that are empty, '.' or '..'); copy it alone, under a name of your own"
        )
    return os.path.join(root, *parts)
