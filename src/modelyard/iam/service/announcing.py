"""What every change of rights has to do besides the change."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.subject import Subject
from modelyard.iam.schemas.events import AccessChanged
from modelyard.iam.service.revision import bump_revision

# An event for more users than this says "everybody" instead; a listener then looks at the whole account.
_MOST_NAMED = 500


async def access_changed(db: AsyncSession, who: Subject, cause: str, user_ids: Iterable[str] | None = None) -> None:
    """End cached decisions and tell the listeners whose rights have changed.

    cause: a few words for the event. user_ids: None means everybody in the account; nobody at all is not announced.
    """
    await bump_revision(db)
    named = None if user_ids is None else tuple(user_ids)
    if named is None or len(named) > _MOST_NAMED:
        await emit(db, AccessChanged(resource_id=who.domain_id, cause=cause), by=who, at=now(db))
    elif named:
        await emit(db, AccessChanged(resource_id=who.domain_id, cause=cause, user_ids=named), by=who, at=now(db))
