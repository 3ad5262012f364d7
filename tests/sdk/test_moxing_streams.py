"""`mox.file.File` against a running platform, beside `open` on local files."""

import io
import logging
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

import moxing as mox

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


@pytest.fixture(params=["store", "here"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder in the store, and one on this machine: both must behave the same."""
    return request.getfixturevalue("url") if request.param == "store" else str(tmp_path)


class TestModes:
    @pytest.mark.parametrize("spelling", ["{}b", "b{}", "{}"])
    def test_write_read_and_add_in_every_spelling(self, root: str, spelling: str) -> None:
        is_binary = "b" in spelling
        one, two = (b"one\n", b"two\n") if is_binary else ("one\n", "two\n")
        with mox.file.File(f"{root}/f", spelling.format("w")) as stream:
            stream.write(one)
        with mox.file.File(f"{root}/f", spelling.format("a")) as stream:
            stream.write(two)
        with mox.file.File(f"{root}/f", spelling.format("r")) as stream:
            assert stream.readlines() == [one, two]

    @pytest.mark.parametrize("mode", ["r+", "rb+", "br+"])
    def test_changing_in_place(self, root: str, mode: str) -> None:
        mox.file.write(f"{root}/f", "0123456789")
        data = b"xy" if "b" in mode else "xy"
        with mox.file.File(f"{root}/f", mode) as stream:
            stream.seek(3)
            stream.write(data)
            stream.seek(0)
            assert len(stream.read()) == 10
        assert mox.file.read(f"{root}/f") == "012xy56789"

    @pytest.mark.parametrize("mode", ["w+", "bw+"])
    def test_beginning_anew_and_reading_back(self, root: str, mode: str) -> None:
        mox.file.write(f"{root}/f", "0123456789")
        data = b"xy" if "b" in mode else "xy"
        with mox.file.File(f"{root}/f", mode) as stream:
            stream.write(data)
            stream.seek(0)
            assert stream.read() == data
        assert mox.file.read(f"{root}/f") == "xy"

    @pytest.mark.parametrize("mode", ["a+", "ba+"])
    def test_adding_and_reading_back(self, root: str, mode: str) -> None:
        mox.file.write(f"{root}/f", "01")
        data = b"xy" if "b" in mode else "xy"
        with mox.file.File(f"{root}/f", mode) as stream:
            stream.seek(0)
            stream.write(data)
            stream.seek(0)
            assert len(stream.read()) == 4
        assert mox.file.read(f"{root}/f") == "01xy"

    def test_adding_makes_a_missing_file(self, root: str) -> None:
        with mox.file.File(f"{root}/f", "a") as stream:
            stream.write("x")
        assert mox.file.read(f"{root}/f") == "x"

    def test_an_empty_file_is_made(self, root: str) -> None:
        mox.file.File(f"{root}/f", "w").close()
        assert mox.file.read(f"{root}/f") == ""

    @pytest.mark.parametrize("mode", ["r", "r+", "rb"])
    def test_a_missing_file_cannot_be_read(self, root: str, mode: str) -> None:
        with pytest.raises(FileNotFoundError):
            mox.file.File(f"{root}/nothing", mode)
        assert not mox.file.exists(f"{root}/nothing")

    def test_an_existing_file_is_not_made_again(self, root: str) -> None:
        mox.file.write(f"{root}/f", "x")
        with pytest.raises(FileExistsError):
            mox.file.File(f"{root}/f", "x")

    @pytest.mark.parametrize("mode", ["", "z", "rw", "rbb", "b", "rtb", "r++"])
    def test_other_modes_are_refused(self, root: str, mode: str) -> None:
        with pytest.raises(ValueError, match="invalid mode"):
            mox.file.File(f"{root}/f", mode)

    def test_the_wrong_direction_is_refused(self, root: str) -> None:
        mox.file.write(f"{root}/f", "x")
        with mox.file.File(f"{root}/f", "rb") as stream, pytest.raises(OSError, match="File isn't open for writing"):
            stream.write(b"x")
        with mox.file.File(f"{root}/f", "w") as stream, pytest.raises(OSError, match="File isn't open for reading"):
            stream.read()


class TestReading:
    def test_lines(self, root: str) -> None:
        mox.file.write(f"{root}/f", "eins\nzwölf\n\nende")
        with mox.file.File(f"{root}/f", "r") as stream:
            assert stream.readline() == "eins\n"
            assert stream.readline(2) == "zw"
            assert list(stream) == ["ölf\n", "\n", "ende"]
            assert stream.readline() == ""

    def test_positions(self, root: str) -> None:
        content = os.urandom(3 * 2**20)
        mox.file.write(f"{root}/f", content, binary=True)
        with mox.file.File(f"{root}/f", "rb") as stream:
            assert (stream.seekable(), stream.readable(), stream.writable(), stream.size()) == (True, True, False, len(content))
            assert stream.read(10) == content[:10]
            stream.seek(2 * 2**20)
            assert stream.read(5) == content[2 * 2**20 :][:5]
            stream.seek(-3, 2)
            assert (stream.tell(), stream.read()) == (len(content) - 3, content[-3:])
            stream.seek(7)
            stream.seek(5, 1)
            assert stream.read(4) == content[12:16]
            stream.seek(10 * 2**20)
            assert stream.read() == b""
            stream.seek(0)
            assert stream.read() == content

    def test_what_libraries_ask_of_a_file(self, root: str) -> None:
        mox.file.write(f"{root}/f", pickle.dumps({"a": 1}), binary=True)
        with mox.file.File(f"{root}/f", "rb") as stream:
            assert pickle.load(stream) == {"a": 1}
        mox.file.write(f"{root}/t", "a,b\n1,2\n")
        with mox.file.File(f"{root}/t", "rb") as stream, io.TextIOWrapper(stream, "utf-8") as text:  # as pandas does
            assert text.readline() == "a,b\n"

    def test_a_mode_and_a_name(self, root: str) -> None:
        with mox.file.File(f"{root}/f", "bw") as stream:
            assert (stream.mode, stream.name, stream.closed) == ("bw", f"{root}/f", False)
        assert stream.closed


class TestWriting:
    def test_what_was_flushed_is_visible(self, root: str) -> None:
        with mox.file.File(f"{root}/f", "w") as stream:
            stream.write("one")
            stream.flush()
            assert mox.file.read(f"{root}/f") == "one"
            stream.writelines([" two", " three"])
        assert mox.file.read(f"{root}/f") == "one two three"

    def test_a_log_goes_there(self, root: str) -> None:
        logger, stream = logging.getLogger("of its own"), mox.file.File(f"{root}/log", "w")
        handler = logging.StreamHandler(stream)
        logger.addHandler(handler)
        logger.warning("first")
        assert mox.file.read(f"{root}/log") == "first\n"
        logger.removeHandler(handler)
        stream.close()

    def test_more_than_stays_in_memory(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("moxing.framework.file.streams.KEPT_IN_MEMORY_BYTES", 6 * 2**20)
        content = os.urandom(13 * 2**20)
        with mox.file.File(f"{url}/big", "wb") as stream:
            stream.write(content)
            stream.seek(5)
            stream.truncate(len(content) - 1)
        assert mox.file.read(f"{url}/big", binary=True) == content[:-1]

    def test_a_failing_block_leaves_what_was_written_as_open_does(self, root: str) -> None:
        def fail() -> Any:
            raise RuntimeError

        with pytest.raises(RuntimeError), mox.file.File(f"{root}/f", "w") as stream:
            stream.write("half")
            fail()
        assert mox.file.read(f"{root}/f") == "half"


class TestShift:
    def test_ordinary_code_takes_urls_until_it_is_put_back(self, url: str, tmp_path: Path) -> None:
        import glob  # noqa: PLC0415 - as a script would
        import shutil  # noqa: PLC0415

        usual = open
        mox.file.shift("os", "mox")
        mox.file.shift("os", "mox")
        try:
            os.makedirs(f"{url}/a/b", exist_ok=True)  # noqa: PTH103
            with open(f"{url}/a/b/c", "w", encoding="utf-8") as stream:  # noqa: PTH123
                stream.write("text")
            with open(tmp_path / "local", "w", encoding="utf-8") as stream:  # noqa: PTH123
                stream.write("local")
            assert os.listdir(f"{url}/a") == ["b"]  # noqa: PTH208
            assert os.listdir(tmp_path) == ["local"]  # noqa: PTH208
            assert os.path.exists(f"{url}/a")  # noqa: PTH110
            assert os.path.isfile(f"{url}/a/b/c")  # noqa: PTH113
            assert not os.path.isdir(f"{url}/a/b/c")  # noqa: PTH112
            assert os.path.getsize(f"{url}/a/b/c") == os.stat(f"{url}/a/b/c").st_size == 4  # noqa: PTH116, PTH202
            assert glob.glob(f"{url}/a/*/c") == [f"{url}/a/b/c"]  # noqa: PTH207
            assert [names for _, _, names in os.walk(f"{url}/a")] == [[], ["c"]]
            with os.scandir(f"{url}/a/b") as found:
                assert [entry.name for entry in found] == ["c"]
            shutil.copytree(f"{url}/a", tmp_path / "copy")
            assert (tmp_path / "copy" / "b" / "c").read_text() == "text"
            shutil.copyfile(tmp_path / "local", f"{url}/x")
            os.rename(f"{url}/x", f"{url}/y")  # noqa: PTH104
            os.remove(f"{url}/y")  # noqa: PTH107
            with pytest.raises(FileNotFoundError):
                os.remove(f"{url}/y")  # noqa: PTH107
            with pytest.raises(FileExistsError):
                os.makedirs(f"{url}/a")  # noqa: PTH103
            shutil.rmtree(f"{url}/a")
            assert not os.path.exists(f"{url}/a")  # noqa: PTH110
        finally:
            mox.file.shift("mox", "os")
        assert open is usual
        with pytest.raises(FileNotFoundError):
            open(f"{url}/a")  # noqa: PTH123, SIM115

    def test_other_words_are_refused(self) -> None:
        with pytest.raises(ValueError, match=r"use shift\('os', 'mox'\)"):
            mox.file.shift("mox", "tf")
