"""`mox.file` when the store, the network or the names are bad."""

import json
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import moxing as mox
from sdk.faulty_store import FaultyStore

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyStore]:
    """A running store that does no wrong yet."""
    with FaultyStore().running() as running:
        monkeypatch.setenv("S3_ENDPOINT", running.endpoint)
        monkeypatch.setenv("ACCESS_KEY_ID", "access")
        monkeypatch.setenv("SECRET_ACCESS_KEY", "secret")
        mox.file.set_auth(retry=3, retry_wait=0)
        yield running


class TestNames:
    @pytest.mark.parametrize("key", ["data/../../evil", "data//etc/passwd", "data/./x", "data/sub/..", "data/a\0b"])
    def test_nothing_is_written_when_a_name_leads_elsewhere(self, store: FaultyStore, tmp_path: Path, key: str) -> None:
        store.objects.update({"data/good": b"1", key: b"2"})
        with pytest.raises(mox.file.MoxFileUnsafeNameException, match="cannot be copied below"):
            mox.file.copy_parallel("obs://bucket/data", str(tmp_path / "a" / "b"))
        assert list(tmp_path.iterdir()) == []

    def test_a_file_where_a_folder_is_needed_is_refused_before_anything_is_written(
        self, store: FaultyStore, tmp_path: Path
    ) -> None:
        store.objects.update({"data/a": b"1", "data/a/b": b"2"})
        with pytest.raises(mox.file.MoxFileNameDuplicateException, match=r"would be a file where .* needs a folder"):
            mox.file.copy_parallel("obs://bucket/data", str(tmp_path / "x"))
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x"])
    def test_a_file_list_stays_below_the_source(self, store: FaultyStore, tmp_path: Path, name: str) -> None:
        with pytest.raises(mox.file.MoxFileUnsafeNameException):
            mox.file.copy_parallel("obs://bucket/data", str(tmp_path), file_list=[name])

    def test_a_manifest_cannot_write_elsewhere(self, store: FaultyStore, tmp_path: Path) -> None:
        store.objects["m.manifest"] = json.dumps({"source": "s3://bucket/../../x"}).encode()
        with pytest.raises(mox.file.MoxFileUnsafeNameException):
            mox.file.copy_manifest("obs://bucket/m.manifest", str(tmp_path / "in"))

    def test_a_url_without_a_bucket_is_refused(self) -> None:
        with pytest.raises(ValueError, match="names no bucket"):
            mox.file.exists("obs://")


class TestRetries:
    @pytest.mark.parametrize("problem", [(503, ""), (500, "InternalError"), (429, "SlowDown"), (0, "")])
    def test_a_passing_trouble_is_logged_and_tried_again(
        self, store: FaultyStore, problem: tuple[int, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        troubles = [problem, problem]
        store.objects["a"] = b"x"
        store.refuse = lambda method, key, headers: troubles.pop() if troubles else None

        assert mox.file.read("obs://bucket/a") == "x"
        lines = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
        assert lines[0].startswith("Retry=2, Wait=0.0, Timestamp=")
        assert "Request=GET obs://bucket/a" in lines[0]
        assert len(lines) == 2

    def test_a_lasting_trouble_is_raised_with_its_status(self, store: FaultyStore) -> None:
        store.refuse = lambda method, key, headers: (503, "ServiceUnavailable")
        with pytest.raises(mox.file.MoxFileRespException, match=r"stat:503 .* retry:3"):
            mox.file.read("obs://bucket/a")
        assert len(store.requests) == 4

    def test_a_refusal_is_not_tried_again(self, store: FaultyStore) -> None:
        store.refuse = lambda method, key, headers: (403, "AccessDenied")
        with pytest.raises(mox.file.MoxFilePermissionException, match="stat:403 errorCode:AccessDenied"):
            mox.file.write("obs://bucket/a", "x")
        assert len(store.requests) == 1

    def test_a_store_that_is_not_there_is_named(self) -> None:
        mox.file.set_auth(ak="a", sk="b", server="http://127.0.0.1:1", retry=1, retry_wait=0)
        with pytest.raises(ConnectionRefusedError):
            mox.file.read("obs://bucket/a")

    def test_a_connection_that_died_in_the_meantime_costs_no_try(
        self, store: FaultyStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        store.objects["a"] = b"x"
        mox.file.read("obs://bucket/a")
        closes = [(0, "")]
        store.refuse = lambda method, key, headers: closes.pop() if closes else None
        assert mox.file.read("obs://bucket/a") == "x"
        assert "Retry=" not in caplog.text

    def test_one_connection_serves_many_requests(self, store: FaultyStore) -> None:
        for number in range(5):
            mox.file.write(f"obs://bucket/{number}", "x")
            mox.file.exists(f"obs://bucket/{number}")
            mox.file.read(f"obs://bucket/{number}")
        assert len(store.connections) == 1


class TestBrokenContents:
    def test_a_download_goes_on_where_it_broke_off(self, store: FaultyStore, tmp_path: Path) -> None:
        store.objects["big"] = os.urandom(300_000)
        store.cut_after = [100_000, 50_000, 0]
        mox.file.copy("obs://bucket/big", str(tmp_path / "big"))
        assert (tmp_path / "big").read_bytes() == store.objects["big"]

    def test_reading_goes_on_where_it_broke_off(self, store: FaultyStore) -> None:
        store.objects["big"] = os.urandom(600_000)
        store.cut_after = [100_000, 50_000]
        with mox.file.File("obs://bucket/big", "rb") as stream:
            assert stream.read() == store.objects["big"]

    def test_a_listing_that_broke_off_is_asked_for_again(self, store: FaultyStore) -> None:
        store.objects.update({f"data/{number}": b"x" for number in range(10)})
        store.cut_after = [100, 5]
        assert len(mox.file.list_directory("obs://bucket/data")) == 10

    def test_half_a_file_is_never_seen(self, store: FaultyStore, tmp_path: Path) -> None:
        store.objects["big"] = os.urandom(300_000)
        store.cut_after = [100_000] * 10
        (tmp_path / "big").write_bytes(b"before")
        mox.file.set_auth(retry=1)
        with pytest.raises(mox.file.MoxFileReadException, match="broke off"):
            mox.file.copy("obs://bucket/big", str(tmp_path / "big"))
        assert [file.name for file in tmp_path.iterdir()] == ["big"]
        assert (tmp_path / "big").read_bytes() == b"before"

    def test_the_first_failure_ends_a_folder_copy(self, store: FaultyStore, tmp_path: Path) -> None:
        store.objects.update({f"data/{number:03}": b"x" for number in range(500)})
        store.refuse = lambda method, key, headers: (403, "AccessDenied") if key.endswith("/007") else None
        with pytest.raises(mox.file.MoxFilePermissionException, match="data/007"):
            mox.file.copy_parallel("obs://bucket/data", str(tmp_path / "x"), threads=2, is_processing=False)
        assert len(store.requests) < 100

    def test_a_device_is_written_to_and_stays_a_device(self, store: FaultyStore) -> None:
        store.objects["a"] = b"x"
        mox.file.copy("obs://bucket/a", "/dev/null")
        assert not Path("/dev/null").is_file()


class TestRenewedKeys:
    @pytest.fixture
    def keys_file(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: FaultyStore) -> Path:
        """The file that the platform renews in a job, beside the keys of the job's start."""
        file = tmp_path / "credentials.json"
        monkeypatch.setenv("MODELYARD_CREDENTIALS_FILE", str(file))
        monkeypatch.setenv("SECURITY_TOKEN", "of the start")
        monkeypatch.delenv("S3_ENDPOINT")
        write_keys(file, "first", store)
        return file

    def test_the_file_tells_keys_and_endpoint(self, store: FaultyStore, keys_file: Path) -> None:
        seen = []
        store.refuse = lambda method, key, headers: seen.append((signer(headers), headers["x-amz-security-token"]))
        mox.file.write("obs://bucket/a", "x")
        assert seen == [("first", "token of first")]

    def test_new_keys_are_used_from_the_next_request_on(self, store: FaultyStore, keys_file: Path) -> None:
        mox.file.write("obs://bucket/a", "x")
        write_keys(keys_file, "second", store)
        store.refuse = lambda method, key, headers: None if signer(headers) == "second" else (403, "InvalidAccessKeyId")
        mox.file.write("obs://bucket/a", "y")

    def test_a_refused_request_reads_the_file_again(self, store: FaultyStore, keys_file: Path) -> None:
        mox.file.write("obs://bucket/a", "x")

        def refuse(method: str, key: str, headers: object) -> tuple[int, str] | None:
            if signer(headers) == "second":
                return None
            write_keys(keys_file, "second", store)
            return 403, "InvalidAccessKeyId"

        store.refuse = refuse
        mox.file.write("obs://bucket/a", "y")
        assert store.objects["a"] == b"y"

    def test_expired_keys_are_waited_for(self, store: FaultyStore, keys_file: Path) -> None:
        write_keys(keys_file, "old", store, expires_at_ms=1)
        tries = []

        def refuse(method: str, key: str, headers: object) -> tuple[int, str] | None:
            tries.append(1)
            if len(tries) == 3:
                write_keys(keys_file, "new", store)
            return None if signer(headers) == "new" else (403, "InvalidAccessKeyId")

        store.refuse = refuse
        mox.file.write("obs://bucket/a", "y")
        assert store.objects["a"] == b"y"

    def test_lasting_keys_that_the_user_brings_along_count(
        self, store: FaultyStore, keys_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SECURITY_TOKEN")
        store.refuse = lambda method, key, headers: None if signer(headers) == "access" else (403, "AccessDenied")
        mox.file.write("obs://bucket/a", "x")

    def test_a_broken_file_is_named(self, keys_file: Path) -> None:
        keys_file.write_text("{")
        with pytest.raises(mox.file.MoxFileConfigException, match=r"credentials\.json cannot be read"):
            mox.file.write("obs://bucket/a", "x")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
class TestForks:
    def test_a_child_uses_connections_of_its_own(self, store: FaultyStore) -> None:
        mox.file.write("obs://bucket/a", "x")
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if mox.file.read("obs://bucket/a") == "x" else 1
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        assert status == 0
        assert mox.file.read("obs://bucket/a") == "x"
        assert len(store.connections) == 2


def signer(headers: object) -> str:
    return str(headers["authorization"]).partition("Credential=")[2].partition("/")[0]  # type: ignore[index]


def write_keys(file: Path, access: str, store: FaultyStore, *, expires_at_ms: int | None = None) -> None:
    content = {
        "access": access,
        "secret": f"secret of {access}",
        "security_token": f"token of {access}",
        "expires_at_ms": int(time.time() * 1000) + 3_600_000 if expires_at_ms is None else expires_at_ms,
        "endpoint": store.endpoint,
    }
    temporary = file.with_suffix(".new")
    temporary.write_text(json.dumps(content))
    temporary.replace(file)
