"""One-time passwords by time (RFC 6238): SHA-1, 30 seconds, 6 digits, as every authenticator app has them."""

import base64
import hashlib
import hmac
import struct
from datetime import datetime

from modelyard.core.clock import EPOCH

STEP_SECONDS = 30
DIGITS = 6
SEED_BYTES = 20


def step_at(moment: datetime) -> int:
    """Return the number of the time step that a moment lies in."""
    return int((moment - EPOCH).total_seconds()) // STEP_SECONDS


def passcode(seed: bytes, step: int) -> str:
    """Return the passcode of a time step."""
    digest = hmac.new(seed, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(seed: bytes, given: str, now: datetime, *, after: int, window: int = 1) -> int | None:
    """Return the time step whose passcode was given, or None.

    after: the step that was used last; it and all before count no more, so that a passcode works once.
    window: how many steps the clock of the device may be off.
    """
    here = step_at(now)
    for step in range(max(after + 1, here - window, 0), here + window + 1):
        if hmac.compare_digest(passcode(seed, step).encode(), given.encode("utf-8", "replace")):
            return step
    return None


def to_base32(seed: bytes) -> str:
    """Return the seed as authenticator apps take it."""
    return base64.b32encode(seed).decode()


def from_base32(text: str) -> bytes:
    """Return the seed from the form that authenticator apps take."""
    return base64.b32decode(text)
