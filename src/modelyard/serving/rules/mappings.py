"""The mapping of a batch service: the JSON schema of a request, whose leaves say which column of a table they are."""

import json
from typing import Any

from modelyard.serving.errors import BatchMappingInvalid

Rule = dict[str, Any]

_LARGEST_RULE = 64 * 1024
_DEEPEST = 32
_LAST_COLUMN = 16_383
_LEAVES = frozenset({"string", "number", "integer", "boolean"})


def check_mapping(rule: Any, place: str) -> None:
    """Raise BatchMappingInvalid for the first thing that is wrong with a mapping, with its place."""
    if len(json.dumps(rule)) > _LARGEST_RULE:
        raise BatchMappingInvalid(
            field=place, problem=f"larger than {_LARGEST_RULE} bytes", problem_zh=f"大于 {_LARGEST_RULE} 字节"
        )
    if not _columns(rule, place, 0):
        raise BatchMappingInvalid(
            field=place,
            problem="no part has an index, so that no column would be sent",
            problem_zh="没有任何参数带有 index，无法发送任何列",
        )


def _columns(rule: Any, place: str, depth: int, *, is_part: bool = False) -> int:
    """Return how many columns a piece of a mapping sends. is_part: it is one of an object's."""
    if not isinstance(rule, dict):
        raise _wrong(place, "it has to be an object", "必须是对象")
    if depth > _DEEPEST:
        raise _wrong(place, f"nested deeper than {_DEEPEST} levels", f"嵌套超过 {_DEEPEST} 层")
    kind = rule.get("type") or ("object" if "properties" in rule else None)
    if kind == "object":
        return _of_object(rule, place, depth)
    if kind == "array":
        return _of_array(rule, place, depth)
    return _of_leaf(rule, kind, place, is_part=is_part)


def _of_object(rule: Rule, place: str, depth: int) -> int:
    properties = rule.get("properties")
    if not isinstance(properties, dict) or not properties:
        raise _wrong(f"{place}.properties", "an object has to name its parts", "对象必须列出其属性")
    return sum(_columns(one, f"{place}.properties.{name[:64]}", depth + 1, is_part=True) for name, one in properties.items())


def _of_array(rule: Rule, place: str, depth: int) -> int:
    name = "items" if "items" in rule else "item"
    items = rule.get(name)
    if not isinstance(items, list):
        return _columns(items, f"{place}.{name}", depth + 1)
    if len(items) != 1:
        raise _wrong(f"{place}.{name}", "exactly one kind of item", "只能有一种元素")
    return _columns(items[0], f"{place}.{name}[0]", depth + 1)


def _of_leaf(rule: Rule, kind: Any, place: str, *, is_part: bool) -> int:
    if not isinstance(kind, str) or kind not in _LEAVES:
        words = "object, array, string, number, integer, boolean"
        raise _wrong(f"{place}.type", f"one of {words}", f"必须是 {words} 之一")
    index = rule.get("index")
    if type(index) is not int or not -1 <= index <= _LAST_COLUMN:
        raise _wrong(
            f"{place}.index",
            f"a column from 0 to {_LAST_COLUMN}, or -1 to leave this out",
            f"必须是 0 到 {_LAST_COLUMN} 的列号，-1 表示忽略",
        )
    if index == -1 and not is_part:
        raise _wrong(f"{place}.index", "only a part of an object can be left out", "只有对象的属性可以忽略")
    return int(index >= 0)


def _wrong(field: str, problem: str, problem_zh: str) -> BatchMappingInvalid:
    return BatchMappingInvalid(field=field[:512], problem=problem, problem_zh=problem_zh)
