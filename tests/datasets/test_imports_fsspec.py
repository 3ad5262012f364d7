"""Imports through fsspec: real FTP and SSH servers, what nobody has allowed, and what must not be told."""

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import paramiko
import pytest
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

from manifest_imports import Importing
from modelyard.core.subject import Subject
from modelyard.datasets.adapters.fsspec_files import FsspecFiles
from modelyard.datasets.errors.stores import DriverMissing, OtherStoreRefused, OtherStoreUnavailable, StoreNotAllowed
from modelyard.datasets.rules.stores import read_address
from modelyard.datasets.service.context import DatasetsContext
from modelyard.datasets.settings import DatasetsSettings, StoresSettings
from modelyard.datasets.testing import run_step, run_tasks
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.server.wiring import open_s3
from pictures import encoded, noise

pytestmark = [pytest.mark.enable_socket]
SECRET = "pa ss:w/örd"
BY = {"user": "reader", "password": SECRET}


@pytest.fixture
def context(context: DatasetsContext) -> DatasetsContext:
    return replace(context, open_s3=open_s3)


@pytest.fixture
async def importing(client: httpx.AsyncClient, context: DatasetsContext, store: MemoryStore, alice: Subject) -> Importing:
    return Importing(client, context, store)


@pytest.fixture
def allow(app: Any, importing: Importing) -> Callable[..., None]:
    def change(*entries: str) -> None:
        settings = DatasetsSettings(stores=StoresSettings(allowed=list(entries)))
        importing.context = app.state.datasets = replace(importing.context, settings=settings)

    return change


class Handler(FTPHandler):  # type: ignore[misc]
    """Refuses one file, as servers do whose files belong to others."""

    def ftp_RETR(self, file: str) -> Any:  # noqa: N802 - the name of the command
        if file.endswith("locked.jpg"):
            self.respond("550 Not yours.")
            return None
        return super().ftp_RETR(file)


@pytest.fixture
def ftp(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    top = tmp_path / "ftp"
    top.mkdir()
    authorizer = DummyAuthorizer()
    authorizer.add_user("reader", SECRET, str(top), perm="elr")
    handler = type("OneHandler", (Handler,), {"authorizer": authorizer})
    server = ThreadedFTPServer(("127.0.0.1", 0), handler)
    logging.getLogger("pyftpdlib").setLevel(logging.ERROR)
    serving = threading.Thread(target=server.serve_forever, kwargs={"timeout": 0.2, "handle_exit": False})
    serving.start()
    yield f"ftp://127.0.0.1:{server.address[1]}", top
    server.close_all()
    serving.join()


def fill(top: Path, count: int) -> None:
    for label in ("oak", "二"):
        (top / "in" / label).mkdir(parents=True)
    for number in range(count):
        label = ("oak", "二")[number % 2]
        (top / "in" / label / f"{number:03} ü#?.png").write_bytes(encoded(noise(20, 20, seed=number)))
    (top / "in/oak/broken.jpg").write_bytes(b"no picture")
    (top / "in/oak/empty.jpg").write_bytes(b"")
    (top / "in/oak/locked.jpg").write_bytes(b"x")
    (top / "elsewhere.jpg").write_bytes(encoded(noise(20, 20)))


class TestFTP:
    async def test_files_come_in_bad_ones_are_told_and_a_killed_import_goes_on(
        self, importing: Importing, allow: Any, ftp: Any
    ) -> None:
        address, top = ftp
        fill(top, 150)
        allow(address)
        await importing.create()
        task_id = await importing.start(f"{address}/in/", import_type="dir", options={"format": "folders"}, credentials=BY)
        for _ in range(2):
            assert await run_step(importing.context)  # killed in the middle of copying
        await run_tasks(importing.context)

        told = await importing.show(task_id)
        assert (told["status"], told["new_sample_count"], told["annotated_sample_count"]) == ("COMPLETED", 150, 150)
        assert told["import_path"] == f"{address}/in/"
        samples = await importing.samples()
        assert samples["001 ü#?.png"] == ["二"]
        answer = await importing.client.get(f"{importing.url}/long-tasks/{task_id}/problems")
        problems = sorted((Path(each["file"]).name, each["code"]) for each in answer.json()["problems"])
        assert problems == [("broken.jpg", "image"), ("empty.jpg", "empty"), ("locked.jpg", "unreadable")]

    async def test_one_large_file_keeps_its_bytes(self, ftp: Any) -> None:
        address, top = ftp
        content = os.urandom(6 * 2**20 + 13)
        (top / "large.bin").write_bytes(content)
        files = opened(f"{address}/large.bin", address)
        try:
            async with files.get("large.bin") as chunks:
                assert b"".join([each async for each in chunks]) == content
            async with files.get("large.bin") as chunks:
                async for _ in chunks:
                    break  # whoever reads goes away
            async with files.get("large.bin") as chunks:
                assert sum([len(each) async for each in chunks]) == len(content)
        finally:
            await files.close()

    async def test_a_wrong_password_ends_the_import_and_is_not_told(
        self, importing: Importing, allow: Any, ftp: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        address, _ = ftp
        allow(address)
        await importing.create()
        with caplog.at_level(logging.DEBUG):
            task_id = await importing.start(
                f"{address}/in/", import_type="dir", credentials={"user": "reader", "password": "not-it-9"}
            )
            await run_tasks(importing.context)
            told = await importing.show(task_id)
        assert (told["status"], told["error_code"]) == ("FAILED", "Modelyard.7434")
        assert "FTP 530" in told["error_msg"]
        assert "not-it-9" not in str(told)
        assert "not-it-9" not in caplog.text

    async def test_a_server_that_is_gone_is_tried_again(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"ftp://127.0.0.1:{free.getsockname()[1]}"
            files = opened(f"{address}/a/", address)
            with pytest.raises(OtherStoreUnavailable):
                await files.page("")
            await files.close()


class TestSSH:
    async def test_files_come_in(self, tmp_path: Path) -> None:
        fill(tmp_path, 5)
        (tmp_path / "in/link.png").symlink_to(tmp_path / "elsewhere.jpg")
        with ssh(tmp_path) as (address, fingerprint):
            files = opened(f"{address}/in/?host_key=SHA256:{fingerprint}", address)
            try:
                page, is_last = await files.page("")
                assert is_last
                assert [each.name for each in page][:2] == ["oak/000 ü#?.png", "oak/002 ü#?.png"]
                assert (len(page), page[0].size_bytes) == (8, (tmp_path / "in/oak/000 ü#?.png").stat().st_size)
                assert [each.name for each in (await files.page("oak/locked.jpg"))[0]] == ["二/001 ü#?.png", "二/003 ü#?.png"]
                async with files.get(page[0].name) as chunks:
                    content = b"".join([each async for each in chunks])
                assert content == (tmp_path / "in" / page[0].name).read_bytes()
                with pytest.raises(OtherStoreRefused, match="no such file"):
                    async with files.get("gone.jpg"):
                        pass
            finally:
                await files.close()

    @pytest.mark.parametrize("query", ["?host_key=SHA256:AAAA", ""])
    async def test_another_key_or_password_is_refused(self, tmp_path: Path, query: str) -> None:
        with ssh(tmp_path) as (address, _):
            files = opened(f"{address}/{query}", address, password=SECRET if query else "wrong")
            with pytest.raises(OtherStoreRefused) as told:
                await files.page("")
            await files.close()
        assert "wrong" not in str(told.value)


class TestWhatIsAllowed:
    @pytest.mark.parametrize(
        ("entries", "path"),
        [
            ((), "ftp://data.example.org/a/"),
            (("ftp://*",), "ftp://127.0.0.1/a/"),
            (("sftp://*",), "sftp://169.254.169.254/a/"),
            (("ftp://127.0.0.1",), "ftp://127.0.0.1:2121/a/"),
            (("ftp://127.0.0.1",), "sftp://127.0.0.1/a/"),
            ((), "hf://datasets/org/name/"),
            (("hf://models",), "hf://datasets/org/name/"),
            (("gs://ours",), "gs://theirs/a/"),
            ((), "github://org/repo/"),
            (("abfs://*",), "abfs://127.0.0.1/container/"),
        ],
    )
    async def test_what_nobody_has_allowed_is_refused(
        self, importing: Importing, allow: Any, entries: tuple[str, ...], path: str
    ) -> None:
        allow(*entries)
        await importing.create()
        assert await importing.start(path, status=403, import_type="dir") == "Modelyard.7430"

    @pytest.mark.parametrize(
        "path",
        [
            "file://host/etc/passwd",
            "local:///etc/passwd",
            "memory://a/b",
            "zip://a::file:///etc/passwd",
            "simplecache::ftp://127.0.0.1/a/",
            "ftp://127.0.0.1/a::file:///etc/",
            "dir::file:///etc",
            "reference://a/b",
            "arrow_hdfs://host/a",
            "git://host/a",
            "filecache://host/a",
            "data://host/a",
        ],
    )
    async def test_what_reads_this_machine_is_not_spoken(self, importing: Importing, allow: Any, path: str) -> None:
        allow("ftp://*", "ftp://127.0.0.1", path.split("::", maxsplit=1)[0], "file://*", "memory://*", "*")
        await importing.create()
        assert await importing.start(path, status=400, import_type="dir") == "Modelyard.7431"

    async def test_the_process_connects_to_nothing_else(self, ftp: Any) -> None:
        """A client that is led elsewhere is told no by the parent: here the name is not of the service."""
        address, _ = ftp
        files = opened(f"{address}/a/", "ftp://127.0.0.1:1")
        with pytest.raises(StoreNotAllowed):
            await files.page("")
        await files.close()

    async def test_a_package_that_is_not_there_is_named(self) -> None:
        files = opened("gs://bucket/a/", "gs://*")
        with pytest.raises(DriverMissing, match="gcsfs"):
            await files.page("")
        await files.close()


def opened(text: str, *allowed: str, password: str = SECRET) -> FsspecFiles:
    address = read_address(text)
    assert address is not None
    return FsspecFiles(address._replace(user="reader", password=password), allowed)


class Login(paramiko.ServerInterface):  # type: ignore[misc]
    def check_auth_password(self, username: str, password: str) -> Any:
        return paramiko.AUTH_SUCCESSFUL if (username, password) == ("reader", SECRET) else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> Any:
        return paramiko.OPEN_SUCCEEDED


class Tree(paramiko.SFTPServerInterface):  # type: ignore[misc]
    top: Path

    def list_folder(self, path: str) -> Any:
        return [paramiko.SFTPAttributes.from_stat(each.lstat(), each.name) for each in (self.top / path.strip("/")).iterdir()]

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat((self.top / path.strip("/")).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        try:
            file = (self.top / path.strip("/")).open("rb")
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        handle = paramiko.SFTPHandle(flags)
        handle.readfile = file
        return handle


@contextlib.contextmanager
def ssh(top: Path) -> Iterator[tuple[str, str]]:
    """Serve a folder to whoever knows the password; yield the address, and the fingerprint of the server's key."""
    key = paramiko.ECDSAKey.generate()
    tree = type("OneTree", (Tree,), {"top": top})
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        transports = list[paramiko.Transport]()

        def serve() -> None:
            with contextlib.suppress(OSError, paramiko.SSHException, EOFError):
                connection, _ = server.accept()
                transports.append(paramiko.Transport(connection))
                transports[0].add_server_key(key)
                transports[0].set_subsystem_handler("sftp", paramiko.SFTPServer, tree)
                transports[0].start_server(server=Login())

        serving = threading.Thread(target=serve)
        serving.start()
        yield f"sftp://127.0.0.1:{server.getsockname()[1]}", key.fingerprint.removeprefix("SHA256:")
        serving.join()
        for each in transports:
            each.close()
