"""What clients of the newer API send. Unknown fields are ignored, and null is as good as nothing."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from modelyard.serving.schemas.requests import EnvironmentValue, Part, Path, PoolId, Short, WholeNumber

_PLAIN = r"^[^\x00<>]*$"
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_一-鿿-]{1,64}$")]
DeploymentName = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$")
]
Version = Annotated[str, StringConstraints(max_length=8, pattern=r"^[1-9][0-9]?\.[0-9]{1,2}\.[0-9]{1,2}$")]
Description = Annotated[str, StringConstraints(max_length=512, pattern=_PLAIN)]
EnvironmentName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z_.-][A-Za-z0-9_.-]*$")]
Cmd = Annotated[str, StringConstraints(max_length=8192, pattern=r"^[^\x00]*$")]
Folder = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^/[0-9A-Za-z_./-]*$")]
Percent = Annotated[str, StringConstraints(pattern=r"^([1-9]|[1-9][0-9]|100)%$")]
Port = Annotated[WholeNumber, Field(ge=1, le=65_535)]
# Keys and values of tags: letters of any language, digits, spaces and some signs.
TagKey = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[\w .:=+@-]*$")]
TagValue = Annotated[str, StringConstraints(max_length=255, pattern=r"^[\w .:=+@/-]*$")]


def _floored(value: Any) -> Any:
    """Numbers of instances may be sent with decimals; what is behind the point does not count."""
    return int(value) if isinstance(value, float) and abs(value) < 1e9 else value


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) and len(value) <= 32 else value


Replicas = Annotated[WholeNumber, BeforeValidator(_floored), Field(ge=1, le=128)]
Seconds = Annotated[WholeNumber, BeforeValidator(_floored), Field(ge=0, le=86_400)]


class Tag(Part):
    """A tag of a service."""

    key: TagKey
    value: TagValue = ""


class ImageOfUnit(Part):
    """What a deployment runs. swr_path: a name of the catalogue or the address of an image."""

    source: Literal["SWR", "IMAGE"] = "SWR"
    swr_path: Annotated[str, StringConstraints(min_length=1, max_length=512, pattern=r"^[^\x00\s]+$")]
    id: Short | None = None
    category: Literal["CPU", "GPU", "ASCEND"] | None = None


class SpecOfUnit(Part):
    """A size of one's own. memory: in MB."""

    cpu: Annotated[float, Field(ge=0.01, le=100_000)]
    memory: Annotated[WholeNumber, Field(ge=1, le=2**31)]
    gpu: Annotated[float, Field(ge=0, le=1024)] | None = None
    ascend: Annotated[WholeNumber, Field(ge=0, le=1024)] | None = None
    arch: Literal["x86", "arm64"] | None = None


class HealthOfUnit(Part):
    """How to ask whether an instance is well."""

    check_method: Literal["HTTP", "EXEC"] = "HTTP"
    url: Annotated[str, StringConstraints(max_length=1024, pattern=r"^/[\x21-\x7e]*$")] | None = None
    cmd: Annotated[str, StringConstraints(max_length=1024, pattern=r"^[^\x00]*$")] | None = None
    protocol: Literal["HTTP", "HTTPS", "http", "https"] | None = None
    initial_delay_seconds: Annotated[WholeNumber, Field(ge=1, le=86_400)] = 30
    timeout_seconds: Annotated[WholeNumber, Field(ge=1, le=3600)] = 30
    period_seconds: Annotated[WholeNumber, Field(ge=1, le=86_400)] = 10
    failure_threshold: Annotated[WholeNumber, Field(ge=1, le=1000)] = 3


class FileOfUnit(Part):
    """Something that instances find in their file system."""

    source: Annotated[Literal["OBS", "OBSFS", "EFS", "LOCAL", "TRAIN"], BeforeValidator(_upper)]
    address: Annotated[str, StringConstraints(max_length=2048, pattern=r"^[^\x00]*$")] | None = None
    source_id: Short | None = None
    mount_path: Folder
    efs_sub_path: Path | None = None
    read_only: bool = True
    host_cache: bool = False
    os_warm_up: bool = False
    source_name: Short | None = None
    asset_id: Short | None = None


class Grace(Part):
    """How long an instance may take to end."""

    termination_grace_period_seconds: Annotated[WholeNumber, Field(ge=0, le=3600)] | None = None
    pre_stop_cmd: Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")] | None = None


class UnitConfig(Part):
    """What one instance is."""

    id: Short | None = None
    name: Annotated[str, StringConstraints(max_length=16, pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")] | None = None
    role: Short | None = None
    image: ImageOfUnit
    flavor: Short | None = None
    custom_spec: SpecOfUnit | None = None
    count: Annotated[WholeNumber, Field(ge=1, le=128)] = 1
    group_count: Annotated[WholeNumber, Field(ge=1, le=100)] = 1
    cmd: Cmd | None = None
    port: Port | None = None
    envs: Annotated[dict[EnvironmentName, EnvironmentValue], Field(max_length=500)] | None = None
    files: Annotated[list[FileOfUnit], Field(max_length=20)] | None = None
    models: Annotated[list[FileOfUnit], Field(max_length=20)] | None = None
    codes: Annotated[list[FileOfUnit], Field(max_length=20)] | None = None
    dumps: Annotated[list[dict[str, Any]], Field(max_length=20)] | None = None
    affinity: dict[str, Any] | None = None
    liveness_health: HealthOfUnit | None = None
    readiness_health: HealthOfUnit | None = None
    startup_health: HealthOfUnit | None = None
    recovery: Annotated[str, StringConstraints(max_length=16, pattern=r"^[A-Za-z]*$")] | None = None
    cpu_affinity: bool = False
    npu_reset_enable: bool = False
    security_config: dict[str, Any] | None = None
    termination_grace: Grace | None = None
    pool_resource_flavor: Short | None = None


class RollingUpdate(Part):
    """How many instances more, and how many fewer, while they are replaced; in per cent."""

    max_surge: Percent | None = None
    max_unavailable: Percent | None = None


class UpgradeConfig(Part):
    """How instances are replaced."""

    type: Literal["ROLLING"] = "ROLLING"
    rolling_update: RollingUpdate | None = None


class SecretConfig(Part):
    """Secrets of a store."""

    secret_enable: bool = False


class FuseConfig(Part):
    """When a service that fails too often gets no requests for a while."""

    error_rate_fuse_enable: bool = False
    error_rate_threshold: Annotated[float, Field(gt=0, le=1)] | None = None


class AdvancedConfig(Part):
    """Settings of one deployment that go before those of the service."""

    deploy_timeout_minutes: Annotated[WholeNumber, Field(ge=0, le=300)] | None = None
    upgrade_config: UpgradeConfig | None = None
    service_secret: SecretConfig | None = None
    dynamic_routing_enable: bool = False
    ems_enable: bool = False
    mooncake_enable: bool = False
    custom_metrics_path: Short | None = None
    port: Port | None = None
    protocol: Literal["HTTP", "HTTPS", "WSS", "WS", "TCP", "NA"] | None = None


class GroupChange(Part):
    """Changes of a deployment; what is not given stays."""

    name: DeploymentName | None = None
    description: Description | None = None
    pool_id: PoolId | None = None
    framework: Literal["COMMON", "VLLM", "MINDIE"] | None = None
    deploy_type: Literal["SINGLE", "MULTI"] | None = None
    workload_type: Literal["DEPLOYMENT", "LWS"] | None = None
    weight: Annotated[WholeNumber, Field(ge=0, le=100)] | None = None
    count: Annotated[WholeNumber, Field(ge=1, le=128)] | None = None
    priority: Annotated[WholeNumber, Field(ge=1, le=3)] | None = None
    high_avail_switch: bool | None = None
    schedule_strategy: Literal["HIGH_AVAILABILITY", "HIGH_UTILIZATION", "HIGH_PERFORMANCE"] | None = None
    mirror_traffic_enable: bool | None = None
    system_log_dump_enable: bool | None = None
    secret_type: Short | None = None
    secret_name: Short | None = None
    model: FileOfUnit | None = None
    unit_configs: Annotated[list[UnitConfig], Field(min_length=1, max_length=20)] | None = None
    advanced_config: AdvancedConfig | None = None
    version: Version | None = None


class GroupConfig(GroupChange):
    """A deployment to be made."""

    name: DeploymentName
    weight: Annotated[WholeNumber, Field(ge=0, le=100)]
    unit_configs: Annotated[list[UnitConfig], Field(min_length=1, max_length=20)]


class InvokeConfig(Part):
    """How a service is called. port, protocol: of the program in the image."""

    port: Port | None = None
    protocol: Literal["HTTP", "HTTPS", "WSS", "WS", "TCP", "NA"] | None = None
    auth_type: Literal["TOKEN", "API_KEY", "NONE"] | None = None
    internet_access_enable: bool | None = None
    intranet_approval_enable: bool | None = None
    dynamic_routing_enable: bool | None = None
    strategy: Literal["ROUND_ROBIN", "ORIGIN_IP_HASH", "MIN_CONN", "MIN_FIRST_TOKEN_TIME", "COMPOSITE", "SLO_BASED"] | None = (
        None
    )
    ems_enable: bool | None = None
    request_retry_enable: bool | None = None
    request_retry_cnt_max: Annotated[WholeNumber, Field(ge=1, le=10)] | None = None
    request_retry_interval_ms: Annotated[WholeNumber, Field(ge=1, le=10_000)] | None = None
    fuse_configs: FuseConfig | None = None
    elb_connection: dict[str, Any] | None = None
    custom_urls: Annotated[list[Short], Field(max_length=20)] | None = None


class RateConfig(Part):
    """How many requests a service takes in a period."""

    num: Annotated[WholeNumber, Field(ge=1, le=10_000)]
    unit: Literal["SECONDS", "MINUTES"]


class LimitConfig(Part):
    """What a service takes. request_size_limit: in MB; request_timeout: in seconds."""

    rate_limit: RateConfig | None = None
    request_size_limit: Annotated[WholeNumber, Field(ge=1, le=50)] | None = None
    request_timeout: Annotated[WholeNumber, Field(ge=1, le=7200)] | None = None
    ip_white_list: Annotated[list[Short], Field(max_length=1000)] | None = None
    ip_black_list: Annotated[list[Short], Field(max_length=1000)] | None = None


class TaskLimit(Part):
    """How many requests may wait in an asynchronous service."""

    max_task: Annotated[WholeNumber, Field(ge=0, le=10_000)] = 0


class RuntimeOfService(Part):
    """How a service is called and what it takes."""

    service_invoke: InvokeConfig = InvokeConfig()
    service_limit: LimitConfig = LimitConfig()
    service_secret: SecretConfig | None = None
    server_task_limit: TaskLimit | None = None
    smart_routing_enable: bool | None = None


class LogConfig(Part):
    """Where logs go besides the platform itself."""

    status: Literal["ON", "OFF"] = "ON"
    type: Short = "STDOUT"
    log_group_id: Short | None = None
    log_stream_id: Short | None = None


class StopSchedule(Part):
    """When the service stops by itself."""

    type: Literal["STOP"]
    time_unit: Literal["DAYS", "HOURS", "MINUTES"]
    duration: Annotated[WholeNumber, Field(ge=1, le=10_080)]


TaskType = Literal[
    "TEXT_GENERATION", "IMAGE_UNDERSTANDING", "VIDEO_GENERATION", "IMAGE_GENERATION", "RERANK", "VECTOR_MODEL", "EMBEDDING"
]


class ServiceChange(Part):
    """Changes of a service; what is not given stays."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=_PLAIN)] | None = None
    version: Version | None = None
    description: Description | None = None
    group_configs: Annotated[list[GroupConfig], Field(max_length=20)] | None = None
    runtime_config: RuntimeOfService | None = None
    upgrade_config: UpgradeConfig | None = None
    lts_strategy: Literal["POOL", "AUTO_CREATE", "DEFAULT"] | None = None
    log_configs: Annotated[list[LogConfig], Field(max_length=3)] | None = None
    schedule: Annotated[list[StopSchedule], Field(max_length=1)] | None = None
    custom_metrics_path: Short | None = None
    deploy_timeout_minutes: Annotated[WholeNumber, Field(ge=0, le=300)] | None = None
    task_type: TaskType | None = None


class ServiceToCreate(ServiceChange):
    """A service to be deployed."""

    name: Name
    type: Literal["REAL_TIME", "ASYNC_REAL_TIME"]
    deploy_type: Literal["SINGLE", "MULTI"]
    group_configs: Annotated[list[GroupConfig], Field(max_length=1)]
    runtime_config: RuntimeOfService
    tags: Annotated[list[Tag], Field(max_length=20)] | None = None
    workspace_id: PoolId = "0"
    workload_type: Literal["DEPLOYMENT", "LWS"] | None = None


class ServicesToDelete(Part):
    """Services, by their ids."""

    service_ids: Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$")]],
        Field(min_length=1, max_length=100),
    ]


class Scale(Part):
    """How many instances a deployment is to have."""

    count: Replicas


class VersionSwitch(Part):
    """What a deployment is to go back to; the path says the same."""

    service_id: Short | None = None
    target_deployment_version: Short | None = None
    infer_name: Short | None = None


class HpaRule(Part):
    """When a deployment has how many instances. disable: it does not count. operate: what an update does with it."""

    id: Short | None = None
    name: Annotated[str, StringConstraints(min_length=4, max_length=64, pattern=r"^[\w-]+$")] | None = None
    type: Literal["CRON_HPA", "METRIC_HPA"]
    schedule: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
    target_replicas: Replicas
    min_replicas: Replicas | None = None
    max_replicas: Replicas | None = None
    upscale_window: Seconds | None = None
    downscale_window: Seconds | None = None
    disable: bool = False
    operate: Literal["ADD", "UPDATE", "DELETE"] | None = None


class HpaChange(Part):
    """The rules by which a deployment scales."""

    id: Short | None = None
    workspace_id: PoolId | None = None
    hpa_rules: Annotated[list[HpaRule], Field(max_length=20)]


class HpaToCreate(HpaChange):
    """How a deployment is to scale."""

    type: Literal["CRON_HPA", "METRIC_HPA"]
    target_resource_type: Literal["GROUP"]
    target_resource_id: Short
    hpa_rules: Annotated[list[HpaRule], Field(min_length=1, max_length=20)]


class TagsOfService(Part):
    """Tags to be set or taken away."""

    tags: Annotated[list[Tag], Field(min_length=1, max_length=20)]
    resource_id: Short | None = None


class TagSearch(Part):
    """A key with the values that will do; none for any."""

    key: TagKey
    values: Annotated[list[TagValue], Field(max_length=20)] = Field(default_factory=list)


class TagMatch(Part):
    """A property of the service itself; its name is the only one."""

    key: Literal["resource_name"]
    value: Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")] = ""


class TaggedSearch(Part):
    """Which services are looked for."""

    tags: Annotated[list[TagSearch], Field(max_length=20)] = Field(default_factory=list)
    matches: Annotated[list[TagMatch], Field(max_length=10)] = Field(default_factory=list)
    without_any_tag: bool = False
    limit: Annotated[WholeNumber, Field(ge=1, le=1000)] | None = None
    offset: Annotated[WholeNumber, Field(ge=0, le=2**31 - 1)] | None = None
