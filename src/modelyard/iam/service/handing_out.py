"""Keeps people from giving themselves, or taking over, more rights than they hold."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.errors.directory import AdministratorsOnly, RightsNotHeld
from modelyard.iam.queries import grants
from modelyard.iam.rules.handing_out import GrantedPolicy, administers_identity, first_not_held


async def is_administrator(db: AsyncSession, who: Subject) -> bool:
    """Return whether the caller administers identity in the whole account.

    Temporary credentials that a session policy narrows, and agencies, never do.
    """
    if who.kind is SubjectKind.SYSTEM:
        return True
    if who.kind is not SubjectKind.USER or who.session_policy is not None:
        return False
    return who.is_domain_owner or administers_identity(await grants.all_policies_of(db, who.user_id))


async def require_administrator(db: AsyncSession, who: Subject, what: str) -> None:
    """Return for administrators of identity. what: the thing that was tried, as in `you may not ...`."""
    if not await is_administrator(db, who):
        raise AdministratorsOnly(what=what)


async def require_holding(db: AsyncSession, who: Subject, policies: Iterable[GrantedPolicy]) -> None:
    """Return if the caller may hand out or withdraw these policies: he holds them himself, or is an administrator."""
    if await is_administrator(db, who):
        return
    held = await _held_by(db, who)
    missing = first_not_held(policies, held)
    if missing is not None:
        raise RightsNotHeld(policy=missing.name)


async def require_power_over_user(db: AsyncSession, who: Subject, user_id: str, *, is_owner: bool) -> None:
    """Return if the caller may take a user's place (set his password, enable him): he holds all that the user holds."""
    if who.user_id == user_id or await is_administrator(db, who):
        return
    if is_owner:
        raise AdministratorsOnly(what="change the owner of the account")
    await require_holding(db, who, await grants.all_policies_of(db, user_id))


async def _held_by(db: AsyncSession, who: Subject) -> list[GrantedPolicy]:
    if who.kind is SubjectKind.AGENCY:
        return await grants.all_policies_of_agency(db, who.user_id)
    return await grants.all_policies_of(db, who.user_id)
