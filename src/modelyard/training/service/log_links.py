"""Links by which everybody can read one log for an hour, without login. They stand on the rights of whoever made them."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_milliseconds
from modelyard.core.db import now
from modelyard.core.errors import AppError
from modelyard.core.events import emit
from modelyard.core.ids import new_id, wire_id
from modelyard.core.subject import Subject
from modelyard.training import access
from modelyard.training.errors import LogLinkNotFound, LogLinksOff, TooManyLogLinks
from modelyard.training.models import LogLinkRow
from modelyard.training.queries import logs as queries
from modelyard.training.schemas.events import LogShared
from modelyard.training.schemas.logs import LogLink, LogLinkCreate
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.jobs import visible_row
from modelyard.training.service.runs import Run, get_run, log_of
from modelyard.training.service.task_logs import TaskLog

MOST_LINKS = 20


async def create_link(
    context: TrainingContext, who: Subject, job_id: str, task: str, wanted: LogLinkCreate, *, base: str
) -> LogLink:
    """Make a link to the log of one run of a task. Its secret is told here and never again.

    base: the address of the API as the caller reached it. Raises LogLinksOff, JobNotFound, JobTaskNotFound,
    AttemptNotFound, TooManyLogLinks.
    """
    if not context.settings.log_links:
        raise LogLinksOff(action=access.EXPORT_LOG.name)
    run = await get_run(context, who, job_id)
    log = log_of(context, who, run, task, wanted.attempt)
    key = secrets.token_urlsafe(32)
    async with context.database.session() as db:
        at = now(db)
        # One after another: those that are asked for at once would all count the same few.
        await visible_row(db, who, job_id, lock=True)
        if await queries.count_links(db, run.row_id, at) >= MOST_LINKS:
            raise TooManyLogLinks(quota="log links", limit=MOST_LINKS)
        row = LogLinkRow(
            id=new_id(),
            job_id=run.row_id,
            task=task,
            attempt=log.attempt,
            key_hash=_hash(key),
            subject=who.to_json(),
            created_by=who.user_name,
            created_at=at,
            expires_at=at + timedelta(seconds=wanted.expires_seconds),
        )
        db.add(row)
        await emit(db, LogShared(resource_id=run.row_id, task=task, user_name=who.user_name), by=who, at=at)
    return _shown(row, url=f"{base}/v2/shared-logs/{row.id}?key={key}")


async def list_links(db: AsyncSession, run: Run, task: str) -> list[LogLink]:
    """Return the links to a task's logs that still work, newest first, without their secrets."""
    return [_shown(row) for row in await queries.links_of(db, run.row_id, task, now(db))]


async def delete_link(db: AsyncSession, run: Run, task: str, link_id: str) -> None:
    """Revoke a link; one that is gone already is no failure."""
    await queries.delete_link(db, run.row_id, task, link_id)


async def open_link(context: TrainingContext, link_id: str, key: str) -> tuple[TaskLog, str, str]:
    """Return the log that a link leads to, with the ids of job and task.

    Raises LogLinkNotFound for every reason not to: expired, revoked, a wrong secret, links switched off, or whoever made
    it may not read the log any more.
    """
    async with context.database.read_session() as db:
        row = await queries.find_link(db, link_id)
        at = now(db)
    if row is None or not hmac.compare_digest(row.key_hash, _hash(key)) or row.expires_at <= at:
        raise LogLinkNotFound(resource="the link")
    maker = await context.objects.find_subject(Subject.from_json(row.subject))
    if maker is None or not context.settings.log_links:
        raise LogLinkNotFound(resource="the link")
    job_id = wire_id(row.job_id)
    try:
        await context.gatekeeper.authorize(maker, access.EXPORT_LOG, resource=job_id)
        run = await get_run(context, maker, job_id)
        return log_of(context, maker, run, row.task, row.attempt or None), job_id, row.task
    except AppError as error:
        raise LogLinkNotFound(resource="the link") from error


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _shown(row: LogLinkRow, url: str | None = None) -> LogLink:
    return LogLink(
        id=row.id,
        task_id=row.task,
        attempt=row.attempt,
        created_by=row.created_by,
        create_time=to_milliseconds(row.created_at),
        expire_time=to_milliseconds(row.expires_at),
        url=url,
    )
