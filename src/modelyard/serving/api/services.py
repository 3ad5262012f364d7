"""Routes of services: deploy, change, delete."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Path, Query, Request

from modelyard.core.access import allow, decided_by_service
from modelyard.core.http import Audited, Db, ReadDb, language_of, project_in_path
from modelyard.core.paging import Limit, Offset
from modelyard.core.subject import Subject
from modelyard.serving import access
from modelyard.serving.schemas.answers import ServiceAnswer, ServiceChanged, ServiceCreated, ServiceList
from modelyard.serving.schemas.requests import PatchOperation, PropertyUpdate, ServiceCreate, ServiceUpdate
from modelyard.serving.service import changing, services
from modelyard.serving.service.context import ServingContext, context_of

router = APIRouter(prefix="/v1/{project_id}", tags=["serving"], dependencies=[Depends(project_in_path)])

Context = Annotated[ServingContext, Depends(context_of)]
ServiceId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[0-9A-Za-z-]+$", description="Id of the service.")]
ServiceIds = Annotated[
    str,
    Path(
        min_length=1,
        max_length=4096,
        pattern=r"^[0-9A-Za-z,-]+$",
        description="Id of the service, or several of them with commas between.",
    ),
]
_Word = Annotated[str | None, Query(max_length=128, pattern=r"^[^\x00]*$")]
_POOL = "the kind of pool is a condition, and stands in the body"


@router.post("/services", operation_id="CreateService")
async def create_service(
    context: Context,
    body: ServiceCreate,
    who: Annotated[Subject, decided_by_service(access.CREATE_SERVICE, _POOL)],
    _audit: Audited,
) -> ServiceCreated:
    """Deploy a service."""
    return await services.create_service(context, who, body)


@router.get("/services", operation_id="ListServices", response_model_exclude_none=True)
async def list_services(
    db: ReadDb,
    who: Annotated[Subject, allow(access.LIST_SERVICES)],
    service_id: _Word = None,
    service_name: _Word = None,
    model_id: _Word = None,
    workspace_id: _Word = None,
    infer_type: Literal["real-time", "batch", "edge"] | None = None,
    status: _Word = None,
    cluster_id: _Word = None,
    sort_by: Literal["publish_at", "service_name", "transition_at"] = "publish_at",
    order: Literal["asc", "desc"] = "desc",
    offset: Offset = 0,
    limit: Limit = 1000,
) -> ServiceList:
    """List services."""
    return await services.list_services(
        db,
        who,
        service_id=service_id or None,
        name=service_name,
        model_id=model_id or None,
        workspace_id=workspace_id or None,
        infer_type=infer_type,
        status=status or None,
        cluster_id=cluster_id or None,
        sort_by=sort_by,
        descending=order == "desc",
        offset=offset,
        limit=limit,
    )


@router.get("/services/{service_id}", operation_id="ShowService", response_model_exclude_none=True)
async def show_service(
    request: Request, context: Context, db: ReadDb, service_id: ServiceId, who: Annotated[Subject, allow(access.GET_SERVICE)]
) -> ServiceAnswer:
    """Show a service with its configuration."""
    return await services.get_service(db, context, who, service_id, language=language_of(request))


@router.put("/services/{service_id}", operation_id="UpdateService")
async def update_service(
    context: Context,
    db: Db,
    service_id: ServiceId,
    body: ServiceUpdate,
    who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")],
) -> dict[str, Any]:
    """Change, start or stop a service."""
    await changing.update_service(db, context, who, service_id, body)
    return {}


@router.patch("/services/{service_id}", operation_id="PatchServiceV2", response_model_exclude_none=True)
async def patch_service(
    context: Context,
    db: Db,
    service_id: ServiceId,
    body: Annotated[list[PatchOperation], Body(min_length=1, max_length=100)],
    who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")],
) -> ServiceChanged:
    """Replace values of the configuration of a service."""
    return await changing.patch_service(db, context, who, service_id, body)


@router.put("/services/{service_id}/property", operation_id="UpdateServiceByProperty", response_model_exclude_none=True)
async def update_service_by_property(
    context: Context,
    db: Db,
    service_id: ServiceId,
    body: PropertyUpdate,
    who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")],
) -> ServiceChanged:
    """Change the number of instances of a service."""
    return await changing.update_property(db, context, who, service_id, body)


@router.post("/services/{service_id}/restart", operation_id="RestartService")
async def restart_service(
    context: Context, db: Db, service_id: ServiceId, who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")]
) -> dict[str, Any]:
    """Replace all instances of a service by new ones, without a pause."""
    await changing.restart_service(db, context, who, service_id)
    return {}


@router.post("/services/{service_id}/rollback", operation_id="RollBackService", response_model_exclude_none=True)
async def roll_back_service(
    context: Context,
    db: Db,
    service_id: ServiceId,
    who: Annotated[Subject, allow(access.UPDATE_SERVICE, of="service_id")],
    update_time: Annotated[int | None, Query(ge=0, le=2**53, description="Which configuration, by its time.")] = None,
) -> ServiceChanged:
    """Bring an earlier configuration of a service back; while an update is under way, give that up."""
    return await changing.roll_back(db, context, who, service_id, update_time=update_time)


@router.delete("/services/{service_id}", operation_id="DeleteService")
async def delete_service(
    context: Context,
    db: Db,
    service_id: ServiceIds,
    who: Annotated[Subject, allow(access.DELETE_SERVICE, each_of="service_id")],
) -> dict[str, Any]:
    """Delete a service, or several."""
    await services.delete_services(db, context, who, [part for part in service_id.split(",") if part])
    return {}
