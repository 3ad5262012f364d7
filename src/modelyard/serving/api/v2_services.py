"""Routes of services in the newer API."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Path, Query, Request

from modelyard.core.access import allow, decided_by_service
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.serving import access
from modelyard.serving.errors import FieldNotSupported, OperationNotSupported
from modelyard.serving.rules.v2_states import ServiceState
from modelyard.serving.schemas.v2_answers import (
    ClusterV2,
    EventPage,
    FlavorPage,
    ServicesDeleted,
    ServiceV2,
    ServiceV2Page,
)
from modelyard.serving.schemas.v2_requests import ServiceChange, ServicesToDelete, ServiceToCreate
from modelyard.serving.service import v2_offers, v2_services
from modelyard.serving.service.context import ServingContext, context_of

router = APIRouter(prefix="/v2/{project_id}", tags=["serving"], dependencies=[Depends(project_in_path)])

Context = Annotated[ServingContext, Depends(context_of)]
ServiceId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]
Word = Annotated[str | None, Query(max_length=128, pattern=r"^[^\x00]*$")]
Milliseconds = Annotated[int | None, Query(ge=0, le=253_402_300_799_000)]
Direction = Annotated[str, Query(max_length=4, pattern=r"^(?i:asc|desc)$")]
# The first of several fields decides: times are hardly ever the same.
SortKey = Annotated[str, Query(max_length=64, pattern=r"^(create_at|update_at)(,(create_at|update_at))*$")]
Reader = Annotated[Subject, allow(access.GET_SERVICE, of="service_id")]
Writer = Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")]
_POOL = "the kind of pool is a condition, and stands in the body"
_BODY = "the services stand in the body"
_NO_NETWORKS = "callers reach services by the gateway; there are no networks of tenants to connect"
_NO_NETWORKS_ZH = "服务通过网关访问，没有可连接的租户网络"


@router.post("/services", operation_id="CreateInferService", response_model_exclude_none=True)
async def create_service(
    request: Request,
    context: Context,
    body: ServiceToCreate,
    who: Annotated[Subject, decided_by_service(access.CREATE_SERVICE, _POOL)],
    _audit: Audited,
    x_auth_token_provider: Annotated[str | None, Header(max_length=65_536)] = None,
) -> ServiceV2:
    """Deploy a service of images."""
    if x_auth_token_provider:
        raise FieldNotSupported(
            field="X-Auth-Token-Provider", problem="services belong to who makes them", problem_zh="服务归创建者所有"
        )
    return await v2_services.create_service(context, who, body, language=language_of(request))


@router.get("/services", operation_id="ListInferServices", response_model_exclude_none=True)
async def list_services(
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_SERVICES)],
    id: Word = None,  # noqa: A002 - the published name
    name: Word = None,
    status: ServiceState | None = None,
    type: Literal["REAL_TIME", "ASYNC_REAL_TIME"] | None = None,  # noqa: A002 - the published name
    description: Word = None,
    pool_id: Word = None,
    user_name: Word = None,
    workspace_id: Word = None,
    tags: Annotated[str, Query(max_length=8192, pattern=r"^[^\x00]*$")] = "",
    auth_type: Word = None,
    pool_name: Word = None,
    asset_id: Word = None,
    node_ip: Word = None,
    sort_key: SortKey = "update_at",
    sort_dir: Direction = "desc",
    offset: Offset = 0,
    limit: Limit = 10,
) -> ServiceV2Page:
    """List real-time services."""
    for field, value in (("auth_type", auth_type), ("pool_name", pool_name), ("asset_id", asset_id), ("node_ip", node_ip)):
        if value:
            raise FieldNotSupported(field=field, problem="lists are not searched by it", problem_zh="不支持按此条件查询")
    if type == "ASYNC_REAL_TIME":
        raise FieldNotSupported(field="type", problem="there are no such services", problem_zh="没有异步服务")
    return await v2_services.list_services(
        db,
        who,
        service_id=id or None,
        name=name,
        status=status,
        description=description,
        user_name=user_name,
        pool_id=pool_id or None,
        workspace_id=workspace_id or None,
        tags=tags,
        sort_key=sort_key.partition(",")[0],
        descending=sort_dir.lower() == "desc",
        offset=offset,
        limit=limit,
    )


@router.get("/services/flavors", operation_id="ListInferClusterFlavors", response_model_exclude_none=True)
async def list_flavors(
    context: Context,
    db: ReadDb,
    _who: Annotated[Subject, allow(access.LIST_SERVICES)],
    flavor_type: Literal["CPU", "GPU", "ASCEND"] | None = None,
    offset: Offset = 0,
    limit: Limit = 10,
) -> FlavorPage:
    """List the sizes that instances can have."""
    return await v2_offers.list_flavors(db, context, flavor_type=flavor_type, offset=offset, limit=limit)


@router.get("/services/clusters/{id}", operation_id="ShowInferServiceCluster", response_model_exclude_none=True)
async def show_cluster(
    context: Context,
    db: ReadDb,
    id: Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")],  # noqa: A002 - the published name
    who: Annotated[Subject, allow(access.LIST_SERVICES)],
) -> ClusterV2:
    """Show a pool as services see it."""
    return await v2_offers.get_cluster(db, context, who, id)


@router.post("/services/delete", operation_id="BatchDeleteInferServices", response_model_exclude_none=True)
async def delete_services(
    request: Request,
    context: Context,
    body: ServicesToDelete,
    who: Annotated[Subject, decided_by_service(access.DELETE_SERVICE, _BODY)],
    _audit: Audited,
) -> ServicesDeleted:
    """Delete services."""
    return await v2_services.delete_services(context, who, body.service_ids, language=language_of(request))


@router.get("/services/{service_id}", operation_id="ShowInferService", response_model_exclude_none=True)
async def show_service(request: Request, context: Context, db: ReadDb, service_id: ServiceId, who: Reader) -> ServiceV2:
    """Show a service with its deployments."""
    return await v2_services.get_service(db, context, who, service_id, language=language_of(request))


@router.put("/services/{service_id}", operation_id="UpdateInferService", response_model_exclude_none=True)
async def update_service(
    request: Request,
    context: Context,
    db: Db,
    service_id: ServiceId,
    body: ServiceChange,
    who: Writer,
) -> ServiceV2:
    """Change a service."""
    return await v2_services.update_service(db, context, who, service_id, body, language=language_of(request))


@router.post("/services/{service_id}/start", operation_id="StartInferService", response_model_exclude_none=True)
async def start_service(request: Request, context: Context, db: Db, service_id: ServiceId, who: Writer) -> ServiceV2:
    """Start a service."""
    return await v2_services.start_service(db, context, who, service_id, language=language_of(request))


@router.post("/services/{service_id}/stop", operation_id="StopInferService", response_model_exclude_none=True)
async def stop_service(request: Request, context: Context, db: Db, service_id: ServiceId, who: Writer) -> ServiceV2:
    """Stop a service."""
    return await v2_services.stop_service(db, context, who, service_id, language=language_of(request))


@router.get("/services/{service_id}/events", operation_id="ListInferServiceEvents")
async def list_events(
    db: ReadDb,
    service_id: ServiceId,
    who: Annotated[Subject, allow(access.GET_EVENTS, of="service_id")],
    event_type: Literal["NORMAL", "ABNORMAL", "WARNING"] | None = None,
    event_info_key: Annotated[str, Query(max_length=256, pattern=r"^[^\x00]*$")] = "",
    start_time: Milliseconds = None,
    end_time: Milliseconds = None,
    sort_key: SortKey = "update_at",
    sort_dir: Direction = "desc",
    offset: Offset = 0,
    limit: Limit = 10,
) -> EventPage:
    """List what happened to a service."""
    return await v2_services.list_events(
        db,
        who,
        service_id,
        event_type=event_type,
        text=event_info_key,
        start_ms=start_time,
        end_ms=end_time,
        descending=sort_dir.lower() == "desc",
        offset=offset,
        limit=limit,
    )


def _no_networks(operation: str) -> OperationNotSupported:
    return OperationNotSupported(operation=operation, problem=_NO_NETWORKS, problem_zh=_NO_NETWORKS_ZH)


@router.post("/intranet-connection", operation_id="CreateInferIntranetConnection")
async def create_connection(_who: Annotated[Subject, allow(access.UPDATE_SERVICE)]) -> None:
    """Refuse: there are no networks of tenants."""
    raise _no_networks("CreateInferIntranetConnection")


@router.post("/intranet-connection/delete", operation_id="BatchDeleteInferIntranetConnections")
async def delete_connections(_who: Annotated[Subject, allow(access.UPDATE_SERVICE)]) -> None:
    """Refuse: there are no networks of tenants."""
    raise _no_networks("BatchDeleteInferIntranetConnections")


@router.get("/intranet-connection/requests", operation_id="ListInferIntranetConnectionApplications")
async def list_connections(_who: Annotated[Subject, allow(access.LIST_SERVICES)]) -> None:
    """Refuse: there are no networks of tenants."""
    raise _no_networks("ListInferIntranetConnectionApplications")


@router.get("/intranet-connection/reviews", operation_id="ListInferIntranetConnectionReviews")
async def list_reviews(_who: Annotated[Subject, allow(access.LIST_SERVICES)]) -> None:
    """Refuse: there are no networks of tenants."""
    raise _no_networks("ListInferIntranetConnectionReviews")


@router.put("/intranet-connection/{id}", operation_id="UpdateInferIntranetConnection")
async def update_connection(id: ServiceId, _who: Annotated[Subject, allow(access.UPDATE_SERVICE)]) -> None:  # noqa: A002 - the published name
    """Refuse: there are no networks of tenants."""
    raise _no_networks("UpdateInferIntranetConnection")


@router.post("/intranet-connection/{id}/modify", operation_id="ModifyInferIntranetConnections")
async def modify_connection(id: ServiceId, _who: Annotated[Subject, allow(access.UPDATE_SERVICE)]) -> None:  # noqa: A002 - the published name
    """Refuse: there are no networks of tenants."""
    raise _no_networks("ModifyInferIntranetConnections")
