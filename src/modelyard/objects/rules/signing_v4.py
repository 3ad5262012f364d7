"""Signature version 4 of the S3 protocol: what is signed and how, and signed headers and URLs as a client makes them.

`signatures` checks with the same functions what clients send to us.

Source: "Authenticating Requests (AWS Signature Version 4)" of the Amazon S3 API reference.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from modelyard.objects.rules.requests import encode

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"


class Scope(NamedTuple):
    """What a signing key is good for: one day (`YYYYMMDD`), a region and a service."""

    date: str
    region: str
    service: str

    def __str__(self) -> str:
        return "/".join((*self, "aws4_request"))


class Canonical(NamedTuple):
    """The parts of a request that are signed, as they are signed.

    path: percent-encoded. query: as `canonical_query` returns it. headers: a line `name:value` for each signed one.
    """

    method: str
    path: str
    query: str
    headers: str
    signed_headers: str
    payload: str = UNSIGNED_PAYLOAD


@dataclass(frozen=True)
class Credentials:
    """An access key; `token` is the security token of a temporary one."""

    access: str
    secret: str
    token: str | None = None


def signed_headers(
    credentials: Credentials,
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    *,
    at: datetime,
    region: str,
    payload: str = UNSIGNED_PAYLOAD,
) -> dict[str, str]:
    """Return the headers to send: those given (`host` must be among them) and the ones that sign them.

    path: percent-encoded, as on the request line. query: unencoded. payload: what is said about the body.
    """
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    sent = {name.lower(): value for name, value in headers.items()}
    sent |= {"x-amz-date": stamp, "x-amz-content-sha256": payload}
    if credentials.token:
        sent["x-amz-security-token"] = credentials.token
    names = ";".join(sorted(sent))
    scope = Scope(stamp[:8], region, "s3")
    canonical = Canonical(method, path, canonical_query(query.items()), _lines(sent), names, payload)
    proof = signature(credentials.secret, scope, stamp, canonical)
    sent["authorization"] = f"{ALGORITHM} Credential={credentials.access}/{scope}, SignedHeaders={names}, Signature={proof}"
    return sent


def signed_queries(
    credentials: Credentials,
    method: str,
    paths: Iterable[str],
    query: Mapping[str, str],
    headers: Mapping[str, str],
    *,
    at: datetime,
    expires_seconds: int,
    region: str,
) -> list[str]:
    """Return the encoded queries of signed URLs, one for each path.

    `headers` (with `host`) must be sent just so by whoever uses them. What the paths have in common is encoded once.
    """
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    signed = {name.lower(): value for name, value in headers.items()}
    names = ";".join(sorted(signed))
    scope = Scope(stamp[:8], region, "s3")
    full = {
        **query,
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{credentials.access}/{scope}",
        "X-Amz-Date": stamp,
        "X-Amz-Expires": str(expires_seconds),
        "X-Amz-SignedHeaders": names,
    }
    if credentials.token:
        full["X-Amz-Security-Token"] = credentials.token
    encoded, lines = canonical_query(full.items()), _lines(signed)
    proofs = (signature(credentials.secret, scope, stamp, Canonical(method, path, encoded, lines, names)) for path in paths)
    return [f"{encoded}&X-Amz-Signature={proof}" for proof in proofs]


def encoded_path(bucket: str, key: str = "") -> str:
    """Return `/bucket/key` percent-encoded as UTF-8, with `/` kept."""
    return "/" + encode(f"{bucket}/{key}" if key else bucket, keep_slash=True)


def canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a query in the order and the encoding that is signed."""
    return "&".join(f"{name}={value}" for name, value in sorted((encode(name), encode(value)) for name, value in pairs))


def signature(secret: str, scope: Scope, stamp: str, canonical: Canonical) -> str:
    """Return the signature in hex. stamp: the time of signing, `YYYYMMDDThhmmssZ`."""
    digest = hashlib.sha256(raw("\n".join(canonical))).hexdigest()
    text = f"{ALGORITHM}\n{stamp}\n{scope}\n{digest}"
    return hmac.digest(_signing_key(secret, scope), raw(text), "sha256").hex()


def raw(text: str) -> bytes:
    """Return a text as the bytes that it came in as: what was not UTF-8 stands in it as surrogates."""
    return text.encode("utf-8", "surrogateescape")


@lru_cache(maxsize=4096)
def _signing_key(secret: str, scope: Scope) -> bytes:
    key = ("AWS4" + secret).encode()
    for part in (*scope, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def _lines(headers: Mapping[str, str]) -> str:
    return "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in sorted(headers))
