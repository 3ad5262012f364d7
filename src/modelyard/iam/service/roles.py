"""Use cases of policies, which the API calls roles."""

from typing import Literal

from sqlalchemy import or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.iam.errors.directory import DirectoryQuotaExceeded, EntryNotFound, NameTaken, PolicyInUse, SystemPolicyIsFixed
from modelyard.iam.models import RoleRow
from modelyard.iam.queries import roles as queries
from modelyard.iam.rules import names
from modelyard.iam.rules.policy_check import check_policy
from modelyard.iam.schemas.links import links_to
from modelyard.iam.schemas.pages import PageAsked
from modelyard.iam.schemas.roles import Role, RoleCreate, RoleList, RoleUpdate, RoleWithReferences
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.handing_out import require_administrator
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import RoleType

CUSTOM_CATALOG = "CUSTOMED"
_ROLE_CATALOG = "BASE"

_TYPES = {
    "domain": (RoleType.DOMAIN, RoleType.BOTH),
    "project": (RoleType.PROJECT, RoleType.BOTH),
    "all": (RoleType.BOTH,),
}


async def list_roles(
    db: AsyncSession,
    who: Subject,
    *,
    domain_id: str | None = None,
    name: str | None = None,
    display_name: str | None = None,
    permission_type: Literal["policy", "role"] | None = None,
    kind: Literal["domain", "project", "all"] | None = None,
    catalog: str | None = None,
    asked: PageAsked = PageAsked(),  # noqa: B008 - it is frozen
) -> RoleList:
    """Return the policies that match, by display name: those of the account for its `domain_id`, else the system's.

    name: exact. display_name: a part of the display name or of a description.
    permission_type: a role is one of the few coarse policies in the catalog BASE. kind: where it can be granted.
    """
    if domain_id is None:
        statement = queries.visible_to(who).where(RoleRow.domain_id.is_(None))
    else:
        statement = queries.custom_of(who).where(RoleRow.domain_id == domain_id)
    if name is not None:
        statement = statement.where(RoleRow.name == name)
    if display_name is not None:
        columns = (RoleRow.display_name, RoleRow.description, RoleRow.description_cn)
        statement = statement.where(or_(*(column.icontains(display_name, autoescape=True) for column in columns)))
    if permission_type is not None:
        is_role = RoleRow.catalog == _ROLE_CATALOG
        statement = statement.where(is_role if permission_type == "role" else ~is_role)
    if kind is not None:
        statement = statement.where(RoleRow.type.in_(_TYPES[kind]))
    if catalog is not None:
        statement = statement.where(RoleRow.catalog == catalog)
    page = await fetch_page(db, statement.order_by(RoleRow.display_name, RoleRow.id), offset=asked.offset, limit=asked.limit)
    links = asked.links(
        "/v3/roles",
        page.total,
        domain_id=domain_id,
        name=name,
        display_name=display_name,
        permission_type=permission_type,
        type=kind,
        catalog=catalog,
    )
    return RoleList(roles=[to_role(row) for row in page.items], links=links, total_number=page.total)


async def list_custom_roles(db: AsyncSession, who: Subject, *, asked: PageAsked) -> RoleList:
    """Return the policies of the account, by display name."""
    statement = queries.custom_of(who).order_by(RoleRow.display_name, RoleRow.id)
    page = await fetch_page(db, statement, offset=asked.offset, limit=asked.limit)
    links = asked.links("/v3.0/OS-ROLE/roles", page.total)
    return RoleList(roles=[to_role(row) for row in page.items], links=links, total_number=page.total)


async def get_role(db: AsyncSession, who: Subject, role_id: str) -> Role:
    """Return a policy of the system or the account. Raises EntryNotFound."""
    return to_role(await get_row(db, who, role_id))


async def get_custom_role(db: AsyncSession, who: Subject, role_id: str) -> RoleWithReferences:
    """Return a policy of the account and how often it is granted. Raises EntryNotFound."""
    row = await get_row(db, who, role_id)
    if row.domain_id is None:
        raise EntryNotFound(kind="policy", id=role_id)
    references = await queries.count_references(db, row.id)
    return RoleWithReferences(**dict(to_role(row)), references=references)


async def create_role(db: AsyncSession, who: Subject, role: RoleCreate, *, settings: IAMSettings) -> Role:
    """Make a policy of the account; it gives nothing until somebody grants it."""
    names.check_policy_name(role.display_name)
    check_policy(role.policy, "role.policy")
    taken = await queries.custom_names(db, who)
    if len(taken) >= settings.max_policies:
        raise DirectoryQuotaExceeded(quota="policies", limit=settings.max_policies)
    if await queries.is_display_name_taken(db, who, role.display_name):
        raise NameTaken(kind="policy", name=role.display_name)
    at = now(db)
    row = RoleRow(
        id=new_id(),
        domain_id=who.domain_id,
        name=_next_name(who.domain_id, taken),
        display_name=role.display_name,
        type=role.type,
        catalog=CUSTOM_CATALOG,
        description=role.description,
        description_cn=role.description_cn,
        policy=role.policy,
        created_at=at,
        updated_at=at,
    )
    db.add(row)
    await _flush(db, row)
    return to_role(row)


async def update_role(db: AsyncSession, who: Subject, role_id: str, changes: RoleUpdate) -> Role:
    """Change a policy of the account; it counts at once for all who hold it, so only administrators may."""
    row = await _custom_row(db, who, role_id)
    await require_administrator(db, who, "change policies")
    if changes.display_name is not None and changes.display_name != row.display_name:
        names.check_policy_name(changes.display_name)
        if await queries.is_display_name_taken(db, who, changes.display_name, but=row.id):
            raise NameTaken(kind="policy", name=changes.display_name)
        row.display_name = changes.display_name
    if changes.policy is not None:
        check_policy(changes.policy, "role.policy")
        row.policy = changes.policy
    row.type = changes.type or row.type
    row.description = row.description if changes.description is None else changes.description
    row.description_cn = row.description_cn if changes.description_cn is None else changes.description_cn
    row.updated_at = now(db)
    await _flush(db, row)
    holders, by_agency = await queries.holders_of(db, row.id)
    await access_changed(db, who, "policy changed", None if by_agency else holders)
    return to_role(row)


async def delete_role(db: AsyncSession, who: Subject, role_id: str) -> None:
    """Delete a policy of the account. Raises PolicyInUse while it is granted to anybody."""
    row = await _custom_row(db, who, role_id)
    references = await queries.count_references(db, row.id)
    if references:
        raise PolicyInUse(name=row.display_name, references=references)
    await db.delete(row)


async def get_row(db: AsyncSession, who: Subject, role_id: str) -> RoleRow:
    """Return the row of a policy; for the services of identity. Raises EntryNotFound."""
    row = await queries.find_role(db, who, role_id)
    if row is None:
        raise EntryNotFound(kind="policy", id=role_id)
    return row


def to_role(row: RoleRow) -> Role:
    """Return the wire shape of a policy."""
    return Role(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        type=row.type,
        catalog=row.catalog,
        flag=None if row.catalog == _ROLE_CATALOG else "fine_grained",
        domain_id=row.domain_id,
        description=row.description,
        description_cn=row.description_cn,
        policy=row.policy,
        created_time=str(to_milliseconds(row.created_at)),
        updated_time=str(to_milliseconds(row.updated_at)),
        links=links_to(f"/v3/roles/{row.id}"),
    )


async def _custom_row(db: AsyncSession, who: Subject, role_id: str) -> RoleRow:
    row = await get_row(db, who, role_id)
    if row.domain_id is None:
        raise SystemPolicyIsFixed(name=row.display_name)
    return row


def _next_name(domain_id: str, taken: list[str]) -> str:
    prefix = f"custom_{domain_id}_"
    used = [int(name.removeprefix(prefix)) for name in taken if name.removeprefix(prefix).isdigit()]
    return f"{prefix}{max(used, default=-1) + 1}"


async def _flush(db: AsyncSession, row: RoleRow) -> None:
    """Write the row now, so that a clash of names is found here."""
    try:
        await db.flush()
    except IntegrityError as error:
        raise NameTaken(kind="policy", name=row.display_name) from error
