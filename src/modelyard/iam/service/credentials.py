"""Permanent access keys: create, list, show, change, delete. The secret is shown once and sealed."""

import secrets
import string
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.clock import to_iso_microseconds
from modelyard.core.db import now
from modelyard.core.events import emit
from modelyard.core.sealing import Sealer
from modelyard.core.subject import Subject
from modelyard.iam.access import authentication as actions
from modelyard.iam.errors.credentials import AccessKeyNotFound, TooManyAccessKeys, UserOfKeyNotFound
from modelyard.iam.models import AccessKeyRow
from modelyard.iam.queries import credentials as queries
from modelyard.iam.schemas.credentials import Credential, CredentialUpdate, CredentialWithSecret, CredentialWithUse
from modelyard.iam.schemas.key_events import AccessKeyCreated, AccessKeyDeleted, AccessKeyStatusChanged
from modelyard.iam.service.authorization import require_unless_own
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import key_purpose
from modelyard.iam.service.handing_out import require_power_over_user
from modelyard.iam.service.revision import bump_revision
from modelyard.iam.types import KeyStatus

ACCESS_CHARACTERS = string.ascii_uppercase + string.digits
SECRET_CHARACTERS = string.ascii_letters + string.digits


def new_access_key(sealer: Sealer, user_id: str, description: str, at: datetime) -> tuple[AccessKeyRow, str]:
    """Return the row of a new key and its secret: 20 upper-case letters and digits, and 40 letters and digits."""
    access = "".join(secrets.choice(ACCESS_CHARACTERS) for _ in range(20))
    secret = "".join(secrets.choice(SECRET_CHARACTERS) for _ in range(40))
    row = AccessKeyRow(
        access=access,
        user_id=user_id,
        secret_sealed=sealer.seal(secret, key_purpose(access)),
        status=KeyStatus.ACTIVE.value,
        description=description,
        created_at=at,
    )
    return row, secret


async def create_access_key(
    db: AsyncSession, context: IAMContext, who: Subject, user_id: str, *, description: str = ""
) -> CredentialWithSecret:
    """Create an access key; its secret is in the answer and cannot be read again.

    Raises UserOfKeyNotFound, TooManyAccessKeys, or Forbidden for a key of somebody who may do more than the caller.
    """
    await require_unless_own(db, context, who, user_id, actions.CREATE_CREDENTIAL)
    # The lock makes two creations at once count each other.
    user = await queries.user_for_update(db, who.domain_id, user_id)
    if user is None:
        raise UserOfKeyNotFound(user_id=user_id)
    # Whoever has a key of somebody can do all that he can.
    await require_power_over_user(db, who, user_id, is_owner=user.is_domain_owner)
    limit = context.settings.max_access_keys_per_user
    if await queries.count_access_keys(db, user_id) >= limit:
        raise TooManyAccessKeys(field="credential", problem="too many", limit=limit)
    row, secret = new_access_key(context.sealer, user_id, description, now(db))
    db.add(row)
    await db.flush()  # listeners read the key
    await bump_revision(db)
    await emit(db, AccessKeyCreated(resource_id=row.access, access=row.access, user_id=user_id), by=who, at=now(db))
    return CredentialWithSecret(**_fields(row), secret=secret)


async def list_access_keys(
    db: AsyncSession, context: IAMContext, who: Subject, *, user_id: str | None = None
) -> list[Credential]:
    """Return the access keys of a user, the caller by default, the oldest first and without secrets."""
    wanted = user_id or who.user_id
    await require_unless_own(db, context, who, wanted, actions.LIST_CREDENTIALS)
    if user_id is not None and await queries.find_user(db, who.domain_id, user_id) is None:
        raise UserOfKeyNotFound(user_id=user_id)
    return [Credential(**_fields(row)) for row in await queries.list_access_keys(db, wanted)]


async def get_access_key(db: AsyncSession, context: IAMContext, who: Subject, access: str) -> CredentialWithUse:
    """Return an access key with the time of its last use. Raises AccessKeyNotFound."""
    row = await _visible(db, who, access)
    await require_unless_own(db, context, who, row.user_id, actions.GET_CREDENTIAL)
    used = to_iso_microseconds(row.last_used_at) if row.last_used_at else ""
    return CredentialWithUse(**_fields(row), last_use_time=used)


async def update_access_key(
    db: AsyncSession, context: IAMContext, who: Subject, access: str, *, changes: CredentialUpdate
) -> Credential:
    """Enable or disable an access key, or describe it anew; a disabled key stops at once. Raises AccessKeyNotFound."""
    row = await _visible(db, who, access)
    await require_unless_own(db, context, who, row.user_id, actions.UPDATE_CREDENTIAL)
    if changes.description is not None:
        row.description = changes.description
    if changes.status is not None and changes.status != row.status:
        row.status = changes.status.value
        await db.flush()  # listeners read the key
        await bump_revision(db)
        event = AccessKeyStatusChanged(resource_id=access, access=access, user_id=row.user_id, status=row.status)
        await emit(db, event, by=who, at=now(db))
    return Credential(**_fields(row))


async def delete_access_key(db: AsyncSession, context: IAMContext, who: Subject, access: str) -> None:
    """Delete an access key; it stops at once. Raises AccessKeyNotFound."""
    row = await _visible(db, who, access)
    await require_unless_own(db, context, who, row.user_id, actions.DELETE_CREDENTIAL)
    await db.delete(row)
    await db.flush()  # listeners must not find the key any more
    await bump_revision(db)
    await emit(db, AccessKeyDeleted(resource_id=access, access=access, user_id=row.user_id), by=who, at=now(db))


async def _visible(db: AsyncSession, who: Subject, access: str) -> AccessKeyRow:
    row = await queries.find_access_key(db, who.domain_id, access)
    if row is None:
        raise AccessKeyNotFound(access=access)
    return row


def _fields(row: AccessKeyRow) -> dict[str, str]:
    return {
        "access": row.access,
        "user_id": row.user_id,
        "status": row.status,
        "create_time": to_iso_microseconds(row.created_at),
        "description": row.description,
    }
