"""Operators that judge pictures: each by itself, or beside all others."""

from __future__ import annotations

import os
from typing import Any, Callable, Dict, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from modelyard_processing import looking, shapes
from modelyard_processing.samples import Broken, Deleted, Modified, Outcome, Sample, read_image, rgb

_SUFFIXES = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "BMP": (".bmp",),
    "GIF": (".gif",),
    "TIFF": (".tif", ".tiff"),
    "WEBP": (".webp",),
}
_ORIENTATION = 0x0112


def validate(sample: Sample, values: dict[str, Any]) -> Outcome | None:
    """Find broken files; mend suffix, orientation, channels and size."""
    try:
        image = sample.image
        with Image.open(sample.path) as stored:
            form, turn = stored.format or "", stored.getexif().get(_ORIENTATION, 1)
    except (Broken, OSError) as error:
        return Deleted(str(error))
    if form not in _SUFFIXES:
        return Deleted(f"the format {form or '?'} is not supported")
    if image.width < values["image_min_width"] or image.height < values["image_min_height"]:
        return Deleted(f"{image.width}x{image.height} is too small")
    words: list[str] = []
    said, suffix = sample.annotations, ""
    if values["fix_suffix"] and os.path.splitext(sample.name)[1].lower() not in _SUFFIXES[form]:
        suffix = _SUFFIXES[form][0]
        words.append(f"suffix: it is {form}")
    if values["fix_orientation"] and turn in range(2, 9):
        words.append(f"orientation {turn}")
    if values["fix_channels"] and image.mode not in {"RGB", "L"}:
        words.append(f"channels: {image.mode} to RGB")
        image = rgb(image)
    limits = (values["image_max_width"], values["image_max_height"])
    share = min(1.0, *(limit / side for limit, side in zip(limits, image.size) if limit > 0), 1.0)
    if share < 1:
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        said = shapes.move(said, (size[0] / image.width, 0, 0, 0, size[1] / image.height, 0), *size)
        image = image.resize(size, Image.Resampling.LANCZOS)
        words.append(f"shrunk to {size[0]}x{size[1]}")
    if not words:
        return None
    return Modified(image, said, "; ".join(words), suffix)


def judge_quality(sample: Sample, values: dict[str, Any]) -> Outcome | None:
    """Leave out what is blurred, dark, bright or empty."""
    try:
        found = looking.figures(sample.image)
    except Broken as error:
        return Deleted(str(error))
    for name, low, high in (
        ("brightness", values["min_brightness"], values["max_brightness"]),
        ("contrast", values["min_contrast"], float("inf")),
        ("sharpness", values["min_sharpness"], float("inf")),
    ):
        if not low <= found[name] <= high:
            return Deleted(f"{name} {found[name]:.3g}")
    return None


def _judge_duplicates(_samples: Sequence[Sample], points: NDArray[Any], values: dict[str, Any], _more: Any) -> dict[int, str]:
    found = looking.duplicates(points, values["simlarity_threshold"])
    return {index: f"like {_samples[other].name} ({alike:.3f})" for index, (other, alike) in found.items()}


def _judge_diversity(samples: Sequence[Sample], points: NDArray[Any], values: dict[str, Any], more: Any) -> dict[int, str]:
    clusters = values.get("n_clusters")
    number = clusters if isinstance(clusters, int) else None
    kept = looking.representative(points, values["sample_ratio"], number, more["seed"])
    return {index: "redundant" for index in range(len(samples)) if index not in kept}


def _judge_outliers(_samples: Sequence[Sample], points: NDArray[Any], values: dict[str, Any], _more: Any) -> dict[int, str]:
    found = looking.deviations(points, values["neighbours"])
    return {index: f"unlike all others ({value:.1f})" for index, value in enumerate(found) if value > values["max_deviation"]}


def _judge_resemblance(_samples: Sequence[Sample], points: NDArray[Any], values: dict[str, Any], more: Any) -> dict[int, str]:
    wanted = _points_in(more["paths"][values["prototype_sample_path"]])
    if not len(wanted):
        raise ValueError("there is no image in prototype_sample_path")
    clusters = values.get("n_clusters")
    number = clusters if isinstance(clusters, int) else max(1, min(10, round(len(wanted) ** 0.5)))
    _, centres = looking.groups(wanted, number, more["seed"])
    # Samples of what is wanted stand for themselves, too: the middle of a group need not be like any of them.
    models = np.concatenate([_unit(centres), wanted])
    unwanted = _points_in(more["paths"][values["criticism_sample_path"]]) if values.get("criticism_sample_path") else wanted[:0]
    found = {}
    for index, point in enumerate(points):
        like = float((models @ point).max())
        against = float((unwanted @ point).max()) if len(unwanted) else -1.0
        if against >= values["simlarity_threshold"] and against >= like:
            found[index] = f"like what is not wanted ({against:.3f})"
        elif 1 - like > values["embedding_distance"]:
            found[index] = f"unlike what is wanted ({1 - like:.3f})"
    return found


def _unit(points: NDArray[Any]) -> NDArray[Any]:
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.maximum(lengths, 1e-6))


def _points_in(folder: str) -> NDArray[Any]:
    found = []
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            try:
                found.append(looking.descriptor(read_image(os.path.join(place, name))))
            except Broken:
                print(f"{name} cannot be read and is left out", flush=True)  # noqa: T201 - the log of a run is what it prints
    return np.array(found, dtype=np.float32) if found else np.zeros((0, 192), dtype=np.float32)


Judge = Callable[[Sequence[Sample], Any, Dict[str, Any], Any], Dict[int, str]]
# Programs that look at all samples together; each says which go, and why.
JUDGES: dict[str, Judge] = {
    "duplicates": _judge_duplicates,
    "diversity": _judge_diversity,
    "outliers": _judge_outliers,
    "resemblance": _judge_resemblance,
}
FILTERS: dict[str, Callable[[Sample, dict[str, Any]], Outcome | None]] = {"validation": validate, "quality": judge_quality}
