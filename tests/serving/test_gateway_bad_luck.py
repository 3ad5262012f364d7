"""Callers and replicas that nobody wishes for, at the real gateway: the others are answered, and nothing grows without end."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from modelyard.server.testing import ThrowawayPlatform
from serving.gateway_office import Office, code, version
from serving.replicas import Replica, Replicas

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

IDLE = 2000
WITHIN_SECONDS = 120


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with (
        ThrowawayPlatform(tmp_path_factory.mktemp("platform") / "home") as platform,
        Replicas(tmp_path_factory.mktemp("r")) as replicas,
    ):
        office = Office(platform, replicas)
        yield office
        office.close()


@pytest.fixture(scope="module")
def replica(office: Office) -> Replica:
    return office.replicas.start("one")


def memory_of(office: Office) -> int:
    """Return the bytes that the gateway has in memory."""
    return int(psutil.Process(office.platform.part_pids["gateway"]).memory_info().rss)


def opened(office: Office, path: str, *lines: str, small: bool = False) -> socket.socket:
    """Send the head of a request over a connection of its own. small: with little room for the answer."""
    connection = socket.socket()
    if small:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", office.platform.port))
    head = [f"GET {path} HTTP/1.1", "Host: here", f"X-Auth-Token: {office.token}", *lines]
    connection.sendall("\r\n".join([*head, "", ""]).encode())
    return connection


class TestIdleSockets:
    def test_thousands_of_them_keep_nobody_from_asking(self, office: Office, replica: Replica) -> None:
        """Each costs the gateway some kilobytes until an hour of silence has passed."""
        office.publish(office.route("idle", version("a", replica), websocket=True))
        upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13")
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        before = memory_of(office)

        with ExitStack() as stack:
            for _ in range(IDLE):
                connection = stack.enter_context(opened(office, "/v1/infers/idle/socket", *upgrade, key))
                assert connection.recv(64).startswith(b"HTTP/1.1 101")
            answers = {office.call("/v1/infers/idle").status_code for _ in range(50)}
            grown = memory_of(office) - before

        assert answers == {200}
        assert grown < IDLE * 100_000


class TestCallersThatDoNotRead:
    def test_one_is_given_up_after_the_time_of_the_service_and_costs_little(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("deaf", version("a", replica), timeout_seconds=2))
        before = memory_of(office)

        with opened(office, "/v1/infers/deaf/flood?megabytes=500", small=True):
            late = time.monotonic() + WITHIN_SECONDS
            while not (told := office.call("/v1/infers/deaf/flooded").json()).get("is_over"):
                assert time.monotonic() < late, told
                time.sleep(0.2)
            grown = memory_of(office) - before

        assert told["megabytes"] < 100
        assert grown < 64 * 2**20


class TestInstancesThatDieInTheMiddle:
    """A request that an instance had begun may be done twice where second attempts are on, and never where they are off."""

    @pytest.mark.parametrize(("retries", "status", "done_by"), [(2, 200, ["victim", "one"]), (0, 503, ["victim"])])
    def test_what_it_had_begun_is_done_again_only_where_that_is_wanted(
        self, office: Office, replica: Replica, tmp_path: Path, retries: int, status: int, done_by: list[str]
    ) -> None:
        victim, name, file = office.replicas.start("victim"), f"middle-{retries}", tmp_path / "done"
        office.publish(office.route(name, version("a", victim), retries=retries))

        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(office.call, f"/v1/infers/{name}/count?seconds=2&file={file}", content=b"x")
            while not file.exists():
                time.sleep(0.02)
            office.publish(office.route(name, version("a", victim, replica), retries=retries))
            victim.kill()
            answer = asking.result()

        assert answer.status_code == status
        if status != 200:
            assert code(answer) == (503, "ModelArts.4302")
        assert file.read_text(encoding="utf-8").split() == done_by

    def test_what_never_reached_one_goes_to_another_in_any_case(self, office: Office, replica: Replica) -> None:
        victim = office.replicas.start("victim")
        office.publish(office.route("unreached", version("a", replica, victim), retries=0))
        victim.kill()

        assert {office.call("/v1/infers/unreached").status_code for _ in range(20)} == {200}


class TestWhatIsNoRequest:
    @pytest.mark.parametrize(
        "sent",
        [b"\x00\x01\x02\r\n\r\n", b"POST /v1/infers/idle HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"x" * 100_000 + b"\r\n\r\n"],
    )
    def test_it_is_refused_at_the_door(self, office: Office, replica: Replica, sent: bytes) -> None:
        office.publish(office.route("idle", version("a", replica)))

        with socket.create_connection(("127.0.0.1", office.platform.port), timeout=30) as connection:
            connection.sendall(sent)
            answer = connection.recv(4096)

        assert answer.startswith(b"HTTP/1.1 4")
        assert office.call("/v1/infers/idle").status_code == 200
