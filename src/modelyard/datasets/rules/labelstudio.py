"""Label Studio: a JSON list of tasks. Shapes are in percent of the image, times in seconds, spans in characters."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from modelyard.datasets.rules.annotations import Annotation, Item
from modelyard.datasets.rules.geometry import Shape, bounds, box, shaped
from modelyard.datasets.rules.json_entries import listed
from modelyard.datasets.rules.problems import Problem, Problems, Unreadable
from modelyard.datasets.rules.streams import Pieces, Told, told
from modelyard.datasets.types.datasets import Kind, ShapeKind

KEEPS = frozenset({ShapeKind.BOX, ShapeKind.POLYGON, ShapeKind.POINT, ShapeKind.CIRCLE})
# Pixels and milliseconds come back exactly when percent and seconds are rounded to so many digits of them.
_PIXEL_DIGITS = 4
_CONTENT = "content://"
_DATA = ("image", "text", "audio", "video")
_KEYS = {"wav": "audio", "mp3": "audio", "flac": "audio", "mp4": "video"}


def read(pieces: Pieces, file: str = "") -> Iterator[Told]:
    """Yield the tasks as samples. Of several annotators the first one counts; the others are told as lost."""
    problems = Problems(file)
    with problems.at(""):
        for entry in listed(pieces(), "a list of tasks"):
            place = f"[{entry.place}]"
            with problems.at(place):
                yield _task(entry.value, place, problems)
            yield from told(problems)
    yield from told(problems)


def write(items: Iterable[Item], data_key: str) -> tuple[bytes, list[Problem]]:
    """Return the file for these samples, whose data are called `data_key` (image, text, audio), and what cannot be said."""
    problems: list[Problem] = []
    tasks = []
    for number, item in enumerate(items, 1):
        task, lost = write_task(item, data_key, number)
        tasks.append(task)
        problems += lost
    return b"[" + b",".join(tasks) + b"]", problems


def write_task(item: Item, data_key: str, number: int) -> tuple[bytes, list[Problem]]:
    """Return the entry of one sample, and what cannot be said in it."""
    problems = Problems()
    results = [each for index, one in enumerate(item.annotations) for each in _results(one, index, item, data_key, problems)]
    data = item.source.removeprefix(_CONTENT) if data_key == "text" else item.source
    said = [{"result": results, "was_cancelled": False}] if results else []
    return orjson.dumps({"id": number, "data": {data_key: data}, "annotations": said}), problems


def key_of(name: str) -> str:
    """Return how tasks call the data in a file of this name."""
    return _KEYS.get(name.rpartition(".")[2].lower(), "image")


def _task(task: Any, place: str, problems: Problems) -> Item:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict):
        raise Unreadable("missing", "data")
    name = next((each for each in _DATA if isinstance(data.get(each), str)), None)
    if name is None or not data[name]:
        raise Unreadable("missing", "data.image")
    given = task.get("annotations") or []
    if not isinstance(given, list):
        raise Unreadable("type", "annotations", "a list")
    said = [each for each in given if isinstance(each, dict) and not each.get("was_cancelled")]
    for index in range(1, len(said)):
        problems.note("lost", f"{place}.annotations[{index}]", "a second annotator")
    results = said[0].get("result") if said else []
    if not isinstance(results, list):
        raise Unreadable("type", "annotations[0].result", "a list")
    annotations: list[Annotation] = []
    size = None
    for index, result in enumerate(results):
        with problems.at(f"{place}.result[{index}]"):
            known = _result_of(result)
            size = _size(known) or size
            annotations.extend(_annotations(known))
    source = _CONTENT + data[name] if name == "text" else data[name]
    return Item(source=source, annotations=_merged(annotations), size=size)


def _result_of(result: Any) -> dict[str, Any]:
    if not isinstance(result, dict):
        raise Unreadable("type", value="an object")
    if result.get("type") != "relation" and not isinstance(result.get("value"), dict):
        raise Unreadable("missing", "value")
    return result


def _size(result: dict[str, Any]) -> tuple[int, int, int] | None:
    width, height = result.get("original_width"), result.get("original_height")
    known = isinstance(width, int) and isinstance(height, int) and 0 < width < 2**31 and 0 < height < 2**31
    return (width, height, 3) if known else None  # type: ignore[return-value]


def _annotations(result: dict[str, Any]) -> list[Annotation]:
    kind = result.get("type")
    if kind not in _READ:
        raise Unreadable("lost", value=kind)
    return _READ[kind](result)


def _read_choices(result: dict[str, Any]) -> list[Annotation]:
    return [Annotation(Kind.CLASS, label=each) for each in _labels(result, "choices")]


def _read_text(result: dict[str, Any]) -> list[Annotation]:
    """Return a transcript; `_merged` joins it with the segment of the same id."""
    text = "\n".join(_labels(result, "text"))
    return [Annotation(Kind.TRANSCRIPT, id=str(result.get("id", "")), text=text)]


def _read_relation(result: dict[str, Any]) -> list[Annotation]:
    ends = (result.get("from_id"), result.get("to_id"))
    if not all(isinstance(each, str) for each in ends):
        raise Unreadable("missing", "from_id")
    labels = result.get("labels") or [""]
    if not isinstance(labels, list):
        raise Unreadable("type", "labels", "a list")
    return [Annotation(Kind.RELATION, label=str(each), link=(str(ends[0]), str(ends[1]))) for each in labels]


def _read_labels(result: dict[str, Any]) -> list[Annotation]:
    """Return spans of a text, or of a recording: they have the same name."""
    value, name = result["value"], str(result.get("id", ""))
    start, end = _number(value, "start"), _number(value, "end")
    if not 0 <= start < end:
        raise Unreadable("span", "value", f"{start:g} to {end:g}")
    if "text" in value:
        base = Annotation(Kind.ENTITY, id=name, span=(int(start), int(end)))
    else:
        base = Annotation(Kind.SEGMENT, id=name, time=(round(start * 1000), round(end * 1000)))
    return [base._replace(label=each) for each in _labels(result, "labels")]


def _read_shape(name: str, shape_of: Callable[[dict[str, Any], float, float], Shape]) -> Callable[..., list[Annotation]]:
    def read(result: dict[str, Any]) -> list[Annotation]:
        size = _size(result)
        if size is None:
            raise Unreadable("size")
        shape = shape_of(result["value"], size[0] / 100, size[1] / 100)
        return [Annotation(Kind.SHAPE, label=each, shape=shape) for each in _labels(result, name)]

    return read


def _box(value: dict[str, Any], across: float, down: float) -> Shape:
    if value.get("rotation"):
        raise Unreadable("lost", "value", "rotation")
    x, y, width, height = (_number(value, name) for name in ("x", "y", "width", "height"))
    found = box(x * across, y * down, width * across, height * down)
    return shaped(found.kind, [_rounded(*each) for each in found.points])


def _polygon(value: dict[str, Any], across: float, down: float) -> Shape:
    points = value.get("points")
    if not isinstance(points, list) or not all(isinstance(each, list) and len(each) == 2 for each in points):
        raise Unreadable("shape", "value.points", ShapeKind.POLYGON)
    named = [{"x": each[0], "y": each[1]} for each in points]
    return shaped(ShapeKind.POLYGON, [_point(each, across, down) for each in named])


def _key_point(value: dict[str, Any], across: float, down: float) -> Shape:
    return shaped(ShapeKind.POINT, (_point(value, across, down),))


def _circle(value: dict[str, Any], across: float, down: float) -> Shape:
    radius, other = _rounded(_number(value, "radiusX") * across, _number(value, "radiusY") * down)
    if radius != other:
        raise Unreadable("lost", "value", "ellipse")
    return shaped(ShapeKind.CIRCLE, (_point(value, across, down),), radius)


def _point(value: dict[str, Any], across: float, down: float) -> tuple[float, float]:
    return _rounded(_number(value, "x") * across, _number(value, "y") * down)


def _rounded(x: float, y: float) -> tuple[float, float]:
    return round(x, _PIXEL_DIGITS), round(y, _PIXEL_DIGITS)


_READ: dict[Any, Callable[[dict[str, Any]], list[Annotation]]] = {
    "choices": _read_choices,
    "textarea": _read_text,
    "relation": _read_relation,
    "labels": _read_labels,
    "rectanglelabels": _read_shape("rectanglelabels", _box),
    "polygonlabels": _read_shape("polygonlabels", _polygon),
    "keypointlabels": _read_shape("keypointlabels", _key_point),
    "ellipselabels": _read_shape("ellipselabels", _circle),
}


def _merged(annotations: list[Annotation]) -> tuple[Annotation, ...]:
    """Give segments the transcript of the same id; a transcript without a segment is one of the whole recording."""
    told = {each.id: each.text for each in annotations if each.kind is Kind.TRANSCRIPT}
    segments = {each.id for each in annotations if each.kind is Kind.SEGMENT}
    return tuple(
        each._replace(text=told.get(each.id, "") if each.kind is Kind.SEGMENT else each.text, id=_kept_id(each))
        for each in annotations
        if each.kind is not Kind.TRANSCRIPT or each.id not in segments
    )


def _kept_id(one: Annotation) -> str:
    return one.id if one.kind is Kind.ENTITY else ""


def _results(one: Annotation, index: int, item: Item, data_key: str, problems: Problems) -> list[dict[str, Any]]:
    name = one.id or f"a{index}"
    common = {"id": name, "from_name": "label", "to_name": data_key}
    if one.kind is Kind.RELATION and one.link is not None:
        ends = {"from_id": one.link[0], "to_id": one.link[1]}
        return [{"type": "relation", "direction": "right", "labels": [one.label]} | ends]
    if one.kind is Kind.CLASS:
        return [common | {"type": "choices", "value": {"choices": [one.label]}}]
    if one.kind is Kind.TRANSCRIPT:
        return [common | {"type": "textarea", "from_name": "text", "value": {"text": [one.text]}}]
    if one.span is not None:
        text = item.source.removeprefix(_CONTENT)[one.span[0] : one.span[1]]
        value = {"start": one.span[0], "end": one.span[1], "text": text, "labels": [one.label]}
        return [common | {"type": "labels", "value": value}]
    if one.time is not None:
        times = {"start": one.time[0] / 1000, "end": one.time[1] / 1000}
        found = [common | {"type": "labels", "value": times | {"labels": [one.label]}}]
        if one.text:
            found.append(common | {"type": "textarea", "from_name": "text", "value": times | {"text": [one.text]}})
        return found
    return _shape_result(one, item, common, problems)


def _shape_result(one: Annotation, item: Item, common: dict[str, Any], problems: Problems) -> list[dict[str, Any]]:
    shape = one.shape
    if shape is None or shape.kind not in KEEPS:
        problems.note("lost", item.source, shape.kind if shape else one.kind)
        return []
    if item.size is None:
        problems.note("size", item.source)
        return []
    width, height, _ = item.size
    across, down = 100 / width, 100 / height
    left, top, right, bottom = bounds(shape)
    x, y = shape.points[0]
    value: dict[str, Any]
    if shape.kind is ShapeKind.BOX:
        kind, value = "rectanglelabels", {"x": left * across, "y": top * down, "rotation": 0}
        value |= {"width": (right - left) * across, "height": (bottom - top) * down}
    elif shape.kind is ShapeKind.POLYGON:
        kind, value = "polygonlabels", {"points": [[x * across, y * down] for x, y in shape.points]}
    elif shape.kind is ShapeKind.POINT:
        kind, value = "keypointlabels", {"x": x * across, "y": y * down, "width": 0.5}
    else:
        radii = {"radiusX": shape.radius * across, "radiusY": shape.radius * down}
        kind, value = "ellipselabels", {"x": x * across, "y": y * down} | radii
    size = {"original_width": width, "original_height": height}
    return [common | size | {"type": kind, "value": value | {kind: [one.label]}}]


def _labels(result: dict[str, Any], name: str) -> list[str]:
    found = result["value"].get(name)
    if not isinstance(found, list) or not found or not all(isinstance(each, str) for each in found):
        raise Unreadable("missing", f"value.{name}")
    return found


def _number(value: dict[str, Any], name: str) -> float:
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Unreadable("number", f"value.{name}", found)
    return float(found)
