"""Tokens: issue, look into, revoke."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_iso_microseconds
from modelyard.core.db import Database, now
from modelyard.core.errors import Unauthenticated
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.access import authentication as actions
from modelyard.iam.errors.authentication import (
    FederationNotOffered,
    LoginFailed,
    MustChangePassword,
    ProjectUnavailable,
    ScopeNotFound,
    SubjectTokenMissing,
    SubjectTokenNotFound,
    TokenExpired,
    TokenUnreadable,
    TokenVoid,
    UnknownMethod,
    WrongRequestField,
)
from modelyard.iam.errors.credentials import NotWithTemporaryCredentials
from modelyard.iam.models import RevokedTokenRow
from modelyard.iam.queries import logins, principals
from modelyard.iam.queries.principals import TokenHolder
from modelyard.iam.schemas.tokens import AssumedBy, Auth, Identity, Reference, Scope, ScopedReference, Token, TokenUser
from modelyard.iam.service.authorization import require
from modelyard.iam.service.catalog import catalog
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import Credential, CredentialKind, subject_of_principal, token_lives
from modelyard.iam.service.login import Login, Recorder, check_access_key, check_login, subject_of_candidate
from modelyard.iam.service.temporary_keys import assume_agency
from modelyard.iam.service.token_format import TokenClaims

OFFERED = ("password", "totp", "hw_ak_sk", "token", "assume_role")
_FEDERATED = frozenset({"saml2", "mapped", "id_token", "oidc", "external"})


@dataclass(frozen=True)
class Proven:
    """Who somebody is, and how he showed it."""

    who: Subject
    methods: tuple[str, ...]
    expires_at: datetime | None = None
    mfa: bool = False


@dataclass(frozen=True)
class Entrance:
    """Where a login happens. record: writes audit records of logins."""

    database: Database
    context: IAMContext
    address: str
    record: Recorder


@dataclass(frozen=True)
class IssuedToken:
    """A new token, what it says, and whose it is."""

    token: str
    body: Token
    who: Subject


async def issue_token(
    entrance: Entrance,
    auth: Auth,
    *,
    caller: Subject | None,
    credential: Credential | None,
    with_catalog: bool = True,
) -> IssuedToken:
    """Check an identity and issue a token for a scope.

    caller, credential: who sent the request, where it was authenticated; only the agency method asks for that.
    Raises a kind of Unauthenticated, Forbidden, RateLimited or Invalid that says what is wrong.
    """
    proven = await _prove(entrance, auth.identity, caller, credential)
    context = entrance.context
    async with entrance.database.session() as db:
        claims = await _claims(db, context, proven, auth.scope)
        token = await context.token_keys.issue(db, claims)
        body = await describe_token(db, context, claims, with_catalog=with_catalog)
        await entrance.record(db, proven.who, 201, None)
    return IssuedToken(token, body, proven.who)


async def read_token(db: AsyncSession, context: IAMContext, token: str) -> tuple[TokenClaims, TokenHolder]:
    """Return what a token that is valid now says. Raises SubjectTokenNotFound otherwise."""
    try:
        claims = await context.token_keys.read(db, token, now(db))
    except (TokenExpired, TokenUnreadable) as error:
        raise SubjectTokenNotFound from error
    holder = await principals.find_token_holder(
        db, user_id=claims.user_id, agency_id=claims.agency_id, jti=claims.jti, project_id=claims.project_id
    )
    if holder is None or holder.revoked or not token_lives(claims, holder.principal, now(db)):
        raise SubjectTokenNotFound
    return claims, holder


async def show_token(
    db: AsyncSession, context: IAMContext, who: Subject, token: str | None, *, with_catalog: bool = True
) -> Token:
    """Return what a token says: the caller's own, or with the right to, one of another user of the account."""
    claims, _ = await _visible_token(db, context, who, token)
    return await describe_token(db, context, claims, with_catalog=with_catalog)


async def revoke_token(db: AsyncSession, context: IAMContext, who: Subject, token: str | None) -> None:
    """End a token before its time. Raises as `show_token`."""
    claims, _ = await _visible_token(db, context, who, token, revoking=True)
    await db.merge(RevokedTokenRow(jti=claims.jti, expires_at=claims.expires_at))


async def describe_token(db: AsyncSession, context: IAMContext, claims: TokenClaims, *, with_catalog: bool) -> Token:
    """Return the body that goes with a token."""
    holder = await principals.find_token_holder(
        db, user_id=claims.user_id, agency_id=claims.agency_id, jti=claims.jti, project_id=claims.project_id
    )
    if holder is None:
        raise SubjectTokenNotFound
    principal = holder.principal
    who = subject_of_principal(principal, project_id=claims.project_id)
    domain = Reference(id=who.domain_id, name=who.domain_name)
    own_domain = Reference(id=principal.domain_id, name=principal.domain_name)
    user = await logins.find_candidate(db, user_id=claims.user_id)
    expires = user.password_expires_at if user else None
    person = TokenUser(
        id=principal.user_id,
        name=principal.user_name,
        domain=own_domain,
        password_expires_at=to_iso_microseconds(expires) if expires else "",
    )
    acting = who.kind is SubjectKind.AGENCY
    project = None
    if claims.project_id:
        row = await logins.find_project(db, who.domain_id, project_id=claims.project_id, name=None)
        project = ScopedReference(id=claims.project_id, name=row.name if row else "", domain=domain)
    rights = context.decisions.known_rights(who, principal.revision) or await context.decisions.read_rights(db, who)
    return Token(
        methods=list(claims.methods),
        issued_at=to_iso_microseconds(claims.issued_at),
        expires_at=to_iso_microseconds(claims.expires_at),
        user=TokenUser(id=who.user_id, name=who.user_name, domain=domain) if acting else person,
        project=project,
        domain=domain if project is None else None,
        roles=[Reference(id="0", name=name) for name in rights.names_in(claims.project_id)],
        catalog=catalog(context.settings, claims.project_id) if with_catalog else None,
        assumed_by=AssumedBy(user=person) if acting else None,
        mfa_authn_at=to_iso_microseconds(claims.mfa_at) if claims.mfa_at else None,
    )


async def jwks(db: AsyncSession, context: IAMContext) -> dict[str, Any]:
    """Return the public keys of tokens as a JSON web key set, for the gateway."""
    return await context.token_keys.jwks(db)


async def _prove(entrance: Entrance, identity: Identity, caller: Subject | None, credential: Credential | None) -> Proven:
    """Return who the identity belongs to."""
    methods = tuple(dict.fromkeys(identity.methods))
    for method in methods:
        if method in _FEDERATED:
            raise FederationNotOffered(method=method)
        if method not in OFFERED:
            raise UnknownMethod(method=method, offered=", ".join(OFFERED))
    if set(methods) in ({"password"}, {"password", "totp"}):
        return await _by_password(entrance, identity, methods)
    if methods == ("hw_ak_sk",):
        keys = identity.hw_ak_sk or _missing("hw_ak_sk")
        who = await check_access_key(entrance.database, entrance.context, keys.access.key, keys.secret.key, entrance.address)
        return Proven(who, methods)
    if methods == ("token",):
        return await _by_token(entrance, identity, methods)
    if methods == ("assume_role",):
        return await _by_agency(entrance, identity, caller, credential)
    raise UnknownMethod(method="+".join(methods), offered="password, password+totp, hw_ak_sk, token, assume_role")


async def _by_password(entrance: Entrance, identity: Identity, methods: tuple[str, ...]) -> Proven:
    user = (identity.password or _missing("password")).user
    domain = (user.domain.id or user.domain.name) if user.domain else None
    if user.id is None and (user.name is None or domain is None):
        raise WrongRequestField(field="auth.identity.password.user", problem="needs id, or name and domain")
    device = (identity.totp or _missing("totp")).user if "totp" in methods else None
    login = Login(
        user.password,
        entrance.address,
        user_id=user.id,
        user_name=user.name,
        domain=domain,
        passcode=device.passcode if device else None,
    )
    found = await check_login(entrance.database, entrance.context, login, entrance.record)
    if device is not None and device.id != found.user_id:
        raise LoginFailed
    if found.must_change_password:
        raise MustChangePassword(user_id=found.user_id)
    return Proven(subject_of_candidate(found, entrance.address), methods, mfa=found.totp_enabled)


async def _by_token(entrance: Entrance, identity: Identity, methods: tuple[str, ...]) -> Proven:
    token = (identity.token or _missing("token")).id
    if token is None:
        raise WrongRequestField(field="auth.identity.token.id", problem="is missing")
    async with entrance.database.read_session() as db:
        claims = await entrance.context.token_keys.read(db, token, now(db))
        holder = await principals.find_token_holder(
            db, user_id=claims.user_id, agency_id=claims.agency_id, jti=claims.jti, project_id=None
        )
        if holder is None or holder.revoked or not token_lives(claims, holder.principal, now(db)):
            raise TokenVoid
    return Proven(
        subject_of_principal(holder.principal, source_ip=entrance.address),
        tuple(dict.fromkeys((*claims.methods, *methods))),
        # Otherwise a stolen token could be kept alive for ever.
        expires_at=claims.expires_at,
        mfa=claims.mfa_at is not None,
    )


async def _by_agency(entrance: Entrance, identity: Identity, caller: Subject | None, credential: Credential | None) -> Proven:
    if caller is None or credential is None:
        raise Unauthenticated
    if credential.kind is CredentialKind.TEMPORARY_KEY:
        # A token cannot carry the policy that narrows the key; POST /v5/agencies/assume can.
        raise NotWithTemporaryCredentials
    wanted = identity.assume_role or _missing("assume_role")
    domain = wanted.domain_id or wanted.domain_name
    if domain is None:
        raise WrongRequestField(field="auth.identity.assume_role", problem="needs domain_id or domain_name")
    async with entrance.database.read_session() as db:
        acting, agency = await assume_agency(db, entrance.context, caller, agency_name=wanted.agency_name, domain=domain)
    ends = [moment for moment in (agency.expires_at, credential.expires_at) if moment is not None]
    return Proven(acting, ("assume_role",), expires_at=min(ends, default=None))


async def _claims(db: AsyncSession, context: IAMContext, proven: Proven, scope: Scope | None) -> TokenClaims:
    """Return what the token will say."""
    at = now(db)
    project_id = await _scope_project(db, proven.who, scope)
    if scope is not None and scope.project is None and scope.domain is not None:
        _check_domain(proven.who, scope.domain.id, scope.domain.name)
    expires_at = at + timedelta(seconds=context.settings.token_lifetime_seconds)
    acting = proven.who.kind is SubjectKind.AGENCY
    return TokenClaims(
        jti=new_id(),
        user_id=proven.who.assumed_by or proven.who.user_id,
        domain_id=proven.who.domain_id,
        methods=proven.methods,
        issued_at=at,
        expires_at=min(expires_at, proven.expires_at) if proven.expires_at else expires_at,
        project_id=project_id,
        # Without a scope the token is for the services of the whole account.
        domain_scope=project_id is None,
        agency_id=proven.who.user_id if acting else None,
        mfa_at=at if proven.mfa else None,
    )


async def _scope_project(db: AsyncSession, who: Subject, scope: Scope | None) -> str | None:
    if scope is None or scope.project is None:
        return None
    wanted = scope.project
    if wanted.id is None and wanted.name is None:
        raise WrongRequestField(field="auth.scope.project", problem="needs id or name")
    if wanted.domain is not None:
        _check_domain(who, wanted.domain.id, wanted.domain.name)
    row = await logins.find_project(db, who.domain_id, project_id=wanted.id, name=wanted.name)
    if row is None:
        raise ScopeNotFound(kind="project", scope=wanted.id or wanted.name)
    if not row.enabled:
        raise ProjectUnavailable(project_id=row.id)
    return row.id


def _check_domain(who: Subject, domain_id: str | None, name: str | None) -> None:
    """Refuse a scope in another account."""
    if (domain_id or who.domain_id) != who.domain_id or (domain_id is None and name is not None and name != who.domain_name):
        raise ScopeNotFound(kind="account", scope=domain_id or name)


async def _visible_token(
    db: AsyncSession, context: IAMContext, who: Subject, token: str | None, *, revoking: bool = False
) -> tuple[TokenClaims, TokenHolder]:
    if not token:
        raise SubjectTokenMissing
    claims, holder = await read_token(db, context, token)
    owner = subject_of_principal(holder.principal)
    if owner.domain_id != who.domain_id:
        raise SubjectTokenNotFound
    if owner.user_id != who.user_id or owner.kind is not who.kind:
        await require(db, context, who, actions.REVOKE_TOKEN if revoking else actions.VALIDATE_TOKEN)
    return claims, holder


def _missing(part: str) -> NoReturn:
    raise WrongRequestField(field=f"auth.identity.{part}", problem="is missing")
