"""Secrets at rest: sealed with a key that is not in the database, so that a stolen database gives nothing away."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
KEY_BYTES = 32


class SealBroken(Exception):
    """The sealed value was made with another key, for another purpose, or was changed."""


class Sealer:
    """Seals and opens short secrets with AES-256-GCM.

    key: 32 random bytes, kept in a file beside the database with mode 0600, never inside it.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the sealing key has {len(key)} bytes, it must have {KEY_BYTES}")
        self._cipher = AESGCM(key)

    def seal(self, secret: str, purpose: str) -> bytes:
        """Return the sealed secret. `purpose` binds it to its place, e.g. `access-key:AK`, so that rows cannot be swapped."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """Return the secret. Raises SealBroken when key, purpose or bytes are not those it was sealed with."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode()).decode()
        except InvalidTag as error:
            raise SealBroken(purpose) from error
