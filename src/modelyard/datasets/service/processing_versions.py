"""Use cases of the versions of processing tasks: run again, show, stop, go on, delete, results, log."""

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.compute import service as compute
from modelyard.compute.errors import TaskNotFound, WorkloadNotFound
from modelyard.compute.types import WorkloadId
from modelyard.core.db import now
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets.errors.processing import ProcessorInvalid, ProcessorLogGone, ProcessorTaskBusy, TooManyProcessorVersions
from modelyard.datasets.models.processing import ProcessorResultRow, ProcessorVersionRow
from modelyard.datasets.schemas.processing import (
    CreatedProcessorVersion,
    ProcessorDataSource,
    ProcessorLog,
    ProcessorResult,
    ProcessorResultList,
    ProcessorVersionAnswer,
    ProcessorVersionCreate,
    ProcessorVersionList,
    TemplateParam,
    WorkPath,
)
from modelyard.datasets.service import processing_describing as describing
from modelyard.datasets.service import processing_finding as finding
from modelyard.datasets.service import processing_runs as runs
from modelyard.datasets.service.processing import BUSY, sources_of
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.service.processing_drafting import draft
from modelyard.datasets.service.processing_runs import Run
from modelyard.datasets.types.processing import ENDED, ROLE, ProcessingStatus, ResultProperty, TemplateId
from modelyard.objects.schemas.browser import URLRequest
from modelyard.objects.service import places, signed_urls

_SYSTEM = Subject.system("datasets.processing")
_LINK_SECONDS = 3600
_TASK = f"{ROLE}-0"


async def create_version(
    context: ProcessingContext, who: Subject, task_id: str, wanted: ProcessorVersionCreate
) -> CreatedProcessorVersion:
    """Run a task once more, with what is left out as before. Raises as `create_task`, and TooManyProcessorVersions."""
    async with context.database.read_session() as db:
        task = await finding.get_task(db, who, task_id)
        newest = await finding.newest_version(db, task.id)
    if task.template_id == TemplateId.ANALYSE:
        problem, zh = "a feature analysis has no versions; create another one", "特征分析没有版本，请新建任务"
        raise ProcessorInvalid(field="task_id", problem=problem, problem_zh=zh)
    old = WorkPath(**task.work_path) if task.work_path else None
    found = await draft(
        context,
        who,
        wanted.template or TemplateParam(**task.template),
        sources_of(wanted.inputs, wanted.data_source) or [ProcessorDataSource(**one) for one in task.inputs],
        version_id=wanted.version_id,
        work_path=wanted.work_path or old,
    )
    async with context.database.session() as db:
        task = await finding.get_task(db, who, task_id, lock=True)
        if task.version_count >= context.settings.max_versions:
            raise TooManyProcessorVersions(limit=context.settings.max_versions)
        seed = wanted.seed if wanted.seed is not None else newest.seed if newest else 0
        row = await runs.start(db, context, who, task, Run(found, wanted.description, seed))
        return CreatedProcessorVersion(version_id=row.id)


async def list_versions(
    db: AsyncSession, who: Subject, task_id: str, *, sort_by: str, descending: bool, page: int, limit: int, language: Language
) -> ProcessorVersionList:
    """Return a page of the versions of a task. Raises ProcessorTaskNotFound."""
    task = await finding.get_task(db, who, task_id)
    statement = finding.versions_of(task.id, sort_by=sort_by, descending=descending)
    found = await fetch_page(db, statement, offset=page * limit, limit=limit)
    at = now(db)
    return ProcessorVersionList(
        count=found.total, versions=[describing.version_of(row, now=at, language=language) for row in found.items]
    )


async def get_version(
    db: AsyncSession, who: Subject, task_id: str, version_id: str, *, language: Language
) -> ProcessorVersionAnswer:
    """Return a version. Raises ProcessorTaskNotFound, ProcessorVersionNotFound."""
    _, row = await finding.get_version(db, who, task_id, version_id)
    return describing.version_of(row, now=now(db), language=language)


async def stop_version(db: AsyncSession, context: ProcessingContext, who: Subject, task_id: str, version_id: str) -> None:
    """Stop a version. Raises ProcessorTaskNotFound, ProcessorVersionNotFound, ProcessorNotRunning."""
    task, row = await finding.get_version(db, who, task_id, version_id, lock=True)
    await runs.stop(db, context, task, row)


async def resume_version(db: AsyncSession, context: ProcessingContext, who: Subject, task_id: str, version_id: str) -> None:
    """Have a version go on. Raises ProcessorTaskNotFound, ProcessorVersionNotFound, ProcessorCannotResume."""
    task, row = await finding.get_version(db, who, task_id, version_id, lock=True)
    await runs.resume(db, context, who, task, row)


async def delete_version(db: AsyncSession, context: ProcessingContext, who: Subject, task_id: str, version_id: str) -> None:
    """Delete a version that has ended. Raises ProcessorTaskNotFound, ProcessorVersionNotFound, ProcessorTaskBusy."""
    task, row = await finding.get_version(db, who, task_id, version_id, lock=True)
    if row.status not in ENDED:
        text, zh = BUSY[ProcessingStatus(row.status)]
        raise ProcessorTaskBusy(name=row.name, status=text, status_zh=zh)
    is_version = row.number > 0
    await runs.forget(db, context, task, row.id)
    task.version_count -= is_version
    newest = await finding.newest_version(db, task.id)
    if newest is None:
        task.status, task.error, task.duration_seconds = ProcessingStatus.INITIALISED.value, None, 0
    else:
        task.status, task.error = newest.status, newest.error
        task.duration_seconds = describing.duration_of(newest, now(db))


async def list_results(
    context: ProcessingContext,
    who: Subject,
    task_id: str,
    version_id: str,
    *,
    wanted: str,
    page: int,
    limit: int,
    host: str | None,
) -> ProcessorResultList:
    """Return a page of what became of samples, with links to the files before and after. Raises ProcessorVersionNotFound."""
    if wanted not in {"", "-1", *(str(one.value) for one in ResultProperty)}:
        raise ProcessorInvalid(field="result_property", problem="must be from -1 to 3", problem_zh="取值范围为 -1 至 3")
    chosen = int(wanted) if wanted not in {"", "-1"} else None
    async with context.database.read_session() as db:
        _, row = await finding.get_version(db, who, task_id, version_id)
        rows = await finding.results_of(db, row.id, chosen, page=page, limit=limit)
    total = _count(row, chosen)
    links = await _links(context, who, [place for one in rows for place in (one.origin_source, one.new_source) if place], host)
    return ProcessorResultList(
        count=total, has_more=(page + 1) * limit < total, results=[_result(row, one, links) for one in rows]
    )


async def read_log(
    context: ProcessingContext, who: Subject, task_id: str, version_id: str, *, offset: int, limit: int
) -> ProcessorLog:
    """Return a piece of the log of a version; a negative offset counts from its end. Raises ProcessorLogGone."""
    async with context.database.read_session() as db:
        _, row = await finding.get_version(db, who, task_id, version_id)
    if row.workload_id is None:
        raise ProcessorLogGone(name=row.name, problem="no workload")
    try:
        part = await compute.read_log(context.compute, _SYSTEM, WorkloadId(row.workload_id), _TASK, offset=offset, limit=limit)
    except (WorkloadNotFound, TaskNotFound):
        raise ProcessorLogGone(name=row.name, problem="gone") from None
    text = part.content.decode("utf-8", "replace")
    following = part.offset + len(part.content)
    return ProcessorLog(content=text, offset=part.offset, next_offset=following, size=part.size, ended=part.ended)


def _count(row: ProcessorVersionRow, wanted: int | None) -> int:
    counts = (row.kept_count, row.modified_count, row.deleted_count, row.added_count)
    return sum(counts) if wanted is None else counts[wanted]


def _result(version: ProcessorVersionRow, row: ProcessorResultRow, links: dict[str, str]) -> ProcessorResult:
    return ProcessorResult(
        sample_id=row.sample_id,
        version_id=version.id,
        origin_source=row.origin_source.replace("obs://", "s3://", 1),
        new_source=row.new_source or None,
        signed_origin_source=links.get(row.origin_source),
        signed_new_source=links.get(row.new_source),
        result_property=row.property,
        result_description=orjson.loads(row.said),
    )


async def _links(context: ProcessingContext, who: Subject, sources: list[str], host: str | None) -> dict[str, str]:
    """Return links to files; none where the caller's account has no such bucket any more."""
    by_bucket: dict[str, dict[str, URLRequest]] = {}
    for source in sources:
        place = places.read_place(source, field="source")
        by_bucket.setdefault(place.bucket, {})[source] = URLRequest(method="GET", bucket=place.bucket, key=place.key)
    found: dict[str, str] = {}
    own = context.datasets
    for requests in by_bucket.values():
        try:
            signed = await signed_urls.sign_urls(
                own.objects, own.keys, who, list(requests.values()), expires_seconds=_LINK_SECONDS, host=host
            )
        except AppError:
            continue
        found |= {source: link.url for source, link in zip(requests, signed.urls, strict=True)}
    return found
