"""CVAT for images 1.1: one XML file for all images, with tags, shapes and attributes."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from modelyard.datasets.rules import xml
from modelyard.datasets.rules.annotations import Annotation, Item, pairs
from modelyard.datasets.rules.geometry import Point, Shape, number, shaped
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.rules.streams import Pieces, Told, told
from modelyard.datasets.types.datasets import Kind, ShapeKind

KEEPS = frozenset({ShapeKind.BOX, ShapeKind.POLYGON, ShapeKind.POLYLINE, ShapeKind.POINT, ShapeKind.CIRCLE})
_SHAPES = {"polygon": ShapeKind.POLYGON, "polyline": ShapeKind.POLYLINE, "points": ShapeKind.POINT}
_TAGS = {kind: tag for tag, kind in _SHAPES.items()} | {ShapeKind.BOX: "box", ShapeKind.CIRCLE: "ellipse"}
_OCCLUDED = "occluded"
# What stands around the images of a file.
BEFORE, AFTER = b"<annotations>\n<version>1.1</version>\n", b"</annotations>\n"


def read(pieces: Pieces, file: str = "") -> Iterator[Told]:
    """Yield the images with their annotations; sources are the names as they stand. Tracks of videos are told as lost."""
    problems = Problems(file)
    counts = {"image": 0, "track": 0}
    with problems.at(""):
        for element in xml.children(pieces, "annotations"):
            if element.tag not in counts:
                continue
            place = f"{element.tag}[{counts[element.tag]}]"
            counts[element.tag] += 1
            with problems.at(place):
                if element.tag == "track":
                    raise Unreadable("lost", value="track")
                yield _image(element, problems)
            yield from told(problems)
    yield from told(problems)


def write(items: Sequence[Item]) -> tuple[bytes, list[Problem]]:
    """Return the file for these images, and what cannot be said in it."""
    problems = Problems()
    for item in items:
        for one in item.annotations:
            if not _is_kept(one):
                problems.note("lost", item.source, one.shape.kind if one.shape else one.kind)
    return BEFORE + b"".join(write_image(item, place) for place, item in enumerate(items)) + AFTER, problems


def write_image(item: Item, place: int) -> bytes:
    """Return the element of an image, without what cannot be said. place: its number in the file."""
    width, height, _ = item.size or (0, 0, 0)
    about = {"id": str(place), "name": item.source, "width": str(width), "height": str(height)}
    image = ET.Element("image", about)
    for one in item.annotations:
        if _is_kept(one):
            _add(image, one)
    return xml.written(image)


def _is_kept(one: Annotation) -> bool:
    return one.kind is Kind.CLASS or (one.shape is not None and one.shape.kind in KEEPS)


def _image(element: ET.Element, problems: Problems) -> Item:
    name = element.get("name", "")
    if not name:
        raise Unreadable("missing", "name")
    found: list[Annotation] = []
    for index, child in enumerate(element):
        with problems.at(f"{name}.{child.tag}[{index}]"):
            found.extend(_annotations(child))
    sides = [element.get(side, "") for side in ("width", "height")]
    known = all(side.isascii() and side.isdigit() and 0 < int(side[:10]) < 2**31 for side in sides)
    size = (int(sides[0]), int(sides[1]), 3) if known else None
    return Item(source=name, annotations=tuple(found), size=size)


def _annotations(element: ET.Element) -> list[Annotation]:
    shapes = _shapes(element)
    label = element.get("label", "").strip()
    if not label:
        raise Unreadable("missing", "label")
    found = {each.get("name", ""): each.text or "" for each in element.iterfind("attribute")}
    if element.get(_OCCLUDED) == "1":
        found[_OCCLUDED] = "1"
    base = Annotation(Kind.SHAPE if shapes else Kind.CLASS, label=label, attributes=pairs(found))
    return [base._replace(shape=each) for each in shapes] or [base]


def _shapes(element: ET.Element) -> list[Shape]:
    """Return the shapes of an element: none for a tag, several for several points."""
    if element.tag == "tag":
        return []
    if element.tag == "box":
        if _number(element.get("rotation", "0")):
            raise Unreadable("lost", value="rotation")
        x1, y1, x2, y2 = (_number(element.get(name, "")) for name in ("xtl", "ytl", "xbr", "ybr"))
        return [shaped(ShapeKind.BOX, ((x1, y1), (x2, y2)))]
    if element.tag == "ellipse":
        x, y, across, down = (_number(element.get(name, "")) for name in ("cx", "cy", "rx", "ry"))
        if across != down:
            raise Unreadable("lost", value="ellipse")
        return [shaped(ShapeKind.CIRCLE, ((x, y),), across)]
    if element.tag not in _SHAPES:
        raise Unreadable("lost", value=element.tag)
    points = [_point(each) for each in element.get("points", "").split(";")]
    kind = _SHAPES[element.tag]
    return [shaped(kind, (each,)) for each in points] if kind is ShapeKind.POINT else [shaped(kind, points)]


def _point(text: str) -> Point:
    x, _, y = text.partition(",")
    return _number(x), _number(y)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unreadable("number", value=text) from None


def _add(image: ET.Element, one: Annotation) -> None:
    attributes = dict(one.attributes)
    about = {"label": one.label, "source": "manual"}
    if one.shape is None:
        element = ET.SubElement(image, "tag", about)
    else:
        is_occluded = attributes.get(_OCCLUDED) == "1"
        if is_occluded:
            del attributes[_OCCLUDED]
        about[_OCCLUDED] = "1" if is_occluded else "0"
        element = ET.SubElement(image, _TAGS[one.shape.kind], about | _edges(one.shape))
    for name, value in attributes.items():
        ET.SubElement(element, "attribute", {"name": name}).text = value


def _edges(shape: Shape) -> dict[str, str]:
    if shape.kind is ShapeKind.BOX:
        (x1, y1), (x2, y2) = shape.points
        named = {"xtl": x1, "ytl": y1, "xbr": x2, "ybr": y2}
    elif shape.kind is ShapeKind.CIRCLE:
        ((x, y),) = shape.points
        named = {"cx": x, "cy": y, "rx": shape.radius, "ry": shape.radius}
    else:
        return {"points": ";".join(f"{number(x)},{number(y)}" for x, y in shape.points)}
    return {name: str(number(value)) for name, value in named.items()}
