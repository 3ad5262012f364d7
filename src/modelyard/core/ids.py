"""Identifiers: 32 lower-case hex digits, as IAM writes them; the ModelArts API puts hyphens between."""

import re
import secrets
import time

_PLAIN = re.compile(r"[0-9a-f]{32}")
_WIRE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def new_id() -> str:
    """Return a new unique id of 32 hex digits that sorts by creation time (the layout of UUID version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return f"{value:032x}"


def new_request_id() -> str:
    """Return a random id for one request, used where the gateway did not send one."""
    return secrets.token_hex(16)


def wire_id(row_id: str) -> str:
    """Return an id as the ModelArts API writes it, a UUID with hyphens; what is no id of ours stays as it is."""
    if not _PLAIN.fullmatch(row_id):
        return row_id
    return "-".join((row_id[:8], row_id[8:12], row_id[12:16], row_id[16:20], row_id[20:]))


def row_id(wire_id: str) -> str | None:
    """Return an id of the ModelArts API as tables have it; None for anything else.

    There is one spelling: policies name resources by it, and another one that led to the same thing would not be denied.
    """
    return wire_id.replace("-", "") if _WIRE.fullmatch(wire_id) else None
