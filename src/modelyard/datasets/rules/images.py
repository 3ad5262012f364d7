"""Images by their first bytes: kind, size and EXIF orientation. Nothing is decompressed."""

import struct
from typing import NamedTuple

from modelyard.datasets.rules.problems import Unreadable

# Enough for the headers of most images; JPEGs of some cameras have previews before their size.
HEAD_BYTES = 256 * 1024

_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_ORIENTATION = 0x0112
_PNG_DEPTHS = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}


class ImageInfo(NamedTuple):
    """What the head of an image says. Width and height are those stored; `geometry.turned_size` says what is seen."""

    kind: str
    width: int
    height: int
    depth: int
    orientation: int = 1


def inspected(head: bytes) -> ImageInfo:
    """Return what an image is; raises `Unreadable` for what is none of JPEG, PNG and BMP, or is cut off."""
    try:
        if head.startswith(b"\xff\xd8"):
            info = _jpeg(head)
        elif head.startswith(b"\x89PNG\r\n\x1a\n"):
            info = _png(head)
        elif head.startswith(b"BM"):
            info = _bmp(head)
        else:
            raise Unreadable("image" if head else "empty")
    except (struct.error, IndexError):
        raise Unreadable("image") from None
    if not info.width or not info.height:
        raise Unreadable("image")
    return info


def _png(head: bytes) -> ImageInfo:
    width, height, _, colours = struct.unpack_from(">IIBB", head, 16)
    orientation, at = 1, 8
    while at + 8 <= len(head):
        length, name = struct.unpack_from(">I4s", head, at)
        if name == b"IDAT":
            break
        if name == b"eXIf":
            orientation = _orientation(head[at + 8 : at + 8 + length])
        at += length + 12
    return ImageInfo("png", width, height, _PNG_DEPTHS.get(colours, 3), orientation)


def _bmp(head: bytes) -> ImageInfo:
    (header,) = struct.unpack_from("<I", head, 14)
    if header == 12:
        width, height, _, bits = struct.unpack_from("<HHHH", head, 18)
    else:
        width, height, _, bits = struct.unpack_from("<iiHH", head, 18)
    return ImageInfo("bmp", abs(width), abs(height), 4 if bits == 32 else 3)


def _jpeg(head: bytes) -> ImageInfo:
    orientation, at = 1, 2
    while True:
        while head[at] == 0xFF and head[at + 1] == 0xFF:  # padding
            at += 1
        if head[at] != 0xFF:
            raise Unreadable("image")
        marker = head[at + 1]
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", head, at + 2)
        if marker in _START_OF_FRAME:
            height, width, depth = struct.unpack_from(">HHB", head, at + 5)
            return ImageInfo("jpeg", width, height, depth, orientation)
        if marker == 0xE1 and head[at + 4 : at + 10] == b"Exif\x00\x00":
            orientation = _orientation(head[at + 10 : at + 2 + length])
        at += 2 + length


def _orientation(tiff: bytes) -> int:
    """Return the orientation in a block of EXIF, 1 where it says none or nonsense: that must not cost the image."""
    try:
        end = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(f"{end}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{end}H", tiff, start)
        for at in range(start + 2, start + 2 + entries * 12, 12):
            tag, _, _, value = struct.unpack_from(f"{end}HHIH", tiff, at)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except (KeyError, struct.error):
        pass
    return 1
