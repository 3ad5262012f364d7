"""What jobs can run in and on."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.service import Flavor, FlavorType
from modelyard.compute.service.pools import open_pool
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.images import service as images
from modelyard.training.schemas.offers import (
    Billing,
    CPUInfo,
    EngineItem,
    EngineList,
    FlavorInfo,
    FlavorItem,
    FlavorList,
    GPUInfo,
    ImageInfo,
    LargestSize,
    NPUInfo,
    SizeInfo,
)
from modelyard.training.service.context import TrainingContext

_GIB = 2**30


def list_engines(context: TrainingContext, *, language: Language) -> EngineList:
    """Return all preset engines, also those that this machine cannot run."""
    items = [
        EngineItem(
            engine_id=engine.engine_id,
            engine_name=engine.engine_name,
            engine_version=engine.engine_version,
            v1_compatible=engine.v1_compatible,
            run_user=engine.run_user,
            image_info=ImageInfo(
                cpu_image_url=engine.image_info.cpu_image_url,
                gpu_image_url=engine.image_info.gpu_image_url,
                image_version=engine.image_info.image_version,
            ),
            description=engine.description_zh if language is Language.ZH else engine.description,
            missing=engine.missing,
        )
        for engine in images.list_engines(context.images)
    ]
    return EngineList(total=len(items), items=items)


async def list_flavors(db: AsyncSession, context: TrainingContext, *, flavor_type: FlavorType | None = None) -> FlavorList:
    """Return the flavors that some node can hold, smallest first."""
    flavors = await compute.list_flavors(db, context.compute, flavor_type=flavor_type)
    most = context.settings.max_nodes
    return FlavorList(total_count=len(flavors), flavors=[_flavor(flavor, most) for flavor in flavors])


async def largest_size(
    db: AsyncSession, context: TrainingContext, who: Subject, *, flavor: str | None, pool: str | None
) -> LargestSize:
    """Return the most cores and memory that one node gives. flavor: only nodes that hold this one.

    Raises FlavorNotFound, PoolNotFound.
    """
    where = await open_pool(db, who, pool)
    flavors = await compute.list_flavors(db, context.compute, pool=where)
    if flavor is not None:
        wanted = await compute.get_flavor(db, context.compute, flavor, field="flavor_id")
        flavors = [known for known in flavors if known.type == wanted.type]
    cores = max((known.cpu_milli for known in flavors), default=0) // 1000
    memory = max((known.memory_bytes for known in flavors), default=0) // _GIB
    return LargestSize(cpu_core_num=cores, mem_size=memory)


def _flavor(flavor: Flavor, most_nodes: int) -> FlavorItem:
    most = min(flavor.most, most_nodes)
    gpu = npu = None
    if flavor.gpus:
        gpu = GPUInfo(unit_num=flavor.gpus, product_name=flavor.product, memory="")
    if flavor.npus:
        npu = NPUInfo(unit_num=str(flavor.npus), product_name=flavor.product, memory="")
    info = FlavorInfo(
        max_num=most,
        cpu=CPUInfo(arch=flavor.arch, core_num=max(1, round(flavor.cpu_milli / 1000))),
        gpu=gpu,
        npu=npu,
        memory=SizeInfo(size=max(1, flavor.memory_bytes // _GIB), unit="GB"),
        disk=SizeInfo(size=max(1, flavor.disk_bytes // _GIB), unit="GB"),
    )
    return FlavorItem(
        pool_id="",
        flavor_id=flavor.name,
        flavor_name=_named(flavor),
        flavor_type=str(flavor.type),
        max_num=most,
        billing=Billing(code=flavor.name, unit_num=1),
        flavor_info=info,
        attributes={"cpu_milli": str(flavor.cpu_milli), "memory_bytes": str(flavor.memory_bytes)},
        support_engines="[]",
        support_groups="public",
    )


def _named(flavor: Flavor) -> str:
    """Return what people read, for example `2 cores, 8 GiB`."""
    words = [f"{flavor.cpu_milli / 1000:g} vCPU", f"{flavor.memory_bytes / _GIB:g} GiB"]
    if flavor.cards:
        words.insert(0, f"{flavor.cards} x {flavor.product or flavor.type}")
    return " | ".join(words)
