"""Packages on the platform's disk: made beside their place, sealed, and renamed, so that what has the right name is whole.

A package lies at `<packages>/<model>/package/`, read-only, with `manifest.json` beside it: every file with its size and its
SHA-256. Its digest is that of the manifest.
"""

import contextlib
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from modelyard.registry.rules.places import CODE_FILE, CONFIG_FILE
from modelyard.registry.service.servables import PACKAGE_FOLDER

HALF_DONE = ".new"
_MANIFEST = "manifest.json"
_PIECE = 2**20


@dataclass(frozen=True)
class Sealed:
    """What a package holds. sha256: of its manifest. has_code: there is a customize_service.py.

    is_dynamic: it stays in its bucket; sha256 is the digest of its listing.
    """

    files: int
    bytes: int
    sha256: str
    has_code: bool
    is_dynamic: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as a row keeps it."""
        kept = {"files": self.files, "bytes": self.bytes, "sha256": self.sha256, "has_code": self.has_code}
        return {**kept, "dynamic": True} if self.is_dynamic else kept


def put_file(file: Path, content: bytes) -> None:
    """Write a file of a package, instead of one that is there. Blocks."""
    file.unlink(missing_ok=True)
    file.write_bytes(content)


def files_in(package: Path) -> list[str]:
    """Return the files of a package, relative to it. Blocks."""
    return sorted(str((Path(folder) / name).relative_to(package)) for folder, _, names in os.walk(package) for name in names)


def seal(directory: Path, config: bytes) -> Sealed:
    """Put the configuration that counts into a package, note what it holds, and make it read-only. Blocks.

    directory: holds `package/`, with nothing in it but plain files and directories.
    """
    package = directory / PACKAGE_FOLDER
    put_file(package / CONFIG_FILE, config)
    entries: dict[str, Any] = {}
    for folder, _, names in os.walk(package, topdown=False):
        for name in sorted(names):
            file = Path(folder) / name
            size, digest = _digest(file)
            entries[str(file.relative_to(package))] = [size, digest]
            file.chmod(0o444)
        Path(folder).chmod(0o555)
    content = orjson.dumps(dict(sorted(entries.items())), option=orjson.OPT_INDENT_2)
    (directory / _MANIFEST).write_bytes(content)
    return Sealed(
        files=len(entries),
        bytes=sum(size for size, _ in entries.values()),
        sha256=hashlib.sha256(content).hexdigest(),
        has_code=CODE_FILE in entries,
    )


def publish(beside: Path, target: Path) -> None:
    """Give a sealed package its place."""
    beside.rename(target)


def forget(*directories: Path) -> None:
    """Remove packages, read-only as they are. Blocks."""
    for directory in directories:
        with contextlib.suppress(FileNotFoundError):
            for folder, _, _ in os.walk(directory):
                Path(folder).chmod(0o755)
            shutil.rmtree(directory)


def names_in(directory: Path) -> list[str]:
    """Return what lies in the directory of packages."""
    return sorted(entry.name for entry in directory.iterdir()) if directory.is_dir() else []


def _digest(file: Path) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
