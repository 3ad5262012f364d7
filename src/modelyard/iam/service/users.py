"""Use cases of users."""

import re
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.ids import new_id
from modelyard.core.subject import Subject
from modelyard.iam.adapters.passwords import hash_password, verify_password
from modelyard.iam.errors.directory import (
    BadDirectoryValue,
    EmailTaken,
    EntryNotFound,
    ExternalUserTaken,
    OnlyYourOwn,
    OwnerIsPermanent,
    PasswordUnchanged,
    PhoneTaken,
    TooManyUsers,
    UserNameTaken,
    WrongOriginalPassword,
)
from modelyard.iam.models import ConsoleSessionRow, GrantRow, UserRow
from modelyard.iam.queries import users as queries
from modelyard.iam.rules import names
from modelyard.iam.schemas.directory import utc
from modelyard.iam.schemas.events import UserDeleted, UserDisabled, UserEnabled
from modelyard.iam.schemas.links import links_to
from modelyard.iam.schemas.users import ContactUpdate, PasswordChange, User, UserCreate, UserList, UserUpdate
from modelyard.iam.service.announcing import access_changed
from modelyard.iam.service.handing_out import require_power_over_user
from modelyard.iam.service.revision import bump_revision
from modelyard.iam.settings import IAMSettings
from modelyard.iam.types import PrincipalType

_EXPIRY_FILTER = re.compile(r"(lt|lte|gt|gte|eq|neq):(.+)")


async def list_users(
    db: AsyncSession,
    who: Subject,
    *,
    domain_id: str | None = None,
    enabled: bool | None = None,
    name: str | None = None,
    password_expires_at: str | None = None,
) -> UserList:
    """Return the users of the account that match, by name.

    password_expires_at: `operator:moment`, for example `lt:2026-12-08T22:02:00Z`; users whose password never expires
    match none. Another account's id matches nobody.
    """
    expires = parse_expiry_filter(password_expires_at) if password_expires_at is not None else None
    if domain_id not in {None, who.domain_id}:
        return UserList(users=[], links=links_to("/v3/users"))
    rows = await queries.list_users(db, who, enabled=enabled, name=name, password_expires=expires)
    return UserList(users=[to_user(row) for row in rows], links=links_to("/v3/users"))


async def get_user(db: AsyncSession, who: Subject, user_id: str) -> User:
    """Return a user of the account. Raises EntryNotFound."""
    return to_user(await get_row(db, who, user_id))


async def create_user(db: AsyncSession, who: Subject, user: UserCreate, *, settings: IAMSettings) -> User:
    """Make a user, who at first may do nothing. Raises errors that name the field when a value is bad or taken."""
    if user.domain_id not in {None, who.domain_id}:
        raise EntryNotFound(kind="account", id=user.domain_id)
    names.check_user_name(user.name)
    names.check_contact(email=user.email, phone=user.phone, areacode=user.areacode)
    at = now(db)
    row = UserRow(
        id=new_id(),
        domain_id=who.domain_id,
        name=user.name,
        enabled=user.enabled,
        description=user.description,
        email=user.email,
        phone=user.phone,
        areacode=user.areacode,
        access_mode=user.access_mode,
        xuser_id=user.xuser_id,
        xuser_type=user.xuser_type,
        is_domain_owner=False,
        must_change_password=False,
        tokens_valid_after=at,
        created_at=at,
    )
    if user.password is not None:
        _set_password(row, user.password, await hash_password(user.password), at, settings)
        row.must_change_password = user.pwd_status
    if await queries.count_users(db, who) >= settings.max_users:
        raise TooManyUsers(field="user", limit=settings.max_users)
    await _check_unique(db, who, row)
    db.add(row)
    await _flush(db, row)
    await bump_revision(db)
    return to_user(row)


async def update_user(db: AsyncSession, who: Subject, user_id: str, changes: UserUpdate, *, settings: IAMSettings) -> User:
    """Change a user. A new password or disabling him ends his tokens and console sessions at once.

    Who changes how a user comes in must hold all rights of that user, or be an administrator.
    """
    # Hashing comes before the first statement: on SQLite that one takes the write lock.
    password_hash = None if changes.password is None else await hash_password(changes.password)
    row = await get_row(db, who, user_id)
    if changes.domain_id not in {None, who.domain_id}:
        raise EntryNotFound(kind="account", id=changes.domain_id)
    await require_power_over_user(db, who, row.id, is_owner=row.is_domain_owner)
    if row.is_domain_owner and changes.enabled is False:
        raise OwnerIsPermanent(field="user.enabled")
    given = changes.model_dump(exclude_none=True, exclude={"domain_id", "password", "pwd_status"})
    was_enabled = row.enabled
    for field, value in given.items():
        setattr(row, field, value)
    if "name" in given:
        names.check_user_name(row.name)
    names.check_contact(email=row.email, phone=row.phone, areacode=row.areacode)
    await _check_unique(db, who, row)
    if changes.password is not None and password_hash is not None:
        if await verify_password(row.password_hash, changes.password):
            raise PasswordUnchanged(field="user.password")
        _set_password(row, changes.password, password_hash, now(db), settings)
        await _end_sessions(db, row)
        # The administrator's own choice of a password for somebody else is a first password again.
        row.must_change_password = row.id != who.user_id
    if changes.pwd_status is not None:
        row.must_change_password = changes.pwd_status
    await _flush(db, row)
    if row.enabled != was_enabled:
        await _announce_state(db, who, row)
    await bump_revision(db)
    return to_user(row)


async def update_contact(db: AsyncSession, who: Subject, user_id: str, changes: ContactUpdate) -> None:
    """Change the mail address and phone number of a user. `mobile` is `areacode-number`; an empty text removes it."""
    row = await get_row(db, who, user_id)
    await require_power_over_user(db, who, row.id, is_owner=row.is_domain_owner)
    if changes.email is not None:
        row.email = changes.email
    if changes.mobile is not None:
        row.areacode, _, row.phone = changes.mobile.rpartition("-")
    names.check_contact(email=row.email, phone=row.phone, areacode=row.areacode)
    await _check_unique(db, who, row)


async def change_own_password(
    db: AsyncSession, who: Subject, user_id: str, change: PasswordChange, *, settings: IAMSettings
) -> None:
    """Set a new password for oneself; all one's tokens and console sessions end at once."""
    if user_id != who.user_id:
        await get_row(db, who, user_id)  # who is of another account does not exist
        raise OnlyYourOwn
    password_hash = await hash_password(change.password)
    row = await get_row(db, who, user_id)
    if not await verify_password(row.password_hash, change.original_password):
        raise WrongOriginalPassword(field="user.original_password")
    if change.password == change.original_password:
        raise PasswordUnchanged(field="user.password")
    _set_password(row, change.password, password_hash, now(db), settings)
    await _end_sessions(db, row)
    row.must_change_password = False
    await bump_revision(db)


async def delete_user(db: AsyncSession, who: Subject, user_id: str) -> None:
    """Delete a user with his keys, sessions, memberships and grants. The owner of the account stays."""
    row = await get_row(db, who, user_id)
    if row.is_domain_owner:
        raise OwnerIsPermanent(field="user_id")
    await require_power_over_user(db, who, row.id, is_owner=False)
    await emit(db, UserDeleted(resource_id=row.id, user_name=row.name), by=who, at=now(db))
    await access_changed(db, who, "user deleted", [row.id])
    await db.execute(delete(GrantRow).where(GrantRow.principal_type == PrincipalType.USER, GrantRow.principal_id == row.id))
    await db.delete(row)


async def get_row(db: AsyncSession, who: Subject, user_id: str) -> UserRow:
    """Return the row of a user of the account; for the services of identity. Raises EntryNotFound."""
    row = await queries.find_user(db, who, user_id)
    if row is None:
        raise EntryNotFound(kind="user", id=user_id)
    return row


def to_user(row: UserRow) -> User:
    """Return the wire shape of a user."""
    return User(
        id=row.id,
        name=row.name,
        domain_id=row.domain_id,
        enabled=row.enabled,
        description=row.description,
        access_mode=row.access_mode,
        is_domain_owner=row.is_domain_owner,
        pwd_status=row.must_change_password,
        pwd_strength=row.password_strength,
        password_expires_at=row.password_expires_at,
        modify_pwd_time=row.password_changed_at,
        last_login_time=row.last_login_at,
        create_time=row.created_at,
        last_project_id=row.default_project_id,
        default_project_id=row.default_project_id,
        email=row.email,
        phone=row.phone,
        areacode=row.areacode,
        xuser_id=row.xuser_id,
        xuser_type=row.xuser_type,
        links=links_to(f"/v3/users/{row.id}"),
    )


def parse_expiry_filter(text: str) -> tuple[str, datetime]:
    """Return the comparison and the moment of `operator:moment`. Raises BadDirectoryValue."""
    found = _EXPIRY_FILTER.fullmatch(text)
    problem = "must be operator:time, for example lt:2026-12-08T22:02:00Z; operators are lt, lte, gt, gte, eq, neq"
    if found is None:
        raise BadDirectoryValue(field="password_expires_at", problem=problem)
    try:
        return found[1], utc(datetime.fromisoformat(found[2].replace("Z", "+00:00")))
    except (ValueError, OverflowError) as error:
        raise BadDirectoryValue(field="password_expires_at", problem=problem) from error


def _set_password(row: UserRow, password: str, password_hash: str, at: datetime, settings: IAMSettings) -> None:
    strength = names.check_password(password, user_name=row.name, min_length=settings.password_min_length)
    row.password_hash = password_hash
    row.password_strength = strength.value
    row.password_changed_at = at
    row.password_expires_at = at + timedelta(days=settings.password_valid_days) if settings.password_valid_days else None
    row.failed_logins, row.locked_until = 0, None


async def _end_sessions(db: AsyncSession, row: UserRow) -> None:
    row.tokens_valid_after = now(db)
    await db.execute(delete(ConsoleSessionRow).where(ConsoleSessionRow.user_id == row.id))


async def _announce_state(db: AsyncSession, who: Subject, row: UserRow) -> None:
    if not row.enabled:
        await _end_sessions(db, row)
    change = UserEnabled if row.enabled else UserDisabled
    await emit(db, change(resource_id=row.id, user_name=row.name), by=who, at=now(db))
    await access_changed(db, who, "user enabled" if row.enabled else "user disabled", [row.id])


async def _check_unique(db: AsyncSession, who: Subject, row: UserRow) -> None:
    # The reads must not write the very values that they are to check.
    with db.no_autoflush:
        if await queries.is_taken(db, who, but=row.id, name=row.name):
            raise UserNameTaken(name=row.name)
        if row.email and await queries.is_taken(db, who, but=row.id, email=row.email):
            raise EmailTaken(field="user.email")
        if row.phone and await queries.is_taken(db, who, but=row.id, phone=row.phone):
            raise PhoneTaken(field="user.phone")
        if row.xuser_id and await queries.is_taken(db, who, but=row.id, xuser_id=row.xuser_id):
            raise ExternalUserTaken(field="user.xuser_id")


async def _flush(db: AsyncSession, row: UserRow) -> None:
    """Write the row now, so that a clash with a concurrent request is found here."""
    try:
        await db.flush()
    except IntegrityError as error:
        raise UserNameTaken(name=row.name) from error
