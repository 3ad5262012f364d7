"""Access keys on the wire."""

from typing import Annotated

from pydantic import BaseModel, Field

from modelyard.iam.types import KeyStatus

IdText = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]
Description = Annotated[str, Field(max_length=255, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")]


class CredentialCreate(BaseModel):
    """Whose key is wanted."""

    user_id: IdText
    description: Description = ""


class CredentialCreateRequest(BaseModel):
    """Body of the creation."""

    credential: CredentialCreate


class CredentialUpdate(BaseModel):
    """What to change; what is left out stays."""

    status: KeyStatus | None = None
    description: Description | None = None


class CredentialUpdateRequest(BaseModel):
    """Body of a change."""

    credential: CredentialUpdate


class Credential(BaseModel):
    """A permanent access key, without its secret."""

    access: str
    user_id: str
    status: KeyStatus
    create_time: str
    description: str


class CredentialWithSecret(Credential):
    """A new access key; its secret is shown here and never again."""

    secret: str


class CredentialWithUse(Credential):
    """An access key with the time of its last use, empty if never."""

    last_use_time: str


class CreatedCredentialAnswer(BaseModel):
    """Answer to a creation."""

    credential: CredentialWithSecret


class CredentialAnswer(BaseModel):
    """One access key."""

    credential: CredentialWithUse


class CredentialsAnswer(BaseModel):
    """Access keys of a user."""

    credentials: list[Credential]


class TemporaryCredential(BaseModel):
    """A temporary access key with its security token."""

    access: str
    secret: str
    securitytoken: str
    expires_at: str
