"""Use cases of processing tasks: create, show, list, change, delete."""

import secrets
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now, take_turn
from modelyard.core.i18n import Language
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.datasets.errors.processing import (
    ProcessorInvalid,
    ProcessorNameTaken,
    ProcessorTaskBusy,
    TooManyProcessorTasks,
)
from modelyard.datasets.models.processing import ProcessorTaskRow
from modelyard.datasets.rules.ids import new_id
from modelyard.datasets.rules.operators import ITEMS
from modelyard.datasets.rules.processing import read_template
from modelyard.datasets.schemas.processing import (
    CreatedPreview,
    CreatedProcessorTask,
    OperatorAnswer,
    OperatorList,
    PreviewCreate,
    ProcessorDataSource,
    ProcessorItem,
    ProcessorItemList,
    ProcessorTaskAnswer,
    ProcessorTaskCreate,
    ProcessorTaskList,
    ProcessorTaskUpdate,
)
from modelyard.datasets.service import processing_describing as describing
from modelyard.datasets.service import processing_finding as finding
from modelyard.datasets.service.processing_context import ProcessingContext
from modelyard.datasets.service.processing_drafting import Draft, draft, read_operator
from modelyard.datasets.service.processing_finding import TaskQuery
from modelyard.datasets.service.processing_runs import Run, forget, start
from modelyard.datasets.types.processing import ENDED, ProcessingStatus, TemplateId
from modelyard.iam.service.workspaces import require_workspace

BUSY = {ProcessingStatus.INITIALISED: ("being prepared", "准备中"), ProcessingStatus.RUNNING: ("running", "运行中")}


async def create_task(context: ProcessingContext, who: Subject, wanted: ProcessorTaskCreate) -> CreatedProcessorTask:
    """Create a processing task, with its first version where that is asked for; a feature analysis runs at once.

    Raises ProcessorNameTaken, TooManyProcessorTasks, and what `draft` raises.
    """
    found = await draft(
        context,
        who,
        wanted.template,
        sources_of(wanted.inputs, wanted.data_source),
        version_id=wanted.version_id,
        work_path=wanted.work_path,
    )
    async with context.database.session() as db:
        await require_workspace(db, who, wanted.workspace_id)
        await take_turn(db, f"processing:{who.project_id}")
        if await finding.count_tasks(db, who.project_id or "") >= context.settings.max_tasks:
            raise TooManyProcessorTasks(limit=context.settings.max_tasks)
        row = _row(db, who, found, name=wanted.name, workspace_id=wanted.workspace_id)
        row.description = wanted.description
        await _insert(db, row)
        is_analysis = found.template is TemplateId.ANALYSE
        if is_analysis or wanted.create_version:
            run = Run(found, wanted.description, wanted.seed, is_version=not is_analysis)
            await start(db, context, who, row, run)
        return CreatedProcessorTask(task_id=row.id)


async def create_preview(context: ProcessingContext, who: Subject, wanted: PreviewCreate) -> CreatedPreview:
    """Run operators over a few samples to look at the results; it is in no list, and goes by itself."""
    found = await draft(context, who, wanted.template, wanted.inputs, version_id=None, work_path=None)
    if found.template is TemplateId.ANALYSE:
        raise ProcessorInvalid(field="template.id", problem="an analysis has no preview", problem_zh="特征分析不支持预览")
    async with context.database.session() as db:
        row = _row(db, who, found, name=f"preview-{secrets.token_hex(16)}", workspace_id="0")
        row.is_preview, row.is_current = True, False
        await _insert(db, row, is_current=False)
        version = await start(db, context, who, row, Run(found, "", wanted.seed, limit=wanted.count))
        return CreatedPreview(task_id=row.id, version_id=version.id)


async def list_tasks(
    db: AsyncSession, who: Subject, query: TaskQuery, *, language: Language, with_results: bool
) -> ProcessorTaskList:
    """Return a page of the tasks that match."""
    await require_workspace(db, who, query.workspace_id)
    if query.template:
        read_template(query.template, field="task_type")
    page = await fetch_page(db, finding.listed(who, query), offset=query.page * query.limit, limit=query.limit)
    analyses = [row.id for row in page.items if row.template_id == TemplateId.ANALYSE]
    runs = await finding.runs_of(db, analyses) if analyses and with_results else {}
    tasks = [describing.task_of(row, runs.get(row.id), language=language, with_result=with_results) for row in page.items]
    return ProcessorTaskList(count=page.total, tasks=tasks)


async def get_task(db: AsyncSession, who: Subject, task_id: str, *, language: Language) -> ProcessorTaskAnswer:
    """Return a task; that of a feature analysis with its result. Raises ProcessorTaskNotFound."""
    row = await finding.get_task(db, who, task_id)
    runs = await finding.runs_of(db, [row.id])
    return describing.task_of(row, runs.get(row.id), language=language)


async def change_task(db: AsyncSession, who: Subject, task_id: str, wanted: ProcessorTaskUpdate) -> None:
    """Change the description of a task. Raises ProcessorTaskNotFound."""
    row = await finding.get_task(db, who, task_id, lock=True)
    row.description, row.changed_at = wanted.description, now(db)


async def delete_task(db: AsyncSession, context: ProcessingContext, who: Subject, task_id: str) -> None:
    """Delete a task with its versions; what lies in buckets stays. Raises ProcessorTaskNotFound, ProcessorTaskBusy."""
    row = await finding.get_task(db, who, task_id, lock=True)
    newest = await finding.newest_version(db, row.id)
    if newest is not None and newest.status not in ENDED:
        text, zh = BUSY[ProcessingStatus(newest.status)]
        raise ProcessorTaskBusy(name=row.name, status=text, status_zh=zh)
    await forget(db, context, row)
    await db.execute(delete(ProcessorTaskRow).where(ProcessorTaskRow.id == row.id))


def list_items(*, page: int, limit: int) -> ProcessorItemList:
    """Return what kinds of data processing there are."""
    items = [ProcessorItem(template_id=one, label_en=said[0], label_zh=said[1]) for one, said in ITEMS.items()]
    return ProcessorItemList(total=len(items), items=items[page * limit : (page + 1) * limit])


def list_operators() -> OperatorList:
    """Return the operators with their parameters."""
    found = describing.all_operators()
    return OperatorList(total=len(found), operators=found)


async def check_operator(context: ProcessingContext, who: Subject, path: str) -> OperatorAnswer:
    """Return what the file of a custom operator says that it takes. Raises OperatorFileInvalid, ProcessorPathForbidden."""
    operator, _ = await read_operator(context, who, path, field="path")
    return describing.operator_of(operator)


def sources_of(inputs: list[ProcessorDataSource], source: ProcessorDataSource | None) -> list[ProcessorDataSource]:
    """Return the inputs of a request, which may be given in two ways."""
    return inputs or ([source] if source is not None else [])


def _row(db: AsyncSession, who: Subject, found: Draft, *, name: str, workspace_id: str) -> ProcessorTaskRow:
    at = now(db)
    return ProcessorTaskRow(
        id=new_id(),
        domain_id=who.domain_id,
        project_id=who.project_id or "",
        workspace_id=workspace_id,
        user_id=who.user_id,
        user_name=who.user_name,
        name=name,
        name_folded=name.lower(),
        template_id=found.template.value,
        template=found.template_wire,
        inputs=found.inputs,
        work_path=found.work_path,
        source_type=found.source_type.value,
        source=found.source,
        source_version=found.source_version,
        status=ProcessingStatus.INITIALISED.value,
        is_preview=False,
        is_current=True,
        version_count=0,
        next_number=1,
        duration_seconds=0,
        created_at=at,
        changed_at=at,
    )


async def _insert(db: AsyncSession, row: ProcessorTaskRow, *, is_current: bool = True) -> None:
    same: tuple[Any, ...] = (
        ProcessorTaskRow.source == row.source,
        ProcessorTaskRow.source_version == row.source_version,
        ProcessorTaskRow.template_id == row.template_id,
        ProcessorTaskRow.project_id == row.project_id,
    )
    if is_current:
        await db.execute(update(ProcessorTaskRow).where(*same).values(is_current=False))
    db.add(row)
    try:
        await db.flush()  # so that a name that is taken is known here
    except IntegrityError as error:
        raise ProcessorNameTaken(field="name", name=row.name, problem="taken") from error
