"""Pools, their nodes and their queues on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from modelyard.compute.schemas.flavors import ListMetadata
from modelyard.compute.schemas.wire import Description, Name, PoolId, Shape

Scope = Literal["Train", "Infer", "Notebook"]
_COUNT = Annotated[int, Field(ge=0, le=10_000)]


class PoolLabels(Shape):
    """name: what people call it."""

    name: Annotated[str, Field(min_length=1, max_length=63)] = Field(alias="os.modelarts/name")
    workspace_id: PoolId = Field(default="0", alias="os.modelarts/workspace.id")


class PoolAnnotations(Shape):
    """description: for people."""

    description: Description | None = Field(default=None, alias="os.modelarts/description")


class PoolMetadataCreate(Shape):
    labels: PoolLabels
    annotations: PoolAnnotations = Field(default_factory=PoolAnnotations)


class PoolNodes(Shape):
    """How many machines of a flavor."""

    flavor: Name
    count: _COUNT


class PoolSpecCreate(Shape):
    """projects: further projects of the account that may use the pool (an addition of ours)."""

    type: Literal["Dedicate", "Logical"] = "Dedicate"
    scope: Annotated[list[Scope], Field(min_length=1, max_length=3)] = Field(default=["Train", "Infer", "Notebook"])
    resources: Annotated[list[PoolNodes], Field(min_length=1, max_length=100)]
    projects: Annotated[list[PoolId], Field(max_length=1000)] = Field(default_factory=list)


class PoolCreate(Shape):
    """A dedicated pool to be made of idle machines."""

    metadata: PoolMetadataCreate
    spec: PoolSpecCreate


class PoolMetadataUpdate(Shape):
    annotations: PoolAnnotations = Field(default_factory=PoolAnnotations)


class PoolSpecUpdate(Shape):
    scope: Annotated[list[Scope], Field(min_length=1, max_length=3)] | None = None
    resources: Annotated[list[PoolNodes], Field(min_length=1, max_length=100)] | None = None


class PoolUpdate(Shape):
    """Changes of a pool; what is not given stays. `resources` is the whole list."""

    metadata: PoolMetadataUpdate = Field(default_factory=PoolMetadataUpdate)
    spec: PoolSpecUpdate = Field(default_factory=PoolSpecUpdate)


class PoolMetadata(Shape):
    """name: the id of the pool."""

    name: str
    created_at: str | None = Field(default=None, alias="creationTimestamp")
    labels: dict[str, str]
    annotations: dict[str, str]


class PoolSpecNodes(Shape):
    flavor: str
    count: int
    max_count: int = Field(alias="maxCount")


class PoolSpec(Shape):
    type: Literal["Dedicate"] = "Dedicate"
    scope: list[str]
    resources: list[PoolSpecNodes]
    job_flavors: list[str] = Field(default_factory=list, alias="jobFlavors")
    control_mode: int = Field(default=0, alias="controlMode")
    projects: list[str] = Field(default_factory=list)


class PoolScopeStatus(Shape):
    scope_type: str = Field(alias="scopeType")
    state: Literal["Enabled"] = "Enabled"


class PoolResources(Shape):
    """Nodes that can run tasks, and nodes that cannot."""

    available: PoolSpecNodes | None = None
    abnormal: PoolSpecNodes | None = None


class PoolStatus(Shape):
    phase: Literal["Running", "Abnormal"]
    message: str
    resources: PoolResources
    scope: list[PoolScopeStatus]
    parent: str = ""
    root: str


class PoolShape(Shape):
    """A pool."""

    api_version: Literal["v2"] = Field(default="v2", alias="apiVersion")
    kind: Literal["Pool"] = "Pool"
    metadata: PoolMetadata
    spec: PoolSpec
    status: PoolStatus


class PoolList(Shape):
    """Pools of a project. count, total_count: additions of ours for paging."""

    api_version: Literal["v2"] = Field(default="v2", alias="apiVersion")
    kind: Literal["PoolList"] = "PoolList"
    items: list[PoolShape]
    count: int
    total_count: int


class NodeMetadata(Shape):
    name: str
    created_at: str = Field(alias="creationTimestamp")
    labels: dict[str, str]
    annotations: dict[str, str] = Field(default_factory=dict)


class NodeSpec(Shape):
    flavor: str


class NodeStatus(Shape):
    """resources, availableResources: cores, memory in Gi, cards; all of the node, and what is free."""

    phase: Literal["Available", "Abnormal"]
    message: str = ""
    az: str = "local"
    private_ip: str = Field(alias="privateIp")
    resources: dict[str, str]
    available_resources: dict[str, str] = Field(alias="availableResources")


class NodeShape(Shape):
    """A machine of a pool."""

    api_version: Literal["v2"] = Field(default="v2", alias="apiVersion")
    kind: Literal["Node"] = "Node"
    metadata: NodeMetadata
    spec: NodeSpec
    status: NodeStatus


class NodeList(Shape):
    """A page of machines."""

    api_version: Literal["v2"] = Field(default="v2", alias="apiVersion")
    kind: Literal["NodeList"] = "NodeList"
    metadata: ListMetadata
    items: list[NodeShape]


class PoolWorkload(Shape):
    """A workload of a pool. jobName, jobUUID: what it belongs to, such as a training job."""

    api_version: Literal["v1"] = Field(default="v1", alias="apiVersion")
    kind: Literal["Workload"] = "Workload"
    type: str
    namespace: str
    name: str
    job_name: str = Field(alias="jobName")
    uid: str
    job_uuid: str = Field(alias="jobUUID")
    flavor: str
    status: str
    user_name: str = Field(alias="userName")
    resource_requirement: dict[str, str] = Field(alias="resourceRequirement")
    priority: str
    running_seconds: int = Field(alias="runningDuration")
    pending_seconds: int = Field(alias="pendingDuration")
    pending_position: int | None = Field(default=None, alias="pendingPosition")
    created_at: int = Field(alias="createTime")
    host_ips: str = Field(alias="hostIps")


class PoolWorkloadList(Shape):
    """A page of workloads."""

    api_version: Literal["v1"] = Field(default="v1", alias="apiVersion")
    kind: Literal["WorkloadList"] = "WorkloadList"
    items: list[PoolWorkload]
    count: int
    total_count: int


class PoolCounts(Shape):
    creating: int = 0
    created: int
    failed: int = 0
    pending: int = 0


class PoolCountsByStatus(Shape):
    status: PoolCounts


class PoolStatistics(Shape):
    """How many pools there are."""

    statistics: PoolCountsByStatus
    at: str = Field(alias="operationTime")


class QueuedWorkload(Shape):
    """A workload that waits: its place among all that wait in the pool, and why, in the language of the request."""

    workload_id: str
    name: str
    owner_type: str
    owner_id: str
    user_name: str
    position: int
    priority: int
    flavor: str
    task_count: int
    reason: str
    reason_key: str
    queued_at: int


class QueueList(Shape):
    """A page of a queue."""

    queue: list[QueuedWorkload]
    count: int
    total_count: int
