"""COCO: one JSON file for all images, with boxes and polygons. Masks are read as the polygons around them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from modelyard.datasets.rules import masks
from modelyard.datasets.rules.annotations import Annotation, Item, Pairs, pairs
from modelyard.datasets.rules.geometry import Shape, area, bounds, box, number, shaped
from modelyard.datasets.rules.json_entries import Entry, sections
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.rules.streams import Pieces, Shelf, Told, told
from modelyard.datasets.types.datasets import Kind, ShapeKind

KEEPS = frozenset({ShapeKind.BOX, ShapeKind.POLYGON})
_POINTS_OF_BOX = 4
_LONGEST_ID = 64
_MOST_CATEGORIES = 100_000
# An attribute of ours, a mark of theirs: a crowd instead of one thing.
_CROWD = ("iscrowd", "1")
# Ids of objects are numbers of the file; what the parts of an object have in common stands here.
_PARTS_OF = "modelyard_id"


def read(pieces: Pieces, shelf: Shelf, file: str = "") -> Iterator[Told]:
    """Yield the images with their annotations; sources are the file names as they stand.

    Lists may come in any order, so all are read before the first image is yielded; a file that is broken yields none.
    An object of several polygons becomes several annotations with the same id. An image that is there twice is one.
    """
    problems = Problems(file)
    labels: dict[int, str] = {}
    try:
        for entry in sections(pieces(), ("categories", "annotations", "images")):
            with problems.at(f"{entry.section}[{entry.place}]"):
                _take(entry, labels, shelf)
            yield from told(problems)
    except Unreadable as error:
        yield error.problem._replace(file=file)
        return
    for name in shelf.keys("images"):
        with problems.at(f"file_name {name}"):
            yield _joined(shelf, name, labels, problems)
        yield from told(problems)
    for unknown in shelf.lacking("annotations", "ids"):
        problems.note("value", "image_id", unknown)
        yield from told(problems)


def write(items: Iterable[Item]) -> tuple[bytes, list[Problem]]:
    """Return the file for these images, and what cannot be said in it. Annotations with one id and label are one object."""
    file, problems = Writer(), Problems()
    images, objects = [], []
    for item in items:
        image, said, lost = file.add(item)
        images.append(image)
        objects += said
        problems += lost
    categories = [orjson.dumps(each) for each in file.categories()]
    parts = (b",".join(each) for each in (images, objects, categories))
    return b'{"images":[%s],"annotations":[%s],"categories":[%s]}' % tuple(parts), problems


class Writer:
    """Numbers images, objects and categories of a file that is written bit by bit. `state` is all it has to remember."""

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        known = state or {}
        self._images, self._objects = int(known.get("images", 0)), int(known.get("objects", 0))
        self._categories: dict[str, int] = dict(known.get("categories", {}))

    @property
    def state(self) -> dict[str, Any]:
        """What a writer that goes on after this one is made with."""
        return {"images": self._images, "objects": self._objects, "categories": self._categories}

    def add(self, item: Item) -> tuple[bytes, list[bytes], list[Problem]]:
        """Return the entry of an image, those of its objects, and what cannot be said."""
        problems = Problems()
        width, height, _ = item.size or (0, 0, 0)
        self._images += 1
        image = {"id": self._images, "file_name": item.source, "width": width, "height": height}
        objects = []
        for group in _grouped(item.annotations, item.source, problems):
            self._objects += 1
            category = self._categories.setdefault(group[0].label, len(self._categories) + 1)
            about = {"id": self._objects, "image_id": self._images, "category_id": category}
            objects.append(orjson.dumps(_written(group) | about))
        return orjson.dumps(image), objects, problems

    def categories(self) -> list[dict[str, Any]]:
        """Return the categories that were named so far."""
        return [{"id": number, "name": name, "supercategory": ""} for name, number in self._categories.items()]


def _take(entry: Entry, labels: dict[int, str], shelf: Shelf) -> None:
    """Keep an entry of a list; raises `Unreadable`."""
    value = entry.value
    if not isinstance(value, dict):
        raise Unreadable("type", value="an object")
    if entry.section == "categories":
        if isinstance(value.get("id"), int) and isinstance(value.get("name"), str) and value["name"].strip():
            labels[value["id"]] = value["name"].strip()
        if len(labels) > _MOST_CATEGORIES:
            raise Unreadable("long", value=f"{_MOST_CATEGORIES} entries")
    elif entry.section == "annotations":
        if not isinstance(value.get("image_id"), int | str):
            raise Unreadable("missing", "image_id")
        shelf.put("annotations", str(value["image_id"]), _packed(entry))
    else:
        item = _image(value)
        shelf.put("ids", item.id, b"%d" % entry.place)
        shelf.put("images", item.source, _packed(entry))


def _joined(shelf: Shelf, name: str, labels: dict[int, str], problems: Problems) -> Item:
    """Return the image of a name with what is said about it, and about others of that name."""
    items: list[Item] = []
    for index, image in map(_unpacked, shelf.values("images", name)):
        if items:
            problems.note("twice", f"images[{index}].file_name", name)
        item = _image(image)
        # Annotations are of the first image with their number.
        is_first = shelf.first("ids", item.id) == b"%d" % index
        said = shelf.values("annotations", item.id) if is_first else []
        items.append(item._replace(annotations=_said(said, labels, problems)))
    return items[0]._replace(annotations=tuple(one for each in items for one in each.annotations))


def _packed(entry: Entry) -> bytes:
    return b"%d %s" % (entry.place, entry.raw)


def _unpacked(content: bytes) -> tuple[int, Any]:
    index, raw = content.split(b" ", 1)
    return int(index), orjson.loads(raw)


def _said(entries: Iterable[bytes], labels: dict[int, str], problems: Problems) -> tuple[Annotation, ...]:
    found: list[Annotation] = []
    for index, entry in map(_unpacked, entries):
        place = f"annotations[{index}]"
        with problems.at(place):
            category = entry.get("category_id")
            if not isinstance(category, int) or category not in labels:
                raise Unreadable("value", "category_id", category)
            if entry.get("keypoints"):
                problems.note("lost", place, "keypoints")
            found.extend(_annotations(entry, labels[category]))
    return tuple(found)


def _annotations(entry: dict[str, Any], label: str) -> list[Annotation]:
    base = Annotation(
        Kind.SHAPE,
        label=label,
        attributes=_attributes(entry),
        confidence=_share(entry.get("score")),
    )
    parts = entry.get("segmentation") or []
    if not isinstance(parts, list | dict):
        raise Unreadable("type", "segmentation", "a list")
    if parts:
        rings = _mask(parts) if isinstance(parts, dict) else [_points(each) for each in parts]
        shapes = [shaped(ShapeKind.POLYGON, each) for each in rings]
        name = str(entry.get(_PARTS_OF) or entry.get("id", ""))[:_LONGEST_ID] if len(shapes) > 1 else ""
        return [base._replace(shape=each, id=name) for each in shapes]
    edges = entry.get("bbox")
    if not edges:
        return [base._replace(kind=Kind.CLASS)]
    values = _numbers(edges, "bbox")
    if len(values) != _POINTS_OF_BOX:
        raise Unreadable("shape", "bbox", ShapeKind.BOX)
    return [base._replace(shape=box(*values))]


def _attributes(entry: dict[str, Any]) -> Pairs:
    given = entry.get("attributes")
    found = dict(given) if isinstance(given, dict) else {}
    if entry.get("iscrowd") == 1:
        found.update([_CROWD])
    return pairs(found)


def _mask(packed: dict[str, Any]) -> list[list[tuple[float, float]]]:
    sides, counts = packed.get("size"), packed.get("counts")
    if not isinstance(sides, list) or len(sides) != 2 or not all(_is_whole(side) for side in sides):
        raise Unreadable("missing", "segmentation.size")
    if isinstance(counts, str):
        counts = masks.counts_of(counts)
    if not isinstance(counts, list) or not all(_is_whole(count) for count in counts):
        raise Unreadable("missing", "segmentation.counts")
    found = masks.from_counts(counts, sides[0], sides[1])
    if not found:
        raise Unreadable("empty", "segmentation")
    return found


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


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


def _image(entry: dict[str, Any]) -> Item:
    name, image = entry.get("file_name"), entry.get("id")
    if not isinstance(name, str) or not name:
        raise Unreadable("missing", "file_name")
    if not isinstance(image, int | str):
        raise Unreadable("missing", "id")
    sides = entry.get("width"), entry.get("height")
    width, height = (each if isinstance(each, int) and 0 < each < 2**31 else 0 for each in sides)
    size = (width, height, 3) if width and height else None
    return Item(source=name, id=str(image), size=size)


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
    entry: dict[str, Any] = {"iscrowd": int(_CROWD in first.attributes)}
    attributes = dict(each for each in first.attributes if each != _CROWD)
    if attributes:
        entry["attributes"] = attributes
    if first.id and len(group) > 1:
        entry[_PARTS_OF] = first.id
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
