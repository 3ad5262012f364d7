"""What must be there before anybody can come in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.subject import Subject
from modelyard.iam.models import AccessRevisionRow, DomainRow, RoleRow
from modelyard.iam.rules.system_policies import SYSTEM_POLICIES, SystemPolicy
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.credentials import new_access_key
from modelyard.iam.service.domains import create_domain, new_password
from modelyard.iam.service.revision import bump_revision


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
    """Make the first account and an access key of its owner; None when there is an account.

    The secrets are returned once. Whoever calls writes them down before the transaction ends, so that an account
    that nobody can enter never stays behind.
    """
    if await db.scalar(select(DomainRow.id).limit(1)) is not None:
        return None
    settings, password = context.settings, new_password()
    by = Subject.system("first start")
    made = await create_domain(
        db, by, settings.first_domain_name, owner_name=settings.first_user_name, password=password, settings=settings
    )
    row, secret = new_access_key(context.sealer, made.owner_id, "made on the first start", now(db))
    db.add(row)
    return FirstAdministrator(
        domain_id=made.domain_id,
        domain_name=settings.first_domain_name,
        project_id=made.project_id,
        project_name=made.project_name,
        user_id=made.owner_id,
        user_name=settings.first_user_name,
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
