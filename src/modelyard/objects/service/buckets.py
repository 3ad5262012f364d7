"""Whose bucket it is. The store holds a bucket of the same name; the two are brought together in small steps.

Creating: `create_bucket` writes the row, and the name is the account's from that moment. The store is given the bucket
before the first request goes there (the gate sees to it), then `confirm_bucket` notes it. Deleting: `begin_deletion`,
the store removes its bucket if it is empty, then `finish_deletion` or `cancel_deletion`. A process may die between any
two steps; `list_half_done` finds what it left behind.
"""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.paging import Page, fetch_page
from modelyard.core.subject import Subject, SubjectKind
from modelyard.objects.errors import BucketNameInvalid, BucketNameTaken, BucketNotFound, TooManyBuckets
from modelyard.objects.models import BucketRow
from modelyard.objects.queries import buckets as queries
from modelyard.objects.rules.names import is_bucket_name
from modelyard.objects.schemas import Bucket
from modelyard.objects.types import BucketState


async def create_bucket(db: AsyncSession, who: Subject, name: str, *, max_buckets: int = 1000) -> Bucket:
    """Give a new bucket to the caller's account; usable at once, on the storage port and for the platform.

    Raises BucketNameInvalid, BucketNameTaken (also when it is the caller's own; its `own` says so), TooManyBuckets.
    """
    if not is_bucket_name(name):
        raise BucketNameInvalid(bucket=name, field="name", problem="no bucket name")
    taken = await queries.find_any(db, name)
    if taken is not None:
        own = taken.domain_id == who.domain_id and taken.state != BucketState.DELETING
        raise BucketNameTaken(bucket=name, own=own)
    if await queries.count_of(db, who.domain_id) >= max_buckets:
        raise TooManyBuckets(quota="buckets", limit=max_buckets)
    at = now(db)
    row = BucketRow(
        name=name, domain_id=who.domain_id, owner_id=who.user_id, state=BucketState.CREATING, created_at=at, changed_at=at
    )
    db.add(row)
    try:
        await db.flush()  # so that a rival's insert is known now
    except IntegrityError as error:
        raise BucketNameTaken(bucket=name, own=False) from error
    return Bucket.model_validate(row)


async def get_bucket(db: AsyncSession, who: Subject, name: str) -> Bucket:
    """Return a bucket of the caller's account. Raises BucketNotFound."""
    return Bucket.model_validate(await _visible(db, who, name))


async def find_bucket(db: AsyncSession, name: str) -> Bucket | None:
    """Return a bucket of whatever account and state, for the platform itself."""
    row = await queries.find_any(db, name)
    return None if row is None else Bucket.model_validate(row)


async def list_buckets(db: AsyncSession, who: Subject, *, offset: int = 0, limit: int = 1000) -> Page[Bucket]:
    """Return the buckets of the caller's account in order of name."""
    page = await fetch_page(db, queries.visible_buckets(who), offset=offset, limit=limit)
    return Page([Bucket.model_validate(row) for row in page.items], page.total)


async def confirm_bucket(db: AsyncSession, name: str) -> None:
    """Note that the store has the bucket. Repeating it changes nothing."""
    row = await queries.find_any(db, name, lock=True)
    if row is not None and row.state == BucketState.CREATING:
        row.state, row.changed_at = BucketState.ACTIVE, now(db)


async def begin_deletion(db: AsyncSession, who: Subject, name: str) -> Bucket:
    """Take a bucket out of use before the store is asked to remove it. Raises BucketNotFound."""
    row = await _visible(db, who, name, lock=True)
    row.state, row.changed_at = BucketState.DELETING, now(db)
    return Bucket.model_validate(row)


async def cancel_deletion(db: AsyncSession, name: str) -> None:
    """Put a bucket back into use that the store would not remove."""
    row = await queries.find_any(db, name, lock=True)
    if row is not None and row.state == BucketState.DELETING:
        row.state, row.changed_at = BucketState.ACTIVE, now(db)


async def finish_deletion(db: AsyncSession, name: str) -> None:
    """Forget a bucket that the store has removed. Repeating it changes nothing."""
    row = await queries.find_any(db, name, lock=True)
    if row is not None and row.state == BucketState.DELETING:
        await db.delete(row)


async def list_half_done(db: AsyncSession, *, older_than_seconds: float = 30) -> list[Bucket]:
    """Return the buckets whose creation or deletion a process left unfinished."""
    rows = await queries.half_done(db, before=now(db) - timedelta(seconds=older_than_seconds))
    return [Bucket.model_validate(row) for row in rows]


async def _visible(db: AsyncSession, who: Subject, name: str, *, lock: bool = False) -> BucketRow:
    row = await queries.find_any(db, name, lock=lock)
    is_visible = row is not None and (who.kind is SubjectKind.SYSTEM or row.domain_id == who.domain_id)
    if row is None or not is_visible or row.state == BucketState.DELETING:
        raise BucketNotFound(bucket=name, resource=f"Bucket {name}")
    return row
