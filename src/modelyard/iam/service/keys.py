"""Access keys as other capabilities see them: find one, with its secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.subject import Subject
from modelyard.iam.models import AccessKeyRow
from modelyard.iam.queries import principals
from modelyard.iam.queries.principals import Principal
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import agency_lives, key_purpose, subject_of_principal
from modelyard.iam.types import AccessMode, KeyStatus


@dataclass(frozen=True)
class SigningKey:
    """A key that may be used now, with the secret that verifies its signatures.

    who: whose rights it has. token_hash: SHA-256 of the security token that must come with a temporary key.
    expires_at: when a temporary key ends; None for a permanent one.
    """

    access: str
    secret: str
    who: Subject
    token_hash: str | None = None
    expires_at: datetime | None = None


async def find_key(db: AsyncSession, context: IAMContext, access: str) -> SigningKey | None:
    """Return a permanent or temporary key that may be used now; None when it is unknown, disabled, expired or void."""
    holder = await principals.find_key_holder(db, access)
    if holder is not None:
        usable = holder.status == KeyStatus.ACTIVE and holder.principal.access_mode != AccessMode.CONSOLE
        if not usable or not _is_enabled(holder.principal):
            return None
        secret = context.sealer.open(holder.secret_sealed, key_purpose(access))
        return SigningKey(access, secret, subject_of_principal(holder.principal, access_key=access))
    temporary = await principals.find_temporary_key_holder(db, access)
    if temporary is None or temporary.expires_at <= now(db) or not _is_enabled(temporary.principal):
        return None
    if not agency_lives(temporary.principal, now(db), wanted=temporary.wants_agency):
        return None
    secret = context.sealer.open(temporary.secret_sealed, key_purpose(access))
    who = subject_of_principal(
        temporary.principal, access_key=access, project_id=temporary.project_id, session_policy=temporary.policy
    )
    return SigningKey(access, secret, who, token_hash=temporary.token_hash, expires_at=temporary.expires_at)


async def note_key_uses(db: AsyncSession, uses: Mapping[str, datetime]) -> None:
    """Write down when access keys were used last; keys that are gone by now, or temporary, are passed over."""
    for access, at in uses.items():
        await db.execute(update(AccessKeyRow).where(AccessKeyRow.access == access).values(last_used_at=at))


def _is_enabled(principal: Principal) -> bool:
    return principal.user_enabled and principal.domain_enabled
