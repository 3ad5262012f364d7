"""Which samples are alike: near duplicates by their hashes, neighbours and outliers by their descriptors."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# Of 64 bits: what scaling and compressing a picture changes, and less than what two pictures of one scene differ in.
NEAR_BITS = 6
# What near duplicates may differ in by their descriptors: flat pictures share a hash whatever their colour.
NEAR_DISTANCE = 0.35
NEIGHBOURS = 10
# Neighbours are looked for among so many samples at most, spread evenly over all.
MOST_REFERENCES = 20_000
_ROWS = 1024
# Pairs of hashes that are compared at once, for which there has to be memory.
_COMPARED = 4_000_000


def duplicates(hashes: NDArray[np.uint64], vectors: Vectors, digests: Sequence[bytes]) -> list[list[int]]:
    """Return groups of places of samples that are the same picture, large ones first, each in order.

    Equal digests are the same file. Else hashes must differ in few bits and descriptors by little; what is alike to
    something alike is in its group.
    """
    parents = list(range(len(hashes)))
    first: dict[bytes, int] = {}
    for at, digest in enumerate(digests):
        if digest:
            _join(parents, first.setdefault(digest, at), at)
    rows = max(_COMPARED // max(len(hashes), 1), 1)
    for start in range(0, len(hashes), rows):
        some = hashes[start : start + rows]
        apart = np.bitwise_count(some[:, None] ^ hashes[None, start:])
        for row, column in zip(*np.nonzero(apart <= NEAR_BITS), strict=True):
            one, other = start + int(row), start + int(column)
            if one < other and _root(parents, one) != _root(parents, other):
                difference = vectors[one] - vectors[other]
                if float(difference @ difference) <= NEAR_DISTANCE**2:
                    _join(parents, one, other)
    groups: dict[int, list[int]] = {}
    for at in range(len(parents)):
        groups.setdefault(_root(parents, at), []).append(at)
    return sorted((group for group in groups.values() if len(group) > 1), key=lambda group: (-len(group), group[0]))


def references(count: int) -> NDArray[np.int64]:
    """Return the places of samples that neighbours are looked for among: all of them, or an even choice."""
    if count <= MOST_REFERENCES:
        return np.arange(count)
    return np.linspace(0, count - 1, MOST_REFERENCES).astype(np.int64)


def neighbours(
    vectors: Vectors, among: NDArray[np.int64], count: int = NEIGHBOURS
) -> Iterator[tuple[int, NDArray[np.int64], Vectors]]:
    """Yield, for blocks of samples, the place of the first, the places of each one's nearest, and how far these are.

    A sample is not its own neighbour. Fewer are given where there are fewer.
    """
    chosen = vectors[among]
    squares = np.einsum("ij,ij->i", chosen, chosen)
    kept = min(count, len(among) - 1)
    for start in range(0, len(vectors), _ROWS):
        some = vectors[start : start + _ROWS]
        apart = np.einsum("ij,ij->i", some, some)[:, None] - 2 * (some @ chosen.T) + squares[None, :]
        apart[among[None, :] == np.arange(start, start + len(some))[:, None]] = np.inf
        if kept < 1:
            yield start, np.empty((len(some), 0), np.int64), np.empty((len(some), 0), np.float32)
            continue
        nearest = np.argpartition(apart, kept - 1, axis=1)[:, :kept]
        far = np.take_along_axis(apart, nearest, axis=1)
        order = np.argsort(far, axis=1, kind="stable")
        nearest, far = np.take_along_axis(nearest, order, axis=1), np.take_along_axis(far, order, axis=1)
        yield start, among[nearest], np.sqrt(np.maximum(far, 0)).astype(np.float32)


def outliers(distances: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return how unusual samples are, 0 to 1, by the mean distance to their neighbours.

    The robust deviation (from the median, by 1.4826 times the median deviation) of that distance, of which 3.5 gives 0.5.
    """
    if not len(distances):
        return np.zeros(0)
    middle = np.median(distances)
    spread = 1.4826 * np.median(np.abs(distances - middle))
    if spread <= 0:
        spread = max(float(np.std(distances)), 1e-9)
    away = np.maximum((distances - middle) / spread, 0)
    return np.asarray(away / (away + 3.5), np.float64)


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _join(parents: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(parents, one), _root(parents, other)))
    parents[high] = low
