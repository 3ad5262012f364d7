"""Routes of measurements."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from modelyard.core.http import project_in_path
from modelyard.core.paging import Offset
from modelyard.training.api.logs import Context, JobIdPath, Reader, TaskIdPath
from modelyard.training.schemas.logs import AttemptQuery
from modelyard.training.schemas.metrics import JobCurves, JobMetrics
from modelyard.training.service import tasks

router = APIRouter(prefix="/v2/{project_id}/training-jobs", tags=["training"], dependencies=[Depends(project_in_path)])


@router.get("/{training_job_id}/metrics/{task_id}", operation_id="ShowTrainingJobMetrics")
async def show_metrics(context: Context, who: Reader, training_job_id: JobIdPath, task_id: TaskIdPath) -> JobMetrics:
    """Show the averages of each minute of a task, in per cent; -1 where nothing was measured."""
    return await tasks.show_metrics(context, who, training_job_id, task_id)


@router.get("/{training_job_id}/metrics", operation_id="ListTrainingJobMetrics")
async def list_metrics(
    *,
    context: Context,
    who: Reader,
    training_job_id: JobIdPath,
    points: Annotated[int, Query(ge=10, le=2000, description="Most points of each curve; peaks stay visible.")] = 300,
    per_card: Annotated[bool, Query(description="Curves of each accelerator, too.")] = False,
    attempt: AttemptQuery = None,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=64, description="Most tasks.")] = 16,
) -> JobCurves:
    """List the curves of the tasks of a job over their whole life: processor, memory, accelerators, disk, reading, writing."""
    return await tasks.list_curves(
        context, who, training_job_id, attempt=attempt, most=points, per_card=per_card, offset=offset, limit=limit
    )
