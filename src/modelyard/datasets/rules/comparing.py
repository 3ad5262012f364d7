"""How two versions differ: line by line, by what the lines say and not by when and by whom it was said."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from modelyard.core.types import StrEnum
from modelyard.datasets.rules import bitmaps

_VOLATILE = frozenset({"creation-time", "annotated-by", "confidence", "annotation-loc", "annotation-format"})
# Names of labels beyond it are told as the first of them and how many more.
_MOST_NAMES = 4


class Change(StrEnum):
    """How a sample differs. moved: to another set, such as from training to evaluation, and nothing else."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


CHANGES = tuple(Change)


class Difference(NamedTuple):
    """What differs in a part: sets of ordinals in the order of `CHANGES`; how often which labels became which."""

    sets: tuple[dict[int, int], ...]
    relabelled: Counter[tuple[str, str]]


def difference(before: Mapping[int, bytes], after: Mapping[int, bytes]) -> Difference:
    """Return how lines differ, by ordinals."""
    ordinals: dict[Change, list[int]] = {
        Change.ADDED: [each for each in after if each not in before],
        Change.REMOVED: [each for each in before if each not in after],
        Change.CHANGED: [],
        Change.MOVED: [],
    }
    relabelled: Counter[tuple[str, str]] = Counter()
    for ordinal, line in after.items():
        old = before.get(ordinal)
        if old is None or old == line:
            continue
        was, now = orjson.loads(old), orjson.loads(line)
        if said(was) != said(now):
            ordinals[Change.CHANGED].append(ordinal)
            relabelled[labels_of(was), labels_of(now)] += 1
        elif was.get("usage") != now.get("usage"):
            ordinals[Change.MOVED].append(ordinal)
    return Difference(tuple(bitmaps.of(ordinals[change]) for change in CHANGES), relabelled)


def said(line: Mapping[str, Any]) -> list[bytes]:
    """Return what a line says about its sample, in an order that does not depend on who said it when."""
    entries = line.get("annotation") or []
    kept = ({name: value for name, value in each.items() if name not in _VOLATILE} for each in entries)
    return sorted(orjson.dumps(each, option=orjson.OPT_SORT_KEYS) for each in kept)


def labels_of(line: Mapping[str, Any]) -> str:
    """Return the labels of a line for people: each once, in order; empty for none."""
    names = sorted({str(each.get("name", "")) for each in line.get("annotation") or [] if each.get("name")})
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" (+{more})" if more > 0 else "")
