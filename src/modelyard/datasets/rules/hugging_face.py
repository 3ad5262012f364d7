"""Folders as the Hub of Hugging Face has them: `metadata.jsonl` or `metadata.csv` beside files, or rows of texts."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from modelyard.datasets.rules import texts
from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.geometry import box
from modelyard.datasets.rules.problems import Problems, Unreadable
from modelyard.datasets.rules.streams import Pieces, Told, told
from modelyard.datasets.types.datasets import Kind, Usage

_SPLITS = {
    "train": Usage.TRAIN,
    "training": Usage.TRAIN,
    "validation": Usage.EVAL,
    "valid": Usage.EVAL,
    "val": Usage.EVAL,
    "dev": Usage.EVAL,
    "test": Usage.TEST,
    "testing": Usage.TEST,
}
_FILES = ("file_name", "image_file_name", "audio_file_name")
_CONTENT = "content://"


def usage_of(path: str) -> str:
    """Return what the samples of a file are for, by the first folder or the name that says it."""
    parts = path.lower().split("/")
    stem = parts[-1].partition(".")[0].partition("-")[0]
    return next((str(_SPLITS[part]) for part in (*parts[:-1], stem) if part in _SPLITS), "")


def read(pieces: Pieces, file: str) -> Iterator[Told]:
    """Yield the samples of a file of metadata; sources are relative to its folder."""
    problems = Problems(file)
    usage = usage_of(file)
    with problems.at(""):
        is_csv = file.lower().endswith(".csv")
        lines = texts.lines(pieces, ending="" if is_csv else "\n")
        rows = _csv(lines, problems) if is_csv else _jsonl(lines, problems)
        for line, row in rows:
            with problems.at("", line):
                yield item_of(row, usage, problems, line)
            yield from told(problems)
    yield from told(problems)


def item_of(row: Mapping[str, Any], usage: str, problems: Problems, line: int) -> Item:
    """Return the sample of a row; raises `Unreadable`."""
    name = next((row[each] for each in _FILES if row.get(each)), None)
    text = row.get("text")
    if isinstance(name, str):
        source = name
    elif isinstance(text, str) and text.strip():
        source = _CONTENT + text
    else:
        raise Unreadable("missing", "file_name")
    said = [Annotation(Kind.CLASS, label=label) for label in _labels(row, problems, line)]
    with problems.at("objects", line):
        said += _boxes(row.get("objects"))
    spoken = row.get("transcription", row.get("sentence"))
    if isinstance(spoken, str):
        said.append(Annotation(Kind.TRANSCRIPT, text=spoken))
    return Item(source, tuple(said), usage=usage)


def _jsonl(lines: Iterable[str], problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        with problems.at("", number):
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise Unreadable("json", value=error) from None
            if not isinstance(row, dict):
                raise Unreadable("type", value="an object")
            yield number, row


def _csv(lines: Iterable[str], problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(lines)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.note("csv", value=error, line=reader.line_num)
            return
        yield reader.line_num, {name: value for name, value in row.items() if isinstance(name, str)}


def _labels(row: Mapping[str, Any], problems: Problems, line: int) -> list[str]:
    found: list[str] = []
    given = row.get("labels") if row.get("label") is None else row.get("label")
    for each in given if isinstance(given, list) else [given]:
        if each is None or each == "":
            continue
        if isinstance(each, bool) or not isinstance(each, str | int):
            problems.note("type", "label", "a name", line)
        elif str(each).strip():
            found.append(str(each).strip())
    return list(dict.fromkeys(found))


def _boxes(objects: Any) -> list[Annotation]:
    if objects is None:
        return []
    if not isinstance(objects, dict):
        raise Unreadable("type", value="an object")
    edges = objects.get("bbox") or []
    names: Any = next((objects[each] for each in ("categories", "category", "label", "labels") if objects.get(each)), [])
    if not isinstance(edges, list) or not isinstance(names, list) or len(edges) != len(names):
        raise Unreadable("pair", "bbox", "bbox")
    found = []
    for values, name in zip(edges, names, strict=True):
        is_box = isinstance(values, list) and len(values) == 4 and all(type(each) in {int, float} for each in values)
        if not is_box or not isinstance(name, str | int) or not str(name).strip():
            raise Unreadable("shape", "bbox", "bndbox")
        found.append(Annotation(Kind.SHAPE, label=str(name).strip(), shape=box(*values)))
    return found
