"""Routes of labels."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.core.text import Line
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.schemas.datasets import BatchOutcome, LabelList, LabelProperty, Labels, Loose
from modelyard.datasets.service import labels
from modelyard.datasets.types.datasets import DeletePolicy

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}/data-annotations/labels",
    tags=["datasets"],
    dependencies=[Depends(project_in_path)],
)

LabelPath = Annotated[Line, Path(min_length=1, max_length=1024, description="Name of the label.")]
LabelTypeQuery = Annotated[int | None, Query(ge=0, le=999, description="Type of the label, where the name is not enough.")]
Updater = Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")]


@router.get("", operation_id="ListLabels", response_model_exclude_none=True)
async def list_labels(
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET)],
    version_id: Annotated[str | None, Query(max_length=64, pattern=r"^[0-9A-Za-z]*$")] = None,
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100_000)] = 100_000,
) -> LabelList:
    """List the labels of a dataset."""
    return await labels.list_labels(db, who, dataset_id, version_id=version_id, page=offset, limit=limit)


@router.post("", operation_id="CreateLabels", response_model_exclude_none=True)
async def create_labels(
    request: Request, context: Context, db: Db, dataset_id: DatasetId, body: Labels, who: Updater
) -> BatchOutcome:
    """Add labels, each by itself."""
    return await labels.create_labels(db, context, who, dataset_id, body.labels, language=language_of(request))


@router.put("", operation_id="UpdateLabels", response_model_exclude_none=True)
async def update_labels(
    request: Request, context: Context, db: Db, dataset_id: DatasetId, body: Labels, who: Updater
) -> BatchOutcome:
    """Change labels, each by itself; `@modelarts:rename_to` renames."""
    return await labels.change_labels(db, context, who, dataset_id, body.labels, language=language_of(request))


@router.post("/delete", operation_id="DeleteLabels", response_model_exclude_none=True)
async def delete_labels(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    body: Labels,
    who: Updater,
    _audit: Audited,
    delete_policy: Annotated[DeletePolicy, Loose, Query()] = DeletePolicy.LABELS,
) -> BatchOutcome:
    """Delete labels with their annotations, each by itself; the samples that have nothing else, if the policy says so."""
    return await labels.delete_labels(
        context, who, dataset_id, body.labels, policy=delete_policy, language=language_of(request)
    )


@router.put("/{label_name:path}", operation_id="UpdateLabel", status_code=204)
async def update_label(
    context: Context,
    db: Db,
    dataset_id: DatasetId,
    label_name: LabelPath,
    body: LabelProperty,
    who: Updater,
    label_type: LabelTypeQuery = None,
) -> Response:
    """Change one label."""
    await labels.change_label(db, context, who, dataset_id, label_name, look=body, label_type=label_type)
    return Response(status_code=204)


@router.delete("/{label_name:path}", operation_id="DeleteLabelAndSamples", status_code=204)
async def delete_label(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    label_name: LabelPath,
    who: Updater,
    _audit: Audited,
    label_type: LabelTypeQuery = None,
    delete_source: bool = False,
) -> Response:
    """Delete a label, and the samples that have nothing else; with their files if asked."""
    await labels.delete_label(
        context, who, dataset_id, label_name, label_type=label_type, files=delete_source, language=language_of(request)
    )
    return Response(status_code=204)
