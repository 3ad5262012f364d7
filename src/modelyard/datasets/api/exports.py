"""Routes of exports."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.schemas.exports import ExportAnswer, ExportCreate, ExportList, ExportStarted
from modelyard.datasets.service import exports

router = APIRouter(prefix="/v2/{project_id}/datasets", tags=["datasets"], dependencies=[Depends(project_in_path)])

ResourceId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the dataset.")]
TaskId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the export.")]


@router.post("/{dataset_id}/export-tasks", operation_id="ExportTask")
async def start_export(
    context: Context,
    dataset_id: DatasetId,
    body: ExportCreate,
    who: Annotated[Subject, allow(access.CREATE_EXPORT, of="dataset_id")],
    _audit: Audited,
) -> ExportStarted:
    """Export samples to a folder, or to a new dataset."""
    return await exports.start_export(context, who, dataset_id, body)


@router.get("/{dataset_id}/export-tasks", operation_id="GetExportTasksStatusOfDataset", response_model_exclude_none=True)
async def list_exports(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
    export_type: Annotated[int | None, Query(ge=0, le=3)] = None,
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> ExportList:
    """List the exports of a dataset, the newest first."""
    return await exports.list_exports(
        db, who, dataset_id, export_type=export_type, page=offset, limit=limit, language=language_of(request)
    )


@router.get(
    "/{resource_id}/export-tasks/{task_id}", operation_id="GetExportTaskStatusOfDataset", response_model_exclude_none=True
)
async def show_export(
    request: Request,
    db: ReadDb,
    resource_id: ResourceId,
    task_id: TaskId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="resource_id")],
) -> ExportAnswer:
    """Show an export."""
    return await exports.get_export(db, who, resource_id, task_id, language=language_of(request))


@router.post("/{dataset_id}/export-tasks/{task_id}/stop", operation_id="StopExportTask", status_code=204)
async def stop_export(
    db: Db, dataset_id: DatasetId, task_id: TaskId, who: Annotated[Subject, allow(access.CREATE_EXPORT, of="dataset_id")]
) -> Response:
    """Stop an export; what was written stays. Ours."""
    await exports.stop_export(db, who, dataset_id, task_id)
    return Response(status_code=204)
