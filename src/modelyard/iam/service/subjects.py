"""Callers of the past: whoever started long work, as he is now."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.models import AgencyRow, DomainRow
from modelyard.iam.queries import principals
from modelyard.iam.service.gatekeeper import subject_of_principal


async def find_subject(db: AsyncSession, who: Subject) -> Subject | None:
    """Return a caller as he is now, with the project and the session policy that he had; None when he may not act any more.

    That is so when the user, his account, the agency or the project was deleted or disabled, or the agency has expired.
    """
    if who.kind is SubjectKind.SYSTEM:
        return who
    if who.kind is SubjectKind.AGENCY:
        return who if await _agency_lives(db, who.user_id) else None
    found = await principals.find_token_holder(db, user_id=who.user_id, agency_id=None, jti="", project_id=who.project_id)
    if found is None or not (found.principal.user_enabled and found.principal.domain_enabled):
        return None
    if who.project_id is not None and not found.principal.project_enabled:
        return None
    return replace(
        subject_of_principal(found.principal, project_id=who.project_id, session_policy=who.session_policy),
        source_ip=who.source_ip,
    )


async def _agency_lives(db: AsyncSession, agency_id: str) -> bool:
    agency = await db.get(AgencyRow, agency_id)
    if agency is None or (agency.expires_at is not None and agency.expires_at <= now(db)):
        return False
    domain = await db.get(DomainRow, agency.domain_id)
    return domain is not None and domain.enabled
