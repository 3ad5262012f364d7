"""Routes of storage tasks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from modelyard.core.access import authenticated
from modelyard.core.http import Audited, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.objects.schemas.tasks import StorageTask, StorageTaskList, TaskCreate
from modelyard.objects.service import tasks
from modelyard.objects.service.context import ObjectsContext, context_of
from modelyard.objects.types import TaskKind, TaskState

router = APIRouter(prefix="/v2/{project_id}/storage", tags=["objects"], dependencies=[Depends(project_in_path)])

Context = Annotated[ObjectsContext, Depends(context_of)]
TaskId = Annotated[str, Path(min_length=1, max_length=32, pattern="^[0-9a-f]+$")]
_OWN = "everybody sees and cancels his own tasks; the service asks for the right to those of others"


@router.post("/tasks", operation_id="CreateStorageTask", status_code=202)
async def create_task(
    request: Request,
    context: Context,
    body: TaskCreate,
    who: Annotated[Subject, authenticated("the service demands the rights to the objects that the task reads and writes")],
    _audit: Audited,
) -> StorageTask:
    """Unpack an archive, import a directory of the server, or delete a folder, in the background."""
    return await tasks.create_task(context, who, body, language=language_of(request))


@router.get("/tasks", operation_id="ListStorageTasks")
async def list_tasks(
    *,
    request: Request,
    context: Context,
    who: Annotated[Subject, authenticated(_OWN)],
    state: TaskState | None = None,
    kind: TaskKind | None = None,
    offset: Offset = 0,
    limit: Limit = 20,
) -> StorageTaskList:
    """List storage tasks, newest first."""
    page = await tasks.list_tasks(
        context, who, state=state, kind=kind, offset=offset, limit=limit, language=language_of(request)
    )
    return StorageTaskList(tasks=page.items, total_count=page.total, count=len(page.items))


@router.get("/tasks/{task_id}", operation_id="ShowStorageTask")
async def get_task(
    request: Request, context: Context, task_id: TaskId, who: Annotated[Subject, authenticated(_OWN)]
) -> StorageTask:
    """Show a storage task."""
    return await tasks.get_task(context, who, task_id, language=language_of(request))


@router.post("/tasks/{task_id}/cancel", operation_id="CancelStorageTask", status_code=202)
async def cancel_task(
    request: Request, context: Context, task_id: TaskId, who: Annotated[Subject, authenticated(_OWN)], _audit: Audited
) -> StorageTask:
    """Cancel a storage task; what an unpacking has made is removed again."""
    return await tasks.cancel_task(context, who, task_id, language=language_of(request))
