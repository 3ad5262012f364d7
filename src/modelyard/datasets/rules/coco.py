"""COCO: one JSON file for all images, with boxes and polygons."""

from collections.abc import Iterable
from itertools import count
from typing import Any

import orjson

from modelyard.datasets.rules.annotations import Annotation, Item, pairs
from modelyard.datasets.rules.geometry import Shape, area, bounds, box, number, shaped
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.types.datasets import Kind, ShapeKind

KEEPS = frozenset({ShapeKind.BOX, ShapeKind.POLYGON})
_POINTS_OF_BOX = 4


def read(content: bytes, file: str = "") -> tuple[list[Item], list[Problem]]:
    """Return the images with their annotations; sources are the file names as they stand.

    An object of several polygons becomes several annotations with the same id.
    """
    problems = Problems(file)
    items: list[Item] = []
    with problems.at(""):
        whole = _object(_loaded(content))
        labels = {each["id"]: each["name"] for each in _entries(whole, "categories", problems) if _is_category(each)}
        said = _by_image(_entries(whole, "annotations", problems), labels, problems)
        for index, image in enumerate(_entries(whole, "images", problems)):
            with problems.at(f"images[{index}]"):
                items.append(_image(image, said))
        for unknown in said.keys() - {each.id for each in items}:
            problems.note("value", "image_id", unknown)
    return items, problems


def write(items: Iterable[Item]) -> tuple[bytes, list[Problem]]:
    """Return the file for these images, and what cannot be said in it. Annotations with one id and label are one object."""
    problems = Problems()
    images: list[dict[str, Any]] = []
    objects: list[dict[str, Any]] = []
    categories: dict[str, int] = {}
    numbers = count(1)
    for image_id, item in enumerate(items, 1):
        width, height, _ = item.size or (0, 0, 0)
        images.append({"id": image_id, "file_name": item.source, "width": width, "height": height})
        for group in _grouped(item.annotations, item.source, problems):
            category = categories.setdefault(group[0].label, len(categories) + 1)
            objects.append(_written(group) | {"id": next(numbers), "image_id": image_id, "category_id": category})
    named = [{"id": each, "name": name, "supercategory": ""} for name, each in categories.items()]
    return orjson.dumps({"images": images, "annotations": objects, "categories": named}), problems


def _loaded(content: bytes) -> Any:
    try:
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unreadable("json", value=error) from None


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable("type", value="an object")
    return value


def _entries(whole: dict[str, Any], name: str, problems: Problems) -> list[dict[str, Any]]:
    entries = whole.get(name)
    if not isinstance(entries, list):
        raise Unreadable("type" if name in whole else "missing", name, "a list")
    for index, each in enumerate(entries):
        if not isinstance(each, dict):
            problems.note("type", f"{name}[{index}]", "an object")
    return [each for each in entries if isinstance(each, dict)]


def _is_category(entry: dict[str, Any]) -> bool:
    return isinstance(entry.get("id"), int) and isinstance(entry.get("name"), str) and bool(entry["name"].strip())


def _by_image(entries: list[dict[str, Any]], labels: dict[int, str], problems: Problems) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for index, entry in enumerate(entries):
        with problems.at(f"annotations[{index}]"):
            image = entry.get("image_id")
            if not isinstance(image, int | str):
                raise Unreadable("missing", "image_id")
            category = entry.get("category_id")
            if not isinstance(category, int) or category not in labels:
                raise Unreadable("value", "category_id", category)
            if entry.get("keypoints"):
                problems.note("lost", f"annotations[{index}]", "keypoints")
            found.setdefault(str(image), []).extend(_annotations(entry, labels[category].strip()))
    return found


def _annotations(entry: dict[str, Any], label: str) -> list[Annotation]:
    attributes = entry.get("attributes")
    base = Annotation(
        Kind.SHAPE,
        label=label,
        attributes=pairs(attributes) if isinstance(attributes, dict) else (),
        confidence=_share(entry.get("score")),
    )
    parts = entry.get("segmentation") or []
    if isinstance(parts, dict):
        raise Unreadable("lost", "segmentation", "RLE")
    if not isinstance(parts, list):
        raise Unreadable("type", "segmentation", "a list")
    if parts:
        shapes = [shaped(ShapeKind.POLYGON, _points(each)) for each in parts]
        return [base._replace(shape=each, id=str(entry.get("id", "")) if len(shapes) > 1 else "") for each in shapes]
    edges = entry.get("bbox")
    if not edges:
        return [base._replace(kind=Kind.CLASS)]
    values = _numbers(edges, "bbox")
    if len(values) != _POINTS_OF_BOX:
        raise Unreadable("shape", "bbox", ShapeKind.BOX)
    return [base._replace(shape=box(*values))]


def _points(values: Any) -> list[tuple[float, float]]:
    found = _numbers(values, "segmentation")
    if len(found) % 2:
        raise Unreadable("shape", "segmentation", ShapeKind.POLYGON)
    return list(zip(found[::2], found[1::2], strict=True))


def _numbers(values: Any, place: str) -> list[float]:
    if not isinstance(values, list) or not all(isinstance(each, int | float) for each in values):
        raise Unreadable("type", place, "a list of numbers")
    return [float(each) for each in values]  # the reader makes floats of integers beyond 64 bits itself


def _share(value: Any) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Unreadable("range", "score", value)
    return float(value)


def _image(entry: dict[str, Any], said: dict[str, list[Annotation]]) -> Item:
    name, image = entry.get("file_name"), entry.get("id")
    if not isinstance(name, str) or not name:
        raise Unreadable("missing", "file_name")
    if not isinstance(image, int | str):
        raise Unreadable("missing", "id")
    sides = entry.get("width"), entry.get("height")
    width, height = (each if isinstance(each, int) and 0 < each < 2**31 else 0 for each in sides)
    size = (width, height, 3) if width and height else None
    return Item(source=name, id=str(image), annotations=tuple(said.get(str(image), ())), size=size)


def _grouped(annotations: tuple[Annotation, ...], source: str, problems: Problems) -> list[list[Annotation]]:
    groups: dict[object, list[Annotation]] = {}
    for place, one in enumerate(annotations):
        if one.kind is not Kind.CLASS and (one.shape is None or one.shape.kind not in KEEPS):
            problems.note("lost", source, one.shape.kind if one.shape else one.kind)
            continue
        is_part = one.id and one.shape is not None and one.shape.kind is ShapeKind.POLYGON
        groups.setdefault((one.id, one.label) if is_part else place, []).append(one)
    return list(groups.values())


def _written(group: list[Annotation]) -> dict[str, Any]:
    first = group[0]
    entry: dict[str, Any] = {"iscrowd": 0}
    if first.attributes:
        entry["attributes"] = dict(first.attributes)
    if first.confidence is not None:
        entry["score"] = first.confidence
    shapes = [each.shape for each in group if each.shape is not None]
    if not shapes:
        return entry
    polygons = [_flat(each) for each in shapes if each.kind is ShapeKind.POLYGON]
    edges = [bounds(each) for each in shapes]
    left, top = min(each[0] for each in edges), min(each[1] for each in edges)
    right, bottom = max(each[2] for each in edges), max(each[3] for each in edges)
    total = number(sum(area(each) for each in shapes))
    sides = [number(each) for each in (left, top, right - left, bottom - top)]
    return entry | {"segmentation": polygons, "bbox": sides, "area": total}


def _flat(shape: Shape) -> list[float]:
    return [number(value) for point in shape.points for value in point]
