"""Messages to members of team tasks, if the operator has set a mail server. What is to be sent is marked on rows.

A message to somebody who has not joined yet carries a new invitation link; its secret is made when it is sent, and kept as
a hash. Sending happens outside of transactions; what was marked and not sent before a crash is sent after it.
"""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import select

from modelyard.core.db import now, wake_after_commit
from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.core.subject import Subject
from modelyard.datasets import access
from modelyard.datasets.errors.teams import MailNotSet, MemberNotFound, NotAnAddress, NotifiedTooOften
from modelyard.datasets.models.teams import MemberRow, TaskMemberRow, TeamTaskRow
from modelyard.datasets.schemas.datasets import BatchOutcome
from modelyard.datasets.service import team_work, teams
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.service.outcomes import outcome_of
from modelyard.datasets.service.team_access import enter, right_of
from modelyard.datasets.settings import MailSettings
from modelyard.datasets.types.teams import MailStatus

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_AGAIN_MINUTES = 5
_TIMEOUT_SECONDS = 20
_AT_ONCE = 20

_SUBJECT = "Labelling task {task} · 标注任务 {task}"
_TEXT = """You take part in the labelling task {task} on {site}.
Open it here: {link}
{note}
您已加入 {site} 上的标注任务 {task}。
请在此打开：{link}
{note_zh}"""
_NOTE = "The link is yours alone, is good once, and ends on {ends}. Log in with your own user of the platform."
_NOTE_ZH = "该链接仅供您本人使用一次，有效期至 {ends}。请使用您自己的平台用户登录。"


@dataclass(frozen=True)
class Letter:
    """A message to send."""

    task_id: str
    member_id: str
    message: EmailMessage


async def notify(
    context: DatasetsContext, who: Subject, dataset_id: str, task_id: str, emails: Sequence[str], *, language: Language
) -> BatchOutcome:
    """Have messages sent to members of a task, each by itself; it is not waited for.

    Raises TeamTaskNotFound, NotYours, and the first failure if all failed: MailNotSet, MemberNotFound, NotAnAddress,
    NotifiedTooOften.
    """
    right = await right_of(context, who, access.UPDATE_TEAM_TASK, dataset_id)
    async with context.database.session() as db:
        entry = await enter(db, who, right, dataset_id, task_id, lock=True)
        entry.require_leader()
        by_email: dict[str, TaskMemberRow] = {row.email.lower(): row for row in entry.members.values() if row.email}
        results: list[AppError | None] = []
        for email in emails:
            row = by_email.get(email.strip().lower())
            problem = _problem(row, email, context.settings.mail, now(db))
            if problem is None and row is not None:
                row.mail_wanted, row.notified_at = True, now(db)
                wake_after_commit(db, team_work.LOOP)
            results.append(problem)
        return outcome_of(results, language)


def _problem(row: TaskMemberRow | None, email: str, settings: MailSettings, at: datetime) -> AppError | None:
    if row is None:
        return MemberNotFound(worker_id=email[:255], resource=email[:255])
    if not settings.host:
        return MailNotSet()
    if not _ADDRESS.fullmatch(row.email):
        return NotAnAddress(email=row.email)
    if row.notified_at is not None and at - row.notified_at < timedelta(minutes=_AGAIN_MINUTES):
        return NotifiedTooOften(email=row.email, minutes=_AGAIN_MINUTES)
    return None


async def send_due(context: DatasetsContext) -> int:
    """Send what is to be sent, and return how many messages went out. Without a mail server nothing is."""
    settings, sent = context.settings.mail, 0
    if not settings.host:
        return 0
    while letters := await _take(context):
        for letter in letters:
            status = MailStatus.SENT
            try:
                await asyncio.to_thread(_deliver, settings, letter.message)
            except (OSError, smtplib.SMTPException, ValueError):
                status = MailStatus.UNREACHABLE
            sent += status is MailStatus.SENT
            async with context.database.session() as db:
                row = await db.get(TaskMemberRow, (letter.task_id, letter.member_id))
                if row is not None:
                    row.mail_status = status
    return sent


async def _take(context: DatasetsContext) -> list[Letter]:
    """Return the next messages, which are no longer to be sent after that: nobody gets one twice."""
    letters = []
    async with context.database.session() as db:
        statement = (
            select(TaskMemberRow, MemberRow, TeamTaskRow)
            .join(MemberRow, MemberRow.id == TaskMemberRow.member_id)
            .join(TeamTaskRow, TeamTaskRow.id == TaskMemberRow.task_id)
            .where(TaskMemberRow.mail_wanted.is_(True))
            .with_for_update(of=[TaskMemberRow, MemberRow])
            .limit(_AT_ONCE)
        )
        for row, member, task in await db.execute(statement):
            row.mail_wanted, row.notified_at = False, now(db)
            if not _ADDRESS.fullmatch(member.email):
                row.mail_status = MailStatus.MALFORMED
                continue
            path, ends = "/console/labelling-tasks", None
            if member.user_id is None:
                invitation = teams.new_invitation(db, member, settings=context.settings)
                path, ends = invitation.path, member.token_expires_at
            message = _written(context.settings.mail, member.email, task.name, path, ends)
            letters.append(Letter(task.id, member.id, message))
    return letters


def _written(settings: MailSettings, email: str, task: str, path: str, ends: datetime | None) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = _SUBJECT.format(task=task), settings.sender, email
    site = settings.console_url.rstrip("/")
    until = "" if ends is None else f"{ends:%Y-%m-%d %H:%M} UTC"
    note, note_zh = (_NOTE.format(ends=until), _NOTE_ZH.format(ends=until)) if until else ("", "")
    message.set_content(_TEXT.format(task=task, site=site, link=f"{site}{path}", note=note, note_zh=note_zh))
    return message


def _deliver(settings: MailSettings, message: EmailMessage) -> None:
    """Hand a message to the mail server. Raises OSError, SMTPException."""
    secure = ssl.create_default_context()
    host, port = settings.host, settings.port
    with (
        smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=secure)
        if settings.security == "tls"
        else smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)
    ) as server:
        if settings.security == "starttls":
            server.starttls(context=secure)
        if settings.user:
            server.login(settings.user, settings.password.get_secret_value())
        server.send_message(message)
