"""How long environments stay on the disk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Use:
    """One image that an environment belongs to: when it was last used, and since when it is deleted."""

    used_at: datetime | None
    unwanted_at: datetime | None = None


def is_needed(uses: Iterable[Use], *, built_at: datetime, now: datetime, unused: timedelta | None, grace: timedelta) -> bool:
    """Return whether an environment stays: some image that it belongs to was used lately, or deleted just now.

    unused: how long one may go without use; None for ever. One that belongs to no image counts from when it was built.
    """
    known = list(uses)
    if not known:
        return unused is None or now - built_at < unused
    return any(_keeps(use, built_at, now, unused, grace) for use in known)


def _keeps(use: Use, built_at: datetime, now: datetime, unused: timedelta | None, grace: timedelta) -> bool:
    if use.unwanted_at is not None:
        return now - use.unwanted_at < grace
    return unused is None or now - (use.used_at or built_at) < unused
