"""Every object store keeps the same promises: the one in memory and the real one."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.adapters.s3 import S3Store, sealed_endpoint
from modelyard.objects.errors import BucketNotEmpty, BucketNotFound
from modelyard.objects.errors.store import ObjectChanged, ObjectNotFound, StoreUnavailable
from modelyard.objects.ports import ObjectStore
from objects.weed import running_weed

ODD_KEYS = ["a b", "ü/é", "100%/+x", "中文/数据.csv", "q?x=1&y=2", "#1", "a~b", "x'\"<>&y", "tab\tin", "dir/"]


@pytest.fixture(scope="module")
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with running_weed(tmp_path_factory.mktemp("weed")) as socket:
        yield socket


@pytest.fixture(params=["memory", pytest.param("weed", marks=[pytest.mark.platform, pytest.mark.enable_socket])])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[ObjectStore]:
    if request.param == "memory":
        yield MemoryStore()
        return
    real = S3Store(sealed_endpoint(request.getfixturevalue("door")))
    yield real
    await real.close()


@pytest.fixture
async def bucket(store: ObjectStore) -> str:
    name = f"b-{secrets.token_hex(6)}"
    await store.create_bucket(name)
    return name


async def read(store: ObjectStore, bucket: str, key: str, *, offset: int = 0, length: int | None = None) -> bytes:
    async with store.get(bucket, key, offset=offset, length=length) as chunks:
        return b"".join([chunk async for chunk in chunks])


async def in_pieces(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def write(store: ObjectStore, bucket: str, *keys: str) -> None:
    for key in keys:
        await store.put(
            bucket, key, b"" if key.endswith("/") else key.encode(), size_bytes=0 if key.endswith("/") else len(key.encode())
        )


class TestObjects:
    async def test_what_was_written_is_read(self, store: ObjectStore, bucket: str) -> None:
        content = secrets.token_bytes(300_000)

        etag = await store.put(
            bucket, "a/b.bin", in_pieces(content), size_bytes=len(content), content_type="text/x", metadata={"mtime": "1.5"}
        )

        info = await store.head(bucket, "a/b.bin")
        assert etag == hashlib.md5(content).hexdigest()
        assert info is not None
        assert (info.size_bytes, info.etag, info.content_type) == (len(content), etag, "text/x")
        assert info.metadata["mtime"] == "1.5"
        assert await read(store, bucket, "a/b.bin") == content

    @pytest.mark.parametrize("key", ODD_KEYS)
    async def test_odd_keys_come_back_as_they_were(self, store: ObjectStore, bucket: str, key: str) -> None:
        await write(store, bucket, key)

        page = await store.list_page(bucket)
        assert [info.key for info in page.objects] == [key]
        assert await store.head(bucket, key) is not None
        assert await store.delete_many(bucket, [key]) == []
        assert (await store.list_page(bucket)).objects == []

    async def test_a_range_is_read(self, store: ObjectStore, bucket: str) -> None:
        await store.put(bucket, "k", b"0123456789", size_bytes=10)

        assert await read(store, bucket, "k", offset=3) == b"3456789"
        assert await read(store, bucket, "k", offset=3, length=2) == b"34"

    async def test_an_object_that_changed_is_not_read_on(self, store: ObjectStore, bucket: str) -> None:
        etag = await store.put(bucket, "k", b"one", size_bytes=3)
        await store.put(bucket, "k", b"two", size_bytes=3)

        with pytest.raises(ObjectChanged):
            async with store.get(bucket, "k", etag=etag):
                pass

    async def test_an_absent_object_is_told(self, store: ObjectStore, bucket: str) -> None:
        assert await store.head(bucket, "nothing") is None
        with pytest.raises(ObjectNotFound):
            await read(store, bucket, "nothing")
        with pytest.raises(ObjectNotFound):
            await store.copy(bucket, "nothing", bucket, "copy")

    async def test_a_copy_has_the_content(self, store: ObjectStore, bucket: str) -> None:
        await store.put(bucket, "k", b"0123456789", size_bytes=10)

        await store.copy(bucket, "k", bucket, "ü k")

        assert await read(store, bucket, "ü k") == b"0123456789"

    async def test_parts_are_joined_in_order(self, store: ObjectStore, bucket: str) -> None:
        one, two = secrets.token_bytes(5 * 2**20), b"end"
        upload = await store.start_upload(bucket, "big", metadata={"mtime": "2"})

        etags = [await store.put_part(bucket, "big", upload, number, part) for number, part in [(1, one), (2, two)]]
        assert await store.head(bucket, "big") is None
        await store.complete_upload(bucket, "big", upload, etags)

        info = await store.head(bucket, "big")
        assert info is not None
        assert (info.size_bytes, info.metadata["mtime"]) == (len(one) + 3, "2")
        assert await read(store, bucket, "big", offset=len(one) - 2) == one[-2:] + two

    async def test_an_aborted_upload_is_forgotten(self, store: ObjectStore, bucket: str) -> None:
        upload = await store.start_upload(bucket, "big")

        await store.abort_upload(bucket, "big", upload)
        await store.abort_upload(bucket, "big", upload)

        assert await store.head(bucket, "big") is None

    async def test_deleting_what_is_absent_is_fine(self, store: ObjectStore, bucket: str) -> None:
        await write(store, bucket, "a", "b")

        assert await store.delete_many(bucket, ["a", "nothing"]) == []

        assert [info.key for info in (await store.list_page(bucket)).objects] == ["b"]


class TestBuckets:
    async def test_making_and_deleting_can_be_repeated(self, store: ObjectStore, bucket: str) -> None:
        await store.create_bucket(bucket)
        await store.delete_bucket(bucket)
        await store.delete_bucket(bucket)

        with pytest.raises(BucketNotFound):
            await store.list_page(bucket)

    async def test_one_with_objects_is_kept(self, store: ObjectStore, bucket: str) -> None:
        await write(store, bucket, "k")

        with pytest.raises(BucketNotEmpty):
            await store.delete_bucket(bucket)


class TestListing:
    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 1000])
    @pytest.mark.parametrize("delimiter", ["", "/"])
    async def test_walking_visits_each_once_and_in_order(
        self, store: ObjectStore, bucket: str, limit: int, delimiter: str
    ) -> None:
        keys = ["a", "a-b", "a.txt", "b/1", "b/2", "b/c/3", "b/c/4", "b/d/5", "c 1/x", "ü/1", "z"]
        await write(store, bucket, *keys)

        seen: list[str] = []
        marker: str | None = ""
        while marker is not None:
            page = await store.list_page(bucket, delimiter=delimiter, marker=marker, limit=limit)
            assert len(page.objects) + len(page.prefixes) <= limit
            seen += [info.key for info in page.objects] + page.prefixes
            marker = page.next_marker

        wanted = keys if not delimiter else ["a", "a-b", "a.txt", "b/", "c 1/", "ü/", "z"]
        assert sorted(seen) == sorted(wanted)

    @pytest.mark.parametrize("limit", [1, 2, 1000])
    async def test_a_prefix_limits_the_walk(self, store: ObjectStore, bucket: str, limit: int) -> None:
        await write(store, bucket, "b/1", "b/2", "b/c/3", "b/c/4", "b/d/5", "ba", "c")

        seen: list[str] = []
        marker: str | None = ""
        while marker is not None:
            page = await store.list_page(bucket, prefix="b/", delimiter="/", marker=marker, limit=limit)
            seen += [info.key for info in page.objects] + page.prefixes
            marker = page.next_marker

        assert sorted(seen) == ["b/1", "b/2", "b/c/", "b/d/"]

    async def test_folder_marks_are_listed_as_objects(self, store: ObjectStore, bucket: str) -> None:
        await write(store, bucket, "empty/", "full/", "full/x")

        page = await store.list_page(bucket, delimiter="/")
        assert page.prefixes == ["empty/", "full/"]
        inside = await store.list_page(bucket, prefix="empty/", delimiter="/")
        assert [info.key for info in inside.objects] in ([], ["empty/"])


class TestAbsence:
    async def test_a_store_that_does_not_answer_is_told(self, tmp_path: Path) -> None:
        away = S3Store(sealed_endpoint(tmp_path / "nobody.sock"))

        with pytest.raises(StoreUnavailable):
            await away.list_page("bucket")
        await away.close()
