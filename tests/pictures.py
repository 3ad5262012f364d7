"""Pictures for tests: of every kind that cameras, scanners and mischief make."""

import io
from typing import Any

import numpy as np
from PIL import Image


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noise(width: int = 64, height: int = 48, seed: int = 0) -> Image.Image:
    """Return a smooth random picture: the same seed is the same picture."""
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


def turned(orientation: int) -> bytes:
    """Return a JPEG of 60 x 40 stored pixels with a red corner (top left as stored) and an EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("RGB", (60, 40), "white")
    image.paste("red", (0, 0, 20, 20))
    return encoded(image, "JPEG", exif=exif, quality=95)


def opened(content: bytes) -> Image.Image:
    """Return a picture of a file."""
    return Image.open(io.BytesIO(content))
