"""What a format says about an image, against the image itself: turned as it is seen, and inside of it (decision 0092)."""

from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.geometry import drawn_in, turned, turned_size
from modelyard.datasets.rules.images import ImageInfo
from modelyard.datasets.rules.problems import Problem, Problems


def seen_size(info: ImageInfo) -> tuple[int, int, int]:
    """Return width, height and depth of an image as people see it."""
    width, height = turned_size(info.width, info.height, info.orientation)
    return width, height, info.depth


def fitted(item: Item, info: ImageInfo, file: str = "") -> tuple[Item, list[Problem]]:
    """Return a sample with the real size of its image; shapes that are not inside are left out and told.

    A format that names the size that is stored, and not the one that is seen, was written by a tool that ignores EXIF:
    its shapes are turned. A size that is neither is told, and the shapes are taken as they are.
    """
    problems = Problems(file or item.source)
    size = seen_size(info)
    is_stored = False
    if item.size is not None and item.size[:2] != size[:2]:
        is_stored = item.size[:2] == (info.width, info.height)
        if not is_stored:
            problems.note("other_size", "size", f"{item.size[0]} x {item.size[1]}")
    found: list[Annotation] = []
    for index, one in enumerate(item.annotations):
        if one.shape is None:
            found.append(one)
            continue
        with problems.at(f"{index}:{one.label}"):
            shape = turned(one.shape, info.width, info.height, info.orientation) if is_stored else one.shape
            found.append(one._replace(shape=drawn_in(shape, size[0], size[1])))
    return item._replace(annotations=tuple(found), size=size), problems
