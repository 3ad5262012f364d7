"""Agencies on the wire."""

from typing import Annotated

from pydantic import Field

from modelyard.core.text import Line
from modelyard.iam.schemas.directory import Description, EntryId, Moment, Shape, ShortLine
from modelyard.iam.schemas.links import Links

Duration = Annotated[Line, Field(max_length=16)] | Annotated[int, Field(ge=1, le=36_500, strict=True)]


class AgencyCreate(Shape):
    """An agency to be. `trust_domain_name` wins over `trust_domain_id`.

    duration: `FOREVER` (default), `ONEDAY`, or a number of days.
    """

    name: Annotated[Line, Field(max_length=64)]
    domain_id: EntryId
    trust_domain_id: EntryId | None = None
    trust_domain_name: ShortLine | None = None
    description: Description = ""
    duration: Duration | None = None


class AgencyUpdate(Shape):
    """Changes of an agency; what is not given stays."""

    trust_domain_id: EntryId | None = None
    trust_domain_name: ShortLine | None = None
    description: Description | None = None
    duration: Duration | None = None


class Agency(Shape):
    """An agency. `duration`: `FOREVER` or hours; `expire_time`: null is never."""

    id: str
    name: str
    domain_id: str
    trust_domain_id: str
    trust_domain_name: str
    agency_urn: str
    description: str
    duration: str
    create_time: Moment
    expire_time: Moment | None


class AgencyCreateBody(Shape):
    """Body of CreateAgency."""

    agency: AgencyCreate


class AgencyUpdateBody(Shape):
    """Body of UpdateAgency."""

    agency: AgencyUpdate


class AgencyAnswer(Shape):
    """One agency."""

    agency: Agency


class AgencyList(Shape):
    """Agencies, by name."""

    agencies: list[Agency]
    total_number: int


class AgencyRole(Shape):
    """A policy of an agency in all projects, in short."""

    id: str
    name: str
    links: Links


class AgencyRoleList(Shape):
    """The policies of an agency in all projects."""

    roles: list[AgencyRole]
    links: Links
