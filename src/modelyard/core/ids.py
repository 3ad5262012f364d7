"""Identifiers: 32 lower-case hex digits, as the public API writes them."""

import secrets
import time


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
