"""Use cases of groups and their members."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject
from modelyard.iam.errors.directory import DirectoryQuotaExceeded, EntryNotFound, NameTaken, PermanentEntry
from modelyard.iam.models import GrantRow, GroupMemberRow, GroupRow
from modelyard.iam.queries import grants, users
from modelyard.iam.queries import groups as queries
from modelyard.iam.rules import names
from modelyard.iam.schemas.groups import Group, GroupCreate, GroupList, GroupUpdate
from modelyard.iam.schemas.links import links_to
from modelyard.iam.schemas.users import UserList
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.handing_out import require_holding
from modelyard.iam.service.users import get_row as get_user_row
from modelyard.iam.service.users import to_user
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import ADMIN_GROUP, PrincipalType


async def list_groups(db: AsyncSession, who: Subject, *, domain_id: str | None = None, name: str | None = None) -> GroupList:
    """Return the groups of the account that match, by name. Another account's id matches none."""
    rows = await queries.list_groups(db, who, name=name) if domain_id in {None, who.domain_id} else []
    return GroupList(groups=[to_group(row) for row in rows], links=links_to("/v3/groups"))


async def list_groups_of_user(db: AsyncSession, who: Subject, user_id: str) -> GroupList:
    """Return the groups of a user, by name. Raises EntryNotFound."""
    await get_user_row(db, who, user_id)
    rows = await queries.list_groups(db, who, user_id=user_id)
    return GroupList(groups=[to_group(row) for row in rows], links=links_to(f"/v3/users/{user_id}/groups"))


async def get_group(db: AsyncSession, who: Subject, group_id: str) -> Group:
    """Return a group of the account. Raises EntryNotFound."""
    return to_group(await get_row(db, who, group_id))


async def create_group(db: AsyncSession, who: Subject, group: GroupCreate, *, settings: IAMSettings) -> Group:
    """Make a group, without members and without rights."""
    if group.domain_id not in {None, who.domain_id}:
        raise EntryNotFound(kind="account", id=group.domain_id)
    names.check_group_name(group.name)
    if await queries.count_groups(db, who) >= settings.max_groups:
        raise DirectoryQuotaExceeded(quota="groups", limit=settings.max_groups)
    row = GroupRow(id=new_id(), domain_id=who.domain_id, name=group.name, description=group.description, created_at=now(db))
    db.add(row)
    await _flush(db, row.name)
    return to_group(row)


async def update_group(db: AsyncSession, who: Subject, group_id: str, changes: GroupUpdate) -> Group:
    """Rename or describe a group."""
    row = await get_row(db, who, group_id)
    if changes.domain_id not in {None, who.domain_id}:
        raise EntryNotFound(kind="account", id=changes.domain_id)
    if changes.name is not None and changes.name != row.name:
        _refuse_admin_group(row, "it keeps its name")
        names.check_group_name(changes.name)
        row.name = changes.name
    if changes.description is not None:
        row.description = changes.description
    await _flush(db, row.name)
    return to_group(row)


async def delete_group(db: AsyncSession, who: Subject, group_id: str) -> None:
    """Delete a group; its members lose what it gave them."""
    row = await get_row(db, who, group_id)
    _refuse_admin_group(row, "it cannot be deleted")
    await require_holding(db, who, await grants.policies_of_group(db, row.id))
    await access_changed(db, who, "group deleted", await queries.member_ids(db, row.id))
    await db.execute(delete(GrantRow).where(GrantRow.principal_type == PrincipalType.GROUP, GrantRow.principal_id == row.id))
    await db.delete(row)


async def list_members(db: AsyncSession, who: Subject, group_id: str) -> UserList:
    """Return the members of a group, by name. Raises EntryNotFound."""
    row = await get_row(db, who, group_id)
    members = await users.list_users(db, who, group_id=row.id)
    return UserList(users=[to_user(member) for member in members], links=links_to(f"/v3/groups/{group_id}/users"))


async def check_member(db: AsyncSession, who: Subject, group_id: str, user_id: str) -> None:
    """Return if the user is in the group. Raises EntryNotFound."""
    await get_row(db, who, group_id)
    await get_user_row(db, who, user_id)
    if await queries.find_membership(db, group_id, user_id) is None:
        raise EntryNotFound(kind="membership", id=f"{group_id}/{user_id}")


async def add_member(db: AsyncSession, who: Subject, group_id: str, user_id: str) -> None:
    """Put a user into a group; nothing happens if he is in it.

    Who adds members must hold all that the group gives, or be an administrator.
    """
    row = await get_row(db, who, group_id)
    user = await get_user_row(db, who, user_id)
    await require_holding(db, who, await grants.policies_of_group(db, row.id))
    if await queries.find_membership(db, row.id, user.id) is not None:
        return
    db.add(GroupMemberRow(group_id=row.id, user_id=user.id))
    await access_changed(db, who, "group member added", [user.id])


async def remove_member(db: AsyncSession, who: Subject, group_id: str, user_id: str) -> None:
    """Take a user out of a group. Raises EntryNotFound when he is not in it. The owner stays in the admin group."""
    row = await get_row(db, who, group_id)
    user = await get_user_row(db, who, user_id)
    membership = await queries.find_membership(db, row.id, user.id)
    if membership is None:
        raise EntryNotFound(kind="membership", id=f"{group_id}/{user_id}")
    if user.is_domain_owner:
        _refuse_admin_group(row, "the owner of the account stays in it")
    await require_holding(db, who, await grants.policies_of_group(db, row.id))
    await db.delete(membership)
    await access_changed(db, who, "group member removed", [user.id])


async def get_row(db: AsyncSession, who: Subject, group_id: str) -> GroupRow:
    """Return the row of a group of the account; for the services of identity. Raises EntryNotFound."""
    row = await queries.find_group(db, who, group_id)
    if row is None:
        raise EntryNotFound(kind="group", id=group_id)
    return row


def to_group(row: GroupRow) -> Group:
    """Return the wire shape of a group."""
    return Group(
        id=row.id,
        name=row.name,
        domain_id=row.domain_id,
        description=row.description,
        create_time=row.created_at,
        links=links_to(f"/v3/groups/{row.id}"),
    )


def _refuse_admin_group(row: GroupRow, problem: str) -> None:
    if row.name == ADMIN_GROUP:
        raise PermanentEntry(name=row.name, problem=problem)


async def _flush(db: AsyncSession, name: str) -> None:
    """Write the row now, so that a clash of names is found here."""
    try:
        await db.flush()
    except IntegrityError as error:
        raise NameTaken(kind="group", name=name) from error
