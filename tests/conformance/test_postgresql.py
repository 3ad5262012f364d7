"""The whole platform on PostgreSQL: rights count at once on the storage port, and a restart finds everything again."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.people import People, allow, name_of_bucket, obs
from databases import PostgreSQLServer
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def on_postgresql(postgresql: PostgreSQLServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThrowawayPlatform]:
    """A running platform whose database is a PostgreSQL server."""
    environment = {"MODELYARD_DATABASE__URL": asyncio.run(postgresql.create())}
    with ThrowawayPlatform(tmp_path_factory.mktemp("platform") / "home", environment=environment) as running:
        yield running


def test_a_new_key_works_at_once_stops_at_once_and_all_outlives_a_restart(
    on_postgresql: ThrowawayPlatform, tmp_path: Path
) -> None:
    people = People(on_postgresql)
    bucket, body = name_of_bucket(), b"kept over a restart"
    assert obs(on_postgresql, people.admin).createBucket(bucket).status == 200
    rights = allow(["obs:object:GetObject", "obs:object:PutObject"], f"OBS:*:*:object:{bucket}/*")
    person, leaver = people.person(rights), people.person(rights)

    # At once: nothing waits between the answer of one port and the question to the other.
    assert obs(on_postgresql, person.key).putContent(bucket, "a/b.txt", body.decode()).status == 200
    assert obs(on_postgresql, leaver.key).getObject(bucket, "a/b.txt", loadStreamInMemory=True).body.buffer == body
    people.call("DELETE", f"/v3.0/OS-CREDENTIAL/credentials/{leaver.key.access}")
    assert obs(on_postgresql, leaver.key).getObject(bucket, "a/b.txt").errorCode == "InvalidAccessKeyId"

    assert "1 objects" in on_postgresql.run("backup", str(tmp_path / "backup"))
    assert not (tmp_path / "backup" / "database").exists(), "PostgreSQL has tools of its own"
    on_postgresql.stop()
    assert not (on_postgresql.home / "data" / "modelyard.db").exists()
    on_postgresql.start()

    assert People(on_postgresql).admin == people.admin
    found = obs(on_postgresql, person.key).getObject(bucket, "a/b.txt", loadStreamInMemory=True)
    assert (found.status, found.body.buffer) == (200, body)
    assert obs(on_postgresql, leaver.key).getObject(bucket, "a/b.txt").errorCode == "InvalidAccessKeyId"
    people.call("DELETE", f"/v3/users/{person.id}")
    assert obs(on_postgresql, person.key).getObject(bucket, "a/b.txt").errorCode == "InvalidAccessKeyId"
