"""PNG, as far as masks need it: which pixels have which colour, and pictures of areas."""

import re
import struct
import zlib
from collections.abc import Mapping

from modelyard.datasets.rules.masks import Runs
from modelyard.datasets.rules.problems import Unreadable

Colour = tuple[int, int, int]

MOST_PIXELS = 1 << 26
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB, _PALETTE, _GREY_ALPHA, _RGBA = 0, 2, 3, 4, 6
_CHANNELS = {_GREY: 1, _RGB: 3, _PALETTE: 1, _GREY_ALPHA: 2, _RGBA: 4}
_SAME = {size: re.compile(rb"(" + b"." * size + rb")\1*", re.DOTALL) for size in (1, 2, 3, 4)}
_BLACK = (0, 0, 0)


def areas(content: bytes) -> tuple[tuple[int, int], dict[Colour, dict[int, list[tuple[int, int]]]]]:
    """Return the size of a mask and its areas by colour, without black; raises `Unreadable`."""
    try:
        return _areas(content)
    except (struct.error, zlib.error, IndexError):
        raise Unreadable("image") from None


def picture(width: int, height: int, coloured: Mapping[Colour, Runs]) -> bytes:
    """Return a mask whose areas have these colours; the later ones lie on top, the rest is black."""
    rows: dict[int, bytearray] = {}
    for colour, runs in coloured.items():
        for row, parts in runs.items():
            line = rows.setdefault(row, bytearray(3 * width))
            for start, end in parts:
                line[3 * start : 3 * end] = bytes(colour) * (end - start)
    packer = zlib.compressobj(6)
    empty = bytes(3 * width)
    packed = [packer.compress(b"\x00" + bytes(rows.get(row, empty))) for row in range(height)]
    header = struct.pack(">IIBBBBB", width, height, 8, _RGB, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", b"".join(packed) + packer.flush()), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _areas(content: bytes) -> tuple[tuple[int, int], dict[Colour, dict[int, list[tuple[int, int]]]]]:
    if not content.startswith(_SIGNATURE):
        raise Unreadable("image" if content else "empty")
    width, height, bits, kind, _, _, interlaced = struct.unpack_from(">IIBBBBB", content, 16)
    if kind not in _CHANNELS or interlaced or (bits != 8 and (kind not in {_GREY, _PALETTE} or bits not in {1, 2, 4})):
        raise Unreadable("image")
    if not 0 < width * height <= MOST_PIXELS:
        raise Unreadable("long", value=f"{MOST_PIXELS} pixels")
    palette, data = _parts(content)
    channels = _CHANNELS[kind]
    across = (width * channels * bits + 7) // 8
    unpacked = zlib.decompressobj().decompress(data, (across + 1) * height)
    if len(unpacked) < (across + 1) * height:
        raise Unreadable("image")
    found: dict[bytes, dict[int, list[tuple[int, int]]]] = {}
    before = bytes(across)
    for row in range(height):
        at = row * (across + 1)
        before = _plain(unpacked[at], unpacked[at + 1 : at + 1 + across], before, max(1, channels * bits // 8))
        line = before if bits == 8 else _spread(before, bits)[:width]
        for part in _SAME[channels].finditer(line):
            ends = (part.start() // channels, part.end() // channels)
            found.setdefault(part[1], {}).setdefault(row, []).append(ends)
    coloured: dict[Colour, dict[int, list[tuple[int, int]]]] = {}
    for pixel, runs in found.items():
        colour = _colour(pixel, kind, bits, palette)
        if colour != _BLACK:
            known = coloured.setdefault(colour, {})
            for row, parts in runs.items():
                known[row] = _merged(known.get(row, []) + parts)
    return (width, height), coloured


def _merged(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _parts(content: bytes) -> tuple[bytes, bytes]:
    palette, data, at = b"", [], 8
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        if name == b"PLTE":
            palette = body
        elif name == b"IDAT":
            data.append(body)
        at += length + 12
    return palette, b"".join(data)


def _plain(kind: int, line: bytes, before: bytes, step: int) -> bytes:
    """Return a line of pixels without the filter that made it shorter."""
    if kind == 0:
        return line
    found = bytearray(line)
    if kind == 2:
        return bytes((value + above) & 255 for value, above in zip(line, before, strict=True))
    if kind not in {1, 3, 4}:
        raise Unreadable("image")
    for place, value in enumerate(line):
        left = found[place - step] if place >= step else 0
        above = before[place]
        corner = before[place - step] if place >= step else 0
        guess = left if kind == 1 else (left + above) // 2 if kind == 3 else _nearest(left, above, corner)
        found[place] = (value + guess) & 255
    return bytes(found)


def _nearest(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((abs(guess - left), 0, left), (abs(guess - above), 1, above), (abs(guess - corner), 2, corner))[2]


def _spread(line: bytes, bits: int) -> bytes:
    most = (1 << bits) - 1
    return bytes((byte >> shift) & most for byte in line for shift in range(8 - bits, -1, -bits))


def _colour(pixel: bytes, kind: int, bits: int, palette: bytes) -> Colour:
    if kind == _PALETTE:
        at = 3 * pixel[0]
        return palette[at], palette[at + 1], palette[at + 2]
    if kind in {_RGB, _RGBA}:
        return pixel[0], pixel[1], pixel[2]
    grey = pixel[0] * 255 // ((1 << bits) - 1)
    return grey, grey, grey
