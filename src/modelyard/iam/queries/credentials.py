"""Reads of access keys and of the users they belong to."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import for_update
from modelyard.iam.models import AccessKeyRow, UserRow


async def find_user(db: AsyncSession, domain_id: str, user_id: str) -> UserRow | None:
    """Return a user of an account."""
    return (await db.scalars(select(UserRow).where(UserRow.id == user_id, UserRow.domain_id == domain_id))).first()


async def user_for_update(db: AsyncSession, domain_id: str, user_id: str) -> UserRow | None:
    """Return a user of an account, locked until the transaction ends."""
    return (await db.scalars(for_update(select(UserRow).where(UserRow.id == user_id, UserRow.domain_id == domain_id)))).first()


async def find_access_key(db: AsyncSession, domain_id: str, access: str) -> AccessKeyRow | None:
    """Return a permanent key of a user of an account."""
    statement = (
        select(AccessKeyRow)
        .join(UserRow, UserRow.id == AccessKeyRow.user_id)
        .where(AccessKeyRow.access == access, UserRow.domain_id == domain_id)
    )
    return (await db.scalars(statement)).first()


async def list_access_keys(db: AsyncSession, user_id: str) -> list[AccessKeyRow]:
    """Return the permanent keys of a user, the oldest first."""
    statement = select(AccessKeyRow).where(AccessKeyRow.user_id == user_id)
    return list(await db.scalars(statement.order_by(AccessKeyRow.created_at, AccessKeyRow.access)))


async def count_access_keys(db: AsyncSession, user_id: str) -> int:
    """Return how many permanent keys a user has."""
    return await db.scalar(select(func.count()).select_from(AccessKeyRow).where(AccessKeyRow.user_id == user_id)) or 0


async def users_with_devices(db: AsyncSession, domain_id: str) -> list[UserRow]:
    """Return the users of an account who have a second factor bound, by name."""
    statement = select(UserRow).where(UserRow.domain_id == domain_id, UserRow.totp_enabled.is_(True))
    return list(await db.scalars(statement.order_by(UserRow.name, UserRow.id)))
