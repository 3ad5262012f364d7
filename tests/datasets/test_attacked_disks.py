"""Disks that fill up in the midst, and workers that die after every step: nothing is lost, nothing is there twice."""

import errno

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from manifest_imports import Importing, line
from modelyard.core.clock import FixedClock
from modelyard.core.db import is_full, problem_of
from modelyard.core.subject import Subject
from modelyard.datasets.errors.attacks import NoRoom
from modelyard.datasets.loops.worker import no_room, problem_in
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.errors.store import StoreUnavailable
from published_leafs import Leafs, leafs
from recounting import faults_of, version_faults

__all__ = ["leafs"]

COUNT = 9000


@pytest.fixture
async def importing(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, alice: Subject) -> Importing:
    found = Importing(client, context, store)
    await found.create()
    return found


async def faults(context: DatasetsContext, dataset_id: str) -> list[str]:
    async with context.database.read_session() as db:
        return await faults_of(db, dataset_id) + await version_faults(db, context.objects.store, dataset_id)


async def set_pages(context: DatasetsContext, most: int) -> None:
    """Have the database end after so many pages."""
    async with context.database.session() as db:
        await db.execute(text(f"PRAGMA max_page_count = {most}"))


class TestFullDatabase:
    async def test_an_import_waits_for_room_and_goes_on(self, importing: Importing, clock: FixedClock) -> None:
        context = importing.context
        if not context.database.is_sqlite:
            pytest.skip("PostgreSQL needs a disk of its own for this")
        async with context.database.session() as db:
            pages = (await db.execute(text("PRAGMA page_count"))).scalar_one()
        task_id = await importing.start(await importing.put(*(line(f"{number}.jpg", "oak") for number in range(COUNT))))
        await set_pages(context, pages + 200)

        await run_tasks(context)

        told = await importing.show(task_id)
        assert told["status"] == "RUNNING"
        assert told["imported_sample_count"] < COUNT
        assert await faults(context, importing.id) == []

        await set_pages(context, 1_000_000)
        clock.advance(600)
        await run_tasks(context)
        told = await importing.show(task_id)
        assert (told["status"], told["imported_sample_count"]) == ("COMPLETED", COUNT)
        assert await faults(context, importing.id) == []

    async def test_what_failed_says_what_to_do_and_shows_no_statement(self, importing: Importing) -> None:
        context = importing.context
        with pytest.raises(DBAPIError) as wrong:
            async with context.database.session() as db:
                await db.execute(text("SELECT 'secret' FROM nowhere"))
        assert "secret" not in problem_of(wrong.value)
        assert "secret" not in problem_in(wrong.value)
        assert not is_full(wrong.value)
        assert no_room(wrong.value) is None

        for said in ("database or disk is full", "could not extend file"):
            original = Exception(said)
            original.sqlstate = "53100"  # type: ignore[attr-defined]
            full = no_room(DBAPIError("INSERT", {}, original))
            assert full is not None
            assert "disk of the database" in full.message()
        local = no_room(OSError(errno.ENOSPC, "No space left on device", "/data/x"))
        assert isinstance(local, NoRoom)
        assert "/data/x" in local.message()
        assert no_room(OSError(errno.EACCES, "no")) is None


class TestFullBucket:
    async def test_publishing_goes_on_when_there_is_room(
        self, leafs: Leafs, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version_id = await leafs.publish()

        async def put(*_: object, **__: object) -> str:
            raise StoreUnavailable(part="storage", problem="put: InternalError")

        with monkeypatch.context() as full:
            full.setattr(leafs.store, "put", put)
            await run_tasks(leafs.context)
        assert (await leafs.version(version_id))["status"] == 0

        clock.advance(600)
        await run_tasks(leafs.context)

        version = await leafs.version(version_id)
        assert (version["status"], version["total_sample_count"]) == (1, 20)
        assert await faults(leafs.context, leafs.id) == []


class TestDeaths:
    async def test_all_work_outlives_a_death_after_every_step(self, importing: Importing, clock: FixedClock) -> None:
        context, url = importing.context, importing.url

        async def done() -> None:
            while await run_step(context):
                pass

        lines = [line(f"{n}.jpg", "oak", *(["elm"] if n % 3 else [])) for n in range(COUNT)]
        task_id = await importing.start(await importing.put(*lines))
        await done()
        assert (await importing.show(task_id))["imported_sample_count"] == COUNT

        wanted = {"action": "remove_label", "label": {"name": "oak"}, "search": {"label_name": "elm"}}
        answer = await importing.client.post(f"{url}/data-annotations/sample-changes", json=wanted)
        assert answer.status_code == 200, answer.text
        await done()
        answer = await importing.client.post(f"{url}/versions", json={})
        assert answer.status_code == 201, answer.text
        await done()
        answer = await importing.client.post(f"{url}/data-annotations/labels/delete", json={"labels": [{"name": "elm"}]})
        assert answer.status_code == 200, answer.text
        await done()

        assert await faults(context, importing.id) == []
        stats = (await importing.client.get(f"{url}/data-annotations/stats")).json()
        assert {each["name"]: each["count"] for each in stats["label_stats"]} == {"oak": COUNT // 3}
