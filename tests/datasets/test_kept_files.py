"""Files of versions: copied once, found again when the source is gone, deleted when no version needs them."""

from typing import Any

import pytest
from sqlalchemy import select

from modelyard.core.clock import FixedClock
from modelyard.datasets.models.kept_files import KeptFileRow
from modelyard.datasets.rules import kept_files as rules
from modelyard.datasets.service import kept_files_work, samples
from modelyard.datasets.service.finding import get_rows
from modelyard.datasets.service.samples import NewSample
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.objects.testing import RuleGatekeeper
from published_leafs import Leafs, leafs

__all__ = ["leafs"]


class Files:
    """Five pictures of three contents, that are there, in the dataset of leafs."""

    def __init__(self, leafs: Leafs) -> None:
        self.leafs, self.store = leafs, leafs.store

    async def add(self, *names: str) -> None:
        """Add files whose names begin with their content."""
        for name in names:
            await self.write(name, name[0])
        async with self.leafs.context.database.session() as db:
            row, _ = await get_rows(db, self.leafs.who, self.leafs.id, lock=True)
            new = []
            for name in names:
                found = await self.store.head("team", f"leafs/in/{name}.jpg")
                assert found is not None
                at = int(found.modified_at.timestamp() * 1000)
                new.append(NewSample(f"obs://team/leafs/in/{name}.jpg", found.size_bytes, found.etag, at))
            await samples.insert(db, row, new)

    async def write(self, name: str, content: str) -> None:
        await self.store.put("team", f"leafs/in/{name}.jpg", content.encode(), size_bytes=1)

    def remove(self, name: str) -> None:
        del self.store.buckets["team"][f"leafs/in/{name}.jpg"]

    def copies(self) -> list[bytes]:
        """Return the contents that were copied."""
        return sorted(content for key, (_, content) in self.store.buckets["team"].items() if f"{self.leafs.id}/files/" in key)

    def kept_lines(self, version: dict[str, Any]) -> list[dict[str, Any]]:
        return self.leafs.lines(version | {"manifest_path": version["manifest_path"].replace(".manifest", ".kept.manifest")})

    def read(self, source: str) -> bytes:
        bucket, _, key = source.removeprefix("s3://").partition("/")
        return self.store.buckets[bucket][key][1]


@pytest.fixture
async def files(leafs: Leafs) -> Files:
    """Pictures beside the twenty of leafs, which are no files at all and leave the dataset."""
    async with leafs.context.database.session() as db:
        row, job = await get_rows(db, leafs.who, leafs.id, lock=True)
        await samples.remove(db, leafs.who, row, job, list(range(20)))
    found = Files(leafs)
    await found.add("a1", "a2", "b1", "b2", "c1")
    return found


class TestKeepFiles:
    async def test_each_content_is_copied_once(self, files: Files) -> None:
        version = await files.leafs.published()

        assert files.copies() == [b"a", b"b", b"c"]
        assert version["files"] == {"state": "kept", "total": 5, "kept": 5, "lost": 0, "size_bytes": 5}

    async def test_the_files_are_still_there_when_their_sources_are_gone(self, files: Files) -> None:
        version = await files.leafs.published()
        for name in ("a1", "a2", "b1", "b2", "c1"):
            files.remove(name)

        lines, kept = files.leafs.lines(version), files.kept_lines(version)

        assert [line["id"] for line in kept] == [line["id"] for line in lines]
        assert [files.read(line["source"]) for line in kept] == [b"a", b"a", b"b", b"b", b"c"]

    async def test_the_next_version_copies_only_what_is_new(self, files: Files, clock: FixedClock) -> None:
        await files.leafs.published()
        asked: list[str] = []
        real = files.store.head

        async def head(bucket: str, key: str) -> Any:
            asked.append(key)
            return await real(bucket, key)

        await files.add("d1")
        files.store.head = head  # type: ignore[method-assign]
        version = await files.leafs.published()

        assert version["files"]["kept"] == 6
        assert files.copies() == [b"a", b"b", b"c", b"d"]
        assert {key for key in asked if "/in/" in key} == {"leafs/in/d1.jpg"}

    async def test_a_version_keeps_the_content_that_it_had(self, files: Files, clock: FixedClock) -> None:
        first = await files.leafs.published()
        clock.advance(3600)
        await files.write("c1", "z")
        await set_etag(files, "c1")
        clock.advance(3600)
        second = await files.leafs.published()

        assert files.read(files.kept_lines(first)[4]["source"]) == b"c"
        assert files.read(files.kept_lines(second)[4]["source"]) == b"z"

    async def test_what_changed_before_it_was_copied_is_lost_and_told(self, files: Files, clock: FixedClock) -> None:
        version_id = await files.leafs.publish()
        clock.advance(60)
        await files.write("b1", "z")
        files.remove("a1")
        await run_tasks(files.leafs.context)
        version = await files.leafs.version(version_id)

        assert (version["files"]["kept"], version["files"]["lost"]) == (3, 2)
        assert files.copies() == [b"a", b"b", b"c"]
        sources = [line["source"].rpartition("/")[2] for line in files.kept_lines(version)]
        assert (sources[0], sources[2]) == ("a1.jpg", "b1.jpg")

    async def test_the_same_content_written_again_is_no_change(self, files: Files, clock: FixedClock) -> None:
        version_id = await files.leafs.publish()
        clock.advance(60)
        await files.write("b1", "b")
        await run_tasks(files.leafs.context)

        assert (await files.leafs.version(version_id))["files"]["lost"] == 0

    async def test_what_changes_while_it_is_copied_is_not_kept(self, files: Files, clock: FixedClock) -> None:
        real = files.store.copy

        async def copy(bucket: str, key: str, to_bucket: str, to_key: str) -> None:
            if key.endswith("c1.jpg"):
                await files.write("c1", "z")
            await real(bucket, key, to_bucket, to_key)

        files.store.copy = copy  # type: ignore[method-assign]
        version = await files.leafs.published()

        assert version["files"]["lost"] == 1
        assert files.copies() == [b"a", b"b"]

    async def test_what_the_publisher_may_not_read_is_told(self, files: Files, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda _, action, resource, __: action != "obs:object:GetObject" or "/in/" not in resource
        version = await files.leafs.published()

        assert (version["files"]["kept"], version["files"]["lost"]) == (0, 5)

    async def test_a_worker_that_was_killed_is_followed_by_one_that_ends_the_work(
        self, files: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kept_files_work, "_STEP", 2)
        version_id = await files.leafs.publish()
        while await run_step(files.leafs.context):
            pass

        version = await files.leafs.version(version_id)
        assert version["files"] == {"state": "kept", "total": 5, "kept": 5, "lost": 0, "size_bytes": 5}
        assert len(files.kept_lines(version)) == 5

    async def test_text_has_no_files_to_keep(self) -> None:
        line = rb'{"source":"content://a \",\"id\":\" b","id":"1"}'
        assert not rules.has_file(line)
        assert rules.with_source(line, "s3://b/k") == b'{"source":"s3://b/k","id":"1"}'


class TestSwitch:
    async def test_a_dataset_may_do_without(self, files: Files) -> None:
        url = f"{files.leafs.url}/version-files"
        off = await files.leafs.client.put(url, json={"keep": False})
        version = await files.leafs.published()

        assert off.json()["keep"] is False
        assert version["files"]["state"] == "off"
        assert files.copies() == []

        on = await files.leafs.client.put(url, json={"keep": True})
        await run_tasks(files.leafs.context)
        assert on.json() == {"keep": True, "state": "waiting", "waiting_versions": 1}
        assert files.copies() == [b"a", b"b", b"c"]
        assert (await files.leafs.client.get(url)).json() == {"keep": True, "state": "idle", "waiting_versions": 0}

    async def test_it_can_be_stopped_and_goes_on(self, files: Files) -> None:
        url = f"{files.leafs.url}/version-files"
        version_id = await files.leafs.publish()
        while not (await files.leafs.client.get(url)).json()["waiting_versions"]:
            await run_step(files.leafs.context)
        await files.leafs.client.post(f"{url}/stop")
        await run_tasks(files.leafs.context)
        stopped = (await files.leafs.client.get(url)).json()
        await files.leafs.client.post(f"{url}/resume")
        await run_tasks(files.leafs.context)

        assert stopped == {"keep": True, "state": "stopped", "waiting_versions": 1}
        assert (await files.leafs.version(version_id))["files"]["kept"] == 5


class TestDeletes:
    async def test_files_go_that_only_a_deleted_version_needed(self, files: Files) -> None:
        first = await files.leafs.published()
        ids = await files.leafs.sample_ids()
        await files.leafs.client.post(f"{files.leafs.url}/data-annotations/samples/delete", json={"samples": ids[3:]})
        second = await files.leafs.published()
        await files.leafs.client.delete(f"{files.leafs.url}/versions/{first['version_id']}")
        await run_tasks(files.leafs.context)

        # b1 is left, and has the content of b2.
        assert files.copies() == [b"a", b"b"]
        assert [files.read(line["source"]) for line in files.kept_lines(second)] == [b"a", b"a", b"b"]

        await files.leafs.client.delete(f"{files.leafs.url}/versions/{second['version_id']}")
        await run_tasks(files.leafs.context)
        assert files.copies() == []
        async with files.leafs.context.database.read_session() as db:
            assert (await db.scalars(select(KeptFileRow))).all() == []

    async def test_our_own_deletes_wait_until_files_are_kept(self, files: Files) -> None:
        ids = await files.leafs.sample_ids()
        url = f"{files.leafs.url}/data-annotations"
        version_id = await files.leafs.publish()
        while not (await files.leafs.client.get(f"{files.leafs.url}/version-files")).json()["waiting_versions"]:
            await run_step(files.leafs.context)
        wanted = {"samples": [ids[0]], "delete_source": True}

        early = await files.leafs.client.post(f"{url}/samples/delete", json=wanted)
        batch = await files.leafs.client.post(f"{url}/sample-changes/delete", json=wanted)
        label = await files.leafs.client.request("DELETE", f"{url}/labels/oak", params={"delete_source": True})
        await run_tasks(files.leafs.context)
        late = await files.leafs.client.post(f"{url}/samples/delete", json=wanted)

        assert {each.json()["error_code"] for each in (early, batch)} == {"Modelyard.7450"}
        assert late.json()["success"] is True
        version = await files.leafs.version(version_id)
        assert files.read(files.kept_lines(version)[0]["source"]) == b"a"
        assert label.json()["error_code"] == "Modelyard.7450"


class TestOwnFolder:
    async def test_a_version_may_have_its_files_in_its_own_folder(self, files: Files) -> None:
        files.remove("a2")
        version = await files.leafs.published(export_images=True)

        lines = files.leafs.lines(version)
        folder = "s3:/" + version["data_path"]
        assert lines[0]["source"] == f"{folder}a1.jpg"
        assert lines[1]["source"] == "s3://team/leafs/in/a2.jpg"
        assert files.read(lines[4]["source"]) == b"c"
        assert version["files"] == {"state": "kept", "total": 5, "kept": 4, "lost": 1, "size_bytes": 0}
        assert files.copies() == []


async def set_etag(files: Files, name: str) -> None:
    """Have the dataset know how a file is now, as a synchronisation does."""
    found = await files.store.head("team", f"leafs/in/{name}.jpg")
    assert found is not None
    async with files.leafs.context.database.session() as db:
        row, _ = await get_rows(db, files.leafs.who, files.leafs.id)
        key = samples.NewSample(f"obs://team/leafs/in/{name}.jpg", 1, "", 0).key
        (ordinal,) = (await samples.known_keys(db, row, [key])).values()
        sample = (await samples._rows(db, row, [ordinal]))[ordinal]
        sample.etag, sample.changed_at = found.etag, int(found.modified_at.timestamp() * 1000)


class TestExports:
    async def test_a_version_is_exported_as_it_was_whatever_became_of_its_samples(self, files: Files) -> None:
        version = await files.leafs.published()
        ids = await files.leafs.sample_ids()
        await files.leafs.client.post(f"{files.leafs.url}/data-annotations/samples/delete", json={"samples": ids[:1]})
        for name in ("a1", "c1"):
            files.remove(name)
        body = {"path": "/team/exported/", "export_type": 3, "format": "manifest", "version_id": version["version_id"]}

        started = await files.leafs.client.post(f"{files.leafs.url}/export-tasks", json=body)
        await run_tasks(files.leafs.context)
        task = (await files.leafs.client.get(f"{files.leafs.url}/export-tasks/{started.json()['task_id']}")).json()

        assert (task["status"], task["finished_sample_count"], task["problem_count"]) == ("SUCCESSED", 5, 0)
        found = {key: content for key, (_, content) in files.store.buckets["team"].items() if key.startswith("exported/data/")}
        assert {key.rpartition("/")[2]: content for key, content in found.items()} == {
            "a1.jpg": b"a",
            "a2.jpg": b"a",
            "b1.jpg": b"b",
            "b2.jpg": b"b",
            "c1.jpg": b"c",
        }
