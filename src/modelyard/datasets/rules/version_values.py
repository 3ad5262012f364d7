"""What the samples of a version are searched by, read from its lines as we write them (decision 0154)."""

import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any, NamedTuple

import orjson

from modelyard.datasets.rules import facets, manifest, paths, wire
from modelyard.datasets.rules.annotations import HUMAN, Annotation, plain
from modelyard.datasets.rules.facets import Value
from modelyard.datasets.types.datasets import Kind, LabelType, SampleState

_OURS = "@modelarts:"
_CONTENT = "content://"
_BETWEEN = "\0"
_NAME_CHARACTERS = 256

# The number of a label by the type of an entry and the name in it.
Numbers = Mapping[tuple[str, str], str]


class Told(NamedTuple):
    """What a line tells of its sample: its name without capitals, and what it is searched by."""

    name: str
    values: set[Value]


def numbers_of(labels: Iterable[Mapping[str, Any]], job_type: LabelType) -> dict[tuple[str, str], str]:
    """Return the numbers of the labels of a version, as its lines name them."""
    kinds = [kind for kind in Kind if manifest.can_say(job_type, kind)]
    return {
        (manifest.entry_type(job_type, kind), str(each["name"])): str(each["number"])
        for each in labels
        for kind in kinds
        if wire.label_type(Annotation(kind), job_type) == each["type"]
    }


def told(line: bytes, numbers: Numbers) -> Told:
    """Return what a line tells. A line that is none of ours tells nothing: somebody else wrote into the bucket."""
    nothing = Told("", set())
    try:
        found = _told(orjson.loads(line), numbers)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        return nothing
    # No database keeps such a character, and it stands between names.
    if b"u0000" in line and any(_BETWEEN in text for text in (found.name, *(text for _, text in found.values))):
        return nothing
    return found


def packed_names(names: Iterable[str]) -> bytes:
    """Return the names of the samples of a part, in order, as they are stored."""
    return zlib.compress(_BETWEEN.join(names).encode("utf-8", "surrogatepass"), 1)


def packed_lengths(lines: Iterable[bytes]) -> bytes:
    """Return how long the lines of a part are, in order, with their line feeds, as it is stored."""
    return zlib.compress(array("I", (len(line) + 1 for line in lines)).tobytes(), 1)


def spans_of(content: bytes, places: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return where the lines at some places of a part begin, and how long they are without their line feeds."""
    lengths = array("I", zlib.decompress(content))
    ends = list(accumulate(lengths))
    return {each: (ends[each] - lengths[each], lengths[each] - 1) for each in places if 0 <= each < len(ends)}


def places_of(content: bytes, text: str) -> Iterator[int]:
    """Yield the places of those names of a part that have a text in them; text: without capitals."""
    names = zlib.decompress(content).decode("utf-8", "surrogatepass")
    if text in names:
        yield from (place for place, name in enumerate(names.split(_BETWEEN)) if text in name)


def _told(line: dict[str, Any], numbers: Numbers) -> Told:
    source: str = line["source"]
    folder, _, name = ("", "", "") if source.startswith(_CONTENT) else source.rpartition("/")
    properties = [(each, plain(value)) for each, value in line.get("property", {}).items() if each != f"{_OURS}size"]
    values = facets.of_properties(properties)
    if folder:
        values.add((facets.FOLDER, facets.cut(paths.on_wire("obs://" + folder.removeprefix("s3://")) + "/")))
    if line.get("hard") == "true":
        values |= facets.of_hardness(line.get("hard-coefficient"), ())
    entries = line.get("annotation", ())
    if entries:
        values.add((facets.STATE, SampleState.LABELLED))
    for each in entries:
        _add_entry(values, each, numbers)
    return Told(name.lower()[:_NAME_CHARACTERS], values)


def _add_entry(values: set[Value], entry: dict[str, Any], numbers: Numbers) -> None:
    values.add((facets.AUTHOR, facets.cut(entry.get("annotated-by", HUMAN))))
    label = numbers.get((entry["type"], entry.get("name", "")), "")
    if label:
        values.add((facets.LABEL, label))
    if "confidence" in entry:
        values.add((facets.SCORE, str(int(entry["confidence"] * facets.HUNDREDTHS))))
    properties = entry.get("property", {})
    for name, value in properties.items():
        if not name.startswith(_OURS):
            text = plain(value)
            values |= {
                (facets.ATTRIBUTE, facets.attribute(label, name)),
                (facets.ATTRIBUTE, facets.attribute(label, name, text)),
            }
    if entry.get("hard") == "true":
        reasons = [int(each) for each in properties.get(f"{_OURS}hard_reasons", "").split("-") if each]
        values |= facets.of_hardness(entry.get("hard-coefficient"), reasons)
