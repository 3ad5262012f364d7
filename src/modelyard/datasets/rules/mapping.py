"""A map of samples: what looks alike lies close together, as far as two directions can tell."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = 4096


def mapped(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Return two numbers for each vector: along the two directions in which vectors differ most (principal components).

    The same vectors give the same map. Vectors are read in blocks, so that they may be many.
    """
    count = len(vectors)
    if not count:
        return np.empty((0, 2), np.float32)
    length = vectors.shape[1]
    total, products = np.zeros(length), np.zeros((length, length))
    for start in range(0, count, _BLOCK):
        some = vectors[start : start + _BLOCK].astype(np.float64)
        total += some.sum(axis=0)
        products += some.T @ some
    middle = total / count
    _, directions = np.linalg.eigh(products / count - np.outer(middle, middle))
    chosen = directions[:, ::-1][:, :2]
    # A direction and its opposite are the same to mathematics; here the larger part of it points upwards.
    chosen = chosen * np.where(chosen[np.abs(chosen).argmax(axis=0), [0, 1]] < 0, -1, 1)
    found = np.empty((count, 2), np.float32)
    for start in range(0, count, _BLOCK):
        found[start : start + _BLOCK] = (vectors[start : start + _BLOCK].astype(np.float64) - middle) @ chosen
    return found


def inside(points: NDArray[np.floating[Any]], outline: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points lie in a polygon, by how often a ray to the right crosses its sides."""
    found = np.zeros(len(points), bool)
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    for (ax, ay), (bx, by) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if ay != by:
            found ^= ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return found
