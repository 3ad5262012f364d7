"""Routes of what training jobs can run in and on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from modelyard.compute.service import FlavorType
from modelyard.core.access import allow
from modelyard.core.http import ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.training import access
from modelyard.training.schemas.offers import EngineList, FlavorList, LargestSize
from modelyard.training.service import offers
from modelyard.training.service.context import TrainingContext, context_of

router = APIRouter(prefix="/v2/{project_id}", tags=["training"], dependencies=[Depends(project_in_path)])

Context = Annotated[TrainingContext, Depends(context_of)]
MayList = Annotated[Subject, allow(access.LIST_JOBS)]
Name = Annotated[str | None, Query(max_length=128)]


@router.get("/training-job-engines", operation_id="ShowTrainingJobEngines")
async def list_training_job_engines(request: Request, context: Context, who: MayList) -> EngineList:
    """List the engines of training jobs."""
    return offers.list_engines(context, language=language_of(request))


@router.get("/training-job-flavors", operation_id="ShowTrainingJobFlavors")
async def list_training_job_flavors(
    context: Context, db: ReadDb, who: MayList, flavor_type: FlavorType | None = None
) -> FlavorList:
    """List the flavors of training jobs, smallest first."""
    return await offers.list_flavors(db, context, flavor_type=flavor_type)


@router.get("/training-pool-flavors", operation_id="ShowTrainingFlavorMaxAvailableResource")
async def show_largest_size(
    context: Context, db: ReadDb, who: MayList, flavor_id: Name = None, pool_id: Name = None
) -> LargestSize:
    """Show the most cores and memory that one node gives."""
    return await offers.largest_size(db, context, who, flavor=flavor_id, pool=pool_id)
