"""AWS signature version 4 with an unsigned body, as every S3 store takes it."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Iterable, Mapping, Tuple
from urllib.parse import quote

from .settings import Keys

UNSIGNED = "UNSIGNED-PAYLOAD"
Query = Iterable[Tuple[str, str]]


class Signer:
    """Signs requests; keeps the key derived for the day."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._derived: tuple[tuple[str, str], bytes] = (("", ""), b"")

    def headers(
        self,
        keys: Keys,
        method: str,
        path: str,
        query: str,
        host: str,
        amz: Mapping[str, str] | None = None,
        *,
        now: float | None = None,
    ) -> dict[str, str]:
        """Return the headers to send, those to be signed (`amz`) included. path, query: as they will be sent."""
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
        date = stamp[:8]
        signed = {"host": host, "x-amz-content-sha256": UNSIGNED, "x-amz-date": stamp}
        signed.update((name.lower(), " ".join(value.split())) for name, value in (amz or {}).items())
        if keys.token:
            signed["x-amz-security-token"] = keys.token
        names = sorted(signed)
        listed = ";".join(names)
        request = "\n".join([method, path, query, *(f"{name}:{signed[name]}" for name in names), "", listed, UNSIGNED])
        scope = f"{date}/{self._region}/s3/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        signature = hmac.new(self._key(keys.secret, date), text.encode(), hashlib.sha256).hexdigest()
        signed["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={keys.access}/{scope}, SignedHeaders={listed}, Signature={signature}"
        )
        return signed

    def _key(self, secret: str, date: str) -> bytes:
        known, key = self._derived
        if known != (secret, date):
            key = b"AWS4" + secret.encode()
            for part in (date, self._region, "s3", "aws4_request"):
                key = hmac.new(key, part.encode(), hashlib.sha256).digest()
            self._derived = ((secret, date), key)
        return key


def encode_path(path: str) -> str:
    """Return a path as it is sent and signed."""
    return quote(path, safe="/-_.~")


def encode_query(query: Query) -> str:
    """Return parameters in the order in which they are signed."""
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query)
    return "&".join(f"{name}={value}" for name, value in pairs)
