"""Cutting samples into groups of what looks alike: k-means on descriptors."""

import numpy as np
from numpy.typing import NDArray

from modelyard.datasets.rules.likeness import Vectors

LEAST_GROUPS, MOST_GROUPS = 2, 200
_ROUNDS = 40
_BLOCK = 4096
# The middles are found on so many samples at most; all are then given to the nearest one.
_MOST_FITTED = 50_000


def weighted(vectors: Vectors, traits: NDArray[np.float32], *, weight: float = 2.0) -> Vectors:
    """Return descriptors with traits beside them, such as brightness, that shall count for groups.

    traits: a column each. A trait weighs as much as `weight` times what descriptors differ by on average.
    """
    if not traits.shape[1] or not len(vectors):
        return vectors
    spread = float(np.sqrt(((vectors - vectors.mean(axis=0)) ** 2).sum(axis=1).mean())) or 1.0
    ordered = traits.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    # Ranks instead of values: clarity is spread over four powers of ten.
    ranks = (ordered / max(len(traits) - 1, 1) - 0.5) * np.sqrt(12)
    return np.hstack([vectors, (ranks * spread * weight).astype(np.float32)])


def grouped(vectors: Vectors, count: int, seed: int = 0) -> NDArray[np.int64]:
    """Return the group of each sample, 0 to count - 1; the largest group is 0. The same samples give the same groups.

    k-means, begun with k-means++. Groups may be fewer where samples are the same.
    """
    chance = np.random.default_rng(seed)
    fitted = vectors
    if len(vectors) > _MOST_FITTED:
        fitted = vectors[np.sort(chance.choice(len(vectors), _MOST_FITTED, replace=False))]
    middles = _begun(fitted, min(count, len(fitted)), chance)
    before = None
    for _ in range(_ROUNDS):
        given, _ = nearest(fitted, middles)
        if before is not None and np.array_equal(before, given):
            break
        before = given
        counts = np.bincount(given, minlength=len(middles)).astype(np.float32)
        sums = np.zeros_like(middles)
        np.add.at(sums, given, fitted)
        filled = counts > 0
        middles[filled] = sums[filled] / counts[filled, None]
    given, _ = nearest(vectors, middles)
    sizes = np.bincount(given, minlength=len(middles))
    order = np.argsort(-sizes, kind="stable")
    return np.argsort(order, kind="stable")[given]


def nearest(vectors: Vectors, middles: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the place of the nearest middle of each vector, and its squared distance."""
    squares = np.einsum("ij,ij->i", middles, middles)
    given = np.empty(len(vectors), np.int64)
    far = np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), _BLOCK):
        some = vectors[start : start + _BLOCK]
        apart = np.einsum("ij,ij->i", some, some)[:, None] - 2 * (some @ middles.T) + squares[None, :]
        given[start : start + _BLOCK] = apart.argmin(axis=1)
        far[start : start + _BLOCK] = np.maximum(apart.min(axis=1), 0)
    return given, far


def _begun(vectors: Vectors, count: int, chance: np.random.Generator) -> Vectors:
    chosen = [int(chance.integers(len(vectors)))]
    apart = ((vectors - vectors[chosen[0]]) ** 2).sum(axis=1).astype(np.float64)
    while len(chosen) < count:
        total = apart.sum()
        if total <= 1e-12:
            break
        chosen.append(int(chance.choice(len(vectors), p=apart / total)))
        apart = np.minimum(apart, ((vectors - vectors[chosen[-1]]) ** 2).sum(axis=1))
    return vectors[chosen].copy()
