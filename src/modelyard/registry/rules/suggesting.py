"""Schemas for models whose package says nothing of its input, from what loading it found out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from modelyard.registry.types import Api, Verdict


def with_schemas(apis: Sequence[Api], verdict: Verdict) -> tuple[Api, ...]:
    """Return the paths of a model, those without schemas with the ones that the model itself suggests."""
    if not verdict.columns:
        return tuple(apis)
    row = {"type": "object", "properties": {name: {} for name in verdict.columns}, "required": list(verdict.columns)}
    answer: dict[str, Any] = {"predict_result": {}}
    if verdict.labels:
        answer = {"predict_result": {"enum": list(verdict.labels)}, "probabilities": {"type": "object"}}
    request, response = _rows("req_data", row), _rows("resp_data", {"type": "object", "properties": answer})
    return tuple(api if api.request else replace(api, request=request, response=api.response or response) for api in apis)


def _rows(name: str, row: dict[str, Any]) -> dict[str, Any]:
    rows = {"type": "object", "properties": {name: {"type": "array", "items": row}}}
    return {"type": "object", "properties": {"data": rows}}
