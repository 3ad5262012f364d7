"""Samples, and what can become of them."""

from __future__ import annotations

import copy
import hashlib
import random
from dataclasses import dataclass, field
from typing import Any, Union

from PIL import Image, ImageFile, ImageOps

ImageFile.LOAD_TRUNCATED_IMAGES = False
# A picture of more pixels is an attack, or needs a program of its own.
Image.MAX_IMAGE_PIXELS = 200_000_000

KEPT, MODIFIED, DELETED, ADDED = range(4)


class Broken(Exception):
    """The file of a sample is no image that can be read."""


@dataclass
class Sample:
    """An image with what is said about it. number: in the input. words: what was done so far, a list for each step."""

    number: int
    path: str
    name: str
    annotations: list[dict[str, Any]] = field(default_factory=list)
    words: list[list[str]] = field(default_factory=list)
    was_changed: bool = False
    _image: Image.Image | None = None

    @property
    def image(self) -> Image.Image:
        """The picture, as it is stored but for what was changed by steps before. Raises Broken."""
        if self._image is None:
            self._image = read_image(self.path)
        return self._image

    def changed(self, image: Image.Image, annotations: list[dict[str, Any]] | None, words: list[str]) -> Sample:
        """Return the sample with another picture."""
        said = self.annotations if annotations is None else annotations
        return Sample(self.number, self.path, self.name, copy.deepcopy(said), [*self.words, words], True, image)

    def forget(self) -> None:
        """Let go of a picture that can be read again."""
        if not self.was_changed:
            self._image = None


@dataclass
class Deleted:
    """The sample is left out."""

    why: str = ""


@dataclass
class Modified:
    """The sample has another picture, or other annotations. None: as before."""

    image: Image.Image | None = None
    annotations: list[dict[str, Any]] | None = None
    why: str = ""
    suffix: str = ""


@dataclass
class Added:
    """There is a new sample beside this one."""

    image: Image.Image
    annotations: list[dict[str, Any]] | None = None
    why: str = ""


Outcome = Union[Deleted, Modified, Added]


def read_image(path: str) -> Image.Image:
    """Return a picture, read whole and turned as it is seen. Raises Broken."""
    try:
        with Image.open(path) as found:
            found.load()
            # Shapes are in pixels of the picture as it is seen.
            return ImageOps.exif_transpose(found).copy()
    except FileNotFoundError:
        raise Broken("the file is not there") from None
    except Exception as error:  # libraries of pictures fail in many ways
        raise Broken(f"the file cannot be read: {type(error).__name__}") from error


def rgb(image: Image.Image) -> Image.Image:
    """Return a picture in three channels; what is transparent becomes white."""
    if image.mode == "RGB":
        return image
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, layered).convert("RGB")
    if image.mode.startswith(("I", "F")):
        extremes: Any = image.getextrema()
        lowest, highest = float(extremes[0]), float(extremes[1])
        span = max(highest - lowest, 1e-9)
        return image.convert("F").point(lambda value: value * (255 / span) - lowest * 255 / span).convert("RGB")
    return image.convert("RGB")


def chance(seed: int, *names: Any) -> random.Random:
    """Return what draws the same numbers for the same seed and names, on every machine."""
    text = "/".join(str(name) for name in (seed, *names))
    # Nothing secret is drawn.
    return random.Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))  # noqa: S311 - see above
