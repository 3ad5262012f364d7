"""Routes of changes to many samples. All of them are ours."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.schemas.batches import SampleChange, SampleChangeList, SamplesChange, SamplesChanged, SamplesRemoval
from modelyard.datasets.service import batches

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes",
    tags=["datasets"],
    dependencies=[Depends(project_in_path)],
)

ChangeId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the task.")]


@router.post("", operation_id="ChangeSamples", response_model_exclude_none=True)
async def change_samples(
    context: Context,
    dataset_id: DatasetId,
    body: SamplesChange,
    who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")],
    _audit: Audited,
) -> SamplesChanged:
    """Label, mark or confirm many samples: named ones at once, all that a search finds as a task."""
    return await batches.change_samples(context, who, dataset_id, body)


@router.post("/delete", operation_id="RemoveSamples", response_model_exclude_none=True)
async def remove_samples(
    context: Context,
    dataset_id: DatasetId,
    body: SamplesRemoval,
    who: Annotated[Subject, allow(access.DELETE_SAMPLES, of="dataset_id")],
    _audit: Audited,
) -> SamplesChanged:
    """Delete many samples: named ones at once, all that a search finds as a task."""
    return await batches.remove_samples(context, who, dataset_id, body)


@router.get("", operation_id="ListSampleChanges", response_model_exclude_none=True)
async def list_changes(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> SampleChangeList:
    """List the tasks that change samples."""
    return await batches.list_changes(db, who, dataset_id, page=offset, limit=limit, language=language_of(request))


@router.get("/{task_id}", operation_id="ShowSampleChange", response_model_exclude_none=True)
async def show_change(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    task_id: ChangeId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
) -> SampleChange:
    """Show how far a task that changes samples is."""
    return await batches.get_change(db, who, dataset_id, task_id, language=language_of(request))


@router.post("/{task_id}/undo", operation_id="UndoSampleChange", status_code=201, response_model_exclude_none=True)
async def undo_change(
    db: Db, dataset_id: DatasetId, task_id: ChangeId, who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")]
) -> SamplesChanged:
    """Take a change back, for the samples that nobody has touched since."""
    return await batches.undo_change(db, who, dataset_id, task_id)


@router.post("/{task_id}/resume", operation_id="ResumeSampleChange", status_code=204)
async def resume_change(
    db: Db, dataset_id: DatasetId, task_id: ChangeId, who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")]
) -> Response:
    """Go on with a task that was stopped or failed."""
    await batches.resume_change(db, who, dataset_id, task_id)
    return Response(status_code=204)


@router.post("/{task_id}/stop", operation_id="StopSampleChange", status_code=204)
async def stop_change(
    db: Db, dataset_id: DatasetId, task_id: ChangeId, who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")]
) -> Response:
    """Stop a task that changes samples; what it has done stays."""
    await batches.stop_change(db, who, dataset_id, task_id)
    return Response(status_code=204)
