"""Reads of buckets."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.core.subject import Subject, SubjectKind
from modelyard.objects.models import BucketRow
from modelyard.objects.types import BucketState


def visible_buckets(who: Subject) -> Select[BucketRow]:
    """Select the buckets of the caller's account in order of name, without those that are going."""
    statement = select(BucketRow).where(BucketRow.state != BucketState.DELETING).order_by(BucketRow.name)
    return statement if who.kind is SubjectKind.SYSTEM else statement.where(BucketRow.domain_id == who.domain_id)


async def find_any(db: AsyncSession, name: str, *, lock: bool = False) -> BucketRow | None:
    """Return a bucket of whatever account and state."""
    statement = select(BucketRow).where(BucketRow.name == name)
    rows = await db.scalars(for_update(statement) if lock else statement)
    return rows.first()


async def count_of(db: AsyncSession, domain_id: str) -> int:
    """Return how many buckets an account has, those that are going included."""
    return await db.scalar(select(func.count()).select_from(BucketRow).where(BucketRow.domain_id == domain_id)) or 0


async def half_done(db: AsyncSession, *, before: datetime) -> list[BucketRow]:
    """Return the buckets whose creation or deletion stands still since a moment."""
    statement = select(BucketRow).where(BucketRow.state != BucketState.ACTIVE, BucketRow.changed_at < before)
    return list(await db.scalars(statement.order_by(BucketRow.changed_at)))


def bucket_and(revision: ScalarSelect[int]) -> Select[Any]:
    """Select the revision of all rights with account and state of the bucket `:bucket`; always one row."""
    of_bucket = BucketRow.name == bindparam("bucket")
    return select(
        revision.label("revision"),
        select(BucketRow.domain_id).where(of_bucket).scalar_subquery().label("domain_id"),
        select(BucketRow.state).where(of_bucket).scalar_subquery().label("state"),
    )
