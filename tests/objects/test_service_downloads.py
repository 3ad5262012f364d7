"""Folders of buckets as directories, and places that others are about to use."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from modelyard.core.errors import Forbidden
from modelyard.core.subject import Subject
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.errors import BucketNotFound
from modelyard.objects.errors.places import FolderOverLimit, NameNotForFiles, PlaceNotFound
from modelyard.objects.errors.store import ObjectNotFound
from modelyard.objects.errors.tasks import LocationInvalid
from modelyard.objects.rules.folders import BadName, Entry, OverLimit, Plan, folders_of
from modelyard.objects.rules.keys import Location
from modelyard.objects.service import browser, downloads, places
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.testing import RuleGatekeeper
from modelyard.objects.types import CopyLimits

LIMITS = CopyLimits(entries=6, bytes=1000, depth=3)
CODE = Location("data", "code/")


@pytest.fixture
async def store(context: ObjectsContext, alice: Subject) -> MemoryStore:
    """A store with `code/a.py` and `code/lib/b.py` in Alice's bucket `data`."""
    await browser.create_bucket(context, alice, "data")
    assert isinstance(context.store, MemoryStore)
    await put(context.store, "code/a.py", b"A = 1\n")
    await put(context.store, "code/lib/b.py", b"B = 2\n")
    return context.store


async def put(store: MemoryStore, key: str, content: bytes = b"x") -> None:
    await store.put("data", key, content, size_bytes=len(content))


class TestCopyToDirectory:
    async def test_files_and_folders_arrive(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, tmp_path: Path
    ) -> None:
        await put(store, "code/empty/", b"")
        await put(store, "codex/other.py")
        target = tmp_path / "deep" / "target"

        contents = await downloads.copy_to_directory(context, alice, Location("data", "code"), target, LIMITS)

        assert {str(path.relative_to(target)) for path in target.rglob("*")} == {"a.py", "lib", "lib/b.py", "empty"}
        assert (target / "lib/b.py").read_bytes() == b"B = 2\n"
        assert contents.files == {"a.py": 6, "lib/b.py": 6}
        assert contents.bytes == 12

    async def test_many_files_are_copied_at_once(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, tmp_path: Path
    ) -> None:
        for number in range(100):
            await put(store, f"many/{number}", str(number).encode())

        await downloads.copy_to_directory(context, alice, Location("data", "many/"), tmp_path / "t", CopyLimits())

        assert sorted(int(path.read_text()) for path in (tmp_path / "t").iterdir()) == list(range(100))

    async def test_a_large_file_arrives_whole(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, tmp_path: Path
    ) -> None:
        content = bytes(range(256)) * 8192
        await put(store, "big/file", content)

        await downloads.copy_to_directory(context, alice, Location("data", "big/"), tmp_path / "t", CopyLimits())

        assert (tmp_path / "t" / "file").read_bytes() == content

    async def test_a_directory_that_is_there_is_left_alone(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, tmp_path: Path
    ) -> None:
        with pytest.raises(FileExistsError):
            await downloads.copy_to_directory(context, alice, CODE, tmp_path, LIMITS)

    async def test_what_grows_while_it_is_copied_is_stopped(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        @asynccontextmanager
        async def endless(*_args: Any, **_options: Any) -> AsyncIterator[AsyncIterator[bytes]]:
            async def chunks() -> AsyncIterator[bytes]:
                while True:
                    await asyncio.sleep(0)
                    yield b"x" * 300

            yield chunks()

        monkeypatch.setattr(store, "get", endless)

        with pytest.raises(FolderOverLimit):
            await downloads.copy_to_directory(context, alice, CODE, tmp_path / "t", LIMITS)

    async def test_an_object_that_is_gone_ends_it(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listing = store.list_page

        async def then_delete(*args: Any, **options: Any) -> Any:
            page = await listing(*args, **options)
            await store.delete_many("data", ["code/a.py"])
            return page

        monkeypatch.setattr(store, "list_page", then_delete)

        with pytest.raises(ObjectNotFound):
            await downloads.copy_to_directory(context, alice, CODE, tmp_path / "t", LIMITS)


class TestListContents:
    @pytest.mark.parametrize(
        ("keys", "what"),
        [
            ([f"code/{number}" for number in range(6)], "files and folders"),
            (["code/1/2/3/4"], "levels"),
        ],
    )
    async def test_limits(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, keys: list[str], what: str
    ) -> None:
        for key in keys:
            await put(store, key)

        with pytest.raises(FolderOverLimit) as refused:
            await downloads.list_contents(context, alice, CODE, LIMITS, field="code")

        assert (refused.value.params["what"], refused.value.params["field"]) == (what, "code")

    async def test_bytes_have_one_too(self, context: ObjectsContext, alice: Subject, store: MemoryStore) -> None:
        await put(store, "code/big", b"x" * 1000)

        with pytest.raises(FolderOverLimit):
            await downloads.list_contents(context, alice, CODE, LIMITS)

    async def test_a_name_that_is_a_file_and_a_folder(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore
    ) -> None:
        await put(store, "code/lib")

        with pytest.raises(NameNotForFiles):
            await downloads.list_contents(context, alice, CODE, LIMITS)

    async def test_nothing_there(self, context: ObjectsContext, alice: Subject, store: MemoryStore) -> None:
        with pytest.raises(PlaceNotFound):
            await downloads.list_contents(context, alice, Location("data", "nothing/"), LIMITS)

    async def test_more_than_a_page(self, context: ObjectsContext, alice: Subject, store: MemoryStore) -> None:
        for number in range(1500):
            await put(store, f"pages/{number}")

        found = await downloads.list_contents(context, alice, Location("data", "pages/"), CopyLimits(entries=2000))

        assert len(found.files) == 1500

    async def test_one_object_that_may_not_be_read_is_enough(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, gatekeeper: RuleGatekeeper
    ) -> None:
        gatekeeper.rule = lambda _who, _action, resource, _context: not resource.endswith("b.py")

        with pytest.raises(Forbidden):
            await downloads.list_contents(context, alice, CODE, LIMITS)

    async def test_another_account_finds_no_bucket(self, context: ObjectsContext, mallory: Subject, store: MemoryStore) -> None:
        with pytest.raises(BucketNotFound):
            await downloads.list_contents(context, mallory, CODE, LIMITS)


class TestPlaces:
    async def test_objects_and_folders_can_be_read(self, context: ObjectsContext, alice: Subject, store: MemoryStore) -> None:
        one = await places.require_readable(context, alice, Location("data", "code/a.py"))
        folder = await places.require_readable(context, alice, Location("data", "code"))
        whole = await places.require_readable(context, alice, Location("data", ""))

        assert (one.is_folder, folder.is_folder, str(folder), str(whole)) == (False, True, "obs://data/code/", "obs://data/")
        with pytest.raises(PlaceNotFound):
            await places.require_readable(context, alice, Location("data", "nothing"))

    async def test_writing_needs_a_bucket_and_a_right(
        self, context: ObjectsContext, alice: Subject, store: MemoryStore, gatekeeper: RuleGatekeeper
    ) -> None:
        assert str(await places.require_writable(context, alice, Location("data", "new/out"))) == "obs://data/new/out/"
        gatekeeper.rule = lambda _who, action, _resource, _context: action != "obs:object:PutObject"
        with pytest.raises(Forbidden):
            await places.require_writable(context, alice, Location("data", "out"))
        with pytest.raises(BucketNotFound):
            await places.require_writable(context, alice, Location("nothing-here", "out"))

    @pytest.mark.parametrize("text", ["obs://data/a/b", "s3://data/a/b", "obs:/data/a/b", "/data/a/b"])
    def test_one_spelling(self, text: str) -> None:
        assert places.spell(text) == "obs://data/a/b"
        assert places.spell(text, folder=True) == "obs://data/a/b/"
        assert places.read_place(text, field="x") == Location("data", "a/b")

    @pytest.mark.parametrize("text", ["", "data/a", "obs://", "obs://data/../x", "//data/x", "obs:data/x", "http://data/x"])
    def test_what_is_no_place(self, text: str) -> None:
        assert places.spell(text) is None
        with pytest.raises(LocationInvalid):
            places.read_place(text, field="x")


class TestRulesOfFolders:
    def test_folders_are_found_outermost_first(self) -> None:
        assert folders_of("a/b/c") == ["a", "a/b"]
        assert folders_of("a/b/") == ["a", "a/b"]
        assert folders_of("a") == []

    @pytest.mark.parametrize("path", ["../x", "a//b", "a/./b", "x" * 256, "é" * 128 + "/x", "a\x00", ""])
    def test_odd_names(self, path: str) -> None:
        assert isinstance(Plan(CopyLimits()).add([Entry(path)]), BadName)

    def test_good_names(self) -> None:
        plan = Plan(CopyLimits())

        assert plan.add([Entry("a/b.py", 3), Entry("a/"), Entry("$(id); .py", 1)]) is None
        assert plan.collision() is None
        assert (plan.count, plan.bytes) == (3, 4)

    def test_limits(self) -> None:
        assert isinstance(Plan(CopyLimits(entries=1)).add([Entry("a"), Entry("b")]), OverLimit)
        assert isinstance(Plan(CopyLimits(bytes=1)).add([Entry("a", 2)]), OverLimit)
        assert isinstance(Plan(CopyLimits(depth=1)).add([Entry("a/b")]), OverLimit)
        plan = Plan(CopyLimits())
        plan.add([Entry("a"), Entry("a/b")])
        assert plan.collision() == BadName("a", "is that of a folder, too")
