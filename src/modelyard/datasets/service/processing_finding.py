"""Reads of processing tasks: what a caller may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.core.errors import AppError
from modelyard.core.subject import Subject, SubjectKind
from modelyard.datasets.errors.processing import ProcessorTaskNotFound, ProcessorVersionNotFound
from modelyard.datasets.models.processing import ProcessorResultRow, ProcessorTaskRow, ProcessorVersionRow
from modelyard.iam.service.workspaces import require_workspace

_SORTS = {
    "create_time": ProcessorTaskRow.created_at,
    "name": ProcessorTaskRow.name_folded,
    "duration_seconds": ProcessorTaskRow.duration_seconds,
}
_VERSION_SORTS = {"create_time": ProcessorVersionRow.created_at, "version_name": ProcessorVersionRow.number}


@dataclass(frozen=True)
class TaskQuery:
    """What a list of tasks is filtered and sorted by. versions: ids of versions of datasets; empty for all."""

    workspace_id: str = "0"
    template: str = ""
    source_type: str = ""
    source: str = ""
    versions: tuple[str, ...] = ()
    current: bool = False
    status: int | None = None
    name: str = ""
    sort_by: str = "create_time"
    descending: bool = True
    page: int = 0
    limit: int = 10


async def get_task(db: AsyncSession, who: Subject, task_id: str, *, lock: bool = False) -> ProcessorTaskRow:
    """Return a task that the caller may see. Raises ProcessorTaskNotFound."""
    statement = _visible(who).where(ProcessorTaskRow.id == task_id)
    row: ProcessorTaskRow | None = await db.scalar(for_update(statement) if lock else statement)
    if row is not None:
        try:
            await require_workspace(db, who, row.workspace_id)
        except AppError:
            row = None
    if row is None:
        raise ProcessorTaskNotFound(task_id=task_id, resource=task_id)
    return row


async def get_version(
    db: AsyncSession, who: Subject, task_id: str, version_id: str, *, lock: bool = False
) -> tuple[ProcessorTaskRow, ProcessorVersionRow]:
    """Return a task and a version of it. Raises ProcessorTaskNotFound, ProcessorVersionNotFound."""
    task = await get_task(db, who, task_id, lock=lock)
    statement = select(ProcessorVersionRow).where(ProcessorVersionRow.id == version_id, ProcessorVersionRow.task_id == task.id)
    row: ProcessorVersionRow | None = await db.scalar(for_update(statement) if lock else statement)
    if row is None:
        raise ProcessorVersionNotFound(version_id=version_id, resource=version_id)
    return task, row


async def newest_version(db: AsyncSession, task_id: str) -> ProcessorVersionRow | None:
    """Return the last run of a task."""
    statement = select(ProcessorVersionRow).where(ProcessorVersionRow.task_id == task_id)
    row: ProcessorVersionRow | None = await db.scalar(statement.order_by(ProcessorVersionRow.number.desc()).limit(1))
    return row


async def runs_of(db: AsyncSession, task_ids: Sequence[str]) -> dict[str, ProcessorVersionRow]:
    """Return the runs of feature analyses by their tasks."""
    statement = select(ProcessorVersionRow).where(ProcessorVersionRow.task_id.in_(task_ids), ProcessorVersionRow.number == 0)
    return {row.task_id: row for row in await db.scalars(statement)}


def listed(who: Subject, query: TaskQuery) -> Select[Any]:
    """Select the tasks that match, in order."""
    row = ProcessorTaskRow
    clauses: list[ColumnElement[bool]] = [row.workspace_id == query.workspace_id, row.is_preview.is_(False)]
    for column, value in ((row.template_id, query.template), (row.source_type, query.source_type), (row.source, query.source)):
        if value:
            clauses.append(column == value)
    if query.versions:
        clauses.append(row.source_version.in_(query.versions))
    if query.current:
        clauses.append(row.is_current.is_(True))
    if query.status is not None:
        clauses.append(row.status == query.status)
    if query.name:
        clauses.append(row.name_folded.contains(query.name.lower(), autoescape=True))
    columns = (_SORTS[query.sort_by], row.id)
    return _visible(who).where(*clauses).order_by(*(one.desc() if query.descending else one.asc() for one in columns))


def versions_of(task_id: str, *, sort_by: str, descending: bool) -> Select[Any]:
    """Select the versions of a task, in order."""
    column = _VERSION_SORTS[sort_by]
    columns = (column, ProcessorVersionRow.number)
    statement = select(ProcessorVersionRow).where(ProcessorVersionRow.task_id == task_id, ProcessorVersionRow.number > 0)
    return statement.order_by(*(one.desc() if descending else one.asc() for one in columns))


async def results_of(
    db: AsyncSession, version_id: str, wanted: int | None, *, page: int, limit: int
) -> list[ProcessorResultRow]:
    """Return a page of results. wanted: a property that they have, None for all."""
    statement = select(ProcessorResultRow).where(ProcessorResultRow.version_id == version_id)
    if wanted is not None:
        statement = statement.where(ProcessorResultRow.property == wanted)
    rows = await db.scalars(statement.order_by(ProcessorResultRow.number).offset(page * limit).limit(limit))
    return list(rows)


async def count_tasks(db: AsyncSession, project_id: str) -> int:
    """Return how many tasks a project has."""
    row = ProcessorTaskRow
    statement = select(func.count()).select_from(row).where(row.project_id == project_id, row.is_preview.is_(False))
    return await db.scalar(statement) or 0


async def is_taken(db: AsyncSession, project_id: str, workspace_id: str, name: str) -> bool:
    """Return whether a workspace has a task of this name."""
    row = ProcessorTaskRow
    where = (row.project_id == project_id, row.workspace_id == workspace_id, row.name == name)
    return await db.scalar(select(row.id).where(*where)) is not None


def _visible(who: Subject) -> Select[Any]:
    statement = select(ProcessorTaskRow)
    if who.kind is SubjectKind.SYSTEM:
        return statement
    return statement.where(ProcessorTaskRow.project_id == (who.project_id or ""), ProcessorTaskRow.domain_id == who.domain_id)
