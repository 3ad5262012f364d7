"""Second factors: virtual devices that show one-time passcodes (RFC 6238)."""

import secrets

from sqlalchemy.ext.asyncio import AsyncSession

from modelyard.core.db import now
from modelyard.core.subject import Subject
from modelyard.iam.access import authentication as actions
from modelyard.iam.errors.credentials import MFADeviceExists, MFADeviceNotFound, PasscodeWrong, UserOfKeyNotFound
from modelyard.iam.models import UserRow
from modelyard.iam.queries import credentials as queries
from modelyard.iam.rules import totp
from modelyard.iam.schemas.mfa import Device, DeviceBind, DeviceUnbind, NewDevice
from modelyard.iam.service.authorization import require, require_unless_own
from modelyard.iam.service.context import IAMContext
from modelyard.iam.service.gatekeeper import totp_purpose
from modelyard.iam.service.handing_out import require_power_over_user


async def create_device(db: AsyncSession, context: IAMContext, who: Subject, user_id: str, name: str) -> NewDevice:
    """Create a device for a user who has none bound; its seed is in the answer and cannot be read again.

    A device that was created and never bound is replaced. Raises MFADeviceExists, UserOfKeyNotFound or Forbidden.
    """
    await require_unless_own(db, context, who, user_id, actions.CREATE_MFA_DEVICE)
    user = await _user(db, who, user_id)
    if user.totp_enabled:
        raise MFADeviceExists(problem="a device is bound")
    seed = totp.to_base32(secrets.token_bytes(totp.SEED_BYTES))
    user.totp_secret = context.sealer.seal(seed, totp_purpose(user_id))
    user.totp_serial = f"iam:{who.domain_id}:mfa:{name}"
    user.totp_last_step = 0
    return NewDevice(serial_number=user.totp_serial, base32_string_seed=seed)


async def bind_device(db: AsyncSession, context: IAMContext, who: Subject, wanted: DeviceBind) -> None:
    """Make a device part of every login of its user. Raises PasscodeWrong unless two passcodes in a row fit."""
    await require_unless_own(db, context, who, wanted.user_id, actions.BIND_MFA_DEVICE)
    user = await _user(db, who, wanted.user_id)
    seed = _seed(context, user, wanted.serial_number)
    if user.totp_enabled:
        raise MFADeviceExists(problem="a device is bound")
    first = totp.matching_step(seed, wanted.authentication_code_first, now(db), after=user.totp_last_step, window=2)
    second = totp.matching_step(seed, wanted.authentication_code_second, now(db), after=user.totp_last_step, window=2)
    if first is None or second is None or second != first + 1:
        raise PasscodeWrong(field="authentication_code_first", problem="does not fit")
    user.totp_enabled, user.totp_last_step = True, second


async def unbind_device(db: AsyncSession, context: IAMContext, who: Subject, wanted: DeviceUnbind) -> None:
    """Take a device out of the logins of its user.

    The user himself shows a passcode; an administrator who may do it for others need not have the device.
    """
    own = wanted.user_id == who.user_id
    await require_unless_own(db, context, who, wanted.user_id, actions.UNBIND_MFA_DEVICE)
    user = await _user(db, who, wanted.user_id)
    seed = _seed(context, user, wanted.serial_number)
    if own:
        step = totp.matching_step(seed, wanted.authentication_code, now(db), after=user.totp_last_step)
        if step is None:
            raise PasscodeWrong(field="authentication_code", problem="does not fit")
        user.totp_last_step = step
    user.totp_enabled = False


async def delete_device(db: AsyncSession, context: IAMContext, who: Subject, *, user_id: str, serial_number: str) -> None:
    """Delete a device that is not bound; an administrator may delete a bound one of another user."""
    await require_unless_own(db, context, who, user_id, actions.DELETE_MFA_DEVICE)
    user = await _user(db, who, user_id)
    _seed(context, user, serial_number)
    if user.totp_enabled and user_id == who.user_id:
        raise MFADeviceExists(problem="unbind the device first")
    user.totp_secret, user.totp_serial, user.totp_enabled = None, None, False


async def get_device(db: AsyncSession, context: IAMContext, who: Subject, user_id: str) -> Device:
    """Return the bound device of a user. Raises MFADeviceNotFound when there is none."""
    await require_unless_own(db, context, who, user_id, actions.LIST_MFA_DEVICES)
    user = await queries.find_user(db, who.domain_id, user_id)
    if user is None:
        raise UserOfKeyNotFound(user_id=user_id)
    if not user.totp_enabled or user.totp_serial is None:
        raise MFADeviceNotFound(serial_number="")
    return Device(serial_number=user.totp_serial, user_id=user.id)


async def list_devices(db: AsyncSession, context: IAMContext, who: Subject) -> list[Device]:
    """Return the bound devices of all users of the account, by user name."""
    await require(db, context, who, actions.LIST_MFA_DEVICES)
    users = await queries.users_with_devices(db, who.domain_id)
    return [Device(serial_number=user.totp_serial or "", user_id=user.id) for user in users]


async def _user(db: AsyncSession, who: Subject, user_id: str) -> UserRow:
    user = await queries.user_for_update(db, who.domain_id, user_id)
    if user is None:
        raise UserOfKeyNotFound(user_id=user_id)
    # A second factor guards all that its user may do.
    await require_power_over_user(db, who, user_id, is_owner=user.is_domain_owner)
    return user


def _seed(context: IAMContext, user: UserRow, serial_number: str) -> bytes:
    """Return the seed of the user's device. Raises MFADeviceNotFound when it is another one."""
    if user.totp_secret is None or user.totp_serial != serial_number:
        raise MFADeviceNotFound(serial_number=serial_number)
    return totp.from_base32(context.sealer.open(user.totp_secret, totp_purpose(user.id)))
