"""Versions of models: three numbers from 0 to 99 without leading zeros, as in `1.0.12`."""

import re

_VERSION = re.compile(r"(0|[1-9][0-9]?)\.(0|[1-9][0-9]?)\.(0|[1-9][0-9]?)", re.ASCII)
FIRST = "0.0.1"


def order_of(version: str) -> int | None:
    """Return a number that sorts as versions do; None for what is no version."""
    found = _VERSION.fullmatch(version)
    return None if found is None else int(found[1]) * 10_000 + int(found[2]) * 100 + int(found[3])


def next_of(order: int | None) -> str | None:
    """Return the version after one, by its number; the first one after None, and None when there are no more."""
    if order is None:
        return FIRST
    following = order + 1
    return None if following > 999_999 else f"{following // 10_000}.{following // 100 % 100}.{following % 100}"
