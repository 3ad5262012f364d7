"""Reads of models."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from modelyard.core.db import for_update
from modelyard.core.events import EventRow
from modelyard.core.subject import Subject, SubjectKind
from modelyard.registry.models import ModelDetailsRow, ModelRow
from modelyard.registry.rules.happenings import EventType, names_of
from modelyard.registry.types import RESOURCE_TYPE

WITH_DETAILS = selectinload(ModelRow.details)
SORT_COLUMNS = {"create_at": ModelRow.created_at, "model_version": ModelRow.version_order, "model_size": ModelRow.size_bytes}


def visible_models(who: Subject) -> Select[Any]:
    """Select the models of the caller's project; all of them for the platform itself."""
    statement = select(ModelRow)
    if who.kind is SubjectKind.SYSTEM:
        return statement
    return statement.where(ModelRow.project_id == (who.project_id or ""), ModelRow.domain_id == who.domain_id)


async def find_model(db: AsyncSession, who: Subject, model_id: str, *, lock: bool = False) -> ModelRow | None:
    """Return a model of the caller's project, with its details."""
    statement = visible_models(who).where(ModelRow.id == model_id).options(WITH_DETAILS)
    row: ModelRow | None = await db.scalar(for_update(statement) if lock else statement)
    return row


async def get_details(db: AsyncSession, row: ModelRow) -> ModelDetailsRow:
    """Return the details of a model that is there."""
    return await db.get_one(ModelDetailsRow, row.id)


async def details_of(db: AsyncSession, ids: Sequence[str]) -> dict[str, ModelDetailsRow]:
    """Return the details of models by id."""
    found = await db.scalars(select(ModelDetailsRow).where(ModelDetailsRow.model_id.in_(ids)))
    return {row.model_id: row for row in found}


async def versions_of(db: AsyncSession, row: ModelRow, *, limit: int) -> list[ModelRow]:
    """Return the other versions of a model, newest first, locked."""
    statement = select(ModelRow).where(
        ModelRow.project_id == row.project_id,
        ModelRow.workspace_id == row.workspace_id,
        ModelRow.name == row.name,
        ModelRow.id != row.id,
    )
    return list(await db.scalars(for_update(statement.order_by(ModelRow.version_order.desc()).limit(limit))))


async def count_models(db: AsyncSession, project_id: str) -> int:
    """Return how many models a project has."""
    return await db.scalar(select(func.count()).select_from(ModelRow).where(ModelRow.project_id == project_id)) or 0


async def highest_version(db: AsyncSession, project_id: str, workspace_id: str, name: str) -> int | None:
    """Return the number of the newest version of a model."""
    statement = select(func.max(ModelRow.version_order)).where(
        ModelRow.project_id == project_id, ModelRow.workspace_id == workspace_id, ModelRow.name == name
    )
    highest: int | None = await db.scalar(statement)
    return highest


def listed(
    who: Subject,
    workspace_id: str,
    *,
    name: str | None = None,
    exact: bool = False,
    version: str | None = None,
    status: str | None = None,
    model_type: str | None = None,
    not_model_type: str | None = None,
    description: str | None = None,
) -> Select[Any]:
    """Select the models of a workspace that match. name: a part of it, whatever the case, unless `exact`."""
    statement = visible_models(who).where(ModelRow.workspace_id == workspace_id)
    clauses: list[ColumnElement[bool]] = []
    if name:
        folded = ModelRow.name_folded.contains(name.lower(), autoescape=True)
        clauses.append(ModelRow.name == name if exact else folded)
    if version:
        clauses.append(ModelRow.version == version)
    if status:
        clauses.append(ModelRow.status == status)
    if model_type:
        clauses.append(ModelRow.type == model_type)
    if not_model_type:
        clauses.append(ModelRow.type != not_model_type)
    if description:
        clauses.append(ModelRow.description.icontains(description, autoescape=True))
    return statement.where(*clauses)


def ordered(statement: Select[Any], sort_by: str, *, descending: bool) -> Select[Any]:
    """Put models in an order; all columns go the same way, so that an index can be read in it."""
    column = SORT_COLUMNS[sort_by]
    columns = [column, ModelRow.id] if sort_by == "create_at" else [column, ModelRow.created_at, ModelRow.id]
    return statement.order_by(*(one.desc() if descending else one.asc() for one in columns))


async def known_ids(db: AsyncSession, ids: Sequence[str]) -> set[str]:
    """Return those of these ids that are models."""
    return set(await db.scalars(select(ModelRow.id).where(ModelRow.id.in_(ids))))


def events_of(
    model_id: str,
    start: datetime | None,
    end: datetime | None,
    *,
    event_type: EventType | None = None,
    newest_first: bool = True,
) -> Select[Any]:
    """Select the events of a model in a period."""
    statement = select(EventRow).where(EventRow.resource_type == RESOURCE_TYPE, EventRow.resource_id == model_id)
    if start is not None:
        statement = statement.where(EventRow.at >= start)
    if end is not None:
        statement = statement.where(EventRow.at <= end)
    if event_type is not None:
        is_named, names = names_of(event_type)
        statement = statement.where(EventRow.name.in_(names) if is_named else EventRow.name.not_in(names))
    order = (EventRow.at.desc(), EventRow.id.desc()) if newest_first else (EventRow.at, EventRow.id)
    return statement.order_by(*order)
