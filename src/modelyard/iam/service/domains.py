"""Use cases of accounts."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.errors import Forbidden
from modelyard.core.events import emit
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.adapters.passwords import hash_password
from modelyard.iam.errors.directory import EntryNotFound, NameTaken
from modelyard.iam.models import DomainRow, GrantRow, GroupMemberRow, GroupRow, ProjectRow, UserRow
from modelyard.iam.queries import projects as queries
from modelyard.iam.rules import names
from modelyard.iam.rules.system_policies import SYSTEM_POLICIES
from modelyard.iam.schemas.authorizations import AuthorizationMode
from modelyard.iam.schemas.events import DomainCreated
from modelyard.iam.schemas.links import links_to
from modelyard.iam.schemas.projects import Domain, DomainList
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.handing_out import require_administrator
from modelyard.iam.service.revision import bump_revision
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import ADMIN_GROUP, GrantScope, PrincipalType

# What the group `admin` of a new account holds; its owner may do everything without them.
_ADMIN_POLICIES = ("te_admin", "secu_admin")


@dataclass(frozen=True)
class NewDomain:
    """What was made for a new account."""

    domain_id: str
    owner_id: str
    project_id: str
    project_name: str


@dataclass(frozen=True)
class Account:
    """An account as the operator of the platform sees it."""

    id: str
    name: str
    owner: str
    enabled: bool
    created_at: datetime


def new_password() -> str:
    """Return a random password that every setting of the rules admits."""
    return secrets.token_urlsafe(24) + "-7"


async def create_domain(
    db: AsyncSession, who: Subject, name: str, *, owner_name: str, password: str, settings: IAMSettings
) -> NewDomain:
    """Make an account with its owner, the project of the region and the group `admin`. For the operator, not for routes.

    Raises NameTaken when there is such an account, and errors of the fields `domain.name`, `user.name`, `user.password`.
    The system policies must be there.
    """
    _require_operator(who, "create accounts")
    names.check_account_name(name)
    names.check_user_name(owner_name)
    strength = names.check_password(password, user_name=owner_name, min_length=settings.password_min_length)
    password_hash = await hash_password(password)
    at = now(db)
    domain = DomainRow(id=new_id(), name=name, created_at=at)
    db.add(domain)
    try:
        await db.flush()
    except IntegrityError as error:
        raise NameTaken(kind="account", name=name) from error
    owner = UserRow(
        id=new_id(),
        domain_id=domain.id,
        name=owner_name,
        password_hash=password_hash,
        password_strength=strength.value,
        password_changed_at=at,
        is_domain_owner=True,
        tokens_valid_after=at,
        created_at=at,
    )
    project = ProjectRow(
        id=new_id(), domain_id=domain.id, parent_id=domain.id, name=settings.region_id, enabled=True, created_at=at
    )
    group = GroupRow(id=new_id(), domain_id=domain.id, name=ADMIN_GROUP, description="Administrators", created_at=at)
    db.add_all([owner, project, group])
    # Members and grants refer to these rows, and the tables have no relationships that would order the inserts.
    await db.flush()
    db.add(GroupMemberRow(group_id=group.id, user_id=owner.id))
    _grant_admin_policies(db, domain.id, group.id, at)
    await bump_revision(db)
    await emit(db, DomainCreated(resource_id=domain.id, domain_name=name), by=who, at=at)
    return NewDomain(domain_id=domain.id, owner_id=owner.id, project_id=project.id, project_name=project.name)


async def list_accounts(db: AsyncSession, who: Subject) -> list[Account]:
    """Return all accounts with their owners, by name. For the operator, not for routes."""
    _require_operator(who, "list all accounts")
    rows = await queries.list_accounts(db)
    return [Account(row.id, row.name, owner, row.enabled, row.created_at) for row, owner in rows]


async def list_domains(db: AsyncSession, who: Subject) -> DomainList:
    """Return the account of the caller, as the only one that he sees."""
    row = await _get_row(db, who)
    domain = Domain(
        id=row.id, name=row.name, enabled=row.enabled, description=row.description, links=links_to(f"/v3/domains/{row.id}")
    )
    return DomainList(domains=[domain], links=links_to("/v3/auth/domains"))


async def get_authorization_mode(db: AsyncSession, who: Subject) -> AuthorizationMode:
    """Return whether users of the account need a grant for everything."""
    return AuthorizationMode(strict=(await _get_row(db, who)).strict_authorization)


async def set_authorization_mode(db: AsyncSession, who: Subject, *, strict: bool) -> AuthorizationMode:
    """Say whether users of the account need a grant for everything. For administrators."""
    await require_administrator(db, who, "change the authorization mode")
    row = await _get_row(db, who)
    if row.strict_authorization != strict:
        row.strict_authorization = strict
        await access_changed(db, who, "authorization mode changed")
    return AuthorizationMode(strict=strict)


def require_own_domain(who: Subject, domain_id: str) -> None:
    """Return if the id is that of the caller's account; others do not exist for him."""
    if domain_id != who.domain_id:
        raise EntryNotFound(kind="account", id=domain_id)


async def _get_row(db: AsyncSession, who: Subject) -> DomainRow:
    row = await queries.find_domain(db, who.domain_id)
    if row is None:
        raise EntryNotFound(kind="account", id=who.domain_id)
    return row


def _require_operator(who: Subject, action: str) -> None:
    if who.kind is not SubjectKind.SYSTEM:
        raise Forbidden(action=action)


def _grant_admin_policies(db: AsyncSession, domain_id: str, group_id: str, at: datetime) -> None:
    for policy in SYSTEM_POLICIES:
        for scope in (GrantScope.DOMAIN, GrantScope.ALL_PROJECTS) if policy.name in _ADMIN_POLICIES else ():
            db.add(
                GrantRow(
                    principal_type=PrincipalType.GROUP,
                    principal_id=group_id,
                    role_id=policy.id,
                    scope=scope,
                    scope_id=domain_id,
                    created_at=at,
                )
            )
