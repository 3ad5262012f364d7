"""Routes of datasets."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.errors import InvalidPayload
from modelyard.core.http import Audited, Db, ReadDb, project_in_path
from modelyard.core.subject import Subject
from modelyard.core.text import Line
from modelyard.datasets import access
from modelyard.datasets.schemas.datasets import (
    ChangedDataset,
    CreatedDataset,
    DatasetAnswer,
    DatasetList,
    DatasetType,
    DatasetUpdate,
    WorkspaceId,
)
from modelyard.datasets.schemas.new_datasets import NewDataset
from modelyard.datasets.service import datasets, sample_files
from modelyard.datasets.service.context import DatasetsContext, context_of
from modelyard.datasets.types.datasets import DEFAULT_WORKSPACE

router = APIRouter(prefix="/v2/{project_id}/datasets", tags=["datasets"], dependencies=[Depends(project_in_path)])

Context = Annotated[DatasetsContext, Depends(context_of)]
DatasetId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the dataset.")]
PageNumber = Annotated[int, Query(ge=0, le=1_000_000, description="Number of the page, from 0.")]
Ratios = Annotated[str | None, Query(max_length=32, pattern=r"^[0-9.,]*$", description="Bounds, such as `0.0,1.0`.")]
RunningTask = Annotated[int | None, Query(ge=0, le=7, description="Kind of the tasks that `running_tasks_id` names.")]


@router.post("", operation_id="CreateDataset", status_code=201, response_model_exclude_none=True)
async def create_dataset(
    context: Context, body: NewDataset, who: Annotated[Subject, allow(access.CREATE_DATASET)], _audit: Audited
) -> CreatedDataset:
    """Create a dataset; its first team task, too, if the request has one."""
    return await datasets.create_dataset(context, who, body, team_task=body.workforce_information)


@router.get("", operation_id="ListDatasets", response_model_exclude_none=True)
async def list_datasets(
    request: Request,
    context: Context,
    who: Annotated[Subject, allow(access.LIST_DATASETS)],
    search_content: Annotated[Line, Query(max_length=100)] = "",
    dataset_type: Annotated[DatasetType | None, Query()] = None,
    dataset_version: Annotated[Literal["v1", "v2", "all"], Query(description="Accepted; there is one kind.")] = "v1",
    workspace_id: Annotated[WorkspaceId, Query()] = DEFAULT_WORKSPACE,
    with_labels: bool = False,
    file_preview: Annotated[bool, Query(description="Whether up to four files of each are shown.")] = False,
    check_running_task: bool = False,
    running_task_type: RunningTask = None,
    contain_versions: bool = False,
    train_evaluate_ratio: Ratios = None,
    version_format: Annotated[int | None, Query(ge=0, le=2)] = None,
    support_export: bool = False,
    sort_by: Literal["create_time", "dataset_name"] = "create_time",
    order: Literal["asc", "desc"] = "desc",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> DatasetList:
    """List datasets: filtered, sorted, in pages."""
    async with context.database.read_session() as db:
        found = await datasets.list_datasets(
            db,
            who,
            workspace_id=workspace_id,
            name=search_content,
            dataset_type=dataset_type,
            exportable=support_export,
            with_versions=contain_versions,
            version_format=version_format,
            ratios=read_ratios(train_evaluate_ratio),
            with_labels=with_labels,
            with_tasks=check_running_task,
            task_type=running_task_type,
            sort_by=sort_by,
            descending=order == "desc",
            page=offset,
            limit=limit,
        )
    if file_preview:
        await sample_files.show_files(context, who, found.datasets, host=request.url.hostname)
    return found


@router.get("/{dataset_id}", operation_id="DescDataset", response_model_exclude_none=True)
async def show_dataset(
    db: ReadDb,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.GET_DATASET)],
    check_running_task: bool = False,
    running_task_type: RunningTask = None,
) -> DatasetAnswer:
    """Show a dataset with its labels."""
    return await datasets.get_dataset(db, who, dataset_id, with_tasks=check_running_task, task_type=running_task_type)


@router.put("/{dataset_id}", operation_id="UpdateDataset")
async def update_dataset(
    context: Context, db: Db, dataset_id: DatasetId, body: DatasetUpdate, who: Annotated[Subject, allow(access.UPDATE_DATASET)]
) -> ChangedDataset:
    """Change the name, the description or the labels of a dataset; all of it or nothing."""
    return await datasets.change_dataset(db, context, who, dataset_id, body)


@router.delete("/{dataset_id}", operation_id="DeleteDataset", status_code=204)
async def delete_dataset(db: Db, dataset_id: DatasetId, who: Annotated[Subject, allow(access.DELETE_DATASET)]) -> Response:
    """Delete a dataset. Files in the storage stay."""
    await datasets.delete_dataset(db, who, dataset_id)
    return Response(status_code=204)


def read_ratios(text: str | None) -> tuple[float, float] | None:
    """Read bounds of the share of training samples. Raises InvalidPayload."""
    if not text:
        return None
    try:
        low, high = (float(each) for each in text.split(","))
    except ValueError:
        raise InvalidPayload(field="train_evaluate_ratio", problem="must be two numbers, such as 0.0,1.0") from None
    return low, high
