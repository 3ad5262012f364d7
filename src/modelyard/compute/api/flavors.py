"""Routes of flavors: whole machines, and the room that is left for a size."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from modelyard.compute.api.parameters import Context, Continue, PageSize
from modelyard.compute.api.shapes import flavor_shape, page_of
from modelyard.compute.schemas.flavors import FlavorCapacity, ResourceFlavorList
from modelyard.compute.service import flavors as service
from modelyard.compute.service import pools
from modelyard.core.access import authenticated
from modelyard.core.http import ReadDb, project_in_path
from modelyard.core.subject import Subject

router = APIRouter(prefix="/v1/{project_id}", tags=["compute"], dependencies=[Depends(project_in_path)])
capacity = APIRouter(prefix="/v2/{project_id}", tags=["compute"], dependencies=[Depends(project_in_path)])

_SIZES = "sizes are no secret, and everybody who may ask for a machine needs them"
_GIB = 2**30


@router.get("/resourceflavors", operation_id="ListResourceFlavors")
async def list_machines(
    db: ReadDb, _who: Annotated[Subject, authenticated(_SIZES)], *, start: Continue = None, limit: PageSize = 500
) -> ResourceFlavorList:
    """List the kinds of whole machines, which dedicated pools are made of."""
    shown, metadata = page_of(await pools.list_machines(db), start, limit)
    return ResourceFlavorList(metadata=metadata, items=[flavor_shape(flavor) for flavor in shown])


@capacity.get("/training-pool-flavors", operation_id="ShowTrainingFlavorMaxAvailableResource")
async def show_capacity(
    db: ReadDb,
    context: Context,
    who: Annotated[Subject, authenticated(_SIZES)],
    *,
    flavor_id: Annotated[str, Query(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z._-]+$")],
    pool_id: Annotated[str | None, Query(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$")] = None,
) -> FlavorCapacity:
    """Show the most cores and memory that a task of a flavor can have in a pool: those of its largest fitting node."""
    found = await service.largest(db, context, who, flavor_id, pool_id)
    return FlavorCapacity(cpu_core_num=found[0] // 1000, mem_size=found[1] // _GIB)
