"""Routes of virtual MFA devices."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from modelyard.core.access import authenticated
from modelyard.core.http import Db, ReadDb
from modelyard.core.subject import Subject
from modelyard.iam.api.shared import Context, refuse_temporary
from modelyard.iam.schemas.mfa import (
    DeviceAnswer,
    DeviceBind,
    DeviceCreateRequest,
    DevicesAnswer,
    DeviceUnbind,
    NewDeviceAnswer,
)
from modelyard.iam.service import mfa

router = APIRouter(prefix="/v3.0/OS-MFA", tags=["iam"])

Caller = Annotated[Subject, authenticated("everybody has his own device; others' are checked in the service")]
UserIdQuery = Annotated[str, Query(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]
SerialQuery = Annotated[str, Query(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")]


@router.post("/virtual-mfa-devices", status_code=201, operation_id="CreateMfaDevice", summary="Create a device")
async def create_device(who: Caller, db: Db, context: Context, request: Request, body: DeviceCreateRequest) -> NewDeviceAnswer:
    """Create a virtual MFA device. Its seed is shown once; put it into an authenticator app, then bind the device."""
    refuse_temporary(request)
    wanted = body.virtual_mfa_device
    return NewDeviceAnswer(virtual_mfa_device=await mfa.create_device(db, context, who, wanted.user_id, wanted.name))


@router.get("/virtual-mfa-devices", operation_id="ListUserMfaDevices", summary="List devices")
async def list_devices(who: Caller, db: ReadDb, context: Context) -> DevicesAnswer:
    """List the bound devices of the users of the account."""
    return DevicesAnswer(virtual_mfa_devices=await mfa.list_devices(db, context, who))


@router.get("/users/{user_id}/virtual-mfa-device", operation_id="ShowUserMfaDevice", summary="Show a device")
async def show_device(
    who: Caller,
    db: ReadDb,
    context: Context,
    user_id: Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")],
) -> DeviceAnswer:
    """Show the bound device of a user."""
    return DeviceAnswer(virtual_mfa_device=await mfa.get_device(db, context, who, user_id))


@router.delete("/virtual-mfa-devices", status_code=204, operation_id="DeleteMfaDevice", summary="Delete a device")
async def delete_device(
    who: Caller, db: Db, context: Context, request: Request, user_id: UserIdQuery, serial_number: SerialQuery
) -> None:
    """Delete a device that is not bound."""
    refuse_temporary(request)
    await mfa.delete_device(db, context, who, user_id=user_id, serial_number=serial_number)


@router.put("/mfa-devices/bind", status_code=204, operation_id="CreateBindingDevice", summary="Bind a device")
async def bind_device(who: Caller, db: Db, context: Context, request: Request, body: DeviceBind) -> None:
    """Make a device part of every login; two passcodes in a row prove that it works."""
    refuse_temporary(request)
    await mfa.bind_device(db, context, who, body)


@router.put("/mfa-devices/unbind", status_code=204, operation_id="DeleteBindingDevice", summary="Unbind a device")
async def unbind_device(who: Caller, db: Db, context: Context, request: Request, body: DeviceUnbind) -> None:
    """Take a device out of the logins of its user."""
    refuse_temporary(request)
    await mfa.unbind_device(db, context, who, body)
