"""`mox.file` against a running platform."""

import json
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
        monkeypatch.setattr(file_io, "_LARGE_FILE_PART_SIZE", 10 * 2**20)
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

    def test_only_the_files_of_a_list_are_copied(self, url: str, tree: Path, tmp_path: Path) -> None:
        mox.file.copy_parallel(str(tree), f"{url}/x", file_list=["a.txt", "sub/deep/c"], threads=0)
        assert mox.file.list_directory(f"{url}/x", recursive=True) == ["a.txt", "sub", "sub/deep", "sub/deep/c"]
        mox.file.copy_parallel(f"{url}/x", str(tmp_path / "y"), file_list=["sub/deep/c"], is_processing=False)
        assert list(contents(tmp_path / "y")) == ["sub/deep/c"]

    def test_existing_files_are_replaced_and_others_stay(self, url: str, tree: Path, tmp_path: Path) -> None:
        (tmp_path / "to").mkdir()
        (tmp_path / "to" / "a.txt").write_text("older")
        (tmp_path / "to" / "other").write_text("stays")
        mox.file.copy_parallel(str(tree), f"{url}/x")
        mox.file.copy_parallel(f"{url}/x", str(tmp_path / "to") + "/")
        assert contents(tmp_path / "to") == {**contents(tree), "other": b"stays"}

    def test_a_missing_bucket_is_an_error(self, bucket: str, tmp_path: Path) -> None:
        with pytest.raises(mox.file.MoxFileRespException, match="stat:404 errorCode:NoSuchBucket"):
            mox.file.copy_parallel("obs://there-is-no-such-bucket/x", str(tmp_path))

    def test_links_are_followed_and_endless_ones_left_out(self, url: str, tree: Path, tmp_path: Path) -> None:
        (tree / "link").symlink_to(tree / "a.txt")
        (tree / "sub" / "up").symlink_to(tree)
        os.mkfifo(tree / "pipe")
        mox.file.copy_parallel(str(tree), f"{url}/x")
        mox.file.copy_parallel(f"{url}/x", str(tmp_path / "back"))
        back = contents(tmp_path / "back")
        assert back["link"] == back["a.txt"]
        assert "pipe" not in back
        assert "sub/up/a.txt" not in back

    def test_local_folders_are_copied_too(self, tree: Path, tmp_path: Path) -> None:
        mox.file.copy_parallel(tree, tmp_path / "back")
        assert contents(tmp_path / "back") == contents(tree)


class TestCopy:
    def test_all_four_directions(self, url: str, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"content")
        mox.file.copy(str(tmp_path / "a"), f"{url}/a")
        mox.file.copy(f"{url}/a", f"{url}/sub/b ü+")
        mox.file.copy(f"{url}/sub/b ü+", str(tmp_path / "new" / "b"))
        mox.file.copy(str(tmp_path / "new" / "b"), str(tmp_path / "c"))
        assert (tmp_path / "c").read_bytes() == b"content"

    def test_a_target_that_is_a_folder_gets_the_file_under_its_name(self, url: str, tmp_path: Path) -> None:
        mox.file.write(f"{url}/sub/a", "x")
        mox.file.copy(f"{url}/sub/a", str(tmp_path))
        mox.file.copy(str(tmp_path / "a"), f"{url}/other/")
        assert mox.file.read(f"{url}/other/a") == "x"

    def test_a_folder_is_refused(self, url: str, tmp_path: Path) -> None:
        mox.file.write(f"{url}/sub/a", "x")
        for source in (f"{url}/sub", f"{url}/sub/", str(tmp_path)):
            with pytest.raises(IsADirectoryError, match="use copy_parallel"):
                mox.file.copy(source, str(tmp_path / "x"))

    def test_a_missing_source_is_named(self, url: str, tmp_path: Path) -> None:
        for source in (f"{url}/nothing", str(tmp_path / "nothing")):
            with pytest.raises(FileNotFoundError, match="nothing"):
                mox.file.copy(source, str(tmp_path / "x"))

    def test_a_copy_onto_itself_changes_nothing(self, url: str, tmp_path: Path) -> None:
        mox.file.write(f"{url}/a", "x")
        mox.file.copy(f"{url}/a", f"{url}/a")
        mox.file.write(tmp_path / "a", "y")
        mox.file.copy(tmp_path / "a", tmp_path / "a")
        assert (mox.file.read(f"{url}/a"), mox.file.read(tmp_path / "a")) == ("x", "y")


class TestLooking:
    def test_files_and_folders_are_told_apart(self, url: str) -> None:
        mox.file.write(f"{url}/a/b/c", "12345")
        mox.file.make_dirs(f"{url}/empty")

        assert all(mox.file.exists(url + name) for name in ("", "/", "/a", "/a/b/c", "/empty", "/a/b/"))
        assert not any(mox.file.exists(url + name) for name in ("/nothing", "/a/b/c/", "/a/b/cc"))
        assert all(mox.file.is_directory(url + name) for name in ("", "/a", "/empty"))
        assert not any(mox.file.is_directory(url + name) for name in ("/a/b/c", "/nothing"))
        assert not mox.file.exists("obs://there-is-no-such-bucket")
        assert not mox.file.exists("obs://there-is-no-such-bucket/a")

    def test_sizes(self, url: str, tmp_path: Path) -> None:
        for root in (url, str(tmp_path)):
            mox.file.make_dirs(f"{root}/a/b")
            mox.file.write(f"{root}/a/b/c", "12345")
            mox.file.write(f"{root}/a/d", "12")
            assert mox.file.get_size(f"{root}/a/d") == 2
            assert mox.file.get_size(f"{root}/a") == 0
            assert mox.file.get_size(f"{root}/a", recursive=True) == 7
            with pytest.raises(FileNotFoundError):
                mox.file.get_size(f"{root}/nothing")

    def test_stat(self, url: str, tmp_path: Path) -> None:
        for root in (url, str(tmp_path)):
            mox.file.make_dirs(f"{root}/a")
            mox.file.write(f"{root}/a/b", "12345")
            found = mox.file.stat(f"{root}/a/b")
            assert (found.length, found.is_directory, found.st_size) == (5, False, 5)
            assert found.mtime_nsec > 1_600_000_000 * 10**9
            assert mox.file.stat(f"{root}/a").is_directory
            with pytest.raises(mox.file.MoxFileNotExistsException):
                mox.file.stat(f"{root}/nothing")

    def test_a_folder_is_listed_in_every_way(self, url: str, tmp_path: Path) -> None:
        for root in (url, str(tmp_path)):
            mox.file.make_dirs(f"{root}/a/b")
            mox.file.write(f"{root}/a/b/c", "1")
            mox.file.write(f"{root}/a/d", "1")
            listing = mox.file.list_directory
            assert listing(f"{root}/a") == ["b", "d"]
            assert listing(f"{root}/a/", remove_sep=False) == ["b/", "d"]
            assert listing(f"{root}/a", recursive=True) == ["b", "b/c", "d"]
            assert listing(f"{root}/a", recursive=True, skip_dir=True) == ["b/c", "d"]
            assert listing(f"{root}/a", recursive=True, skip_file=True) == ["b"]
            with pytest.raises(FileNotFoundError):
                listing(f"{root}/nothing")
            with pytest.raises(NotADirectoryError):
                listing(f"{root}/a/d")

    def test_many_files_are_listed_over_many_pages(self, url: str, tmp_path: Path) -> None:
        mox.file.set_auth(list_max_keys=7)
        names = [f"{number:02}" for number in range(30)]
        for name in names:
            mox.file.write(f"{url}/x/{name}/file", name)
        assert mox.file.list_directory(f"{url}/x") == names
        assert len(mox.file.list_directory(f"{url}/x", recursive=True)) == 60

    def test_scan_dir_gives_entries(self, url: str) -> None:
        mox.file.write(f"{url}/a/b/c", "1")
        mox.file.write(f"{url}/a/d", "123")
        with mox.file.scan_dir(f"{url}/a") as found:
            entries = {entry.name: entry for entry in found}
        assert (entries["b"].is_dir(), entries["d"].is_file(), entries["d"].is_symlink()) == (True, True, False)
        assert entries["d"].stat().length == 3
        assert os.fspath(entries["d"]) == f"{url}/a/d"

    def test_walk_leaves_out_what_is_taken_out(self, url: str) -> None:
        for name in ("a/b/c", "a/d", "a/x/y"):
            mox.file.write(f"{url}/{name}", "1")
        seen = []
        for root, folders, files in mox.file.walk(f"{url}/a"):
            seen.append((root, list(folders), files))
            folders[:] = [name for name in folders if name != "x"]
        assert seen == [(f"{url}/a", ["b", "x"], ["d"]), (f"{url}/a/b", [], ["c"])]


class TestFolders:
    def test_make_dirs_makes_the_chain_and_may_be_repeated(self, url: str, bucket: str, client: Any) -> None:
        mox.file.make_dirs(f"{url}/a/b")
        mox.file.make_dirs(f"{url}/a/b/")
        assert keys(client, bucket) == ["a/", "a/b/"]
        assert mox.file.list_directory(f"{url}/a/b") == []

    def test_mk_dir_needs_the_folder_above(self, url: str, tmp_path: Path) -> None:
        for root in (url, str(tmp_path)):
            with pytest.raises(OSError, match=r"No such file|does not exist"):
                mox.file.mk_dir(f"{root}/a/b")
            mox.file.mk_dir(f"{root}/a")
            mox.file.mk_dir(f"{root}/a/b")
            assert mox.file.is_directory(f"{root}/a/b")

    def test_a_missing_bucket_is_not_made(self, bucket: str) -> None:
        with pytest.raises(FileNotFoundError, match="no such bucket"):
            mox.file.make_dirs("obs://there-is-no-such-bucket/a")

    def test_a_file_is_no_folder(self, url: str) -> None:
        mox.file.write(f"{url}/a", "x")
        with pytest.raises(FileExistsError):
            mox.file.make_dirs(f"{url}/a")


class TestRemove:
    @pytest.fixture(autouse=True)
    def some_files(self, url: str) -> None:
        for name in ("file", "dir/a", "dir/sub/b", "dir-2/c"):
            mox.file.write(f"{url}/{name}", "x")

    @pytest.mark.parametrize(
        ("name", "recursive", "left"),
        [
            ("file", False, ["dir-2/c", "dir/a", "dir/sub/b"]),
            ("file", True, ["dir-2/c", "dir/a", "dir/sub/b"]),
            ("dir", True, ["dir-2/c", "file"]),
            ("dir/", True, ["dir-2/c", "file"]),
            ("file/", False, ["dir-2/c", "dir/a", "dir/sub/b", "file"]),
            ("dir", False, ["dir-2/c", "dir/a", "dir/sub/b", "file"]),
            ("dir/", False, ["dir-2/c", "dir/a", "dir/sub/b", "file"]),
            ("nothing", False, ["dir-2/c", "dir/a", "dir/sub/b", "file"]),
        ],
    )
    def test_what_is_left(self, url: str, name: str, recursive: bool, left: list[str]) -> None:
        mox.file.remove(f"{url}/{name}", recursive=recursive)
        assert sorted(mox.file.list_directory(url, recursive=True, skip_dir=True)) == left

    def test_more_files_than_one_request_may_name(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("moxing.framework.file.store.MOST_DELETED_AT_ONCE", 2)
        mox.file.make_dirs(f"{url}/dir/empty")
        for number in range(5):
            mox.file.write(f"{url}/dir/<&>{number}", "x")
        mox.file.remove(f"{url}/dir", recursive=True)
        assert not mox.file.exists(f"{url}/dir")

    def test_local_files_and_folders(self, tmp_path: Path) -> None:
        (tmp_path / "dir" / "sub").mkdir(parents=True)
        mox.file.write(tmp_path / "dir" / "file", "x")
        mox.file.remove(tmp_path / "dir" / "file")
        mox.file.remove(tmp_path / "dir", recursive=True)
        assert list(tmp_path.iterdir()) == []


class TestRename:
    def test_a_file(self, url: str) -> None:
        mox.file.write(f"{url}/a", "x")
        mox.file.rename(f"{url}/a", f"{url}/b/c")
        assert mox.file.list_directory(url, recursive=True) == ["b", "b/c"]

    def test_a_folder_there_and_back(self, url: str, tree: Path, tmp_path: Path) -> None:
        before = contents(tree)
        mox.file.rename(str(tree), f"{url}/x")
        assert not tree.exists()
        mox.file.rename(f"{url}/x", f"{url}/y")
        assert not mox.file.exists(f"{url}/x")
        mox.file.rename(f"{url}/y", str(tmp_path / "back"))
        assert contents(tmp_path / "back") == before
        assert not mox.file.exists(f"{url}/y")

    def test_nothing_is_lost_when_source_and_target_are_one(self, url: str) -> None:
        mox.file.write(f"{url}/a/b", "x")
        mox.file.rename(f"{url}/a", f"{url}/a/")
        mox.file.rename(f"{url}/a/b", f"{url}/a/b")
        with pytest.raises(OSError, match="into itself"):
            mox.file.rename(f"{url}/a", f"{url}/a/c")
        assert mox.file.read(f"{url}/a/b") == "x"

    def test_a_missing_source_is_named(self, url: str) -> None:
        with pytest.raises(mox.file.MoxFileNotExistsException):
            mox.file.rename(f"{url}/nothing", f"{url}/b")


class TestManifest:
    def test_the_files_that_it_names_come_along(self, url: str, tmp_path: Path) -> None:
        mox.file.write(f"{url}/data/1.jpg", "one")
        mox.file.write(f"{url}/data/1.xml", "<x/>")
        sample = {
            "source": f"s3{url[3:]}/data/1.jpg",
            "annotation": [{"annotation-loc": f"{url}/data/1.xml"}],
            "usage": "TRAIN",
        }
        mox.file.write(f"{url}/data/v1.manifest", json.dumps(sample) + "\n" + json.dumps({"source": "content://text"}) + "\n")

        path, _ = mox.file.copy_manifest(f"{url}/data/v1.manifest", str(tmp_path / "in"))

        first, second = [json.loads(line) for line in Path(path).read_text().splitlines()]
        assert Path(first["source"]).read_text() == "one"
        assert Path(first["annotation"][0]["annotation-loc"]).read_text() == "<x/>"
        assert (first["usage"], second["source"]) == ("TRAIN", "content://text")

    def test_the_result_is_also_a_path(self, url: str, tmp_path: Path) -> None:
        mox.file.write(f"{url}/m", "")
        assert Path(mox.file.copy_manifest(f"{url}/m", str(tmp_path))).read_text() == ""
