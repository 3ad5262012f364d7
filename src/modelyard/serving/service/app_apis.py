"""Use cases of services that are open to apps: which apps may call them, and how."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import after_commit, now
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.ids import new_id, wire_id
from modelyard.core.paging import fetch_page
from modelyard.core.sealing import Sealer
from modelyard.core.subject import Subject
from modelyard.serving import queries
from modelyard.serving.errors import ApiNotForApps, AppApiExists, AppApiNotFound
from modelyard.serving.models import AppApiRow, AppGrantRow, ServiceRow
from modelyard.serving.schemas.callers import (
    Api,
    ApiAuthorized,
    ApiCreate,
    ApiList,
    AppAuthorization,
    AppList,
    AuthorizationList,
    Authorized,
    AuthorizedApi,
    Result,
    ServiceAuthorization,
    Unauthorized,
)
from modelyard.serving.service import apps
from modelyard.serving.service.context import ServingContext
from modelyard.serving.service.services import visible_row


async def create_api(db: AsyncSession, context: ServingContext, who: Subject, service_id: str, wanted: ApiCreate) -> Api:
    """Open a service to apps, without letting one in yet. Raises ServiceNotFound, AppApiExists."""
    service = await visible_row(db, who, service_id, lock=True)
    return describe_api(context, await _open(db, context, service, wanted), service.name)


async def create_and_authorize(
    db: AsyncSession, context: ServingContext, who: Subject, service_id: str, app_ids: Sequence[str], *, language: Language
) -> ApiAuthorized:
    """Open a service to apps and let these in; a service that is open lets them in, too. Raises ServiceNotFound."""
    service = await visible_row(db, who, service_id, lock=True)
    api = await queries.api_of_service(db, service.id)
    if api is None:
        wanted = ApiCreate(api_name=f"api_{service.id}", support_app_code=True)
        api = await _open(db, context, service, wanted)
    results = [await _let_in(db, who, api, app_id, language) for app_id in dict.fromkeys(app_ids)]
    return ApiAuthorized(api=describe_api(context, api, service.name), auth_result=results)


async def get_api(db: AsyncSession, context: ServingContext, who: Subject, service_id: str, api_id: str) -> Api:
    """Return how a service is open to apps. Raises ServiceNotFound, AppApiNotFound."""
    service, api = await _api(db, who, service_id, api_id)
    return describe_api(context, api, service.name)


async def list_apis(db: AsyncSession, context: ServingContext, who: Subject, service_id: str) -> ApiList:
    """Return how a service is open to apps: one API or none. Raises ServiceNotFound."""
    service = await visible_row(db, who, service_id)
    api = await queries.api_of_service(db, service.id)
    found = [] if api is None else [describe_api(context, api, service.name)]
    return ApiList(apis=found, count=len(found), total_count=len(found))


async def list_apis_of_app(
    db: AsyncSession,
    context: ServingContext,
    who: Subject,
    app_id: str,
    *,
    service_name: str | None = None,
    offset: int = 0,
    limit: int = 1000,
) -> ApiList:
    """Return what an app may call. Raises AppNotFound."""
    app = await apps.visible_app(db, who, app_id)
    page = await fetch_page(db, queries.apis_of_app(app.id, service_name=service_name), offset=offset, limit=limit)
    names = await queries.names_of_services(db, [row.service_id for row in page.items])
    found = [describe_api(context, row, names[row.service_id]) for row in page.items]
    return ApiList(apis=found, count=len(found), total_count=page.total)


async def delete_api(db: AsyncSession, context: ServingContext, who: Subject, service_id: str, api_id: str) -> None:
    """Close a service to apps; all of them are shut out. Raises ServiceNotFound, AppApiNotFound."""
    _, api = await _api(db, who, service_id, api_id, lock=True)
    await db.delete(api)
    await _changed(db, context)


async def authorize(
    db: AsyncSession, who: Subject, service_id: str, api_id: str, app_ids: Sequence[str], *, language: Language
) -> Authorized:
    """Let apps in. Raises ServiceNotFound, AppApiNotFound, ApiNotForApps; what is wrong with one app is in its result."""
    _, api = await _api(db, who, service_id, api_id, lock=True)
    _demand_app_type(api)
    return Authorized(auth_result=[await _let_in(db, who, api, app_id, language) for app_id in dict.fromkeys(app_ids)])


async def replace_authorized(
    db: AsyncSession, who: Subject, service_id: str, api_id: str, app_ids: Sequence[str], *, language: Language
) -> Authorized:
    """Let exactly these apps in. Raises as `authorize`."""
    _, api = await _api(db, who, service_id, api_id, lock=True)
    _demand_app_type(api)
    for app_id, grant in (await queries.grants_of(db, api.id)).items():
        if app_id not in app_ids:
            await db.delete(grant)
    return Authorized(auth_result=[await _let_in(db, who, api, app_id, language) for app_id in dict.fromkeys(app_ids)])


async def withdraw(db: AsyncSession, who: Subject, service_id: str, api_id: str, app_ids: Sequence[str]) -> Unauthorized:
    """Shut apps out; those that are out already stay so. Raises ServiceNotFound, AppApiNotFound."""
    _, api = await _api(db, who, service_id, api_id, lock=True)
    grants, results = await queries.grants_of(db, api.id), []
    for app_id in dict.fromkeys(app_ids):
        if app_id in grants:
            await db.delete(grants[app_id])
        results.append(Result(api_id=api.id, app_id=app_id, success=True))
    return Unauthorized(unauth_result=results)


async def list_authorizations(
    db: AsyncSession,
    sealer: Sealer,
    who: Subject,
    service_id: str,
    api_id: str,
    *,
    name: str | None = None,
    app_ids: Sequence[str] = (),
    show_only: str | None = None,
    descending: bool = False,
    in_clear: bool = False,
    offset: int = 0,
    limit: int = 1000,
) -> AuthorizationList:
    """Return the caller's apps with whether they may call a service. show_only: AUTH or UNAUTH for one half of them."""
    _, api = await _api(db, who, service_id, api_id)
    grants = await queries.grants_of(db, api.id)
    page: AppList = await apps.list_apps(
        db, sealer, who, name=name, app_ids=app_ids, sort_by="app_name", descending=descending, in_clear=in_clear
    )
    found = [AppAuthorization(app=app, authed=app.app_id in grants) for app in page.apps]
    if show_only is not None:
        found = [item for item in found if item.authed is (show_only == "AUTH")]
    shown = found[offset : offset + limit]
    return AuthorizationList(auths=shown, count=len(shown), total_count=len(found))


async def service_authorization(db: AsyncSession, sealer: Sealer, who: Subject, service_id: str) -> ServiceAuthorization:
    """Return whether a service is open to apps, and to which. Raises ServiceNotFound."""
    service = await visible_row(db, who, service_id)
    api = await queries.api_of_service(db, service.id)
    if api is None:
        return ServiceAuthorization(enable_app_auth=False)
    rows = [row for app_id in await queries.grants_of(db, api.id) if (row := await queries.find_app(db, who, app_id))]
    described = await apps.describe_apps(db, sealer, who, rows, in_clear=False)
    return ServiceAuthorization(
        enable_app_auth=api.auth_type == "APP", app_auth_api=AuthorizedApi(api_id=api.id, authed_apps=described)
    )


def describe_api(context: ServingContext, row: AppApiRow, service_name: str) -> Api:
    """Return an API as answers show it."""
    return Api(
        api_id=row.id,
        api_name=row.name,
        api_remark=row.remark,
        auth_type=row.auth_type,
        predict_url=f"{context.access_endpoint}/v1/infers/{wire_id(row.service_id)}{row.path}",
        service_id=wire_id(row.service_id),
        service_name=service_name,
        support_app_code=row.support_app_code,
    )


async def _open(db: AsyncSession, context: ServingContext, service: ServiceRow, wanted: ApiCreate) -> AppApiRow:
    before = await queries.api_of_service(db, service.id)
    if before is not None:
        raise AppApiExists(service_id=wire_id(service.id), api_id=before.id)
    row = AppApiRow(
        id=new_id(),
        service_id=service.id,
        name=wanted.api_name,
        path=wanted.api_path or "",
        remark=wanted.api_remark,
        auth_type=wanted.auth_type,
        support_app_code=wanted.support_app_code,
        created_at=now(db),
    )
    db.add(row)
    await _changed(db, context)
    return row


async def _changed(db: AsyncSession, context: ServingContext) -> None:
    """Have the gateway hear by which credentials the service is called now."""
    await queries.raise_stamp(db)
    after_commit(db, context.wake_routes)


async def _let_in(db: AsyncSession, who: Subject, api: AppApiRow, app_id: str, language: Language) -> Result:
    try:
        app = await apps.visible_app(db, who, app_id)
    except AppError as error:
        return Result(api_id=api.id, app_id=app_id, success=False, reason=error.message(language))
    grant = (await queries.grants_of(db, api.id)).get(app.id)
    if grant is None:
        grant = AppGrantRow(id=new_id(), api_id=api.id, app_id=app.id)
        db.add(grant)
    return Result(api_id=api.id, app_id=app.id, auth_id=grant.id, success=True)


async def _api(
    db: AsyncSession, who: Subject, service_id: str, api_id: str, *, lock: bool = False
) -> tuple[ServiceRow, AppApiRow]:
    service = await visible_row(db, who, service_id, lock=lock)
    api = await queries.api_of_service(db, service.id)
    if api is None or api.id != api_id:
        raise AppApiNotFound(service_id=service_id, api_id=api_id, resource=api_id)
    return service, api


def _demand_app_type(api: AppApiRow) -> None:
    if api.auth_type != "APP":
        raise ApiNotForApps(field="api_id", api_id=api.id, auth_type=api.auth_type)
