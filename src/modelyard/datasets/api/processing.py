"""Routes of processing tasks. What is ours is `operators`, `operators/check`, `previews`, `resume` and `logs`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from modelyard.core.access import allow
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.subject import Subject
from modelyard.core.text import Line
from modelyard.datasets import access
from modelyard.datasets.api.datasets import PageNumber
from modelyard.datasets.schemas.datasets import WorkspaceId
from modelyard.datasets.schemas.processing import (
    CreatedPreview,
    CreatedProcessorTask,
    CreatedProcessorVersion,
    Empty,
    OperatorAnswer,
    OperatorCheck,
    OperatorList,
    PreviewCreate,
    ProcessorItemList,
    ProcessorLog,
    ProcessorResultList,
    ProcessorTaskAnswer,
    ProcessorTaskCreate,
    ProcessorTaskList,
    ProcessorTaskUpdate,
    ProcessorVersionAnswer,
    ProcessorVersionCreate,
    ProcessorVersionList,
)
from modelyard.datasets.service import processing, processing_versions
from modelyard.datasets.service.processing_context import ProcessingContext, context_of
from modelyard.datasets.service.processing_finding import TaskQuery

router = APIRouter(prefix="/v2/{project_id}/processor-tasks", tags=["datasets"], dependencies=[Depends(project_in_path)])

Context = Annotated[ProcessingContext, Depends(context_of)]
TaskId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the task.")]
VersionId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z]+$", description="Id of the version.")]
Order = Annotated[Literal["asc", "desc"], Query()]
Text = Annotated[Line, Query(max_length=1024)]


@router.get("", operation_id="ListProcessorTasks", response_model_exclude_none=True)
async def list_tasks(
    request: Request,
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_PROCESSOR_TASKS)],
    task_type: Annotated[Line, Query(max_length=64, description="Id of a template.")] = "",
    source_type: Literal["", "OBS", "TASK", "DATASET", "CUSTOM"] = "",
    source: Text = "",
    version_id: Annotated[Line, Query(max_length=4096, description="Ids of dataset versions, with commas between.")] = "",
    query_current: bool = False,
    return_result: bool = True,
    status: Annotated[int | None, Query(ge=0, le=4)] = None,
    task_name: Annotated[Line, Query(max_length=64)] = "",
    workspace_id: Annotated[WorkspaceId, Query()] = "0",
    sort_by: Literal["create_time", "name", "duration_seconds"] = "create_time",
    order: Order = "desc",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> ProcessorTaskList:
    """List processing tasks and feature analyses: filtered, sorted, in pages."""
    query = TaskQuery(
        workspace_id=workspace_id,
        template=task_type,
        source_type=source_type,
        source=source,
        versions=tuple(one for one in version_id.split(",") if one)[:100],
        current=query_current,
        status=status,
        name=task_name,
        sort_by=sort_by,
        descending=order == "desc",
        page=offset,
        limit=limit,
    )
    return await processing.list_tasks(db, who, query, language=language_of(request), with_results=return_result)


@router.post("", operation_id="CreateProcessorTask")
async def create_task(
    context: Context, body: ProcessorTaskCreate, who: Annotated[Subject, allow(access.CREATE_PROCESSOR_TASK)], _audit: Audited
) -> CreatedProcessorTask:
    """Create a processing task or a feature analysis."""
    return await processing.create_task(context, who, body)


@router.get("/items", operation_id="GetProcessorTaskItems")
async def list_items(
    who: Annotated[Subject, allow(access.GET_PROCESSOR_TASK)],
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> ProcessorItemList:
    """List the kinds of data processing."""
    return processing.list_items(page=offset, limit=limit)


@router.get("/operators", operation_id="ListProcessorOperators", response_model_exclude_none=True)
async def list_operators(who: Annotated[Subject, allow(access.GET_PROCESSOR_TASK)]) -> OperatorList:
    """List the operators with their parameters."""
    return processing.list_operators()


@router.post("/operators/check", operation_id="CheckProcessorOperator", response_model_exclude_none=True)
async def check_operator(
    context: Context, body: OperatorCheck, who: Annotated[Subject, allow(access.CREATE_PROCESSOR_TASK)], _audit: Audited
) -> OperatorAnswer:
    """Read what the file of a custom operator says that it takes; nothing of it is run."""
    return await processing.check_operator(context, who, body.path)


@router.post("/previews", operation_id="PreviewProcessorTask")
async def create_preview(
    context: Context, body: PreviewCreate, who: Annotated[Subject, allow(access.CREATE_PROCESSOR_TASK)], _audit: Audited
) -> CreatedPreview:
    """Run operators over a few samples to look at the results."""
    return await processing.create_preview(context, who, body)


@router.get("/{task_id}", operation_id="DescribeProcessorTask", response_model_exclude_none=True)
async def show_task(
    request: Request, db: ReadDb, task_id: TaskId, who: Annotated[Subject, allow(access.GET_PROCESSOR_TASK)]
) -> ProcessorTaskAnswer:
    """Show a processing task, or a feature analysis with its result."""
    return await processing.get_task(db, who, task_id, language=language_of(request))


@router.put("/{task_id}", operation_id="UpdateProcessorTask")
async def update_task(
    db: Db, task_id: TaskId, body: ProcessorTaskUpdate, who: Annotated[Subject, allow(access.UPDATE_PROCESSOR_TASK)]
) -> Empty:
    """Change the description of a processing task."""
    await processing.change_task(db, who, task_id, body)
    return {}


@router.delete("/{task_id}", operation_id="DeleteProcessorTask")
async def delete_task(
    db: Db, context: Context, task_id: TaskId, who: Annotated[Subject, allow(access.DELETE_PROCESSOR_TASK)]
) -> Empty:
    """Delete a processing task with its versions. Files in the storage stay."""
    await processing.delete_task(db, context, who, task_id)
    return {}


@router.get("/{task_id}/versions", operation_id="ListProcessorTaskVersions", response_model_exclude_none=True)
async def list_versions(
    request: Request,
    db: ReadDb,
    task_id: TaskId,
    who: Annotated[Subject, allow(access.GET_PROCESSOR_TASK, of="task_id")],
    sort_by: Literal["create_time", "version_name"] = "create_time",
    order: Order = "desc",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
) -> ProcessorVersionList:
    """List the versions of a processing task."""
    return await processing_versions.list_versions(
        db, who, task_id, sort_by=sort_by, descending=order == "desc", page=offset, limit=limit, language=language_of(request)
    )


@router.post("/{task_id}/versions", operation_id="CreateProcessorTaskVersion")
async def create_version(
    context: Context,
    task_id: TaskId,
    body: ProcessorVersionCreate,
    who: Annotated[Subject, allow(access.CREATE_PROCESSOR_TASK, of="task_id")],
    _audit: Audited,
) -> CreatedProcessorVersion:
    """Run a processing task once more."""
    return await processing_versions.create_version(context, who, task_id, body)


@router.get("/{task_id}/versions/{version_id}", operation_id="DescProcessorTaskVersion", response_model_exclude_none=True)
async def show_version(
    request: Request,
    db: ReadDb,
    task_id: TaskId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.GET_PROCESSOR_TASK, of="task_id")],
) -> ProcessorVersionAnswer:
    """Show a version of a processing task: progress, counts, recipe, statistics."""
    return await processing_versions.get_version(db, who, task_id, version_id, language=language_of(request))


@router.delete("/{task_id}/versions/{version_id}", operation_id="DeleteProcessorTaskVersion", status_code=204)
async def delete_version(
    db: Db,
    context: Context,
    task_id: TaskId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.DELETE_PROCESSOR_TASK, of="task_id")],
) -> Response:
    """Delete a version that has ended. Files in the storage stay."""
    await processing_versions.delete_version(db, context, who, task_id, version_id)
    return Response(status_code=204)


@router.get(
    "/{task_id}/versions/{version_id}/results",
    operation_id="ListProcessorTaskVersionResults",
    response_model_exclude_none=True,
)
async def list_results(
    request: Request,
    context: Context,
    task_id: TaskId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.GET_PROCESSOR_TASK, of="task_id")],
    result_property: Annotated[
        Line, Query(max_length=8, description="-1 for all, 0 kept, 1 modified, 2 deleted, 3 added.")
    ] = "",
    process_parameter: Annotated[Line, Query(max_length=1024, description="Accepted; links lead to the whole files.")] = "",
    offset: PageNumber = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> ProcessorResultList:
    """List what became of samples, with links to the files before and after."""
    return await processing_versions.list_results(
        context, who, task_id, version_id, wanted=result_property, page=offset, limit=limit, host=request.url.hostname
    )


@router.get("/{task_id}/versions/{version_id}/logs", operation_id="ReadProcessorTaskVersionLog")
async def read_log(
    context: Context,
    task_id: TaskId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.GET_PROCESSOR_TASK, of="task_id")],
    offset: Annotated[int, Query(ge=-(2**40), le=2**40, description="In bytes; a negative one counts from the end.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1_048_576)] = 65_536,
) -> ProcessorLog:
    """Read a piece of the log of a version."""
    return await processing_versions.read_log(context, who, task_id, version_id, offset=offset, limit=limit)


@router.post("/{task_id}/versions/{version_id}/stop", operation_id="StopProcessorTaskVersion")
async def stop_version(
    db: Db,
    context: Context,
    task_id: TaskId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.UPDATE_PROCESSOR_TASK, of="task_id")],
) -> Empty:
    """Stop a version; what it finished stays, and it can go on."""
    await processing_versions.stop_version(db, context, who, task_id, version_id)
    return {}


@router.post("/{task_id}/versions/{version_id}/resume", operation_id="ResumeProcessorTaskVersion")
async def resume_version(
    db: Db,
    context: Context,
    task_id: TaskId,
    version_id: VersionId,
    who: Annotated[Subject, allow(access.UPDATE_PROCESSOR_TASK, of="task_id")],
) -> Empty:
    """Have a version that was stopped or failed go on."""
    await processing_versions.resume_version(db, context, who, task_id, version_id)
    return {}
