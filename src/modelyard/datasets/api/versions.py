"""Routes of versions. Those that the public API does not have say so."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber, Ratios, read_ratios
from modelyard.datasets.schemas.versions import (
    CreatedVersion,
    SplitCounts,
    SplitPreview,
    VersionAnswer,
    VersionCreate,
    VersionList,
    VersionUses,
)
from modelyard.datasets.service import splitting, versions

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}/versions", tags=["datasets"], dependencies=[Depends(project_in_path)]
)

VersionId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the version.")]


@router.get("", operation_id="ListDatasetVersions", response_model_exclude_none=True)
async def list_versions(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
    status: Annotated[int | None, Query(ge=0, le=4)] = None,
    version_format: Annotated[int | None, Query(ge=0, le=2)] = None,
    train_evaluate_ratio: Ratios = None,
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> VersionList:
    """List the versions of a dataset, the newest first."""
    return await versions.list_versions(
        db,
        who,
        dataset_id,
        status=status,
        version_format=version_format,
        ratios=read_ratios(train_evaluate_ratio),
        page=offset,
        limit=limit,
        language=language_of(request),
    )


@router.post("", operation_id="CreateDatasetVersion", status_code=201)
async def create_version(
    context: Context,
    dataset_id: DatasetId,
    body: VersionCreate,
    who: Annotated[Subject, allow(access.CREATE_VERSION, of="dataset_id")],
    _audit: Audited,
) -> CreatedVersion:
    """Publish a version. It can be used when its status is 1."""
    return await versions.create_version(context, who, dataset_id, body)


@router.post("/preview", operation_id="PreviewDatasetSplit", response_model_exclude_none=True)
async def preview_split(
    db: ReadDb,
    dataset_id: DatasetId,
    body: SplitPreview,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
) -> SplitCounts:
    """Say how many samples a split would give, in all and of each label. Ours."""
    return await splitting.preview(db, who, dataset_id, body.split)


@router.get("/{version_id}", operation_id="DescribeDatasetVersion", response_model_exclude_none=True)
async def show_version(
    request: Request,
    db: ReadDb,
    dataset_id: DatasetId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
) -> VersionAnswer:
    """Show a version with statistics of its labels."""
    return await versions.get_version(db, who, dataset_id, version_id, language=language_of(request))


@router.delete("/{version_id}", operation_id="DeleteDatasetVersion", status_code=204)
async def delete_version(
    db: Db,
    dataset_id: DatasetId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.DELETE_VERSION, of="dataset_id")],
) -> Response:
    """Delete a version. Files in the storage stay; one that is being published is stopped."""
    await versions.delete_version(db, who, dataset_id, version_id)
    return Response(status_code=204)


@router.get("/{version_id}/uses", operation_id="ListDatasetVersionUses")
async def list_uses(
    db: ReadDb,
    dataset_id: DatasetId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")],
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> VersionUses:
    """List what used a version, such as training jobs, the newest first. Ours."""
    return await versions.list_uses(db, who, dataset_id, version_id, page=offset, limit=limit)
