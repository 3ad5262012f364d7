"""What clients get of services. Times are milliseconds since the epoch; None is left out."""

from typing import Any

from pydantic import BaseModel, Field


class ServiceCreated(BaseModel):
    """The new service."""

    service_id: str
    resource_ids: list[str]


class ServiceChanged(BaseModel):
    """update_time: of the configuration that is being deployed now, in milliseconds; missing when nothing had to be."""

    update_time: str | None = None
    resource_ids: str


class BatchAnswer(BaseModel):
    """How far a batch is, an addition of ours: inputs, and rows of tables.

    task_id: stands in the names of manifest and results. run: how often the service was started.
    """

    task_id: str
    run: int
    total: int
    done: int
    failed: int
    rows: int
    failed_rows: int


class ServiceItem(BaseModel):
    """A service as lists show it."""

    service_id: str
    service_name: str
    description: str
    infer_type: str
    status: str
    progress: int | None = None
    owner: str
    tenant: str
    project: str
    workspace_id: str
    publish_at: int
    transition_at: int
    operation_time: int
    due_time: int | None = None
    start_time: int | None = None
    finished_time: int | None = None
    schedule: list[dict[str, Any]] | None = None
    invocation_times: int
    failed_times: int
    is_shared: bool = False
    shared_count: int = 0
    is_free: bool = False
    is_opened_sample_collection: str = "false"
    additional_properties: dict[str, Any]
    owner_name: str = ""
    batch: BatchAnswer | None = None


class ServiceList(BaseModel):
    """A page of services."""

    total_count: int
    count: int
    services: list[ServiceItem]


class ConfigAnswer(BaseModel):
    """One version of a model in a service.

    deployment_id, ready_count, message: additions of ours. message: why it does not run, with the last lines of its log.
    image: of a deployment that the newer API made, which has no model; its name and version stand in place of one.
    """

    model_id: str
    model_name: str
    model_version: str
    image: str | None = None
    source_type: str | None = None
    specification: str
    custom_spec: dict[str, Any] | None = None
    weight: int
    instance_count: int
    status: str
    scaling: bool
    envs: dict[str, str]
    support_debug: bool = False
    additional_properties: dict[str, Any]
    affinity: dict[str, Any] | None = None
    cluster_id: str | None = None
    pool_name: str | None = None
    deploy_timeout_in_seconds: int | None = None
    src_path: str | None = None
    dest_path: str | None = None
    src_type: str | None = None
    req_uri: str | None = None
    mapping_type: str | None = None
    mapping_rule: dict[str, Any] | None = None
    start_time: int | None = None
    finished_time: int | None = None
    batching: dict[str, Any] | None = None
    scaling_policy: dict[str, Any] | None = None
    deployment_id: str
    ready_count: int
    message: str | None = None
    last_lines: list[str] | None = None


class ServiceAnswer(ServiceItem):
    """A service with its configuration.

    error_msg: why it failed or is not well. asleep: it has no instance until somebody calls it.
    """

    cluster_id: str | None = None
    pool_name: str | None = None
    vpc_id: str | None = None
    subnet_network_id: str | None = None
    security_group_id: str | None = None
    error_msg: str | None = None
    config: list[ConfigAnswer]
    access_address: str | None = None
    update_time: int
    debug_url: str | None = None
    load_balancer_policy: str | None = None
    priority: int | None = None
    service_secrets: list[dict[str, Any]] | None = None
    traffic_rules: list[dict[str, Any]] | None = None
    runtime_config: dict[str, Any] | None = None
    asleep: bool = False
    can_rollback: bool = False


class EventItem(BaseModel):
    """Something that happened. occur_time: milliseconds."""

    event_type: str
    event_info: str
    occur_time: int


class EventList(BaseModel):
    """A page of the events of a service."""

    service_id: str
    service_name: str
    total_count: int
    count: int
    events: list[EventItem]


class UpdateLog(BaseModel):
    """One configuration that a service had or was to have. is_live: it is what answers now."""

    update_time: int
    result: str
    config: list[dict[str, Any]]
    cluster_id: str | None = None
    extend_config: list[str] = Field(default_factory=list)
    success_num: int
    failed_num: int
    result_detail: list[dict[str, Any]] = Field(default_factory=list)
    is_live: bool = False
    user_name: str = ""
    message: str | None = None
    rollback_of: int | None = None


class UpdateLogList(BaseModel):
    """The configurations of a service, the newest first."""

    service_id: str
    service_name: str
    logs: list[UpdateLog]


class ModelMonitor(BaseModel):
    """The numbers of one version: cores as fractions, memory in MB."""

    model_id: str
    model_name: str
    model_version: str
    node_id: str | None = None
    node_name: str | None = None
    model_instance_count: int
    model_running_instance_count: int
    invocation_times: int
    failed_times: int
    cpu_core_usage: float
    cpu_core_total: float
    cpu_memory_usage: int
    cpu_memory_total: int
    gpu_usage: float = 0.0
    gpu_total: float = 0.0
    gpu_memory_usage: int = 0
    gpu_memory_total: int = 0
    npu_usage: float = 0.0
    npu_total: float = 0.0
    npu_memory_usage: int = 0
    npu_memory_total: int = 0


class MonitorAnswer(BaseModel):
    """The numbers of a service."""

    service_id: str
    service_name: str
    service_instance_count: int
    service_running_instance_count: int
    req_count_per_min: int
    monitors: list[ModelMonitor]


class SpecificationItem(BaseModel):
    """A size that instances can have."""

    specification: str
    billing_spec: str
    category: str
    cpu_info: dict[str, Any]
    memory_info: dict[str, Any]
    gpu_info: dict[str, Any] | None = None
    npu_info: dict[str, Any] | None = None
    source_type: str = "empty"
    is_open: bool = True
    spec_status: str = "normal"
    is_free: bool = False
    over_quota: bool = False
    extend_params: int = 1
    display_en: str
    display_cn: str


class SpecificationList(BaseModel):
    """The sizes that instances can have."""

    total_count: int
    count: int
    specifications: list[SpecificationItem]


class InstanceItem(BaseModel):
    """One instance of a version. name: by which logs and terminals know it."""

    instance_id: str
    instance_name: str
    deployment_id: str
    model_id: str
    model_name: str
    model_version: str
    status: str
    is_current: bool
    node: str | None = None
    message: str | None = None
    created_at: int
    ready_at: int | None = None
    ended_at: int | None = None


class InstanceList(BaseModel):
    """The instances of a service, the newest first."""

    total_count: int
    count: int
    instances: list[InstanceItem]


class CallPoint(BaseModel):
    """The calls of one version in one step. time: of its beginning. Latencies as far as the gateway's bounds tell."""

    time: int
    requests: int
    client_errors: int
    server_errors: int
    requests_per_second: float
    p50_milliseconds: float | None = None
    p95_milliseconds: float | None = None
    p99_milliseconds: float | None = None


class CallSeries(BaseModel):
    """The calls of one version over time."""

    deployment_id: str
    model_id: str
    model_name: str
    model_version: str
    points: list[CallPoint]


class CallStatistics(BaseModel):
    """The calls of a service over time; steps without a call are left out."""

    service_id: str
    step_minutes: int
    series: list[CallSeries]


class BatchResult(BaseModel):
    """What came of one input. rows, failed_rows: of a table."""

    source: str
    result: str
    inference_loc: str | None = None
    error_message: str | None = None
    rows: int | None = None
    failed_rows: int | None = None


class BatchResultList(BaseModel):
    """A page of what came of the inputs of a batch service. manifest: where its manifest is, or will be."""

    service_id: str
    service_name: str
    batch: BatchAnswer
    manifest: str
    total_count: int
    count: int
    results: list[BatchResult]
