"""Routes of regions, services, endpoints, versions, and of the catalogue of actions."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request

from modelyard.core.access import Action, authenticated, public
from modelyard.core.subject import Subject
from modelyard.iam.api.parameters import PathId, QueryId, QueryName, SettingsHere, with_links
from modelyard.iam.schemas.catalog import (
    ActionList,
    Catalog,
    CataloguedAction,
    EndpointAnswer,
    EndpointList,
    RegionAnswer,
    RegionList,
    ServiceAnswer,
    ServiceList,
    VersionAnswer,
)
from modelyard.iam.schemas.links import links_to
from modelyard.iam.service import catalog as service

router = APIRouter(tags=["iam"], dependencies=[with_links])

_ANYBODY = [authenticated("says what the platform is made of, nothing about what is in it")]


@router.get(
    "/v3", operation_id="KeystoneShowVersion", dependencies=[public("clients read the version before they have a token")]
)
async def show_version(settings: SettingsHere) -> VersionAnswer:
    """Show the version of the identity API."""
    return VersionAnswer(version=service.version(settings))


@router.get("/v3/regions", operation_id="KeystoneListRegions", dependencies=_ANYBODY)
async def list_regions(settings: SettingsHere) -> RegionList:
    """List the regions, of which there is one."""
    return RegionList(regions=service.regions(settings), links=links_to("/v3/regions"))


@router.get("/v3/regions/{region_id}", operation_id="KeystoneShowRegion", dependencies=_ANYBODY)
async def show_region(settings: SettingsHere, region_id: PathId) -> RegionAnswer:
    """Show a region."""
    return RegionAnswer(region=service.get_region(settings, region_id))


@router.get("/v3/services", operation_id="KeystoneListServices", dependencies=_ANYBODY)
async def list_services(
    type: QueryName = None,  # noqa: A002 - the name is the API's
) -> ServiceList:
    """List the services of the platform."""
    return ServiceList(services=service.services(type), links=links_to("/v3/services"))


@router.get("/v3/services/{service_id}", operation_id="KeystoneShowService", dependencies=_ANYBODY)
async def show_service(service_id: PathId) -> ServiceAnswer:
    """Show a service."""
    return ServiceAnswer(service=service.get_service(service_id))


@router.get("/v3/endpoints", operation_id="KeystoneListEndpoints", dependencies=_ANYBODY)
async def list_endpoints(
    settings: SettingsHere,
    interface: Literal["public", "internal", "admin"] | None = None,
    service_id: QueryId = None,
) -> EndpointList:
    """List where the services answer. All endpoints are public ones."""
    found = service.endpoints(settings, interface=interface, service_id=service_id)
    return EndpointList(endpoints=found, links=links_to("/v3/endpoints"))


@router.get("/v3/endpoints/{endpoint_id}", operation_id="KeystoneShowEndpoint", dependencies=_ANYBODY)
async def show_endpoint(settings: SettingsHere, endpoint_id: PathId) -> EndpointAnswer:
    """Show an endpoint."""
    return EndpointAnswer(endpoint=service.get_endpoint(settings, endpoint_id))


@router.get("/v3/auth/catalog", operation_id="KeystoneShowCatalog")
async def show_catalog(
    who: Annotated[Subject, authenticated("answers for the caller's own project")], settings: SettingsHere
) -> Catalog:
    """Show all services with their endpoints for the project of the token."""
    return Catalog(catalog=service.catalog(settings, who.project_id), links=links_to("/v3/auth/catalog"))


@router.get("/v2/{project_id}/actions", operation_id="ListActions", dependencies=_ANYBODY)
async def list_actions(
    request: Request,
    project_id: PathId,
) -> ActionList:
    """List every action that policies can name, by name."""
    actions: tuple[Action, ...] = request.app.state.actions
    return ActionList(
        actions=[
            CataloguedAction(
                name=action.name,
                service=action.service,
                resource_type=action.resource_type,
                description=action.text,
                description_cn=action.zh,
            )
            for action in sorted(actions, key=lambda action: action.name)
        ]
    )
