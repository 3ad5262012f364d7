"""Fixtures for the client libraries: a running platform, and the environment that points at it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import moxing as mox
from conformance.people import name_of_bucket, s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform
from moxing.framework.file import session
from moxing.framework.file.settings import VARIABLES, Auth


@pytest.fixture(autouse=True)
def nothing_set(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Begin without keys, endpoint or earlier words to set_auth."""
    if request.node.get_closest_marker("platform"):
        request.getfixturevalue("platform")  # it starts in the environment that there was before
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("MODELYARD_CREDENTIALS_FILE", str(tmp_path / "no-credentials.json"))
    monkeypatch.setattr(session, "_auth", Auth())
    yield
    session.close()


@pytest.fixture
def admin(platform: ThrowawayPlatform) -> ClientKey:
    """The key of the administrator, who owns the account."""
    return ClientKey(platform.credentials["HUAWEICLOUD_SDK_AK"], platform.credentials["HUAWEICLOUD_SDK_SK"])


@pytest.fixture
def client(platform: ThrowawayPlatform, admin: ClientKey) -> Any:
    """A boto3 client, to see what is really stored."""
    return s3(platform, admin)


@pytest.fixture
def bucket(platform: ThrowawayPlatform, admin: ClientKey, client: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket, with the environment pointing at its store."""
    monkeypatch.setenv("S3_ENDPOINT", platform.storage_endpoint)
    monkeypatch.setenv("ACCESS_KEY_ID", admin.access)
    monkeypatch.setenv("SECRET_ACCESS_KEY", admin.secret)
    mox.file.set_auth(retry=2, retry_wait=0.01)
    name = name_of_bucket()
    client.create_bucket(Bucket=name)
    return name


@pytest.fixture
def url(bucket: str) -> str:
    """The URL of a new bucket, without a slash at its end."""
    return f"obs://{bucket}"
