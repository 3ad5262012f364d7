"""Routes of comparisons of versions, and of going back to one. All of them are ours."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.api.versions import VersionId
from modelyard.datasets.rules.comparing import Change
from modelyard.datasets.schemas.comparing import (
    ComparisonWanted,
    Restore,
    Restores,
    RestoreStarted,
    VersionComparison,
    VersionSampleChanges,
)
from modelyard.datasets.service import comparing, restoring

router = APIRouter(prefix="/v2/{project_id}/datasets/{dataset_id}", tags=["datasets"], dependencies=[Depends(project_in_path)])

BeforeId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="The older version.")]
RestoreId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the task.")]
Reader = Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")]
Updater = Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")]


@router.post("/versions/{version_id}/comparisons", operation_id="CompareVersions", response_model_exclude_none=True)
async def compare(
    request: Request, db: Db, dataset_id: DatasetId, version_id: VersionId, body: ComparisonWanted, who: Reader
) -> VersionComparison:
    """Compare a version with an older one; ask again until its state is `completed`."""
    return await comparing.compare(db, who, dataset_id, version_id, body, language=language_of(request))


@router.get(
    "/versions/{version_id}/comparisons/{before_id}", operation_id="ShowVersionComparison", response_model_exclude_none=True
)
async def show_comparison(
    request: Request, db: ReadDb, dataset_id: DatasetId, version_id: VersionId, before_id: BeforeId, who: Reader
) -> VersionComparison:
    """Show how a version differs from another one."""
    return await comparing.get_comparison(db, who, dataset_id, version_id, before_id, language=language_of(request))


@router.get(
    "/versions/{version_id}/comparisons/{before_id}/samples",
    operation_id="ListVersionChanges",
    response_model_exclude_none=True,
)
async def list_changes(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    version_id: VersionId,
    before_id: BeforeId,
    who: Annotated[Subject, allow(access.LIST_SAMPLES, of="dataset_id")],
    change: Annotated[Change | None, Query(description="Only samples with this change.")] = None,
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> VersionSampleChanges:
    """List the samples that two versions differ in, with what was said before and after."""
    changes = () if change is None else (change,)
    return await comparing.list_changes(
        context, who, dataset_id, version_id, before_id, changes=changes, page=offset, limit=limit, host=request.url.hostname
    )


@router.post("/versions/{version_id}/restore", operation_id="RestoreVersion", status_code=201)
async def restore(db: Db, dataset_id: DatasetId, version_id: VersionId, who: Updater) -> RestoreStarted:
    """Set the annotations of the dataset back to those of a version."""
    return await restoring.restore(db, who, dataset_id, version_id)


@router.get("/version-restores", operation_id="ListVersionRestores", response_model_exclude_none=True)
async def list_restores(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    who: Reader,
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Restores:
    """List when annotations were set back to a version, the newest first."""
    return await restoring.list_restores(db, who, dataset_id, page=offset, limit=limit, language=language_of(request))


@router.get("/version-restores/{task_id}", operation_id="ShowVersionRestore", response_model_exclude_none=True)
async def show_restore(request: Request, db: ReadDb, dataset_id: DatasetId, task_id: RestoreId, who: Reader) -> Restore:
    """Show how far setting annotations back is."""
    return await restoring.get_restore(db, who, dataset_id, task_id, language=language_of(request))


@router.post("/version-restores/{task_id}/undo", operation_id="UndoVersionRestore", status_code=201)
async def undo(db: Db, dataset_id: DatasetId, task_id: RestoreId, who: Updater) -> RestoreStarted:
    """Say again what was said before, of samples that nobody has changed since."""
    return await restoring.undo(db, who, dataset_id, task_id)


@router.post("/version-restores/{task_id}/stop", operation_id="StopVersionRestore", status_code=204)
async def stop(db: Db, dataset_id: DatasetId, task_id: RestoreId, who: Updater) -> Response:
    """Stop setting annotations back; what was set back stays, and can be undone."""
    await restoring.stop_restore(db, who, dataset_id, task_id)
    return Response(status_code=204)


@router.post("/version-restores/{task_id}/resume", operation_id="ResumeVersionRestore", status_code=204)
async def resume(db: Db, dataset_id: DatasetId, task_id: RestoreId, who: Updater) -> Response:
    """Go on setting annotations back."""
    await restoring.resume_restore(db, who, dataset_id, task_id)
    return Response(status_code=204)
