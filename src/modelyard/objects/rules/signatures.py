"""Who signed a storage request: AWS version 4 and 2, the OBS scheme, in the header or in a signed URL.

`read_claim` finds out which key a request claims to be signed with and when; `is_signed_by` tells whether that is true.
Several clients deviate from each other in what they sign; every variant of the string that is tried is one that a client
in use produces, and all of them cover method, target, sub-resources and the headers of the dialect.
"""

import base64
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import quote_from_bytes, unquote_to_bytes

from modelyard.core.types import StrEnum
from modelyard.objects.rules.requests import Refused, StorageRequest, Target, words
from modelyard.objects.rules.signing_v4 import ALGORITHM, UNSIGNED_PAYLOAD, Canonical, Scope, canonical_query, raw, signature

SKEW_SECONDS = 900
LONGEST_URL_SECONDS = 7 * 86_400

STREAMS = frozenset(
    {
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    }
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ACCESS_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")
_V4_DATE = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_V4_QUERY = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature")

# Headers of the dialect that need not be signed: they say how the request is signed, or mean nothing to the store.
_MAY_BE_UNSIGNED = frozenset(
    {"x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amz-user-agent", "x-amz-request-payer"}
)

# Query parameters that version 2 and OBS sign. The documentation of OBS and its client differ: names in the second set
# are in the documentation only, so they are signed by some clients and not by others.
SIGNED_PARAMS = words(
    "acl append backtosource bucketstatus cors delete deletebucket directcoldaccess dispolicy encryption fileinterface "
    "inventory length lifecycle location logging metadata modify name notification object-lock obsalias obsbucketalias "
    "obscompresspolicy obsworkflowtriggerpolicy partnumber policy policystatus position publicaccessblock quota rename "
    "replication requestpayment response-cache-control response-content-disposition response-content-encoding "
    "response-content-language response-content-type response-expires restore retention storageclass storageinfo "
    "storagepolicy tagging torrent truncate uploadid uploads versionid versioning versions website x-image-process "
    "x-image-save-bucket x-image-save-object x-oss-process x-obs-accesslabel x-obs-security-token "
    "x-workflow-execution-state x-workflow-execution-type x-workflow-graph-name x-workflow-limit x-workflow-next-marker "
    "x-workflow-prefix x-workflow-start x-workflow-template-name"
)
_DOCUMENTED_ONLY = words("attname cdnnotifyconfiguration customdomain mirrorbacktosource")
# What other clients of version 2 (botocore) sign besides.
_V2_ONLY = words("accelerate analytics defaultobjectacl metrics select select-type ownershipcontrols")


class Scheme(StrEnum):
    """How a request is signed; also the prefix of the Authorization header."""

    V4 = ALGORITHM
    V2 = "AWS"
    OBS = "OBS"


_NO_SCOPE = Scope("", "", "")


@dataclass(frozen=True)
class Claim:
    """What a request says about its signature; nothing of it is proven yet.

    signed_at: when, in seconds since the epoch; None for a version 2 URL, which only says when it ends.
    expires_at: when a signed URL ends. token: the security token of a temporary key.
    scope, signed_headers, date: of version 4.
    """

    scheme: Scheme
    access_key: str
    signature: str
    in_query: bool
    signed_at: float | None
    expires_at: float | None
    token: str | None
    scope: Scope = _NO_SCOPE
    signed_headers: tuple[str, ...] = ()
    date: str = ""

    @property
    def prefix(self) -> str:
        """The prefix of the headers of the dialect."""
        return "x-obs-" if self.scheme is Scheme.OBS else "x-amz-"


def read_claim(request: StorageRequest) -> Claim | None:
    """Return what a request says about its signature, None when it carries none. Raises Refused when it is malformed."""
    header = request.headers.get("authorization")
    named = request.named if request.query else {}
    if header is not None:
        if "X-Amz-Signature" in named or "Signature" in named:
            raise Refused(400, "InvalidArgument", "The request is signed twice: in its Authorization header and in its query.")
        return _claim_of_header(request, header)
    if "X-Amz-Signature" in named or "X-Amz-Algorithm" in named:
        return _claim_of_v4_url(request)
    if "Signature" in named:
        return _claim_of_v2_url(request)
    return None


def check_time(claim: Claim, now: float) -> None:
    """Raise Refused when the signature is too old, from the future, or its URL has ended."""
    if claim.expires_at is not None and now > claim.expires_at:
        raise Refused(403, "AccessDenied", "The signed URL has expired.")
    if claim.signed_at is None:
        return
    early = claim.signed_at - now > SKEW_SECONDS
    late = claim.expires_at is None and now - claim.signed_at > SKEW_SECONDS
    if early or late:
        raise Refused(
            403,
            "RequestTimeTooSkewed",
            f"The time of the request differs from that of the server by more than {SKEW_SECONDS // 60} minutes.",
        )


def is_signed_by(secret: str, claim: Claim, request: StorageRequest, target: Target) -> bool:
    """Return whether the request was signed with the secret. Takes about the same time for every wrong signature."""
    given = raw(claim.signature)
    if claim.scheme is Scheme.V4:
        return any(
            hmac.compare_digest(signature(secret, claim.scope, claim.date, canonical).encode(), given)
            for canonical in _v4_variants(claim, request)
        )
    return any(
        hmac.compare_digest(base64.b64encode(hmac.digest(secret.encode(), raw(text), "sha1")), given)
        for text in _v2_strings(claim, request, target)
    )


def payload_kind(request: StorageRequest) -> str:
    """Return how the body is signed, as `x-amz-content-sha256` says. Raises Refused for a value that nobody knows."""
    value = request.headers.get("x-amz-content-sha256", UNSIGNED_PAYLOAD)
    if value == UNSIGNED_PAYLOAD or value in STREAMS or _SHA256.fullmatch(value):
        return value
    raise Refused(400, "InvalidArgument", "x-amz-content-sha256 must be a SHA-256 in hex, UNSIGNED-PAYLOAD or STREAMING-...")


# ---- reading


def _claim_of_header(request: StorageRequest, header: str) -> Claim:
    scheme, _, rest = header.partition(" ")
    if scheme == Scheme.V4:
        return _claim_of_v4_header(request, rest)
    if scheme not in {Scheme.V2, Scheme.OBS}:
        raise Refused(400, "InvalidRequest", "Unsupported Authorization Type")
    access_key, _, signature = rest.strip().partition(":")
    prefix = "x-obs-" if scheme == Scheme.OBS else "x-amz-"
    return Claim(
        scheme=Scheme(scheme),
        access_key=_checked_key(access_key),
        signature=signature,
        in_query=False,
        signed_at=_http_date(request.headers.get(prefix + "date") or request.headers.get("date")),
        expires_at=None,
        token=request.headers.get(prefix + "security-token"),
    )


def _claim_of_v4_header(request: StorageRequest, rest: str) -> Claim:
    fields = {}
    for item in rest.split(","):
        name, _, value = item.strip().partition("=")
        fields[name] = value
    if not {"Credential", "SignedHeaders", "Signature"} <= fields.keys():
        raise Refused(400, "AuthorizationHeaderMalformed", "Authorization needs Credential, SignedHeaders and Signature.")
    given = request.headers.get("x-amz-date") or request.headers.get("date")
    date, signed_at = _v4_date(given)
    return _v4_claim(
        request,
        credential=fields["Credential"],
        signed_headers=fields["SignedHeaders"],
        signature=fields["Signature"],
        date=date,
        signed_at=signed_at,
        expires_at=None,
        token=request.headers.get("x-amz-security-token"),
    )


def _claim_of_v4_url(request: StorageRequest) -> Claim:
    named = request.named
    missing = [name for name in _V4_QUERY if name not in named]
    if missing or named["X-Amz-Algorithm"] != Scheme.V4:
        raise Refused(400, "AuthorizationQueryParametersError", f"A signed URL of version 4 needs {', '.join(_V4_QUERY)}.")
    date, signed_at = _v4_date(named["X-Amz-Date"])
    lifetime = named["X-Amz-Expires"]
    if not lifetime.isascii() or not lifetime.isdigit() or len(lifetime) > 9 or not 0 < int(lifetime) <= LONGEST_URL_SECONDS:
        raise Refused(400, "AuthorizationQueryParametersError", f"X-Amz-Expires must be 1 to {LONGEST_URL_SECONDS} seconds.")
    return _v4_claim(
        request,
        credential=named["X-Amz-Credential"],
        signed_headers=named["X-Amz-SignedHeaders"],
        signature=named["X-Amz-Signature"],
        date=date,
        signed_at=signed_at,
        expires_at=signed_at + int(lifetime),
        # AWS clients write the first, the OBS client the second.
        token=named.get("X-Amz-Security-Token") or named.get("x-amz-security-token"),
    )


def _v4_claim(
    request: StorageRequest,
    *,
    credential: str,
    signed_headers: str,
    signature: str,
    date: str,
    signed_at: float,
    expires_at: float | None,
    token: str | None,
) -> Claim:
    parts = credential.split("/")
    if len(parts) != 5 or parts[3] not in {"s3", "obs"} or parts[4] != "aws4_request" or parts[1] != date[:8]:
        raise Refused(
            400,
            "AuthorizationHeaderMalformed",
            "The credential must be KEY/YYYYMMDD/REGION/s3/aws4_request, of the request's day.",
        )
    names = tuple(signed_headers.split(";"))
    if "host" not in names:
        raise Refused(400, "AuthorizationHeaderMalformed", "The host must be among the signed headers.")
    for name in request.headers:
        if name.startswith(("x-amz-", "x-obs-")) and name not in names and name not in _MAY_BE_UNSIGNED:
            raise Refused(403, "AccessDenied", f"The header {name} is not among the signed headers.")
    return Claim(
        scheme=Scheme.V4,
        access_key=_checked_key(parts[0]),
        signature=signature,
        in_query=expires_at is not None,
        signed_at=signed_at,
        expires_at=expires_at,
        token=token,
        scope=Scope(parts[1], parts[2], parts[3]),
        signed_headers=names,
        date=date,
    )


def _claim_of_v2_url(request: StorageRequest) -> Claim:
    named = request.named
    scheme = Scheme.V2 if "AWSAccessKeyId" in named else Scheme.OBS
    access_key = named.get("AWSAccessKeyId") or named.get("AccessKeyId") or ""
    expires = named.get("Expires", "")
    if not expires.isascii() or not expires.isdigit() or len(expires) > 12:
        raise Refused(403, "AccessDenied", "A signed URL needs Expires, in seconds since 1970.")
    prefix = "x-obs-" if scheme is Scheme.OBS else "x-amz-"
    return Claim(
        scheme=scheme,
        access_key=_checked_key(access_key),
        signature=named["Signature"],
        in_query=True,
        signed_at=None,
        expires_at=float(expires),
        token=named.get(prefix + "security-token") or request.headers.get(prefix + "security-token"),
        date=expires,
    )


def _checked_key(access_key: str) -> str:
    if not _ACCESS_KEY.fullmatch(access_key):
        raise Refused(403, "InvalidAccessKeyId", "The access key does not exist.")
    return access_key


def _http_date(value: str | None) -> float:
    if value is None:
        raise Refused(403, "AccessDenied", "The request needs a Date header.")
    match = _V4_DATE.fullmatch(value)
    try:
        return _v4_date(value)[1] if match else parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise Refused(403, "AccessDenied", "The date of the request cannot be read.") from error


def _v4_date(value: str | None) -> tuple[str, float]:
    """Return the date as version 4 writes it, and as seconds since the epoch."""
    if value is None:
        raise Refused(403, "AccessDenied", "The request needs x-amz-date or Date.")
    try:
        if _V4_DATE.fullmatch(value):
            # By hand, since strptime takes longer than all the rest of reading.
            year, month, day = int(value[:4]), int(value[4:6]), int(value[6:8])
            moment = datetime(year, month, day, int(value[9:11]), int(value[11:13]), int(value[13:15]), tzinfo=timezone.utc)
            return value, moment.timestamp()
        moment = parsedate_to_datetime(value)
        return moment.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ"), moment.timestamp()
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise Refused(403, "AccessDenied", "The date of the request cannot be read.") from error


# ---- version 4


def _v4_variants(claim: Claim, request: StorageRequest) -> Iterator[Canonical]:
    """Yield what clients sign of this request; nearly all agree on the first."""
    payload = UNSIGNED_PAYLOAD if claim.in_query else request.headers.get("x-amz-content-sha256", UNSIGNED_PAYLOAD)
    query = canonical_query((name, value or "") for name, value in request.params if name != "X-Amz-Signature")
    for path in _v4_paths(request.path):
        for headers in _v4_headers(claim, request):
            yield Canonical(request.method, path, query, headers, ";".join(claim.signed_headers), payload)


def _v4_paths(path: str) -> Sequence[str]:
    """Return the path as it came, and as the definition says it must be written, where that differs."""
    from_definition = "/".join(quote_from_bytes(unquote_to_bytes(part), safe="~") for part in path.split("/"))
    return (path,) if from_definition == path else (from_definition, path)


def _v4_headers(claim: Claim, request: StorageRequest) -> Iterator[str]:
    values = [(name, request.headers.get(name, "").strip()) for name in claim.signed_headers]
    yield "".join(f"{name}:{value if '  ' not in value else ' '.join(value.split())}\n" for name, value in values)
    if any("  " in value for _, value in values):
        yield "".join(f"{name}:{value}\n" for name, value in values)


# ---- version 2 and OBS


def _v2_strings(claim: Claim, request: StorageRequest, target: Target) -> Iterator[str]:
    """Yield the strings that clients sign for this request."""
    headers = request.headers
    prefix = claim.prefix
    dated = prefix + "date" in headers and not claim.in_query
    date = claim.date if claim.in_query else ("" if dated else headers.get("date", ""))
    own = sorted(name for name in headers if name.startswith(prefix))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in own)
    head = f"{request.method}\n{headers.get('content-md5', '')}\n{headers.get('content-type', '')}\n{date}\n{lines}"
    for resource in _v2_resources(request, target):
        for query in _v2_queries(claim, request):
            yield head + resource + query


def _v2_resources(request: StorageRequest, target: Target) -> Sequence[str]:
    path = f"/{target.bucket}{request.path}" if target.in_host else request.path
    if target.bucket and not target.key:
        bare = path.rstrip("/")
        return (bare, bare + "/")
    return (path,)


def _v2_queries(claim: Claim, request: StorageRequest) -> Sequence[str]:
    signed = [(name, value) for name, value in request.params if _is_signed(name, claim.prefix)]
    if not signed:
        return ("",)
    documented = _v2_query(signed)
    without = _v2_query([item for item in signed if item[0].lower() not in _DOCUMENTED_ONLY])
    return (documented,) if documented == without else (documented, without)


def _is_signed(name: str, prefix: str) -> bool:
    lower = name.lower()
    if lower in SIGNED_PARAMS or lower in _DOCUMENTED_ONLY or lower.startswith(prefix):
        return True
    return prefix == "x-amz-" and lower in _V2_ONLY


def _v2_query(items: Sequence[tuple[str, str | None]]) -> str:
    if not items:
        return ""
    return "?" + "&".join(name if value is None else f"{name}={value}" for name, value in sorted(items, key=lambda i: i[0]))
