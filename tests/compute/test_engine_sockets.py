"""Sockets of tasks: where they are, who can reach them, and when a task counts as ready."""

import asyncio
import contextlib
import http.client
import http.server
import json
import os
import signal
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.adapters.local import StorageAccess
from modelyard.compute.ports import Credentials, Observation
from modelyard.compute.supervisor import records
from modelyard.compute.supervisor.processes import below
from modelyard.compute.types import EndedBy, HealthCheck, Resources, Step, TaskRef, TaskState

GIB = 2**30
# Answers on the socket of its first argument with the status that the file `status` in its home holds.
SERVER = """
import os, socket, sys
def listen(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    return server
path = sys.argv[1]
server = listen(path)
print('listening', path)
while True:
    client, _ = server.accept()
    asked = client.recv(4096)
    status = open('/home/ma-user/status').read() if os.path.exists('/home/ma-user/status') else '200'
    client.sendall(b'HTTP/1.0 ' + status.encode() + b' x\\r\\n\\r\\nhello')
    client.close()
"""
SERVE = ("python", "-c", SERVER, "{socket:http}")
ASK = HealthCheck(socket="http", every_seconds=0.1, failures=2)


def is_ready(seen: Observation) -> bool:
    return any(step.step is Step.READY for step in seen.steps)


def ask(path: str) -> bytes:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(path)
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        with client.makefile("rb") as stream:
            return stream.read()


async def stop(house: EngineHouse, ref: TaskRef) -> None:
    await house.engine.stop(ref, grace_seconds=0, ended_by="user")
    await house.end_of(ref)


class TestReaching:
    async def test_the_platform_finds_the_socket_of_a_task_and_it_answers(self, house: EngineHouse) -> None:
        ref = await house.start(*SERVE, sockets=("http", "admin"), env={"AT": "{socket:http} {socket:other}"})
        seen = await house.wait(ref, lambda seen: "http" in seen.sockets)

        assert set(seen.sockets) == {"http"}  # the other one was not made
        assert len(os.fsencode(seen.sockets["http"])) <= 100
        assert ask(seen.sockets["http"]).endswith(b"hello")
        assert "listening /run/modelyard/http" in await house.log_of(ref)
        assert not is_ready(seen)
        await stop(house, ref)

    async def test_nobody_else_may_enter_its_directory(self, house: EngineHouse) -> None:
        ref = await house.start(*SERVE, sockets=("http",))
        seen = await house.wait(ref, is_ready)

        there = Path(seen.sockets["http"]).parent
        for directory in (there, there.parent, there / ".inside"):
            assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        assert there.stat().st_uid == os.geteuid()
        await stop(house, ref)

    async def test_it_goes_away_with_its_task(self, house: EngineHouse) -> None:
        ref = await house.start(*SERVE, sockets=("http",))
        seen = await house.wait(ref, is_ready)
        await stop(house, ref)

        assert not Path(seen.sockets["http"]).parent.exists()
        assert (await house.engine.observe(ref)).sockets == {}

    async def test_it_goes_away_when_the_supervisor_is_killed(self, house: EngineHouse) -> None:
        ref = await house.start(*SERVE, sockets=("http",))
        seen = await house.wait(ref, is_ready)
        pids = [pid for pid, _ in records.read_json(str(house.directory(ref)), records.PROCESSES)]
        supervisor = int(Path(f"/proc/{pids[0]}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(supervisor, signal.SIGKILL)

        assert (await house.end_of(ref)).ended_by is EndedBy.PLATFORM
        assert not Path(seen.sockets["http"]).parent.exists()

    async def test_one_that_is_made_anew_is_found_again(self, house: EngineHouse) -> None:
        again = SERVER + "\n"
        again = again.replace("while True:", "for turn in range(10):").replace(
            "client.close()", "client.close()\n    if turn == 0:\n        os.unlink(path)\n        server = listen(path)"
        )
        ref = await house.start("python", "-c", again, "{socket:http}", sockets=("http",))
        path = (await house.wait(ref, is_ready)).sockets["http"]
        ask(path)

        def answers() -> bool:
            with contextlib.suppress(ConnectionError):
                return ask(path).endswith(b"hello")
            return False

        await house.until(answers)
        await stop(house, ref)

    async def test_without_isolation_it_is_where_the_task_is_told(self, tmp_path: Path, engine_image: Path) -> None:
        house = EngineHouse(tmp_path, engine_image, isolation="off")
        ref = await house.start(*SERVE, sockets=("http",), health=ASK)
        seen = await house.wait(ref, is_ready)

        assert ask(seen.sockets["http"]).endswith(b"hello")
        await stop(house, ref)
        house.close()

    async def test_without_a_network_it_is_reached_all_the_same(self, tmp_path: Path, engine_image: Path) -> None:
        house = EngineHouse(tmp_path, engine_image, network="none")
        ref = await house.start(*SERVE, sockets=("http",), health=ASK)
        seen = await house.wait(ref, is_ready)

        assert ask(seen.sockets["http"]).endswith(b"hello")
        await stop(house, ref)
        house.close()


class TestReadiness:
    async def test_a_task_without_socket_and_check_is_never_said_to_be_ready(self, house: EngineHouse) -> None:
        ref = await house.start("true")
        await house.end_of(ref)

        assert not is_ready(await house.engine.observe(ref))

    async def test_it_is_ready_when_it_answers_well_for_the_first_time(self, house: EngineHouse) -> None:
        loading = "open('/home/ma-user/status', 'w').write('503')\n" + SERVER
        loading = loading.replace("client.close()", "client.close()\n    print('asked')")
        ref = await house.start("python", "-c", loading, "{socket:http}", sockets=("http",), health=ASK)
        await house.until_log(ref, "asked\nasked\nasked")
        assert not is_ready(await house.engine.observe(ref))

        (house.directory(ref) / "files/home/status").write_text("204")

        seen = await house.wait(ref, is_ready)
        assert seen.state is TaskState.RUNNING
        assert [step.step for step in seen.steps].count(Step.READY) == 1
        await stop(house, ref)

    async def test_wrong_answers_in_a_row_end_it_later(self, house: EngineHouse) -> None:
        ref = await house.start(*SERVE, sockets=("http",), health=ASK)
        await house.wait(ref, is_ready)
        (house.directory(ref) / "files/home/status").write_text("500")

        end = await house.end_of(ref)
        assert end.ended_by is EndedBy.HEALTH
        assert "2 times in a row: answered b'HTTP/1.0 500" in end.message

    async def test_a_named_port_is_asked(self, house: EngineHouse) -> None:
        command = ("python", "-m", "http.server", "--bind", "{address:worker-0}", "{port:http}")
        check = HealthCheck(port_name="http", every_seconds=0.1)
        ref = await house.start(*command, ports=("other", "http"), health=check)

        await house.wait(ref, is_ready)
        await stop(house, ref)

    @pytest.mark.parametrize(
        ("program", "problem"),
        [
            ("import time; time.sleep(600)", "its socket is not there"),
            ("import socket, time\ns = socket.socket(1); s.bind('/run/modelyard/http'); time.sleep(600)", "Connection refused"),
            (
                "import socket, time\ns = socket.socket(1); s.bind('/run/modelyard/http'); s.listen(); time.sleep(600)",
                "did not answer in time",
            ),
            (SERVER.replace("b'HTTP/1.0 '", "b'220 mail '").replace("sys.argv[1]", "'/run/modelyard/http'"), "answered b'220"),
            (
                SERVER.replace("client.sendall", "0 and client.sendall").replace("sys.argv[1]", "'/run/modelyard/http'"),
                "answered b''",
            ),
        ],
    )
    async def test_one_that_does_not_become_ready_in_time_is_ended(
        self, house: EngineHouse, program: str, problem: str
    ) -> None:
        check = HealthCheck(socket="http", timeout_seconds=0.2, start_seconds=3)

        end, _ = await house.run(program, sockets=("http",), health=check)

        assert end.ended_by is EndedBy.HEALTH
        assert problem in end.message


# A server that knows nothing of sockets: it listens on a port of all addresses, and says who it is.
PORTS = """
import http.server, sys, time
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        self.answer(b'I am ' + sys.argv[1].encode())
    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers['content-length']))[::-1])
    def answer(self, body):
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer((sys.argv[2], 8080), Handler).serve_forever()
"""


def exchange(path: str, body: bytes) -> bytes:
    """Post something, and return what comes back."""
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.settimeout(30)
    connection.sock.connect(path)
    connection.request("POST", "/", body)
    answer = connection.getresponse().read()
    connection.close()
    return answer


class TestForwards:
    async def start(self, house: EngineHouse, name: str, address: str = "0.0.0.0", **more: Any) -> TaskRef:
        return await house.start("python", "-c", PORTS, name, address, sockets=("http",), forwards={"http": 8080}, **more)

    async def test_two_tasks_listen_on_the_same_port_and_each_is_reached(self, house: EngineHouse) -> None:
        refs = [await self.start(house, name, health=ASK) for name in ("first", "second")]
        paths = [(await house.wait(ref, is_ready)).sockets["http"] for ref in refs]

        assert [ask(path).rpartition(b"\r\n")[2] for path in paths] == [b"I am first", b"I am second"]
        for ref in refs:
            await stop(house, ref)

    async def test_nobody_reaches_the_port_past_the_platform(self, house: EngineHouse) -> None:
        ref = await self.start(house, "first", health=HealthCheck(socket="http", path=""))
        await house.wait(ref, is_ready)
        address = json.loads((house.directory(ref) / "task.json").read_text())["address"]

        for host in ("127.0.0.1", address):
            with socket.socket() as client, pytest.raises(ConnectionRefusedError):
                client.connect((host, 8080))
        await stop(house, ref)

    @pytest.mark.parametrize("address", ["127.0.0.1", "{address:worker-0}"])
    async def test_much_is_carried_both_ways_at_once(self, house: EngineHouse, address: str) -> None:
        ref = await self.start(house, "first", address)
        path = (await house.wait(ref, is_ready)).sockets["http"]
        body = os.urandom(3 * 2**20)

        answers = await asyncio.gather(*(asyncio.to_thread(exchange, path, body) for _ in range(8)))

        assert all(answer == body[::-1] for answer in answers)
        await stop(house, ref)

    async def test_a_port_that_nobody_listens_on_is_never_ready(self, house: EngineHouse) -> None:
        check = HealthCheck(socket="http", path="", start_seconds=2)
        end, _ = await house.run("import time; time.sleep(600)", sockets=("http",), forwards={"http": 8080}, health=check)

        assert end.ended_by is EndedBy.HEALTH

    async def test_clients_that_go_away_and_servers_that_do_leave_nothing_behind(self, house: EngineHouse) -> None:
        rude = PORTS.replace("self.answer(b'I am ' + sys.argv[1].encode())", "self.connection.close()")
        ref = await house.start(
            "python", "-c", rude, "x", "127.0.0.1", sockets=("http",), forwards={"http": 8080}, resources=None
        )
        path = (await house.wait(ref, is_ready)).sockets["http"]
        for turn in range(100):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(path)
                if turn % 2:
                    client.shutdown(socket.SHUT_WR)
                    assert client.recv(1) == b""
        for _ in range(20):
            with contextlib.suppress(ConnectionError):
                ask(path)

        assert exchange(path, b"abc") == b"cba"
        init = records.read_json(str(house.directory(ref)), records.PROCESSES)[-1][0]
        (forwarder,) = [pid for pid in below(init) if b"forwarding.main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        await house.until(lambda: len(list(Path(f"/proc/{forwarder}/fd").iterdir())) < 12)
        await stop(house, ref)


# Reads what it was given, asks the store over the socket, and tries to get anywhere else.
ASKS_THE_STORE = """
import http.client, json, os, socket, sys
given = json.load(open(os.path.expanduser('~/.modelyard/credentials.json')))
client = http.client.HTTPConnection('store')
client.sock = socket.socket(socket.AF_UNIX)
client.sock.connect(given['socket'])
client.request('POST', '/', b'x' * 3_000_000)
print('the store says', client.getresponse().read().decode(), flush=True)
place = given['endpoint'].rpartition(':')[2]
for address in ('127.0.0.1', os.environ['ADDRESS']):
    with socket.socket() as other:
        print('past the platform', other.connect_ex((address, int(place))), flush=True)
"""


class Counts(http.server.BaseHTTPRequestHandler):
    """Stands for the store: says how much was sent."""

    def do_POST(self) -> None:
        text = str(len(self.rfile.read(int(self.headers["content-length"])))).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def store(house: EngineHouse) -> Iterator[str]:
    """Return the endpoint of a store, which tasks of the house use."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counts) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        house.use_storage(StorageAccess(endpoint))
        yield endpoint
        server.shutdown()


def carriers() -> list[psutil.Process]:
    """Return the processes that carry to stores."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any("forwarding.carry_out" in word for word in process.info["cmdline"] or ())
    ]


KEYS = Credentials("a", "b", "c", 2**42)
TELLS_ADDRESS = {"ADDRESS": "{address:worker-0}"}


@pytest.mark.usefixtures("store")
class TestTheWayToTheStore:
    async def test_a_task_with_no_other_way_out_reaches_the_store(self, house: EngineHouse) -> None:
        end, log = await house.run(ASKS_THE_STORE, storage_only=True, credentials=KEYS, env=TELLS_ADDRESS)

        assert end.succeeded, log
        assert "the store says 3000000" in log
        assert log.count("past the platform 111") == 2
        assert carriers() == []
        assert list(house.sockets.iterdir()) == []

    async def test_the_way_ends_when_the_supervisor_is_killed(self, house: EngineHouse) -> None:
        program = ("python", "-c", "import time; print('here', flush=True); time.sleep(600)")
        ref = await house.start(*program, storage_only=True, credentials=KEYS)
        await house.until(lambda: len(carriers()) == 1, 20)
        (carrier,) = carriers()
        await house.until(lambda: carrier.uids().real != 0 or os.geteuid() != 0)

        os.kill(carrier.ppid(), signal.SIGKILL)

        assert (await house.end_of(ref)).ended_by is EndedBy.PLATFORM
        await house.until(lambda: carriers() == [])


class TestProgramsOfTheSDK:
    async def test_one_is_run_by_the_interpreter_of_the_platform(self, house: EngineHouse) -> None:
        end, log = await house.run("{sdk}", "model_service.feeding", storage_only=True)

        assert end.exit_code == 2
        assert "MODEL_SERVICE_BATCH is not set" in log


class TestHostile:
    async def test_another_task_cannot_connect(self, house: EngineHouse) -> None:
        ref = await house.start(*SERVE, sockets=("http",))
        path = (await house.wait(ref, is_ready)).sockets["http"]
        inside = f"{Path(path).parent}/.inside/http"

        _, log = await house.run(
            "import glob, os, socket\n"
            f"for path in ({path!r}, {inside!r}, '/run/modelyard/http', *glob.glob('/proc/[0-9]*/root/run/modelyard/http')):\n"
            "    try:\n        socket.socket(socket.AF_UNIX).connect(path); print('GOT', path)\n"
            "    except OSError as error: print('refused', path, error)\n"
            "print(os.listdir('/run/modelyard'))",
            sockets=("http",),
        )

        assert "GOT" not in log
        assert log.count("refused") >= 3
        assert "[]" in log
        await stop(house, ref)

    async def test_a_link_to_a_socket_of_the_platform_is_not_followed(self, house: EngineHouse) -> None:
        ours = house.sockets / "ours.sock"
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(ours))
            listening.listen()
            listening.setblocking(False)
            check = HealthCheck(socket="http", start_seconds=0.5)

            program = f"import os, time\nos.symlink({str(ours)!r}, '/run/modelyard/http')\ntime.sleep(600)"
            ref = await house.start(program, sockets=("http",), health=check)
            end = await house.end_of(ref)

            assert end.ended_by is EndedBy.HEALTH
            assert "its socket is not there" in end.message
            with pytest.raises(BlockingIOError):
                listening.accept()

    async def test_a_link_that_takes_the_place_of_a_socket_changes_nothing(self, house: EngineHouse) -> None:
        ours = str(house.sockets / "ours.sock")
        program = SERVER.replace("print(", f"os.rename(path, path + '2'); os.symlink({ours!r}, path)\nprint(")
        wait = "\nimport time\nwhile not os.path.exists('/home/ma-user/go'): time.sleep(0.02)\n"
        waiting = program.replace("os.rename", f"{wait}os.rename")
        ref = await house.start("python", "-c", waiting, "{socket:http}", sockets=("http",))
        path = (await house.wait(ref, is_ready)).sockets["http"]
        (house.directory(ref) / "files/home/go").touch()
        await house.until_log(ref, "listening")
        await asyncio.sleep(2.2)  # so that the supervisor has looked again

        assert ask(path).endswith(b"hello")
        assert not Path(path).is_symlink()
        await stop(house, ref)

    async def test_what_it_writes_there_counts_as_disk(self, house: EngineHouse) -> None:
        small = Resources(cpu_milli=1000, memory_bytes=GIB, disk_bytes=8 * 2**20)

        end, _ = await house.run(
            "import time\nfor number in range(40):\n"
            "    open(f'/run/modelyard/{number}', 'wb').write(b'x' * 2**20)\ntime.sleep(600)",
            resources=small,
            sockets=("http",),
        )

        assert end.ended_by is EndedBy.DISK
        assert list(house.sockets.iterdir()) == []
