"""Reads of datasets."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.core.subject import Subject, SubjectKind
from modelyard.datasets.models.datasets import DatasetRow, LabellingJobRow, LabelRow

SORT_COLUMNS = {"create_time": DatasetRow.created_at, "dataset_name": DatasetRow.name_folded}


def visible_datasets(who: Subject) -> Select[Any]:
    """Select the datasets of the caller's project; all of them for the platform itself."""
    statement = select(DatasetRow)
    if who.kind is SubjectKind.SYSTEM:
        return statement
    return statement.where(DatasetRow.project_id == (who.project_id or ""), DatasetRow.domain_id == who.domain_id)


async def find_both(db: AsyncSession, who: Subject, dataset_id: str) -> tuple[DatasetRow, LabellingJobRow] | None:
    """Return a dataset of the caller's project with its default labelling job."""
    statement = visible_datasets(who).where(DatasetRow.id == dataset_id).add_columns(LabellingJobRow)
    found = (await db.execute(statement.join(LabellingJobRow, LabellingJobRow.id == DatasetRow.default_job_id))).first()
    return None if found is None else (found[0], found[1])


async def find_dataset(db: AsyncSession, who: Subject, dataset_id: str, *, lock: bool = False) -> DatasetRow | None:
    """Return a dataset of the caller's project."""
    statement = visible_datasets(who).where(DatasetRow.id == dataset_id)
    row: DatasetRow | None = await db.scalar(for_update(statement) if lock else statement)
    return row


def listed(
    who: Subject, workspace_id: str, *, name: str = "", types: Sequence[int] = (), sort_by: str, descending: bool
) -> Select[Any]:
    """Select the datasets of a workspace that match, in order. name: a part of it, whatever the case."""
    clauses: list[ColumnElement[bool]] = [DatasetRow.workspace_id == workspace_id]
    if name:
        clauses.append(DatasetRow.name_folded.contains(name.lower(), autoescape=True))
    if types:
        clauses.append(DatasetRow.type.in_(types))
    columns = (SORT_COLUMNS[sort_by], DatasetRow.id)
    return visible_datasets(who).where(*clauses).order_by(*(one.desc() if descending else one.asc() for one in columns))


async def count_datasets(db: AsyncSession, project_id: str, workspace_id: str | None = None) -> int:
    """Return how many datasets a project, or one of its workspaces, has."""
    statement = select(func.count()).select_from(DatasetRow).where(DatasetRow.project_id == project_id)
    if workspace_id is not None:
        statement = statement.where(DatasetRow.workspace_id == workspace_id)
    return await db.scalar(statement) or 0


async def jobs_of(db: AsyncSession, ids: Sequence[str]) -> dict[str, LabellingJobRow]:
    """Return labelling jobs by id."""
    return {row.id: row for row in await db.scalars(select(LabellingJobRow).where(LabellingJobRow.id.in_(ids)))}


async def labels_of(db: AsyncSession, job_ids: Sequence[str]) -> dict[str, list[LabelRow]]:
    """Return the labels of labelling jobs, in the order in which they were made."""
    statement = select(LabelRow).where(LabelRow.job_id.in_(job_ids)).order_by(LabelRow.job_id, LabelRow.number)
    found: dict[str, list[LabelRow]] = {job_id: [] for job_id in job_ids}
    for row in await db.scalars(statement):
        found[row.job_id].append(row)
    return found


def labels_in_order(job_id: str) -> Select[Any]:
    """Select the labels of a job, in the order in which they were made."""
    return select(LabelRow).where(LabelRow.job_id == job_id).order_by(LabelRow.number)
