"""ModelArts authorizations on the wire: which agency the platform uses for whom."""

from typing import Annotated, Literal

from pydantic import Field

from modelyard.core.text import Line
from modelyard.iam.schemas.directory import EntryId, Shape

Kind = Literal["iam", "federate", "federation-group", "grant", "all-users"]


class AuthorizationCreate(Shape):
    """Who is covered by which agency. `user_id`: a user, or `all` for every present and future user."""

    content: Annotated[Line, Field(min_length=1, max_length=64)]
    type: Literal["agency", "credential"] = "agency"
    secret_key: Annotated[str, Field(max_length=40)] | None = None
    user_id: EntryId | None = None
    user_name: Annotated[Line, Field(max_length=64)] | None = None
    user_type: Kind = "iam"


class Authorization(Shape):
    """Who is covered by which agency."""

    user_id: str
    user_name: str
    user_type: str
    type: str
    content: str
    create_time: int


class AuthorizationList(Shape):
    """Authorizations of a project."""

    auth: list[Authorization]
    total_count: int


class Done(Shape):
    """It was done."""

    result: Literal[True] = True


class DoneForAll(Done):
    """It was done for everybody."""

    success_message: str


class ModelArtsAgencyCreate(Shape):
    """The agency is called `ma_agency_<suffix>`, without a suffix `modelarts_agency`."""

    agency_name_suffix: Annotated[str, Field(max_length=50, pattern=r"^[\w-]*$")] = ""


class ModelArtsAgency(Shape):
    """The agency that was made."""

    agency_name: str


class AuthorizationMode(Shape):
    """`strict`: users may do only what a policy allows; otherwise everything that no policy denies."""

    strict: bool
