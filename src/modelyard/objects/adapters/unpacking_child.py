"""The process that opens archives: untrusted bytes in on stdin, checked names and contents out on stdout.

It has no database, no store and no secrets, little memory and limited time, and may write no file; where the machine has
namespaces it sees no network and no files but the interpreter's. Its one argument is a
JSON object: `mode` (`check` or `extract`), `skip` (files to pass over) and the limits. Each frame on stdout is the
length of a JSON header (4 bytes) and the header; the header of a file in `extract` is followed by its content.
"""

import bz2
import contextlib
import ctypes
import gzip
import io
import json
import lzma
import os
import resource
import signal
import stat
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import zstandard

from modelyard.objects.rules.archives import Inventory, Limits, Refused, text_of_tar_name, text_of_zip_name
from modelyard.objects.types import ArchiveProblem as Problem

_CHUNK = 256 * 1024
_PR_SET_PDEATHSIG = 1
# Whatever the parsers of the standard library stumble over in a bad archive; OSError and ValueError cover most of it.
_DAMAGES = (
    *(tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zstandard.ZstdError, zlib.error, struct.error),
    *(EOFError, OSError, ValueError, OverflowError, IndexError, KeyError, RuntimeError, AssertionError, AttributeError),
)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_SPECIAL_MODES = (stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK)


@dataclass(frozen=True)
class Item:
    """A file in the archive, ready to be read."""

    key: str
    size: int
    modified_at: float
    open: Any


class Metered(io.RawIOBase):
    """A stream that may give only so many bytes: all of what a decompressor makes is counted, not only contents."""

    def __init__(self, inner: Any, limit: int) -> None:
        self._inner, self._left = inner, limit

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self._inner.read(_CHUNK if size < 0 else min(size, 2**24))
        self._left -= len(chunk)
        if self._left < 0:
            raise Refused(Problem.BOMB)
        return chunk


def main() -> None:
    """Do what the argument says; the last frame says how it ended."""
    order = json.loads(sys.argv[1])
    limits = Limits(**order["limits"])
    archive = sys.stdin.buffer.raw if hasattr(sys.stdin.buffer, "raw") else sys.stdin.buffer
    size = os.fstat(0).st_size
    _confine(limits, size)
    out = sys.stdout.buffer
    inventory = Inventory(limits, size)
    try:
        file = os.fdopen(os.dup(archive.fileno()), "rb", buffering=_CHUNK)
        for number, item in enumerate(_items(file, size, inventory)):
            if order["mode"] == "check":
                _frame(out, {"key": item.key, "size": item.size})
                _copy(item, None)
            elif number >= order["skip"]:
                _frame(out, {"key": item.key, "size": item.size, "mtime": item.modified_at})
                _copy(item, out)
        if order["mode"] == "check":
            for folder in inventory.empty_folders():
                _frame(out, {"folder": folder})
        end: dict[str, Any] = {"end": True, "files": inventory.files, "bytes": inventory.bytes}
    except Refused as refused:
        end = {"refused": refused.problem, "entry": _sayable(refused.entry), "detail": refused.detail}
    except MemoryError:
        inventory = Inventory(limits, 0)
        end = {"refused": Problem.MEMORY, "entry": "", "detail": ""}
    except BrokenPipeError:
        os._exit(1)
    except _DAMAGES as error:
        end = {"refused": Problem.DAMAGED, "entry": "", "detail": f"{type(error).__name__}: {error}"[:200]}
    _frame(out, end)
    out.flush()
    # The interpreter's own clean-up could only fail on what is left of a bad archive.
    os._exit(0)


def _confine(limits: Limits, archive_bytes: int) -> None:
    """Give up what is not needed, and die with the parent."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    seconds = 600 + limits.allowed_bytes(archive_bytes) // 2_000_000
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in wanted.items():
        _, hard = resource.getrlimit(name)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (allowed, allowed))


def _items(file: IO[bytes], size: int, inventory: Inventory) -> Iterator[Item]:
    """Yield the files of an archive in order. What it is follows from its content, not from its name."""
    head = file.read(512)
    file.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _zip_items(file, size, inventory)
        return
    # Headers and padding of a tar count too; half a kilobyte for each entry, twice for long names.
    room = inventory.limits.allowed_bytes(size) + 4096 * inventory.limits.max_entries
    stream: Any
    if head.startswith(b"\x1f\x8b"):
        stream = gzip.GzipFile(fileobj=file)
    elif head.startswith(b"BZh"):
        stream = bz2.BZ2File(file)
    elif head.startswith(b"\xfd7zXZ\x00"):
        stream = lzma.LZMAFile(file)  # noqa: SIM115 - it lives as long as this process
    elif head.startswith(b"\x28\xb5\x2f\xfd"):
        stream = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(file, read_across_frames=True)
    elif head[257:262] == b"ustar" or _is_old_tar(head):
        stream = file
    else:
        raise Refused(Problem.UNKNOWN)
    yield from _tar_items(Metered(stream, room), inventory)


def _zip_items(file: IO[bytes], size: int, inventory: Inventory) -> Iterator[Item]:
    with zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
        if sum(info.compress_size for info in infos) > size:
            raise Refused(Problem.BOMB, detail="entries overlap")
        for info in infos:
            # The raw name: the module cuts names at NUL and makes separators its own.
            name = text_of_zip_name(info.orig_filename, is_utf8=bool(info.flag_bits & 0x800))
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind == stat.S_IFLNK:
                raise Refused(Problem.LINK, name)
            if kind in _SPECIAL_MODES:
                raise Refused(Problem.SPECIAL, name)
            if name.endswith("/"):
                inventory.add_folder(name)
                continue
            if info.flag_bits & 0x1:
                raise Refused(Problem.ENCRYPTED, name)
            if info.compress_type not in _METHODS:
                raise Refused(Problem.COMPRESSION, name, str(info.compress_type))
            key = inventory.add_file(name, info.file_size)
            yield Item(key, info.file_size, 0.0, lambda info=info: archive.open(info))


def _tar_items(stream: Metered, inventory: Inventory) -> Iterator[Item]:
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
        for info in archive:
            archive.members.clear()  # type: ignore[attr-defined]  # it would remember them all
            name = text_of_tar_name(info.name)
            if info.issym() or info.islnk():
                raise Refused(Problem.LINK, name)
            if info.isdir():
                inventory.add_folder(name)
            elif info.isreg():
                key = inventory.add_file(name, info.size)
                yield Item(key, info.size, max(0.0, float(info.mtime)), lambda info=info: archive.extractfile(info))
            else:
                raise Refused(Problem.SPECIAL, name)
    while stream.read(_CHUNK):  # so that the decompressor sees its end and its checksum
        pass


def _is_old_tar(head: bytes) -> bool:
    """Return whether this is the header of a tar from before POSIX: its checksum says so."""
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def _copy(item: Item, out: IO[bytes] | None) -> None:
    """Read a file to its end, which verifies it; it must have the size that its header promised."""
    left = item.size
    with item.open() as content:
        while chunk := content.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise Refused(Problem.BOMB, item.key, "larger than it says")
            if out is not None:
                out.write(chunk)
    if left:
        raise Refused(Problem.DAMAGED, item.key, "shorter than it says")


def _frame(out: IO[bytes], header: dict[str, Any]) -> None:
    encoded = json.dumps(header).encode()
    out.write(struct.pack(">I", len(encoded)) + encoded)


def _sayable(name: str) -> str:
    """Return a name that can be shown: short, and without characters that a terminal or JSON would stumble over."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name[:200])


if __name__ == "__main__":
    main()
