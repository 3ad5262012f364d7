"""Reads of groups and their members, within one account."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.iam.models import GroupMemberRow, GroupRow


def visible_to(who: Subject) -> Select[Any]:
    """Return a select of the groups that the caller may know of: those of his account."""
    return select(GroupRow).where(GroupRow.domain_id == who.domain_id)


async def find_group(db: AsyncSession, who: Subject, group_id: str) -> GroupRow | None:
    """Return a group of the caller's account."""
    group: GroupRow | None = await db.scalar(visible_to(who).where(GroupRow.id == group_id))
    return group


async def list_groups(db: AsyncSession, who: Subject, *, name: str | None = None, user_id: str | None = None) -> list[GroupRow]:
    """Return the groups that match, by name."""
    statement = visible_to(who)
    if name is not None:
        statement = statement.where(GroupRow.name == name)
    if user_id is not None:
        statement = statement.join(GroupMemberRow, GroupMemberRow.group_id == GroupRow.id).where(
            GroupMemberRow.user_id == user_id
        )
    return list(await db.scalars(statement.order_by(GroupRow.name, GroupRow.id)))


async def count_groups(db: AsyncSession, who: Subject) -> int:
    """Return how many groups the account has."""
    return await db.scalar(select(func.count()).select_from(visible_to(who).subquery())) or 0


async def find_membership(db: AsyncSession, group_id: str, user_id: str) -> GroupMemberRow | None:
    """Return the entry that puts the user into the group."""
    return await db.get(GroupMemberRow, (group_id, user_id))


async def member_ids(db: AsyncSession, group_id: str) -> tuple[str, ...]:
    """Return the ids of the members."""
    return tuple(await db.scalars(select(GroupMemberRow.user_id).where(GroupMemberRow.group_id == group_id)))
