"""Replacements in a configuration, named by a JSON Pointer below `/config/`."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

Entry = dict[str, Any]

_PREFIX = "/config/"
# What an answer shows of an entry and a request does not have.
_READ_ONLY = frozenset({"model_name", "model_version", "status", "scaling", "support_debug", "deployment_id", "ready_count"})


class BadPatch(ValueError):
    """A replacement that cannot be made. field: which part of it is wrong."""

    def __init__(self, field: str, text: str, zh: str) -> None:
        super().__init__(text)
        self.field, self.text, self.zh = field, text, zh


def patched(entries: Sequence[Entry], op: str, path: str, value: Any) -> list[Entry]:
    """Return the entries with one value replaced; the ones given stay as they are. Raises BadPatch."""
    if op != "replace":
        raise BadPatch("op", "only replace is supported", "仅支持 replace")
    if not path.startswith(_PREFIX):
        raise BadPatch("path", "it has to begin with /config/", "路径必须以 /config/ 开头")
    names = [part.replace("~1", "/").replace("~0", "~") for part in path[len(_PREFIX) :].split("/")]
    if len(names) < 2 or not names[-1]:
        raise BadPatch("path", "it names no value of an entry, such as /config/0/instance_count", "路径未指向配置项中的值")
    changed: Any = deepcopy(list(entries))
    place = changed
    for name in names[:-1]:
        place = _inside(place, name)
    last = names[-1]
    if len(names) == 2 and last in _READ_ONLY:
        raise BadPatch("path", f"{last} cannot be changed", f"{last} 不可修改")
    if isinstance(place, list):
        place[_index(place, last)] = value
    else:
        place[last] = value
    return list(changed)


def _inside(place: Any, name: str) -> Any:
    if isinstance(place, list):
        found = place[_index(place, name)]
    else:
        found = place.get(name)
        if found is None:
            found = place[name] = {}
    if not isinstance(found, (dict, list)):
        raise BadPatch("path", f"{name[:64]!r} has no parts", f"{name[:64]!r} 没有下级字段")
    return found


def _index(place: list[Any], name: str) -> int:
    if not (name.isascii() and name.isdecimal() and len(name) <= 6 and int(name) < len(place)):
        raise BadPatch(
            "path",
            f"there is no number {name[:16]!r}; there are {len(place)}, from 0",
            f"不存在第 {name[:16]!r} 项，共 {len(place)} 项（从 0 开始）",
        )
    return int(name)
