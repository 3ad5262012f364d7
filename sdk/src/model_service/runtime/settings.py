"""What can be set from outside, each as an environment variable `MODEL_SERVICE_...`."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import Any, Mapping

PREFIX = "MODEL_SERVICE_"


class SettingsProblem(Exception):
    """A variable has a value that cannot be meant."""


@dataclass(frozen=True)
class Settings:
    """How to serve; times in the unit of the name."""

    model_name: str = "model"
    version: str = "1"
    engine: str = ""  # as found when empty
    model_file: str = ""  # inside the package; as found when empty
    threads: int = 1  # that run inference code at the same time
    batch_size: int = 64  # most requests that one call of the model answers
    batch_wait_ms: float = 0.0  # how long a model that is free again waits for more of them
    request_timeout_seconds: float = 40.0
    body_timeout_seconds: float = 60.0  # for the whole of a body to arrive
    max_body_bytes: int = 12 * 1024 * 1024
    max_waiting: int = 1000  # requests; those beyond are answered 503 at once
    keep_alive_seconds: float = 200.0
    drain_seconds: float = 60.0
    load_failure_seconds: float = 3.0  # for which a model that cannot be loaded says why, before the server ends
    stuck_seconds: float = 120.0  # after which a model that does not come back makes the replica unhealthy
    log_level: str = "INFO"


_BOUNDS = {
    "threads": (1, 256),
    "batch_size": (1, 65536),
    "batch_wait_ms": (0, 10_000),
    "request_timeout_seconds": (0.001, 86_400),
    "body_timeout_seconds": (0.001, 86_400),
    "max_body_bytes": (0, 1 << 40),
    "max_waiting": (1, 1_000_000),
    "keep_alive_seconds": (1, 86_400),
    "drain_seconds": (0, 86_400),
    "load_failure_seconds": (0, 3_600),
    "stuck_seconds": (1, 86_400),
}


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the variables. Raises SettingsProblem with the name of the one that is wrong."""
    found: dict[str, Any] = {}
    for field in fields(Settings):
        text = environment.get(PREFIX + field.name.upper(), "")
        if text:
            found[field.name] = _value(field.name, text, type(field.default))
    return Settings(**found)


def _value(name: str, text: str, kind: Any) -> Any:
    try:
        value = kind(text)
    except ValueError:
        raise SettingsProblem(f"{PREFIX}{name.upper()}: {text!r} is not a number") from None
    low, high = _BOUNDS.get(name, (None, None))
    if low is not None and high is not None and not low <= value <= high:
        raise SettingsProblem(f"{PREFIX}{name.upper()}: {text} is not between {low} and {high}")
    if name == "log_level" and text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise SettingsProblem(f"{PREFIX}LOG_LEVEL: {text!r} is none of DEBUG, INFO, WARNING, ERROR, CRITICAL")
    return value
