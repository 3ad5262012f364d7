"""Reads of lists of jobs: pages in any order, and what matches a filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import from_milliseconds
from modelyard.training.models import DeletionsRow, JobRow
from modelyard.training.queries.jobs import WITH_DETAILS
from modelyard.training.rules.searches import Condition, Kind, Operator


@dataclass(frozen=True)
class Order:
    """An order of jobs; all columns go the same way, so that an index can be read in it."""

    columns: tuple[str, ...]
    descending: bool


@dataclass(frozen=True)
class Revision:
    """A state of the jobs of a place. created: of which there are; changed: of what may change about them."""

    created: tuple[datetime | None, int | None]
    changed: datetime | None


@dataclass(frozen=True)
class Scope:
    """Where a list looks."""

    project_id: str
    workspace_id: str

    def apply(self, statement: Select[Any]) -> Select[Any]:
        """Narrow a select to this place."""
        return statement.where(JobRow.project_id == self.project_id, JobRow.workspace_id == self.workspace_id)


async def revision_of(db: AsyncSession, scope: Scope) -> Revision:
    """Return how far the jobs of a place have come; two answers that are alike mean that nothing has changed."""
    created = scope.apply(select(func.max(JobRow.created_at))).scalar_subquery()
    changed = scope.apply(select(func.max(JobRow.changed_at))).scalar_subquery()
    deleted = (
        select(DeletionsRow.count)
        .where(DeletionsRow.project_id == scope.project_id, DeletionsRow.workspace_id == scope.workspace_id)
        .scalar_subquery()
    )
    row = (await db.execute(select(created, changed, deleted))).one()
    return Revision(created=(row[0], row[2]), changed=row[1])


async def ids_of(
    db: AsyncSession, scope: Scope, conditions: Sequence[Condition], order: Order, *, most: int
) -> list[str] | None:
    """Return the ids of all jobs that match, in order; None when there are more than `most`.

    Looking first and sorting afterwards lets the database read an index of the filter alone.
    """
    columns = [JobRow.id, *(getattr(JobRow, name) for name in order.columns if name != "id")]
    matching = scope.apply(select(*columns)).where(*(_clause(condition) for condition in conditions))
    found = matching.limit(most + 1).subquery()
    statement = select(found.c.id).order_by(*(_ordered(found.c[name], order) for name in order.columns))
    ids = list(await db.scalars(statement))
    return ids if len(ids) <= most else None


async def page_of(
    db: AsyncSession, scope: Scope, conditions: Sequence[Condition], order: Order, *, offset: int, limit: int
) -> list[str]:
    """Return the ids of a page of jobs, in order."""
    statement = scope.apply(select(JobRow.id)).where(*(_clause(condition) for condition in conditions))
    statement = statement.order_by(*(_ordered(getattr(JobRow, name), order) for name in order.columns))
    return list(await db.scalars(statement.offset(offset).limit(limit)))


async def rows_of(db: AsyncSession, ids: Sequence[str]) -> list[JobRow]:
    """Return jobs with their details in the order of their ids; those that are gone are left out."""
    if not ids:
        return []
    found = await db.scalars(select(JobRow).where(JobRow.id.in_(ids)).options(WITH_DETAILS))
    rows = {row.id: row for row in found}
    return [rows[job_id] for job_id in ids if job_id in rows]


async def count_in(db: AsyncSession, scope: Scope, conditions: Sequence[Condition]) -> int:
    """Return how many jobs of a place meet all conditions."""
    statement = scope.apply(select(func.count()).select_from(JobRow))
    return await db.scalar(statement.where(*(_clause(condition) for condition in conditions))) or 0


async def note_deletion(db: AsyncSession, scope: Scope) -> None:
    """Count a deletion."""
    row = await db.get(DeletionsRow, (scope.project_id, scope.workspace_id), with_for_update=True)
    if row is None:
        row = DeletionsRow(project_id=scope.project_id, workspace_id=scope.workspace_id, count=0)
        db.add(row)
    row.count += 1
    await db.flush()  # so that the next one of a batch sees it


def _ordered(column: Any, order: Order) -> Any:
    return column.desc() if order.descending else column.asc()


def _clause(condition: Condition) -> ColumnElement[bool]:
    attribute = getattr(JobRow, condition.column)
    values: list[Any] = list(condition.values)
    if condition.kind is Kind.TIME:
        values = [from_milliseconds(value) for value in values]
    if condition.operator is Operator.BETWEEN:
        return and_(attribute >= values[0], attribute <= values[1])
    if condition.operator is Operator.IN:
        return cast("ColumnElement[bool]", attribute.in_(values))
    if condition.operator is Operator.NOT:
        return cast("ColumnElement[bool]", attribute.not_in(values))
    return or_(*(_holds(condition.column, text) for text in values))


def _holds(column: str, text: str) -> ColumnElement[bool]:
    """Say that a text column holds a text, whatever the case."""
    if column == "name":
        return JobRow.name_folded.contains(text.lower(), autoescape=True)
    return cast("ColumnElement[bool]", getattr(JobRow, column).icontains(text, autoescape=True))
