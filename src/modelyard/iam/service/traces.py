"""The audit trail: reading it and letting old records go."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import EPOCH, to_milliseconds
from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject
from modelyard.iam.errors.authentication import WrongRequestField
from modelyard.iam.models import AuditRecordRow
from modelyard.iam.queries import traces as queries
from modelyard.iam.queries.traces import TraceFilter
from modelyard.iam.schemas.tokens import Reference
from modelyard.iam.schemas.traces import Trace, TraceRating, TracesAnswer, TracesMeta, TraceUser
from modelyard.iam.service.context import IAMContext

STATUS_OF_RATING = {
    TraceRating.NORMAL: (0, 400),
    TraceRating.WARNING: (400, 500),
    TraceRating.INCIDENT: (500, 1000),
}
_PURGED_AT_ONCE = 5000
_MARKER = re.compile(r"(\d{1,18})_([0-9a-f]{32})")


async def list_traces(
    db: AsyncSession, who: Subject, project_id: str, wanted: TraceFilter, *, limit: int, marker: str | None
) -> TracesAnswer:
    """Return a page of the trail, the newest first: calls in the project, and those of the account as such.

    marker: `meta_data.marker` of the page before. Raises WrongRequestField for another text.
    """
    before = _read_marker(marker) if marker else None
    rows = await queries.list_records(db, who.domain_id, project_id, wanted, before=before, limit=limit + 1)
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    return TracesAnswer(
        traces=[_trace(row, who) for row in page],
        meta_data=TracesMeta(count=len(page), marker=_marker(last) if last else None),
    )


@dataclass(frozen=True)
class Call:
    """A call that came in at another door than the API's: what was asked, of what, from where, and how it ended."""

    action: str
    service: str
    resource_type: str
    resource_id: str
    method: str
    path: str
    source_ip: str
    request_id: str
    status: int
    error_code: str | None = None


def record_call(db: AsyncSession, who: Subject, call: Call) -> None:
    """Write a record of a call of the account in the transaction of `db`."""
    db.add(
        AuditRecordRow(
            id=new_id(),
            at=now(db),
            domain_id=who.domain_id,
            user_id=who.user_id,
            user_name=who.user_name[:128],
            access_key=who.access_key,
            source_ip=call.source_ip[:64],
            request_id=call.request_id[:64],
            service=call.service,
            resource_type=call.resource_type,
            resource_id=call.resource_id.replace("\0", "")[:350],
            action=call.action,
            method=call.method[:8],
            path=call.path.replace("\0", "")[:2048],
            status=call.status,
            error_code=call.error_code,
            request={},
        )
    )


async def purge_traces(db: AsyncSession, context: IAMContext) -> int:
    """Delete some records that are older than they are kept; return how many, 0 when there are none left."""
    oldest = now(db) - timedelta(days=context.settings.audit_retention_days)
    ids = list(await db.scalars(select(AuditRecordRow.id).where(AuditRecordRow.at < oldest).limit(_PURGED_AT_ONCE)))
    if ids:
        await db.execute(delete(AuditRecordRow).where(AuditRecordRow.id.in_(ids)))
    return len(ids)


def _trace(row: AuditRecordRow, who: Subject) -> Trace:
    at = to_milliseconds(row.at)
    return Trace(
        trace_id=row.id,
        trace_name=row.action,
        trace_rating=_rating(row.status),
        trace_type="ApiCall" if row.access_key else "ConsoleAction",
        code=str(row.status),
        service_type=row.service.upper(),
        resource_type=row.resource_type,
        resource_id=row.resource_id,
        resource_name=row.resource_id,
        source_ip=row.source_ip,
        user=TraceUser(
            id=row.user_id,
            name=row.user_name,
            user_name=row.user_name,
            account_id=row.domain_id,
            access_key_id=row.access_key,
            domain=Reference(id=row.domain_id, name=who.domain_name),
        ),
        time=at,
        record_time=at,
        request_id=row.request_id,
        api_version=row.path.strip("/").partition("/")[0][:10],
        request=orjson.dumps({"method": row.method, "path": row.path, **row.request}).decode()[:5000],
        response=orjson.dumps({"error_code": row.error_code}).decode() if row.error_code else "",
    )


def _rating(status: int) -> TraceRating:
    return next(rating for rating, (low, high) in STATUS_OF_RATING.items() if low <= status < high)


def _marker(row: AuditRecordRow) -> str:
    return f"{(row.at - EPOCH) // timedelta(microseconds=1)}_{row.id}"


def _read_marker(text: str) -> tuple[datetime, str]:
    match = _MARKER.fullmatch(text)
    problem = "is no marker of a page before"
    if match is None:
        raise WrongRequestField(field="next", problem=problem)
    try:
        return EPOCH + timedelta(microseconds=int(match[1])), match[2]
    except OverflowError as error:
        raise WrongRequestField(field="next", problem=problem) from error
