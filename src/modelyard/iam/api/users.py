"""Routes of users."""

from typing import Annotated

from fastapi import APIRouter, Query

from modelyard.core.access import allow, authenticated
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.access import directory as access
from modelyard.iam.api.parameters import PathId, QueryId, QueryName, SettingsHere, with_links
from modelyard.iam.schemas.groups import GroupList
from modelyard.iam.schemas.projects import ProjectList
from modelyard.iam.schemas.users import (
    ContactUpdateBody,
    PasswordChangeBody,
    UserAnswer,
    UserCreateBody,
    UserList,
    UserUpdateBody,
)
from modelyard.iam.service import groups, projects
from modelyard.iam.service import users as service

router = APIRouter(tags=["iam"], dependencies=[with_links])


@router.get("/v3/users", operation_id="KeystoneListUsers")
async def list_users(
    who: Annotated[Subject, allow(access.LIST_USERS)],
    db: ReadDb,
    *,
    domain_id: QueryId = None,
    enabled: bool | None = None,
    name: QueryName = None,
    password_expires_at: Annotated[str | None, Query(max_length=64)] = None,
) -> UserList:
    """List the users of the account by name; `password_expires_at` is `operator:time`, as in `lt:2026-12-08T22:02:00Z`."""
    return await service.list_users(
        db, who, domain_id=domain_id, enabled=enabled, name=name, password_expires_at=password_expires_at
    )


@router.post("/v3/users", operation_id="KeystoneCreateUser", status_code=201)
async def keystone_create_user(
    who: Annotated[Subject, allow(access.CREATE_USER)], db: Db, settings: SettingsHere, body: UserCreateBody
) -> UserAnswer:
    """Create a user, who at first may do nothing."""
    return UserAnswer(user=await service.create_user(db, who, body.user, settings=settings))


@router.post("/v3.0/OS-USER/users", operation_id="CreateUser", status_code=201)
async def create_user(
    who: Annotated[Subject, allow(access.CREATE_USER)], db: Db, settings: SettingsHere, body: UserCreateBody
) -> UserAnswer:
    """Create a user, who at first may do nothing; this form also takes mail address, phone and access mode."""
    return UserAnswer(user=await service.create_user(db, who, body.user, settings=settings))


@router.get("/v3/users/{user_id}", operation_id="KeystoneShowUser")
async def keystone_show_user(
    who: Annotated[Subject, allow(access.GET_USER, own="user_id")], db: ReadDb, user_id: PathId
) -> UserAnswer:
    """Show a user; everybody may show himself."""
    return UserAnswer(user=await service.get_user(db, who, user_id))


@router.get("/v3.0/OS-USER/users/{user_id}", operation_id="ShowUser")
async def show_user(who: Annotated[Subject, allow(access.GET_USER, own="user_id")], db: ReadDb, user_id: PathId) -> UserAnswer:
    """Show a user with mail address and phone; everybody may show himself."""
    return UserAnswer(user=await service.get_user(db, who, user_id))


@router.patch("/v3/users/{user_id}", operation_id="KeystoneUpdateUserByAdmin")
async def keystone_update_user(
    who: Annotated[Subject, allow(access.UPDATE_USER)], db: Db, settings: SettingsHere, user_id: PathId, body: UserUpdateBody
) -> UserAnswer:
    """Change a user; a new password or disabling ends his tokens and sessions at once."""
    return UserAnswer(user=await service.update_user(db, who, user_id, body.user, settings=settings))


@router.put("/v3.0/OS-USER/users/{user_id}", operation_id="UpdateUser")
async def update_user(
    who: Annotated[Subject, allow(access.UPDATE_USER)], db: Db, settings: SettingsHere, user_id: PathId, body: UserUpdateBody
) -> UserAnswer:
    """Change a user, with mail address, phone and access mode."""
    return UserAnswer(user=await service.update_user(db, who, user_id, body.user, settings=settings))


@router.put("/v3.0/OS-USER/users/{user_id}/info", operation_id="UpdateUserInformation", status_code=204)
async def update_user_information(
    who: Annotated[Subject, allow(access.UPDATE_USER, own="user_id")], db: Db, user_id: PathId, body: ContactUpdateBody
) -> None:
    """Change the mail address and phone number of a user; everybody may change his own."""
    await service.update_contact(db, who, user_id, body.user)


@router.post("/v3/users/{user_id}/password", operation_id="KeystoneUpdateUserPassword", status_code=204)
async def change_password(
    who: Annotated[Subject, authenticated("one's own password only, and the present one is asked for")],
    db: Db,
    settings: SettingsHere,
    user_id: PathId,
    body: PasswordChangeBody,
) -> None:
    """Change one's own password; all one's tokens and console sessions end at once."""
    await service.change_own_password(db, who, user_id, body.user, settings=settings)


@router.delete("/v3/users/{user_id}", operation_id="KeystoneDeleteUser", status_code=204)
async def delete_user(who: Annotated[Subject, allow(access.DELETE_USER)], db: Db, user_id: PathId) -> None:
    """Delete a user with his keys, sessions, memberships and grants."""
    await service.delete_user(db, who, user_id)


@router.get("/v3/users/{user_id}/groups", operation_id="KeystoneListGroupsForUser")
async def list_groups_for_user(
    who: Annotated[Subject, allow(access.LIST_GROUPS_FOR_USER, own="user_id")], db: ReadDb, user_id: PathId
) -> GroupList:
    """List the groups of a user; everybody may list his own."""
    return await groups.list_groups_of_user(db, who, user_id)


@router.get("/v3/users/{user_id}/projects", operation_id="KeystoneListProjectsForUser")
async def list_projects_for_user(
    who: Annotated[Subject, allow(access.LIST_PROJECTS_FOR_USER, own="user_id")], db: ReadDb, user_id: PathId
) -> ProjectList:
    """List the projects where a user can do anything; everybody may list his own."""
    return await projects.list_projects_of_user(db, who, user_id)
