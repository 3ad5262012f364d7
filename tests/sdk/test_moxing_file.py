"""`mox.file` against a running platform."""

import os
from pathlib import Path
from typing import Any

import pytest

import moxing as mox
from moxing.framework.file import file_io

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


def keys(client: Any, bucket: str) -> list[str]:
    return [found["Key"] for found in client.list_objects_v2(Bucket=bucket).get("Contents", [])]


def contents(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with files and folders, one of them empty, and names that need care."""
    root = tmp_path / "tree"
    for name, size in (("a.txt", 10), ("sub/b ü+x&<%41>.bin", 100_000), ("sub/deep/c", 0), (".hidden/[x]*?", 3)):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(size))
    (root / "empty").mkdir()
    return root


class TestReadAndWrite:
    def test_text_and_bytes_come_back(self, url: str) -> None:
        mox.file.write(f"{url}/a", "grüß\r\n")
        mox.file.write(f"{url}/b", b"\x00\xff", binary=True)

        assert mox.file.read(f"{url}/a") == "grüß\r\n"
        assert mox.file.read(f"S3{url[3:]}/b", binary=True) == b"\x00\xff"

    def test_a_missing_file_is_named(self, url: str) -> None:
        with pytest.raises(mox.file.MoxFileNotExistsException, match=r"obs://.*/nothing") as caught:
            mox.file.read(f"{url}/nothing")
        assert isinstance(caught.value, FileNotFoundError)

    def test_a_refusal_tells_the_status(self, url: str) -> None:
        mox.file.set_auth(ak="nobody", sk="nothing")
        with pytest.raises(mox.file.MoxFileRespException, match=r"stat:403 errorCode:InvalidAccessKeyId") as caught:
            mox.file.read(f"{url}/a")
        assert caught.value.resp.status == 403
        assert caught.value.resp.errorCode == "InvalidAccessKeyId"

    def test_appending_makes_and_adds(self, url: str) -> None:
        mox.file.append(f"{url}/log", "one\n")
        mox.file.append(f"{url}/log", "two\n")
        assert mox.file.read(f"{url}/log") == "one\ntwo\n"

    @pytest.mark.parametrize("before", [0, 10, 6 * 2**20])
    @pytest.mark.parametrize("added", [10, 6 * 2**20])
    def test_one_object_is_appended_to_another(self, url: str, before: int, added: int) -> None:
        first, second = os.urandom(before), os.urandom(added)
        mox.file.write(f"{url}/to", first)
        mox.file.write(f"{url}/from", second)
        mox.file.append_remote(f"{url}/from", f"{url}/to")
        assert mox.file.read(f"{url}/to", binary=True) == first + second


class TestCopyParallel:
    def test_a_folder_there_over_and_back(self, url: str, tree: Path, tmp_path: Path) -> None:
        mox.file.copy_parallel(str(tree), f"{url}/x")
        mox.file.copy_parallel(f"{url}/x/", f"{url}/y/z")
        mox.file.copy_parallel(f"{url}/y/z", str(tmp_path / "back"))

        assert contents(tmp_path / "back") == contents(tree)
        assert (tmp_path / "back" / "empty").is_dir()

    def test_a_big_file_goes_in_parts(self, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Any) -> None:
        monkeypatch.setattr(file_io, "_PARTIAL_MAXIMUM_SIZE", 6 * 2**20)
        content = os.urandom(23 * 2**20 + 1)
        (tmp_path / "big").write_bytes(content)

        mox.file.copy_parallel(str(tmp_path / "big"), f"{url}/big")
        mox.file.copy(f"{url}/big", str(tmp_path / "new" / "back"))

        assert (tmp_path / "new" / "back").read_bytes() == content
        assert "-3" in client.head_object(Bucket=url[6:], Key="big")["ETag"]
        assert [file.name for file in (tmp_path / "new").iterdir()] == ["back"]

    def test_a_source_without_files_is_no_error(self, url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        mox.file.copy_parallel(f"{url}/nothing", str(tmp_path / "x"))
        assert "No files to copy" in caplog.text
