"""Services of a running platform, called as people do: who gets in, what passes, what a limit answers, who is woken.

In `tests/serving` the gateway is asked about replicas of ours, and the gate about credentials; here all parts are real, and
services are made and changed by their API.
"""

import json
import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
import psutil
import pytest
from websockets.sync.client import connect

from conformance.people import People
from e2e.services import Services, entry, servers
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.images.testing import shared_directory
from modelyard.server.home import Home
from modelyard.server.testing import ThrowawayPlatform

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]

SETTINGS = {
    "MODELYARD_IMAGES__DIRECTORY": str(shared_directory()),
    "MODELYARD_IMAGES__UNUSED_DAYS": "0",
    # What sleeps is noticed by its numbers.
    "MODELYARD_SERVING__STATISTICS_SECONDS": "0.5",
}
WITHIN_SECONDS = 180
# It waits, streams, or says what it was asked. While it waits, its process has a name of its own.
CODE = """
import time
from model_service.python_model_service import XgSklServingBaseService


def call_itself(name):
    with open("/proc/self/comm", "w") as file:
        file.write(name)


class Probe(XgSklServingBaseService):
    def _preprocess(self, data):
        return data

    def _inference(self, data):
        if "wait" in data:
            print(f"began {data['name']}", flush=True)
            call_itself("waiting")
            time.sleep(data["wait"])
            call_itself("python")
        return data

    def _postprocess(self, data):
        return self.stream(data["parts"]) if "parts" in data else {"asked": data}

    def stream(self, count):
        for number in range(count):
            yield {"part": number, "made_at": time.time()}
            time.sleep(1)
"""


@dataclass(frozen=True)
class Stranger:
    """Somebody who may do everything in a project that is not the service's. api_key: for all services there."""

    token: str
    api_key: str
    key: ClientKey | None = None


class Town:
    """A platform with one model, and calls of its services."""

    def __init__(self, platform: ThrowawayPlatform) -> None:
        self.platform = platform
        self.services = Services(platform)
        self.people = People(platform)
        self.known = platform.credentials
        self.project_id = self.known["HUAWEICLOUD_SDK_PROJECT_ID"]
        self.key = ClientKey(self.known["HUAWEICLOUD_SDK_AK"], self.known["HUAWEICLOUD_SDK_SK"])
        self.token = self.log_in(self.known["MODELYARD_USER"], self.known["MODELYARD_PASSWORD"], self.project_id)
        self.model_id = self.services.publish("probe", "1.0.0", CODE)

    def log_in(self, name: str, password: str, project_id: str, *, account: str = "") -> str:
        """Return a token of a user for a project."""
        domain = {"name": account} if account else {"id": self.known["HUAWEICLOUD_SDK_DOMAIN_ID"]}
        identity = {"methods": ["password"], "password": {"user": {"name": name, "password": password, "domain": domain}}}
        body = {"auth": {"identity": identity, "scope": {"project": {"id": project_id}}}}
        answer = httpx.post(f"{self.platform.endpoint}/v3/auth/tokens?nocatalog=1", json=body)
        assert answer.status_code == 201, answer.text
        return answer.headers["x-subject-token"]

    def deploy(self, name: str, *config: dict[str, Any], **options: Any) -> str:
        """Deploy a service that is called with any credential, wait until it runs, and return its id."""
        body = {"service_name": name, "infer_type": "real-time", "config": config or [self.small()], **options}
        service_id: str = self.services.call("POST", "services", body)["service_id"]
        self.services.wait(service_id, "running")
        return service_id

    def small(self, count: int = 1, **changes: Any) -> dict[str, Any]:
        """Return an entry of a configuration, so small that all services of this file have room beside each other."""
        size = {"specification": "custom", "custom_spec": {"cpu": 0.2, "memory": 512}}
        return entry(self.model_id, count, **size, **changes)

    def remove(self, service_id: str) -> None:
        """Delete a service and wait until nothing is left of it."""
        self.services.call("DELETE", f"services/{service_id}")
        until(lambda: all(one["service_id"] != service_id for one in self.services.call("GET", "services")["services"]))

    def address(self, service_id: str) -> str:
        return f"{self.platform.endpoint}/v1/infers/{service_id}"

    def call(self, service_id: str, body: Any = None, **headers: str) -> httpx.Response:
        """Call a service with these headers and no others; underscores are hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.post(self.address(service_id), json={"x": 1} if body is None else body, headers=named, timeout=60)

    def call_signed(self, service_id: str, key: ClientKey, body: Any = None) -> httpx.Response:
        content = json.dumps({"x": 1} if body is None else body).encode()
        headers = sign_request(key, "POST", self.address(service_id), body=content)
        return httpx.post(self.address(service_id), content=content, headers=headers, timeout=60)

    def new_api_key(self, scope: str, *services: str) -> tuple[str, str]:
        """Make an API key, bind it to services, and return its id and itself."""
        made = self.manage("POST", "services/api-keys", {"name": f"key-{time.time_ns()}", "scope": scope})
        for service_id in services:
            self.manage("POST", f"services/{service_id}/api-keys/{made['key_id']}/bind")
        return made["key_id"], made["api_key"]

    def manage(self, method: str, path: str, body: Any = None) -> Any:
        """Call the newer API of services."""
        return self.people.call(method, f"/v2/{self.project_id}/{path}", body)


def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    late = time.monotonic() + WITHIN_SECONDS
    while not condition():
        assert time.monotonic() < late
        time.sleep(0.1)


def code(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and, of a refusal, its code."""
    return answer.status_code, "" if answer.is_success else answer.json()["error_code"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with ThrowawayPlatform(tmp_path_factory.mktemp("calls") / "home", environment=SETTINGS) as running:
        yield Town(running)


@pytest.fixture(scope="module")
def sleeper(town: Town) -> str:
    """A service that sleeps ten seconds after it was called; the other tests do not wait for that."""
    policy = {"min_replicas": 0, "max_replicas": 1, "idle_seconds": 10}
    service_id = town.deploy("sleeper", town.small(scaling_policy=policy))
    assert town.call(service_id, x_auth_token=town.token).status_code == 200
    return service_id


@pytest.fixture(scope="module")
def service_id(town: Town, sleeper: str) -> str:
    """A service that takes a megabyte, and sockets."""
    limit = {"service_limit": {"request_size_limit": 1}}
    return town.deploy("probe", runtime_config=limit, additional_properties={"websocket_upgrade": True})


@pytest.fixture(scope="module")
def other_id(town: Town) -> str:
    """Another service, which takes three requests a minute."""
    limit = {"service_limit": {"rate_limit": {"num": 3, "unit": "MINUTES"}}}
    return town.deploy("limited", runtime_config=limit)


class TestCredentials:
    def test_a_token_and_an_access_key_are_good(self, town: Town, service_id: str) -> None:
        assert town.call(service_id, {"a": 1}, x_auth_token=town.token).json() == {"asked": {"a": 1}}
        assert town.call_signed(service_id, town.key, {"a": 2}).json() == {"asked": {"a": 2}}
        assert code(town.call_signed(service_id, ClientKey(town.key.access, "wrong"))) == (401, "APIG.0301")
        assert code(town.call(service_id)) == (401, "APIG.0301")

    def test_an_app_signs_or_sends_a_code_once_it_was_let_in(self, town: Town, service_id: str) -> None:
        made = town.services.call("POST", "app-auth/apps", {"app_name": "caller"})["app"]
        codes = town.services.call("POST", f"app-auth/apps/{made['app_id']}/app-code")["app"]["app_codes"]
        key, bare = ClientKey(made["app_key"], made["app_secret"]), {"x_apig_appcode": codes[0]}
        assert code(town.call_signed(service_id, key)) == (403, "APIG.0304")

        apps = {"apps": [{"app_id": made["app_id"]}]}
        api = town.services.call("POST", f"services/{service_id}/app-auth-api", apps)["api"]

        until(lambda: town.call_signed(service_id, key).status_code == 200)
        assert code(town.call_signed(service_id, ClientKey(key.access, "wrong"))) == (401, "APIG.0303")
        assert town.call(service_id, **bare).status_code == 200
        town.services.call("DELETE", f"services/{service_id}/app-auth-apis/{api['api_id']}/app-auth-api", apps)
        until(lambda: code(town.call(service_id, **bare)) == (403, "APIG.0304"))
        town.services.call("DELETE", f"app-auth/apps/{made['app_id']}")
        until(lambda: code(town.call(service_id, **bare)) == (401, "APIG.0303"))
        assert code(town.call_signed(service_id, key)) == (401, "APIG.0303")

    def test_an_api_key_opens_what_it_is_bound_to_until_it_is_deleted(self, town: Town, service_id: str, other_id: str) -> None:
        key_id, key = town.new_api_key("SERVICE", service_id)

        assert town.call(service_id, authorization=f"Bearer {key}").status_code == 200
        assert code(town.call(other_id, authorization=f"Bearer {key}")) == (403, "APIG.0302")
        town.manage("DELETE", f"services/api-keys/{key_id}")
        until(lambda: code(town.call(service_id, authorization=f"Bearer {key}")) == (401, "APIG.0301"))

    def test_an_api_key_ends_in_time(self, town: Town, service_id: str) -> None:
        key = town.manage("POST", "services/api-keys/temp", {"expire_time": 1})["api_key"]
        assert town.call(service_id, authorization=f"Bearer {key}").status_code == 200

        # An hour is the shortest that can be asked for.
        with sqlite3.connect(Home(town.platform.home).database_file) as database:
            database.execute("UPDATE service_api_keys SET expires_at = created_at WHERE expires_at IS NOT NULL")
        database.close()

        until(lambda: code(town.call(service_id, authorization=f"Bearer {key}")) == (401, "APIG.0301"))

    def test_credentials_of_another_project_are_refused(self, town: Town, service_id: str) -> None:
        for stranger in (self.rival(town), self.neighbour(town)):
            assert code(town.call(service_id, x_auth_token=stranger.token)) == (403, "APIG.0302")
            assert code(town.call(service_id, authorization=f"Bearer {stranger.api_key}")) == (403, "APIG.0302")
            if stranger.key is not None:
                assert code(town.call_signed(service_id, stranger.key)) == (403, "APIG.0302")

    def rival(self, town: Town) -> Stranger:
        """Return the owner of another account."""
        made = json.loads(town.platform.run("accounts", "create", "rivals", "--owner", "boss", "--json"))
        token = town.log_in("boss", made["password"], made["project_id"], account="rivals")
        option = {"credential": {"user_id": made["owner_id"]}}
        key = self.post(town, "/v3.0/OS-CREDENTIAL/credentials", option, token)["credential"]
        api_key = self.post(town, f"/v2/{made['project_id']}/services/api-keys/temp", {"expire_time": 1}, token)["api_key"]
        return Stranger(token, api_key, ClientKey(key["access"], key["secret"]))

    def neighbour(self, town: Town) -> Stranger:
        """Return the administrator himself, in another project; his access key is good for all of them."""
        parent = next(one for one in town.people.call("GET", "/v3/projects")["projects"] if one["id"] == town.project_id)
        project = {"name": f"{parent['name']}_next", "domain_id": parent["domain_id"], "parent_id": parent["id"]}
        project_id = town.people.call("POST", "/v3/projects", {"project": project})["project"]["id"]
        token = town.log_in(town.known["MODELYARD_USER"], town.known["MODELYARD_PASSWORD"], project_id)
        api_key = self.post(town, f"/v2/{project_id}/services/api-keys/temp", {"expire_time": 1}, token)["api_key"]
        return Stranger(token, api_key)

    def post(self, town: Town, path: str, body: Any, token: str) -> Any:
        answer = httpx.post(f"{town.platform.endpoint}{path}", json=body, headers={"x-auth-token": token})
        assert answer.is_success, answer.text
        return answer.json()

    def test_the_public_switch_works_both_ways(self, town: Town, service_id: str) -> None:
        before = town.services.show(service_id)["runtime_config"]

        def switch(config: Any) -> None:
            town.services.call("PUT", f"services/{service_id}", {"runtime_config": config})
            town.services.wait(service_id, "running")

        switch({**before, "service_invoke": {"auth_type": ["NONE"]}})
        until(lambda: town.call(service_id).status_code == 200)
        switch(before)
        until(lambda: code(town.call(service_id)) == (401, "APIG.0301"))
        assert town.call(service_id, x_auth_token=town.token).status_code == 200


class TestLimits:
    def test_what_is_over_the_rate_waits(self, town: Town, other_id: str) -> None:
        answers = [code(town.call(other_id, x_auth_token=town.token)) for _ in range(6)]

        assert Counter(answers)[429, "APIG.0308"] >= 3
        assert set(answers) <= {(200, ""), (429, "APIG.0308")}

    def test_what_is_over_the_size_does_not_get_in(self, town: Town, service_id: str) -> None:
        fits, large = {"x": "y" * 1_000_000}, {"x": "y" * 1_100_000}

        assert town.call(service_id, fits, x_auth_token=town.token).json() == {"asked": fits}
        assert code(town.call(service_id, large, x_auth_token=town.token)) == (413, "APIG.0201")
        assert code(town.call_signed(service_id, town.key, large)) == (413, "APIG.0201")


class TestStreams:
    def test_events_of_a_model_arrive_one_by_one(self, town: Town, service_id: str) -> None:
        arrived: list[tuple[float, str]] = []
        headers = {"x-auth-token": town.token}
        with httpx.stream("POST", town.address(service_id), json={"parts": 3}, headers=headers, timeout=30) as answer:
            arrived.extend((time.time(), line) for line in answer.iter_lines() if line.startswith("data: {"))

        assert answer.headers["content-type"].startswith("text/event-stream")
        parts = [json.loads(line.removeprefix("data: ")) for _, line in arrived]
        assert [part["part"] for part in parts] == [0, 1, 2]
        # What is gathered on the way arrives at once.
        assert arrived[0][0] < parts[-1]["made_at"]

    def test_messages_of_a_socket_are_requests(self, town: Town, service_id: str) -> None:
        address = town.address(service_id).replace("http", "ws", 1)

        with connect(address, additional_headers={"x-auth-token": town.token}, proxy=None) as socket:
            for number in range(3):
                socket.send(json.dumps({"number": number}))
                assert json.loads(socket.recv()) == {"asked": {"number": number}}


class TestRetries:
    @pytest.mark.parametrize(("again", "status", "times"), [(False, 503, 1), (True, 200, 2)])
    def test_a_request_whose_replica_is_killed_is_done_again_only_where_that_is_wanted(
        self, town: Town, *, again: bool, status: int, times: int
    ) -> None:
        invoke = {"service_invoke": {"request_retry_enable": again}}
        service_id = town.deploy(f"killed-{status}", town.small(2), runtime_config=invoke)
        asked = {"wait": 3, "name": f"job-{status}"}
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(town.call, service_id, asked, x_auth_token=town.token)
            until(lambda: bool(self.waiting(service_id)))
            self.waiting(service_id)[0].send_signal(signal.SIGKILL)
            answer = asking.result()

        assert answer.status_code == status, answer.text
        assert self.count(town, service_id, f"began {asked['name']}") == times
        town.remove(service_id)

    def waiting(self, service_id: str) -> list[psutil.Process]:
        """Return the processes of replicas that are doing what the test asked for."""
        return [process for process in servers(service_id) if process.name() == "waiting"]

    def count(self, town: Town, service_id: str, text: str) -> int:
        """Return how often instances, those that ended included, have said something."""
        found = town.services.call("GET", f"services/{service_id}/instances")["instances"]
        paths = [f"services/{service_id}/instances/{one['instance_id']}/logs/search" for one in found]
        return sum(town.services.call("GET", f"{path}?text={text.replace(' ', '%20')}")["total"] for path in paths)


class TestWithoutTheControlPlane:
    def test_callers_who_are_known_go_on_calling_while_its_parts_keep_dying(self, town: Town, service_id: str) -> None:
        _, key = town.new_api_key("SERVICE", service_id)
        ways = ({"x_auth_token": town.token}, {"authorization": f"Bearer {key}"})
        for _ in range(20):  # each worker of the gateway asks once who that is
            assert {town.call(service_id, **way).status_code for way in ways} == {200}

        answers: list[tuple[int, str]] = []
        over = time.monotonic() + 12  # a verdict that is older than ten seconds is asked for anew, if somebody is there
        while time.monotonic() < over:
            for part in ("api", "gate"):
                with suppress(KeyError, ProcessLookupError):
                    os.kill(town.platform.part_pids[part], signal.SIGKILL)
            answers.extend(code(town.call(service_id, **way)) for way in ways)

        town.services.wait(service_id, "running")
        assert Counter(answers) == {(200, ""): len(answers)}


class TestSleep:
    def test_a_request_wakes_a_service_that_sleeps(self, town: Town, sleeper: str) -> None:
        until(lambda: town.services.ready(sleeper) == [])

        assert code(town.call(sleeper)) == (401, "APIG.0301")
        assert town.services.ready(sleeper) == []
        answer = town.call(sleeper, {"good": "morning"}, x_auth_token=town.token)

        assert answer.json() == {"asked": {"good": "morning"}}
        assert len(town.services.ready(sleeper)) == 1
