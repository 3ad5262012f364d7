"""What services can run on."""

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.service import Flavor, FlavorType
from modelyard.core.subject import Subject
from modelyard.serving.schemas.answers import SpecificationItem, SpecificationList
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.drafting import CUSTOM

_MIB = 2**20
_CATEGORIES = {FlavorType.CPU: "CPU", FlavorType.GPU: "GPU", FlavorType.ASCEND: "NPU"}


async def list_specifications(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    *,
    pool: str | None = None,
    is_dedicated: bool = False,
    offset: int = 0,
    limit: int = 1000,
) -> SpecificationList:
    """Return a page of the sizes that instances can have. is_dedicated: of a dedicated pool, where any size will do, too."""
    own = await compute.open_pool(db, who, pool) if pool else None
    flavors = await compute.list_flavors(db, context.compute, pool=own)
    items = [_item(flavor) for flavor in flavors]
    if (is_dedicated or pool) and flavors:
        items.append(_custom(flavors[-1]))
    page = items[offset : offset + limit]
    return SpecificationList(total_count=len(items), count=len(page), specifications=page)


def _item(flavor: Flavor) -> SpecificationItem:
    cores, memory = f"{flavor.cpu_milli / 1000:g}", flavor.memory_bytes // _MIB
    size = f"{cores} vCPUs, {memory / 1024:g} GiB"
    cards = f", {flavor.cards} x {flavor.product or _CATEGORIES[flavor.type]}" if flavor.cards else ""
    zh_size = f"{cores} 核 {memory / 1024:g} GiB"
    cards_info = {"brand": "", "version": flavor.product, "unit": "MB", "memory": 0}
    return SpecificationItem(
        specification=flavor.name,
        billing_spec=flavor.name,
        category=_CATEGORIES[flavor.type],
        cpu_info={"arch": "x86" if flavor.arch == "x86_64" else flavor.arch, "cpu": flavor.cpu_milli / 1000},
        memory_info={"unit": "MB", "memory": memory},
        gpu_info={**cards_info, "gpu": flavor.gpus} if flavor.gpus else None,
        npu_info={**cards_info, "npu": flavor.npus} if flavor.npus else None,
        display_en=f"{_CATEGORIES[flavor.type]}: {size}{cards}",
        display_cn=f"{_CATEGORIES[flavor.type]}：{zh_size}{cards}",
    )


def _custom(largest: Flavor) -> SpecificationItem:
    """Any size up to that of the largest machine."""
    return SpecificationItem(
        specification=CUSTOM,
        billing_spec=CUSTOM,
        category=_CATEGORIES[largest.type],
        cpu_info={"arch": "x86" if largest.arch == "x86_64" else largest.arch, "cpu": largest.cpu_milli / 1000},
        memory_info={"unit": "MB", "memory": largest.memory_bytes // _MIB},
        display_en="Custom size",
        display_cn="自定义规格",
    )
