"""What clients of the newer API get. Times are milliseconds, ISO 8601 or digits in a string, as the public API has them."""

from typing import Any

from pydantic import BaseModel


class Paged(BaseModel):
    """A page. current: its number, from 0. pages: of all. size: of one. total: items on all of them."""

    current: int
    pages: int
    size: int
    total: int


class TagOfService(BaseModel):
    """A tag."""

    key: str
    value: str


class ScheduleAnswer(BaseModel):
    """When the service stops by itself. processed: it was stopped."""

    type: str
    time_unit: str
    duration: int
    due_time: int | None = None
    processed: bool = False


class PredictUrl(BaseModel):
    """Where a service is called."""

    type: str
    urls: list[str]


class DeploymentParts(BaseModel):
    """What each way to show a deployment has. infer_name: its id, under an older name."""

    id: str
    name: str
    infer_name: str
    description: str = ""
    pool_id: str | None = None
    framework: str = "COMMON"
    version: str
    version_id: str
    version_count: int
    count: int
    weight: int
    priority: int | None = None
    status: str
    deploy_type: str = "SINGLE"
    workload_type: str = "DEPLOYMENT"
    high_avail_switch: bool | None = None
    system_log_dump_enable: bool = False
    schedule_strategy: str = "HIGH_AVAILABILITY"
    unit_configs: list[dict[str, Any]]
    model: dict[str, Any] | None = None
    advanced_config: dict[str, Any] | None = None
    mirror_traffic_enable: bool = False


class DeploymentGroup(DeploymentParts):
    """A deployment as a part of its service. traffic_ratio: its share of the requests."""

    traffic_ratio: str
    running_count: int
    create_at: str
    update_at: int


class DeploymentAnswer(DeploymentParts):
    """A deployment by itself. failure_reason, running_count: additions of ours."""

    deployment_name: str
    user_name: str
    running_count: int
    failure_reason: str | None = None
    create_at: str
    update_at: str


class DeploymentItem(BaseModel):
    """A deployment as lists show it."""

    id: str
    name: str
    infer_name: str
    service_group_name: str
    status: str
    mirror_traffic_enable: bool = False
    weight: int
    traffic_ratio: str
    pool_id: str | None = None
    version: str
    deploy_type: str = "SINGLE"
    create_at: int
    update_at: int


class DeploymentPage(Paged):
    """A page of deployments."""

    data: list[DeploymentItem]


class VersionOfService(BaseModel):
    """The configuration of a service."""

    id: str
    version: str
    description: str
    predict_url: str | None = None
    instance_groups: list[DeploymentGroup]
    runtime_config: dict[str, Any]
    upgrade_config: dict[str, Any]
    lts_strategy: str = "DEFAULT"
    lts_status: str = "OFF"
    lts_event_status: str = "OFF"
    lts_file_status: str = "OFF"
    log_configs: list[dict[str, Any]] = []
    deploy_timeout_minutes: int | None = None


class ServiceV2(BaseModel):
    """A service."""

    id: str
    name: str
    workspace_id: str
    type: str = "REAL_TIME"
    deploy_type: str = "SINGLE"
    status: str
    failure_reason: str | None = None
    version: VersionOfService
    predict_url: list[PredictUrl] | None = None
    tags: list[TagOfService]
    deploy_timeout_minutes: int | None = None
    schedule: list[ScheduleAnswer]
    task_type: str | None = None
    create_at: str
    update_at: str


class ServiceV2Item(BaseModel):
    """A service as lists show it."""

    id: str
    name: str
    status: str
    version: str
    version_count: int
    description: str
    type: str = "REAL_TIME"
    deploy_type: str = "SINGLE"
    user_name: str
    workspace_id: str
    auth_type: str
    task_type: str | None = None
    tags: list[TagOfService]
    schedule: list[ScheduleAnswer]
    create_at: int
    update_at: int


class ServiceV2Page(Paged):
    """A page of services."""

    data: list[ServiceV2Item]


class ServicesDeleted(BaseModel):
    """Services that are being deleted."""

    service_responses: list[ServiceV2]


class EventV2(BaseModel):
    """Something that happened to a service."""

    id: str
    service_id: str
    service_version_id: str
    event_type: str
    event_info: str
    event_info_cn: str
    event_count: int = 1
    create_at: int
    update_at: int


class EventPage(Paged):
    """A page of events."""

    data: list[EventV2]


class VersionItem(BaseModel):
    """A version of a deployment. version_status: that of the deployment for the present one, STOPPED for others."""

    infer_name: str
    version: str
    version_status: str
    description: str
    deploy_type: str = "SINGLE"
    create_at: str
    update_at: str


class VersionPage(Paged):
    """A page of versions."""

    data: list[VersionItem]


class Named(BaseModel):
    """An id."""

    id: str


class InstanceV2(BaseModel):
    """An instance of a deployment."""

    instance_name: str
    status: str
    weight: int | None = None
    pod_count: int = 1
    running_pod_count: int
    update_at: int


class InstancePage(Paged):
    """A page of instances."""

    data: list[InstanceV2]


class InstanceNamed(BaseModel):
    """The name of an instance."""

    instance_name: str


class PodV2(BaseModel):
    """The process of an instance."""

    pod_id: str
    pod_name: str
    pod_node_ip: str
    pod_node_name: str
    pod_role: str = "COMMON"
    pod_role_name: str
    status: str
    update_time: int


class PodPage(Paged):
    """A page of pods."""

    data: list[PodV2]


class PodNamed(BaseModel):
    """The name of a pod."""

    pod_name: str


class PodEvent(BaseModel):
    """Something that happened to a pod."""

    count: int = 1
    first_timestamp: str
    last_timestamp: str
    message: str
    reason: str
    reporting_component: str = "modelyard"
    type: str


class HpaRuleAnswer(BaseModel):
    """A rule of scaling."""

    id: str
    hpa_id: str
    name: str
    type: str
    schedule: str
    target_replicas: int
    disable: str
    status: str = "CONFIG_SUCCESS"
    min_replicas: int | None = None
    max_replicas: int | None = None
    upscale_window: int | None = None
    downscale_window: int | None = None


class HpaAnswer(BaseModel):
    """How a deployment scales."""

    id: str
    name: str
    target_resource_id: str
    target_resource_type: str = "GROUP"
    min_replicas: int
    max_replicas: int
    status: str
    workspace_id: str
    hpa_rules: list[HpaRuleAnswer]


class HpaEvent(BaseModel):
    """One time that a deployment scaled."""

    id: str
    hpa_id: str
    status: str = "SUCCESS"
    message: str
    current_replicas: int
    target_replicas: int
    final_replicas: int
    record_time: str


class HpaEventPage(Paged):
    """A page of such times."""

    data: list[HpaEvent]


class FlavorV2(BaseModel):
    """A size that instances can have."""

    id: str
    name: str
    arch: str
    category: str
    vcpus: int
    memory: int
    description: str
    free: bool = True
    sold_out: bool
    gpu: dict[str, Any] | None = None
    ascend: dict[str, Any] | None = None
    billing: dict[str, Any]
    storages: list[str] = []


class FlavorPage(Paged):
    """A page of sizes."""

    data: list[FlavorV2]


class ClusterV2(BaseModel):
    """A pool as services see it."""

    logic_cluster_id: str
    physical_pool_id: str
    pool_id: str
    pool_type: str
    type: str
    status: str
    resource_categories: list[str]
    flavors: list[FlavorV2]
    workspace_id: str
    project_id: str
    create_at: int
    update_at: int


class TagList(BaseModel):
    """The tags of a service."""

    tags: list[TagOfService]


class TagWithValues(BaseModel):
    """A key with all its values."""

    key: str
    values: list[str]


class ProjectTags(BaseModel):
    """The tags of all services."""

    tags: list[TagWithValues]


class TaggedService(BaseModel):
    """A service with its tags."""

    resource_id: str
    resource_name: str
    resource_detail: dict[str, Any]
    tags: list[TagOfService]


class TaggedServices(BaseModel):
    """A page of services with their tags."""

    resources: list[TaggedService]
    total_count: int


class TaggedCount(BaseModel):
    """How many services."""

    total_count: int
