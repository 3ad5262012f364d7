"""Regions, services, endpoints, versions and actions on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from modelyard.iam.schemas.directory import Shape
from modelyard.iam.schemas.links import Links


class RegionNames(Shape):
    """The name of a region in each language."""

    en_us: Annotated[str, Field(alias="en-us")]
    zh_cn: Annotated[str, Field(alias="zh-cn")]


class Region(Shape):
    """A region; a platform has one."""

    id: str
    type: Literal["public"] = "public"
    description: str
    parent_region_id: None = None
    locales: RegionNames
    links: Links


class RegionAnswer(Shape):
    """One region."""

    region: Region


class RegionList(Shape):
    """All regions."""

    regions: list[Region]
    links: Links


class Service(Shape):
    """A service of the platform."""

    id: str
    name: str
    type: str
    description: str
    enabled: Literal[True] = True
    links: Links


class ServiceAnswer(Shape):
    """One service."""

    service: Service


class ServiceList(Shape):
    """Services, by type."""

    services: list[Service]
    links: Links


class Endpoint(Shape):
    """Where a service answers."""

    id: str
    service_id: str
    interface: Literal["public"] = "public"
    region: str
    region_id: str
    url: str
    enabled: Literal[True] = True
    links: Links


class EndpointAnswer(Shape):
    """One endpoint."""

    endpoint: Endpoint


class EndpointList(Shape):
    """Endpoints, by service type."""

    endpoints: list[Endpoint]
    links: Links


class CatalogEndpoint(Shape):
    """Where a service answers, for the project of the caller."""

    id: str
    interface: Literal["public"] = "public"
    region: str
    region_id: str
    url: str


class CatalogEntry(Shape):
    """A service with its endpoints, as tokens carry it."""

    id: str
    name: str
    type: str
    endpoints: list[CatalogEndpoint]


class Catalog(Shape):
    """All services with their endpoints."""

    catalog: list[CatalogEntry]
    links: Links


class MediaType(Shape):
    """What the identity service speaks."""

    type: str
    base: str


class VersionLink(Shape):
    """Where a version is described."""

    rel: str
    href: str


class Version(Shape):
    """A version of the identity API."""

    id: str
    status: str
    updated: str
    links: list[VersionLink]
    media_types: Annotated[list[MediaType], Field(alias="media-types")]


class VersionAnswer(Shape):
    """One version."""

    version: Version


class CataloguedAction(Shape):
    """An action that policies can name."""

    name: str
    service: str
    resource_type: str
    description: str
    description_cn: str


class ActionList(Shape):
    """Every action of the platform, by name."""

    actions: list[CataloguedAction]
