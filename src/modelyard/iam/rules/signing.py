"""Signatures of requests, rebuilt from what was received, as the official client computes them.

The string to sign is made of method, path, query, chosen headers and the hash of the body. Everything is taken from
the request line and the header lines as they came over the wire: what a framework has decoded cannot be signed again.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import quote, unquote

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from modelyard.core.types import StrEnum

DATE_HEADER = b"x-sdk-date"
UNSIGNED_PAYLOAD = b"UNSIGNED-PAYLOAD"
MANDATORY_HEADERS = frozenset({b"host", DATE_HEADER})
LONGEST_AUTHORIZATION = 8192
MOST_SIGNED_HEADERS = 100

_AUTHORIZATION = re.compile(r"(?P<algorithm>[A-Z0-9-]{3,32})\s+(?P<parts>.+)", re.DOTALL)
_ACCESS = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DATE = re.compile(rb"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_.~/-]*")
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9_.~-]*=[A-Za-z0-9_.~-]*")


class Algorithm(StrEnum):
    """A way to sign that we verify."""

    SDK_HMAC_SHA256 = "SDK-HMAC-SHA256"
    SDK_HMAC_SM3 = "SDK-HMAC-SM3"
    V11_HMAC_SHA256 = "V11-HMAC-SHA256"


_HASHES: Mapping[Algorithm, str] = {
    Algorithm.SDK_HMAC_SHA256: "sha256",
    Algorithm.SDK_HMAC_SM3: "sm3",
    Algorithm.V11_HMAC_SHA256: "sha256",
}
_CONTENT_HEADERS: Mapping[Algorithm, bytes] = {
    Algorithm.SDK_HMAC_SHA256: b"x-sdk-content-sha256",
    Algorithm.SDK_HMAC_SM3: b"x-sdk-content-sm3",
    Algorithm.V11_HMAC_SHA256: b"x-sdk-content-sha256",
}


class Malformed(Exception):
    """The Authorization header cannot be read; the text says what is wrong."""


class UnknownAlgorithm(Exception):
    """The header names an algorithm that we do not verify."""


@dataclass(frozen=True)
class Authorization:
    """The Authorization header, taken apart.

    access: the access key. scope: what follows it in the `Credential=` spelling, such as `20260102/region/service`.
    """

    algorithm: Algorithm
    access: str
    scope: str
    signed_headers: tuple[bytes, ...]
    signature: str


@dataclass(frozen=True)
class SignedRequest:
    """A request as it was received.

    path: the path of the request line, still encoded, without the query. query: the query as it stands there.
    headers: the values of each header by lower-case name, in order.
    """

    method: str
    path: bytes
    query: bytes
    headers: Mapping[bytes, Sequence[bytes]]

    @property
    def declares_body(self) -> bool:
        """Whether a body follows the headers."""
        length = self.headers.get(b"content-length", (b"0",))[0].strip()
        return b"transfer-encoding" in self.headers or length.strip(b"0") != b""


def read_authorization(value: str) -> Authorization:
    """Take an Authorization header apart; blanks after commas are optional, `Access=` and `Credential=` both count.

    Raises UnknownAlgorithm, or Malformed with what is wrong.
    """
    if len(value) > LONGEST_AUTHORIZATION:
        raise Malformed("it is too long")
    match = _AUTHORIZATION.fullmatch(value.strip())
    if match is None:
        raise Malformed("it must look like `SDK-HMAC-SHA256 Access=..., SignedHeaders=..., Signature=...`")
    if match["algorithm"] not in set(Algorithm):
        raise UnknownAlgorithm(match["algorithm"])
    parts = dict(_parts(match["parts"]))
    access, _, scope = (parts.get("access") or parts.get("credential") or "").partition("/")
    names = [name.encode("latin-1", "replace") for name in parts.get("signedheaders", "").lower().split(";")]
    if not _ACCESS.fullmatch(access):
        raise Malformed("Access is missing or is no access key")
    if len(names) > MOST_SIGNED_HEADERS or not MANDATORY_HEADERS.issubset(names):
        raise Malformed("SignedHeaders must contain host and x-sdk-date")
    if not re.fullmatch(r"[0-9a-fA-F]{64}", parts.get("signature", "")):
        raise Malformed("Signature must have 64 hexadecimal digits")
    return Authorization(Algorithm(match["algorithm"]), access, scope, tuple(names), parts["signature"].lower())


def signed_at(request: SignedRequest) -> datetime | None:
    """Return the moment in X-Sdk-Date, or None when there is none or it is no date."""
    values = request.headers.get(DATE_HEADER, ())
    match = _DATE.fullmatch(values[0].strip()) if len(values) == 1 else None
    if match is None:
        return None
    try:
        return datetime(*(int(part) for part in match.groups()), tzinfo=timezone.utc)  # type: ignore[misc,arg-type]
    except ValueError:
        return None


def needs_body(authorization: Authorization, request: SignedRequest) -> bool:
    """Return whether the body must be read to verify: not when there is none, nor when the client left it unsigned."""
    declared = request.headers.get(_CONTENT_HEADERS[authorization.algorithm])
    return request.declares_body and not (declared and declared[0].strip() == UNSIGNED_PAYLOAD)


def is_signed_by(secret: str, authorization: Authorization, request: SignedRequest, body: bytes | None) -> bool:
    """Return whether the request was signed with this secret.

    body: the body, or None where `needs_body` is false.
    """
    if any(name not in request.headers for name in authorization.signed_headers):
        return False
    payload = _payload_hash(authorization.algorithm, request, body)
    if payload is None:
        return False
    given = authorization.signature.encode()
    return any(hmac.compare_digest(signature, given) for signature in _signatures(secret, authorization, request, payload))


def sign(secret: str, authorization: Authorization, request: SignedRequest, body: bytes) -> str:
    """Return the signature that a client puts into its Authorization header; the one in `authorization` is ignored."""
    payload = _payload_hash(authorization.algorithm, request, body)
    assert payload is not None
    return next(_signatures(secret, authorization, request, payload)).decode()


def _signatures(secret: str, authorization: Authorization, request: SignedRequest, payload: bytes) -> Iterator[bytes]:
    """Yield the signatures that are right for a request."""
    key = _signing_key(secret, authorization)
    head = f"{request.method}\n{canonical_path(request.path)}\n".encode()
    tail = b"\n%s\n%s\n%s" % (
        _canonical_headers(authorization.signed_headers, request.headers),
        b";".join(authorization.signed_headers),
        payload,
    )
    date = request.headers[DATE_HEADER][0].strip()
    for query in canonical_queries(request.query):
        yield _signature(key, authorization, date, head + query.encode() + tail)


def canonical_path(path: bytes) -> str:
    """Return the path as it is signed: every segment decoded and encoded again, with a slash at the end."""
    text = path.decode("utf-8", "replace")
    if not _PLAIN_PATH.fullmatch(text):
        text = "/".join(quote(segment, safe="~") for segment in unquote(text).split("/"))
    return text if text.endswith("/") else text + "/"


def canonical_queries(query: bytes) -> Iterator[str]:
    """Yield the query strings that may have been signed: sorted by decoded name and value, then as received.

    The official client sorts before it turns values into text, so that numbers stand as 2, 10 on the line.
    """
    if not query:
        yield ""
        return
    fields = query.decode("utf-8", "replace").split("&")
    if len(fields) == 1 and _PLAIN_QUERY.fullmatch(fields[0]):
        yield fields[0]
        return
    pairs = [tuple(unquote(part) for part in field.partition("=")[::2]) for field in fields if field]
    in_order = sorted(pairs)
    yield "&".join(f"{quote(key, safe='~')}={quote(value, safe='~')}" for key, value in in_order)
    if in_order != pairs:
        yield "&".join(f"{quote(key, safe='~')}={quote(value, safe='~')}" for key, value in pairs)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(","):
        name, _, value = part.strip().partition("=")
        yield name.strip().lower(), value.strip()


def _canonical_headers(names: Sequence[bytes], headers: Mapping[bytes, Sequence[bytes]]) -> bytes:
    return b"".join(b"%s:%s\n" % (name, b",".join(value.strip() for value in headers[name])) for name in names)


def _payload_hash(algorithm: Algorithm, request: SignedRequest, body: bytes | None) -> bytes | None:
    """Return the body hash that was signed, or None when the client declared one that the body does not have."""
    new_hash = _hash_of(algorithm)
    declared = request.headers.get(_CONTENT_HEADERS[algorithm], (b"",))[0].strip()
    if body is None and request.declares_body:
        return declared
    actual = new_hash(body or b"").encode()
    if not body or not declared:
        return actual
    return declared if declared == UNSIGNED_PAYLOAD or declared.lower() == actual else None


def _signing_key(secret: str, authorization: Authorization) -> bytes:
    if authorization.algorithm is not Algorithm.V11_HMAC_SHA256:
        return secret.encode()
    derive = HKDF(algorithm=SHA256(), length=32, salt=authorization.access.encode(), info=authorization.scope.encode())
    return derive.derive(secret.encode()).hex().encode()


def _signature(key: bytes, authorization: Authorization, date: bytes, canonical_request: bytes) -> bytes:
    digest = _hash_of(authorization.algorithm)(canonical_request).encode()
    lines = [authorization.algorithm.value.encode(), date]
    if authorization.algorithm is Algorithm.V11_HMAC_SHA256:
        lines.append(authorization.scope.encode())
    return hmac.new(key, b"\n".join([*lines, digest]), _HASHES[authorization.algorithm]).hexdigest().encode()


def _hash_of(algorithm: Algorithm) -> Callable[[bytes], str]:
    name = _HASHES[algorithm]
    if name == "sha256":
        return lambda data: hashlib.sha256(data).hexdigest()
    return lambda data: hashlib.new(name, data).hexdigest()
