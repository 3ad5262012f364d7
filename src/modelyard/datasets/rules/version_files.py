"""Files that say what the lines of a version say, for programs that read PASCAL VOC: their names, and lines that name them."""

from typing import Any

import orjson

_SHAPE = "@modelarts:shape"
_SHARED = ("annotated-by", "creation-time", "hard")


def ending_of(name: str) -> str:
    """Return what a name ends with after its last dot; empty without one."""
    file = name.rpartition("/")[2]
    return file.rpartition(".")[2] if "." in file else ""


def names_of(name: str, usual: str) -> tuple[str, str]:
    """Return what the XML and the mask of a file are called below the folder of the version.

    usual: the ending of most files. Others keep theirs in the name: `1.jpg` and `1.png` of one folder must not share `1.xml`.
    """
    ending = ending_of(name)
    stem = name[: -len(ending) - 1] if ending else name
    if ending != usual:
        stem = f"{stem}_{ending}"
    return f"annotation/{stem}.xml", f"segmentationClassRaw/{stem}.png"


def source_of(line: bytes) -> str:
    """Return the source of a line."""
    return str(orjson.loads(line)["source"])


def has_shapes(line: bytes) -> bool:
    """Return whether there may be shapes in a line."""
    return _SHAPE.encode() in line


def with_file(line: bytes, place: str) -> bytes:
    """Return a line whose shapes are said by a file, with one entry that names it. place: `s3://bucket/key`."""
    found: dict[str, Any] = orjson.loads(line)
    shapes = [each for each in found.get("annotation", ()) if _SHAPE in each.get("property", {})]
    if not shapes:
        return line
    entry = {"type": shapes[0]["type"], "annotation-format": "PASCAL VOC", "annotation-loc": place}
    for name in _SHARED:
        told = [each[name] for each in shapes if name in each]
        if told:
            entry[name] = max(told)
    found["annotation"] = [*(each for each in found["annotation"] if each not in shapes), entry]
    return orjson.dumps(found)
