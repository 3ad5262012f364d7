"""Password hashing with argon2id, off the event loop and never more than a few at once.

One hash costs about 64 MiB and some tens of milliseconds of a core; unbounded, a burst of logins would take the
machine's memory and starve every other request.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2

# Threads of its own, so that the rest queue here and not in the pool that everything else shares.
_threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="argon2")
_hasher = PasswordHasher()
# A hash of nothing in particular, made with today's parameters when it is first needed.
_decoys: dict[PasswordHasher, str] = {}


async def hash_password(password: str) -> str:
    """Return the encoded hash of a password, with its parameters and a fresh salt."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hash, password)


async def verify_password(encoded: str | None, password: str) -> bool:
    """Return whether the password belongs to the hash.

    Without a hash (no such user, or a user without a password) it takes as long and answers False, so that the time
    of an answer does not tell which names exist.
    """
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, encoded, password)


def needs_rehash(encoded: str) -> bool:
    """Return whether the hash was made with other parameters than today's."""
    try:
        return _hasher.check_needs_rehash(encoded)
    except InvalidHashError:
        return True


def _hash(password: str) -> str:
    return _hasher.hash(password)


def _verify(encoded: str | None, password: str) -> bool:
    if encoded is None:
        if _hasher not in _decoys:
            _decoys[_hasher] = _hash("nobody's password")
        _matches(_decoys[_hasher], password)
        return False
    return _matches(encoded, password)


def _matches(encoded: str, password: str) -> bool:
    try:
        return _hasher.verify(encoded, password)
    except (VerificationError, InvalidHashError):
        return False
