"""Console sessions: log in, look, log out."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import Database, now
from modelyard.core.subject import Subject
from modelyard.iam.errors.authentication import AccessModeForbids, SessionEnded
from modelyard.iam.models import ConsoleSessionRow
from modelyard.iam.queries import logins, principals
from modelyard.iam.schemas.sessions import Session, SessionUser
from modelyard.iam.schemas.tokens import Reference
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import hash_secret
from modelyard.iam.service.login import Login, Recorder, check_login, subject_of_candidate
from modelyard.iam.types import AccessMode

LONGEST_USER_AGENT = 255


@dataclass(frozen=True)
class OpenedSession:
    """A new session with the value of its cookie, which is kept nowhere else."""

    cookie: str
    session: Session
    who: Subject


async def log_in(
    database: Database,
    context: IAMContext,
    login: Login,
    *,
    user_agent: str,
    previous_cookie: str | None,
    record: Recorder,
) -> OpenedSession:
    """Open a session. The value of its cookie is always new, and a session that the browser had before ends.

    Raises LoginFailed, PasscodeRequired, TooManyLogins, UserDisabled, or AccessModeForbids for a user who may only
    use the API.
    """
    user = await check_login(database, context, login, record)
    if user.access_mode == AccessMode.PROGRAMMATIC:
        raise AccessModeForbids(access_mode=user.access_mode)
    cookie, csrf_token = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    who = subject_of_candidate(user, login.address)
    async with database.session() as db:
        at = now(db)
        if previous_cookie is not None:
            await db.execute(delete(ConsoleSessionRow).where(ConsoleSessionRow.id == hash_secret(previous_cookie)))
        session_id = hash_secret(cookie)
        db.add(
            ConsoleSessionRow(
                id=session_id,
                user_id=user.user_id,
                csrf_token=csrf_token,
                source_ip=login.address,
                user_agent=user_agent.replace("\0", "")[:LONGEST_USER_AGENT],
                last_seen_at=at,
                expires_at=at + timedelta(seconds=context.settings.session_lifetime_seconds),
                created_at=at,
            )
        )
        await db.flush()  # it is read right away
        session = await describe_session(db, session_id)
        await record(db, who, 201, None)
    return OpenedSession(cookie, session, who)


async def describe_session(db: AsyncSession, session_id: str) -> Session:
    """Return a session with its user and the projects he may choose from. Raises SessionEnded."""
    holder = await principals.find_session_holder(db, session_id)
    if holder is None:
        raise SessionEnded
    user = holder.principal
    projects = await logins.list_projects(db, user.domain_id)
    return Session(
        user=SessionUser(
            id=user.user_id,
            name=user.user_name,
            domain=Reference(id=user.domain_id, name=user.domain_name),
            is_domain_owner=user.is_domain_owner,
        ),
        projects=[Reference(id=project.id, name=project.name) for project in projects],
        csrf_token=holder.csrf_token,
        expires_at=to_milliseconds(holder.expires_at),
        must_change_password=user.must_change_password,
    )


async def log_out(db: AsyncSession, session_id: str) -> None:
    """End a session; ending one that is over changes nothing."""
    await db.execute(delete(ConsoleSessionRow).where(ConsoleSessionRow.id == session_id))
