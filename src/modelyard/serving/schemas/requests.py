"""What clients send. Unknown fields are ignored, and null is as good as nothing."""

from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

_NO_NULL = r"^[^\x00]*$"
Short = Annotated[str, StringConstraints(max_length=256, pattern=_NO_NULL)]
Path = Annotated[str, StringConstraints(max_length=1024, pattern=_NO_NULL)]
Text = Annotated[str, StringConstraints(max_length=4096, pattern=_NO_NULL)]
Secret = Annotated[str, StringConstraints(max_length=256, pattern=_NO_NULL)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z_-]+$")]
PoolId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z_-]*$")]
VariableName = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
# A description has to be one without the signs that pages could take for their own.
Description = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00!<>=+&\"']*$")]
ServiceName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_一-鿿-]{1,64}$")]


def _as_text(value: Any) -> Any:
    """Scripts send numbers and booleans as values; they arrive as JSON writes them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return "" if value is None else value


def _as_number(value: Any) -> Any:
    """Samples send whole numbers as strings."""
    if isinstance(value, str) and len(value) <= 20 and value.strip().lstrip("-").isdecimal():
        return int(value)
    return value


def _as_structure(value: Any) -> Any:
    """Take `{"": {...}}`, a map with one structure in it as the reference types it, as the structure itself."""
    if isinstance(value, dict) and len(value) == 1:
        inner = next(iter(value.values()))
        if isinstance(inner, dict) and not set(value) & _STRUCTURES:
            return inner
    return value


def _storable(value: Any) -> Any:
    """Refuse what could not be kept and shown again: text that is no Unicode, endless numbers and nesting. NaN is null."""
    try:
        text = orjson.dumps(value)
    except (TypeError, RecursionError) as error:
        raise ValueError(f"it cannot be kept: {error}") from error
    if len(text) > _LARGEST_EXTRAS:
        raise ValueError(f"it has {len(text)} bytes; {_LARGEST_EXTRAS} may be")
    if b"\\u0000" in text:
        raise ValueError("it holds a NUL character")
    return _as_structure(orjson.loads(text))


_LARGEST_EXTRAS = 65_536
_STRUCTURES = {"smn_notification", "log_report_channels", "websocket_upgrade", "log_volume", "persistent_volumes"}
WholeNumber = Annotated[int, BeforeValidator(_as_number)]
EnvironmentValue = Annotated[str, BeforeValidator(_as_text), StringConstraints(max_length=32_768, pattern=_NO_NULL)]


class Part(BaseModel):
    """Parent of all."""


class Schedule(Part):
    """When the service stops by itself."""

    type: Literal["stop"]
    time_unit: Literal["DAYS", "HOURS", "MINUTES"]
    duration: Annotated[WholeNumber, Field(ge=1, le=1_000_000)]


class CustomSpec(Part):
    """A size of one's own. memory: in MB."""

    cpu: Annotated[float, Field(ge=0.01, le=100_000)]
    memory: Annotated[WholeNumber, Field(ge=1, le=2**31)]
    gpu_p4: Annotated[float, Field(ge=0, le=1024)] | None = None
    ascend_a310: Annotated[WholeNumber, Field(ge=0, le=1024)] | None = None


class AffinityNode(Part):
    """A machine, by its address."""

    name: Short


class AffinityPool(Part):
    """Machines of a pool."""

    pool_name: Short
    nodes: Annotated[list[AffinityNode], Field(max_length=1000)] = []


class NodeAffinity(Part):
    """On which machines instances are to be."""

    mode: Literal["required", "preferred"]
    pool_infos: Annotated[list[AffinityPool], Field(max_length=100)] = []


class ServiceAffinity(Part):
    """Where instances are to be."""

    node_affinity: NodeAffinity | None = None


class LogVolume(Part):
    """A directory of the node that logs are written to."""

    host_path: Path
    mount_path: Path


class PersistentVolume(Part):
    """Shared storage that instances see."""

    mount_path: Path
    name: Short | None = None
    storage_type: Short | None = None
    source_address: Annotated[str, StringConstraints(max_length=2048, pattern=_NO_NULL)] | None = None


class ModelAdditionalProperties(Part):
    """How instances of a version are replaced and what else they see; what is unknown is kept as it is."""

    model_config = {"extra": "allow"}

    log_volume: Annotated[list[LogVolume], Field(max_length=20)] | None = None
    max_surge: Annotated[float, Field(ge=0, le=128)] | None = None
    max_unavailable: Annotated[float, Field(ge=0, le=128)] | None = None
    termination_grace_period_seconds: Annotated[WholeNumber, Field(ge=1, le=3600)] | None = None
    persistent_volumes: Annotated[list[PersistentVolume], Field(max_length=20)] | None = None


class ServiceAdditionalProperties(Part):
    """Notifications, log channels, WebSocket; what is unknown is kept as it is."""

    model_config = {"extra": "allow"}

    websocket_upgrade: bool | None = None


class ServiceConfig(Part):
    """One version of a model in a service.

    policy, batching: additions of ours, see the list of additions.
    """

    model_id: Id
    specification: Short = ""
    instance_count: Annotated[WholeNumber, Field(ge=0, le=128)] = 1
    weight: Annotated[WholeNumber, Field(ge=0, le=100)] | None = None
    custom_spec: CustomSpec | None = None
    envs: Annotated[dict[VariableName, EnvironmentValue], Field(max_length=500)] | None = None
    cluster_id: PoolId | None = None
    pool_name: PoolId | None = None
    deploy_timeout_in_seconds: Annotated[WholeNumber, Field(ge=1, le=86_400)] | None = None
    affinity: ServiceAffinity | None = None
    additional_properties: Annotated[ModelAdditionalProperties, BeforeValidator(_storable)] | None = None
    src_path: Path | None = None
    dest_path: Path | None = None
    req_uri: Path | None = None
    mapping_type: Literal["file", "csv"] | None = None
    mapping_rule: Annotated[dict[str, Any], BeforeValidator(_storable)] | None = None
    src_type: Literal["", "ManifestFile"] | None = None
    nodes: Annotated[list[Short], Field(max_length=1000)] | None = None
    batching: "Batching | None" = None
    scaling_policy: "ScalingPolicy | None" = None


class Batching(Part):
    """Requests that arrive together are answered together: at most so many, waiting at most so long for more."""

    max_batch_size: Annotated[WholeNumber, Field(ge=1, le=1024)] = 1
    max_wait_milliseconds: Annotated[float, Field(ge=0, le=10_000)] = 2.0


class CronRule(Part):
    """At these times (five fields, UTC) there are to be so many instances."""

    schedule: Annotated[str, StringConstraints(min_length=9, max_length=100, pattern=_NO_NULL)]
    target_replicas: Annotated[WholeNumber, Field(ge=0, le=128)]


class ScalingPolicy(Part):
    """How the number of instances follows the load.

    min_replicas: 0 lets the service sleep until somebody calls it. concurrency: requests under way for each instance;
    requests_per_second: for each instance; cpu_percent: of what an instance was given. The largest answer counts.
    idle_seconds: without a request, after which it sleeps. up_seconds, down_seconds: how long the load has to be so.
    """

    min_replicas: Annotated[WholeNumber, Field(ge=0, le=128)] = 1
    max_replicas: Annotated[WholeNumber, Field(ge=1, le=128)] = 1
    concurrency: Annotated[float, Field(gt=0, le=100_000)] | None = None
    requests_per_second: Annotated[float, Field(gt=0, le=1_000_000)] | None = None
    cpu_percent: Annotated[float, Field(gt=0, le=100)] | None = None
    schedules: Annotated[list[CronRule], Field(max_length=20)] = []
    idle_seconds: Annotated[WholeNumber, Field(ge=10, le=86_400)] = 300
    up_seconds: Annotated[WholeNumber, Field(ge=0, le=3600)] = 0
    down_seconds: Annotated[WholeNumber, Field(ge=0, le=86_400)] = 120


class TrafficRule(Part):
    """Where the requests of some callers go: the model whose id it names.

    condition: `#USER_NAME == 'ann'`, `#HEADER_tier matches 'gold|silver'`, `#HEADER_uid.hashCode() % 100 < 10`.
    parameter_name, parameter_value: a header put on the request.
    """

    condition: Annotated[str, StringConstraints(min_length=1, max_length=1024, pattern=_NO_NULL)]
    model_id: Id
    parameter_name: Annotated[str, StringConstraints(max_length=128, pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]*$")] = ""
    parameter_value: Annotated[str, StringConstraints(max_length=256, pattern=r"^[\x20-\x7e\t]*$")] = ""


AuthType = Literal["TOKEN", "AKSK", "APP", "API_KEY", "NONE"]


class ServiceInvoke(Part):
    """How a service is called. auth_type: by which of these; TOKEN is signatures, too; NONE admits everybody."""

    auth_type: Annotated[list[AuthType], Field(min_length=1, max_length=5)] | None = None
    request_retry_enable: bool | None = None
    request_retry_cnt_max: Annotated[WholeNumber, Field(ge=1, le=10)] | None = None


class ServiceRateLimit(Part):
    """How many requests a service takes in a period."""

    num: Annotated[WholeNumber, Field(ge=1, le=1_000_000)]
    unit: Literal["SECONDS", "MINUTES"] = "SECONDS"


class ServiceLimit(Part):
    """What a service takes. request_size_limit: in MB; request_timeout: in seconds."""

    rate_limit: ServiceRateLimit | None = None
    request_size_limit: Annotated[WholeNumber, Field(ge=1, le=2048)] | None = None
    request_timeout: Annotated[WholeNumber, Field(ge=1, le=86_400)] | None = None
    ip_white_list: Annotated[list[Short], Field(max_length=1000)] | None = None
    ip_black_list: Annotated[list[Short], Field(max_length=1000)] | None = None


class RuntimeConfig(Part):
    """How a service is called and what it takes: the shape of the newer services, taken here as well."""

    service_invoke: ServiceInvoke = ServiceInvoke()
    service_limit: ServiceLimit = ServiceLimit()


class ServiceSecret(Part):
    """A secret that instances see as a file; the spelling is the published one."""

    secretId: Short = ""  # noqa: N815 - on the wire
    mouthPath: Path = ""  # noqa: N815 - on the wire


class ServiceOptions(Part):
    """What is not of one version."""

    schedule: Annotated[list[Schedule], Field(max_length=10)] | None = None
    load_balancer_policy: Literal["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP"] | None = None
    priority: Annotated[WholeNumber, Field(ge=1, le=3)] | None = None
    additional_properties: Annotated[ServiceAdditionalProperties, BeforeValidator(_storable)] | None = None
    service_secrets: Annotated[list[ServiceSecret], Field(max_length=100)] | None = None
    traffic_rules: Annotated[list[TrafficRule], Field(max_length=1000)] | None = None
    runtime_config: RuntimeConfig | None = None


class ServiceCreate(ServiceOptions):
    """A service to be deployed."""

    service_name: ServiceName
    infer_type: Literal["real-time", "batch", "edge"]
    config: Annotated[list[ServiceConfig], Field(min_length=1, max_length=100)]
    description: Description | None = None
    workspace_id: PoolId = "0"
    cluster_id: PoolId | None = None
    pool_name: PoolId | None = None
    vpc_id: PoolId | None = None
    subnet_network_id: PoolId | None = None
    security_group_id: PoolId | None = None


class ServiceUpdate(ServiceOptions):
    """Changes of a service; what is not given stays. status: starts or stops it, and then nothing else counts."""

    description: Description | None = None
    status: Literal["running", "stopped"] | None = None
    config: Annotated[list[ServiceConfig], Field(min_length=1, max_length=100)] | None = None


class PatchOperation(Part):
    """One replacement below `/config/`."""

    op: Annotated[str, StringConstraints(max_length=16, pattern=_NO_NULL)] = "replace"
    path: Annotated[str, StringConstraints(max_length=512, pattern=_NO_NULL)]
    value: Any = None


class PropertyChange(Part):
    """The new value of one version."""

    model_id: Id
    changed_value: Annotated[WholeNumber, Field(ge=0, le=128)]


class PropertyUpdate(Part):
    """The number of instances of some versions."""

    changed_property: Literal["instance_count"]
    configs: Annotated[list[PropertyChange], Field(min_length=1, max_length=100)]


ServiceConfig.model_rebuild()
