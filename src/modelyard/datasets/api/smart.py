"""Routes of smart tasks."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, project_in_path
from modelyard.core.subject import Subject
from modelyard.core.text import Line
from modelyard.datasets import access
from modelyard.datasets.api.datasets import Context, DatasetId, PageNumber
from modelyard.datasets.api.samples import SampleId, Share
from modelyard.datasets.schemas.datasets import SampleAnswer, SampleList
from modelyard.datasets.schemas.smart import CreatedSmartTask, SmartTaskAnswer, SmartTaskCreate, SmartTaskList
from modelyard.datasets.service import smart
from modelyard.datasets.service.samples import SampleQuery

router = APIRouter(
    prefix="/v2/{project_id}/datasets/{dataset_id}",
    tags=["datasets"],
    dependencies=[Depends(project_in_path)],
)

TaskId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_]+$", description="Id of the task.")]
Viewer = Annotated[Subject, allow(access.GET_DATASET, of="dataset_id")]


@router.get("/tasks", operation_id="ListTasks", response_model_exclude_none=True)
async def list_tasks(
    db: ReadDb,
    dataset_id: DatasetId,
    who: Viewer,
    type: Annotated[int | None, Query(ge=0, le=9, description="0 active learning, 1 pre-labelling, 2 grouping.")] = None,  # noqa: A002
    task_name: Annotated[Line, Query(max_length=128)] = "",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> SmartTaskList:
    """List smart tasks of a dataset; without a type, those that label."""
    return await smart.list_tasks(db, who, dataset_id, kind=type, name=task_name, page=offset, limit=limit)


@router.post("/tasks", operation_id="CreateTask")
async def create_task(
    context: Context,
    dataset_id: DatasetId,
    body: SmartTaskCreate,
    who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")],
    _audit: Audited,
) -> CreatedSmartTask:
    """Start automatic labelling or grouping."""
    return CreatedSmartTask(task_id=await smart.create_task(context, who, dataset_id, body))


@router.get("/tasks/{task_id}", operation_id="AutoAnnotationProgress", response_model_exclude_none=True)
async def show_progress(db: ReadDb, dataset_id: DatasetId, task_id: TaskId, who: Viewer) -> SmartTaskAnswer:
    """Show how far a smart task is."""
    return await smart.get_task(db, who, dataset_id, task_id)


@router.post("/tasks/{task_id}/stop", operation_id="StopAutoAnnotation", status_code=204)
async def stop_task(
    db: Db,
    dataset_id: DatasetId,
    task_id: TaskId,
    who: Annotated[Subject, allow(access.UPDATE_DATASET, of="dataset_id")],
) -> Response:
    """Stop automatic labelling or grouping; what it wrote stays."""
    await smart.stop_task(db, who, dataset_id, task_id)
    return Response(status_code=204)


@router.get("/auto-annotations/samples", operation_id="ListAutoAnnotationSamples", response_model_exclude_none=True)
async def list_samples(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    who: Annotated[Subject, allow(access.LIST_SAMPLES, of="dataset_id")],
    label_name: Annotated[Line, Query(max_length=1024)] = "",
    label_type: Annotated[int | None, Query(ge=0, le=999)] = None,
    low_score: Share = 0.0,
    high_score: Share = 1.0,
    search_conditions: Annotated[Line, Query(max_length=16_384, description="Conditions as JSON; all of them count.")] = "",
    order: Literal["asc", "desc"] = "desc",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> SampleList:
    """List samples whose labels wait to be confirmed."""
    query = SampleQuery(
        label=label_name,
        label_type=label_type,
        low=low_score,
        high=high_score,
        conditions=search_conditions,
        page=offset,
        limit=limit,
        newest_first=order == "desc",
    )
    return await smart.list_samples(context, who, dataset_id, query, host=request.url.hostname)


@router.get(
    "/auto-annotations/samples/{sample_id}",
    operation_id="DescribeAutoAnnotationSample",
    response_model_exclude_none=True,
)
async def show_sample(
    request: Request,
    context: Context,
    dataset_id: DatasetId,
    sample_id: SampleId,
    who: Annotated[Subject, allow(access.GET_SAMPLE, of="dataset_id")],
) -> SampleAnswer:
    """Show a sample whose labels wait to be confirmed."""
    return await smart.get_sample(context, who, dataset_id, sample_id, host=request.url.hostname)
