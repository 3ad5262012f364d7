"""Routes of apps, and of services that are open to them."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Path, Query, Request

from modelyard.core.access import allow
from modelyard.core.http import Db, ReadDb, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.iam.service import IAMContext
from modelyard.iam.service import context_of as iam_context_of
from modelyard.serving import access
from modelyard.serving.schemas.callers import (
    ApiAnswer,
    ApiAuthorized,
    ApiCreate,
    ApiList,
    AppAnswer,
    AppCreate,
    AppList,
    AppsOfApi,
    AuthorizationList,
    Authorized,
    Exists,
    ServiceAuthorization,
    Unauthorized,
)
from modelyard.serving.service import app_apis, apps
from modelyard.serving.service.context import ServingContext, context_of

router = APIRouter(prefix="/v1/{project_id}", tags=["serving"], dependencies=[Depends(project_in_path)])

Context = Annotated[ServingContext, Depends(context_of)]
Identity = Annotated[IAMContext, Depends(iam_context_of)]
AppId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$", description="Id of the app.")]
AppCode = Annotated[str, Path(min_length=1, max_length=256, pattern=r"^[0-9A-Za-z_-]+$", description="The code itself.")]
AppName = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[^\x00/]+$", description="Name of the app.")]
ServiceId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]
ApiId = Annotated[str, Path(min_length=1, max_length=255, pattern=r"^[0-9A-Za-z-]+$", description="Id of the API.")]
_Word = Annotated[str | None, Query(max_length=255, pattern=r"^[^\x00]*$")]
_Ids = Annotated[list[Annotated[str, Path(max_length=64, pattern=r"^[0-9A-Za-z-]*$")]] | None, Query(max_length=100)]
_InClear = Annotated[bool, Query(alias="iphertext_enabled", description="Whether secrets are shown, to their owner.")]
_Workspace = Annotated[str, Query(max_length=64, pattern=r"^[0-9A-Za-z_-]*$")]
_SortBy = Literal["app_name", "created_at", "updated_at"]
_Order = Literal["asc", "desc"]


@router.post("/app-auth/apps", operation_id="CreateApigApp")
async def create_app(
    db: Db, identity: Identity, body: AppCreate, who: Annotated[Subject, allow(access.CREATE_APP)]
) -> AppAnswer:
    """Make an app; the answer shows its secret."""
    return AppAnswer(app=await apps.create_app(db, identity.sealer, who, body))


@router.get("/app-auth/apps", operation_id="ListApigApps")
async def list_apps(
    db: ReadDb,
    identity: Identity,
    who: Annotated[Subject, allow(access.LIST_APPS)],
    app_name: _Word = None,
    app_ids: _Ids = None,
    sort_by: _SortBy = "created_at",
    order: _Order = "asc",
    in_clear: _InClear = False,
    offset: Offset = 0,
    limit: Limit = 1000,
    workspace_id: _Workspace = "0",
) -> AppList:
    """List one's own apps."""
    return await apps.list_apps(
        db,
        identity.sealer,
        who,
        name=app_name,
        app_ids=app_ids or (),
        sort_by=sort_by,
        descending=order == "desc",
        in_clear=in_clear,
        offset=offset,
        limit=limit,
    )


@router.get("/app-auth/apps/{app_id}", operation_id="ShowApigApp")
async def show_app(
    db: ReadDb, identity: Identity, app_id: AppId, who: Annotated[Subject, allow(access.GET_APP)], in_clear: _InClear = False
) -> AppAnswer:
    """Show an app."""
    return AppAnswer(app=await apps.get_app(db, identity.sealer, who, app_id, in_clear=in_clear))


@router.delete("/app-auth/apps/{app_id}", operation_id="DeleteApigApp")
async def delete_app(db: Db, app_id: AppId, who: Annotated[Subject, allow(access.DELETE_APP)]) -> None:
    """Delete an app that no service lets in."""
    await apps.delete_app(db, who, app_id)


@router.get("/app-auth/apps/{app_name}/exists", operation_id="ApigAppExists")
async def app_exists(db: ReadDb, app_name: AppName, who: Annotated[Subject, allow(access.LIST_APPS)]) -> Exists:
    """Say whether the project has an app of this name."""
    return Exists(exists=await apps.exists(db, who, app_name))


@router.put("/app-auth/apps/{app_id}/app-secret", operation_id="ResetApigAppSecret")
async def reset_app_secret(
    db: Db, identity: Identity, app_id: AppId, who: Annotated[Subject, allow(access.UPDATE_APP)]
) -> AppAnswer:
    """Give an app a new secret; the old one ends at once."""
    return AppAnswer(app=await apps.reset_secret(db, identity.sealer, who, app_id))


@router.post("/app-auth/apps/{app_id}/app-code", operation_id="CreateApigAppCode")
async def create_app_code(
    db: Db, identity: Identity, app_id: AppId, who: Annotated[Subject, allow(access.UPDATE_APP)]
) -> AppAnswer:
    """Give an app another code."""
    return AppAnswer(app=await apps.create_code(db, identity.sealer, who, app_id))


@router.put("/app-auth/apps/{app_id}/app-code/{app_code}", operation_id="ResetApigAppCode")
async def reset_app_code(
    db: Db, identity: Identity, app_id: AppId, app_code: AppCode, who: Annotated[Subject, allow(access.UPDATE_APP, of="app_id")]
) -> AppAnswer:
    """Put a new code in the place of one, which ends at once."""
    return AppAnswer(app=await apps.reset_code(db, identity.sealer, who, app_id, app_code))


@router.delete("/app-auth/apps/{app_id}/app-code/{app_code}", operation_id="DeleteApigAppCode")
async def delete_app_code(
    db: Db, identity: Identity, app_id: AppId, app_code: AppCode, who: Annotated[Subject, allow(access.UPDATE_APP, of="app_id")]
) -> AppAnswer:
    """End a code."""
    return AppAnswer(app=await apps.delete_code(db, identity.sealer, who, app_id, app_code))


@router.get("/app-auth/apps/{app_id}/auth-apis", operation_id="ShowApisBindToApp")
async def list_apis_of_app(
    context: Context,
    db: ReadDb,
    app_id: AppId,
    who: Annotated[Subject, allow(access.GET_APP)],
    service_name: _Word = None,
    offset: Offset = 0,
    limit: Limit = 1000,
) -> ApiList:
    """List the services that an app may call."""
    return await app_apis.list_apis_of_app(db, context, who, app_id, service_name=service_name, offset=offset, limit=limit)


@router.post("/app-auth/{service_id}/apis", operation_id="CreateAppAuthApi")
async def create_api(
    context: Context, db: Db, service_id: ServiceId, body: ApiCreate, who: Annotated[Subject, allow(access.UPDATE_SERVICE)]
) -> ApiAnswer:
    """Open a service to apps, without letting one in yet."""
    return ApiAnswer(api=await app_apis.create_api(db, context, who, service_id, body))


@router.get("/app-auth/{service_id}/apis/{api_id}", operation_id="GetAppAuthApiInfo")
async def show_api(
    context: Context,
    db: ReadDb,
    service_id: ServiceId,
    api_id: ApiId,
    who: Annotated[Subject, allow(access.GET_SERVICE, of="service_id")],
) -> ApiAnswer:
    """Show how a service is open to apps."""
    return ApiAnswer(api=await app_apis.get_api(db, context, who, service_id, api_id))


@router.post("/services/{service_id}/app-auth-api", operation_id="CreateAndAuthAppAuthApi")
async def create_and_authorize(
    request: Request,
    context: Context,
    db: Db,
    service_id: ServiceId,
    body: AppsOfApi,
    who: Annotated[Subject, allow(access.UPDATE_SERVICE)],
) -> ApiAuthorized:
    """Open a service to apps and let these in."""
    ids = [item.app_id for item in body.apps]
    return await app_apis.create_and_authorize(db, context, who, service_id, ids, language=language_of(request))


@router.get("/services/{service_id}/app-auth-apis", operation_id="GetAppAuthApisInfo")
async def list_apis(
    context: Context, db: ReadDb, service_id: ServiceId, who: Annotated[Subject, allow(access.GET_SERVICE)]
) -> ApiList:
    """List how a service is open to apps."""
    return await app_apis.list_apis(db, context, who, service_id)


@router.delete("/services/{service_id}/app-auth-apis/{api_id}", operation_id="DeleteAppAuthApi", status_code=204)
async def delete_api(
    context: Context,
    db: Db,
    service_id: ServiceId,
    api_id: ApiId,
    who: Annotated[Subject, allow(access.DELETE_SERVICE, of="service_id")],
) -> None:
    """Close a service to apps."""
    await app_apis.delete_api(db, context, who, service_id, api_id)


_AUTHORIZATIONS = "/services/{service_id}/app-auth-apis/{api_id}/app-auth-api"
_OLDER = "/app-auth/{service_id}/apis/{api_id}/auths"


@router.post(_OLDER, include_in_schema=False)
@router.post(_AUTHORIZATIONS, operation_id="AuthorizeApiToApigApps")
async def authorize_apps(
    request: Request,
    db: Db,
    service_id: ServiceId,
    api_id: ApiId,
    body: AppsOfApi,
    who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")],
) -> Authorized:
    """Let apps call a service."""
    ids = [item.app_id for item in body.apps]
    return await app_apis.authorize(db, who, service_id, api_id, ids, language=language_of(request))


@router.put(_OLDER, include_in_schema=False)
@router.put(_AUTHORIZATIONS, operation_id="UpdateAuthApiToApigApps")
async def replace_authorized_apps(
    request: Request,
    db: Db,
    service_id: ServiceId,
    api_id: ApiId,
    body: AppsOfApi,
    who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")],
) -> Authorized:
    """Let exactly these apps call a service."""
    ids = [item.app_id for item in body.apps]
    return await app_apis.replace_authorized(db, who, service_id, api_id, ids, language=language_of(request))


@router.delete(_OLDER, include_in_schema=False)
@router.delete(_AUTHORIZATIONS, operation_id="DeleteApiAppAuth")
async def withdraw_apps(
    db: Db,
    service_id: ServiceId,
    api_id: ApiId,
    body: Annotated[AppsOfApi, Body()],
    who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")],
) -> Unauthorized:
    """Have apps call a service no more."""
    ids = [item.app_id for item in body.apps]
    return await app_apis.withdraw(db, who, service_id, api_id, ids)


@router.get("/services/{service_id}/app-auth-apis/{api_id}/api-auths", operation_id="ShowApiAuthInfos")
async def list_authorizations(
    db: ReadDb,
    identity: Identity,
    service_id: ServiceId,
    api_id: ApiId,
    who: Annotated[Subject, allow(access.GET_SERVICE, of="service_id")],
    app_name: _Word = None,
    app_ids: _Ids = None,
    show_only: Literal["AUTH", "UNAUTH"] | None = None,
    order: _Order = "asc",
    in_clear: _InClear = False,
    offset: Offset = 0,
    limit: Limit = 1000,
) -> AuthorizationList:
    """List one's apps with whether they may call a service."""
    return await app_apis.list_authorizations(
        db,
        identity.sealer,
        who,
        service_id,
        api_id,
        name=app_name,
        app_ids=app_ids or (),
        show_only=show_only,
        descending=order == "desc",
        in_clear=in_clear,
        offset=offset,
        limit=limit,
    )


@router.get("/services/{service_id}/api-auths", operation_id="GetServiceAppAuthApiAuthInfo")
async def show_service_authorization(
    db: ReadDb, identity: Identity, service_id: ServiceId, who: Annotated[Subject, allow(access.GET_SERVICE)]
) -> ServiceAuthorization:
    """Say whether a service is open to apps, and to which."""
    return await app_apis.service_authorization(db, identity.sealer, who, service_id)
