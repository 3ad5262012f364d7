"""Routes of imports and synchronisation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.schemas.imports import (
    ImportAnswer,
    ImportCreate,
    ImportList,
    ProblemList,
    SyncCreate,
    SyncState,
    TaskCreated,
)
from modelyard.datasets.service import imports, syncs

router = APIRouter(prefix="/v2/{project_id}/datasets/{dataset_id}", tags=["datasets"], dependencies=[Depends(project_in_path)])

TaskId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the task.")]
PageSize = Annotated[int, Query(ge=1, le=100)]


@router.post("/import-tasks", operation_id="ImportTask")
async def start_import(
    context: Context,
    dataset_id: DatasetId,
    body: ImportCreate,
    who: Annotated[Subject, allow(access.IMPORT, of="dataset_id")],
    _audit: Audited,
) -> TaskCreated:
    """Import samples and annotations: from a manifest, or from a folder."""
    return await imports.start_import(context, who, dataset_id, body)


@router.get("/import-tasks", operation_id="ListImportTasks", response_model_exclude_none=True)
async def list_imports(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
    offset: PageNumber = 0,
    limit: PageSize = 10,
) -> ImportList:
    """List the imports of a dataset, the newest first."""
    return await imports.list_imports(db, who, dataset_id, page=offset, limit=limit, language=language_of(request))


@router.get("/import-tasks/{task_id}", operation_id="DescImportTask", response_model_exclude_none=True)
async def show_import(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    task_id: TaskId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
) -> ImportAnswer:
    """Show an import: how far it is, what it took, and what was wrong."""
    return await imports.get_import(db, who, dataset_id, task_id, language=language_of(request))


@router.post("/import-tasks/{task_id}/stop", operation_id="StopImportTask", status_code=204)
async def stop_import(
    db: Db, dataset_id: DatasetId, task_id: TaskId, who: Annotated[Subject, allow(access.IMPORT, of="dataset_id")]
) -> Response:
    """Stop an import. What was imported stays; it can be resumed. Ours."""
    await imports.stop_task(db, who, dataset_id, task_id)
    return Response(status_code=204)


@router.post("/import-tasks/{task_id}/resume", operation_id="ResumeImportTask", status_code=204)
async def resume_import(
    db: Db, dataset_id: DatasetId, task_id: TaskId, who: Annotated[Subject, allow(access.IMPORT, of="dataset_id")]
) -> Response:
    """Have a stopped or failed import go on where it was. Ours."""
    await imports.resume_task(db, who, dataset_id, task_id)
    return Response(status_code=204)


@router.get("/long-tasks/{task_id}/problems", operation_id="ListTaskProblems")
async def list_problems(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    task_id: TaskId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
    offset: PageNumber = 0,
    limit: PageSize = 50,
) -> ProblemList:
    """List the first 1,000 things that were wrong in an import, a synchronisation or other long work. Ours."""
    return await imports.list_problems(db, who, dataset_id, task_id, page=offset, limit=limit, language=language_of(request))


@router.post("/sync-data", operation_id="SyncDataSource")
async def start_sync(
    db: Db,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.UPDATE_DATASET)],
    body: SyncCreate | None = None,
) -> Response:
    """Bring a dataset into agreement with its input path. Labels are never dropped: what is gone comes back with its file."""
    await syncs.start_sync(db, who, dataset_id, confirm=body.confirm if body else False)
    return Response(status_code=200)


@router.get("/sync-data/status", operation_id="SyncDataSourceState", response_model_exclude_none=True)
async def show_sync(
    request: Request, db: ReadDb, dataset_id: DatasetId, who: Annotated[Subject, allow(access.GET_DATASET)]
) -> SyncState:
    """Show how the latest synchronisation is."""
    return await syncs.get_sync(db, who, dataset_id, language=language_of(request))
