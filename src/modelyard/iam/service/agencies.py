"""Use cases of agencies."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.ids import new_id
from modelyard.core.paging import fetch_page
from modelyard.core.subject import Subject
from modelyard.iam.errors.directory import DirectoryQuotaExceeded, EntryNotFound, NameTaken, TrustDomainNotFound
from modelyard.iam.models import AgencyRow, GrantRow
from modelyard.iam.queries import agencies as queries
from modelyard.iam.queries import grants, projects
from modelyard.iam.rules import agencies as rules
from modelyard.iam.rules import names
from modelyard.iam.schemas.agencies import Agency, AgencyCreate, AgencyList, AgencyRole, AgencyRoleList, AgencyUpdate
from modelyard.iam.schemas.links import links_to
from modelyard.iam.schemas.pages import PageAsked
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.domains import require_own_domain
from modelyard.iam.service.grants import list_roles_of
from modelyard.iam.service.handing_out import require_holding
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import GrantScope, Holder, Place, PrincipalType


async def list_agencies(
    db: AsyncSession,
    who: Subject,
    *,
    domain_id: str,
    trust_domain_id: str | None = None,
    name: str | None = None,
    asked: PageAsked = PageAsked(),  # noqa: B008 - it is frozen
) -> AgencyList:
    """Return the agencies of the account that match, by name. Another account's id matches none."""
    statement = queries.visible_to(who).where(AgencyRow.domain_id == domain_id)
    if trust_domain_id is not None:
        statement = statement.where(AgencyRow.trust_domain_id == trust_domain_id)
    if name is not None:
        statement = statement.where(AgencyRow.name == name)
    page = await fetch_page(db, statement.order_by(AgencyRow.name, AgencyRow.id), offset=asked.offset, limit=asked.limit)
    return AgencyList(agencies=[to_agency(row, who) for row in page.items], total_number=page.total)


async def get_agency(db: AsyncSession, who: Subject, agency_id: str) -> Agency:
    """Return an agency of the account. Raises EntryNotFound."""
    return to_agency(await get_row(db, who, agency_id), who)


async def create_agency(db: AsyncSession, who: Subject, agency: AgencyCreate, *, settings: IAMSettings) -> Agency:
    """Make an agency, without rights. Raises NameTaken, and TrustDomainNotFound for an account that does not exist."""
    require_own_domain(who, agency.domain_id)
    names.check_agency_name(agency.name)
    hours = rules.duration_hours(agency.duration)
    trust_id, trust_name = await _trusted(db, agency.trust_domain_id, agency.trust_domain_name)
    if await queries.count_agencies(db, who) >= settings.max_agencies:
        raise DirectoryQuotaExceeded(quota="agencies", limit=settings.max_agencies)
    at = now(db)
    row = AgencyRow(
        id=new_id(),
        domain_id=who.domain_id,
        name=agency.name,
        trust_domain_id=trust_id,
        trust_domain_name=trust_name,
        description=agency.description,
        duration_hours=hours,
        expires_at=rules.expiry(at, hours),
        created_at=at,
    )
    db.add(row)
    try:
        await db.flush()
    except IntegrityError as error:
        raise NameTaken(kind="agency", name=agency.name) from error
    return to_agency(row, who)


async def update_agency(db: AsyncSession, who: Subject, agency_id: str, changes: AgencyUpdate) -> Agency:
    """Change whom an agency trusts, for how long, and its description; a new duration counts from now on.

    Who lets another account in must hold all that the agency holds, or be an administrator.
    """
    row = await get_row(db, who, agency_id)
    await require_holding(db, who, await grants.all_policies_of_agency(db, row.id))
    if changes.trust_domain_id is not None or changes.trust_domain_name is not None:
        row.trust_domain_id, row.trust_domain_name = await _trusted(db, changes.trust_domain_id, changes.trust_domain_name)
    if changes.duration is not None:
        row.duration_hours = rules.duration_hours(changes.duration)
        row.expires_at = rules.expiry(now(db), row.duration_hours)
    if changes.description is not None:
        row.description = changes.description
    await access_changed(db, who, "agency changed")
    return to_agency(row, who)


async def delete_agency(db: AsyncSession, who: Subject, agency_id: str) -> None:
    """Delete an agency with its grants; what acts through it stops."""
    row = await get_row(db, who, agency_id)
    await require_holding(db, who, await grants.all_policies_of_agency(db, row.id))
    held = (GrantRow.principal_type == PrincipalType.AGENCY, GrantRow.principal_id == row.id)
    await db.execute(delete(GrantRow).where(*held))
    await db.delete(row)
    await access_changed(db, who, "agency deleted")


async def list_roles_everywhere(db: AsyncSession, who: Subject, domain_id: str, agency_id: str) -> AgencyRoleList:
    """Return the policies that an agency holds in all projects, in short."""
    path = f"/v3.0/OS-INHERIT/domains/{domain_id}/agencies/{agency_id}/roles/inherited_to_projects"
    place = Place(GrantScope.ALL_PROJECTS, domain_id)
    held = await list_roles_of(db, who, Holder(PrincipalType.AGENCY, agency_id), place, path=path)
    short = [AgencyRole(id=role.id, name=role.name, links=role.links) for role in held.roles]
    return AgencyRoleList(roles=short, links=links_to(path))


async def get_row(db: AsyncSession, who: Subject, agency_id: str) -> AgencyRow:
    """Return the row of an agency of the account; for the services of identity. Raises EntryNotFound."""
    row = await queries.find_agency(db, who, agency_id)
    if row is None:
        raise EntryNotFound(kind="agency", id=agency_id)
    return row


def to_agency(row: AgencyRow, who: Subject) -> Agency:
    """Return the wire shape of an agency."""
    return Agency(
        id=row.id,
        name=row.name,
        domain_id=row.domain_id,
        trust_domain_id=row.trust_domain_id,
        trust_domain_name=row.trust_domain_name,
        agency_urn=f"iam::{who.domain_id}:agency:{row.name}",
        description=row.description,
        duration=rules.FOREVER if row.duration_hours is None else str(row.duration_hours),
        create_time=row.created_at,
        expire_time=row.expires_at,
    )


async def _trusted(db: AsyncSession, account_id: str | None, name: str | None) -> tuple[str, str]:
    """Return id and name of an account, or of a service of the platform; the name wins."""
    if name is not None:
        service_id = rules.service_account_id(name)
        if service_id is not None:
            return service_id, name
        domain = await projects.find_domain_by_name(db, name)
    else:
        service_name = rules.service_account_name(account_id or "")
        if account_id is not None and service_name is not None:
            return account_id, service_name
        domain = await projects.find_domain(db, account_id or "")
    if domain is None:
        raise TrustDomainNotFound(name=name or account_id or "")
    return domain.id, domain.name
