"""Backup and restore: what was there is there again, on an empty home."""

import asyncio
import contextlib
import json
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.adapters.s3 import S3Store, sealed_endpoint
from modelyard.server.backup import copy_objects, copy_sqlite, read_manifest, restore_objects
from modelyard.server.cli import run
from modelyard.server.errors import BackupUnusable
from modelyard.server.home import Home
from modelyard.server.testing import ThrowawayPlatform

KEYS = {
    "plain.txt": b"one",
    "a/deep/../odd key": b"two",
    "中文/数据.bin": bytes(range(256)) * 1000,
    "empty": b"",
}


def silent(count: int, size: int) -> None:
    """Show no progress."""


async def filled() -> MemoryStore:
    store = MemoryStore()
    await store.create_bucket("things")
    for key, content in KEYS.items():
        await store.put("things", key, content, size_bytes=len(content), content_type="text/x", metadata={"colour": "red"})
    return store


async def content_of(store: MemoryStore | S3Store, key: str) -> bytes:
    async with store.get("things", key) as chunks:
        return b"".join([chunk async for chunk in chunks])


def write_manifest(folder: Path, **changes: object) -> None:
    manifest = {"format": 1, "version": "0.1.0", "buckets": ["things"], "objects_included": True, **changes}
    (folder / "manifest.json").write_text(json.dumps(manifest))


class TestObjects:
    async def test_every_object_comes_back_with_its_type_and_metadata(self, tmp_path: Path) -> None:
        await copy_objects(await filled(), ["things"], tmp_path / "objects", silent)
        write_manifest(tmp_path)
        store = MemoryStore()

        await restore_objects(store, tmp_path, silent)

        assert {key: await content_of(store, key) for key in KEYS} == KEYS
        found = await store.head("things", "plain.txt")
        assert found is not None
        assert (found.content_type, dict(found.metadata)) == ("text/x", {"colour": "red"})

    async def test_a_second_backup_keeps_what_is_there_and_drops_what_is_gone(self, tmp_path: Path) -> None:
        store = await filled()
        await copy_objects(store, ["things"], tmp_path, silent)
        before = {file: file.stat().st_mtime_ns for file in tmp_path.glob("data/*/*")}
        await store.delete_many("things", ["plain.txt"])
        await store.put("things", "new", b"new", size_bytes=3)

        count, _ = await copy_objects(store, ["things"], tmp_path, silent)

        after = {file: file.stat().st_mtime_ns for file in tmp_path.glob("data/*/*")}
        assert count == len(KEYS)
        assert len(before.keys() & after.keys()) == len(KEYS) - 1
        assert all(before[file] == after[file] for file in before.keys() & after.keys())

    async def test_a_damaged_file_is_named(self, tmp_path: Path) -> None:
        await copy_objects(await filled(), ["things"], tmp_path / "objects", silent)
        write_manifest(tmp_path)
        victim = max(tmp_path.glob("objects/data/*/*"), key=lambda file: file.stat().st_size)
        victim.write_bytes(b"short")

        with pytest.raises(BackupUnusable, match="is damaged"):
            await restore_objects(MemoryStore(), tmp_path, silent)


class TestManifest:
    def test_an_unfinished_backup_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BackupUnusable, match="not finished"):
            read_manifest(tmp_path)

    def test_a_backup_of_a_newer_version_is_refused(self, tmp_path: Path) -> None:
        write_manifest(tmp_path, version="99.0.0")

        with pytest.raises(BackupUnusable, match=r"99\.0\.0"):
            read_manifest(tmp_path)


class TestDatabase:
    def test_a_database_being_written_is_copied_as_of_one_moment(self, tmp_path: Path) -> None:
        with contextlib.closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None)) as live:
            live.execute("PRAGMA journal_mode=WAL")
            live.execute("CREATE TABLE facts (n)")
            live.execute("BEGIN")
            live.execute("INSERT INTO facts VALUES (1)")

            copy_sqlite(tmp_path / "live.db", tmp_path / "copy.db")
            live.execute("COMMIT")

        with contextlib.closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
            assert copy.execute("SELECT count(*) FROM facts").fetchone() == (0,)
        assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


class TestRestore:
    def test_a_home_with_something_in_it_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "mine").write_text("mine")

        assert run(["restore", str(tmp_path / "backup"), "--home", str(tmp_path)]) == 20

        assert [file.name for file in tmp_path.iterdir()] == ["mine"]

    def test_what_is_no_backup_leaves_no_home(self, tmp_path: Path) -> None:
        (tmp_path / "backup.tar.zst").write_bytes(b"no archive")

        assert run(["restore", str(tmp_path / "backup.tar.zst"), "--home", str(tmp_path / "home")]) == 21

        assert [file.name for file in tmp_path.iterdir()] == ["backup.tar.zst"]

    def test_a_backup_needs_a_running_platform(self, tmp_path: Path) -> None:
        assert run(["backup", str(tmp_path / "backup"), "--home", str(tmp_path)]) == 18

    def test_after_an_interrupted_restore_there_is_no_start(self, tmp_path: Path) -> None:
        (tmp_path / "RESTORING").touch()

        assert run(["up", "--home", str(tmp_path)]) == 25


@pytest.mark.platform
@pytest.mark.enable_socket
class TestPlatform:
    @pytest.fixture
    def source(self, tmp_path: Path) -> Iterator[ThrowawayPlatform]:
        with ThrowawayPlatform(tmp_path / "source") as platform:
            with contextlib.closing(sqlite3.connect(platform.home / "data" / "modelyard.db")) as database:
                (domain_id,) = database.execute("SELECT id FROM domains").fetchone()
                database.execute(
                    "INSERT INTO buckets (name, domain_id, owner_id, state, created_at, changed_at)"
                    " VALUES ('things', ?, 'me', 'active', 0, 0)",
                    (domain_id,),
                )
                database.commit()
            asyncio.run(_fill(platform.home))
            yield platform

    @pytest.mark.parametrize("name", ["backup", "backup.tar.zst"])
    def test_a_restored_home_has_the_same_users_and_objects(self, source: ThrowawayPlatform, tmp_path: Path, name: str) -> None:
        source.run("backup", str(tmp_path / name))
        source.stop()

        assert run(["restore", str(tmp_path / name), "--home", str(tmp_path / "restored")]) == 0

        with ThrowawayPlatform(tmp_path / "restored") as restored:
            assert restored.credentials["HUAWEICLOUD_SDK_SK"] == source.credentials["HUAWEICLOUD_SDK_SK"]
            assert asyncio.run(_read_all(restored.home)) == KEYS


async def _fill(home: Path) -> None:
    store = S3Store(sealed_endpoint(Home(home).storage_socket))
    await store.create_bucket("things")
    for key, content in KEYS.items():
        await store.put("things", key, content, size_bytes=len(content))
    await store.close()


async def _read_all(home: Path) -> dict[str, bytes]:
    store = S3Store(sealed_endpoint(Home(home).storage_socket))
    found = {key: await content_of(store, key) for key in KEYS}
    await store.close()
    return found
