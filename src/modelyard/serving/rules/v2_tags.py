"""Tags of services: which may be."""

from collections.abc import Sequence

from modelyard.serving.errors import FieldWrong

MOST = 20
_OWN = "_sys_"


def check_tags(tags: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return tags by their keys. Raises FieldWrong for the first that may not be."""
    found: dict[str, str] = {}
    for number, (key, value) in enumerate(tags):
        field = f"tags[{number}].key"
        if key != key.strip() or key.startswith(_OWN):
            raise FieldWrong(
                field=field,
                problem=f"it neither begins nor ends with a space, and does not begin with {_OWN}",
                problem_zh=f"首尾不能有空格，且不能以 {_OWN} 开头",
            )
        if key in found:
            raise FieldWrong(field=field, problem=f"{key} stands twice", problem_zh=f"{key} 重复")
        found[key] = value
    return found


def read_search(text: str) -> list[tuple[str, str | None]]:
    """Return what `key|value,key|value` looks for; a key without a value will do with any."""
    pairs = [part.partition("|") for part in text.split(",") if part]
    return [(key, value if bar else None) for key, bar, value in pairs]
