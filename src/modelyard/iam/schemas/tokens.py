"""Requests for tokens and temporary keys, and their answers, on the wire."""

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field

from modelyard.iam.schemas.catalog import CatalogEntry

Name = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]
Secret = Annotated[str, Field(min_length=1, max_length=128)]
TokenText = Annotated[str, Field(min_length=1, max_length=8192)]
Duration = Annotated[int, Field(ge=900, le=86_400)]


def _as_list(value: Any) -> Any:
    """Clients write one method as a text as well."""
    return [value] if isinstance(value, str) else value


Methods = Annotated[list[Annotated[str, Field(max_length=32)]], BeforeValidator(_as_list), Field(min_length=1, max_length=4)]


class DomainName(BaseModel):
    """An account, by name or id."""

    id: Id | None = None
    name: Name | None = None


class PasswordUser(BaseModel):
    """A user by id, or by name and account, with the password."""

    id: Id | None = None
    name: Name | None = None
    domain: DomainName | None = None
    password: Secret


class PasswordIdentity(BaseModel):
    """The password method."""

    user: PasswordUser


class TotpUser(BaseModel):
    """A user and the passcode of his device."""

    id: Id
    passcode: Annotated[str, Field(min_length=1, max_length=16)]


class TotpIdentity(BaseModel):
    """The one-time passcode that comes with a password."""

    user: TotpUser


class KeyPart(BaseModel):
    """An access key or its secret."""

    key: Annotated[str, Field(min_length=1, max_length=128)]


class AccessKeyIdentity(BaseModel):
    """The access key method."""

    access: KeyPart
    secret: KeyPart


class TokenIdentity(BaseModel):
    """The token method; the token may come in X-Auth-Token as well."""

    id: TokenText | None = None
    duration_seconds: Duration | None = None


class SessionUser(BaseModel):
    """How the session of an agency is called."""

    name: Annotated[str, Field(min_length=5, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]


class AssumeRoleIdentity(BaseModel):
    """The agency method."""

    agency_name: Annotated[Name, Field(validation_alias=AliasChoices("agency_name", "xrole_name"))]
    domain_id: Id | None = None
    domain_name: Name | None = None
    duration_seconds: Duration | None = None
    session_user: SessionUser | None = None


class Identity(BaseModel):
    """By which methods the caller proves who he is."""

    methods: Methods
    password: PasswordIdentity | None = None
    totp: TotpIdentity | None = None
    hw_ak_sk: AccessKeyIdentity | None = None
    token: TokenIdentity | None = None
    assume_role: AssumeRoleIdentity | None = None
    policy: dict[str, Any] | None = None


class ScopeProject(BaseModel):
    """A project by id or name."""

    id: Id | None = None
    name: Name | None = None
    domain: DomainName | None = None


class Scope(BaseModel):
    """What the token is for; a project wins over an account."""

    project: ScopeProject | None = None
    domain: DomainName | None = None


class Auth(BaseModel):
    """Identity and scope."""

    identity: Identity
    scope: Scope | None = None


class AuthRequest(BaseModel):
    """Body of a request for a token or a temporary key."""

    auth: Auth


class Reference(BaseModel):
    """A thing by id and name."""

    id: str
    name: str


class ScopedReference(Reference):
    """A thing of an account."""

    domain: Reference


class TokenUser(ScopedReference):
    """Whose token it is; `password_expires_at` is empty when the password never expires."""

    password_expires_at: str = ""


class AssumedBy(BaseModel):
    """Who took an agency on."""

    user: TokenUser


class Token(BaseModel):
    """What a token says."""

    methods: list[str]
    issued_at: str
    expires_at: str
    user: TokenUser
    project: ScopedReference | None = None
    domain: Reference | None = None
    roles: list[Reference]
    catalog: list[CatalogEntry] | None = None
    assumed_by: AssumedBy | None = None
    mfa_authn_at: str | None = None


class TokenAnswer(BaseModel):
    """Answer with a token; the token itself is in the header X-Subject-Token."""

    token: Token


class CallerIdentity(BaseModel):
    """Who signed the request."""

    account_id: str
    principal_id: str
    principal_urn: str


class AssumeAgencyRequest(BaseModel):
    """Which agency is taken on, and for how long."""

    agency_urn: Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[^\x00-\x1f\x7f]+$")]
    agency_session_name: Annotated[str, Field(min_length=2, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
    duration_seconds: Annotated[int, Field(ge=900, le=43_200)] = 3600
    policy: Annotated[str, Field(max_length=8192)] | dict[str, Any] | None = None
    source_identity: Annotated[str, Field(max_length=64)] | None = None


class AssumedAgency(BaseModel):
    """The agency that was taken on."""

    urn: str
    id: str


class STSCredentials(BaseModel):
    """A temporary key in the names of STS."""

    access_key_id: str
    secret_access_key: str
    security_token: str
    expiration: str


class AssumeAgencyAnswer(BaseModel):
    """The agency and its temporary key."""

    source_identity: str | None = None
    assumed_agency: AssumedAgency
    credentials: STSCredentials


class DecodeRequest(BaseModel):
    """A message from a refusal."""

    encoded_message: Annotated[str, Field(min_length=1, max_length=16_384)]


class DecodeAnswer(BaseModel):
    """The decision in JSON."""

    decoded_message: str
