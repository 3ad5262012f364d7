"""The real platform: what its doors answer, and that it outlives its parts."""

import json
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from modelyard.server import gateway, storage
from modelyard.server.home import Home
from modelyard.server.settings import settings_of
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    late = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < late, "it did not come about in time"
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code < 500
    except httpx.HTTPError:
        return False


def raw(endpoint: str, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes as they are; returns status, headers and body."""
    place = urlsplit(endpoint)
    with socket.create_connection((place.hostname, place.port or 80), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines), body


class TestDoors:
    def test_version_and_health_need_no_credentials(self, platform: ThrowawayPlatform) -> None:
        assert httpx.get(f"{platform.endpoint}/version").json()["name"] == "modelyard"
        assert httpx.get(f"{platform.endpoint}/healthz").json() == {"status": "ok"}
        assert "/version" in httpx.get(f"{platform.endpoint}/openapi.json").json()["paths"]

    def test_every_answer_has_a_request_id_that_the_client_did_not_choose(self, platform: ThrowawayPlatform) -> None:
        answer = httpx.get(f"{platform.endpoint}/nothing-here", headers={"x-request-id": "chosen"})

        assert answer.status_code == 404
        assert answer.headers["x-request-id"] not in {"", "chosen"}
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
        assert "," not in answer.headers["x-request-id"]

    def test_a_wrong_method_has_the_one_body(self, platform: ThrowawayPlatform) -> None:
        answer = httpx.delete(f"{platform.endpoint}/version")

        assert (answer.status_code, answer.json()["error_code"]) == (405, "APIG.0106")

    def test_large_answers_are_compressed(self, platform: ThrowawayPlatform) -> None:
        answer = httpx.get(f"{platform.endpoint}/openapi.json", headers={"accept-encoding": "gzip"})

        assert answer.headers["content-encoding"] == "gzip"

    def test_http_2_is_spoken(self, platform: ThrowawayPlatform) -> None:
        command = ["curl", "-s", "--http2-prior-knowledge", "-o", "/dev/null", "-w", "%{http_version}"]

        done = subprocess.run([*command, f"{platform.endpoint}/version"], capture_output=True, text=True, check=True)

        assert done.stdout == "2"


class TestClientAddress:
    def test_the_trail_has_the_real_address_whatever_a_client_says(self, platform: ThrowawayPlatform) -> None:
        known = platform.credentials
        login = {
            "domain_name": known["MODELYARD_DOMAIN"],
            "user_name": known["MODELYARD_USER"],
            "password": known["MODELYARD_PASSWORD"],
        }
        with httpx.Client(base_url=platform.endpoint) as client:
            client.post("/v2/sessions", json=login, headers={"x-forwarded-for": "6.6.6.6"}).raise_for_status()
            traces = client.get(f"/v3/{known['HUAWEICLOUD_SDK_PROJECT_ID']}/traces?trace_type=system").json()["traces"]

        assert {trace["source_ip"] for trace in traces} == {"127.0.0.1"}

    def test_the_overview_shows_all_parts_and_the_room_on_the_disk(self, platform: ThrowawayPlatform) -> None:
        known = platform.credentials
        login = {
            "domain_name": known["MODELYARD_DOMAIN"],
            "user_name": known["MODELYARD_USER"],
            "password": known["MODELYARD_PASSWORD"],
        }
        with httpx.Client(base_url=platform.endpoint) as client:
            client.post("/v2/sessions", json=login).raise_for_status()
            overview = client.get(f"/v2/{known['HUAWEICLOUD_SDK_PROJECT_ID']}/overview").json()

        assert {part["name"] for part in overview["parts"]} == {"storage", "tasks", "gate", "api", "gateway", "database"}
        assert {part["state"] for part in overview["parts"]} == {"healthy"}
        assert 0 < overview["storage"]["free_bytes"] <= overview["storage"]["total_bytes"]
        assert 0 < overview["storage"]["used_bytes"] < overview["storage"]["total_bytes"]
        assert [one["kind"] for one in overview["running"]] == ["storage_task"]


class TestLimits:
    def test_a_large_body_is_refused_in_the_one_body(self, platform: ThrowawayPlatform) -> None:
        answer = httpx.post(f"{platform.endpoint}/version", content=b"0" * (13 * 2**20))

        assert (answer.status_code, answer.json()["error_code"]) == (413, "APIG.0201")
        assert answer.json()["params"]["limit_bytes"] == 12 * 2**20
        assert answer.json()["request_id"] == answer.headers["x-request-id"]

    @pytest.mark.parametrize("headers", [b"x: " + b"a" * 70_000 + b"\r\n", b"".join(b"x%d: a\r\n" % n for n in range(150))])
    def test_large_headers_are_refused_in_the_one_body(self, platform: ThrowawayPlatform, headers: bytes) -> None:
        status, found, body = raw(platform.endpoint, b"GET /version HTTP/1.1\r\nHost: here\r\n" + headers + b"\r\n")

        assert (status, json.loads(body)["error_code"]) == (431, "APIG.0201")
        assert json.loads(body)["request_id"] == found["x-request-id"]

    def test_what_is_no_http_is_refused_in_the_one_body(self, platform: ThrowawayPlatform) -> None:
        status, found, body = raw(platform.endpoint, b"GET / HTTP/1.1\r\nHost: here\r\nContent-Length: x\r\n\r\n")

        assert (status, json.loads(body)["error_code"]) == (400, "ModelArts.0101")
        assert found["x-request-id"].startswith("connection-")


class TestSecrecy:
    def test_the_admin_socket_is_ours_alone(self, platform: ThrowawayPlatform) -> None:
        found = [path for path in platform.home.rglob("*.sock") if stat.S_ISSOCK(path.stat().st_mode)]

        folders = {folder for path in found for folder in [path.parent]}
        assert "gateway-admin.sock" in {path.name for path in found}
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}

    def test_the_two_doors_are_the_only_ports(self, platform: ThrowawayPlatform) -> None:
        listening = {
            connection.laddr.port
            for process in platform.processes()
            for connection in process.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN and _same_network(process.pid)
        }

        assert listening == {platform.port, platform.storage_port}

    def test_command_lines_hold_no_secret(self, platform: ThrowawayPlatform) -> None:
        shown = " ".join(" ".join(process.cmdline()) for process in platform.processes())

        assert not [name for name, value in _secrets(platform).items() if value in shown]

    def test_logs_hold_no_secret_and_no_query(self, platform: ThrowawayPlatform) -> None:
        httpx.get(f"{platform.endpoint}/version?X-Amz-Signature=verysecret", headers={"x-auth-token": "verysecret"})
        log = platform.home / "logs" / "access.log"
        until(lambda: "/version" in log.read_text())

        written = " ".join(file.read_text() for file in (platform.home / "logs").iterdir())
        assert "verysecret" not in written
        assert not [name for name, value in _secrets(platform).items() if value in written]

    def test_secret_files_are_for_the_owner_alone(self, platform: ThrowawayPlatform) -> None:
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (platform.home / "secrets").iterdir()}

        assert set(modes.values()) == {0o600}


class TestConfiguration:
    def test_a_changed_file_counts_without_a_restart(self, own: ThrowawayPlatform) -> None:
        home, gateway_pid = Home(own.home), own.part_pids["gateway"]
        environ = {
            "MODELYARD_GATEWAY__PORT": str(own.port),
            "MODELYARD_GATEWAY__STORAGE_PORT": str(own.storage_port),
            "MODELYARD_GATEWAY__MAX_BODY_BYTES": "65536",
        }
        settings = settings_of(home, environ)

        gateway.write(home, settings, storage.contribution(home, settings))

        until(lambda: httpx.post(f"{own.endpoint}/version", content=b"0" * 100_000).status_code == 413)
        assert own.part_pids["gateway"] == gateway_pid


class TestDeath:
    @pytest.mark.parametrize("part", ["api", "gate", "gateway", "storage"])
    def test_a_killed_part_is_back_within_seconds(self, own: ThrowawayPlatform, part: str) -> None:
        known = psutil.Process(own.part_pids[part])
        # What is not ours runs inside a wrapper; what is ours has helpers that may die without it.
        victims = [known] if part in {"api", "gate"} else [known, *known.children(recursive=True)]

        victims[-1].kill()

        until(lambda: own.part_pids.get(part) not in {None, known.pid})
        until(lambda: answers(f"{own.endpoint}/version") and answers(own.storage_endpoint))

    def test_while_the_api_is_away_the_gateway_says_when_to_come_back(self, own: ThrowawayPlatform) -> None:
        api = psutil.Process(own.part_pids["api"])
        api.kill()
        until(lambda: not api.is_running() or api.status() == psutil.STATUS_ZOMBIE)

        answer = httpx.get(f"{own.endpoint}/version")

        assert (answer.status_code, answer.json()["error_code"]) == (503, "Modelyard.0503")
        assert int(answer.headers["retry-after"]) > 0
        until(lambda: answers(f"{own.endpoint}/version"))

    def test_nothing_outlives_a_killed_overseer_and_the_home_can_be_used_again(self, own: ThrowawayPlatform) -> None:
        family = own.processes()[1:]

        own.stop(signal.SIGKILL)

        until(lambda: not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in family))
        own.start()
        assert answers(f"{own.endpoint}/version")

    def test_sigterm_leaves_no_process_and_no_port(self, own: ThrowawayPlatform) -> None:
        family = own.processes()

        assert own.stop() == 0

        assert not any(process.is_running() for process in family[1:])
        for port in (own.port, own.storage_port):
            with socket.socket() as probe:
                assert probe.connect_ex(("127.0.0.1", port)) != 0
        own.start()

    def test_two_homes_run_side_by_side(self, own: ThrowawayPlatform, platform: ThrowawayPlatform) -> None:
        assert answers(f"{own.endpoint}/version")
        assert answers(f"{platform.endpoint}/version")
        assert own.home != platform.home


class TestTLS:
    def test_a_self_made_certificate_names_the_address(self, tmp_path: Path) -> None:
        with ThrowawayPlatform(tmp_path / "home", arguments=["--tls", "self"]) as platform:
            certificate = str(platform.home / "secrets" / "gateway.crt")
            command = ["curl", "-s", "--cacert", certificate, "-w", "%{http_version}"]
            done = subprocess.run(
                [*command, f"https://127.0.0.1:{platform.port}/healthz"], capture_output=True, text=True, check=True
            )

        assert done.stdout == '{"status":"ok"}2'


@pytest.fixture
def own(victim: ThrowawayPlatform) -> ThrowawayPlatform:
    """A platform whose parts may be killed, all well at the begin of each test."""
    until(lambda: set(victim.part_pids) >= {"api", "gate", "gateway", "storage"})
    until(lambda: answers(f"{victim.endpoint}/version") and answers(victim.storage_endpoint))
    return victim


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThrowawayPlatform]:
    """A platform of this file's own, since its tests kill things."""
    with ThrowawayPlatform(tmp_path_factory.mktemp("own") / "home") as running:
        yield running


def _same_network(pid: int) -> bool:
    return Path(f"/proc/{pid}/ns/net").readlink() == Path("/proc/self/ns/net").readlink()


def _secrets(platform: ThrowawayPlatform) -> dict[str, str]:
    names = ("HUAWEICLOUD_SDK_SK", "MODELYARD_PASSWORD")
    return {name: platform.credentials[name] for name in names}
