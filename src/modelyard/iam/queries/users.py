"""Reads of users, within one account."""

from datetime import datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.iam.models import GroupMemberRow, UserRow

COMPARISONS = {"lt": lt, "lte": le, "gt": gt, "gte": ge, "eq": eq, "neq": ne}


def visible_to(who: Subject) -> Select[Any]:
    """Return a select of the users that the caller may know of: those of his account."""
    return select(UserRow).where(UserRow.domain_id == who.domain_id)


async def find_user(db: AsyncSession, who: Subject, user_id: str) -> UserRow | None:
    """Return a user of the caller's account."""
    user: UserRow | None = await db.scalar(visible_to(who).where(UserRow.id == user_id))
    return user


async def list_users(
    db: AsyncSession,
    who: Subject,
    *,
    enabled: bool | None = None,
    name: str | None = None,
    password_expires: tuple[str, datetime] | None = None,
    group_id: str | None = None,
) -> list[UserRow]:
    """Return the users that match, by name. password_expires: a comparison (`lt`, ...) and a moment."""
    statement = visible_to(who)
    if enabled is not None:
        statement = statement.where(UserRow.enabled.is_(enabled))
    if name is not None:
        statement = statement.where(UserRow.name == name)
    if password_expires is not None:
        comparison, moment = password_expires
        statement = statement.where(COMPARISONS[comparison](UserRow.password_expires_at, moment))
    if group_id is not None:
        statement = statement.join(GroupMemberRow, GroupMemberRow.user_id == UserRow.id).where(
            GroupMemberRow.group_id == group_id
        )
    return list(await db.scalars(statement.order_by(UserRow.name, UserRow.id)))


async def user_names(db: AsyncSession, who: Subject, user_ids: set[str]) -> dict[str, str]:
    """Return the names of these users, by id."""
    if not user_ids:
        return {}
    found = select(UserRow.id, UserRow.name).where(UserRow.domain_id == who.domain_id, UserRow.id.in_(user_ids))
    return {row.id: row.name for row in await db.execute(found)}


async def count_users(db: AsyncSession, who: Subject) -> int:
    """Return how many users the account has."""
    return await db.scalar(select(func.count()).select_from(visible_to(who).subquery())) or 0


async def is_taken(db: AsyncSession, who: Subject, *, but: str = "", **values: str) -> bool:
    """Return whether another user of the account has one of these values in the column of that name."""
    columns = [getattr(UserRow, column) == value for column, value in values.items()]
    found = select(exists().where(UserRow.domain_id == who.domain_id, UserRow.id != but, or_(*columns)))
    return bool(await db.scalar(found))
