"""JSON in and out: orjson where it is installed, the standard library elsewhere; arrays of NumPy in both."""

from __future__ import annotations

import json
import math
from typing import Any, Callable

from model_service.runtime.problems import BadInput, ModelFailed

try:
    import orjson
except ImportError:  # the package is not in every image
    orjson = None  # type: ignore[assignment]


def plain(value: Any) -> Any:
    """Return what JSON can hold in place of a value of NumPy, PyTorch, pandas or the like. Raises TypeError."""
    if hasattr(value, "detach"):  # a tensor
        value = value.detach().cpu()
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "numpy"):
        return value.numpy().tolist()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, (set, frozenset, range)):
        return list(value)
    raise TypeError(f"an answer of type {type(value).__name__} cannot be written as JSON")


def _finite(value: Any) -> Any:
    """Return the value with null for numbers that JSON has no word for, as orjson does it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {_key(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value if value is None or isinstance(value, (str, int)) else _finite(plain(value))


def _key(key: Any) -> Any:
    return key if isinstance(key, (str, int, float, bool)) or key is None else str(plain(key))


def _slow_dumps(value: Any) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (ValueError, TypeError):
        return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _fast() -> Callable[[Any], bytes]:
    options = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS

    def write(value: Any) -> bytes:
        try:
            return orjson.dumps(value, plain, options)
        except TypeError:  # integers beyond 64 bits, strange keys, deep nesting
            return _slow_dumps(value)

    return write


_write = _slow_dumps if orjson is None else _fast()


def dumps(value: Any) -> bytes:
    """Write an answer as JSON. Raises ModelFailed where that is not possible."""
    try:
        return _write(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise ModelFailed(f"The answer of the model cannot be written as JSON: {error}") from error


def loads(body: bytes) -> Any:
    """Read the JSON of a request. Raises BadInput with the place of the mistake."""
    if not body:
        raise BadInput("The body is empty; a prediction needs one.")
    try:
        return json.loads(body) if orjson is None else orjson.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"The body is not valid JSON: {error}.") from error
