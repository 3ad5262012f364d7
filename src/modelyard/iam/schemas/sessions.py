"""Console sessions on the wire."""

from typing import Annotated

from pydantic import BaseModel, Field

from modelyard.iam.schemas.tokens import Name, Reference, Secret


class SessionCreate(BaseModel):
    """What somebody types to log in."""

    domain_name: Name
    user_name: Name
    password: Secret
    passcode: Annotated[str | None, Field(max_length=16)] = None


class SessionUser(BaseModel):
    """Who is logged in."""

    id: str
    name: str
    domain: Reference
    is_domain_owner: bool


class Session(BaseModel):
    """A console session; the proof itself is in the cookie."""

    user: SessionUser
    projects: list[Reference]
    csrf_token: str
    expires_at: int
    must_change_password: bool
