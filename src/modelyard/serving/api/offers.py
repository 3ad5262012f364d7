"""Routes of what services can run on."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from modelyard.core.access import allow
from modelyard.core.http import ReadDb, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.serving import access
from modelyard.serving.schemas.answers import SpecificationList
from modelyard.serving.service import offers
from modelyard.serving.service.context import ServingContext, context_of

router = APIRouter(prefix="/v1/{project_id}", tags=["serving"], dependencies=[Depends(project_in_path)])

Context = Annotated[ServingContext, Depends(context_of)]


@router.get("/services/specifications", operation_id="ShowServiceSpecifications", response_model_exclude_none=True)
async def show_specifications(
    context: Context,
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_SERVICES)],
    is_personal_cluster: bool = False,
    infer_type: Literal["real-time", "batch", "edge"] = "real-time",
    pool_name: Annotated[str | None, Query(max_length=64, pattern=r"^[0-9A-Za-z_-]*$")] = None,
    offset: Offset = 0,
    limit: Limit = 1000,
) -> SpecificationList:
    """List the sizes that instances can have."""
    return await offers.list_specifications(
        db, context, who, pool=pool_name or None, is_dedicated=is_personal_cluster, offset=offset, limit=limit
    )
