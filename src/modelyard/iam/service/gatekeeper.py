"""A request's way in: who calls, whether the credentials are good, and whether the caller may do what he asks."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.access import Action
from modelyard.core.db import Database
from modelyard.core.errors import Forbidden, Unauthenticated
from modelyard.core.subject import Subject, SubjectKind
from modelyard.core.types import StrEnum
from modelyard.iam.errors.authentication import (
    AccessModeForbids,
    AlgorithmNotOffered,
    ClockDiffers,
    CSRFTokenWrong,
    EmptyToken,
    ForeignDomain,
    ForeignProject,
    KeyExpired,
    KeyInactive,
    KeyLocked,
    MalformedAuthorization,
    MustChangePassword,
    ProjectUnavailable,
    SecurityTokenWrong,
    SessionEnded,
    SignatureReplayed,
    SignatureWrong,
    TokenVoid,
    TokenWithoutProject,
    UserDisabled,
)
from modelyard.iam.queries import principals
from modelyard.iam.queries.principals import Principal
from modelyard.iam.rules import signing
from modelyard.iam.rules.policy import Decision
from modelyard.iam.rules.signing import Authorization, SignedRequest
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.decisions import access_request, is_unlimited
from modelyard.iam.service.guards import FailureLock, ReplayGuard
from modelyard.iam.service.token_format import TokenClaims
from modelyard.iam.types import AccessMode, KeyStatus

COOKIE = "modelyard_session"
CSRF_HEADER = "x-csrf-token"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
NOT_IDEMPOTENT = frozenset({"POST", "PATCH"})

# Where an id in the path is the project of the whole operation: right after the version.
_PROJECT_SCOPE = re.compile(r"/v\d+/([^/]+)(/|$)")


class CredentialKind(StrEnum):
    """By which door the caller came in."""

    ACCESS_KEY = "access_key"
    TEMPORARY_KEY = "temporary_key"
    TOKEN = "token"  # noqa: S105 - the name of a kind
    SESSION = "session"


@dataclass(frozen=True)
class Credential:
    """How the caller of a request proved who he is; kept as `request.state.credential`.

    session_id: of a console session. token: the claims of a token. project_id: the project the credential is bound to.
    """

    kind: CredentialKind
    token: TokenClaims | None = None
    session_id: str | None = None
    expires_at: datetime | None = None
    project_id: str | None = None


@dataclass(frozen=True)
class Found:
    """What authentication found: the person in the database, and the credential."""

    principal: Principal
    credential: Credential
    access_key: str | None = None
    session_policy: dict[str, Any] | None = None


@dataclass(frozen=True)
class Attempt:
    """A signed request under examination."""

    authorization: Authorization
    request: SignedRequest
    body: bytes | None
    now: datetime


class Gatekeeper:
    """The gatekeeper of the application; one per process."""

    def __init__(self, database: Database, context: IAMContext) -> None:
        settings = context.settings
        self._database = database
        self._context = context
        self._replays = ReplayGuard(
            grace_seconds=settings.replay_grace_seconds,
            window_seconds=2 * settings.clock_skew_seconds,
            most=settings.max_remembered_signatures,
        )
        self._locks = FailureLock(failures=settings.key_failures_before_lock, lock_seconds=settings.key_lock_seconds)
        self._revision = 0
        self._keys_used: dict[str, datetime] = {}
        self._sessions_seen: dict[str, datetime] = {}

    async def authenticate(self, request: Request, *, again: bool = False) -> Subject:
        """Return the caller. Raises a kind of Unauthenticated or Forbidden that says what is wrong with the credentials.

        again: of a request that was admitted before and lasts; the time of its signature does not count any more.
        """
        authorization = request.headers.get("authorization", "")
        token = request.headers.get("x-auth-token")
        if authorization.startswith(("SDK-", "V11-")):
            found = await self._by_signature(request, authorization, again=again)
        elif token is not None:
            found = await self._by_token(request, token)
        elif authorization:
            raise MalformedAuthorization(problem="only request signatures (SDK-HMAC-SHA256) are accepted there")
        elif COOKIE in request.cookies:
            found = await self._by_session(request, request.cookies[COOKIE])
        else:
            raise Unauthenticated
        self._revision = max(self._revision, found.principal.revision)
        request.state.credential = found.credential
        return _subject(request, found)

    async def authenticate_with(self, request: Request, token: str | None) -> Subject:
        """Return the caller of a request that may carry its token in the body."""
        if token is None or "x-auth-token" in request.headers or "authorization" in request.headers:
            return await self.authenticate(request)
        found = await self._by_token(request, token)
        self._revision = max(self._revision, found.principal.revision)
        request.state.credential = found.credential
        return _subject(request, found)

    async def authorize(
        self,
        who: Subject,
        action: Action,
        *,
        resource: str = "*",
        context: Mapping[str, str] | None = None,
    ) -> None:
        """Return if the caller may perform the action, raise Forbidden with the reason otherwise."""
        decision = await self.decide(who, action.name, resource=resource, context=context)
        if not decision.allowed:
            raise self.refusal(who, action.name, resource, decision)

    async def decide(
        self,
        who: Subject,
        action: str,
        *,
        resource: str = "*",
        context: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Decision:
        """Return whether the caller may perform an action and why, by the rights of the newest revision seen here."""
        decisions = self._context.decisions
        rights = None
        if not is_unlimited(who):
            rights = decisions.known_rights(who, self._revision)
            if rights is None:
                async with self._database.read_session() as db:
                    rights = await decisions.read_rights(db, who)
        request = access_request(
            who, action, resource, context, region=self._context.settings.region_id, now=self._context.clock.now()
        )
        return decisions.decide(who, rights, request)

    async def refresh(self, db: AsyncSession) -> None:
        """Learn the state of all rights, for work that does not come in by a request."""
        self._revision = max(self._revision, await principals.read_revision(db))

    def refusal(self, who: Subject, action: str, resource: str, decision: Decision) -> Forbidden:
        """Return the failure that tells the caller what he may not do, and why."""
        return refusal(self._context, who, action, resource, decision)

    def take_last_uses(self) -> tuple[dict[str, datetime], dict[str, datetime]]:
        """Return when keys and sessions were used since the last call, for the loop that writes it down."""
        taken = self._keys_used, self._sessions_seen
        self._keys_used, self._sessions_seen = {}, {}
        return taken

    async def _by_signature(self, request: Request, header: str, *, again: bool) -> Found:
        try:
            authorization = signing.read_authorization(header)
        except signing.UnknownAlgorithm as error:
            raise AlgorithmNotOffered(algorithm=str(error)) from error
        except signing.Malformed as error:
            raise MalformedAuthorization(problem=str(error)) from error
        signed = as_signed(request)
        now = self._context.clock.now()
        moment = signing.signed_at(signed)
        if moment is None:
            raise MalformedAuthorization(problem="X-Sdk-Date must look like 20260102T030405Z")
        if not again and abs((now - moment).total_seconds()) > self._context.settings.clock_skew_seconds:
            raise ClockDiffers
        body = await request.body() if signing.needs_body(authorization, signed) else None
        attempt = Attempt(authorization, signed, body, now)
        token = request.headers.get("x-security-token")
        if token is None:
            found = await self._permanent(attempt, _project_asked(request))
        else:
            found = await self._temporary(attempt, token, _project_asked(request))
        if not again and request.method in NOT_IDEMPOTENT and not self._replays.admit(authorization.signature, now.timestamp()):
            raise SignatureReplayed
        return found

    async def _permanent(self, attempt: Attempt, project_id: str | None) -> Found:
        async with self._database.read_session() as db:
            holder = await principals.find_key_holder(db, attempt.authorization.access, project_id)
        if holder is None:
            raise SignatureWrong
        self._verify(attempt, holder.secret_sealed)
        if holder.status != KeyStatus.ACTIVE:
            raise KeyInactive
        _check_user(holder.principal)
        if holder.principal.access_mode == AccessMode.CONSOLE:
            raise AccessModeForbids(access_mode=holder.principal.access_mode)
        self._note_use(self._keys_used, holder.access, holder.last_used_at, attempt.now)
        return Found(holder.principal, Credential(CredentialKind.ACCESS_KEY), access_key=holder.access)

    async def _temporary(self, attempt: Attempt, token: str, project_id: str | None) -> Found:
        async with self._database.read_session() as db:
            holder = await principals.find_temporary_key_holder(db, attempt.authorization.access, project_id)
        if holder is None:
            raise SignatureWrong
        self._verify(attempt, holder.secret_sealed)
        if not hmac.compare_digest(hash_secret(token), holder.token_hash):
            raise SecurityTokenWrong
        if holder.expires_at <= attempt.now or not agency_lives(holder.principal, attempt.now, wanted=holder.wants_agency):
            raise KeyExpired
        _check_user(holder.principal)
        credential = Credential(
            CredentialKind.TEMPORARY_KEY,
            expires_at=holder.expires_at,
            project_id=holder.project_id,
        )
        return Found(holder.principal, credential, access_key=holder.access, session_policy=holder.policy)

    def _verify(self, attempt: Attempt, sealed: bytes) -> None:
        """Raise SignatureWrong or KeyLocked unless the request was signed with the sealed secret."""
        access = attempt.authorization.access
        secret = self._context.sealer.open(sealed, key_purpose(access))
        if signing.is_signed_by(secret, attempt.authorization, attempt.request, attempt.body):
            self._locks.succeed(access)
            return
        locked = self._locks.fail(access, attempt.now.timestamp())
        raise KeyLocked if locked else SignatureWrong

    async def _by_token(self, request: Request, token: str) -> Found:
        if not token:
            raise EmptyToken
        now = self._context.clock.now()
        claims = self._context.token_keys.remembered(token, now)
        async with self._database.read_session() as db:
            if claims is None:
                claims = await self._context.token_keys.read(db, token, now)
            holder = await principals.find_token_holder(
                db,
                user_id=claims.user_id,
                agency_id=claims.agency_id,
                jti=claims.jti,
                project_id=_project_asked(request) or claims.project_id,
            )
        if holder is None or holder.revoked or not token_lives(claims, holder.principal, now):
            raise TokenVoid
        if holder.principal.must_change_password and "password" in claims.methods:
            _check_password_flow(request, holder.principal)
        credential = Credential(CredentialKind.TOKEN, token=claims, expires_at=claims.expires_at, project_id=claims.project_id)
        return Found(holder.principal, credential)

    async def _by_session(self, request: Request, cookie: str) -> Found:
        now = self._context.clock.now()
        session_id = hash_secret(cookie)
        async with self._database.read_session() as db:
            holder = await principals.find_session_holder(db, session_id, _project_asked(request))
        if holder is None:
            raise SessionEnded
        seen = max(holder.last_seen_at, self._sessions_seen.get(session_id, holder.last_seen_at))
        idle = timedelta(seconds=self._context.settings.session_idle_seconds)
        user = holder.principal
        void = holder.created_at < user.tokens_valid_after or not (user.user_enabled and user.domain_enabled)
        if void or holder.expires_at <= now or seen + idle <= now:
            raise SessionEnded
        if request.method not in READING:
            given = request.headers.get(CSRF_HEADER, "")
            if not hmac.compare_digest(given.encode(), holder.csrf_token.encode()):
                raise CSRFTokenWrong
        if user.must_change_password:
            _check_password_flow(request, user)
        self._note_use(self._sessions_seen, session_id, seen, now)
        credential = Credential(CredentialKind.SESSION, session_id=session_id, expires_at=holder.expires_at)
        return Found(user, credential)

    def _note_use(self, uses: dict[str, datetime], key: str, known: datetime | None, now: datetime) -> None:
        """Remember a use, unless one is known that is recent enough; a loop writes them to the database."""
        resolution = timedelta(seconds=self._context.settings.last_used_resolution_seconds)
        if known is None or now - known >= resolution:
            uses[key] = now


def refusal(context: IAMContext, who: Subject, action: str, resource: str, decision: Decision) -> Forbidden:
    """Return the failure that tells the caller what he may not do, and why."""
    params: dict[str, Any] = {"action": action, "resource": resource, "reason": decision.reason.value}
    if decision.policy_name is not None:
        params["policy_name"] = decision.policy_name
    details = orjson.dumps(params | {"user_id": who.user_id, "user_name": who.user_name, "domain_id": who.domain_id})
    sealed = context.sealer.seal(details.decode(), message_purpose(who.domain_id))
    return Forbidden(**params, encoded_authorization_message=sealed.hex())


def hash_secret(secret: str) -> str:
    """Return the form in which a random secret (a cookie, a security token) is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def key_purpose(access: str) -> str:
    """Return what the sealed secret of an access key is bound to."""
    return f"access-key:{access}"


def totp_purpose(user_id: str) -> str:
    """Return what the sealed seed of a second factor is bound to."""
    return f"totp:{user_id}"


def message_purpose(domain_id: str) -> str:
    """Return what a sealed authorization message is bound to."""
    return f"authorization-message:{domain_id}"


def agency_lives(principal: Principal, now: datetime, *, wanted: bool) -> bool:
    """Return whether the agency that credentials act through still exists and is in its time."""
    if not wanted:
        return True
    if principal.agency_id is None or not principal.agency_domain_enabled:
        return False
    return principal.agency_expires_at is None or principal.agency_expires_at > now


def token_lives(claims: TokenClaims, principal: Principal, now: datetime) -> bool:
    """Return whether nothing has happened to the user or agency since the token was issued."""
    if claims.issued_at < principal.tokens_valid_after or not (principal.user_enabled and principal.domain_enabled):
        return False
    return agency_lives(principal, now, wanted=claims.agency_id is not None)


def source_address(request: Request) -> str:
    """Return the address of the client: what the gateway appended last, or the peer where there is no gateway."""
    forwarded = request.headers.get("x-forwarded-for", "")
    address = forwarded.rsplit(",", 1)[-1].strip() if forwarded else (request.client.host if request.client else "")
    return address[:64]


def subject_of_principal(
    principal: Principal,
    *,
    access_key: str | None = None,
    project_id: str | None = None,
    session_policy: dict[str, Any] | None = None,
    source_ip: str = "",
) -> Subject:
    """Describe a user, or the agency that he acts through, as a caller."""
    if principal.agency_id is not None:
        return Subject(
            kind=SubjectKind.AGENCY,
            user_id=principal.agency_id,
            user_name=f"{principal.domain_name}/{principal.agency_name}",
            domain_id=principal.agency_domain_id or "",
            domain_name=principal.agency_domain_name or "",
            project_id=project_id,
            access_key=access_key,
            assumed_by=principal.user_id,
            session_policy=session_policy,
            source_ip=source_ip,
        )
    return Subject(
        kind=SubjectKind.USER,
        user_id=principal.user_id,
        user_name=principal.user_name,
        domain_id=principal.domain_id,
        domain_name=principal.domain_name,
        project_id=project_id,
        access_key=access_key,
        is_domain_owner=principal.is_domain_owner,
        session_policy=session_policy,
        source_ip=source_ip,
    )


def _check_user(principal: Principal) -> None:
    if not (principal.user_enabled and principal.domain_enabled):
        raise UserDisabled


def _check_password_flow(request: Request, user: Principal) -> None:
    """Let a user who must change his password do that, see his session and leave; nothing else."""
    path = request.url.path.rstrip("/")
    own = path == f"/v3/users/{user.user_id}/password" and request.method == "POST"
    if not own and path != "/v2/sessions/current":
        raise MustChangePassword(user_id=user.user_id)


def as_signed(request: Request) -> SignedRequest:
    """Return a request as it was received, for the rules of signatures."""
    headers: dict[bytes, list[bytes]] = {}
    for name, value in request.scope["headers"]:
        headers.setdefault(name, []).append(value)
    path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return SignedRequest(request.method, path, request.scope.get("query_string", b""), headers)


def _project_in_path(request: Request) -> str | None:
    """Return the project that the whole operation belongs to, if its path says so."""
    # Asked of the path as it came: the template of an included route may lack the prefix of its router.
    project_id = request.path_params.get("project_id")
    match = _PROJECT_SCOPE.match(request.scope["path"])
    if project_id is None or match is None or match[1] != project_id:
        return None
    return str(project_id)


def _project_asked(request: Request) -> str | None:
    """Return the project of the path or of the header, if there is one."""
    project_id = _project_in_path(request) or request.headers.get("x-project-id") or None
    # What cannot be an id cannot be a project; databases need not see it.
    return project_id if project_id is None or re.fullmatch(r"[0-9A-Za-z_-]{1,64}", project_id) else "?"


def _subject(request: Request, found: Found) -> Subject:
    """Apply the rules of projects and accounts, and describe the caller."""
    principal, credential = found.principal, found.credential
    acting = principal.agency_id is not None
    domain_id = (principal.agency_domain_id if acting else principal.domain_id) or ""
    in_path = _project_in_path(request)
    header = request.headers.get("x-project-id") or None
    if in_path is not None and credential.kind is CredentialKind.TOKEN and credential.project_id is None:
        raise TokenWithoutProject(project_id=in_path)
    wanted = {project for project in (in_path, header, credential.project_id) if project}
    if in_path is None and header is None:
        wanted.clear()
    if len(wanted) > 1 or (wanted and principal.project_domain_id != domain_id):
        raise ForeignProject(project_id=in_path or header)
    if wanted and not principal.project_enabled:
        raise ProjectUnavailable(project_id=in_path or header)
    in_domain = request.path_params.get("domain_id")
    if in_domain is not None and in_domain != domain_id:
        raise ForeignDomain(domain_id=in_domain)
    return subject_of_principal(
        principal,
        access_key=found.access_key,
        project_id=in_path or header or credential.project_id,
        session_policy=found.session_policy,
        source_ip=source_address(request),
    )
