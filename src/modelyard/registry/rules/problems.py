"""What is wrong with something that was handed in: where, and what, in both languages."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. place: for example `apis[0].response.data.type`."""

    place: str
    problem: str
    problem_zh: str


class Problems:
    """Collects what is wrong, in order."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, place: str, problem: str, problem_zh: str) -> None:
        """Note one thing."""
        self.found.append(Problem(place, problem, problem_zh))

    def wrong_type(self, place: str, wanted: str, wanted_zh: str, value: Any) -> None:
        """Note that a value is of another type than it should be."""
        self.add(place, f"must be {wanted}, not {kind_of(value)}", f"必须是{wanted_zh}，而不是{_KINDS_ZH[kind_of(value)]}")

    def not_one_of(self, place: str, value: Any, allowed: "tuple[str, ...] | list[str]") -> None:
        """Note that a value is none of those that there are."""
        listed = ", ".join(allowed)
        self.add(place, f"{shown(value)} is not possible; possible: {listed}", f"不支持 {shown(value)}，可用的值：{listed}")


_KINDS_ZH = {
    "null": "空值",
    "true or false": "布尔值",
    "a number": "数字",
    "a text": "字符串",
    "a list": "列表",
    "an object": "对象",
}


def kind_of(value: Any) -> str:
    """Return what sort of JSON value something is, in words."""
    if value is None:
        return "null"
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list"}
    return kinds.get(type(value), "an object")


def shown(value: Any) -> str:
    """Return a value as messages show it: short, and on one line."""
    text = value if isinstance(value, str) else str(value)
    return repr(text if len(text) <= 80 else text[:77] + "...")
