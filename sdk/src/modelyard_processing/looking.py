"""What can be seen in pictures without having learned anything: figures, and descriptors by which they are compared."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from modelyard_processing.samples import rgb

_SIDE, _WAVES = 32, 8
_LOOKED_AT = 256


def small(image: Image.Image, side: int = _LOOKED_AT) -> Image.Image:
    """Return a picture in RGB that is no larger than needed to be judged."""
    image.draft("RGB", (2 * side, 2 * side)) if hasattr(image, "draft") else None
    found = rgb(image)
    if max(found.size) > side:
        share = side / max(found.size)
        found = found.resize((max(1, round(found.width * share)), max(1, round(found.height * share))), Image.Resampling.BOX)
    return found


def figures(image: Image.Image) -> dict[str, float]:
    """Return brightness, contrast, saturation, sharpness and colourfulness of a picture."""
    pixels = np.asarray(small(image), dtype=np.float32)
    light = pixels @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    highest, lowest = pixels.max(axis=2), pixels.min(axis=2)
    saturation = np.where(highest > 0, (highest - lowest) / np.maximum(highest, 1), 0)
    first, second = pixels[..., 0] - pixels[..., 1], (pixels[..., 0] + pixels[..., 1]) / 2 - pixels[..., 2]
    # Hasler and Suesstrunk, "Measuring colourfulness in natural images".
    colour = float(np.hypot(first.std(), second.std()) + 0.3 * np.hypot(first.mean(), second.mean()))
    return {
        "brightness": float(light.mean() / 255),
        "contrast": float(light.std() / 255),
        "saturation": float(saturation.mean()),
        "sharpness": sharpness(light),
        "colourfulness": colour,
    }


def sharpness(light: NDArray[Any]) -> float:
    """Return the variance of the Laplacian; 0 for what is too small to have one."""
    if min(light.shape) < 3:
        return 0.0
    middle = light[1:-1, 1:-1]
    edges = light[:-2, 1:-1] + light[2:, 1:-1] + light[1:-1, :-2] + light[1:-1, 2:] - 4 * middle
    return float(edges.var())


def descriptor(image: Image.Image) -> NDArray[Any]:
    """Return numbers by which pictures are compared: low frequencies of brightness and colours, of length 1."""
    pixels = np.asarray(small(image).resize((_SIDE, _SIDE), Image.Resampling.BOX).convert("YCbCr"), dtype=np.float32)
    parts = []
    for channel, weight in ((0, 1.0), (1, 0.6), (2, 0.6)):
        waves = (_COSINES @ pixels[..., channel] @ _COSINES.T) / _SIDE
        waves[0, 0] = (pixels[..., channel].mean() - 128) * 0.5  # how bright it is matters less than what is in it
        parts.append(weight * waves.ravel())
    found = np.concatenate(parts)
    length = float(np.linalg.norm(found))
    return (found / length if length > 1e-6 else found).astype(np.float32)


def _cosines() -> NDArray[Any]:
    places, waves = np.arange(_SIDE), np.arange(_WAVES)[:, None]
    return np.asarray(np.cos(np.pi * (2 * places + 1) * waves / (2 * _SIDE)), dtype=np.float32)


_COSINES = _cosines()


def groups(points: NDArray[Any], count: int, seed: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return to which of so many groups each point belongs, and their centres (k-means, k-means++)."""
    numbers = np.random.default_rng(seed)
    count = max(1, min(count, len(points)))
    centres = [points[int(numbers.integers(len(points)))]]
    nearest = ((points - centres[0]) ** 2).sum(axis=1)
    while len(centres) < count:
        total = float(nearest.sum())
        chosen = int(np.searchsorted(np.cumsum(nearest), numbers.random() * total)) if total > 0 else len(centres)
        centres.append(points[min(chosen, len(points) - 1)])
        nearest = np.minimum(nearest, ((points - centres[-1]) ** 2).sum(axis=1))
    found = np.array(centres)
    belongs = np.zeros(len(points), dtype=np.int64)
    for turn in range(20):
        new = assigned(points, found)
        if turn and (new == belongs).all():
            break
        belongs = new
        for index in range(count):
            members = points[belongs == index]
            if len(members):
                found[index] = members.mean(axis=0)
    return belongs, found


def assigned(points: NDArray[Any], centres: NDArray[Any]) -> NDArray[Any]:
    """Return the nearest centre of each point."""
    found = [
        np.argmin((centres**2).sum(axis=1) - 2 * (points[start : start + 4096] @ centres.T), axis=1)
        for start in range(0, len(points), 4096)
    ]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def duplicates(points: NDArray[Any], threshold: float) -> dict[int, tuple[int, float]]:
    """Return which points are at least so much alike to an earlier one that stays, with that and how much alike they are."""
    found: dict[int, tuple[int, float]] = {}
    kept: list[int] = []
    block = np.zeros((0, points.shape[1]), dtype=np.float32)
    pending: list[int] = []
    for index in range(len(points)):
        best, like = -1, -1.0
        for rows, numbers in ((block, kept), (points[pending], pending)):
            if len(numbers):
                alike = rows @ points[index]
                place = int(np.argmax(alike))
                if float(alike[place]) > like:
                    best, like = numbers[place], float(alike[place])
        if best >= 0 and like >= threshold:
            found[index] = (best, min(1.0, like))
            continue
        pending.append(index)
        if len(pending) >= 512:
            kept += pending
            block, pending = points[kept], []
    return found


def representative(points: NDArray[Any], share: float, clusters: int | None, seed: int) -> set[int]:
    """Return the points to keep: in each group those that are most like another one go first, until the share is left."""
    count = len(points)
    wanted = max(1, round(share * count))
    belongs, _ = groups(points, clusters or max(1, count // 200), seed)
    scored: list[tuple[float, int]] = []
    for group in range(int(belongs.max()) + 1 if count else 0):
        members = np.flatnonzero(belongs == group)
        for start in range(0, len(members), 4000):
            scored += _redundancy(points, members[start : start + 4000])
    scored.sort(key=lambda entry: (-entry[0], -entry[1]))
    gone = {index for _, index in scored[: count - wanted]}
    return set(range(count)) - gone


def _redundancy(points: NDArray[Any], members: NDArray[Any]) -> list[tuple[float, int]]:
    """Return for each point of a group how much alike it is to those that stay longer."""
    alike = points[members] @ points[members].T
    np.fill_diagonal(alike, -2)
    left = np.ones(len(members), dtype=bool)
    found: list[tuple[float, int]] = []
    best = alike.max(axis=1) if len(members) else np.zeros(0)
    for _ in range(len(members)):
        place = int(np.argmax(np.where(left, best, -3)))
        found.append((float(best[place]), int(members[place])))
        left[place] = False
        # Those whose nearest one it was have another one now.
        stale = np.flatnonzero(left & (alike[:, place] >= best - 1e-9))
        alike[:, place] = -2
        if len(stale):
            best[stale] = alike[stale].max(axis=1)
    return found


def deviations(points: NDArray[Any], neighbours: int) -> NDArray[Any]:
    """Return how far each point is from its neighbours, as a multiple of what is usual."""
    count = len(points)
    if count <= neighbours + 1:
        return np.zeros(count)
    distances = np.zeros(count)
    for start in range(0, count, 1024):
        alike = points[start : start + 1024] @ points.T
        nearest = -np.partition(-alike, neighbours, axis=1)[:, : neighbours + 1]
        distances[start : start + 1024] = 1 - (nearest.sum(axis=1) - nearest.max(axis=1)) / neighbours
    middle = float(np.median(distances))
    spread = float(np.median(np.abs(distances - middle))) * 1.4826 or 1e-9
    return np.asarray((distances - middle) / max(spread, 0.02))


def summary(values: Sequence[float]) -> dict[str, Any]:
    """Return count, ends, mean and a histogram of some numbers."""
    if not values:
        return {"count": 0}
    found = np.asarray(values, dtype=np.float64)
    counts, edges = np.histogram(found, bins=20)
    return {
        "count": len(values),
        "min": round(float(found.min()), 6),
        "max": round(float(found.max()), 6),
        "mean": round(float(found.mean()), 6),
        "bins": [int(one) for one in counts],
        "edges": [round(float(one), 6) for one in edges],
    }
