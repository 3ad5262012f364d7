"""Reads on the way in: who is behind a key, a token or a cookie, in one question to the database each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from modelyard.iam.models import (
    AccessKeyRow,
    AccessRevisionRow,
    AgencyRow,
    ConsoleSessionRow,
    DomainRow,
    ProjectRow,
    RevokedTokenRow,
    SigningKeyRow,
    TemporaryKeyRow,
    UserRow,
)

_AgencyDomain = aliased(DomainRow)


@dataclass(frozen=True)
class Principal:
    """A user, and the agency through which he acts, as the database knows them now.

    project_domain_id, project_enabled: of the project that was asked about; None when there is no such project.
    revision: the state of all rights; cached decisions of an older one are void.
    """

    user_id: str
    user_name: str
    user_enabled: bool
    access_mode: str
    must_change_password: bool
    is_domain_owner: bool
    tokens_valid_after: datetime
    domain_id: str
    domain_name: str
    domain_enabled: bool
    strict: bool
    project_domain_id: str | None
    project_enabled: bool | None
    revision: int
    agency_id: str | None = None
    agency_name: str | None = None
    agency_expires_at: datetime | None = None
    agency_domain_id: str | None = None
    agency_domain_name: str | None = None
    agency_domain_enabled: bool | None = None
    agency_strict: bool | None = None


@dataclass(frozen=True)
class KeyHolder:
    """A permanent access key and whose it is."""

    access: str
    secret_sealed: bytes
    status: str
    last_used_at: datetime | None
    principal: Principal


@dataclass(frozen=True)
class TemporaryKeyHolder:
    """A temporary access key and whose it is."""

    access: str
    secret_sealed: bytes
    token_hash: str
    expires_at: datetime
    policy: dict[str, Any] | None
    project_id: str | None
    wants_agency: bool
    principal: Principal


@dataclass(frozen=True)
class TokenHolder:
    """Whose token it is, and whether it was revoked."""

    revoked: bool
    principal: Principal


@dataclass(frozen=True)
class SessionHolder:
    """A console session and whose it is."""

    id: str
    csrf_token: str
    last_seen_at: datetime
    expires_at: datetime
    created_at: datetime
    principal: Principal


_USER_COLUMNS = (
    UserRow.id.label("user_id"),
    UserRow.name.label("user_name"),
    UserRow.enabled.label("user_enabled"),
    UserRow.access_mode,
    UserRow.must_change_password,
    UserRow.is_domain_owner,
    UserRow.tokens_valid_after,
    DomainRow.id.label("domain_id"),
    DomainRow.name.label("domain_name"),
    DomainRow.enabled.label("domain_enabled"),
    DomainRow.strict_authorization.label("strict"),
    ProjectRow.domain_id.label("project_domain_id"),
    ProjectRow.enabled.label("project_enabled"),
    AccessRevisionRow.revision,
)
_AGENCY_COLUMNS = (
    AgencyRow.id.label("agency_id"),
    AgencyRow.name.label("agency_name"),
    AgencyRow.expires_at.label("agency_expires_at"),
    _AgencyDomain.id.label("agency_domain_id"),
    _AgencyDomain.name.label("agency_domain_name"),
    _AgencyDomain.enabled.label("agency_domain_enabled"),
    _AgencyDomain.strict_authorization.label("agency_strict"),
)


def _with_surroundings(statement: Any) -> Any:
    return (
        statement.join(DomainRow, DomainRow.id == UserRow.domain_id)
        .outerjoin(ProjectRow, ProjectRow.id == bindparam("project_id"))
        .outerjoin(AccessRevisionRow, AccessRevisionRow.id == 1)
    )


def _with_agency(statement: Any, agency_id: Any) -> Any:
    joined = statement.outerjoin(AgencyRow, AgencyRow.id == agency_id)
    return joined.outerjoin(_AgencyDomain, _AgencyDomain.id == AgencyRow.domain_id)


_KEY = _with_surroundings(
    select(
        AccessKeyRow.access, AccessKeyRow.secret_sealed, AccessKeyRow.status, AccessKeyRow.last_used_at, *_USER_COLUMNS
    ).join(UserRow, UserRow.id == AccessKeyRow.user_id)
).where(AccessKeyRow.access == bindparam("access"))

_TEMPORARY_KEY = _with_agency(
    _with_surroundings(
        select(
            TemporaryKeyRow.access,
            TemporaryKeyRow.secret_sealed,
            TemporaryKeyRow.token_hash,
            TemporaryKeyRow.expires_at,
            TemporaryKeyRow.policy,
            TemporaryKeyRow.project_id.label("key_project_id"),
            TemporaryKeyRow.agency_id.label("wanted_agency_id"),
            *_USER_COLUMNS,
            *_AGENCY_COLUMNS,
        ).join(UserRow, UserRow.id == TemporaryKeyRow.user_id)
    ),
    TemporaryKeyRow.agency_id,
).where(TemporaryKeyRow.access == bindparam("access"))

_TOKEN = (
    _with_agency(
        _with_surroundings(
            select(RevokedTokenRow.jti.label("revoked_jti"), *_USER_COLUMNS, *_AGENCY_COLUMNS).select_from(UserRow)
        ),
        bindparam("agency_id"),
    )
    .outerjoin(RevokedTokenRow, RevokedTokenRow.jti == bindparam("jti"))
    .where(UserRow.id == bindparam("user_id"))
)

_SESSION = _with_surroundings(
    select(
        ConsoleSessionRow.id,
        ConsoleSessionRow.csrf_token,
        ConsoleSessionRow.last_seen_at,
        ConsoleSessionRow.expires_at,
        ConsoleSessionRow.created_at,
        *_USER_COLUMNS,
    ).join(UserRow, UserRow.id == ConsoleSessionRow.user_id)
).where(ConsoleSessionRow.id == bindparam("session_id"))


async def find_key_holder(db: AsyncSession, access: str, project_id: str | None = None) -> KeyHolder | None:
    """Return a permanent access key and its user."""
    row = await _first(db, _KEY, {"access": access, "project_id": project_id})
    if row is None:
        return None
    return KeyHolder(row["access"], row["secret_sealed"], row["status"], row["last_used_at"], _principal(row))


async def find_temporary_key_holder(db: AsyncSession, access: str, project_id: str | None = None) -> TemporaryKeyHolder | None:
    """Return a temporary access key with its user and agency."""
    row = await _first(db, _TEMPORARY_KEY, {"access": access, "project_id": project_id})
    if row is None:
        return None
    return TemporaryKeyHolder(
        access=row["access"],
        secret_sealed=row["secret_sealed"],
        token_hash=row["token_hash"],
        expires_at=row["expires_at"],
        policy=row["policy"],
        project_id=row["key_project_id"],
        wants_agency=row["wanted_agency_id"] is not None,
        principal=_principal(row),
    )


async def find_token_holder(
    db: AsyncSession, *, user_id: str, agency_id: str | None, jti: str, project_id: str | None
) -> TokenHolder | None:
    """Return the user and agency of a token, and whether it was revoked."""
    values = {"user_id": user_id, "agency_id": agency_id, "jti": jti, "project_id": project_id}
    row = await _first(db, _TOKEN, values)
    return None if row is None else TokenHolder(row["revoked_jti"] is not None, _principal(row))


async def find_session_holder(db: AsyncSession, session_id: str, project_id: str | None = None) -> SessionHolder | None:
    """Return a console session and its user."""
    row = await _first(db, _SESSION, {"session_id": session_id, "project_id": project_id})
    if row is None:
        return None
    return SessionHolder(
        row["id"], row["csrf_token"], row["last_seen_at"], row["expires_at"], row["created_at"], _principal(row)
    )


async def read_revision(db: AsyncSession) -> int:
    """Return the present state of all rights."""
    return await db.scalar(select(AccessRevisionRow.revision).where(AccessRevisionRow.id == 1)) or 0


async def is_strict(db: AsyncSession, domain_id: str) -> bool:
    """Return whether users of an account may do nothing without a grant."""
    strict = await db.scalar(select(DomainRow.strict_authorization).where(DomainRow.id == domain_id))
    return strict is not False


async def find_signing_key(db: AsyncSession, key_id: str) -> SigningKeyRow | None:
    """Return a key that signed tokens."""
    return await db.get(SigningKeyRow, key_id)


async def list_signing_keys(db: AsyncSession) -> list[SigningKeyRow]:
    """Return the keys that sign tokens, the newest first."""
    return list(await db.scalars(select(SigningKeyRow).order_by(SigningKeyRow.created_at.desc(), SigningKeyRow.id.desc())))


async def _first(db: AsyncSession, statement: Any, values: dict[str, Any]) -> RowMapping | None:
    """Return the first row of plain columns; each request comes by here, so the mapper stays out of the way."""
    return await db.run_sync(lambda session: session.connection().execute(statement, values).mappings().first())


def _principal(row: RowMapping) -> Principal:
    with_agency = "agency_id" in row and row["agency_id"] is not None
    return Principal(
        user_id=row["user_id"],
        user_name=row["user_name"],
        user_enabled=row["user_enabled"],
        access_mode=row["access_mode"],
        must_change_password=row["must_change_password"],
        is_domain_owner=row["is_domain_owner"],
        tokens_valid_after=row["tokens_valid_after"],
        domain_id=row["domain_id"],
        domain_name=row["domain_name"],
        domain_enabled=row["domain_enabled"],
        strict=row["strict"],
        project_domain_id=row["project_domain_id"],
        project_enabled=row["project_enabled"],
        revision=row["revision"] or 0,
        **({column.name: row[column.name] for column in _AGENCY_COLUMNS} if with_agency else {}),
    )
