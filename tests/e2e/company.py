"""People and things for the stories that are told in a browser."""

import re
import secrets

import boto3
import httpx
from botocore.config import Config

from modelyard.server.testing import ThrowawayPlatform

PASSWORD = "Green-Apple-17"
# An unfilled `{place}` of a text, a missing text, or an object where a text belongs.
BROKEN_TEXT = re.compile(r"\{[a-z_]+\}|\bundefined\b|\bNaN\b|\[object|Invalid Date")


class Company:
    """Makes people and things through the API, for the stories in which the console does not make them."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self._platform = platform
        self._domain_id = platform.credentials["HUAWEICLOUD_SDK_DOMAIN_ID"]
        self._http = httpx.Client(base_url=platform.endpoint)
        self._http.headers["X-Auth-Token"] = self._token()

    def close(self) -> None:
        self._http.close()

    def make_user(self) -> str:
        """Make a user with PASSWORD and without any right, and return his name."""
        name = new_name("user")
        user = {"name": name, "domain_id": self._domain_id, "password": PASSWORD, "pwd_status": False}
        self._http.post("/v3.0/OS-USER/users", json={"user": user}).raise_for_status()
        return name

    def make_bucket(self, **files: bytes) -> str:
        """Make a bucket of the administrator with these files, and return its name."""
        name = new_name("bucket")
        known = self._platform.credentials
        client = boto3.client(
            "s3",
            endpoint_url=self._platform.storage_endpoint,
            aws_access_key_id=known["HUAWEICLOUD_SDK_AK"],
            aws_secret_access_key=known["HUAWEICLOUD_SDK_SK"],
            region_name="local",
            config=Config(s3={"addressing_style": "path"}),
        )
        client.create_bucket(Bucket=name)
        for key, content in files.items():
            client.put_object(Bucket=name, Key=key, Body=content)
        client.close()
        return name

    def _token(self) -> str:
        known = self._platform.credentials
        user = {
            "name": known["MODELYARD_USER"],
            "password": known["MODELYARD_PASSWORD"],
            "domain": {"name": known["MODELYARD_DOMAIN"]},
        }
        identity = {"methods": ["password"], "password": {"user": user}}
        auth = {"identity": identity, "scope": {"domain": {"id": self._domain_id}}}
        answer = self._http.post("/v3/auth/tokens", json={"auth": auth}).raise_for_status()
        return answer.headers["X-Subject-Token"]


def new_name(kind: str) -> str:
    """Return a name that nothing else has."""
    return f"{kind}-{secrets.token_hex(4)}"
