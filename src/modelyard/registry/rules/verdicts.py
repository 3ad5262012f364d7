"""What a check wrote: its last line that is a JSON object with `ok` is the verdict."""

from typing import Any

import orjson

from modelyard.registry.types import TensorSpec, Verdict

_LONGEST = 2000
_MOST_NAMES = 10_000
_MOST_TENSORS = 1000


def read_verdict(log: bytes, *, succeeded: bool, reason: str = "", reason_zh: str = "") -> Verdict:
    """Return what a check found out. reason: why its process ended, for those that could not say it themselves."""
    value = _last_object(log)
    if value is None:
        if succeeded:
            return Verdict()
        return Verdict(problem=reason or "the check ended without a verdict.", problem_zh=reason_zh or "检查未给出结论。")
    if not (value.get("ok") is True and succeeded):
        told = _problem(value.get("problem"))
        return Verdict(
            problem=told or reason or "the check gave no reason.", problem_zh=told or reason_zh or "检查未说明原因。"
        )
    return Verdict(
        engine=_text(value.get("engine"))[:64],
        inputs=_tensors(value.get("inputs")),
        outputs=_tensors(value.get("outputs")),
        columns=_names(value.get("columns")),
        labels=_names(value.get("classes")) or _names(value.get("labels")),
        load_seconds=_number(value.get("load_seconds")),
    )


def _last_object(log: bytes) -> dict[str, Any] | None:
    for line in reversed(log.splitlines()):
        text = line.strip()
        if not (text.startswith(b"{") and text.endswith(b"}")):
            continue
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            continue
        if "ok" in value:
            found: dict[str, Any] = value
            return found
    return None


def _problem(value: Any) -> str:
    """Return a problem as one sentence: a text, or an object with the text and the place."""
    if isinstance(value, dict):
        place, text = _text(value.get("place")), _text(value.get("text"))
        return f"{place}: {text}" if place and text else text or place
    return _text(value)


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(character if character.isprintable() else " " for character in text)[:_LONGEST].strip()


def _names(value: Any) -> tuple[str, ...]:
    """Return names as texts; numbers are names of classes, too."""
    found = value if isinstance(value, list) and len(value) <= _MOST_NAMES else []
    return tuple(_text(str(one))[:256] for one in found)


def _tensors(value: Any) -> tuple[TensorSpec, ...]:
    found = value if isinstance(value, list) else []
    return tuple(_tensor(one) for one in found[:_MOST_TENSORS] if isinstance(one, dict))


def _tensor(value: dict[str, Any]) -> TensorSpec:
    shape = value.get("shape")
    sizes = tuple(one for one in shape if isinstance(one, int)) if isinstance(shape, list) else ()
    return TensorSpec(_text(value.get("name"))[:256], _text(value.get("datatype"))[:16], sizes)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0
