"""What is measured on the pixels of a picture, and what it looks like in few numbers. Arrays in, numbers out.

The descriptor is no neural network: it says how colours are spread over the picture and which way its edges run. It groups
pictures that look alike at a glance, needs no model, and is computed in a fraction of a millisecond.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

# Sides of the square that the descriptor is computed on, and of its cells.
SIDE = 64
_CELLS = 4
_DIRECTIONS = 8
_HASH_SIDE = 32
_HASH_KEPT = 8
DESCRIPTOR_LENGTH = 64 + 2 * 16 + _CELLS * _CELLS * _DIRECTIONS + 32
# Weights of the parts, so that none of them drowns the others.
_LIGHT, _TINT, _EDGES, _COLOURS = 1.0, 1.5, 0.6, 1.0
_DARK = 1e-6


class Measures(NamedTuple):
    """Brightness 0 to 255, saturation 0 to 1, clarity and colourfulness from 0."""

    brightness: float
    saturation: float
    clarity: float
    colorfulness: float


def measures(red: Plane, green: Plane, blue: Plane, grey: Plane) -> Measures:
    """Return the measures of a picture by its planes; grey is 0.299 red + 0.587 green + 0.114 blue."""
    return Measures(brightness(grey), saturation(red, green, blue), clarity(grey), colorfulness(red, green, blue))


def brightness(grey: Plane) -> float:
    """Return the mean of grey, 0 to 255; 0 without pixels."""
    return float(grey.mean(dtype=np.float64)) if grey.size else 0.0


def saturation(red: Plane, green: Plane, blue: Plane) -> float:
    """Return the mean saturation as in HSV, 0 to 1: (largest - smallest) / largest, 0 where all is black."""
    high = np.maximum(np.maximum(red, green), blue)
    low = np.minimum(np.minimum(red, green), blue)
    share = (high - low) / np.maximum(high, 1).astype(np.float32)
    return float(share.mean(dtype=np.float64))


def clarity(grey: Plane) -> float:
    """Return the variance of the Laplacian: four times a pixel less its four neighbours, borders left out.

    0 for what is smaller than 3 x 3.
    """
    if min(grey.shape) < 3:
        return 0.0
    wide = grey.astype(np.int16)
    edges = 4 * wide[1:-1, 1:-1] - wide[:-2, 1:-1] - wide[2:, 1:-1] - wide[1:-1, :-2] - wide[1:-1, 2:]
    return float(_deviation(edges)[1] ** 2)


def colorfulness(red: Plane, green: Plane, blue: Plane) -> float:
    """Return the measure of Hasler and Süsstrunk (2003): 0 for grey, above 80 for what people call very colourful."""
    wide = red.astype(np.int16)
    first = wide - green
    second = wide + green - 2 * blue.astype(np.int16)  # twice the difference of yellow and blue
    mean_first, deviation_first = _deviation(first)
    mean_second, deviation_second = _deviation(second)
    spread = float(np.hypot(deviation_first, deviation_second / 2))
    return spread + 0.3 * float(np.hypot(mean_first, mean_second / 2))


def descriptor(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what a picture looks like, as a vector of `DESCRIPTOR_LENGTH`. picture: `SIDE` x `SIDE` x 3."""
    colour: NDArray[np.float32] = np.divide(picture, 255, dtype=np.float32)
    light: NDArray[np.float32] = colour @ np.array([0.299, 0.587, 0.114], np.float32)
    tints = np.stack([colour[..., 0] - light, colour[..., 2] - light], axis=-1)
    layout = _pooled(light, 8).ravel() * (_LIGHT / 8)
    tint = np.stack([_pooled(tints[..., at], 4) for at in range(2)]).ravel() * (_TINT / 4)
    return np.concatenate([layout, tint, _edges(light) * _EDGES, _palette(colour) * _COLOURS]).astype(np.float32)


def perceptual_hash(grey: NDArray[np.uint8]) -> int:
    """Return 64 bits that hardly change when a picture is scaled or compressed. grey: 32 x 32.

    The signs of the low frequencies of a cosine transform, against their median.
    """
    low = _COSINES @ grey.astype(np.float64) @ _COSINES.T
    values = low.ravel()
    bits = values > np.median(values[1:])
    bits[0] = False  # the mean says nothing about the picture
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _edges(light: NDArray[np.float32]) -> NDArray[np.float32]:
    down, across = np.gradient(light)
    strength = np.hypot(down, across)
    direction = ((np.arctan2(down, across) % np.pi) / np.pi * _DIRECTIONS).astype(np.int64) % _DIRECTIONS
    rows = np.arange(SIDE) * _CELLS // SIDE
    cells = (rows[:, None] * _CELLS + rows[None, :]) * _DIRECTIONS + direction
    found = np.bincount(cells.ravel(), strength.ravel(), _CELLS * _CELLS * _DIRECTIONS)
    # A picture without edges has none; noise is not made to look like them.
    return np.asarray(found / (np.linalg.norm(found) + 1.0), np.float32)


def _palette(colour: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how often each of eight hues by two saturations by two lightnesses is there, as a square root."""
    high, low = colour.max(axis=-1), colour.min(axis=-1)
    reach = high - low
    red, green, blue = colour[..., 0], colour[..., 1], colour[..., 2]
    safe = np.maximum(reach, _DARK)
    hue = np.where(
        high == red,
        ((green - blue) / safe) % 6,
        np.where(high == green, (blue - red) / safe + 2, (red - green) / safe + 4),
    )
    # Small differences have no hue worth counting: they all go to the first one.
    is_grey = reach < 0.06
    place = np.where(is_grey, 0, (hue / 6 * 8).astype(np.int64) % 8)
    strong = (reach / np.maximum(high, _DARK) > 0.4) & ~is_grey
    found = np.bincount((place * 4 + strong * 2 + (high > 0.5)).ravel(), minlength=32)
    return np.asarray(np.sqrt(found / found.sum()), np.float32)


def _pooled(plane: NDArray[Any], side: int) -> NDArray[np.float32]:
    step = SIDE // side
    return np.asarray(plane.reshape(side, step, side, step).mean(axis=(1, 3)), np.float32)


def _deviation(values: NDArray[np.int16]) -> tuple[float, float]:
    """Return mean and standard deviation; exact sums, without a copy as floats of 64 bits."""
    flat = values.ravel()
    mean = float(flat.sum(dtype=np.int64)) / flat.size
    wide = flat.astype(np.float32)
    square = float(np.dot(wide, wide)) / flat.size
    return mean, float(np.sqrt(max(square - mean * mean, 0.0)))


def _cosines() -> NDArray[np.float64]:
    order, place = np.arange(_HASH_KEPT)[:, None], np.arange(_HASH_SIDE)[None, :]
    return np.cos(np.pi * order * (2 * place + 1) / (2 * _HASH_SIDE))


_COSINES = _cosines()
