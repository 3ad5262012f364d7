"""Settings: one TOML file plus environment variables, checked against frozen models; unknown names are refused.

The name of a variable follows from the path of the field: `gateway.max_body_bytes` is `MODELYARD_GATEWAY__MAX_BODY_BYTES`.
Nothing reads the environment but `load_settings`, and nothing calls it at import.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PREFIX = "MODELYARD_"

# Variables of ours that are no settings of the platform: clients read these, the test suite those that begin so.
TESTS = "MODELYARD_TEST_"
NOT_SETTINGS = frozenset(
    {
        "MODELYARD_CREDENTIALS_FILE",
        "MODELYARD_DOMAIN",
        "MODELYARD_ENDPOINT",
        "MODELYARD_HOME",
        "MODELYARD_PASSWORD",
        "MODELYARD_USER",
    }
)

SettingsT = TypeVar("SettingsT", bound="Settings")


class Settings(BaseModel):
    """Parent of every settings model: frozen, and strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SettingsError(Exception):
    """The settings cannot be used; the message lists every problem with its place."""


def load_settings(model: type[SettingsT], file: Path | None, environ: Mapping[str, str]) -> SettingsT:
    """Read settings from a TOML file (if it exists) and the environment, which wins.

    Raises SettingsError that names each unknown or wrong entry, where it stands, and what is allowed.
    """
    values: dict[str, Any] = {}
    if file is not None and file.exists():
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{file}: {error}") from error
    known = {variable_name(path): (path, field) for path, field in walk(model)}
    for name, text in environ.items():
        if not name.startswith(PREFIX) or name.startswith(TESTS) or name in NOT_SETTINGS:
            continue
        if name not in known:
            raise SettingsError(f"{name}: no such setting. `modelyard settings` lists them all.")
        path, field = known[name]
        _put(values, path, _split(text) if get_origin(field.annotation) in {list, tuple} else text)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise SettingsError("\n".join(_describe(problem, file) for problem in error.errors())) from error


def walk(model: type[BaseModel], prefix: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Yield the path and the field of every setting, in order of declaration."""
    for name, field in model.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from walk(annotation, (*prefix, name))
        else:
            yield (*prefix, name), field


def variable_name(path: tuple[str, ...]) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + "__".join(part.upper() for part in path)


def _split(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _put(values: dict[str, Any], path: tuple[str, ...], value: str | list[str]) -> None:
    for part in path[:-1]:
        values = values.setdefault(part, {})
    values[path[-1]] = value


def _describe(problem: Any, file: Path | None) -> str:
    path = tuple(str(part) for part in problem["loc"])
    message = "no such setting" if problem["type"] == "extra_forbidden" else problem["msg"]
    return f"{file or 'settings'}: {'.'.join(path)} ({variable_name(path)}): {message}"
