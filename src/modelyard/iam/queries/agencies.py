"""Reads of agencies, within one account."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject
from modelyard.iam.models import AgencyRow


def visible_to(who: Subject) -> Select[Any]:
    """Return a select of the agencies that the caller may know of: those of his account."""
    return select(AgencyRow).where(AgencyRow.domain_id == who.domain_id)


async def find_agency(db: AsyncSession, who: Subject, agency_id: str) -> AgencyRow | None:
    """Return an agency of the caller's account."""
    agency: AgencyRow | None = await db.scalar(visible_to(who).where(AgencyRow.id == agency_id))
    return agency


async def find_agency_by_name(db: AsyncSession, who: Subject, name: str) -> AgencyRow | None:
    """Return an agency of the caller's account by its name."""
    agency: AgencyRow | None = await db.scalar(visible_to(who).where(AgencyRow.name == name))
    return agency


async def count_agencies(db: AsyncSession, who: Subject) -> int:
    """Return how many agencies the account has."""
    return await db.scalar(select(func.count()).select_from(visible_to(who).subquery())) or 0
