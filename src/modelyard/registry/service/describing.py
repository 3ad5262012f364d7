"""Models as clients see them."""

from collections.abc import Mapping
from typing import Any

import orjson

from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language
from modelyard.core.ids import wire_id
from modelyard.registry.models import ModelDetailsRow, ModelRow
from modelyard.registry.rules import effective
from modelyard.registry.schemas.answers import ModelAnswer, ParamAnswer
from modelyard.registry.types import Api, Config, RequestMode, SourceKind

_SOURCES = {SourceKind.JOB.value: "algos"}


def item_of(row: ModelRow, *, language: Language) -> dict[str, Any]:
    """Return a model as lists show it, in the shape of `ModelItem`."""
    is_auto = row.source_type == "auto"
    return {
        "model_id": wire_id(row.id),
        "model_name": row.name,
        "model_version": row.version,
        "model_type": row.type,
        "model_status": row.status,
        "model_size": row.size_bytes,
        "model_source": "auto" if is_auto else _SOURCES.get(row.source_kind, "custom"),
        "source_type": row.source_type,
        "source_copy": "true",
        "description": row.description,
        "tenant": row.domain_id,
        "project": row.project_id,
        "owner": row.user_id,
        "owner_name": row.user_name,
        "workspace_id": row.workspace_id,
        "install_type": row.install_types,
        "create_at": to_milliseconds(row.created_at),
        "market_flag": False,
        "publishable_flag": False,
        "tunable": False,
        "subscription_id": None,
        "extra": None,
        "specification": {},
        "status_message": (row.reason or {}).get(language.value),
    }


def answer_of(row: ModelRow, details: ModelDetailsRow, *, language: Language) -> ModelAnswer:
    """Return a model with everything that is known of it."""
    spec: Mapping[str, Any] = details.spec
    config = effective.load(details.config)
    package = details.package or {}
    found = details.found or {}
    labels = list(found.get("labels") or [])
    code = spec.get("execution_code") or (f"{spec['folder']}customize_service.py" if package.get("has_code") else None)
    return ModelAnswer.model_validate(
        {
            **item_of(row, language=language),
            "source_copy": spec.get("source_copy", "true"),
            "source_location": spec["source_location"],
            "source_job_id": row.source_job_id or None,
            "source_job_version": spec.get("source_job_version"),
            "runtime": config.runtime,
            "execution_code": code,
            "image_address": details.image,
            "cmd": spec.get("cmd"),
            "model_algorithm": config.model_algorithm,
            "model_metrics": orjson.dumps(dict(config.metrics)).decode() if config.metrics else None,
            "model_docs": spec.get("model_docs") or [],
            "input_params": _params(config, "request"),
            "output_params": _params(config, "response"),
            "dependencies": effective.dump_dependencies(config.dependencies),
            "apis": orjson.dumps([_api(api) for api in config.apis]).decode(),
            "config": orjson.dumps(details.config).decode(),
            "health": effective.dump_health(config.health),
            "readiness_health": effective.dump_health(config.readiness),
            "startup_health": effective.dump_health(config.startup),
            "model_labels": labels,
            "labels_map": {"labels": labels},
            "template": spec.get("template"),
            "request_mode": spec.get("request_mode") or RequestMode.SYNC,
            "port": spec.get("port"),
            "protocol": spec.get("protocol"),
            "envs": spec.get("envs") or {},
            "dynamic_load_mode": spec.get("dynamic_load_mode"),
            "package": {name: package[name] for name in ("files", "bytes", "sha256") if name in package} or None,
            "inputs": found.get("inputs") or [],
            "outputs": found.get("outputs") or [],
            "stage": row.stage,
        }
    )


def _api(api: Api) -> dict[str, Any]:
    return {
        "protocol": api.protocol,
        "method": api.method.lower(),
        "url": api.url,
        "content_type": api.request_type,
        "input_params": dict(api.request),
        "output_params": dict(api.response),
    }


def _params(config: Config, side: str) -> list[ParamAnswer]:
    """Return the top of each schema as a list of parameters, the form in which older clients show them."""
    found: list[ParamAnswer] = []
    for api in config.apis:
        schema = getattr(api, side)
        properties = schema.get("properties") if isinstance(schema, Mapping) else None
        for name, one in (properties or {}).items():
            of = one if isinstance(one, dict) else {}
            kind = of.get("type")
            found.append(
                ParamAnswer(
                    url=api.url,
                    method=api.method.lower(),
                    protocol=api.protocol,
                    param_name=name,
                    param_type=kind if isinstance(kind, str) else "object",
                    min=_number(of.get("minimum")),
                    max=_number(of.get("maximum")),
                    param_desc=of["description"] if isinstance(of.get("description"), str) else None,
                )
            )
    return found


def _number(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
