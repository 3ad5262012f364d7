"""Routes of ModelArts authorizations, their agencies, and the authorization mode."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from modelyard.core.access import allow, authenticated
from modelyard.core.http import Db, ReadDb
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.iam.access import modelarts as access
from modelyard.iam.api.parameters import PathId, SettingsHere
from modelyard.iam.schemas.authorizations import (
    AuthorizationCreate,
    AuthorizationList,
    AuthorizationMode,
    Done,
    DoneForAll,
    ModelArtsAgency,
    ModelArtsAgencyCreate,
)
from modelyard.iam.service import authorizations as service
from modelyard.iam.service import domains
from modelyard.iam.service.projects import get_project

router = APIRouter(prefix="/v2/{project_id}", tags=["authorizations"])


@router.get("/authorizations", operation_id="GetAuthorizations")
async def list_authorizations(
    who: Annotated[Subject, allow(access.LIST_AUTHORIZATIONS)],
    db: ReadDb,
    *,
    project_id: PathId,
    sort_by: Literal["user_name", "create_time"] = "user_name",
    order: Literal["asc", "desc"] = "asc",
    offset: Offset = 0,
    limit: Limit = 1000,
) -> AuthorizationList:
    """List which agency the platform uses for whom."""
    return await service.list_authorizations(
        db, who, project_id, sort_by=sort_by, descending=order == "desc", offset=offset, limit=limit
    )


@router.post("/authorizations", operation_id="CreateAuthorization")
async def create_authorization(
    who: Annotated[Subject, allow(access.CREATE_AUTHORIZATION)], db: Db, project_id: PathId, body: AuthorizationCreate
) -> Done:
    """Say which agency the platform uses for a user, or for everybody (`user_id` is `all`). For administrators."""
    return await service.create_authorization(db, who, project_id, body)


@router.delete("/authorizations", operation_id="DeleteAuthorizations")
async def delete_authorizations(
    who: Annotated[Subject, allow(access.DELETE_AUTHORIZATION)],
    db: Db,
    project_id: PathId,
    user_id: Annotated[str | None, Query(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")] = None,
) -> DoneForAll | Done:
    """Delete the authorization of a user, or with `all` or `all-users` every one. For administrators."""
    return await service.delete_authorizations(db, who, project_id, user_id)


@router.post("/agency", operation_id="CreateModelArtsAgency")
async def create_modelarts_agency(
    who: Annotated[Subject, allow(access.CREATE_AUTHORIZATION)],
    db: Db,
    settings: SettingsHere,
    project_id: PathId,
    body: ModelArtsAgencyCreate,
) -> ModelArtsAgency:
    """Make an agency for the platform with what a common user needs. For administrators."""
    return await service.create_modelarts_agency(db, who, project_id, body.agency_name_suffix, settings=settings)


@router.get("/authorization-mode", operation_id="ShowAuthorizationMode")
async def show_mode(
    who: Annotated[Subject, authenticated("it concerns everybody, and tells only what a first refusal would")],
    db: ReadDb,
    project_id: PathId,
) -> AuthorizationMode:
    """Show whether users of the account need a grant for everything (`strict`)."""
    await get_project(db, who, project_id)
    return await domains.get_authorization_mode(db, who)


@router.put("/authorization-mode", operation_id="UpdateAuthorizationMode")
async def set_mode(
    who: Annotated[Subject, allow(access.UPDATE_AUTHORIZATION_MODE)], db: Db, project_id: PathId, body: AuthorizationMode
) -> AuthorizationMode:
    """Say whether users of the account need a grant for everything. For administrators."""
    await get_project(db, who, project_id)
    return await domains.set_authorization_mode(db, who, strict=body.strict)
