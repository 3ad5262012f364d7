"""Where the store is and who asks: `set_auth`, the environment, the file that the platform renews, AWS files."""

from __future__ import annotations

import configparser
import json
import os
from dataclasses import dataclass, replace
from typing import Any, Callable, Mapping
from urllib.parse import urlsplit

from .errors import MoxFileConfigException

JOB_CREDENTIALS_FILE = "/home/ma-user/.modelyard/credentials.json"


@dataclass(frozen=True)
class Keys:
    """What requests are signed with. expires_at_ms: since the epoch; None for keys that last, or where it is not known."""

    access: str
    secret: str
    token: str = ""
    expires_at_ms: int | None = None

    def has_expired(self, now: float) -> bool:
        return self.expires_at_ms is not None and now * 1000 >= self.expires_at_ms


@dataclass(frozen=True)
class Auth:
    """What `set_auth` was told; None where it was not."""

    ak: str | None = None
    sk: str | None = None
    server: str | None = None
    port: int | None = None
    is_secure: bool | None = None
    ssl_verify: bool | None = None
    long_conn_mode: bool | None = None
    path_style: bool | None = None
    retry: int | None = None
    retry_wait: float | None = None
    client_timeout: float | None = None
    list_max_keys: int | None = None
    security_token: str | None = None

    def told(self, named: Mapping[str, Any]) -> Auth:
        """Return the same with what is not None replaced; new keys drop the token of the old ones."""
        changes = {name: value for name, value in named.items() if value is not None}
        if ("ak" in changes or "sk" in changes) and "security_token" not in changes:
            changes["security_token"] = ""
        return replace(self, **changes)


@dataclass(frozen=True)
class Endpoint:
    """Where the store answers. prefix: a path before all others, usually empty."""

    secure: bool
    host: str
    port: int
    prefix: str = ""

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        usual = 443 if self.secure else 80
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == usual else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.authority}{self.prefix}"


@dataclass(frozen=True)
class Settings:
    """Everything that a client needs to know. socket: a unix socket that leads to the endpoint; empty where a network does."""

    endpoint: Endpoint
    keys: Callable[[bool], Keys]  # told True, they are read anew
    region: str = "us-east-1"
    path_style: bool = True
    verify: bool = True
    retries: int = 10
    retry_wait_seconds: float = 0.1
    timeout_seconds: float = 60.0
    list_max_keys: int = 1000
    keep_connections: bool = True
    socket: str = ""


# What is read of the environment: a change of any of these makes a new client.
VARIABLES = (
    "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SECURITY_TOKEN", "S3_ENDPOINT", "S3_USE_HTTPS", "S3_VERIFY_SSL", "S3_REGION",
    "MODELYARD_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE",
    "AWS_SHARED_CREDENTIALS_FILE", "CREDENTIAL_PROFILES_FILE", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_REGION",
    "AWS_DEFAULT_REGION", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "OBS_ENDPOINT", "HOME",
)  # fmt: skip


def read_settings(auth: Auth, environment: Mapping[str, str]) -> Settings:
    """Return what holds now. Raises MoxFileConfigException when the endpoint is not known."""
    job_file = JobFile(environment.get("MODELYARD_CREDENTIALS_FILE", JOB_CREDENTIALS_FILE))
    usual = Settings(_endpoint(auth, environment, job_file), _keys(auth, environment, job_file))
    is_elsewhere = auth.server or environment.get("S3_ENDPOINT")
    return replace(
        usual,
        socket="" if is_elsewhere else str(job_file.read().get("socket") or ""),
        region=_first(environment, "S3_REGION", "AWS_REGION", "AWS_DEFAULT_REGION") or usual.region,
        path_style=_or(auth.path_style, usual.path_style),
        verify=_or(auth.ssl_verify, _is_true(environment.get("S3_VERIFY_SSL"), usual.verify)),
        retries=max(0, int(_or(auth.retry, usual.retries))),
        retry_wait_seconds=max(0.0, float(_or(auth.retry_wait, usual.retry_wait_seconds))),
        timeout_seconds=float(_or(auth.client_timeout, usual.timeout_seconds)),
        list_max_keys=min(1000, max(1, int(_or(auth.list_max_keys, usual.list_max_keys)))),
        keep_connections=_or(auth.long_conn_mode, usual.keep_connections),
    )


class JobFile:
    """Temporary keys in a file that the platform writes anew before they expire; read again whenever it has changed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._content: dict[str, Any] = {}

    def read(self, *, anew: bool = False) -> dict[str, Any]:
        """Return what the file says now; empty where there is none. Raises MoxFileConfigException for a broken one."""
        try:
            found = os.stat(self.path)
        except OSError:
            return {}
        state = (found.st_mtime_ns, found.st_ino, found.st_size)
        if anew or state != self._seen:
            try:
                with open(self.path, encoding="utf-8") as stream:
                    content = json.load(stream)
            except (OSError, ValueError) as error:
                raise MoxFileConfigException(f"the credentials file {self.path} cannot be read: {error}") from error
            if not isinstance(content, dict):
                raise MoxFileConfigException(f"the credentials file {self.path} holds no JSON object")
            self._seen, self._content = state, content
        return self._content

    def keys(self, *, anew: bool) -> Keys | None:
        """Return the keys of the file, or None when there is no such file."""
        content = self.read(anew=anew)
        if not content.get("access"):
            return None
        expires = content.get("expires_at_ms")
        return Keys(
            str(content["access"]),
            str(content.get("secret", "")),
            str(content.get("security_token") or ""),
            int(expires) if isinstance(expires, (int, float)) else None,
        )


def _keys(auth: Auth, environment: Mapping[str, str], job_file: JobFile) -> Callable[[bool], Keys]:
    if auth.ak and auth.sk:
        given = Keys(auth.ak, auth.sk, auth.security_token or "")
        return lambda _anew: given
    named = _named_keys(environment)
    # In a job the environment holds the temporary keys of its start, which expire; the file has those of now. Keys
    # without a token are lasting ones that the user brought along: they count.
    if named is not None and not named.token:
        return lambda _anew: named

    def renewed(anew: bool) -> Keys:
        found = job_file.keys(anew=anew) or named or _aws_keys(environment)
        if found is None:
            raise MoxFileConfigException(
                "no keys for the object store: set ACCESS_KEY_ID and SECRET_ACCESS_KEY, or call mox.file.set_auth(ak=, sk=)"
            )
        return found

    return renewed


def _named_keys(environment: Mapping[str, str]) -> Keys | None:
    for access, secret, token in (
        ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SECURITY_TOKEN"),
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
    ):
        if environment.get(access) and environment.get(secret):
            return Keys(environment[access], environment[secret], environment.get(token, ""))
    return None


def _aws_keys(environment: Mapping[str, str]) -> Keys | None:
    """Return the keys of an AWS credentials file, in the places where clients of S3 look."""
    profile = environment.get("AWS_PROFILE", "default")
    home = os.path.join(environment.get("HOME", os.path.expanduser("~")), ".aws", "credentials")
    for path in (environment.get("AWS_SHARED_CREDENTIALS_FILE"), environment.get("CREDENTIAL_PROFILES_FILE"), home):
        if not path:
            continue
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError) as error:
            raise MoxFileConfigException(f"the credentials file {path} cannot be read: {error}") from error
        if parser.has_option(profile, "aws_access_key_id") and parser.has_option(profile, "aws_secret_access_key"):
            return Keys(
                parser.get(profile, "aws_access_key_id"),
                parser.get(profile, "aws_secret_access_key"),
                parser.get(profile, "aws_session_token", fallback=""),
            )
    return None


def _endpoint(auth: Auth, environment: Mapping[str, str], job_file: JobFile) -> Endpoint:
    text = auth.server or environment.get("S3_ENDPOINT") or str(job_file.read().get("endpoint") or "")
    text = text or _first(environment, "OBS_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    if not text:
        raise MoxFileConfigException(
            "the object store is not known: set S3_ENDPOINT, for example http://127.0.0.1:9000, "
            "or call mox.file.set_auth(server=)"
        )
    written = urlsplit(text if "://" in text else "//" + text)
    try:
        port = written.port
    except ValueError as error:
        raise MoxFileConfigException(f"the endpoint {text!r} has no valid port") from error
    if written.scheme not in {"", "http", "https"} or not written.hostname:
        raise MoxFileConfigException(f"the endpoint {text!r} must be HOST[:PORT] or http(s)://HOST[:PORT]")
    secure = _is_true(environment.get("S3_USE_HTTPS"), True)
    if written.scheme:
        secure = written.scheme == "https"
    secure = _or(auth.is_secure, secure)
    return Endpoint(secure, written.hostname, auth.port or port or (443 if secure else 80), written.path.rstrip("/"))


def _first(environment: Mapping[str, str], *names: str) -> str:
    return next((environment[name] for name in names if environment.get(name)), "")


def _is_true(text: str | None, usual: bool) -> bool:
    return usual if text is None or not text.strip() else text.strip().lower() not in {"0", "false", "no", "off"}


def _or(value: Any, usual: Any) -> Any:
    return usual if value is None else value
