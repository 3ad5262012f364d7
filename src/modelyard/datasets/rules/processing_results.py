"""What runs of operators tell: their progress, results and figures. They run other people's code, so nothing is believed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from modelyard.datasets.rules.annotations import Annotation, parsed
from modelyard.datasets.rules.geometry import shaped
from modelyard.datasets.rules.problems import Unreadable
from modelyard.datasets.types.datasets import Kind
from modelyard.datasets.types.processing import ResultProperty

PROGRESS = b"@modelyard "
DATA = "Data/"
_LONGEST_NAME, _LONGEST_WORD, _MOST_WORDS, _MOST_ANNOTATIONS, _LONGEST_LABEL = 512, 256, 20, 10_000, 1024
_MOST_FIGURES, _DEEPEST = 5000, 5
_LARGEST = 2**53


@dataclass(frozen=True)
class Told:
    """One result. number: of the sample in the input. file: below the output; empty where there is no new one.

    annotations: None where they are as before. said: what was done, or why, a list for each step.
    """

    number: int
    property: ResultProperty
    file: str = ""
    annotations: tuple[Annotation, ...] | None = None
    said: tuple[tuple[str, ...], ...] = ()
    size: tuple[int, int, int] | None = None


def read_results(content: bytes, count: int) -> list[Told] | None:
    """Return the results of a part, None where one of them is not as we write them. count: of samples in the input."""
    found = []
    for line in content.splitlines():
        told = _read_line(line, count)
        if told is None:
            return None
        found.append(told)
    return found


def _read_line(line: bytes, count: int) -> Told | None:
    try:
        entry = orjson.loads(line)
        number, kind, file = entry["n"], ResultProperty(entry["p"]), entry.get("f", "")
        said = tuple(tuple(_word(word) for word in part[:_MOST_WORDS]) for part in entry.get("w", [])[:_MOST_WORDS])
        size = entry.get("s")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < count:
            return None
        if (kind in {ResultProperty.MODIFIED, ResultProperty.ADDED}) != bool(file) or not _is_file(file):
            return None
        annotations = None if entry.get("a") is None else read_annotations(entry["a"])
        measured = None if size is None else tuple(_side(each) for each in size)
    except (orjson.JSONDecodeError, TypeError, ValueError, KeyError, AttributeError, Unreadable):
        return None
    if measured is not None and len(measured) != 3:
        return None
    return Told(number, kind, file, annotations, said, measured)


def read_annotations(entries: Any) -> tuple[Annotation, ...]:
    """Return annotations that were told; raises ValueError and the like for what is none."""
    if not isinstance(entries, list) or len(entries) > _MOST_ANNOTATIONS:
        raise ValueError("no list of annotations")
    found = parsed(orjson.dumps(entries))
    for one in found:
        if one.kind not in {Kind.CLASS, Kind.SHAPE} or not isinstance(one.label, str) or len(one.label) > _LONGEST_LABEL:
            raise ValueError("no annotation of an image")
        if "\x00" in one.label or (one.kind is Kind.SHAPE) != (one.shape is not None):
            raise ValueError("no annotation of an image")
        if one.shape is not None:
            shaped(one.shape.kind, one.shape.points, one.shape.radius)
    return found


def _is_file(name: Any) -> bool:
    if not isinstance(name, str) or len(name) > _LONGEST_NAME or any(ord(letter) < 32 for letter in name):
        return False
    parts = name.split("/")
    return not name or (name.startswith(DATA) and len(parts) > 1 and all(part not in {"", ".", ".."} for part in parts))


def _word(value: Any) -> str:
    text = "".join(letter if ord(letter) >= 32 else " " for letter in str(value)[:_LONGEST_WORD])
    return text.encode("utf-8", "replace").decode()


def _side(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
        raise ValueError("no size")
    return value


def read_progress(log: bytes) -> dict[str, Any] | None:
    """Return what the end of a log says last of the progress; None where it says nothing."""
    for line in reversed(log.splitlines()):
        if line.startswith(PROGRESS):
            try:
                entry = orjson.loads(line[len(PROGRESS) :])
                done, total, failed = (_whole(entry.get(name, 0)) for name in ("done", "total", "failed"))
            except (orjson.JSONDecodeError, AttributeError, ValueError):
                continue
            return {"done": min(done, total), "total": total, "failed": failed, "step": _word(entry.get("step", ""))}
    return None


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise ValueError("no count")
    return value


def read_figures(content: bytes) -> dict[str, Any]:
    """Return figures that a run reports: objects and lists of numbers and short texts; {} where there is anything else."""
    try:
        found = orjson.loads(content)
        left = [_MOST_FIGURES]
        return _figures(found, left, 0) if isinstance(found, dict) else {}
    except (orjson.JSONDecodeError, ValueError):
        return {}


def _figures(value: Any, left: list[int], depth: int) -> Any:
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST:
        raise ValueError("too many figures")
    if isinstance(value, dict):
        return {_word(name): _figures(one, left, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_figures(one, left, depth + 1) for one in value]
    if isinstance(value, str):
        return _word(value)
    if value is None or isinstance(value, bool):
        return value
    return value if math.isfinite(value) and abs(value) <= _LARGEST else None


def covering(sources: Iterable[str], most: int) -> list[str]:
    """Return at most so many folders of which each source, `obs://bucket/key`, is in one; none lies in another.

    Raises ValueError where sources are in more buckets than that.
    """
    folders = _outermost({source.rpartition("/")[0] + "/" for source in sources})
    while len(folders) > most:
        deepest = max(folders, key=lambda folder: (folder.count("/"), folder))
        if deepest.count("/") <= 3:
            raise ValueError("too many buckets")
        above = deepest.rstrip("/").rpartition("/")[0] + "/"
        folders = _outermost({*folders, above} - {deepest})
    return folders


def _outermost(folders: set[str]) -> list[str]:
    kept: list[str] = []
    for folder in sorted(folders):
        if not kept or not folder.startswith(kept[-1]):
            kept.append(folder)
    return kept


def place_of(source: str, folders: Sequence[str]) -> tuple[int, str]:
    """Return in which of the folders of `covering` a source is, and its path there."""
    number = next(index for index, folder in enumerate(folders) if source.startswith(folder))
    return number, source[len(folders[number]) :]
