"""The doors of the sealed store: nobody gets at objects but through the storage port."""

import contextlib
import errno
import http.client
import os
import socket
from pathlib import Path

import psutil
import pytest

from modelyard.server.home import Home
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

NOBODY = 65534


def store_processes(platform: ThrowawayPlatform) -> list[psutil.Process]:
    found = [process for process in platform.processes() if process.name() == "weed"]
    assert found
    return found


def inode(path: str) -> str:
    return str(Path(path).readlink())


class TestNetwork:
    def test_the_store_has_a_network_of_its_own(self, platform: ThrowawayPlatform) -> None:
        for process in store_processes(platform):
            for namespace in ("net", "ipc", "pid", "user", "uts", "mnt"):
                assert inode(f"/proc/{process.pid}/ns/{namespace}") != inode(f"/proc/self/ns/{namespace}"), namespace

    def test_inside_are_ports_that_outside_nobody_can_connect_to(self, platform: ThrowawayPlatform) -> None:
        inside = set()
        for line in Path(f"/proc/{store_processes(platform)[0].pid}/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A":
                inside.add(int(fields[1].partition(":")[2], 16))
        assert inside, "the store listens somewhere"

        # Nor does the machine's own loopback know them: what listens there is in the next test.
        assert not inside & {platform.port, platform.storage_port}

    def test_the_platform_listens_on_its_two_ports_only(self, platform: ThrowawayPlatform) -> None:
        pids = {process.pid for process in platform.processes()}
        found = {
            getattr(connection.laddr, "port", 0)
            for connection in psutil.net_connections("inet")
            if connection.pid in pids and (connection.status == psutil.CONN_LISTEN or connection.type == socket.SOCK_DGRAM)
        }

        assert found == {platform.port, platform.storage_port}

    def test_there_are_no_abstract_sockets(self, platform: ThrowawayPlatform) -> None:
        pids = {process.pid for process in platform.processes()}
        names = [connection.laddr for connection in psutil.net_connections("unix") if connection.pid in pids]

        assert not [name for name in names if str(name).startswith(("@", "\0"))]


class TestSockets:
    @pytest.mark.skipif(os.getuid() != 0, reason="only root can act as another user")
    def test_another_user_cannot_connect_to_any_socket(self, platform: ThrowawayPlatform) -> None:
        home = Home(platform.home)
        sockets = [path for path in home.sockets.rglob("*") if path.is_socket()]
        assert {path.name for path in sockets} >= {"s3.sock", "gate-check.sock", "gate-serve.sock", "gateway-admin.sock"}

        assert _connects_as_nobody([str(path) for path in sockets]) == []

    def test_what_the_store_keeps_is_for_our_user_alone(self, platform: ThrowawayPlatform) -> None:
        home = Home(platform.home)
        for directory in (home.path, home.storage, home.storage_socket.parent, home.sockets):
            assert directory.stat().st_mode & 0o077 == 0, directory

    def test_the_store_sees_nothing_of_the_machine_but_its_own(self, platform: ThrowawayPlatform) -> None:
        root = Path(f"/proc/{store_processes(platform)[0].pid}/root")

        assert not (root / "etc").exists()
        assert not (root / str(Home(platform.home).master_key_file).lstrip("/")).exists()


def _connects_as_nobody(paths: list[str]) -> list[str]:
    """Return the sockets that a process of another user can connect to."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        for path in paths:
            if socket.socket(socket.AF_UNIX).connect_ex(path) != errno.EACCES:
                os.write(writing, path.encode() + b"\n")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        found = stream.read().split()
    os.waitpid(child, 0)
    return found


class TestStoragePort:
    @pytest.mark.parametrize(
        "target", ["/", "/stats", "/config_dump", "/clusters", "/dir/status", "/dir/assign", "/buckets/", "/metrics", "/ui/"]
    )
    def test_pages_of_the_inner_servers_do_not_answer_there(self, platform: ThrowawayPlatform, target: str) -> None:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", platform.storage_port, timeout=10)) as connection:
            connection.request("GET", target)
            answer = connection.getresponse()

            assert answer.status == 403
            assert b"<Code>AccessDenied</Code>" in answer.read()
