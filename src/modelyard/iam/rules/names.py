"""Grammars of what people type into the directory."""

import re

from modelyard.core.types import StrEnum
from modelyard.iam.errors.directory import (
    BadDirectoryValue,
    BadEmail,
    BadPassword,
    BadPhone,
    BadUserName,
    IncompletePhone,
    WeakPassword,
)

_USER_NAME = re.compile(r"[A-Za-z_.\-](?:[A-Za-z0-9 _.\-]{0,62}[A-Za-z0-9_.\-])?")
_GROUP_NAME = re.compile(r"[^<>/\\\"'&;]{1,128}")
_PROJECT_SUFFIX = re.compile(r"[A-Za-z0-9_\-]{1,60}")
_ACCOUNT_NAME = _AGENCY_NAME = re.compile(r"[\w.\-]{1,64}")
_POLICY_NAME = re.compile(r"[^<>/\\\"'&;]{1,64}")
_WORKSPACE_NAME = re.compile(r"[\w\-]{1,64}")
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}")
_PHONE = re.compile(r"[0-9]{4,32}")
_AREACODE = re.compile(r"\+?[0-9]{1,6}")
_CLASSES = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"[0-9]"), re.compile(r"[^A-Za-z0-9]"))

PASSWORD_MAX_LENGTH = 128
_LONG_PASSWORD = 12


class PasswordStrength(StrEnum):
    """How hard a password is to guess, in the words of the public API."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


def check_account_name(name: str) -> None:
    """Refuse what is no account name: 1 to 64 letters, digits or `- _ .`."""
    if not _ACCOUNT_NAME.fullmatch(name):
        raise BadDirectoryValue(field="domain.name", problem="an account name has 1 to 64 letters, digits, or - _ .")


def check_user_name(name: str) -> None:
    """Refuse what is no user name: 1 to 64 letters, digits, spaces or `- _ .`, not starting with a digit or space."""
    if not _USER_NAME.fullmatch(name):
        raise BadUserName(field="user.name", problem=repr(name))


def check_group_name(name: str) -> None:
    r"""Refuse what is no group name: 1 to 128 characters without `< > / \ " ' & ;` or spaces at the ends."""
    if not _GROUP_NAME.fullmatch(name) or name != name.strip():
        problem = "a group name has 1 to 128 characters, none of < > / \\ \" ' & ; and no space at its ends"
        raise BadDirectoryValue(field="group.name", problem=problem)


def check_policy_name(name: str) -> None:
    r"""Refuse what is no display name of a policy: 1 to 64 characters without `< > / \ " ' & ;` or spaces at the ends."""
    if not _POLICY_NAME.fullmatch(name) or name != name.strip():
        problem = "a policy name has 1 to 64 characters, none of < > / \\ \" ' & ; and no space at its ends"
        raise BadDirectoryValue(field="role.display_name", problem=problem)


def check_project_name(name: str, parent: str) -> None:
    """Refuse what is no name of a project below `parent`: that name, `_`, then letters, digits, `_` or `-`; 64 in all."""
    suffix = name.removeprefix(f"{parent}_")
    if suffix == name or not _PROJECT_SUFFIX.fullmatch(suffix) or len(name) > 64:
        problem = f"a project name is {parent}_ followed by letters, digits, _ or -, at most 64 characters in all"
        raise BadDirectoryValue(field="project.name", problem=problem)


def check_agency_name(name: str) -> None:
    """Refuse what is no agency name: 1 to 64 letters, digits or `- _ .`."""
    if not _AGENCY_NAME.fullmatch(name):
        raise BadDirectoryValue(field="agency.name", problem="an agency name has 1 to 64 letters, digits, or - _ .")


def check_workspace_name(name: str) -> None:
    """Refuse what is no workspace name: 1 to 64 letters, digits, `-` or `_`; `default` is taken."""
    if not _WORKSPACE_NAME.fullmatch(name):
        raise BadDirectoryValue(field="name", problem="a workspace name has 1 to 64 letters, digits, - or _")
    if name.lower() == "default":
        raise BadDirectoryValue(field="name", problem="default is the name of the default workspace")


def check_contact(*, email: str, phone: str, areacode: str) -> None:
    """Refuse a wrong address or number; an empty one is none."""
    if email and not _EMAIL.fullmatch(email):
        raise BadEmail(field="user.email")
    if bool(phone) != bool(areacode):
        raise IncompletePhone(field="user.phone")
    if phone and not _PHONE.fullmatch(phone):
        raise BadPhone(field="user.phone")
    if areacode and not _AREACODE.fullmatch(areacode):
        raise BadPhone(field="user.areacode")


def check_password(password: str, *, user_name: str, min_length: int) -> PasswordStrength:
    """Return how strong a password is; refuse one that is too short, too simple, or the user's name.

    It has `min_length` to 128 characters of at least two kinds among small letters, capitals, digits and others, and
    is neither the name nor the name backwards, whatever the case.
    """
    if not min_length <= len(password) <= PASSWORD_MAX_LENGTH:
        problem = f"a password has {min_length} to {PASSWORD_MAX_LENGTH} characters"
        raise BadPassword(field="user.password", problem=problem)
    kinds = sum(1 for kind in _CLASSES if kind.search(password))
    if kinds < 2:
        problem = "use at least two kinds of characters: small letters, capitals, digits, others"
        raise WeakPassword(field="user.password", problem=problem)
    if password.lower() in {user_name.lower(), user_name.lower()[::-1]}:
        raise WeakPassword(field="user.password", problem="it must not be the user name, forwards or backwards")
    if kinds >= 3 and len(password) >= _LONG_PASSWORD:
        return PasswordStrength.HIGH
    return PasswordStrength.MID if kinds >= 3 or len(password) >= _LONG_PASSWORD else PasswordStrength.LOW
