"""Users on the wire, in both generations of the API: the older shape is a part of the newer one."""

from typing import Annotated, Literal

from pydantic import Field

from modelyard.core.text import Line
from modelyard.iam.schemas.directory import Description, EntryId, Moment, Shape, ShortLine
from modelyard.iam.schemas.links import Links

Mode = Literal["default", "programmatic", "console"]
Password = Annotated[str, Field(min_length=1, max_length=128)]
Email = Annotated[Line, Field(max_length=255)]
Phone = Annotated[Line, Field(max_length=32)]
AreaCode = Annotated[Line, Field(max_length=16)]
ExternalKind = Annotated[Line, Field(max_length=64)]


class UserCreate(Shape):
    """A user to be. Without a password he comes in by access key only."""

    name: Annotated[Line, Field(max_length=64)]
    domain_id: EntryId | None = None
    password: Password | None = None
    enabled: bool = True
    description: Description = ""
    email: Email = ""
    phone: Phone = ""
    areacode: AreaCode = ""
    access_mode: Mode = "default"
    pwd_status: bool = True
    xuser_id: ShortLine = ""
    xuser_type: ExternalKind = ""


class UserUpdate(Shape):
    """Changes of a user; what is not given stays."""

    name: Annotated[Line, Field(max_length=64)] | None = None
    domain_id: EntryId | None = None
    password: Password | None = None
    enabled: bool | None = None
    description: Description | None = None
    email: Email | None = None
    phone: Phone | None = None
    areacode: AreaCode | None = None
    access_mode: Mode | None = None
    pwd_status: bool | None = None
    xuser_id: ShortLine | None = None
    xuser_type: ExternalKind | None = None


class ContactUpdate(Shape):
    """One's own mail address and phone number (`0086-13000000000`)."""

    email: Email | None = None
    mobile: Annotated[Line, Field(max_length=49)] | None = None


class PasswordChange(Shape):
    """A new password, and the present one as proof."""

    password: Password
    original_password: Password


class User(Shape):
    """A user. `pwd_status`: the password must be changed at the next login. `password_expires_at`: null is never."""

    id: str
    name: str
    domain_id: str
    enabled: bool
    description: str
    access_mode: str
    is_domain_owner: bool
    pwd_status: bool
    pwd_strength: str | None
    password_expires_at: Moment | None
    modify_pwd_time: Moment | None
    last_login_time: Moment | None
    create_time: Moment
    last_project_id: str | None
    default_project_id: str | None
    email: str
    phone: str
    areacode: str
    xuser_id: str
    xuser_type: str
    links: Links


class UserCreateBody(Shape):
    """Body of CreateUser."""

    user: UserCreate


class UserUpdateBody(Shape):
    """Body of UpdateUser."""

    user: UserUpdate


class ContactUpdateBody(Shape):
    """Body of UpdateUserInformation."""

    user: ContactUpdate


class PasswordChangeBody(Shape):
    """Body of KeystoneUpdateUserPassword."""

    user: PasswordChange


class UserAnswer(Shape):
    """One user."""

    user: User


class UserList(Shape):
    """Users, by name."""

    users: list[User]
    links: Links
