"""What a replica depends on: the template of its deployment, and the task that it becomes."""

from collections.abc import Mapping
from typing import Any

from modelyard.compute.types import HealthCheck, InputCopy, Mount, Resources, TaskSpec
from modelyard.registry.types import CONFIG_VARIABLE, CheckMethod, Servable
from modelyard.serving.types import DEFAULT_PORT, SOCKET, Endpoint

Template = dict[str, Any]

# Fields of an entry that a replica does not depend on: changing them leaves the replicas alone.
_NOT_OF_REPLICAS = frozenset(
    {"weight", "instance_count", "scaling_policy", "model_name", "model_version"}
    | {"group", "hpa", "stopped", "resting_policy"}
)
# How replicas are replaced is not what they are.
_OF_ROLLING = frozenset({"max_surge", "max_unavailable"})
DEFAULT_GRACE_SECONDS = 240
_MIB = 2**20
_DISK_BYTES = 10 * 2**30
# Replicas that say within this time that they are well are asked often until then; later they need not be.
_HEALTH_SECONDS = 10.0


def template_of(entry: Mapping[str, Any], *, flavor: str, pool: str, restarts: int) -> Template:
    """Return what replicas of a checked entry depend on; equal templates need no new replicas.

    flavor: the name that the specification means now. restarts: raised to have all replicas replaced.
    """
    kept = {name: value for name, value in entry.items() if name not in _NOT_OF_REPLICAS}
    extras = kept.get("additional_properties") or {}
    kept["additional_properties"] = {name: value for name, value in extras.items() if name not in _OF_ROLLING}
    return {**kept, "flavor": flavor, "pool": pool, "restarts": restarts}


def resources_of(template: Template) -> Resources | None:
    """Return the size that a custom specification asks for; None for that of the flavor."""
    custom = template.get("custom_spec")
    if template.get("specification") != "custom" or not custom:
        return None
    # Two decimals, as the reference rounds.
    return Resources(
        cpu_milli=round(round(float(custom["cpu"]), 2) * 1000),
        memory_bytes=int(custom["memory"]) * _MIB,
        disk_bytes=_DISK_BYTES,
        gpus=int(custom.get("gpu_p4") or 0),
        npus=int(custom.get("ascend_a310") or 0),
    )


def task_of(
    template: Template,
    servable: Servable,
    *,
    service_id: str,
    timeout_seconds: float,
    request_seconds: float,
    request_bytes: int = 12 * _MIB,
) -> TaskSpec:
    """Return the one task of a replica: our server on a socket, or the server of an image with a socket in front of its port.

    timeout_seconds: in which it has to become ready. request_seconds: for one prediction. request_bytes: of the largest.
    """
    extras = template.get("additional_properties") or {}
    volumes, logs = extras.get("persistent_volumes") or (), extras.get("log_volume") or ()
    mounts = [Mount(item["source_address"], item["mount_path"], read_only=False) for item in volumes]
    mounts += [Mount(item["host_path"], item["mount_path"], read_only=False) for item in logs]
    if servable.directory is not None:
        mounts.append(Mount(servable.directory, servable.target))
    inputs = [InputCopy(**item) for item in template.get("inputs") or ()]
    if servable.is_dynamic:
        inputs.append(InputCopy("model", servable.source, servable.target, mounted=True, digest=servable.sha256))
    given = {**servable.envs, **(template.get("envs") or {})}
    grace_seconds = float(extras.get("termination_grace_period_seconds") or DEFAULT_GRACE_SECONDS)
    common: dict[str, Any] = {
        "role": "replica",
        "index": 0,
        "mounts": tuple(mounts),
        "inputs": tuple(inputs),
        "grace_seconds": grace_seconds,
    }
    told = {
        "MODEL_NAME": servable.name,
        "MODEL_VERSION": servable.version,
        "MODEL_ID": str(servable.model_id),
        "SERVICE_ID": service_id,
    }
    if servable.serves_itself:
        return TaskSpec(
            argv=servable.command,
            env={**told, "MODEL_PATH": servable.target, **given},
            sockets=(SOCKET,),
            forwards={SOCKET: servable.port or DEFAULT_PORT},
            health=_health_of(servable, timeout_seconds),
            **common,
        )
    settings = _server_settings(
        template, servable, request_seconds=request_seconds, request_bytes=request_bytes, grace_seconds=grace_seconds
    )
    return TaskSpec(
        argv=("python", "-m", "model_service", "serve", "--package", servable.target, "--socket", f"{{socket:{SOCKET}}}"),
        env={**told, **settings, **given},
        sockets=(SOCKET,),
        health=HealthCheck(socket=SOCKET, path="/health", every_seconds=_HEALTH_SECONDS, start_seconds=timeout_seconds),
        working_dir=servable.target,
        **common,
    )


def endpoint_of(sockets: Mapping[str, str]) -> Endpoint:
    """Return where a replica that is ready listens."""
    return Endpoint(socket=sockets[SOCKET])


def _health_of(servable: Servable, timeout_seconds: float) -> HealthCheck:
    """Return how the server of an image is asked; one that says nothing of it only has to take connections."""
    asked = servable.readiness or servable.health
    if asked is None or asked.method is CheckMethod.EXEC:
        return HealthCheck(socket=SOCKET, path="", every_seconds=_HEALTH_SECONDS, start_seconds=timeout_seconds)
    return HealthCheck(
        socket=SOCKET,
        path=asked.url,
        every_seconds=float(asked.period_seconds),
        timeout_seconds=float(asked.timeout_seconds),
        failures=asked.failure_threshold,
        start_seconds=timeout_seconds,
    )


def _server_settings(
    template: Template, servable: Servable, *, request_seconds: float, request_bytes: int, grace_seconds: float
) -> dict[str, str]:
    """Return the settings of our own server. The gateway has limits of its own; these stand behind them."""
    settings = {
        "MODEL_SERVICE_MODEL_NAME": servable.name,
        "MODEL_SERVICE_VERSION": servable.version,
        "MODEL_SERVICE_ENGINE": servable.model_type,
        "MODEL_SERVICE_REQUEST_TIMEOUT_SECONDS": f"{request_seconds:g}",
        "MODEL_SERVICE_MAX_BODY_BYTES": str(request_bytes),
        # A little less than it is given, so that it ends by itself.
        "MODEL_SERVICE_DRAIN_SECONDS": f"{max(0.0, grace_seconds - 2):g}",
    }
    if servable.is_dynamic:
        settings[CONFIG_VARIABLE] = servable.config_text
    batching = template.get("batching")
    if batching:
        settings["MODEL_SERVICE_BATCH_SIZE"] = str(batching["max_batch_size"])
        settings["MODEL_SERVICE_BATCH_WAIT_MS"] = f"{batching['max_wait_milliseconds']:g}"
    return settings
