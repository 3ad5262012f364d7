"""Virtual MFA devices on the wire."""

from typing import Annotated

from pydantic import BaseModel, Field

from modelyard.iam.schemas.tokens import Id

Serial = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")]
Passcode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class DeviceCreate(BaseModel):
    """Whose device, and what it is called."""

    name: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    user_id: Id


class DeviceCreateRequest(BaseModel):
    """Body of the creation."""

    virtual_mfa_device: DeviceCreate


class NewDevice(BaseModel):
    """A new device; the seed is shown here and never again."""

    serial_number: str
    base32_string_seed: str


class NewDeviceAnswer(BaseModel):
    """Answer to a creation."""

    virtual_mfa_device: NewDevice


class DeviceBind(BaseModel):
    """Two passcodes in a row prove that the device has the seed."""

    user_id: Id
    serial_number: Serial
    authentication_code_first: Passcode
    authentication_code_second: Passcode


class DeviceUnbind(BaseModel):
    """A passcode proves that the device is there."""

    user_id: Id
    serial_number: Serial
    authentication_code: Passcode


class Device(BaseModel):
    """The bound device of a user."""

    serial_number: str
    user_id: str


class DeviceAnswer(BaseModel):
    """One device."""

    virtual_mfa_device: Device


class DevicesAnswer(BaseModel):
    """The devices that the caller may see."""

    virtual_mfa_devices: list[Device]
