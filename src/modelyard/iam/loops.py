"""Periodic work of identity: forgetting what has expired, and writing down when keys and sessions were used."""

from datetime import timedelta

from sqlalchemy import update

from modelyard.core.db import Database
from modelyard.core.loops import Periodic
from modelyard.iam.models import AccessKeyRow, ConsoleSessionRow
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.expiry import purge_expired
from modelyard.iam.service.gatekeeper import Gatekeeper
from modelyard.iam.service.traces import purge_traces

_LAST_USES_EVERY = timedelta(seconds=15)
_EXPIRED_EVERY = timedelta(minutes=10)
_TRACES_EVERY = timedelta(hours=1)


def periodics(database: Database, context: IAMContext, gatekeeper: Gatekeeper) -> list[Periodic]:
    """Return the periodic work of a process that runs this gatekeeper."""
    return [
        Periodic("iam.last_uses", _LAST_USES_EVERY, lambda: write_last_uses(database, gatekeeper)),
        Periodic("iam.expired", _EXPIRED_EVERY, lambda: forget_expired(database, context)),
        Periodic("iam.traces", _TRACES_EVERY, lambda: forget_traces(database, context)),
    ]


async def write_last_uses(database: Database, gatekeeper: Gatekeeper) -> None:
    """Write down when keys and sessions were last used; what a crash loses is at most some seconds of that."""
    keys, sessions = gatekeeper.take_last_uses()
    if not keys and not sessions:
        return
    async with database.session() as db:
        for access, at in keys.items():
            await db.execute(update(AccessKeyRow).where(AccessKeyRow.access == access).values(last_used_at=at))
        for session_id, at in sessions.items():
            statement = update(ConsoleSessionRow).where(ConsoleSessionRow.id == session_id)
            await db.execute(statement.values(last_seen_at=at))


async def forget_expired(database: Database, context: IAMContext) -> None:
    """Delete temporary keys, sessions and revoked tokens whose time is over."""
    async with database.session() as db:
        await purge_expired(db, context)


async def forget_traces(database: Database, context: IAMContext) -> None:
    """Delete audit records that are older than they are kept, some at a time, so that others get to write between."""
    while True:
        async with database.session() as db:
            if not await purge_traces(db, context):
                return
