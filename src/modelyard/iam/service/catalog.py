"""What the platform offers and where: regions, services, endpoints, versions. Follows from the settings alone."""

import hashlib
from dataclasses import dataclass
from typing import TypeVar

from modelyard.iam.errors.directory import EntryNotFound
from modelyard.iam.schemas.catalog import (
    CatalogEndpoint,
    CatalogEntry,
    Endpoint,
    MediaType,
    Region,
    RegionNames,
    Service,
    Version,
    VersionLink,
)
from modelyard.iam.schemas.links import links_to
from modelyard.iam.settings import IAMSettings

Thing = TypeVar("Thing", Region, Service, Endpoint)

_PROJECT = "$(tenant_id)s"


@dataclass(frozen=True)
class Offer:
    """A service that we speak for. path: below the address of the API, or of the storage."""

    kind: str
    name: str
    description: str
    path: str
    on_storage: bool = False

    @property
    def id(self) -> str:
        return _id("service", self.kind)

    @property
    def endpoint_id(self) -> str:
        return _id("endpoint", self.kind)


OFFERS = (
    Offer("cts", "cts", "Audit trail", f"/v3/{_PROJECT}"),
    Offer("iam", "iam", "Identity and access", "/v3"),
    Offer("modelarts", "modelarts", "AI development", f"/v1/{_PROJECT}"),
    Offer("modelartsv2", "modelartsv2", "AI development", f"/v2/{_PROJECT}"),
    Offer("object", "obs", "Object storage", "", on_storage=True),
    Offer("sts", "sts", "Temporary credentials", "/v5"),
)


def regions(settings: IAMSettings) -> list[Region]:
    """Return all regions, of which a platform has one."""
    names = RegionNames(en_us=settings.region_name, zh_cn=settings.region_name)
    links = links_to(f"/v3/regions/{settings.region_id}")
    return [Region(id=settings.region_id, description="", locales=names, links=links)]


def get_region(settings: IAMSettings, region_id: str) -> Region:
    """Return a region. Raises EntryNotFound."""
    return _get(regions(settings), "region", region_id)


def services(kind: str | None = None) -> list[Service]:
    """Return the services, or those of one type, by type."""
    return [
        Service(
            id=offer.id,
            name=offer.name,
            type=offer.kind,
            description=offer.description,
            links=links_to(f"/v3/services/{offer.id}"),
        )
        for offer in OFFERS
        if kind in {None, offer.kind}
    ]


def get_service(service_id: str) -> Service:
    """Return a service. Raises EntryNotFound."""
    return _get(services(), "service", service_id)


def endpoints(settings: IAMSettings, *, interface: str | None = None, service_id: str | None = None) -> list[Endpoint]:
    """Return the endpoints that match, by service type. All are public ones."""
    return [
        Endpoint(
            id=offer.endpoint_id,
            service_id=offer.id,
            region=settings.region_id,
            region_id=settings.region_id,
            url=_address(settings, offer),
            links=links_to(f"/v3/endpoints/{offer.endpoint_id}"),
        )
        for offer in OFFERS
        if interface in {None, "public"} and service_id in {None, offer.id}
    ]


def get_endpoint(settings: IAMSettings, endpoint_id: str) -> Endpoint:
    """Return an endpoint. Raises EntryNotFound."""
    return _get(endpoints(settings), "endpoint", endpoint_id)


def catalog(settings: IAMSettings, project_id: str | None) -> list[CatalogEntry]:
    """Return the catalogue as tokens carry it, for a project; without one, services of projects are left out."""
    return [
        CatalogEntry(
            id=offer.id,
            name=offer.name,
            type=offer.kind,
            endpoints=[
                CatalogEndpoint(
                    id=offer.endpoint_id,
                    region=settings.region_id,
                    region_id=settings.region_id,
                    url=_address(settings, offer).replace(_PROJECT, project_id or ""),
                )
            ],
        )
        for offer in OFFERS
        if project_id is not None or _PROJECT not in offer.path
    ]


def version(settings: IAMSettings) -> Version:
    """Return the one version of the identity API."""
    return Version(
        id="v3.6",
        status="stable",
        updated="2016-04-04T00:00:00Z",
        links=[VersionLink(rel="self", href=f"{settings.api_endpoint}/v3/")],
        media_types=[MediaType(type="application/vnd.openstack.identity-v3+json", base="application/json")],
    )


def _get(things: list[Thing], kind: str, thing_id: str) -> Thing:
    found = next((thing for thing in things if thing.id == thing_id), None)
    if found is None:
        raise EntryNotFound(kind=kind, id=thing_id)
    return found


def _address(settings: IAMSettings, offer: Offer) -> str:
    return (settings.storage_endpoint if offer.on_storage else settings.api_endpoint) + offer.path


def _id(kind: str, name: str) -> str:
    return hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()[:32]
