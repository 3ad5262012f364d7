"""People of a running platform, made over its own API as an administrator would make them."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import boto3
import httpx
from botocore.config import Config

from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.testing import ThrowawayPlatform
from obs_sdk import ObsClient

READ = ["obs:bucket:ListAllMyBuckets", "obs:bucket:HeadBucket", "obs:bucket:ListBucket", "obs:object:GetObject"]


class HasStorage(Protocol):
    """Whatever has a storage port."""

    storage_endpoint: str


class HasEndpoint(Protocol):
    """Whatever answers the API."""

    endpoint: str


@dataclass(frozen=True)
class Person:
    """A user with an access key."""

    id: str
    name: str
    key: ClientKey


class People:
    """Makes and changes people, acting as the administrator."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform = platform
        known = platform.credentials
        self.domain_id = known["HUAWEICLOUD_SDK_DOMAIN_ID"]
        self.admin = ClientKey(known["HUAWEICLOUD_SDK_AK"], known["HUAWEICLOUD_SDK_SK"])

    def call(self, method: str, path: str, body: Any = None, *, key: ClientKey | None = None) -> Any:
        """Make a signed call and return its answer."""
        content = b"" if body is None else json.dumps(body).encode()
        url = f"{self.platform.endpoint}{path}"
        headers = sign_request(key or self.admin, method, url, body=content)
        answer = httpx.request(method, url, headers=headers, content=content)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def person(self, *statements: dict[str, Any]) -> Person:
        """Make a user with a key and a policy of these statements."""
        name = f"user-{secrets.token_hex(6)}"
        user = self.call("POST", "/v3/users", {"user": {"name": name, "domain_id": self.domain_id}})["user"]
        person = Person(user["id"], name, self.new_key(user["id"]))
        if statements:
            self.give(person, *statements)
        return person

    def new_key(self, user_id: str) -> ClientKey:
        """Make an access key for a user."""
        made = self.call("POST", "/v3.0/OS-CREDENTIAL/credentials", {"credential": {"user_id": user_id}})["credential"]
        return ClientKey(made["access"], made["secret"])

    def give(self, person: Person, *statements: dict[str, Any]) -> None:
        """Give a user a policy, through a group."""
        name = f"group-{secrets.token_hex(6)}"
        group = self.call("POST", "/v3/groups", {"group": {"name": name, "domain_id": self.domain_id}})["group"]["id"]
        self.call("PUT", f"/v3/groups/{group}/users/{person.id}")
        policy = {"Version": "1.1", "Statement": list(statements)}
        role = {"display_name": name, "type": "AX", "description": "", "policy": policy}
        role_id = self.call("POST", "/v3.0/OS-ROLE/roles", {"role": role})["role"]["id"]
        self.call("PUT", f"/v3/domains/{self.domain_id}/groups/{group}/roles/{role_id}")

    def temporary_key(self, person: Person, *statements: dict[str, Any]) -> ClientKey:
        """Let a user get a temporary key, narrowed by a session policy if statements are given."""
        identity: dict[str, Any] = {"methods": ["token"], "token": {"duration_seconds": 900}}
        if statements:
            identity["policy"] = {"Version": "1.1", "Statement": list(statements)}
        body = {"auth": {"identity": identity}}
        made = self.call("POST", "/v3.0/OS-CREDENTIAL/securitytokens", body, key=person.key)["credential"]
        return ClientKey(made["access"], made["secret"], made["securitytoken"])

    def stranger(self) -> ClientKey:
        """Make another account, and return a key of its owner."""
        name, password = f"stranger-{secrets.token_hex(6)}", secrets.token_urlsafe(24) + "-7"
        made = json.loads(
            self.platform.run("accounts", "create", name, "--owner", "owner", "--password-stdin", "--json", given=password)
        )
        user = {"name": "owner", "password": password, "domain": {"name": name}}
        identity = {"methods": ["password"], "password": {"user": user}}
        body = {"auth": {"identity": identity, "scope": {"domain": {"name": name}}}}
        token = httpx.post(f"{self.platform.endpoint}/v3/auth/tokens", json=body).headers["x-subject-token"]
        answer = httpx.post(
            f"{self.platform.endpoint}/v3.0/OS-CREDENTIAL/credentials",
            headers={"x-auth-token": token},
            json={"credential": {"user_id": made["owner_id"]}},
        )
        return ClientKey(answer.json()["credential"]["access"], answer.json()["credential"]["secret"])


def allow(actions: Sequence[str], *resources: str, **more: Any) -> dict[str, Any]:
    """Return a statement that allows."""
    return {"Effect": "Allow", "Action": list(actions), **({"Resource": list(resources)} if resources else {}), **more}


def deny(actions: Sequence[str], *resources: str) -> dict[str, Any]:
    """Return a statement that denies."""
    return {**allow(actions, *resources), "Effect": "Deny"}


def s3(platform: HasStorage, key: ClientKey, *, signature: str = "s3v4", style: str = "path", **config: Any) -> Any:
    """Return a boto3 client of the storage port."""
    return boto3.client(
        "s3",
        endpoint_url=platform.storage_endpoint,
        aws_access_key_id=key.access,
        aws_secret_access_key=key.secret,
        aws_session_token=key.security_token,
        region_name="us-east-1",
        config=Config(
            signature_version=signature, s3={"addressing_style": style}, retries={"max_attempts": 0}, read_timeout=30, **config
        ),
    )


def obs(platform: HasStorage, key: ClientKey, *, server: str | None = None, **options: Any) -> Any:
    """Return an OBS SDK client of the storage port."""
    return ObsClient(
        access_key_id=key.access,
        secret_access_key=key.secret,
        security_token=key.security_token,
        server=server or platform.storage_endpoint,
        max_retry_count=0,
        timeout=30,
        **options,
    )


def name_of_bucket() -> str:
    """Return a bucket name that nobody has."""
    return f"test-{secrets.token_hex(8)}"
