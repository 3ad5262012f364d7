"""Storage tasks from their request to their end, whatever happens in between."""

import os
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from modelyard.core.clock import FixedClock
from modelyard.core.events import EventRow
from modelyard.core.loops import ReconcilerRunner
from modelyard.core.subject import Subject
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.errors.store import StoreUnavailable
from modelyard.objects.loops.extracting import MARK
from modelyard.objects.loops.tasks import StorageTaskReconciler, sweep
from modelyard.objects.models import StorageTaskRow
from modelyard.objects.ports import DeleteFailure
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.settings import ObjectsSettings
from modelyard.objects.testing import Rule, RuleGatekeeper, make_app
from objects import archives_by_hand as by_hand

ROOT = "/v2/p1/storage"
MALLORY = {"x-user": "mallory"}
FILES = {"a.txt": b"alpha", "sub/b": b"b" * 5_000_000, "sub/deep/c": b""}


class KilledError(BaseException):
    """The process died here."""


class FragileStore(MemoryStore):
    """Works until told otherwise: `fail` raises on the n-th write from now."""

    failure: BaseException | None = None
    countdown = -1
    writes = 0

    def fail(self, after: int, failure: BaseException) -> None:
        self.countdown, self.failure = after, failure

    async def put(self, bucket: str, key: str, content: Any, **options: Any) -> str:
        if self.countdown == 0 and self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        self.countdown -= 1
        self.writes += 1
        return await super().put(bucket, key, content, **options)

    async def delete_many(self, bucket: str, keys: Sequence[str]) -> list[DeleteFailure]:
        if self.countdown == 0 and self.failure is not None:
            failure, self.failure = self.failure, None
            await super().delete_many(bucket, keys[: len(keys) // 2])
            raise failure
        self.countdown -= 1
        return await super().delete_many(bucket, keys)


@pytest.fixture
def store(clock: FixedClock) -> FragileStore:
    return FragileStore(clock)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "shared"
    root.mkdir()
    return root


@pytest.fixture
async def owner() -> dict[str, Any]:
    """Change `find` to say what became of whoever started a task."""

    async def same(who: Subject) -> Subject | None:
        return who

    return {"find": same}


@pytest.fixture
async def context(context: ObjectsContext, store: FragileStore, root: Path, owner: dict[str, Any]) -> ObjectsContext:
    async def find(who: Subject) -> Subject | None:
        found: Subject | None = await owner["find"](who)
        return found

    settings = ObjectsSettings(import_roots=[root], reserve_bytes=0, step_seconds=0.05, max_tasks=5)
    return replace(context, store=store, settings=settings, find_subject=find)


@pytest.fixture
def app(context: ObjectsContext) -> FastAPI:
    return make_app(context)


@pytest.fixture
async def bucket(client: httpx.AsyncClient) -> str:
    assert (await client.post(f"{ROOT}/buckets", json={"name": "data"})).status_code == 201
    return "data"


@pytest.fixture
def runner(context: ObjectsContext, clock: FixedClock) -> ReconcilerRunner[Any, Any, Any]:
    return ReconcilerRunner(context.database, StorageTaskReconciler(context), clock)


Run = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def run(client: httpx.AsyncClient, runner: ReconcilerRunner[Any, Any, Any], clock: FixedClock) -> Run:
    """Start a task and drive it to its end."""

    async def start_and_drive(**body: Any) -> dict[str, Any]:
        answer = await client.post(f"{ROOT}/tasks", json=body)
        assert answer.status_code == 202, answer.text
        return await drive(client, runner, clock, answer.json()["id"])

    return start_and_drive


async def drive(
    client: httpx.AsyncClient, runner: ReconcilerRunner[Any, Any, Any], clock: FixedClock, task_id: str, *, seconds: float = 1
) -> dict[str, Any]:
    for _ in range(200):
        task: dict[str, Any] = (await client.get(f"{ROOT}/tasks/{task_id}")).json()
        if task["finished_at"] is not None:
            return task
        clock.advance(seconds)
        await runner.run_due()
    raise AssertionError(task)


def all_but(forbidden: str) -> Rule:
    return lambda _who, action, _resource, _context: action != forbidden


async def dies(runner: ReconcilerRunner[Any, Any, Any], clock: FixedClock) -> bool:
    """Take a step; if the process dies in it, wait until its lease has run out."""
    try:
        await runner.run_due()
    except KilledError:
        clock.advance(31)
        return True
    return False


def contents(store: MemoryStore, prefix: str = "") -> dict[str, bytes]:
    return {key: content for key, (_, content) in store.buckets["data"].items() if key.startswith(prefix)}


async def put(store: MemoryStore, key: str, content: bytes) -> None:
    await store.put("data", key, content, size_bytes=len(content))


async def no_leftovers(context: ObjectsContext) -> bool:
    return not context.spool.exists() or not list(context.spool.iterdir())


class TestExtract:
    @pytest.mark.parametrize("kind", ["zip", *by_hand.PACKERS])
    async def test_the_archive_is_unpacked(
        self, run: Run, store: FragileStore, context: ObjectsContext, bucket: str, kind: str
    ) -> None:
        pack = by_hand.PACKERS.get(kind)
        await put(store, "in/x", by_hand.zipped(FILES) if pack is None else pack(by_hand.tar(FILES)))

        task = await run(kind="extract", source="obs://data/in/x", target="obs://data/out")

        assert (task["state"], task["error"]) == ("succeeded", None)
        assert (task["done_files"], task["total_files"]) == (3, 3)
        assert task["done_bytes"] == task["total_bytes"] == sum(map(len, FILES.values()))
        assert contents(store, "out/") == {f"out/{key}": content for key, content in FILES.items()}
        assert await no_leftovers(context)

    async def test_a_refused_archive_leaves_nothing_behind(
        self, run: Run, store: FragileStore, context: ObjectsContext, bucket: str
    ) -> None:
        await put(store, "x.tar", by_hand.tar_of([by_hand.file("good"), by_hand.file("../evil")]))

        task = await run(kind="extract", source="obs://data/x.tar", target="obs://data/out/")

        assert task["state"] == "failed"
        assert task["error"]["error_code"] == "Modelyard.2121"
        assert "../evil" in task["error"]["error_msg"]
        assert list(contents(store)) == ["x.tar"]
        assert await no_leftovers(context)

    async def test_the_reason_is_told_in_chinese(
        self, run: Run, client: httpx.AsyncClient, store: FragileStore, bucket: str
    ) -> None:
        await put(store, "x.tar", b"hello")
        task = await run(kind="extract", source="obs://data/x.tar", target="obs://data/out/")

        answer = await client.get(f"{ROOT}/tasks/{task['id']}", headers={"x-language": "zh-cn"})

        assert "压缩包" in answer.json()["error"]["error_msg"]

    async def test_what_is_there_is_not_replaced(self, run: Run, store: FragileStore, bucket: str) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        await put(store, "out/sub/b", b"precious")

        task = await run(kind="extract", source="obs://data/x.zip", target="obs://data/out/")

        assert task["error"]["error_code"] == "Modelyard.2146"
        assert contents(store, "out/") == {"out/sub/b": b"precious"}

    async def test_what_is_there_is_replaced_when_asked_for(self, run: Run, store: FragileStore, bucket: str) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        await put(store, "out/sub/b", b"precious")

        task = await run(kind="extract", source="obs://data/x.zip", target="obs://data/out/", overwrite=True)

        assert task["state"] == "succeeded"
        assert contents(store, "out/sub/b")["out/sub/b"] == FILES["sub/b"]

    @pytest.mark.parametrize("after", range(5))
    async def test_a_crash_between_any_two_writes_loses_and_doubles_nothing(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        bucket: str,
        after: int,
    ) -> None:
        await put(store, "x.tgz", by_hand.PACKERS["tar.gz"](by_hand.tar(FILES, folders=["empty"])))
        started = await client.post(
            f"{ROOT}/tasks", json={"kind": "extract", "source": "obs://data/x.tgz", "target": "obs://data/out/"}
        )
        store.fail(after, KilledError())
        died = False
        for _ in range(6):
            died |= await dies(runner, clock)

        task = await drive(client, runner, clock, started.json()["id"])

        assert died == (after < 4)
        assert (task["state"], task["done_files"]) == ("succeeded", 3)
        assert contents(store, "out/") == {**{f"out/{key}": content for key, content in FILES.items()}, "out/empty/": b""}

    async def test_a_store_that_is_away_for_a_while_is_waited_for(self, run: Run, store: FragileStore, bucket: str) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        store.fail(1, StoreUnavailable(part="storage", problem="restarting"))

        task = await run(kind="extract", source="obs://data/x.zip", target="obs://data/out/")

        assert task["state"] == "succeeded"

    async def test_a_canceled_one_removes_what_it_made(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        bucket: str,
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        await put(store, "out/mine", b"mine")
        body = {"kind": "extract", "source": "obs://data/x.zip", "target": "obs://data/out/"}
        task_id = (await client.post(f"{ROOT}/tasks", json=body)).json()["id"]
        store.fail(2, KilledError())
        await runner.run_due()
        with pytest.raises(KilledError):
            await runner.run_due()
        assert len(contents(store, "out/")) > 1

        canceled = await client.post(f"{ROOT}/tasks/{task_id}/cancel")
        clock.advance(31)
        task = await drive(client, runner, clock, task_id)

        assert canceled.status_code == 202
        assert (task["state"], task["done_files"]) == ("canceled", 0)
        assert contents(store, "out/") == {"out/mine": b"mine"}

    async def test_a_clean_up_without_its_notes_still_finds_what_was_made(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        context: ObjectsContext,
        bucket: str,
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        body = {"kind": "extract", "source": "obs://data/x.zip", "target": "obs://data/out/"}
        task_id = (await client.post(f"{ROOT}/tasks", json=body)).json()["id"]
        await runner.run_due()
        async with context.database.session() as db:
            row = await db.get(StorageTaskRow, task_id)
            assert row is not None
            row.phase, row.outcome, row.cursor = "clean", "failed", {"begun": 3}
        await store.put("data", "out/a.txt", b"x", size_bytes=1, metadata={MARK: task_id})
        for file in (context.spool / task_id).iterdir():
            file.unlink()

        task = await drive(client, runner, clock, task_id)

        assert task["state"] == "failed"
        assert contents(store, "out/") == {}

    async def test_an_archive_that_changes_meanwhile_ends_the_task(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        bucket: str,
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        body = {"kind": "extract", "source": "obs://data/x.zip", "target": "obs://data/out/"}
        task_id = (await client.post(f"{ROOT}/tasks", json=body)).json()["id"]
        await runner.run_due()
        await put(store, "x.zip", by_hand.zipped({"other": b""}))

        task = await drive(client, runner, clock, task_id)

        assert task["error"]["error_code"] == "Modelyard.2104"
        assert contents(store, "out/") == {}

    async def test_too_little_space_is_found_before_anything_is_written(
        self, *, run: Run, store: FragileStore, context: ObjectsContext, runner: ReconcilerRunner[Any, Any, Any], bucket: str
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        huge = replace(context, settings=context.settings.model_copy(update={"reserve_bytes": 2**62}))
        runner._reconciler._context = huge  # type: ignore[attr-defined]

        task = await run(kind="extract", source="obs://data/x.zip", target="obs://data/out/")

        assert task["error"]["error_code"] == "Modelyard.2147"
        assert contents(store, "out/") == {}


class TestRights:
    async def test_what_may_not_be_read_is_not_unpacked(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper, store: FragileStore, bucket: str
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        body = {"kind": "extract", "source": "obs://data/x.zip", "target": "obs://data/out/"}
        for forbidden in ("obs:object:GetObject", "obs:object:PutObject"):
            gatekeeper.rule = all_but(forbidden)
            answer = await client.post(f"{ROOT}/tasks", json=body)
            assert (answer.status_code, answer.json()["params"]["action"]) == (403, forbidden)

    async def test_a_single_key_that_may_not_be_written_stops_all(
        self, run: Run, gatekeeper: RuleGatekeeper, store: FragileStore, bucket: str
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        gatekeeper.rule = lambda _who, _action, resource, _context: resource != "data/out/sub/b"

        task = await run(kind="extract", source="obs://data/x.zip", target="obs://data/out/")

        assert task["state"] == "failed"
        assert contents(store, "out/") == {}

    @pytest.mark.parametrize("kind", ["extract", "delete", "import"])
    async def test_a_user_who_was_disabled_meanwhile_gets_nothing_more(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        owner: dict[str, Any],
        root: Path,
        bucket: str,
        kind: str,
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        (root / "f").write_bytes(b"f")
        body = {"kind": kind, "source": str(root) if kind == "import" else "obs://data/x.zip", "target": "obs://data/out/"}
        task_id = (await client.post(f"{ROOT}/tasks", json=body)).json()["id"]
        if kind != "delete":  # that would be done already
            await runner.run_due()

        async def gone(_who: Subject) -> None:
            return None

        owner["find"] = gone
        task = await drive(client, runner, clock, task_id)

        assert (task["state"], task["error"]["error_code"]) == ("failed", "Modelyard.2148")
        assert list(contents(store)) == ["x.zip"]

    async def test_rights_that_are_taken_away_end_the_task(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        gatekeeper: RuleGatekeeper,
        store: FragileStore,
        bucket: str,
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        body = {"kind": "extract", "source": "obs://data/x.zip", "target": "obs://data/out/"}
        task_id = (await client.post(f"{ROOT}/tasks", json=body)).json()["id"]
        await runner.run_due()
        gatekeeper.rule = lambda *_: False

        async with httpx.AsyncClient() as _:
            task = await drive(client, runner, clock, task_id)

        assert task["state"] == "failed"
        assert contents(store, "out/") == {}

    async def test_foreign_places_and_tasks_do_not_exist(
        self, client: httpx.AsyncClient, store: FragileStore, bucket: str
    ) -> None:
        await put(store, "x.zip", by_hand.zipped(FILES))
        body = {"kind": "extract", "source": "obs://data/x.zip", "target": "obs://data/out/"}
        mine = (await client.post(f"{ROOT}/tasks", json=body)).json()["id"]

        for answer in [
            await client.post(f"{ROOT}/tasks", json=body, headers=MALLORY),
            await client.post(f"{ROOT}/tasks", json={"kind": "delete", "source": "obs://data/"}, headers=MALLORY),
            await client.get(f"{ROOT}/tasks/{mine}", headers=MALLORY),
            await client.post(f"{ROOT}/tasks/{mine}/cancel", headers=MALLORY),
        ]:
            assert answer.status_code == 404
        assert (await client.get(f"{ROOT}/tasks", headers=MALLORY)).json()["total_count"] == 0

    async def test_tasks_of_others_are_seen_with_the_right_to(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper, store: FragileStore, bucket: str, alice: Subject
    ) -> None:
        gatekeeper.users["bob"] = replace(alice, user_id="u-bob", user_name="bob")
        await client.post(f"{ROOT}/tasks", json={"kind": "delete", "source": "obs://data/x/"})

        seen = await client.get(f"{ROOT}/tasks", headers={"x-user": "bob"})
        gatekeeper.rule = lambda _who, action, _resource, _context: not action.startswith("modelarts:storage:")
        unseen = await client.get(f"{ROOT}/tasks", headers={"x-user": "bob"})
        own = await client.get(f"{ROOT}/tasks")

        assert (seen.json()["count"], unseen.json()["count"], own.json()["count"]) == (1, 0, 1)


class TestDelete:
    async def test_a_folder_is_deleted_and_nothing_else(self, run: Run, store: FragileStore, bucket: str) -> None:
        for key in ("a/1", "a/b/2", "a", "ab", "c"):
            await put(store, key, b"xx")

        task = await run(kind="delete", source="obs://data/a")

        assert (task["state"], task["done_files"], task["total_files"], task["done_bytes"]) == ("succeeded", 3, 3, 6)
        assert sorted(contents(store)) == ["ab", "c"]

    async def test_many_are_deleted_in_pages_and_counted_once(self, run: Run, store: FragileStore, bucket: str) -> None:
        for number in range(2500):
            await put(store, f"a/{number:05}", b"x")
        store.fail(1, StoreUnavailable(part="storage", problem="restarting"))

        task = await run(kind="delete", source="s3://data/a/")

        assert task["state"] == "succeeded"
        assert task["total_files"] == 2500
        assert contents(store) == {}

    async def test_what_may_not_be_deleted_is_kept_and_told(
        self, run: Run, gatekeeper: RuleGatekeeper, store: FragileStore, bucket: str
    ) -> None:
        await put(store, "a/1", b"x")
        await put(store, "a/2", b"x")
        gatekeeper.rule = lambda _who, action, resource, _context: (action, resource) != ("obs:object:DeleteObject", "data/a/2")

        task = await run(kind="delete", source="/data/a/")

        assert (task["state"], task["failed_files"], task["done_files"]) == ("failed", 1, 1)
        assert task["problems"][0]["path"] == "a/2"
        assert list(contents(store)) == ["a/2"]

    async def test_one_that_waits_is_canceled_before_it_begins(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        bucket: str,
    ) -> None:
        await put(store, "a/1", b"x")
        task_id = (await client.post(f"{ROOT}/tasks", json={"kind": "delete", "source": "obs://data/a/"})).json()["id"]

        await client.post(f"{ROOT}/tasks/{task_id}/cancel")
        task = await drive(client, runner, clock, task_id)
        again = await client.post(f"{ROOT}/tasks/{task_id}/cancel")

        assert (task["state"], task["started_at"]) == ("canceled", None)
        assert again.status_code == 202
        assert list(contents(store)) == ["a/1"]


class TestImport:
    async def test_a_directory_is_imported(self, run: Run, store: FragileStore, root: Path, bucket: str) -> None:
        write_files(root, {"a.csv": b"1,2", "sub/b c": b"x" * 3_000_000, "数据/c": b""})

        task = await run(kind="import", source=str(root), target="obs://data/in")

        assert (task["state"], task["done_files"], task["total_files"]) == ("succeeded", 3, 3)
        assert contents(store) == {"in/a.csv": b"1,2", "in/sub/b c": b"x" * 3_000_000, "in/数据/c": b""}
        assert store.buckets["data"]["in/a.csv"][0].content_type == "text/csv"

    async def test_a_single_file_is_imported(self, run: Run, store: FragileStore, root: Path, bucket: str) -> None:
        write_files(root, {"a.csv": b"1,2"})

        task = await run(kind="import", source=f"{root}/a.csv", target="obs://data/in/")

        assert (task["state"], contents(store)) == ("succeeded", {"in/a.csv": b"1,2"})

    async def test_a_second_run_writes_only_what_is_new(self, run: Run, store: FragileStore, root: Path, bucket: str) -> None:
        write_files(root, {"a": b"1", "b": b"2"})
        await run(kind="import", source=str(root), target="obs://data/in/")
        write_files(root, {"c": b"3"})
        writes = store.writes

        task = await run(kind="import", source=str(root), target="obs://data/in/")

        assert (task["done_files"], task["skipped_files"], store.writes - writes) == (3, 2, 1)

    async def test_the_same_content_uploaded_otherwise_is_not_written_again(
        self, run: Run, store: FragileStore, root: Path, bucket: str
    ) -> None:
        write_files(root, {"a": b"same"})
        await put(store, "in/a", b"same")

        task = await run(kind="import", source=str(root), target="obs://data/in/")

        assert (task["state"], task["skipped_files"]) == ("succeeded", 1)

    async def test_another_object_is_replaced_only_when_asked_for(
        self, run: Run, store: FragileStore, root: Path, bucket: str
    ) -> None:
        write_files(root, {"a": b"new", "b": b"b"})
        await put(store, "in/a", b"old")

        refused = await run(kind="import", source=str(root), target="obs://data/in/")
        before = contents(store)
        done = await run(kind="import", source=str(root), target="obs://data/in/", overwrite=True)

        assert (refused["state"], refused["failed_files"], refused["done_files"]) == ("failed", 1, 1)
        assert (before["in/a"], contents(store)["in/a"], done["state"]) == (b"old", b"new", "succeeded")

    async def test_links_and_special_files_are_told_and_not_followed(
        self, run: Run, store: FragileStore, root: Path, tmp_path: Path, bucket: str
    ) -> None:
        write_files(root, {"a": b"1"})
        write_files(tmp_path, {"secret/key": b"secret"})
        (root / "link").symlink_to(tmp_path / "secret")
        (root / "file-link").symlink_to(tmp_path / "secret" / "key")
        os.mkfifo(root / "pipe")

        task = await run(kind="import", source=str(root), target="obs://data/")

        assert (task["state"], list(contents(store))) == ("succeeded", ["a"])
        assert sorted(problem["path"] for problem in task["problems"]) == ["file-link", "link", "pipe"]

    @pytest.mark.parametrize(
        "source", ["{root}/../secret", "{root}/out/key", "/etc", "etc", "{root}x", "", "/proc/self/root/etc"]
    )
    async def test_nothing_outside_of_the_roots_is_imported(
        self, client: httpx.AsyncClient, root: Path, tmp_path: Path, bucket: str, source: str
    ) -> None:
        write_files(tmp_path, {"secret/key": b"secret"})
        (root / "out").symlink_to(tmp_path / "secret")

        answer = await client.post(
            f"{ROOT}/tasks", json={"kind": "import", "source": source.format(root=root), "target": "obs://data/"}
        )

        assert answer.status_code == (403 if source else 400)
        assert str(root) in answer.json()["error_msg"] or not source

    async def test_a_directory_swapped_for_a_link_later_is_not_followed(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        root: Path,
        tmp_path: Path,
        bucket: str,
    ) -> None:
        write_files(tmp_path, {"secret/key": b"secret", "shared/set/key": b"open"})
        body = {"kind": "import", "source": f"{root}/set", "target": "obs://data/"}
        task_id = (await client.post(f"{ROOT}/tasks", json=body)).json()["id"]
        await runner.run_due()
        (root / "set").rename(root / "old")
        (root / "set").symlink_to(tmp_path / "secret")

        task = await drive(client, runner, clock, task_id)

        assert task["state"] == "failed"
        assert contents(store) == {}

    async def test_what_is_not_there_is_told_with_the_roots(self, client: httpx.AsyncClient, root: Path, bucket: str) -> None:
        body = {"kind": "import", "source": f"{root}/nothing", "target": "obs://data/"}

        answer = await client.post(f"{ROOT}/tasks", json=body)

        assert answer.status_code == 404
        assert str(root) in answer.json()["error_msg"]

    async def test_needs_its_own_permission(
        self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper, root: Path, bucket: str
    ) -> None:
        gatekeeper.rule = lambda _who, action, _resource, _context: action != "modelarts:storage:import"

        answer = await client.post(f"{ROOT}/tasks", json={"kind": "import", "source": str(root), "target": "obs://data/"})

        assert (answer.status_code, answer.json()["params"]["action"]) == (403, "modelarts:storage:import")

    async def test_odd_names_are_told(self, run: Run, store: FragileStore, root: Path, bucket: str) -> None:
        write_files(root, {"good": b"1"})
        os.close(os.open(os.fsencode(root) + b"/b\xff\xfed", os.O_CREAT))

        task = await run(kind="import", source=str(root), target="obs://data/")

        assert (task["state"], task["done_files"], task["failed_files"]) == ("failed", 1, 1)

    @pytest.mark.parametrize("after", [0, 1, 7])
    async def test_a_crash_loses_and_doubles_nothing(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        root: Path,
        bucket: str,
        after: int,
    ) -> None:
        files = {f"{number // 3}/{number}": secrets.token_bytes(10) for number in range(10)}
        write_files(root, files)
        body = {"kind": "import", "source": str(root), "target": "obs://data/in/"}
        task_id = (await client.post(f"{ROOT}/tasks", json=body)).json()["id"]
        store.fail(after, KilledError())
        for _ in range(3):
            await dies(runner, clock)

        task = await drive(client, runner, clock, task_id)

        assert (task["state"], task["done_files"]) == ("succeeded", 10)
        assert contents(store, "in/") == {f"in/{name}": content for name, content in files.items()}


class TestRequests:
    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"kind": "format", "source": "obs://data/x"},
            {"kind": "extract", "source": "obs://data/x.zip"},
            {"kind": "extract", "source": "obs://data/", "target": "obs://data/"},
            {"kind": "extract", "source": "obs://data/x/", "target": "obs://data/"},
            {"kind": "extract", "source": "data/x", "target": "obs://data/"},
            {"kind": "extract", "source": "obs://data/a/../../b", "target": "obs://data/"},
            {"kind": "delete", "source": "obs://data/\u0000"},
            {"kind": "delete", "source": "obs://DATA/"},
            {"kind": "delete", "source": "x" * 5000},
            {"kind": "delete", "source": 1},
            {"kind": "delete", "source": "obs://data/" + "x" * 1025},
        ],
    )
    async def test_bad_ones_are_refused(
        self, client: httpx.AsyncClient, store: FragileStore, bucket: str, body: object
    ) -> None:
        await put(store, "x.zip", b"")

        answer = await client.post(f"{ROOT}/tasks", json=body)

        assert answer.status_code == 400, answer.text

    async def test_lone_surrogates_are_refused(self, client: httpx.AsyncClient, bucket: str) -> None:
        content = b'{"kind": "delete", "source": "obs://data/\\udfff"}'

        answer = await client.post(f"{ROOT}/tasks", content=content, headers={"content-type": "application/json"})

        assert answer.status_code == 400

    async def test_too_many_are_refused(self, client: httpx.AsyncClient, bucket: str) -> None:
        answers = [await client.post(f"{ROOT}/tasks", json={"kind": "delete", "source": "obs://data/x/"}) for _ in range(6)]

        assert [answer.status_code for answer in answers] == [202] * 5 + [429]

    async def test_lists_are_narrowed_and_paged(self, client: httpx.AsyncClient, run: Run, bucket: str) -> None:
        for number in range(3):
            await run(kind="delete", source=f"obs://data/{number}/")
        await client.post(f"{ROOT}/tasks", json={"kind": "delete", "source": "obs://data/waits/"})

        pages = [(await client.get(f"{ROOT}/tasks", params={"offset": offset, "limit": 2})).json() for offset in (0, 2)]
        waiting = (await client.get(f"{ROOT}/tasks", params={"state": "waiting"})).json()
        wrong = await client.get(f"{ROOT}/tasks", params={"state": "asleep"})

        assert [task["source"] for page in pages for task in page["tasks"]] == [
            *("obs://data/waits/", "obs://data/2/", "obs://data/1/", "obs://data/0/")
        ]
        assert (pages[0]["total_count"], waiting["count"], wrong.status_code) == (4, 1, 400)

    @pytest.mark.parametrize("task_id", ["x", "%00", "0" * 33, "0" * 32])
    async def test_unknown_ones_are_not_found(self, client: httpx.AsyncClient, task_id: str) -> None:
        assert (await client.get(f"{ROOT}/tasks/{task_id}")).status_code in {400, 404}

    async def test_one_that_ended_cannot_be_canceled(self, client: httpx.AsyncClient, run: Run, bucket: str) -> None:
        task = await run(kind="delete", source="obs://data/x/")

        assert (await client.post(f"{ROOT}/tasks/{task['id']}/cancel")).status_code == 409

    async def test_what_happens_is_announced(self, run: Run, context: ObjectsContext, store: FragileStore, bucket: str) -> None:
        await put(store, "x.zip", b"no archive")
        task = await run(kind="extract", source="obs://data/x.zip", target="obs://data/out/")

        async with context.database.read_session() as db:
            rows = (await db.scalars(select(EventRow).where(EventRow.resource_id == task["id"]).order_by(EventRow.id))).all()

        texts = {row.name.rpartition(".")[2]: row.params for row in rows}
        assert set(texts) == {"created", "started", "failed"}
        assert "压缩包" in texts["failed"]["reason_zh"]


class TestGivingUp:
    async def test_a_store_that_never_answers_is_told_in_the_end(
        self,
        *,
        client: httpx.AsyncClient,
        runner: ReconcilerRunner[Any, Any, Any],
        clock: FixedClock,
        store: FragileStore,
        bucket: str,
    ) -> None:
        await put(store, "a/1", b"x")

        async def away(*_: object, **__: object) -> object:
            raise StoreUnavailable(part="storage", problem="gone")

        store.list_page = away  # type: ignore[method-assign, assignment]

        answer = await client.post(f"{ROOT}/tasks", json={"kind": "delete", "source": "obs://data/a/"})
        task = await drive(client, runner, clock, answer.json()["id"], seconds=301)

        assert (task["state"], task["error"]["error_code"]) == ("failed", "Modelyard.2150")


class TestSweep:
    async def test_old_tasks_and_lost_archives_are_forgotten(
        self, client: httpx.AsyncClient, run: Run, context: ObjectsContext, clock: FixedClock, bucket: str
    ) -> None:
        await run(kind="delete", source="obs://data/x/")
        waiting = (await client.post(f"{ROOT}/tasks", json={"kind": "delete", "source": "obs://data/y/"})).json()["id"]
        for name in ("gone", waiting):
            (context.spool / name).mkdir(parents=True)
        clock.advance(100 * 86400)

        await sweep(context).work()

        assert [task["id"] for task in (await client.get(f"{ROOT}/tasks")).json()["tasks"]] == [waiting]
        assert [folder.name for folder in context.spool.iterdir()] == [waiting]


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
