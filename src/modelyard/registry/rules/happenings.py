"""What kind of thing an event of a model is."""

from modelyard.core.types import StrEnum


class EventType(StrEnum):
    """Whether something went as it should."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    HINT = "hint"


_TYPES = {
    "model.failed": EventType.ABNORMAL,
    "model.environment_failed": EventType.ABNORMAL,
    "model.hint": EventType.HINT,
}


def type_of(name: str) -> EventType:
    """Return the type of an event by its name."""
    return _TYPES.get(name, EventType.NORMAL)


def names_of(wanted: EventType) -> tuple[bool, tuple[str, ...]]:
    """Return how the events of a type are found: whether by these names (else by all others), and the names."""
    if wanted is EventType.NORMAL:
        return False, tuple(_TYPES)
    return True, tuple(name for name, kind in _TYPES.items() if kind is wanted)
