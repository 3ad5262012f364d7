"""The process that opens pictures: untrusted bytes in on stdin, numbers and thumbnails out on stdout.

It has no database, no store and no secrets, little memory, and may write no file; where the machine has namespaces it sees no
network and no files but the interpreter's. A frame is the length of a JSON header (4 bytes), the header, and `bytes` bytes.
"""

import ctypes
import io
import json
import resource
import signal
import struct
import sys
import warnings
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from modelyard.datasets.rules import pixels
from modelyard.datasets.types.insight import Undecodable

MOST_PIXELS = 150_000_000
# Measures are taken on the picture as it is, or scaled down to this: so that they compare between cameras.
WORK_SIDE = 1024
_MEMORY_BYTES = 2 * 2**30
_PR_SET_PDEATHSIG = 1
_FORMATS = ("JPEG", "PNG", "BMP", "GIF", "WEBP", "TIFF", "PPM")
_QUALITY = 80


def main() -> None:
    """Answer one question after another until stdin ends."""
    _confine()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while True:
        head = source.read(4)
        if len(head) < 4:
            return
        (length,) = struct.unpack(">I", head)
        order = json.loads(source.read(length))
        content = source.read(order["bytes"])
        try:
            answer, body = _answer(order, content)
        except Refused as refusal:
            answer, body = {"refused": refusal.reason}, b""
        except MemoryError:
            answer, body = {"refused": Undecodable.MEMORY}, b""
        except Exception:  # noqa: BLE001 - whatever decoders stumble over in a bad picture
            answer, body = {"refused": Undecodable.DAMAGED}, b""
        packed = json.dumps(answer | {"bytes": len(body)}).encode()
        target.write(struct.pack(">I", len(packed)) + packed + body)
        target.flush()


class Refused(Exception):
    """The picture is not opened."""

    def __init__(self, reason: Undecodable) -> None:
        super().__init__(reason)
        self.reason = reason


def _answer(order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    side = int(order["side"])
    if order["mode"] == "thumbnail":
        small = _shrunk(_opened(content, side), side)
        return {"width": small.width, "height": small.height}, _jpeg(small)
    return _looks(order, content, side)


def _looks(order: dict[str, Any], content: bytes, side: int) -> tuple[dict[str, Any], bytes]:
    opened = _opened(content, WORK_SIDE)
    stored = opened.info["stored_size"]
    picture = _shrunk(opened, WORK_SIDE)
    width, height = stored[::-1] if opened.info["turned"] else stored
    light = picture.convert("L")
    grey = np.asarray(light)
    red, green, blue = (np.asarray(plane) for plane in picture.split())
    across, down = picture.width / width, picture.height / height
    boxes = []
    for left, top, right, bottom in order["boxes"]:
        columns = _between(left * across, right * across, picture.width)
        rows = _between(top * down, bottom * down, picture.height)
        part = grey[rows, columns]
        boxes.append((pixels.brightness(part), pixels.clarity(part)))
    square = picture.resize((pixels.SIDE, pixels.SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    tiny = light.resize((32, 32), Image.Resampling.BOX)
    vector = pixels.descriptor(np.asarray(square)).astype("<f2").tobytes()
    said = {
        "width": width,
        "height": height,
        "measures": list(pixels.measures(red, green, blue, grey)),
        "boxes": boxes,
        "hash": pixels.perceptual_hash(np.asarray(tiny)),
        "vector": len(vector),
    }
    return said, vector + (_jpeg(_shrunk(picture, side)) if side else b"")


def _between(low: float, high: float, most: int) -> slice:
    """Return whole pixels, at least one, inside."""
    first = min(max(int(low), 0), most - 1)
    return slice(first, max(min(int(np.ceil(high)), most), first + 1))


def _opened(content: bytes, side: int) -> Image.Image:
    """Return the first frame of a picture in RGB, upright; JPEGs are decoded no larger than needed.

    Its `info` has `stored_size`, the size in the file, and `turned`, whether width and height are swapped.
    """
    if not content:
        raise Refused(Undecodable.EMPTY)
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise Refused(Undecodable.UNKNOWN) from None
    if image.width * image.height > MOST_PIXELS:
        raise Refused(Undecodable.LARGE)
    stored = image.size
    turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    image.draft(None if image.mode == "CMYK" else "RGB", (side, side))
    image.load()
    upright = ImageOps.exif_transpose(_rgb(image)) if _exif_kept(image) else _rgb(image)
    upright.info = {"stored_size": stored, "turned": turned}
    return upright


def _exif_kept(image: Image.Image) -> bool:
    return bool(image.getexif().get(0x0112, 1) != 1)


def _rgb(image: Image.Image) -> Image.Image:
    exif = image.getexif()
    found = _plain(image)
    if exif.get(0x0112, 1) != 1:
        found.getexif()[0x0112] = exif[0x0112]
    return found


def _plain(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    if image.mode in {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}:
        return _stretched(image)
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Return a picture of more than 8 bits in RGB: of 16 bits the upper ones, of floats from the least to the most."""
    values = np.asarray(image).astype(np.float64)
    if image.mode == "F":
        values = np.nan_to_num(values, posinf=0.0, neginf=0.0)
        low, high = float(values.min()), float(values.max())
        values = (values - low) / (high - low or 1.0) * 255
    else:
        values /= 257
    return Image.fromarray(np.clip(values + 0.5, 0, 255).astype(np.uint8)).convert("RGB")


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    scale = side / max(image.size)
    if scale >= 1:
        return image
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    small = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    small.info = image.info
    return small


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, exif=b"")
    return out.getvalue()


def _confine() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves
    Image.init()
    warnings.simplefilter("ignore")


if __name__ == "__main__":
    main()
