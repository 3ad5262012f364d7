"""Routes of training jobs."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow, decided_by_service
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.training import access
from modelyard.training.schemas.answers import JobAnswer, JobListAnswer, NameAnswer, QuotasAnswer, ValidationAnswer
from modelyard.training.schemas.requests import BatchDelete, JobAction, JobCreate, JobSearch, JobUpdate
from modelyard.training.service import jobs, searching, validating
from modelyard.training.service.context import TrainingContext, context_of
from modelyard.training.types import DEFAULT_WORKSPACE

router = APIRouter(prefix="/v2/{project_id}", tags=["training"], dependencies=[Depends(project_in_path)])

Context = Annotated[TrainingContext, Depends(context_of)]
JobId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$", description="Id of the job.")]
_POOL = "the kind of pool is a condition, and stands in the body"


@router.post("/training-jobs", operation_id="CreateTrainingJob", status_code=201)
async def create_training_job(
    request: Request,
    context: Context,
    body: JobCreate,
    who: Annotated[Subject, decided_by_service(access.CREATE_JOB, _POOL)],
    _audit: Audited,
) -> JobAnswer:
    """Create a training job."""
    return await jobs.create_job(context, who, body, language=language_of(request))


@router.post(
    "/training-jobs/validation",
    operation_id="ValidateTrainingJob",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/JobCreate"}}},
        }
    },
)
async def validate_training_job(
    request: Request, context: Context, who: Annotated[Subject, decided_by_service(access.CREATE_JOB, _POOL)]
) -> ValidationAnswer:
    """Say what stands against creating a training job, and what it would run; nothing is created."""
    return await validating.validate_job(context, who, await request.body(), language=language_of(request))


@router.post("/training-job-searches", operation_id="ListTrainingJobs", response_model=JobListAnswer)
async def list_training_jobs(
    request: Request, context: Context, db: ReadDb, body: JobSearch, who: Annotated[Subject, allow(access.LIST_JOBS)]
) -> Response:
    """List training jobs: filtered, sorted, in pages."""
    found = await searching.search_jobs(db, context, who, body, language=language_of(request))
    return Response(orjson.dumps(found), media_type="application/json")


@router.get("/training-jobs/{training_job_id}", operation_id="ShowTrainingJobDetails")
async def show_training_job(
    request: Request, context: Context, db: ReadDb, training_job_id: JobId, who: Annotated[Subject, allow(access.GET_JOB)]
) -> JobAnswer:
    """Show a training job with its tasks, attempts and what it runs."""
    return await jobs.get_job(db, context, who, training_job_id, language=language_of(request))


@router.put("/training-jobs/{training_job_id}", operation_id="ChangeTrainingJobDescription")
async def change_training_job(
    request: Request,
    context: Context,
    db: Db,
    training_job_id: JobId,
    body: JobUpdate,
    who: Annotated[Subject, allow(access.UPDATE_JOB)],
) -> JobAnswer:
    """Change the description of a training job, or its priority while it waits."""
    return await jobs.change_job(db, context, who, training_job_id, body, language=language_of(request))


@router.post("/training-jobs/{training_job_id}/actions", operation_id="StopTrainingJob", status_code=202)
async def stop_training_job(
    request: Request,
    context: Context,
    db: Db,
    training_job_id: JobId,
    body: JobAction,
    who: Annotated[Subject, allow(access.UPDATE_JOB)],
) -> JobAnswer:
    """Stop a training job."""
    return await jobs.act_on_job(db, context, who, training_job_id, body, language=language_of(request))


@router.delete("/training-jobs/{training_job_id}", operation_id="DeleteTrainingJob", status_code=202)
async def delete_training_job(
    context: Context, db: Db, training_job_id: JobId, who: Annotated[Subject, allow(access.DELETE_JOB)]
) -> Response:
    """Delete a training job that has ended."""
    await jobs.delete_job(db, context, who, training_job_id)
    return Response(status_code=202)


@router.post("/training-jobs/batch-delete", operation_id="BatchDeleteTrainingJob", status_code=202)
async def batch_delete_training_jobs(
    context: Context,
    db: Db,
    body: BatchDelete,
    who: Annotated[Subject, decided_by_service(access.DELETE_JOB, "the jobs are named in the body; each of them is asked for")],
) -> Response:
    """Delete training jobs that have ended, all or none."""
    await jobs.delete_jobs(db, context, who, [item.metadata.id for item in body.jobs])
    return Response(status_code=202)


@router.get("/training-job-names", operation_id="ValidateTrainingJobName")
async def validate_training_job_name(
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_JOBS)],
    job_name: Annotated[str, Query(max_length=1000)],
    workspace_id: Annotated[str, Query(max_length=64)] = DEFAULT_WORKSPACE,
) -> NameAnswer:
    """Say whether a name is taken."""
    return NameAnswer(is_duplicate=await jobs.is_name_taken(db, who, job_name, workspace_id=workspace_id))


@router.get("/training-quotas", operation_id="ShowTrainingQuotas")
async def show_training_quotas(
    context: Context,
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_JOBS)],
    resource: Annotated[str, Query(max_length=64)] = "job-num",
) -> QuotasAnswer:
    """Show how many training jobs the project has, and how many it may have."""
    return await jobs.show_quotas(db, context, who)
