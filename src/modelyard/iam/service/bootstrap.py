"""What must be there before anybody can come in."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.iam.adapters.passwords import hash_password
from modelyard.iam.models import (
    AccessRevisionRow,
    DomainRow,
    GrantRow,
    GroupMemberRow,
    GroupRow,
    ProjectRow,
    RoleRow,
    UserRow,
)
from modelyard.iam.rules.system_policies import SYSTEM_POLICIES, SystemPolicy
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.credentials import new_access_key
from modelyard.iam.service.revision import bump_revision
from modelyard.iam.types import GrantScope, PrincipalType

ADMIN_GROUP = "admin"
_ADMIN_POLICIES = ("te_admin", "secu_admin")


@dataclass(frozen=True)
class FirstAdministrator:
    """The first account with its administrator; his secrets exist only here and with whoever keeps them."""

    domain_id: str
    domain_name: str
    project_id: str
    project_name: str
    user_id: str
    user_name: str
    password: str
    access: str
    secret: str


async def ensure_ready(db: AsyncSession, context: IAMContext) -> None:
    """Bring the system policies, the signing key of tokens and the revision into place; harmless at every start."""
    if await db.get(AccessRevisionRow, 1) is None:
        db.add(AccessRevisionRow(id=1, revision=1))
        await db.flush()  # what follows counts it up
    await ensure_system_roles(db)
    await context.token_keys.ensure(db, now(db))


async def ensure_system_roles(db: AsyncSession) -> None:
    """Create the system policies and change those that differ from what this version brings."""
    known = {row.id: row for row in await db.scalars(select(RoleRow).where(RoleRow.domain_id.is_(None)))}
    changed = False
    for policy in SYSTEM_POLICIES:
        row = known.get(policy.id)
        if row is None:
            row = RoleRow(id=policy.id, domain_id=None, created_at=now(db))
            db.add(row)
        if _apply(row, policy):
            row.updated_at = now(db)
            changed = True
    if changed:
        await bump_revision(db)


async def ensure_first_administrator(db: AsyncSession, context: IAMContext) -> FirstAdministrator | None:
    """Make the first account with a project, an administrator and his access key; None when there is an account.

    The secrets are returned once. Whoever calls writes them down before the transaction ends, so that an account
    that nobody can enter never stays behind.
    """
    if await db.scalar(select(DomainRow.id).limit(1)) is not None:
        return None
    settings, at = context.settings, now(db)
    password = secrets.token_urlsafe(18) + "-7"  # the digit and the sign satisfy every password rule
    domain = DomainRow(id=new_id(), name=settings.first_domain_name, description="", created_at=at)
    user = UserRow(
        id=new_id(),
        domain_id=domain.id,
        name=settings.first_user_name,
        password_hash=await hash_password(password),
        is_domain_owner=True,
        tokens_valid_after=at,
        created_at=at,
    )
    project = ProjectRow(id=new_id(), domain_id=domain.id, parent_id=domain.id, name=settings.region_id, created_at=at)
    group = GroupRow(id=new_id(), domain_id=domain.id, name=ADMIN_GROUP, description="Administrators", created_at=at)
    db.add(domain)
    await db.flush()  # the others refer to it
    db.add_all([user, project, group])
    await db.flush()
    db.add(GroupMemberRow(group_id=group.id, user_id=user.id))
    for policy in SYSTEM_POLICIES:
        if policy.name in _ADMIN_POLICIES:
            db.add(
                GrantRow(
                    principal_type=PrincipalType.GROUP.value,
                    principal_id=group.id,
                    role_id=policy.id,
                    scope=GrantScope.ALL_PROJECTS.value,
                    scope_id=domain.id,
                    created_at=at,
                )
            )
    row, secret = new_access_key(context.sealer, user.id, "made on the first start", at)
    db.add(row)
    await bump_revision(db)
    return FirstAdministrator(
        domain_id=domain.id,
        domain_name=domain.name,
        project_id=project.id,
        project_name=project.name,
        user_id=user.id,
        user_name=user.name,
        password=password,
        access=row.access,
        secret=secret,
    )


def _apply(row: RoleRow, policy: SystemPolicy) -> bool:
    """Write a system policy to its row; return whether anything was different."""
    wanted = {
        "name": policy.name,
        "display_name": policy.display_name,
        "type": policy.type.value,
        "catalog": policy.catalog,
        "description": policy.description,
        "description_cn": policy.description_cn,
        "policy": dict(policy.policy),
    }
    different = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, wanted[name])
    return bool(different)
