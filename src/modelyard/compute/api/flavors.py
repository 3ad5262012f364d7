"""Routes of the flavors of whole machines."""

from typing import Annotated

from fastapi import APIRouter, Depends

from modelyard.compute.api.parameters import Continue, PageSize
from modelyard.compute.api.shapes import flavor_shape, page_of
from modelyard.compute.schemas.flavors import ResourceFlavorList
from modelyard.compute.service import pools
from modelyard.core.access import authenticated
from modelyard.core.http import ReadDb, project_in_path
from modelyard.core.subject import Subject

router = APIRouter(prefix="/v1/{project_id}", tags=["compute"], dependencies=[Depends(project_in_path)])

_SIZES = "sizes are no secret, and everybody who may ask for a machine needs them"


@router.get("/resourceflavors", operation_id="ListResourceFlavors")
async def list_machines(
    db: ReadDb, _who: Annotated[Subject, authenticated(_SIZES)], *, start: Continue = None, limit: PageSize = 500
) -> ResourceFlavorList:
    """List the kinds of whole machines, which dedicated pools are made of."""
    shown, metadata = page_of(await pools.list_machines(db), start, limit)
    return ResourceFlavorList(metadata=metadata, items=[flavor_shape(flavor) for flavor in shown])
