"""Fixtures for other people's clients against a running platform."""

import socket
from typing import Any

import pytest

from conformance.people import People, name_of_bucket, s3
from modelyard.iam.testing import ClientKey
from modelyard.server.testing import ThrowawayPlatform


@pytest.fixture(scope="session")
def people(platform: ThrowawayPlatform) -> People:
    """Makes people on the running platform."""
    return People(platform)


@pytest.fixture
def admin(people: People) -> ClientKey:
    """The key of the administrator, who owns the account."""
    return people.admin


@pytest.fixture
def bucket(platform: ThrowawayPlatform, admin: ClientKey) -> str:
    """A new, empty bucket of the administrator's account."""
    name = name_of_bucket()
    s3(platform, admin).create_bucket(Bucket=name)
    return name


@pytest.fixture(autouse=True)
def wildcard_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolve `anything.localhost` as a wildcard record of a real name server would."""
    real = socket.getaddrinfo

    def resolve(host: Any, *args: Any, **named: Any) -> Any:
        is_ours = isinstance(host, str) and host.endswith(".localhost")
        return real("127.0.0.1" if is_ours else host, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
