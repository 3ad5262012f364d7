"""Signature version 4 of the S3 protocol, as a client makes it: signed headers and signed URLs.

Source: "Authenticating Requests (AWS Signature Version 4)" of the Amazon S3 API reference.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED = "UNSIGNED-PAYLOAD"
_UNRESERVED = "-_.~"


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
) -> dict[str, str]:
    """Return the headers to send: those given (`host` must be among them) and the ones that sign them.

    path: percent-encoded, as on the request line. query: unencoded.
    """
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    sent = {name.lower(): value for name, value in headers.items()}
    sent |= {"x-amz-date": stamp, "x-amz-content-sha256": UNSIGNED}
    if credentials.token:
        sent["x-amz-security-token"] = credentials.token
    names = ";".join(sorted(sent))
    signature = _signature(credentials.secret, _canonical(method, path, canonical_query(query), sent), stamp, region)
    scope = f"{credentials.access}/{_scope(stamp, region)}"
    sent["authorization"] = f"{ALGORITHM} Credential={scope}, SignedHeaders={names}, Signature={signature}"
    return sent


def signed_query(
    credentials: Credentials,
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    *,
    at: datetime,
    expires_seconds: int,
    region: str,
) -> str:
    """Return the encoded query of a signed URL. `headers` (with `host`) must be sent just so by whoever uses it."""
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    signed = {name.lower(): value for name, value in headers.items()}
    full = {
        **query,
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{credentials.access}/{_scope(stamp, region)}",
        "X-Amz-Date": stamp,
        "X-Amz-Expires": str(expires_seconds),
        "X-Amz-SignedHeaders": ";".join(sorted(signed)),
    }
    if credentials.token:
        full["X-Amz-Security-Token"] = credentials.token
    encoded = canonical_query(full)
    return (
        f"{encoded}&X-Amz-Signature={_signature(credentials.secret, _canonical(method, path, encoded, signed), stamp, region)}"
    )


def encoded_path(bucket: str, key: str = "") -> str:
    """Return `/bucket/key` percent-encoded as UTF-8, with `/` kept."""
    return "/" + quote(f"{bucket}/{key}" if key else bucket, safe="/" + _UNRESERVED)


def canonical_query(query: Mapping[str, str]) -> str:
    """Return a query in the order and the encoding that is signed."""
    pairs = sorted((quote(name, safe=_UNRESERVED), quote(value, safe=_UNRESERVED)) for name, value in query.items())
    return "&".join(f"{name}={value}" for name, value in pairs)


def _scope(stamp: str, region: str) -> str:
    return f"{stamp[:8]}/{region}/s3/aws4_request"


def _canonical(method: str, path: str, query: str, headers: Mapping[str, str]) -> str:
    names = sorted(headers)
    lines = [f"{name}:{' '.join(headers[name].split())}" for name in names]
    return "\n".join([method, path, query, *lines, "", ";".join(names), UNSIGNED])


def _signature(secret: str, request: str, stamp: str, region: str) -> str:
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = "\n".join([ALGORITHM, stamp, _scope(stamp, region), digest])
    key = f"AWS4{secret}".encode()
    for part in (stamp[:8], region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, text.encode(), "sha256").hexdigest()
