"""The manifest: one JSON object a line, each a sample with what is said about it. Reads what others write, writes strictly.

Shapes stand in VOC files beside the manifest (`annotation-loc`) or, as we write them, in the line itself, in the keys of
the public API. A line that names a file and has shapes is complete; one that only names a file says so in `Item.files`.
"""

import math
from calendar import timegm
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import orjson

from modelyard.datasets.rules.annotations import HUMAN, Annotation, Item, Pairs, pairs
from modelyard.datasets.rules.geometry import feature, from_feature
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.types.datasets import Kind, LabelType, Usage

# The longest line that is read: the longest text, and annotations to it.
MOST_LINE_BYTES = 100 * 1024 * 1024
_MOST_SOURCE = 102_400 + len("content://")
_MOST_LABEL = 1024
_CONTENT = "content://"
_PREFIX = "modelarts/"
_OURS = "@modelarts:"

_KINDS = {
    "image_classification": Kind.CLASS,
    "text_classification": Kind.CLASS,
    "audio_classification": Kind.CLASS,
    "object_detection": Kind.SHAPE,
    "image_segmentation": Kind.SHAPE,
    "text_entity": Kind.ENTITY,
    "text_triplet": Kind.RELATION,
    "audio_content": Kind.TRANSCRIPT,
    "audio_segmentation": Kind.SEGMENT,
}
# How a labelling job writes each kind of annotation.
_NAMES = {
    (LabelType.IMAGE_CLASSIFICATION, Kind.CLASS): "image_classification",
    (LabelType.OBJECT_DETECTION, Kind.SHAPE): "object_detection",
    (LabelType.VIDEO, Kind.SHAPE): "object_detection",
    (LabelType.IMAGE_SEGMENTATION, Kind.SHAPE): "image_segmentation",
    (LabelType.TEXT_CLASSIFICATION, Kind.CLASS): "text_classification",
    (LabelType.NAMED_ENTITY, Kind.ENTITY): "text_entity",
    (LabelType.TEXT_TRIPLET, Kind.ENTITY): "text_entity",
    (LabelType.TEXT_TRIPLET, Kind.RELATION): "text_triplet",
    (LabelType.SOUND_CLASSIFICATION, Kind.CLASS): "audio_classification",
    (LabelType.SPEECH_CONTENT, Kind.TRANSCRIPT): "audio_content",
    (LabelType.SPEECH_SEGMENTATION, Kind.SEGMENT): "audio_segmentation",
}
_USAGES = frozenset(Usage)
_FLAGS = {"": False, "none": False, "false": False, "0": False, "true": True, "1": True}
_NAMED = frozenset({Kind.CLASS, Kind.ENTITY, Kind.RELATION})


def can_say(label_type: LabelType, kind: Kind) -> bool:
    """Return whether a labelling job has annotations of a kind."""
    return (label_type, kind) in _NAMES


def read_line(line: bytes, number: int = 0) -> tuple[Item | None, list[Problem]]:
    """Return the sample of a line, and what is wrong with it. An annotation that is wrong is left out, its sample stays."""
    problems = Problems()
    item = None
    with problems.at(""):
        item = _item(_object(line), problems)
    return item, [each._replace(line=number) for each in problems]


def write_line(item: Item, label_type: LabelType, *, keep_hard: bool = True) -> bytes:
    """Return the line of a sample, without a line feed. Annotations that the label type does not have are not written."""
    known = {"id": item.id, "usage": item.usage, "inference-loc": item.inference}
    line: dict[str, Any] = {"source": item.source} | {name: value for name, value in known.items() if value}
    if item.sample_type is not None:
        line["sample-type"] = item.sample_type
    if keep_hard:
        line.update(_hard(hard=item.hard, coefficient=item.hard_coefficient))
    properties = dict(item.properties)
    if item.size is not None:
        properties[f"{_OURS}size"] = list(item.size)
    if properties:
        line["property"] = properties
    written = [_entry(each, label_type, keep_hard=keep_hard) for each in item.annotations if (label_type, each.kind) in _NAMES]
    for each, file in zip(written or [{}], item.files, strict=False):
        each["annotation-loc"] = file
        each["annotation-format"] = "PASCAL VOC"
    if written:
        line["annotation"] = written
    return orjson.dumps(line)


def entry_type(label_type: LabelType, kind: Kind) -> str:
    """Return what a line calls annotations of a kind; empty for those that the label type does not have."""
    name = _NAMES.get((label_type, kind))
    return _PREFIX + name if name else ""


def read_time(text: Any) -> int | None:
    """Return the milliseconds of `hh:mm:ss.SSS`; None for what is no time. Hours may have more digits."""
    if not isinstance(text, str):
        return None
    hours, _, rest = text.partition(":")
    minutes, _, seconds = rest.partition(":")
    whole, _, fraction = seconds.partition(".")
    digits = (hours, minutes, whole, fraction or "0")
    if not all(each.isascii() and each.isdigit() and len(each) <= 9 for each in digits):
        return None
    if int(minutes) > 59 or int(whole) > 59:
        return None
    return ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 1000 + int(fraction.ljust(3, "0")[:3] or 0)


def write_time(milliseconds: int) -> str:
    """Return `hh:mm:ss.SSS`."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MOST_LINE_BYTES:
        raise Unreadable("long", value=f"{MOST_LINE_BYTES} bytes")
    try:
        found = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Unreadable("json", value=error) from None
    if not isinstance(found, dict):
        raise Unreadable("type", value="an object")
    return found


def _item(line: dict[str, Any], problems: Problems) -> Item:
    source = _text(line, "source", most=_MOST_SOURCE)
    if not source or source == _CONTENT:
        raise Unreadable("empty" if "source" in line else "missing", "source")
    usage = _text(line, "usage").upper()
    if usage and usage not in _USAGES:
        raise Unreadable("value", "usage", usage)
    properties = _mapping(line, "property")
    size = _size(properties.pop(f"{_OURS}size", None))
    sample_type = line.get("sample-type")
    if sample_type is not None and (not isinstance(sample_type, int) or isinstance(sample_type, bool) or sample_type < 0):
        raise Unreadable("type", "sample-type", "a whole number")
    entries = line.get("annotation") or []
    if not isinstance(entries, list):
        raise Unreadable("type", "annotation", "a list")
    text = source.removeprefix(_CONTENT) if source.startswith(_CONTENT) else None
    annotations, files = _annotations(entries, text, problems)
    return Item(
        source=location(source),
        annotations=annotations,
        usage=usage,
        id=_text(line, "id"),
        hard=_flag(line, "hard"),
        hard_coefficient=_share(line, "hard-coefficient"),
        sample_type=sample_type,
        size=size,
        properties=tuple(sorted(properties.items())),
        inference=_text(line, "inference-loc"),
        files=files,
    )


def _annotations(entries: list[Any], text: str | None, problems: Problems) -> tuple[tuple[Annotation, ...], tuple[str, ...]]:
    found: list[Annotation] = []
    files: dict[str, None] = {}
    for index, entry in enumerate(entries):
        with problems.at(f"annotation[{index}]"):
            one, file = _read_entry(entry, text)
            if file:
                files[file] = None
            if one is not None:
                found.append(one)
    has_shapes = any(each.kind is Kind.SHAPE for each in found)
    return _with_relations(found, problems), () if has_shapes else tuple(files)


def _read_entry(entry: Any, text: str | None) -> tuple[Annotation | None, str]:
    """Return what an entry says, or the file that says it."""
    if not isinstance(entry, dict):
        raise Unreadable("type", value="an object")
    name = _text(entry, "type").removeprefix(_PREFIX)
    if name not in _KINDS:
        raise Unreadable("value" if name else "missing", "type", name)
    kind, place = _KINDS[name], _text(entry, "annotation-loc", most=_MOST_SOURCE)
    if kind is Kind.SHAPE and f"{_OURS}shape" not in _mapping(entry, "property"):
        if not place:
            raise Unreadable("missing", "annotation-loc")
        return None, location(place)
    one = annotation_of(kind, entry)
    if one.span is not None and text is not None and one.span[1] > len(text):
        raise Unreadable("span", "property", f"{one.span[0]} to {one.span[1]}")
    return one, ""


def _with_relations(found: list[Annotation], problems: Problems) -> tuple[Annotation, ...]:
    """Leave out relations between entities that are not there, and tell."""
    entities = {each.id for each in found if each.kind is Kind.ENTITY}
    kept = []
    for each in found:
        unknown = next((end for end in each.link or () if end not in entities), None)
        if unknown is None:
            kept.append(each)
        else:
            problems.note("relation", f"annotation {each.id}".strip(), unknown)
    return tuple(kept)


def annotation_of(kind: Kind, entry: dict[str, Any]) -> Annotation:
    """Return the annotation that an entry of a line says; raises `Unreadable`."""
    properties = _mapping(entry, "property")
    label = _text(entry, "name", most=_MOST_LABEL).strip()
    if kind in _NAMED and not label:
        raise Unreadable("missing", "name")
    reasons = _reasons(properties.pop(f"{_OURS}hard_reasons", ""))
    return _READ[kind](
        properties,
        Annotation(
            kind,
            label=label,
            id=_text(entry, "id"),
            confidence=_share(entry, "confidence"),
            hard=_flag(entry, "hard"),
            hard_coefficient=_share(entry, "hard-coefficient"),
            hard_reasons=reasons,
            author=_text(entry, "annotated-by") or HUMAN,
            created=_moment(entry.get("creation-time")),
        ),
    )


def _read_plain(properties: dict[str, Any], base: Annotation) -> Annotation:
    return base._replace(attributes=_attributes(properties)) if properties else base


def _read_shape(properties: dict[str, Any], base: Annotation) -> Annotation:
    shape = from_feature(properties.pop(f"{_OURS}shape"), properties.pop(f"{_OURS}feature", None))
    return base._replace(shape=shape, attributes=_attributes(properties))


def _read_entity(properties: dict[str, Any], base: Annotation) -> Annotation:
    start, end = (properties.pop(f"{_OURS}{name}_index", None) for name in ("start", "end"))
    if not _is_whole(start) or not _is_whole(end) or not 0 <= start < end:
        raise Unreadable("span", "property", f"{start} to {end}")
    return base._replace(span=(start, end), attributes=_attributes(properties))


def _read_relation(properties: dict[str, Any], base: Annotation) -> Annotation:
    link = (_text(properties, f"{_OURS}from"), _text(properties, f"{_OURS}to"))
    for name in ("from", "to"):
        properties.pop(f"{_OURS}{name}", None)
    return base._replace(link=link, attributes=_attributes(properties))


def _read_transcript(properties: dict[str, Any], base: Annotation) -> Annotation:
    text = _text(properties, f"{_OURS}content", most=_MOST_SOURCE)
    properties.pop(f"{_OURS}content", None)
    return base._replace(text=text, attributes=_attributes(properties))


def _read_segment(properties: dict[str, Any], base: Annotation) -> Annotation:
    told = tuple(properties.pop(f"{_OURS}{name}_time", None) for name in ("start", "end"))
    start, end = (read_time(each) for each in told)
    if start is None or end is None or start >= end:
        raise Unreadable("time", "property", f"{told[0]} to {told[1]}")
    speaker = _text(properties, f"{_OURS}source")
    properties.pop(f"{_OURS}source", None)
    return _read_transcript(properties, base)._replace(time=(start, end), speaker=speaker)


_READ: dict[Kind, Callable[[dict[str, Any], Annotation], Annotation]] = {
    Kind.CLASS: _read_plain,
    Kind.SHAPE: _read_shape,
    Kind.ENTITY: _read_entity,
    Kind.RELATION: _read_relation,
    Kind.TRANSCRIPT: _read_transcript,
    Kind.SEGMENT: _read_segment,
}


def _entry(one: Annotation, label_type: LabelType, *, keep_hard: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": _PREFIX + _NAMES[label_type, one.kind]}
    entry |= {name: value for name, value in {"name": one.label, "id": one.id}.items() if value}
    properties: dict[str, Any] = dict(one.attributes)
    properties.update(told_of(one))
    if keep_hard:
        entry.update(_hard(hard=one.hard, coefficient=one.hard_coefficient))
        if one.hard_reasons:
            properties[f"{_OURS}hard_reasons"] = "-".join(map(str, one.hard_reasons))
    if properties:
        entry["property"] = properties
    if one.confidence is not None:
        entry["confidence"] = one.confidence
    entry["annotated-by"] = one.author
    if one.created is not None:
        entry["creation-time"] = datetime.fromtimestamp(one.created, timezone.utc).strftime(_MOMENT)
    return entry


def told_of(one: Annotation) -> dict[str, Any]:
    """Return the properties that say what an annotation says."""
    told: dict[str, Any] = {}
    if one.shape is not None:
        told = {"shape": str(one.shape.kind), "feature": feature(one.shape)}
    if one.span is not None:
        told = {"start_index": one.span[0], "end_index": one.span[1]}
    if one.link is not None:
        told = {"from": one.link[0], "to": one.link[1]}
    if one.time is not None:
        told = {"start_time": write_time(one.time[0]), "end_time": write_time(one.time[1])}
    if one.speaker:
        told["source"] = one.speaker
    if one.text or one.kind is Kind.TRANSCRIPT:
        told["content"] = one.text
    return {_OURS + name: value for name, value in told.items()}


def _hard(*, hard: bool, coefficient: float | None) -> dict[str, Any]:
    found: dict[str, Any] = {"hard": "true"} if hard else {}
    if coefficient is not None:
        found["hard-coefficient"] = coefficient
    return found


def location(place: str) -> str:
    """Return a place in one spelling: `obs://` and `/bucket/key` are `s3://` here."""
    if place.startswith("obs://"):
        return "s3://" + place.removeprefix("obs://")
    return f"s3:/{place}" if place.startswith("/") and not place.startswith("//") else place


def _text(entry: dict[str, Any], name: str, *, most: int = 1024) -> str:
    value = entry.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable("type", name, "a string")
    if len(value) > most:
        raise Unreadable("long", name, f"{most} characters")
    if "\x00" in value:
        raise Unreadable("value", name, "U+0000")
    return value


def _mapping(entry: dict[str, Any], name: str) -> dict[str, Any]:
    value = entry.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable("type", name, "an object")
    return dict(value)


def _attributes(properties: dict[str, Any]) -> Pairs:
    return pairs(properties)


def _flag(entry: dict[str, Any], name: str) -> bool:
    if name not in entry:
        return False
    value = str(entry[name]).lower()
    if value not in _FLAGS:
        raise Unreadable("value", name, value)
    return _FLAGS[value]


def _share(entry: dict[str, Any], name: str) -> float | None:
    """Return a number from 0 to 1; it may be written as a string."""
    value = entry.get(name)
    if value is None:
        return None
    try:
        found = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError):
        raise Unreadable("number", name, value) from None
    if not 0 <= found <= 1:
        raise Unreadable("range", name, value)
    return found


def _reasons(value: Any) -> tuple[int, ...]:
    if value == "":
        return ()
    parts = [part for part in str(value).split("-") if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise Unreadable("value", f"property.{_OURS}hard_reasons", value)
    return tuple(int(part) for part in parts)


def _size(value: Any) -> tuple[int, int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) not in {2, 3} or not all(_is_whole(each) and each > 0 for each in value):
        raise Unreadable("type", f"property.{_OURS}size", "width, height and depth")
    return value[0], value[1], value[2] if len(value) > 2 else 3


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_MOMENT = "%Y-%m-%d %H:%M:%S"
_MOMENT_LENGTH = len("yyyy-mm-dd hh:mm:ss")


def _moment(value: Any) -> int | None:
    """Return seconds since the epoch; a time that is none costs the time and not the annotation."""
    if not isinstance(value, str) or len(value) != _MOMENT_LENGTH:
        return None
    try:
        return timegm(datetime.fromisoformat(value).timetuple())
    except ValueError:
        return None
