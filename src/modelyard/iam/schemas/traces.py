"""The audit trail on the wire, as CTS has it."""

from typing import Literal

from pydantic import BaseModel

from modelyard.core.types import StrEnum
from modelyard.iam.schemas.tokens import Reference


class TraceRating(StrEnum):
    """How a call ended: well, refused or failed by the caller's fault, or failed by ours."""

    NORMAL = "normal"
    WARNING = "warning"
    INCIDENT = "incident"


class TraceUser(BaseModel):
    """Who called."""

    id: str
    name: str
    user_name: str
    account_id: str
    access_key_id: str | None = None
    domain: Reference | None = None


class Trace(BaseModel):
    """One call."""

    trace_id: str
    trace_name: str
    trace_rating: TraceRating
    trace_type: Literal["ApiCall", "ConsoleAction"]
    code: str
    service_type: str
    resource_type: str
    resource_id: str
    resource_name: str
    source_ip: str
    user: TraceUser
    time: int
    record_time: int
    request_id: str
    api_version: str
    request: str
    response: str


class TracesMeta(BaseModel):
    """How many records are in the answer, and where the next ones begin."""

    count: int
    marker: str | None


class TracesAnswer(BaseModel):
    """A page of the trail, the newest first."""

    traces: list[Trace]
    meta_data: TracesMeta
