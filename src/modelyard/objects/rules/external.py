"""An S3 store that somebody else runs, in the place of our own: where it is, and how requests are signed for it.

Who may do what is decided before, by our own keys and policies; the external store knows one key only, the platform's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from modelyard.objects.rules.operations import Plan
from modelyard.objects.rules.requests import Refused, StorageRequest
from modelyard.objects.rules.signing_v4 import UNSIGNED_PAYLOAD, Credentials, signed_headers
from modelyard.objects.settings import ObjectsSettings

# Framings of a body whose parts are signed one by one, with the client's secret: nobody can sign those anew on the way.
_SIGNED_STREAMS = ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
UNSIGNED_STREAM = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
# What an external store says when the trouble is the platform's key, region or clock, never the client's.
KEY_PROBLEMS = (
    "AuthorizationHeaderMalformed",
    "InvalidAccessKeyId",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
)
KEY_PROBLEM = (
    "The external object store refuses the platform's own access key ({code}). Your key is right: tell the operator, who "
    "finds the settings objects.external_* and `modelyard doctor`."
)


@dataclass(frozen=True)
class ExternalStore:
    """Where an external store is, and the platform's key for it."""

    host: str
    port: int
    is_tls: bool
    authority: str
    region: str
    credentials: Credentials

    @property
    def url(self) -> str:
        """The endpoint as operators write it."""
        return f"{'https' if self.is_tls else 'http'}://{self.authority}"

    def sign(
        self, method: str, target: str, headers: Mapping[str, str], *, at: datetime, payload: str = UNSIGNED_PAYLOAD
    ) -> dict[str, str]:
        """Return the headers to send with a request: `x-amz-*` ones of those given, and what signs them and the target.

        target: path and query exactly as they will be on the request line. Only the host and headers of the dialect are
        signed: proxies on the way may change all others.
        """
        path, _, query = target.partition("?")
        signed = {name: value for name, value in headers.items() if name.startswith("x-amz-")}
        signed["host"] = self.authority
        params = dict(parse_qsl(query, keep_blank_values=True))
        return signed_headers(self.credentials, method, path, params, signed, at=at, region=self.region, payload=payload)


def external_store(settings: ObjectsSettings) -> ExternalStore | None:
    """Return the external store of the settings, None when the platform has its own."""
    if settings.external_endpoint is None:
        return None
    assert settings.external_access_key is not None, "the settings check it"
    assert settings.external_secret_key is not None, "the settings check it"
    parts = urlsplit(settings.external_endpoint)
    is_tls = parts.scheme == "https"
    default = 443 if is_tls else 80
    host, port = parts.hostname or "", parts.port or default
    name = f"[{host}]" if ":" in host else host
    return ExternalStore(
        host=host,
        port=port,
        is_tls=is_tls,
        # Clients leave out the default port, and what is signed must be what arrives.
        authority=name if port == default else f"{name}:{port}",
        region=settings.external_region,
        credentials=Credentials(settings.external_access_key, settings.external_secret_key.get_secret_value()),
    )


def forward(store: ExternalStore, request: StorageRequest, plan: Plan, *, at: datetime) -> tuple[Mapping[str, str], set[str]]:
    """Return the headers to set on an admitted request for the external store, and those to leave out."""
    changed, dropped = dict(plan.set_headers), set(plan.drop_headers)
    kept = {name: value for name, value in request.headers.items() if name not in dropped}
    payload = payload_for_external(request.headers.get("x-amz-content-sha256", ""))
    signed = store.sign(request.method, plan.path, kept | changed, at=at, payload=payload)
    changed |= {name: signed[name] for name in ("authorization", "x-amz-date", "x-amz-content-sha256")}
    return changed, dropped - changed.keys()


def payload_for_external(sent: str) -> str:
    """Return what `x-amz-content-sha256` says to the external store, from what the client said. Raises Refused.

    A hash is not passed on: the OBS client sends that of nothing with every body.
    """
    if sent in _SIGNED_STREAMS:
        raise Refused(
            501,
            "NotImplemented",
            "This platform keeps objects in an external store, which cannot check signatures of single chunks. "
            f"Let the client send {UNSIGNED_PAYLOAD} or {UNSIGNED_STREAM}.",
        )
    return UNSIGNED_STREAM if sent == UNSIGNED_STREAM else UNSIGNED_PAYLOAD
