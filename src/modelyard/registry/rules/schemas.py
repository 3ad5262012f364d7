"""JSON Schemas in configurations of models: what is understood of them, and what is wrong with them.

The guide's dialect: the type `file` for uploads, `items` as a list of schemas (one for each place), and `item` for `items`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from modelyard.registry.rules.problems import Problems

TYPES = ("object", "array", "string", "number", "integer", "boolean", "null", "file")
# Names of older forms, and what they mean.
_OLD_TYPES = {"int": "integer", "float": "number", "double": "number", "bool": "boolean", "str": "string", "dict": "object"}
_DEEPEST = 24
_LISTS = ("anyOf", "oneOf", "allOf")
_COUNTS = ("minItems", "maxItems", "minLength", "maxLength")


def read_schema(value: Any, place: str, problems: Problems, depth: int = 0) -> Any:
    """Return a schema in its plain form, and note what is wrong with it."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, dict):
        problems.wrong_type(place, "a JSON Schema object", " JSON Schema 对象", value)
        return {}
    if depth > _DEEPEST:
        problems.add(place, f"is nested deeper than {_DEEPEST} levels", f"嵌套超过 {_DEEPEST} 层")
        return {}
    made = dict(value)
    if "item" in made:
        made.setdefault("items", made.pop("item"))
    for name, one in made.items():
        made[name] = _read_part(name, one, f"{place}.{name}", problems, depth)
    return made


def _read_part(name: str, value: Any, place: str, problems: Problems, depth: int) -> Any:
    """Return one keyword of a schema in its plain form; those that are not understood stay as they are."""
    readers: dict[str, Callable[[], Any]] = {
        "type": lambda: _type(value, place, problems),
        "properties": lambda: _properties(value, place, problems, depth),
        "required": lambda: _names(value, place, problems),
        "items": lambda: _items(value, place, problems, depth),
        **dict.fromkeys(_LISTS, lambda: _several(value, place, problems, depth)),
        **dict.fromkeys(_COUNTS, lambda: _count(value, place, problems)),
    }
    return readers[name]() if name in readers else value


def _type(value: Any, place: str, problems: Problems) -> Any:
    if isinstance(value, list):
        return [_type(one, f"{place}[{index}]", problems) for index, one in enumerate(value)]
    if not isinstance(value, str):
        problems.wrong_type(place, "a text", "字符串", value)
        return "object"
    plain = _OLD_TYPES.get(value.lower(), value.lower())
    if plain not in TYPES:
        problems.not_one_of(place, value, TYPES)
    return plain


def _properties(value: Any, place: str, problems: Problems, depth: int) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        problems.wrong_type(place, "an object", "对象", value)
        return {}
    return {name: read_schema(one, f"{place}.{name}", problems, depth + 1) for name, one in value.items()}


def _names(value: Any, place: str, problems: Problems) -> list[Any]:
    if not isinstance(value, list):
        problems.wrong_type(place, "a list of names", "名称列表", value)
        return []
    for index, one in enumerate(value):
        if not isinstance(one, str):
            problems.wrong_type(f"{place}[{index}]", "a text", "字符串", one)
    return value


def _items(value: Any, place: str, problems: Problems, depth: int) -> Any:
    if isinstance(value, list):
        return _several(value, place, problems, depth)
    return read_schema(value, place, problems, depth + 1)


def _several(value: Any, place: str, problems: Problems, depth: int) -> list[Any]:
    if not isinstance(value, list):
        problems.wrong_type(place, "a list", "列表", value)
        return []
    return [read_schema(one, f"{place}[{index}]", problems, depth + 1) for index, one in enumerate(value)]


def _count(value: Any, place: str, problems: Problems) -> Any:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        problems.add(place, "must be a whole number from 0 on", "必须是不小于 0 的整数")
    return value
