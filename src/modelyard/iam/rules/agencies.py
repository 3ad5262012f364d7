"""How agencies say whom they trust and for how long."""

import hashlib
from datetime import datetime, timedelta

from modelyard.iam.errors.directory import BadDirectoryValue
from modelyard.iam.types import SERVICE_ACCOUNT

_SERVICE_ACCOUNTS = frozenset({SERVICE_ACCOUNT, "op_svc_obs"})
_MOST_DAYS = 36_500

FOREVER = "FOREVER"


def duration_hours(duration: str | int | None) -> int | None:
    """Return the hours of `FOREVER` (None), `ONEDAY` or a number of days. Raises BadDirectoryValue."""
    if duration is None or duration == FOREVER:
        return None
    if duration == "ONEDAY":
        return 24
    if isinstance(duration, str) and not (duration.isascii() and duration.isdigit()):
        raise BadDirectoryValue(field="agency.duration", problem="must be FOREVER, ONEDAY or a number of days")
    days = int(duration)
    if not 1 <= days <= _MOST_DAYS:
        raise BadDirectoryValue(field="agency.duration", problem=f"must be 1 to {_MOST_DAYS} days")
    return days * 24


def expiry(since: datetime, hours: int | None) -> datetime | None:
    """Return when an agency ends; None is never."""
    return None if hours is None else since + timedelta(hours=hours)


def service_account_id(name: str) -> str | None:
    """Return the id of a service of the platform that agencies can trust, such as `op_svc_modelarts`, or None."""
    return hashlib.sha256(name.encode()).hexdigest()[:32] if name in _SERVICE_ACCOUNTS else None


def service_account_name(account_id: str) -> str | None:
    """Return the name of the service of the platform with this id, or None."""
    return next((name for name in _SERVICE_ACCOUNTS if service_account_id(name) == account_id), None)
