"""Reads of the audit trail, by position and not by offset: it only ever grows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.iam.models import AuditRecordRow


@dataclass(frozen=True)
class TraceFilter:
    """Which records are wanted; None leaves a thing open. since, until: from and to, both included.

    failed: only refused or failed calls, or only those that went well.
    """

    since: datetime | None = None
    until: datetime | None = None
    user: str | None = None
    service: str | None = None
    resource_type: str | None = None
    resource_id: str | None = None
    name: str | None = None
    trace_id: str | None = None
    access_key: str | None = None
    failed: tuple[int, int] | None = None


async def list_records(
    db: AsyncSession,
    domain_id: str,
    project_id: str,
    wanted: TraceFilter,
    *,
    before: tuple[datetime, str] | None,
    limit: int,
) -> list[AuditRecordRow]:
    """Return the newest records of an account that belong to a project or to none, before a position."""
    row = AuditRecordRow
    statement = select(row).where(row.domain_id == domain_id, (row.project_id == project_id) | row.project_id.is_(None))
    exact = (
        (row.user_name, wanted.user),
        (row.service, wanted.service),
        (row.resource_type, wanted.resource_type),
        (row.resource_id, wanted.resource_id),
        (row.action, wanted.name),
        (row.id, wanted.trace_id),
        (row.access_key, wanted.access_key),
    )
    for column, value in exact:
        if value is not None:
            statement = statement.where(column == value)
    if wanted.since is not None:
        statement = statement.where(row.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(row.at <= wanted.until)
    if wanted.failed is not None:
        statement = statement.where(row.status >= wanted.failed[0], row.status < wanted.failed[1])
    if before is not None:
        statement = statement.where(tuple_(row.at, row.id) < tuple_(*_position(before)))
    return list(await db.scalars(statement.order_by(row.at.desc(), row.id.desc()).limit(limit)))


def _position(before: tuple[datetime, str]) -> tuple[object, object]:
    return literal(before[0], AuditRecordRow.at.type), literal(before[1], AuditRecordRow.id.type)
