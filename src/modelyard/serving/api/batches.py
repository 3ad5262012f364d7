"""Routes of batch services beside those that all services have."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query

from modelyard.core.access import allow
from modelyard.core.http import project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.serving import access
from modelyard.serving.schemas.answers import BatchResultList
from modelyard.serving.service import batches
from modelyard.serving.service.context import ServingContext, context_of

router = APIRouter(prefix="/v1/{project_id}/services/{service_id}", tags=["serving"], dependencies=[Depends(project_in_path)])

ServiceId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]


@router.get("/batch-results", operation_id="ListBatchResults", response_model_exclude_none=True)
async def list_batch_results(
    context: Annotated[ServingContext, Depends(context_of)],
    service_id: ServiceId,
    who: Annotated[Subject, allow(access.GET_SERVICE, of="service_id")],
    result: Annotated[Literal["SUCCESSFUL", "FAILED"] | None, Query(description="Only inputs that came out so.")] = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> BatchResultList:
    """List what came of each input of a batch service, failures last, with the caller's right to read the output location."""
    succeeded = None if result is None else result == "SUCCESSFUL"
    return await batches.list_results(context, who, service_id, succeeded=succeeded, offset=offset, limit=limit)
