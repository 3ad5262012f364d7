"""One configuration from two: what the package says, and what the request to create the model says over it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from modelyard.registry.rules.configs import read_config
from modelyard.registry.rules.problems import Problems
from modelyard.registry.types import Api, Config, Dependency, Health

# What a package of ours answers when nothing is said: JSON in, JSON out.
DEFAULT_APIS = (Api(),)


def join(
    config: Config,
    *,
    model_type: str,
    runtime: str = "",
    model_algorithm: str = "",
    metrics: Mapping[str, float] | None = None,
    apis: Sequence[Api] = (),
    dependencies: Sequence[Dependency] | None = None,
    swr_location: str = "",
) -> Config:
    """Return a configuration with what a request says over it. dependencies: an empty list means none, None what is there."""
    return replace(
        config,
        model_type=model_type,
        runtime=runtime or config.runtime,
        model_algorithm=model_algorithm or config.model_algorithm,
        metrics=metrics or config.metrics,
        apis=tuple(apis) or config.apis,
        dependencies=config.dependencies if dependencies is None else tuple(dependencies),
        swr_location=swr_location or config.swr_location,
    )


def dump(config: Config) -> dict[str, Any]:
    """Return a configuration in the form of `config.json`, in its one spelling; fields without a value are left out."""
    values: dict[str, Any] = {
        "model_algorithm": config.model_algorithm,
        "model_type": config.model_type,
        "runtime": config.runtime,
        "swr_location": config.swr_location,
        "metrics": dict(config.metrics),
        "apis": [dump_api(api) for api in config.apis],
        "dependencies": dump_dependencies(config.dependencies),
        "health": dump_health(config.health),
        "readiness_health": dump_health(config.readiness),
        "startup_health": dump_health(config.startup),
    }
    return {name: value for name, value in values.items() if value}


def load(values: Mapping[str, Any]) -> Config:
    """Return the configuration that `dump` wrote."""
    return read_config(dict(values), Problems(), needs_algorithm=False)


def dump_api(api: Api) -> dict[str, Any]:
    """Return one path as `config.json` has it."""
    return {
        "url": api.url,
        "method": api.method.lower(),
        "protocol": api.protocol,
        "request": _side(api.request_type, api.request),
        "response": _side(api.response_type, api.response),
    }


def dump_dependencies(dependencies: Sequence[Dependency]) -> list[dict[str, Any]]:
    """Return dependencies as `config.json` has them."""
    packages = []
    for dependency in dependencies:
        package = {"package_name": dependency.name}
        if dependency.version and dependency.restraint is not None:
            package |= {"package_version": dependency.version, "restraint": dependency.restraint.value}
        packages.append(package)
    return [{"installer": "pip", "packages": packages}] if packages else []


def dump_health(health: Health | None) -> dict[str, str] | None:
    """Return a health check as `config.json` has it: all of it texts, as clients of the public API read it."""
    if health is None:
        return None
    asked = {"command": " ".join(health.command)} if health.command else {"url": health.url, "protocol": health.protocol}
    return {
        "check_method": health.method.value,
        **asked,
        "initial_delay_seconds": str(health.initial_delay_seconds),
        "timeout_seconds": str(health.timeout_seconds),
        "period_seconds": str(health.period_seconds),
        "failure_threshold": str(health.failure_threshold),
    }


def _side(media: str, schema: Any) -> dict[str, Any]:
    return {"Content-type": media, **({"data": schema} if schema else {})}
