"""Facts of compute in the shapes of the public API."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Literal, TypeVar

from modelyard.compute.rules.admission import Quota, figure
from modelyard.compute.rules.flavors import Flavor
from modelyard.compute.schemas import Workload
from modelyard.compute.schemas.flavors import (
    FlavorCards,
    ListMetadata,
    ResourceFlavor,
    ResourceFlavorMetadata,
    ResourceFlavorSpec,
    ResourceFlavorStatus,
)
from modelyard.compute.schemas.pools import (
    NodeMetadata,
    NodeShape,
    NodeSpec,
    NodeStatus,
    PoolMetadata,
    PoolResources,
    PoolScopeStatus,
    PoolShape,
    PoolSpec,
    PoolSpecNodes,
    PoolStatus,
    PoolWorkload,
    QueuedWorkload,
)
from modelyard.compute.schemas.quotas import QuotaShape
from modelyard.compute.service.pools import PUBLIC, Pool, PoolNode
from modelyard.compute.service.queue import QueueEntry
from modelyard.compute.service.quotas import NO_LIMIT, QuotaState
from modelyard.compute.types import Outcome, WorkloadState
from modelyard.core.clock import to_milliseconds
from modelyard.core.i18n import Language

_GIB = 2**30
_ARM = frozenset({"aarch64", "arm64"})
Item = TypeVar("Item")

# What a workload of an owner is called in pools.
_TYPES = {"training": "train", "serving": "infer", "notebooks": "notebook"}
_STATUSES = {
    WorkloadState.PREPARING: "Creating",
    WorkloadState.QUEUED: "Pending",
    WorkloadState.STARTING: "Starting",
    WorkloadState.RUNNING: "Running",
    WorkloadState.STOPPING: "Terminating",
}
_OUTCOMES = {
    Outcome.SUCCEEDED: "Completed",
    Outcome.FAILED: "Failed",
    Outcome.STOPPED: "Terminated",
    Outcome.LOST: "Abnormal",
}
_QUOTA_WORDS = {
    Quota.CORES: ("CPU cores in use", "使用中的 CPU 核数", "cores", "核"),
    Quota.MEMORY: ("Memory in use", "使用中的内存", "GiB", "GiB"),
    Quota.CARDS: ("GPUs and NPUs in use", "使用中的加速卡", "cards", "张"),
    Quota.RUNNING: ("Running workloads", "运行中的工作负载", "workloads", "个"),
    Quota.QUEUED: ("Waiting workloads", "排队中的工作负载", "workloads", "个"),
}


def page_of(items: Sequence[Item], start: str | None, limit: int) -> tuple[Sequence[Item], ListMetadata]:
    """Return a page, and where the next one begins."""
    offset = int(start or 0)
    shown = items[offset : offset + limit]
    left = max(len(items) - offset - len(shown), 0)
    return shown, ListMetadata(next=str(offset + len(shown)) if left else None, remaining=left)


def flavor_shape(flavor: Flavor) -> ResourceFlavor:
    """Return a whole machine's flavor."""
    cards = None
    if flavor.cards:
        number = str(flavor.cards)
        cards = FlavorCards(type=flavor.product, size=number, card=number, chip=number)
    return ResourceFlavor(
        metadata=ResourceFlavorMetadata(name=flavor.name, labels={"os.modelarts/scope": "Train.Infer.Notebook"}),
        spec=ResourceFlavorSpec(
            cpu_arch=_arch(flavor.arch),
            cpu=figure(flavor.cpu_milli, 1000),
            memory=f"{flavor.memory_bytes // _GIB}Gi",
            gpu=cards if flavor.gpus else None,
            npu=cards if flavor.npus else None,
        ),
        status=ResourceFlavorStatus(phase={"local": "normal"}),
    )


def pool_shape(pool: Pool) -> PoolShape:
    """Return a pool."""
    healthy = [node for node in pool.nodes if not node.problem]
    broken = [node for node in pool.nodes if node.problem]
    labels = {
        "os.modelarts/name": pool.name,
        "os.modelarts/workspace.id": pool.workspace_id,
        "os.modelarts/tenant.domain.id": pool.domain_id,
        "os.modelarts/tenant.project.id": pool.project_id,
        "os.modelarts.pool/biz": "public" if pool.id == PUBLIC else "private",
    }
    return PoolShape(
        metadata=PoolMetadata(
            name=pool.id,
            created_at=None if pool.created_at is None else _moment(pool.created_at),
            labels=labels,
            annotations={"os.modelarts/description": pool.description, "os.modelarts/billing.mode": "0"},
        ),
        spec=PoolSpec(
            scope=list(pool.scope),
            resources=[PoolSpecNodes(flavor=name, count=count, max_count=count) for name, count in pool.flavors.items()],
            projects=list(pool.projects),
        ),
        status=PoolStatus(
            phase="Running" if healthy or not broken else "Abnormal",
            message="; ".join(f"{node.name}: {node.problem}" for node in broken)[:2000],
            resources=PoolResources(available=_count(healthy), abnormal=_count(broken)),
            scope=[PoolScopeStatus(scope_type=scope) for scope in pool.scope],
            root=pool.id,
        ),
    )


def node_shape(node: PoolNode) -> NodeShape:
    """Return a machine of a pool."""
    return NodeShape(
        metadata=NodeMetadata(
            name=node.name, created_at=_moment(node.created_at), labels={"os.modelarts.node/elastic.quota": node.pool}
        ),
        spec=NodeSpec(flavor=node.flavor),
        status=NodeStatus(
            phase="Abnormal" if node.problem else "Available",
            message=node.problem,
            private_ip=node.address,
            resources=_resources(node.cpu_milli, node.memory_bytes, node.gpus, node.npus, node.product),
            available_resources=_resources(
                node.cpu_milli - node.used_cpu_milli,
                node.memory_bytes - node.used_memory_bytes,
                node.gpus - node.used_gpus,
                node.npus - node.used_npus,
                node.product,
            ),
        ),
    )


def workload_shape(workload: Workload, position: int | None, now: datetime) -> PoolWorkload:
    """Return a workload of a pool."""
    running = workload.run_seconds
    if workload.running_at is not None and workload.ended_at is None:
        running += (now - workload.running_at).total_seconds()
    waited = (workload.started_at or workload.ended_at or now) - workload.queued_at
    size = len(workload.tasks) or 1
    given = workload.resources
    hosts = sorted({task.node for task in workload.tasks if task.node is not None})
    return PoolWorkload(
        type=_TYPES.get(workload.owner_type.split(".")[0], workload.owner_type),
        namespace=workload.project_id,
        name=workload.name,
        job_name=workload.name,
        uid=workload.id,
        job_uuid=workload.owner_id,
        flavor=workload.flavor,
        status=_OUTCOMES[workload.outcome] if workload.outcome is not None else _STATUSES[workload.state],
        user_name=workload.user_name,
        resource_requirement=_resources(
            given.cpu_milli * size, given.memory_bytes * size, given.gpus * size, given.npus * size, ""
        ),
        priority=str(workload.priority),
        running_seconds=int(running),
        pending_seconds=max(int(waited.total_seconds()), 0),
        pending_position=position,
        created_at=to_milliseconds(workload.created_at),
        host_ips=",".join(hosts),
    )


def queue_shape(entry: QueueEntry, language: Language) -> QueuedWorkload:
    """Return a workload that waits."""
    return QueuedWorkload(
        workload_id=entry.workload_id,
        name=entry.name,
        owner_type=entry.owner_type,
        owner_id=entry.owner_id,
        user_name=entry.user_name,
        position=entry.position,
        priority=entry.priority,
        flavor=entry.flavor,
        task_count=entry.task_count,
        reason=entry.reason.message(language),
        reason_key=entry.reason.key,
        queued_at=to_milliseconds(entry.queued_at),
    )


def quota_shape(state: QuotaState) -> QuotaShape:
    """Return a quota."""
    name, name_cn, unit, unit_cn = _QUOTA_WORDS[state.quota]
    return QuotaShape(
        resource=state.name,
        quota=NO_LIMIT if state.limit is None else state.limit,
        used_quota=None if state.limit is None else state.used,
        name_en=name,
        name_cn=name_cn,
        unit_en=unit,
        unit_cn=unit_cn,
        update_time=None if state.updated_at is None else to_milliseconds(state.updated_at),
    )


def _count(nodes: Sequence[PoolNode]) -> PoolSpecNodes | None:
    """Return the number of nodes, under the flavor that most of them have; the contract has room for one."""
    if not nodes:
        return None
    flavor = Counter(node.flavor for node in nodes).most_common(1)[0][0]
    return PoolSpecNodes(flavor=flavor, count=len(nodes), max_count=len(nodes))


def _resources(cpu_milli: int, memory_bytes: int, gpus: int, npus: int, product: str) -> dict[str, str]:
    found = {"cpu": figure(cpu_milli, 1000), "memory": f"{figure(memory_bytes, _GIB)}Gi"}
    if gpus:
        found["nvidia.com/gpu"] = str(gpus)
    if npus:
        found["huawei.com/ascend-snt3" if "310" in product else "huawei.com/ascend-snt9"] = str(npus)
    return found


def _arch(arch: str) -> Literal["x86", "arm64"]:
    return "arm64" if arch in _ARM else "x86"


def _moment(at: datetime) -> str:
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
