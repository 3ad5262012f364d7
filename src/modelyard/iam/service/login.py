"""Proving who one is with a password or an access key, guarded against guessing.

The functions here take the database and not a session: hashing a password takes long, and no session is open meanwhile.
"""

import hmac
import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import Database, for_update
from modelyard.core.subject import Subject, SubjectKind
from modelyard.iam.adapters.passwords import hash_password, needs_rehash, verify_password
from modelyard.iam.errors.authentication import (
    LoginFailed,
    PasscodeRequired,
    TooManyLogins,
    UserDisabled,
)
from modelyard.iam.models import UserRow
from modelyard.iam.queries import logins
from modelyard.iam.queries.logins import Candidate
from modelyard.iam.rules.lockout import lock_seconds
from modelyard.iam.rules.totp import from_base32, matching_step
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import totp_purpose
from modelyard.iam.service.keys import find_key

log = logging.getLogger(__name__)

Recorder = Callable[[AsyncSession, Subject, int, str | None], Awaitable[None]]


@dataclass(frozen=True)
class Login:
    """Who is trying to come in, and with what.

    user_id, or user_name with the name or id of the account. address: where the attempt comes from.
    """

    password: str
    address: str
    user_id: str | None = None
    user_name: str | None = None
    domain: str | None = None
    passcode: str | None = None


async def check_login(database: Database, context: IAMContext, login: Login, record: Recorder) -> Candidate:
    """Return the user when password and passcode are right.

    record: writes the audit record of a failed attempt for a known user.
    Raises LoginFailed, PasscodeRequired, UserDisabled, or TooManyLogins with the seconds to wait.
    """
    now = context.clock.now()
    _limit_address(context, login.address, now)
    async with database.read_session() as db:
        user = await logins.find_candidate(db, user_id=login.user_id, user_name=login.user_name, domain=login.domain)
    _refuse_locked(context, login, user, now)
    right = await verify_password(user.password_hash if user else None, login.password)
    if user is None or not right:
        await _fail(database, context, login, user, record)
        raise LoginFailed
    if user.totp_enabled and login.passcode is None:
        raise PasscodeRequired
    if not user.enabled:
        raise UserDisabled
    assert user.password_hash is not None
    fresh = await hash_password(login.password) if needs_rehash(user.password_hash) else None
    if not await _succeed(database, context, login, user, fresh):
        await _fail(database, context, login, user, record)
        raise LoginFailed
    # Many people may share an address; only what fails counts against it.
    context.attempts.forgive(login.address)
    return user


async def check_access_key(database: Database, context: IAMContext, access: str, secret: str, address: str) -> Subject:
    """Return the user of a permanent access key when the secret is its own. Raises LoginFailed or TooManyLogins."""
    _limit_address(context, address, context.clock.now())
    async with database.read_session() as db:
        key = await find_key(db, context, access)
    given = secret.encode("utf-8", "replace")
    if key is None or key.token_hash is not None or not hmac.compare_digest(key.secret.encode(), given):
        raise LoginFailed
    context.attempts.forgive(address)
    return key.who


def subject_of_candidate(user: Candidate, address: str) -> Subject:
    """Describe a user who is coming in."""
    return Subject(
        kind=SubjectKind.USER,
        user_id=user.user_id,
        user_name=user.user_name,
        domain_id=user.domain_id,
        domain_name=user.domain_name,
        source_ip=address,
    )


def _limit_address(context: IAMContext, address: str, now: datetime) -> None:
    wait = context.attempts.wait_seconds(address, now.timestamp())
    if wait > 0:
        raise TooManyLogins(retry_after_seconds=math.ceil(wait))


def _refuse_locked(context: IAMContext, login: Login, user: Candidate | None, now: datetime) -> None:
    if user is None:
        wait = context.unknown_names.wait_seconds(_name(login), now.timestamp())
    else:
        wait = (user.locked_until - now).total_seconds() if user.locked_until else 0
    if wait > 0:
        raise TooManyLogins(retry_after_seconds=math.ceil(wait))


async def _fail(database: Database, context: IAMContext, login: Login, user: Candidate | None, record: Recorder) -> None:
    """Count the failure, lock if there were too many, and write it down."""
    now = context.clock.now()
    if user is None:
        context.unknown_names.fail(_name(login), now.timestamp(), lambda failures: _lock_seconds(context, failures))
        log.info("login.unknown_user", extra={"address": login.address})
        return
    async with database.session() as db:
        row = await db.get(UserRow, user.user_id, with_for_update=True)
        if row is None:
            return
        row.failed_logins = min(row.failed_logins + 1, 1_000_000)
        seconds = _lock_seconds(context, row.failed_logins)
        row.locked_until = now + timedelta(seconds=seconds) if seconds else None
        await record(db, subject_of_candidate(user, login.address), LoginFailed.status, LoginFailed.code)


async def _succeed(database: Database, context: IAMContext, login: Login, user: Candidate, fresh_hash: str | None) -> bool:
    """Use up the passcode and forget the failures; return False when the passcode is wrong or was used."""
    now = context.clock.now()
    async with database.session() as db:
        values: dict[str, object] = {"failed_logins": 0, "locked_until": None, "last_login_at": now}
        if user.totp_enabled:
            row = (await db.scalars(for_update(logins.user_statement(user.user_id)))).one()
            assert row.totp_secret is not None
            seed = from_base32(context.sealer.open(row.totp_secret, totp_purpose(user.user_id)))
            step = matching_step(seed, login.passcode or "", now, after=row.totp_last_step)
            if step is None:
                return False
            values["totp_last_step"] = step
        if user.password_expires_at is not None and user.password_expires_at <= now:
            values["must_change_password"] = True
        if fresh_hash is not None:
            values["password_hash"] = fresh_hash
        await db.execute(update(UserRow).where(UserRow.id == user.user_id).values(**values))
    return True


def _lock_seconds(context: IAMContext, failures: int) -> int:
    settings = context.settings
    return lock_seconds(
        failures,
        before_lock=settings.login_failures_before_lock,
        first_seconds=settings.login_lock_seconds,
        longest_seconds=settings.longest_login_lock_seconds,
    )


def _name(login: Login) -> str:
    return login.user_id or f"{login.domain}\0{login.user_name}"
