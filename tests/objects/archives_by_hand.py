"""Archives for tests, good and hostile, made by hand where the usual tools would refuse."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping

import zstandard

PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "tar": lambda content: content,
    "tar.gz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
    "tar.zst": lambda content: zstandard.ZstdCompressor().compress(content),
}


def tar(files: Mapping[str, bytes], *, folders: Iterable[str] = ()) -> bytes:
    """Return a tar with files and folders."""
    return tar_of([*(folder(name) for name in folders), *(file(name, content) for name, content in files.items())])


def tar_of(entries: Iterable[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """Return a tar with exactly these entries, whatever they are."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, errors="surrogateescape") as archive:
        for info, content in entries:
            archive.addfile(info, io.BytesIO(content) if content else None)
    return out.getvalue()


def file(name: str, content: bytes = b"x") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.mtime = len(content), 1_700_000_000
    return info, content


def folder(name: str) -> tuple[tarfile.TarInfo, bytes]:
    return special(name, tarfile.DIRTYPE)


def special(name: str, kind: bytes, target: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def zipped(files: Mapping[str, bytes], *, folders: Iterable[str] = ()) -> bytes:
    """Return a zip with files and folders."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in folders:
            archive.writestr(f"{name}/", b"")
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def raw_zip(
    name: bytes, content: bytes = b"x", *, flags: int = 0, mode: int = 0o100644, method: int = 0, claims: int | None = None
) -> bytes:
    """Return a zip with one entry whose every field is as given; `claims` is the size it says it has."""
    crc, size = zlib.crc32(content), len(content) if claims is None else claims
    packed = content
    if method == zipfile.ZIP_DEFLATED:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = deflate.compress(content) + deflate.flush()
    common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 0x21, crc, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + common + name + packed
    central = b"PK\x01\x02" + struct.pack("<H", (3 << 8) | 20) + common + struct.pack("<HHHII", 0, 0, 0, mode << 16, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def gz_bomb(zeros: int) -> bytes:
    """Return a tar.gz with one file of so many zeros."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as stream:
        info = tarfile.TarInfo("zeros")
        info.size = zeros
        stream.write(info.tobuf())
        chunk = bytes(2**20)
        for _ in range(zeros // len(chunk)):
            stream.write(chunk)
        stream.write(bytes(1024))
    return out.getvalue()
