"""Values of compute as JSON for rows, and back."""

from typing import Any

from pydantic import TypeAdapter

from modelyard.compute.types import TaskEnd, TaskSpec
from modelyard.images.types import RuntimeImage

_SPECS = TypeAdapter(tuple[TaskSpec, ...])
_END = TypeAdapter(TaskEnd)
_IMAGE = TypeAdapter(RuntimeImage)


def dump_specs(specs: tuple[TaskSpec, ...]) -> list[dict[str, Any]]:
    """Return tasks as JSON."""
    value: list[dict[str, Any]] = _SPECS.dump_python(specs, mode="json")
    return value


def load_specs(value: list[dict[str, Any]]) -> tuple[TaskSpec, ...]:
    """Return the tasks of a row."""
    return _SPECS.validate_python(value)


def dump_end(end: TaskEnd) -> dict[str, Any]:
    """Return the facts at an end as JSON."""
    value: dict[str, Any] = _END.dump_python(end, mode="json")
    return value


def load_end(value: dict[str, Any]) -> TaskEnd:
    """Return the facts of a row."""
    return _END.validate_python(value)


def dump_image(image: RuntimeImage) -> dict[str, Any]:
    """Return an image as JSON."""
    value: dict[str, Any] = _IMAGE.dump_python(image, mode="json")
    return value


def load_image(value: dict[str, Any]) -> RuntimeImage:
    """Return the image of a row."""
    return _IMAGE.validate_python(value)
