"""What services of the newer API can run on."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.service import PUBLIC, Flavor
from modelyard.core.clock import to_milliseconds
from modelyard.core.subject import Subject
from modelyard.serving.schemas.v2_answers import ClusterV2, FlavorPage, FlavorV2
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.v2_describing import page_of

_MIB = 2**20


async def list_flavors(
    db: AsyncSession, context: ServingContext, *, flavor_type: str | None = None, offset: int = 0, limit: int = 10
) -> FlavorPage:
    """Return a page of the sizes that instances can have. flavor_type: CPU, GPU or ASCEND."""
    items = [_flavor(item) for item in await compute.list_flavors(db, context.compute)]
    items = [item for item in items if flavor_type in {None, item.category}]
    return FlavorPage(data=items[offset : offset + limit], **page_of(len(items), offset, limit))


async def get_cluster(db: AsyncSession, context: ServingContext, who: Subject, pool_id: str) -> ClusterV2:
    """Return a pool as services see it. Raises PoolNotFound."""
    pool = await compute.get_pool(db, who, pool_id)
    flavors = [_flavor(item) for item in await compute.list_flavors(db, context.compute, pool=pool.id)]
    made = 0 if pool.created_at is None else to_milliseconds(pool.created_at)
    return ClusterV2(
        logic_cluster_id=pool.id,
        physical_pool_id=pool.id,
        pool_id=pool.id,
        pool_type="PUBLIC" if pool.id == PUBLIC else "DEDICATED",
        type="INFER",
        status="RUNNING" if any(not node.problem for node in pool.nodes) else "ABNORMAL",
        resource_categories=sorted({item.category for item in flavors}),
        flavors=flavors,
        workspace_id=pool.workspace_id,
        project_id=who.project_id or "",
        create_at=made,
        update_at=made,
    )


def _flavor(item: Flavor) -> FlavorV2:
    category = item.type.value.upper()
    return FlavorV2(
        id=item.name,
        name=item.name,
        arch="x86" if item.arch == "x86_64" else item.arch,
        category=category,
        vcpus=-(-item.cpu_milli // 1000),
        memory=item.memory_bytes // _MIB,
        description=f"{category}: {item.cpu_milli / 1000:g} vCPUs, {item.memory_bytes / 2**30:g} GiB",
        sold_out=not item.nodes,
        gpu={"gpu": item.gpus, "gpu_memory": "", "type": item.product} if item.gpus else None,
        ascend={"npu": item.npus, "npu_memory": "", "type": item.product} if item.npus else None,
        billing={"code": item.name, "unit_num": 1},
    )
