"""Reads for logins, scopes of tokens and agencies."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.iam.models import AgencyRow, DomainRow, ProjectRow, UserRow


@dataclass(frozen=True)
class Candidate:
    """A user as a login needs him."""

    user_id: str
    user_name: str
    domain_id: str
    domain_name: str
    password_hash: str | None
    password_expires_at: datetime | None
    must_change_password: bool
    enabled: bool
    access_mode: str
    failed_logins: int
    locked_until: datetime | None
    totp_enabled: bool
    totp_secret: bytes | None
    totp_last_step: int


_CANDIDATE = select(
    UserRow.id,
    UserRow.name,
    DomainRow.id,
    DomainRow.name,
    UserRow.password_hash,
    UserRow.password_expires_at,
    UserRow.must_change_password,
    UserRow.enabled & DomainRow.enabled,
    UserRow.access_mode,
    UserRow.failed_logins,
    UserRow.locked_until,
    UserRow.totp_enabled,
    UserRow.totp_secret,
    UserRow.totp_last_step,
).join(DomainRow, DomainRow.id == UserRow.domain_id)


async def find_candidate(
    db: AsyncSession, *, user_id: str | None = None, user_name: str | None = None, domain: str | None = None
) -> Candidate | None:
    """Return the user with this id, or with this name in the account with this name or id."""
    statement: Any = _CANDIDATE
    if user_id is not None:
        statement = statement.where(UserRow.id == user_id)
    else:
        statement = statement.where(UserRow.name == user_name, or_(DomainRow.name == domain, DomainRow.id == domain))
    row = (await db.execute(statement)).first()
    return Candidate(*tuple(row)) if row is not None else None


def user_statement(user_id: str) -> Select[Any]:
    """Select a user."""
    return select(UserRow).where(UserRow.id == user_id)


async def find_project(db: AsyncSession, domain_id: str, *, project_id: str | None, name: str | None) -> ProjectRow | None:
    """Return a project of an account by id, or else by name."""
    statement = select(ProjectRow).where(ProjectRow.domain_id == domain_id)
    statement = statement.where(ProjectRow.id == project_id if project_id else ProjectRow.name == name)
    return (await db.scalars(statement)).first()


async def list_projects(db: AsyncSession, domain_id: str) -> list[ProjectRow]:
    """Return the projects of an account that are in use, by name."""
    statement = select(ProjectRow).where(ProjectRow.domain_id == domain_id, ProjectRow.enabled.is_(True))
    return list(await db.scalars(statement.order_by(ProjectRow.name, ProjectRow.id)))


async def find_domain(db: AsyncSession, domain: str) -> DomainRow | None:
    """Return the account with this id or name."""
    return (await db.scalars(select(DomainRow).where(or_(DomainRow.id == domain, DomainRow.name == domain)))).first()


async def find_agency(db: AsyncSession, *, domain: str, name: str, trusts: str) -> tuple[AgencyRow, DomainRow] | None:
    """Return an agency of an account (by its id or name) that trusts another account, with its account."""
    statement: Any = (
        select(AgencyRow, DomainRow)
        .join(DomainRow, DomainRow.id == AgencyRow.domain_id)
        .where(AgencyRow.name == name, AgencyRow.trust_domain_id == trusts)
        .where(or_(DomainRow.id == domain, DomainRow.name == domain))
    )
    row = (await db.execute(statement)).first()
    return (row[0], row[1]) if row is not None else None
