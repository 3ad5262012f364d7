"""Makers and a signing client for tests of identity and of everything that needs somebody to call it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import Clock, SystemClock
from modelyard.core.db import Database, now
from modelyard.core.http import RequestIdMiddleware, install_error_handlers
from modelyard.core.ids import new_id
from modelyard.core.sealing import Sealer
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.adapters.audit import AuditWriter
from modelyard.iam.models import AccessKeyRow, DomainRow, GrantRow, ProjectRow, RoleRow, UserRow
from modelyard.iam.rules import signing
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import Gatekeeper, key_purpose
from modelyard.iam.service.revision import bump_revision
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import GrantScope, KeyStatus, PrincipalType

SEALING_KEY = bytes(range(32))
DATE_FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class ClientKey:
    """An access key with its secret, as a client holds it."""

    access: str
    secret: str
    security_token: str | None = None


def make_context(*, clock: Clock | None = None, settings: IAMSettings | None = None) -> IAMContext:
    """Return a context with a fixed sealing key."""
    return IAMContext(sealer=Sealer(SEALING_KEY), settings=settings or IAMSettings(), clock=clock or SystemClock())


def make_app(database: Database, context: IAMContext) -> FastAPI:
    """Return an application with nothing but the way in; the test includes the routers that it is about."""
    app = FastAPI()
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)
    app.state.database = database
    app.state.iam = context
    app.state.gatekeeper = Gatekeeper(database, context)
    app.state.audit = AuditWriter()
    return app


async def make_domain(db: AsyncSession, name: str | None = None, *, strict: bool = True) -> DomainRow:
    """Add an account."""
    domain_id = new_id()
    row = DomainRow(id=domain_id, name=name or f"account-{domain_id}", strict_authorization=strict, created_at=now(db))
    db.add(row)
    await db.flush()  # rows that refer to it may be added at once
    return row


async def make_project(db: AsyncSession, domain: DomainRow, name: str | None = None) -> ProjectRow:
    """Add a project."""
    project_id = new_id()
    row = ProjectRow(
        id=project_id, domain_id=domain.id, parent_id=domain.id, name=name or f"local_{project_id}", created_at=now(db)
    )
    db.add(row)
    await db.flush()
    return row


async def make_user(db: AsyncSession, domain: DomainRow, name: str | None = None, **columns: Any) -> UserRow:
    """Add a user without rights and without a password."""
    user_id = new_id()
    at = now(db)
    row = UserRow(
        id=user_id, domain_id=domain.id, name=name or f"user-{user_id}", tokens_valid_after=at, created_at=at, **columns
    )
    db.add(row)
    await db.flush()
    await bump_revision(db)
    return row


async def make_access_key(db: AsyncSession, user: UserRow, *, status: KeyStatus = KeyStatus.ACTIVE) -> ClientKey:
    """Add an access key of a user, sealed with the key of `make_context`."""
    access, secret = secrets.token_hex(10).upper(), secrets.token_hex(20)
    sealed = Sealer(SEALING_KEY).seal(secret, key_purpose(access))
    db.add(AccessKeyRow(access=access, user_id=user.id, secret_sealed=sealed, status=status.value, created_at=now(db)))
    await db.flush()
    await bump_revision(db)
    return ClientKey(access, secret)


async def grant(
    db: AsyncSession,
    user: UserRow,
    statements: Sequence[Mapping[str, Any]],
    *,
    scope: GrantScope = GrantScope.ALL_PROJECTS,
    scope_id: str | None = None,
    name: str | None = None,
) -> RoleRow:
    """Give a user a policy with these statements."""
    role_id, at = new_id(), now(db)
    role = RoleRow(
        id=role_id,
        domain_id=user.domain_id,
        name=f"custom_{role_id}",
        display_name=name or f"policy-{role_id}",
        type="XA",
        catalog="CUSTOMED",
        policy={"Version": "1.1", "Statement": [dict(statement) for statement in statements]},
        created_at=at,
        updated_at=at,
    )
    db.add(role)
    await db.flush()
    db.add(
        GrantRow(
            principal_type=PrincipalType.USER.value,
            principal_id=user.id,
            role_id=role_id,
            scope=scope.value,
            scope_id=scope_id or user.domain_id,
            created_at=at,
        )
    )
    await bump_revision(db)
    return role


def subject_of(user: UserRow, domain: DomainRow, **fields: Any) -> Subject:
    """Return a user as the services see him."""
    return Subject(
        kind=SubjectKind.USER,
        user_id=user.id,
        user_name=user.name,
        domain_id=domain.id,
        domain_name=domain.name,
        is_domain_owner=bool(user.is_domain_owner),
        **fields,
    )


def sign_request(
    key: ClientKey,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    at: datetime | None = None,
) -> dict[str, str]:
    """Return the headers of a signed request, as a client written from the published description makes them.

    url: with its query, encoded. at: the moment of signing, now by default.
    """
    parts = urlsplit(url)
    sent = {"host": parts.netloc, "content-type": "application/json"}
    sent |= {name.lower(): value for name, value in (headers or {}).items()}
    if "x-sdk-date" not in sent:
        sent["x-sdk-date"] = (at or SystemClock().now()).strftime(DATE_FORMAT)
    if key.security_token is not None:
        sent["x-security-token"] = key.security_token
    names = tuple(sorted(sent))
    raw = {name.encode(): [value.encode()] for name, value in sent.items()} | {b"content-length": [str(len(body)).encode()]}
    request = signing.SignedRequest(method, parts.path.encode(), parts.query.encode(), raw)
    signed = tuple(name.encode() for name in names)
    unsigned = signing.Authorization(signing.Algorithm.SDK_HMAC_SHA256, key.access, "", signed, "")
    signature = signing.sign(key.secret, unsigned, request, body)
    sent["authorization"] = f"SDK-HMAC-SHA256 Access={key.access}, SignedHeaders={';'.join(names)}, Signature={signature}"
    return sent
