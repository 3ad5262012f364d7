"""What a search for jobs may ask: keys, operators, values. A condition comes out that a query can be made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from modelyard.core.ids import row_id
from modelyard.core.types import StrEnum
from modelyard.training.errors import (
    FilterKeyUnsupported,
    FilterOperatorUnsupported,
    FilterValueInvalid,
    SortKeyUnsupported,
)
from modelyard.training.types import Phase

LONGEST_NUMBER = 2**53


class Operator(StrEnum):
    """How a field is compared. LIKE: holds one of the values, whatever the case. NOT: is none of them."""

    IN = "in"
    NOT = "not"
    LIKE = "like"
    BETWEEN = "between"


class Kind(StrEnum):
    """What a field holds. TIME: milliseconds since the epoch."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    PHASE = "phase"
    ID = "id"


@dataclass(frozen=True)
class Field:
    """A field of jobs that lists know. column: what tables call it. sortable: lists can be in its order."""

    column: str
    kind: Kind = Kind.TEXT
    sortable: bool = True


@dataclass(frozen=True)
class Condition:
    """One condition. values: text, or whole numbers for numbers and times."""

    column: str
    operator: Operator
    values: tuple[str | int, ...]
    kind: Kind = Kind.TEXT


_FIELDS: dict[str, Field] = {
    "name": Field("name"),
    "id": Field("id", Kind.ID, sortable=False),
    "description": Field("description", sortable=False),
    "phase": Field("phase", Kind.PHASE),
    "create_time": Field("created_at", Kind.TIME),
    "start_time": Field("started_at", Kind.TIME),
    "end_time": Field("ended_at", Kind.TIME),
    "duration": Field("duration_ms", Kind.NUMBER),
    "user_name": Field("user_name"),
    "user_id": Field("user_id"),
    "kind": Field("kind", sortable=False),
    "algorithm_name": Field("algorithm_name"),
    "engine": Field("engine"),
    "flavor": Field("flavor"),
    "flavor_type": Field("flavor_type"),
    "pool_id": Field("pool_id"),
    "node_count": Field("node_count", Kind.NUMBER),
    "priority": Field("priority", Kind.NUMBER),
}
# Spellings that other clients use.
_ALIASES = {
    "status": "phase",
    "status.phase": "phase",
    "job_id": "id",
    "job_name": "name",
    "job_type": "kind",
    "user": "user_name",
    "creator": "user_name",
    "algorithm": "algorithm_name",
    "engine_name": "engine",
    "flavor_id": "flavor",
    "pool": "pool_id",
    "createTime": "create_time",
    "metadata.name": "name",
    "metadata.id": "id",
    "metadata.create_time": "create_time",
    "status.duration": "duration",
}
_OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    Kind.TEXT: (Operator.IN, Operator.NOT, Operator.LIKE),
    Kind.PHASE: (Operator.IN, Operator.NOT),
    Kind.ID: (Operator.IN, Operator.NOT),
    Kind.NUMBER: (Operator.IN, Operator.NOT, Operator.BETWEEN),
    Kind.TIME: (Operator.BETWEEN,),
}


def field_of(key: str) -> Field | None:
    """Return the field that a key means."""
    return _FIELDS.get(_ALIASES.get(key, key))


def condition_of(place: str, key: str, operator: str, values: Sequence[str]) -> Condition:
    """Return the condition of a filter. place: where it stands in the request, for messages.

    Raises FilterKeyUnsupported, FilterOperatorUnsupported, FilterValueInvalid.
    """
    field = field_of(key)
    if field is None:
        raise FilterKeyUnsupported(field=f"{place}.key", value=key[:64], possible=", ".join(sorted(_FIELDS)), problem="unknown")
    possible = _OPERATORS[field.kind]
    if operator not in set(possible):
        words = ", ".join(possible)
        raise FilterOperatorUnsupported(
            field=f"{place}.operator", value=operator[:64], key=key[:64], possible=words, problem="unsuitable"
        )
    if operator == Operator.BETWEEN and len(values) != 2:
        raise FilterValueInvalid(field=f"{place}.value", problem="between takes two values", problem_zh="between 需要两个值")
    return Condition(field.column, Operator(operator), tuple(_value(place, field.kind, text) for text in values), field.kind)


def sort_column(key: str, *, place: str = "sort_by") -> str:
    """Return the column that lists are in the order of. Raises SortKeyUnsupported."""
    field = field_of(key)
    if field is None or not field.sortable:
        possible = ", ".join(sorted(name for name, known in _FIELDS.items() if known.sortable))
        raise SortKeyUnsupported(field=place, value=key[:64], possible=possible, problem="unknown")
    return field.column


def _value(place: str, kind: Kind, text: str) -> str | int:
    if kind in {Kind.NUMBER, Kind.TIME}:
        digits = text.strip()
        if not digits.isascii() or not digits.isdigit() or len(digits) > 16 or int(digits) > LONGEST_NUMBER:
            raise FilterValueInvalid(
                field=f"{place}.value", problem=f"{text[:40]!r} is no whole number", problem_zh=f"{text[:40]!r} 不是整数"
            )
        return int(digits)
    if kind is Kind.PHASE:
        found = next((phase for phase in Phase if phase.lower() == text.lower()), None)
        if found is None:
            raise FilterValueInvalid(
                field=f"{place}.value",
                problem=f"{text[:40]!r} is no phase; there are {', '.join(Phase)}",
                problem_zh=f"{text[:40]!r} 不是作业状态，可用的有：{', '.join(Phase)}",
            )
        return found.value
    # What is no id is that of no job.
    return (row_id(text.lower()) or "-") if kind is Kind.ID else text
