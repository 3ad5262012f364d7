"""YOLO: a list of names, lists of images, and a text file of boxes for each image, in shares of its size."""

from collections.abc import Iterable, Sequence

from modelyard.datasets.rules.annotations import Annotation
from modelyard.datasets.rules.geometry import bounds, shaped
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.rules.texts import lines_of
from modelyard.datasets.types.datasets import Kind, ShapeKind

KEEPS = frozenset({ShapeKind.BOX, ShapeKind.POLYGON})
# Shares are written with so many digits that pixels come back exactly; pixels are read with so many.
_DIGITS = 12
_PIXEL_DIGITS = 4
_BOX_NUMBERS = 4
_LEAST_POLYGON = 6
# Shares may exceed 0 and 1 by the rounding of other tools.
_SLACK = 1e-3


def read_names(text: str) -> list[str]:
    """Return the labels; the first has the number 0. Empty lines at the end do not count."""
    names = [line.strip() for line in lines_of(text)]
    while names and not names[-1]:
        names.pop()
    return names


def read_settings(text: str) -> tuple[dict[str, str], list[Problem]]:
    """Return what `obj.data` says: names, train and valid, at least one of the two last."""
    found, problems = {}, Problems("obj.data")
    for number, line in enumerate(lines_of(text), 1):
        name, equals, value = (part.strip() for part in line.partition("="))
        if equals:
            found[name] = value
        elif name and not name.startswith("#"):
            problems.note("value", value=name, line=number)
    if not found.get("names"):
        problems.note("missing", "names")
    if not found.get("train") and not found.get("valid"):
        problems.note("missing", "train")
    return found, problems


def write_settings(count: int, *, has_train: bool, has_valid: bool) -> str:
    """Return `obj.data`."""
    lists = [f"{name} = {name}.txt\n" for name, there in (("train", has_train), ("valid", has_valid)) if there]
    return f"classes = {count}\nnames = obj.names\n{''.join(lists)}"


def read_boxes(
    text: str, names: Sequence[str], size: tuple[int, int], file: str = ""
) -> tuple[tuple[Annotation, ...], list[Problem]]:
    """Return the annotations of an image of this size. Five numbers are a box, more are a polygon."""
    found, problems = [], Problems(file)
    for number, line in enumerate(lines_of(text), 1):
        if line.strip():
            with problems.at("", line=number):
                found.append(_read(line.split(), names, size))
    return tuple(found), problems


def write_boxes(annotations: Iterable[Annotation], names: Sequence[str], size: tuple[int, int]) -> tuple[str, list[Problem]]:
    """Return the lines of an image, and what cannot be said in them."""
    numbers = {name: number for number, name in enumerate(names)}
    lines, problems = [], Problems()
    for one in annotations:
        if one.shape is None or one.shape.kind not in KEEPS:
            problems.note("lost", one.label, one.shape.kind if one.shape else one.kind)
            continue
        if one.shape.kind is ShapeKind.BOX:
            left, top, right, bottom = bounds(one.shape)
            values = [(left + right) / 2 / size[0], (top + bottom) / 2 / size[1]]
            values += [(right - left) / size[0], (bottom - top) / size[1]]
        else:
            values = [value / side for point in one.shape.points for value, side in zip(point, size, strict=True)]
        lines.append(" ".join([str(numbers[one.label]), *(f"{value:.{_DIGITS}g}" for value in values)]) + "\n")
    return "".join(lines), problems


def _read(words: list[str], names: Sequence[str], size: tuple[int, int]) -> Annotation:
    index, shares = words[0], [_share(word) for word in words[1:]]
    if not (index.isascii() and index.isdigit()) or int(index[:9]) >= len(names):
        raise Unreadable("value", "label_index", index)
    if len(shares) != _BOX_NUMBERS and (len(shares) < _LEAST_POLYGON or len(shares) % 2):
        raise Unreadable("width", value=len(words))
    if len(shares) == _BOX_NUMBERS:
        x, y, width, height = shares
        corners = [(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)]
        kind = ShapeKind.BOX
    else:
        corners = list(zip(shares[::2], shares[1::2], strict=True))
        kind = ShapeKind.POLYGON
    points = [(round(x * size[0], _PIXEL_DIGITS), round(y * size[1], _PIXEL_DIGITS)) for x, y in corners]
    return Annotation(Kind.SHAPE, label=names[int(index)], shape=shaped(kind, points))


def _share(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise Unreadable("number", value=word) from None
    if not -_SLACK <= value <= 1 + _SLACK:
        raise Unreadable("range", value=word)
    return value


def read_yaml_names(text: str) -> list[str]:
    """Return the labels that `names` of a `data.yaml` lists: in brackets, in lines, or in lines with their numbers."""
    lines = lines_of(text)
    start = next((place for place, line in enumerate(lines) if line.startswith("names:")), None)
    if start is None:
        raise Unreadable("missing", "names")
    inline = lines[start].removeprefix("names:").split(" #")[0].strip()
    if inline:
        return [_unquoted(each) for each in inline.strip("[]").split(",") if each.strip()]
    numbered: dict[int, str] = {}
    for line in lines[start + 1 :]:
        if line.strip() and not line.startswith((" ", "\t", "-")):
            break
        said = line.split(" #")[0].strip()
        number, colon, name = said.partition(":")
        if said.startswith("- "):
            numbered[len(numbered)] = _unquoted(said[2:])
        elif colon and number.isascii() and number.isdigit():
            numbered[int(number[:9])] = _unquoted(name)
    return [numbered.get(number, "") for number in range(max(numbered) + 1)] if numbered and max(numbered) < 10_000 else []


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
