"""Thumbnails and statistics of images: our decoding processes beside a plain loop with Pillow that does the same.

Both make a thumbnail of 256 pixels and measure brightness, saturation, sharpness and colourfulness. DATASET_IMAGES="IMAGES".
Ours also computes the descriptor and the hash, in sealed processes, two at a time.
"""

import asyncio
import io
import os
import time

import numpy as np
from PIL import Image

from modelyard.datasets.adapters.decoding import ProcessDecoder
from modelyard.datasets.rules import pixels

_DISTINCT = 200


def main(*, quick: bool) -> None:
    """Measure both and print images a second."""
    count = int(os.environ.get("DATASET_IMAGES", "400" if quick else "10000"))
    images = [_image(at) for at in range(min(_DISTINCT, count))]
    print(f"{count} JPEGs of 640 x 480, {sum(map(len, images)) / len(images) / 1024:.0f} KiB each")
    began = time.perf_counter()
    for at in range(count):
        _plain(images[at % len(images)])
    plain = time.perf_counter() - began
    ours = asyncio.run(_ours(images, count))
    for way, seconds in (("plain loop with Pillow", plain), ("sealed processes", ours)):
        print(f"{way:32} {seconds:8.1f} s {count / seconds:8.0f} images/s, {plain / seconds:.2f} times the plain loop")


def _image(seed: int) -> bytes:
    coarse = np.random.default_rng(seed).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(coarse).resize((640, 480), Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


def _plain(content: bytes) -> bytes:
    image = Image.open(io.BytesIO(content)).convert("RGB")
    red, green, blue = (np.asarray(plane) for plane in image.split())
    pixels.measures(red, green, blue, np.asarray(image.convert("L")))
    image.thumbnail((256, 256))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


async def _ours(images: list[bytes], count: int) -> float:
    decoder = ProcessDecoder(2)
    await asyncio.gather(*(decoder.looks(images[0], side=256) for _ in range(2)))
    began = time.perf_counter()
    for start in range(0, count, 128):
        some = range(start, min(start + 128, count))
        await asyncio.gather(*(decoder.looks(images[at % len(images)], side=256) for at in some))
    seconds = time.perf_counter() - began
    await decoder.close()
    return seconds
