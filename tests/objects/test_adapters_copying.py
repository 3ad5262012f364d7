"""Copying in a process of its own, from a real store."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from modelyard.objects.adapters.copying import ProcessCopier
from modelyard.objects.adapters.s3 import S3Endpoint, S3Store, sealed_endpoint
from modelyard.objects.errors.places import FolderOverLimit
from modelyard.objects.errors.store import ObjectNotFound, StoreUnavailable
from modelyard.objects.rules.keys import Location
from objects.weed import running_weed

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Endpoint]:
    with running_weed(tmp_path_factory.mktemp("weed")) as socket:
        yield sealed_endpoint(socket)


@pytest.fixture
async def folder(endpoint: S3Endpoint) -> AsyncIterator[Location]:
    """A folder with two hundred small files below `many/` and a large one."""
    store = S3Store(endpoint)
    name = f"b-{secrets.token_hex(6)}"
    await store.create_bucket(name)
    small = [store.put(name, f"m/many/{number}", b"x" * number, size_bytes=number) for number in range(200)]
    await asyncio.gather(*small)
    await store.put(name, "m/large", b"y" * 3_000_000, size_bytes=3_000_000)
    yield Location(name, "m/")
    await store.close()


def wanted(target: Path) -> list[str]:
    (target / "many").mkdir(parents=True)
    return ["large", *(f"many/{number}" for number in range(200))]


async def test_files_arrive_whole(endpoint: S3Endpoint, folder: Location, tmp_path: Path) -> None:
    await ProcessCopier(endpoint).copy(folder, wanted(tmp_path), tmp_path, most_bytes=10_000_000)

    assert (tmp_path / "large").read_bytes() == b"y" * 3_000_000
    assert [(tmp_path / f"many/{number}").stat().st_size for number in range(200)] == list(range(200))


async def test_what_is_gone_is_named(endpoint: S3Endpoint, folder: Location, tmp_path: Path) -> None:
    with pytest.raises(ObjectNotFound) as refused:
        await ProcessCopier(endpoint).copy(folder, ["nothing"], tmp_path, most_bytes=10)

    assert refused.value.params["key"] == "m/nothing"


async def test_more_bytes_than_there_may_be_end_it(endpoint: S3Endpoint, folder: Location, tmp_path: Path) -> None:
    with pytest.raises(FolderOverLimit):
        await ProcessCopier(endpoint).copy(folder, wanted(tmp_path), tmp_path, most_bytes=1_000_000)


async def test_a_file_that_is_there_is_never_replaced(endpoint: S3Endpoint, folder: Location, tmp_path: Path) -> None:
    (tmp_path / "large").symlink_to("/etc/hostname")

    with pytest.raises(FileExistsError):
        await ProcessCopier(endpoint).copy(folder, ["large"], tmp_path, most_bytes=10_000_000)


async def test_a_store_that_is_away_is_told_so(tmp_path: Path) -> None:
    copier = ProcessCopier(sealed_endpoint(tmp_path / "nobody.sock"))

    with pytest.raises(StoreUnavailable):
        await copier.copy(Location("b", "m/"), ["a"], tmp_path, most_bytes=10)
