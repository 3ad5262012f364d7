"""PASCAL VOC: an XML file for each image. Reads the variants that tools write, and all shapes that the platform knows."""

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from modelyard.datasets.rules import masks, png, xml
from modelyard.datasets.rules.annotations import Annotation, Pairs, pairs
from modelyard.datasets.rules.geometry import Shape, number, shaped
from modelyard.datasets.rules.png import Colour
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.types.datasets import Kind, ShapeKind

KEEPS = frozenset(ShapeKind)
# What every object has, with the value that says nothing; other values are attributes of these names.
_MARKS = {"pose": "Unspecified", "truncated": "0", "occluded": "0", "difficult": "0"}
_MOST_POINTS = 20_000


class Picture(NamedTuple):
    """What one file says. size: None where the file does not say it. mask: where a mask image lies.

    coloured: annotations whose shape is where the mask has a colour, in the order of the file.
    """

    filename: str
    annotations: tuple[Annotation, ...]
    size: tuple[int, int, int] | None = None
    folder: str = ""
    mask: str = ""
    coloured: tuple[tuple[Annotation, Colour], ...] = ()


def read(content: bytes, file: str = "") -> tuple[Picture | None, list[Problem]]:
    """Return what a file says, and what is wrong with it. An object that is wrong is left out, the others stay."""
    problems = Problems(file)
    picture = None
    with problems.at(""):
        picture = _picture(xml.parsed(content), problems)
    return picture, problems


def painted(picture: Picture, mask: bytes) -> tuple[Picture, list[Problem]]:
    """Return the picture with the shapes of its coloured annotations, read from the mask. Parts of one share an id."""
    problems = Problems(picture.mask)
    found = list(picture.annotations)
    with problems.at("mask_source"):
        _, areas = png.areas(mask)
        for number, (one, colour) in enumerate(picture.coloured):
            rings = masks.outlines(areas.pop(colour, {}))
            if not rings:
                problems.note("missing", f"mask_color {','.join(map(str, colour))}")
            name = f"m{number}" if len(rings) > 1 else ""
            found += [one._replace(shape=shaped(ShapeKind.POLYGON, ring), id=name) for ring in rings]
    return picture._replace(annotations=tuple(found), coloured=()), problems


def mask_of(picture: Picture, colours: Mapping[str, Colour]) -> bytes | None:
    """Return the mask of an image, in which each label has its colour; None where its size is not known."""
    if picture.size is None:
        return None
    width, height, _ = picture.size
    areas: dict[Colour, dict[int, list[tuple[int, int]]]] = {}
    for one in picture.annotations:
        if one.shape is not None and one.shape.kind is ShapeKind.POLYGON:
            known = areas.setdefault(colours[one.label], {})
            for row, parts in masks.covered(one.shape.points, height, width).items():
                known.setdefault(row, []).extend(parts)
    return png.picture(width, height, areas)


def colour_of(number: int) -> Colour:
    """Return the colour of the nth label (from 0), far from those of its neighbours; none of them is black."""
    left, value, found = number + 1, 7, [0, 0, 0]
    while left:
        for channel in range(3):
            found[channel] |= (left >> channel & 1) << value
        left, value = left >> 3, value - 1
    return found[0], found[1], found[2]


def write(picture: Picture, colours: Mapping[str, Colour] | None = None) -> bytes:
    """Return the file of an image. Annotations without a shape are not written. colours: of labels in the mask."""
    root = ET.Element("annotation")
    xml.add(root, "folder", picture.folder or "NA")
    xml.add(root, "filename", picture.filename)
    xml.add(xml.add(root, "source", ""), "database", "Unknown")
    size = xml.add(root, "size", "")
    for name, value in zip(("width", "height", "depth"), picture.size or (0, 0, 0), strict=True):
        xml.add(size, name, value)
    xml.add(root, "segmented", 1 if picture.mask else 0)
    if picture.mask:
        xml.add(root, "mask_source", picture.mask)
    for one in picture.annotations:
        if one.shape is not None:
            _add_object(root, one, one.shape, (colours or {}).get(one.label))
    return xml.written(root)


def _picture(root: ET.Element, problems: Problems) -> Picture:
    if root.tag != "annotation":
        raise Unreadable("missing", "annotation")
    annotations, coloured = [], []
    mask = xml.text_of(root, "mask_source")
    for index, element in enumerate(root.iterfind("object")):
        with problems.at(f"object[{index}]"):
            one = _object(element, has_mask=bool(mask))
            if one.shape is None:
                coloured.append((one, _colour(xml.text_of(element, "mask_color"))))
            else:
                annotations.append(one)
    return Picture(
        filename=xml.text_of(root, "filename"),
        annotations=tuple(annotations),
        size=_size(root),
        folder=xml.text_of(root, "folder"),
        mask=mask,
        coloured=tuple(coloured),
    )


def _colour(text: str) -> Colour:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() and int(part[:9]) < 256 for part in parts):
        raise Unreadable("value", "mask_color", text)
    return int(parts[0]), int(parts[1]), int(parts[2])


def _object(element: ET.Element, *, has_mask: bool) -> Annotation:
    label = xml.text_of(element, "name")
    if not label:
        raise Unreadable("missing", "name")
    shapes = [child for child in element if child.tag in _READ]
    is_masked = has_mask and element.find("mask_color") is not None
    if not shapes and not is_masked:
        raise Unreadable("missing", "bndbox")
    # Some tools add the bounding box to a polygon or a mask; these say more.
    others = [child for child in shapes if child.tag != ShapeKind.BOX]
    chosen = next(iter(others), None if is_masked else shapes[0])
    attributes = {name: xml.text_of(element, name) for name in _MARKS}
    found = {name: value for name, value in attributes.items() if value and value != _MARKS[name]}
    for each in element.iterfind("attributes/attribute"):
        found[xml.text_of(each, "name")] = each.findtext("value") or ""
    found.pop("", None)
    confidence, coefficient = (_share(element, name) for name in ("confidence", "hard-coefficient"))
    return Annotation(
        Kind.SHAPE,
        label=label,
        attributes=pairs(found),
        shape=None if chosen is None else _shape(chosen),
        confidence=confidence,
        hard_coefficient=coefficient,
    )


def _shape(element: ET.Element) -> Shape:
    kind = _READ[element.tag]
    if kind is ShapeKind.BOX:
        left, top, right, bottom = (_number(element, name) for name in ("xmin", "ymin", "xmax", "ymax"))
        return shaped(kind, ((left, top), (right, bottom)))
    if kind is ShapeKind.CIRCLE:
        centre = (_number(element, "cx"), _number(element, "cy"))
        return shaped(kind, (centre,), _number(element, "r"))
    if kind is ShapeKind.POINT and element.find("x") is not None:
        return shaped(kind, ((_number(element, "x"), _number(element, "y")),))
    values = {child.tag: child for child in element}
    count = next((n for n in range(1, _MOST_POINTS) if f"x{n}" not in values), _MOST_POINTS)
    return shaped(kind, [(_number(element, f"x{n}"), _number(element, f"y{n}")) for n in range(1, count)])


def _add_object(root: ET.Element, one: Annotation, shape: Shape, colour: Colour | None) -> None:
    element = xml.add(root, "object", "")
    xml.add(element, "name", one.label)
    left: Pairs = ()
    marks = dict(_MARKS)
    for name, value in one.attributes:
        if name in marks and value.strip() == value and value not in {"", marks[name]}:
            marks[name] = value
        else:
            left = (*left, (name, value))
    for name, value in marks.items():
        xml.add(element, name, value)
    for name, share in (("confidence", one.confidence), ("hard-coefficient", one.hard_coefficient)):
        if share is not None:
            xml.add(element, name, share)
    if colour is not None:
        xml.add(element, "mask_color", ",".join(map(str, colour)))
    _add_shape(element, shape)
    if left:
        parent = xml.add(element, "attributes", "")
        for name, value in left:
            attribute = xml.add(parent, "attribute", "")
            xml.add(attribute, "name", name)
            xml.add(attribute, "value", value)


def _add_shape(element: ET.Element, shape: Shape) -> None:
    place = xml.add(element, str(shape.kind), "")
    if shape.kind is ShapeKind.BOX:
        (x1, y1), (x2, y2) = shape.points
        names = {"xmin": x1, "ymin": y1, "xmax": x2, "ymax": y2}
    elif shape.kind is ShapeKind.CIRCLE:
        ((x, y),) = shape.points
        names = {"cx": x, "cy": y, "r": shape.radius}
    else:
        names = {
            f"{axis}{n}": value for n, point in enumerate(shape.points, 1) for axis, value in zip("xy", point, strict=True)
        }
    for name, value in names.items():
        xml.add(place, name, number(value))


def _size(root: ET.Element) -> tuple[int, int, int] | None:
    found = [xml.text_of(root, f"size/{name}") for name in ("width", "height", "depth")]
    if not all(value.isascii() and value.isdigit() and len(value) <= 9 for value in found[:2]):
        return None
    width, height = int(found[0]), int(found[1])
    depth = int(found[2]) if found[2] in {"1", "2", "3", "4"} else 3
    return (width, height, depth) if width and height else None


def _number(element: ET.Element, name: str) -> float:
    text = xml.text_of(element, name)
    try:
        return float(text)
    except ValueError:
        raise Unreadable("number" if text else "missing", f"{element.tag}.{name}", text) from None


def _share(element: ET.Element, name: str) -> float | None:
    if element.find(name) is None:
        return None
    value = _number(element, name)
    if not 0 <= value <= 1:
        raise Unreadable("range", name, value)
    return value


_READ = {str(kind): kind for kind in ShapeKind}
