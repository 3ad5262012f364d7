"""Digests of images: what is equal in all that matters is one image."""

import hashlib
import json

# Raised when builds come out otherwise than before for the same input.
_LAYOUT = 1
_LENGTH = 32


def environment_digest(*, scope: str, lock: str, smoke_test: str, python_full: str, base: str, arch: str) -> str:
    """Return the digest of an environment, 32 hex digits.

    scope: `preset`, or the project whose image it is: projects share nothing that somebody's setup code made.
    lock: pinned packages with hashes. base: the directory of the interpreter, which the environment points to.
    """
    words = [_LAYOUT, scope, _without_comments(lock), smoke_test, python_full, base, arch]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:_LENGTH]


def _without_comments(lock: str) -> list[str]:
    lines = (line.strip() for line in lock.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def short_digest(*words: str) -> str:
    """Return 32 hex digits that stand for some words, for ids that follow from names."""
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:_LENGTH]
