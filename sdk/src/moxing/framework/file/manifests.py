"""Manifests: one JSON object a line that names a file in the store, and files with its annotations."""

from __future__ import annotations

import json
import os
from typing import Any, Iterator

from .places import find_stored, local_name

_NAMES = ("source", "annotation-loc")


class ManifestPath(str):
    """The path of a manifest. Scripts take it as it is, or as the first of two: `path, _ = copy_manifest(...)`."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        return iter((str(self), None))


def localize_manifest(content: str, folder: str) -> tuple[str, dict[str, str]]:
    """Return the manifest with local paths (`folder/bucket/key`) in it, and the files to copy: URL to path."""
    files: dict[str, str] = {}

    def change(node: Any) -> Any:
        if isinstance(node, list):
            return [change(item) for item in node]
        if isinstance(node, dict):
            return {
                key: (_path(value, folder, files) or change(value)) if key in _NAMES else change(value)
                for key, value in node.items()
            }
        return node

    lines = []
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            try:
                lines.append(json.dumps(change(json.loads(line)), ensure_ascii=False))
            except ValueError as error:
                raise ValueError(f"line {number} of the manifest is no JSON: {error}") from error
    return "".join(line + "\n" for line in lines), files


def _path(value: Any, folder: str, files: dict[str, str]) -> str | None:
    stored = find_stored(value) if isinstance(value, str) else None
    if stored is None or not stored.key:
        return None
    path = local_name(os.path.join(folder, stored.bucket), stored.key, value)
    files[value] = path
    return path
