"""The overview: what it says of the store, and of what runs."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.iam.models import DomainRow
from modelyard.objects.models import StorageTaskRow
from modelyard.objects.settings import ObjectsSettings
from modelyard.objects.testing import RuleGatekeeper, make_app, make_context, make_subject
from modelyard.server import overview
from modelyard.server.home import Home
from modelyard.server.settings import PlatformSettings


async def overview_of(database: Database, clock: FixedClock, folder: Path, user: str = "alice", **changes: Any) -> Any:
    gatekeeper = RuleGatekeeper()
    gatekeeper.users = {"alice": make_subject("alice"), "mallory": make_subject("mallory", domain_id="d2", project_id="p2")}
    app = make_app(make_context(database, clock, folder, gatekeeper=gatekeeper, **changes))
    app.include_router(overview.router)
    app.state.home, app.state.settings, app.state.started_at = Home(folder), PlatformSettings(), 0.0
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://api", headers={"x-user": user}) as client:
        answer = await client.get("/v2/p1/overview" if user == "alice" else "/v2/p2/overview")
        return answer.raise_for_status().json()


def task(clock: FixedClock, state: str) -> StorageTaskRow:
    return StorageTaskRow(
        id=state,
        due_at=clock.now(),
        domain_id="d1",
        project_id="p1",
        user_id="u-alice",
        user_name="alice",
        subject={},
        kind="delete",
        source="obs://data/",
        state=state,
        phase="count",
        created_at=clock.now(),
    )


class TestStorage:
    async def test_what_the_store_occupies_is_counted(self, database: Database, clock: FixedClock, tmp_path: Path) -> None:
        folder = tmp_path / "weed"
        folder.mkdir()
        (folder / "volume.dat").write_bytes(b"x" * 100_000)

        storage = (await overview_of(database, clock, tmp_path, store_directory=folder))["storage"]

        assert (storage["engine"], storage["location"]) == ("SeaweedFS", str(folder))
        assert 100_000 <= storage["used_bytes"] < storage["total_bytes"]
        assert 0 < storage["free_bytes"] < storage["total_bytes"]

    async def test_an_external_store_does_not_tell_its_room(
        self, database: Database, clock: FixedClock, tmp_path: Path
    ) -> None:
        settings = ObjectsSettings(
            external_endpoint="https://s3.example.com", external_access_key="key", external_secret_key=SecretStr("secret")
        )

        storage = (await overview_of(database, clock, tmp_path, settings=settings))["storage"]

        assert storage == {
            "engine": "S3 (external)",
            "location": "https://s3.example.com",
            "total_bytes": None,
            "free_bytes": None,
            "used_bytes": None,
        }


class TestRunning:
    @pytest.fixture
    async def one_task(self, database: Database, clock: FixedClock) -> None:
        async with database.session() as db:
            db.add_all(DomainRow(id=name, name=name, created_at=clock.now()) for name in ("d1", "d2"))
            await db.flush()
            db.add_all([task(clock, "waiting"), task(clock, "succeeded")])

    @pytest.mark.usefixtures("one_task")
    @pytest.mark.parametrize(("user", "count"), [("alice", 1), ("mallory", 0)])
    async def test_tasks_of_the_account_that_have_not_ended_are_counted(
        self, database: Database, clock: FixedClock, tmp_path: Path, user: str, count: int
    ) -> None:
        running = (await overview_of(database, clock, tmp_path, user))["running"]

        assert running == [{"kind": "storage_task", "count": count}]
