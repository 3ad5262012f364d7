"""Requests as real clients sign them, without a wire: made by botocore and by the OBS SDK."""

from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import HmacV1Auth, HmacV1QueryAuth, S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from modelyard.objects.rules.requests import StorageRequest
from obs_sdk import Adapter, Authentication, V4Authentication, util

HOST = "127.0.0.1:9000"
ACCESS, SECRET = "AKIDEXAMPLE", "secret/example+key"


def request_of(method: str, url: str, headers: dict[str, str]) -> StorageRequest:
    """Return a request as the gate would see it."""
    split = urlsplit(url)
    lower = {name.lower(): str(value) for name, value in headers.items()}
    return StorageRequest(method, split.path or "/", split.query, {"host": split.netloc, **lower})


def aws_signed(auth: Any, method: str, url: str, headers: dict[str, str] | None = None) -> StorageRequest:
    """Let botocore sign a request."""
    request = AWSRequest(method=method, url=url, headers=headers or {})
    # What the client prepares before it signs: the parts of the bucket and key are in the path.
    request.context["payload_signing_enabled"] = False
    auth.add_auth(request)
    return request_of(method, request.url, dict(request.headers.items()))


def v4(method: str, url: str, headers: dict[str, str] | None = None, *, token: str | None = None) -> StorageRequest:
    """Return a request with a version 4 header."""
    return aws_signed(S3SigV4Auth(Credentials(ACCESS, SECRET, token), "s3", "any-region"), method, url, headers)


def v4_url(method: str, url: str, *, expires: int = 600, headers: dict[str, str] | None = None) -> StorageRequest:
    """Return a request with a version 4 URL."""
    auth = S3SigV4QueryAuth(Credentials(ACCESS, SECRET), "s3", "any-region", expires=expires)
    return aws_signed(auth, method, url, headers)


def v2(method: str, url: str, headers: dict[str, str] | None = None) -> StorageRequest:
    """Return a request with a version 2 header."""
    return aws_signed(HmacV1Auth(Credentials(ACCESS, SECRET)), method, url, headers)


def v2_url(method: str, url: str, *, expires: int = 600) -> StorageRequest:
    """Return a request with a version 2 URL."""
    return aws_signed(HmacV1QueryAuth(Credentials(ACCESS, SECRET), expires=expires), method, url)


def obs(
    method: str,
    bucket: str,
    key: str,
    *,
    dialect: str = "obs",
    path_style: bool = True,
    params: dict[str, str | None] | None = None,
    headers: dict[str, str] | None = None,
) -> StorageRequest:
    """Let the OBS SDK sign a request with its header signature; dialect `obs` or `v2`."""
    adapter = Adapter(dialect)
    sent = {"Date": http_date(), **(headers or {})}
    auth = Authentication(ACCESS, SECRET, path_style, adapter, "storage.example", False)
    sent |= {"Authorization": auth.doAuth(method, bucket, key, params or {}, dict(sent))["Authorization"]}
    return request_of(method, _obs_url(bucket, key, params, path_style=path_style), sent)


def obs_v4(method: str, bucket: str, key: str, *, params: dict[str, str | None] | None = None) -> StorageRequest:
    """Let the OBS SDK sign a request with version 4."""
    now = datetime.now(timezone.utc)
    short, long = now.strftime("%Y%m%d"), now.strftime("%Y%m%dT%H%M%SZ")
    auth = V4Authentication(ACCESS, SECRET, "region", short, long, True, Adapter("v4"))
    headers = {"Host": HOST, "Date": now.strftime("%a, %d %b %Y %H:%M:%S GMT"), "Content-Length": "0"}
    headers |= {"Authorization": auth.doAuth(method, bucket, key, params or {}, headers)["Authorization"]}
    return request_of(method, _obs_url(bucket, key, params, path_style=True), headers)


def http_date() -> str:
    """Return the present moment as HTTP writes it."""
    return datetime.now(timezone.utc).strftime("%a, %d %b %Y %H:%M:%S GMT")


def _obs_url(bucket: str, key: str, params: dict[str, str | None] | None, *, path_style: bool) -> str:
    host = HOST if path_style else f"{bucket}.storage.example"
    path = f"/{bucket}" if path_style and bucket else ""
    path += f"/{util.encode_object_key(key)}" if key else ""
    items = [
        util.encode_item(name, "/") + ("" if value is None else "=" + util.encode_item(value, "/"))
        for name, value in (params or {}).items()
    ]
    return f"http://{host}{path or '/'}" + ("?" + "&".join(items) if items else "")


__all__ = ["ACCESS", "HOST", "SECRET", "obs", "obs_v4", "v2", "v2_url", "v4", "v4_url"]
