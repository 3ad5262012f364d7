"""Browser, tasks and commands against the running platform: the sealed store, the gate, the API and its loops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from modelyard.core.i18n import Language
from modelyard.server.client import PlatformClient, client_of
from modelyard.server.errors import NotRunning, OperationRefused
from modelyard.server.home import Home
from modelyard.server.testing import ThrowawayPlatform
from objects import archives_by_hand as by_hand

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[ThrowawayPlatform]:
    environment = {"MODELYARD_OBJECTS__IMPORT_ROOTS": str(shared), "MODELYARD_OBJECTS__RESERVE_BYTES": "0"}
    with ThrowawayPlatform(tmp_path_factory.mktemp("platform") / "home", environment=environment) as running:
        yield running


@pytest.fixture(scope="module")
def client(platform: ThrowawayPlatform) -> PlatformClient:
    client = client_of(Home(platform.home), Language.EN)
    client.call("POST", "/storage/buckets", {"name": "data"})
    return client


def signed(client: PlatformClient, method: str, key: str, query: dict[str, str] | None = None) -> dict[str, Any]:
    body = {"requests": [{"method": method, "bucket": "data", "key": key, "query": query or {}}]}
    url: dict[str, Any] = client.call("POST", "/storage/signed-urls", body)["urls"][0]
    return url


def send(
    client: PlatformClient, method: str, key: str, content: bytes = b"", query: dict[str, str] | None = None
) -> httpx.Response:
    url = signed(client, method, key, query)
    return httpx.request(method, url["url"], headers=url["headers"], content=content or None)


def upload(client: PlatformClient, key: str, content: bytes) -> None:
    answer = send(client, "PUT", key, content)
    assert answer.status_code == 200, answer.text


def until_ended(client: PlatformClient, task: dict[str, Any]) -> dict[str, Any]:
    late = time.monotonic() + 150
    while task["finished_at"] is None:
        assert time.monotonic() < late, task
        time.sleep(0.1)
        task = client.call("GET", f"/storage/tasks/{task['id']}")
    return task


def keys_below(client: PlatformClient, prefix: str) -> dict[str, int]:
    found: dict[str, int] = {}
    marker: str | None = ""
    while marker is not None:
        query = {"prefix": prefix, "delimiter": "", "marker": marker, "limit": "100"}
        page = client.call("GET", "/storage/buckets/data/objects", query=query)
        found |= {item["key"]: item["size_bytes"] for item in page["objects"]}
        marker = page["next_marker"]
    return found


def command(platform: ThrowawayPlatform, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "modelyard.server", "storage", *arguments, "--home", str(platform.home)]
    return subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)


class TestSignedURLs:
    def test_bytes_go_up_and_down(self, client: PlatformClient) -> None:
        upload(client, "ü/a b+c.txt", b"content")

        assert send(client, "GET", "ü/a b+c.txt").content == b"content"
        named = send(client, "GET", "ü/a b+c.txt", query={"response-content-disposition": 'attachment; filename="x"'})
        assert named.headers["content-disposition"] == 'attachment; filename="x"'
        assert send(client, "HEAD", "ü/a b+c.txt").headers["content-length"] == "7"
        assert send(client, "DELETE", "ü/a b+c.txt").status_code == 204

    def test_an_upload_in_parts_is_joined(self, client: PlatformClient) -> None:
        begun = send(client, "POST", "parts", query={"uploads": ""})
        upload_id = begun.text.split("<UploadId>")[1].split("<")[0]
        one, two = os.urandom(5 * 2**20), b"end"
        etags = [
            send(client, "PUT", "parts", part, {"partNumber": str(number), "uploadId": upload_id}).headers["etag"]
            for number, part in [(1, one), (2, two)]
        ]
        listed = "".join(f"<Part><PartNumber>{n}</PartNumber><ETag>{etag}</ETag></Part>" for n, etag in enumerate(etags, 1))
        body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()

        done = send(client, "POST", "parts", body, {"uploadId": upload_id})

        assert done.status_code == 200, done.text
        assert send(client, "GET", "parts").content == one + two

    def test_a_url_is_good_for_what_it_was_signed_for_alone(self, client: PlatformClient) -> None:
        upload(client, "mine", b"mine")
        url = signed(client, "GET", "mine")["url"]

        assert httpx.get(url).status_code == 200
        assert httpx.put(url, content=b"other").status_code == 403
        assert httpx.get(url.replace("/mine?", "/other?")).status_code == 403
        assert httpx.get(url.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000")).status_code == 403


class TestTasks:
    @pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar.zst"])
    def test_an_archive_is_unpacked_by_the_platform(self, client: PlatformClient, kind: str) -> None:
        files = {"a.txt": b"alpha", "sub/b": os.urandom(6_000_000), "数据/ü c": b"", "sub/deep/d": b"d"}
        pack = by_hand.PACKERS.get(kind)
        packed = pack(by_hand.tar(files, folders=["empty"])) if pack else by_hand.zipped(files, folders=["empty"])
        upload(client, f"in/{kind}", packed)

        started = client.call(
            "POST",
            "/storage/tasks",
            {"kind": "extract", "source": f"obs://data/in/{kind}", "target": f"obs://data/out/{kind}/"},
        )
        task = until_ended(client, started)

        assert (task["state"], task["done_files"], task["error"]) == ("succeeded", 4, None)
        found = keys_below(client, f"out/{kind}/")
        assert {key: size for key, size in found.items() if not key.endswith("/")} == {
            f"out/{kind}/{key}": len(content) for key, content in files.items()
        }
        assert send(client, "GET", f"out/{kind}/sub/b").content == files["sub/b"]

    def test_a_refused_one_leaves_nothing_behind(self, client: PlatformClient) -> None:
        upload(client, "evil.tgz", by_hand.PACKERS["tar.gz"](by_hand.tar_of([by_hand.file("good"), by_hand.file("../evil")])))

        body = {"kind": "extract", "source": "obs://data/evil.tgz", "target": "obs://data/evil/"}
        task = until_ended(client, client.call("POST", "/storage/tasks", body))

        assert task["error"]["error_code"] == "Modelyard.2121"
        assert keys_below(client, "evil/") == {}

    def test_a_folder_is_deleted_and_the_bucket_then_is_empty(self, client: PlatformClient) -> None:
        client.call("POST", "/storage/buckets", {"name": "short-lived"})
        body = {"requests": [{"method": "PUT", "bucket": "short-lived", "key": f"a/{n}/{n}"} for n in range(20)]}
        for url in client.call("POST", "/storage/signed-urls", body)["urls"]:
            assert httpx.put(url["url"], content=b"x").status_code == 200
        client.call("POST", "/storage/buckets/short-lived/folders", {"path": "b/c"})

        task = until_ended(client, client.call("POST", "/storage/tasks", {"kind": "delete", "source": "obs://short-lived/"}))

        assert task["state"] == "succeeded", task
        client.call("DELETE", "/storage/buckets/short-lived")
        assert "short-lived" not in [bucket["name"] for bucket in client.call("GET", "/storage/buckets")["buckets"]]

    def test_the_api_may_be_killed_in_the_middle(
        self, platform: ThrowawayPlatform, client: PlatformClient, shared: Path
    ) -> None:
        source = shared / "many"
        source.mkdir()
        for number in range(1000):
            (source / f"{number:05}").write_bytes(number.to_bytes(4, "little") * 64)
        packed = by_hand.tar({file.name: file.read_bytes() for file in source.iterdir()})
        upload(client, "many.tar", packed)
        tasks = [
            client.call("POST", "/storage/tasks", {"kind": "import", "source": str(source), "target": "obs://data/imported/"}),
            client.call("POST", "/storage/tasks", {"kind": "extract", "source": "obs://data/many.tar", "target": "obs://data/unpacked/"}),
        ]  # fmt: skip

        time.sleep(1)
        os.kill(platform.part_pids["api"], signal.SIGKILL)
        time.sleep(1)
        wait_for_api(client)
        ended = [until_ended(client, task) for task in tasks]

        assert [task["state"] for task in ended] == ["succeeded", "succeeded"]
        assert [task["done_files"] for task in ended] == [1000, 1000]
        for prefix in ("imported/", "unpacked/"):
            found = keys_below(client, prefix)
            assert len(found) == 1000
            assert set(found.values()) == {256}


class TestCommands:
    def test_a_directory_is_imported_and_listed(
        self, platform: ThrowawayPlatform, client: PlatformClient, shared: Path
    ) -> None:
        (shared / "set" / "sub").mkdir(parents=True)
        (shared / "set" / "a").write_bytes(b"alpha")
        (shared / "set" / "sub" / "b").write_bytes(b"beta")

        first = command(platform, "import", str(shared / "set"), "obs://data/cli")
        again = command(platform, "import", str(shared / "set"), "obs://data/cli", "--lang", "en")
        listed = command(platform, "ls", "obs://data/cli/")
        tasks = command(platform, "tasks", "--state", "succeeded")

        assert (first.returncode, again.returncode) == (0, 0), first.stdout + first.stderr
        assert "2 files" in first.stdout
        assert "2 were there already" in again.stdout
        assert "obs://data/cli/a" in listed.stdout
        assert "obs://data/cli/sub/" in listed.stdout
        assert str(shared / "set") in tasks.stdout

    def test_what_is_not_allowed_says_what_is(self, platform: ThrowawayPlatform, client: PlatformClient, shared: Path) -> None:
        refused = command(platform, "import", "/etc", "obs://data/etc")

        assert refused.returncode != 0
        assert str(shared) in refused.stderr

    def test_files_that_fail_are_named(self, platform: ThrowawayPlatform, client: PlatformClient, shared: Path) -> None:
        (shared / "odd").mkdir()
        (shared / "odd" / "good").write_bytes(b"1")
        (shared / "odd" / "taken").write_bytes(b"new")
        upload(client, "odd/taken", b"old")

        done = command(platform, "import", str(shared / "odd"), "obs://data/odd")

        assert done.returncode == 1
        assert "taken: " in done.stdout

    def test_a_folder_is_removed(self, platform: ThrowawayPlatform, client: PlatformClient) -> None:
        upload(client, "rm/a", b"1")

        done = command(platform, "rm", "obs://data/rm/")

        assert (done.returncode, keys_below(client, "rm/")) == (0, {})


def wait_for_api(client: PlatformClient) -> None:
    late = time.monotonic() + 180
    while not answers(client):
        assert time.monotonic() < late
        time.sleep(0.2)


def answers(client: PlatformClient) -> bool:
    try:
        client.call("GET", "/storage/buckets")
    except (NotRunning, OperationRefused):
        return False
    return True
