"""Routes of links to logs that work without login."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from modelyard.core.access import public
from modelyard.core.http import Audited, Db, project_in_path
from modelyard.training.api.logs import Context, Exporter, JobIdPath, TaskIdPath, whole_log
from modelyard.training.rules.logs import log_file_name
from modelyard.training.schemas.logs import LogLink, LogLinkCreate, LogLinks
from modelyard.training.service import log_links
from modelyard.training.service.runs import get_run, log_of

router = APIRouter(prefix="/v2/{project_id}/training-jobs", tags=["training"], dependencies=[Depends(project_in_path)])
shared = APIRouter(prefix="/v2/shared-logs", tags=["training"])

LinkIdPath = Annotated[str, Path(min_length=1, max_length=32, pattern="^[0-9a-f]+$", description="Id of the link.")]


@router.post("/{training_job_id}/tasks/{task_id}/log-links", operation_id="CreateTrainingJobLogLink", status_code=201)
async def create_log_link(
    request: Request,
    context: Context,
    who: Exporter,
    training_job_id: JobIdPath,
    task_id: TaskIdPath,
    body: LogLinkCreate,
    _audit: Audited,
) -> LogLink:
    """Make a link by which everybody can read a log for up to an hour, without login. Logs may hold private things."""
    base = f"{request.url.scheme}://{request.url.netloc}"
    return await log_links.create_link(context, who, training_job_id, task_id, body, base=base)


@router.get("/{training_job_id}/tasks/{task_id}/log-links", operation_id="ListTrainingJobLogLinks")
async def list_log_links(context: Context, who: Exporter, training_job_id: JobIdPath, task_id: TaskIdPath) -> LogLinks:
    """List the links to a task's logs that still work, without their secrets."""
    run = await get_run(context, who, training_job_id)
    log_of(context, who, run, task_id)
    async with context.database.read_session() as db:
        return LogLinks(links=await log_links.list_links(db, run, task_id))


@router.delete(
    "/{training_job_id}/tasks/{task_id}/log-links/{link_id}", operation_id="DeleteTrainingJobLogLink", status_code=204
)
async def delete_log_link(
    context: Context,
    db: Db,
    who: Exporter,
    training_job_id: JobIdPath,
    task_id: TaskIdPath,
    link_id: LinkIdPath,
) -> None:
    """Revoke a link."""
    run = await get_run(context, who, training_job_id)
    await log_links.delete_link(db, run, task_id, link_id)


@shared.get(
    "/{link_id}",
    operation_id="ShowSharedLog",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string", "format": "binary"}}}}},
    dependencies=[public("the link holds a secret, ends within an hour, and stands on the rights of its maker")],
)
async def show_shared_log(
    request: Request,
    context: Context,
    link_id: LinkIdPath,
    key: Annotated[str, Query(max_length=100, description="The secret of the link.")] = "",
    download: Annotated[bool, Query(description="Have browsers save it instead of showing it.")] = False,
) -> Response:
    """Read the log that somebody shared."""
    log, job_id, task = await log_links.open_link(context, link_id, key)
    return await whole_log(request, log, log_file_name(job_id, task), saves=download, user_id=f"link {link_id}")
