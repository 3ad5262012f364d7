"""Routes of groups and their members."""

from typing import Annotated

from fastapi import APIRouter

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.access import directory as access
from modelyard.iam.api.parameters import PathId, QueryId, QueryName, SettingsHere, with_links
from modelyard.iam.schemas.groups import GroupAnswer, GroupCreateBody, GroupList, GroupUpdateBody
from modelyard.iam.schemas.users import UserList
from modelyard.iam.service import groups as service

router = APIRouter(prefix="/v3/groups", tags=["iam"], dependencies=[with_links])


@router.get("", operation_id="KeystoneListGroups")
async def list_groups(
    who: Annotated[Subject, allow(access.LIST_GROUPS)], db: ReadDb, domain_id: QueryId = None, name: QueryName = None
) -> GroupList:
    """List the groups of the account by name."""
    return await service.list_groups(db, who, domain_id=domain_id, name=name)


@router.post("", operation_id="KeystoneCreateGroup", status_code=201)
async def create_group(
    who: Annotated[Subject, allow(access.CREATE_GROUP)], db: Db, settings: SettingsHere, body: GroupCreateBody
) -> GroupAnswer:
    """Create a group, without members and without rights."""
    return GroupAnswer(group=await service.create_group(db, who, body.group, settings=settings))


@router.get("/{group_id}", operation_id="KeystoneShowGroup")
async def show_group(who: Annotated[Subject, allow(access.GET_GROUP)], db: ReadDb, group_id: PathId) -> GroupAnswer:
    """Show a group."""
    return GroupAnswer(group=await service.get_group(db, who, group_id))


@router.patch("/{group_id}", operation_id="KeystoneUpdateGroup")
async def update_group(
    who: Annotated[Subject, allow(access.UPDATE_GROUP)], db: Db, group_id: PathId, body: GroupUpdateBody
) -> GroupAnswer:
    """Rename or describe a group."""
    return GroupAnswer(group=await service.update_group(db, who, group_id, body.group))


@router.delete("/{group_id}", operation_id="KeystoneDeleteGroup", status_code=204)
async def delete_group(who: Annotated[Subject, allow(access.DELETE_GROUP)], db: Db, group_id: PathId) -> None:
    """Delete a group; its members lose what it gave them."""
    await service.delete_group(db, who, group_id)


@router.get("/{group_id}/users", operation_id="KeystoneListUsersForGroupByAdmin")
async def list_members(who: Annotated[Subject, allow(access.LIST_USERS_FOR_GROUP)], db: ReadDb, group_id: PathId) -> UserList:
    """List the members of a group by name."""
    return await service.list_members(db, who, group_id)


@router.head("/{group_id}/users/{user_id}", operation_id="KeystoneCheckUserInGroup", status_code=204)
async def check_member(
    who: Annotated[Subject, allow(access.CHECK_USER_IN_GROUP)], db: ReadDb, group_id: PathId, user_id: PathId
) -> None:
    """See whether a user is in a group: 204 if so, 404 if not."""
    await service.check_member(db, who, group_id, user_id)


@router.put("/{group_id}/users/{user_id}", operation_id="KeystoneAddUserToGroup", status_code=204)
async def add_member(
    who: Annotated[Subject, allow(access.ADD_USER_TO_GROUP)], db: Db, group_id: PathId, user_id: PathId
) -> None:
    """Put a user into a group. The caller must hold all that the group gives, or be an administrator."""
    await service.add_member(db, who, group_id, user_id)


@router.delete("/{group_id}/users/{user_id}", operation_id="KeystoneRemoveUserFromGroup", status_code=204)
async def remove_member(
    who: Annotated[Subject, allow(access.REMOVE_USER_FROM_GROUP)], db: Db, group_id: PathId, user_id: PathId
) -> None:
    """Take a user out of a group."""
    await service.remove_member(db, who, group_id, user_id)
