"""Forgetting credentials whose time is over."""

from datetime import timedelta

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.iam.models import ConsoleSessionRow, RevokedTokenRow, TemporaryKeyRow
from modelyard.iam.service.context import IAMContext

# A client with a late key should read "expired" for a while, and not "unknown".
_GRACE = timedelta(hours=1)


async def purge_expired(db: AsyncSession, context: IAMContext) -> None:
    """Delete temporary keys, console sessions and revocations that can no longer matter."""
    at = now(db)
    idle = timedelta(seconds=context.settings.session_idle_seconds)
    await db.execute(delete(TemporaryKeyRow).where(TemporaryKeyRow.expires_at < at - _GRACE))
    await db.execute(delete(RevokedTokenRow).where(RevokedTokenRow.expires_at < at))
    over = or_(ConsoleSessionRow.expires_at < at, ConsoleSessionRow.last_seen_at < at - idle - _GRACE)
    await db.execute(delete(ConsoleSessionRow).where(over))
