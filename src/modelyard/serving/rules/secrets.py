"""Keys, codes and secrets of callers: how they look, and the form in which they are looked up."""

import hashlib
import re
import secrets

APP_KEY = re.compile(r"[0-9a-f]{32}")
_API_KEY_START = "myk-"


def new_app_key() -> str:
    """Return the key of a new app; access keys of identity look different."""
    return secrets.token_hex(16)


def new_secret() -> str:
    """Return a new secret or code."""
    return secrets.token_hex(32)


def new_api_key() -> str:
    """Return a new API key; the start tells people and scanners what it is."""
    return _API_KEY_START + secrets.token_urlsafe(36)


def lookup(secret: str) -> str:
    """Return the form in which a random secret is kept to be found again."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def secret_purpose(app_id: str) -> str:
    """Return what the sealed secret of an app is bound to."""
    return f"app-secret:{app_id}"


def code_purpose(app_id: str) -> str:
    """Return what the sealed codes of an app are bound to."""
    return f"app-code:{app_id}"
