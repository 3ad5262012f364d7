"""Services behind the real gateway and gate: who gets in, what replicas see, what callers are told."""

import asyncio
import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from modelyard.core.errors import Unavailable
from modelyard.iam.testing import ClientKey, sign_request
from modelyard.server.testing import ThrowawayPlatform
from modelyard.serving.adapters import envoy
from modelyard.serving.types import (
    AuthMethod,
    CallCounts,
    Comparison,
    Equals,
    HashIn,
    HeaderRule,
    Matches,
    Operand,
    RateLimit,
    Variable,
)
from serving.gateway_office import Office, code, version
from serving.replicas import Replica, Replicas

pytestmark = [pytest.mark.platform, pytest.mark.enable_socket]


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


@pytest.fixture(scope="module")
def other(office: Office) -> Replica:
    return office.replicas.start("two")


class TestAddresses:
    def test_the_prefix_is_cut_off_and_the_query_stays(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("paths", version("a", replica)))

        told = {
            path: office.call(path).json() for path in ("/v1/infers/paths", "/v1/infers/paths/", "/v2/infer/paths/a/b?x=%20y")
        }

        assert [(answer["path"], answer["query"]) for answer in told.values()] == [("/", ""), ("/", ""), ("/a/b", "x=%20y")]

    def test_an_unknown_service_is_not_found_in_both_languages(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("paths", version("a", replica)))

        for path in ("/v1/infers/nobody", "/v2/infer/nobody/x", "/v1/infers/pathsx", "/v1/infers/"):
            answer = office.call(path)
            assert code(answer) == (404, "APIG.0101")
            assert answer.json()["request_id"] == answer.headers["x-request-id"]
        assert "服务" in office.call("/v1/infers/nobody", headers={"x-language": "zh-cn"}).json()["error_msg"]

    def test_a_stopped_service_says_so_to_those_who_may_call_it(self, office: Office) -> None:
        office.publish(office.route("stopped", stopped=True))

        assert code(office.call("/v1/infers/stopped")) == (400, "ModelArts.4203")
        assert code(office.call("/v1/infers/stopped", headers={})) == (401, "APIG.0301")

    def test_a_service_without_replicas_is_unavailable(self, office: Office) -> None:
        office.publish(office.route("empty", version("a")))

        answer = office.call("/v1/infers/empty")

        assert code(answer) == (503, "ModelArts.4302")
        assert answer.headers["retry-after"] == "1"

    def test_a_service_that_was_taken_away_is_not_found(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("gone", version("a", replica)))
        assert office.call("/v1/infers/gone").status_code == 200

        del office.routes["gone"]
        office.publish()

        assert code(office.call("/v1/infers/gone")) == (404, "APIG.0101")

    def test_the_api_is_where_it_was(self, office: Office) -> None:
        assert office.call("/version", "GET").json()["name"] == "modelyard"
        assert code(office.call("/v2/nothing-here")) == (404, "APIG.0101")


class TestVersions:
    def test_weights_split_the_requests(self, office: Office, replica: Replica, other: Replica) -> None:
        office.publish(office.route("split", version("a", replica, weight=90), version("b", other, weight=10)))

        seen = Counter(office.call("/v1/infers/split").json()["replica"] for _ in range(200))

        assert 5 <= seen["two"] <= 50
        assert seen["one"] + seen["two"] == 200

    def test_a_version_without_weight_gets_nothing(self, office: Office, replica: Replica, other: Replica) -> None:
        office.publish(office.route("split0", version("a", replica), version("b", other, weight=0)))

        assert {office.call("/v1/infers/split0").json()["replica"] for _ in range(20)} == {"one"}

    def test_a_change_reaches_the_next_request(self, office: Office, replica: Replica, other: Replica) -> None:
        office.publish(office.route("moved", version("a", replica)))
        before = office.call("/v1/infers/moved").json()["replica"]
        office.publish(office.route("moved", version("b", other)))

        assert (before, office.call("/v1/infers/moved").json()["replica"]) == ("one", "two")

    def test_a_replica_counts_as_forgotten_only_once_the_gateway_has_read_it(
        self, office: Office, replica: Replica, other: Replica, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office.publish(office.route("forgotten", version("a", replica)))
        gateway_pid = office.platform.part_pids["gateway"]
        monkeypatch.setattr(envoy, "_TAKING_SECONDS", 0.3)

        os.kill(gateway_pid, signal.SIGSTOP)
        try:
            with pytest.raises(Unavailable):
                office.publish(office.route("forgotten", version("a", other)))
        finally:
            os.kill(gateway_pid, signal.SIGCONT)
        monkeypatch.undo()
        office.publish()

        assert {office.call("/v1/infers/forgotten").json()["replica"] for _ in range(20)} == {"two"}


class TestCallers:
    def test_replicas_learn_who_calls_and_get_no_credentials(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("who", version("a", replica)))
        forged = {"X-Modelyard-User-Id": "root", "x-modelyard-outcome": "gate", "X-Modelyard-Made-Up": "1"}
        secret = {"x-auth-token": office.token, "apikey": "k", "cookie": "a=1; modelyard_session=x; b=2", "x-apig-appcode": "c"}

        told = office.call("/v1/infers/who", headers={**forged, **secret}).json()["headers"]

        assert told["x-modelyard-service-id"] == "who"
        assert told["x-modelyard-credential"] == "token"
        assert told["x-modelyard-project-id"] == office.known["HUAWEICLOUD_SDK_PROJECT_ID"]
        assert told["x-modelyard-user-id"] not in {"", "root"}
        assert told["cookie"] == "a=1; b=2"
        assert not {"x-auth-token", "apikey", "x-apig-appcode", "authorization", "x-modelyard-made-up"} & set(told)

    def test_answers_cannot_act_in_the_name_of_the_console(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("who", version("a", replica)))

        answer = office.call("/v1/infers/who")

        assert "set-cookie" not in answer.headers
        assert answer.headers["content-security-policy"].startswith("sandbox")
        assert answer.headers["x-of-the-model"] == "yes"

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"x-auth-token": "nonsense"},
            {"x-auth-token": ""},
            {"authorization": "Bearer abc"},
            {"authorization": "SDK-HMAC-SHA256 nonsense"},
            {"x-modelyard-service-id": "who"},
            {"cookie": "modelyard_session=x", "x-csrf-token": "y"},
        ],
    )
    def test_without_good_credentials_nobody_gets_in(self, office: Office, replica: Replica, headers: dict[str, str]) -> None:
        office.publish(office.route("who", version("a", replica)))

        answer = office.call("/v1/infers/who", headers=headers)

        assert code(answer) == (401, "APIG.0301")
        assert answer.json()["request_id"] == answer.headers["x-request-id"]

    @pytest.mark.parametrize("size", [0, 10, 3_000_000])
    def test_a_request_may_be_signed_with_its_body(self, office: Office, replica: Replica, size: int) -> None:
        office.publish(office.route("who", version("a", replica)))
        key = ClientKey(office.known["HUAWEICLOUD_SDK_AK"], office.known["HUAWEICLOUD_SDK_SK"])
        body, path = b"x" * size, "/v1/infers/who/predict?b=%20&a=1"
        headers = sign_request(key, "POST", f"{office.platform.endpoint}{path}", body=body)

        told = office.call(path, headers=headers, content=body).json()

        assert (told["bytes"], told["path"], told["query"]) == (size, "/predict", "b=%20&a=1")
        assert told["headers"]["x-modelyard-credential"] == "access_key"
        assert "authorization" not in told["headers"]
        if size:
            changed = office.call(path, headers=headers, content=b"y" * size)
            assert code(changed) == (401, "APIG.0301")

    def test_a_user_of_another_project_is_refused(self, office: Office, replica: Replica) -> None:
        made = json.loads(office.platform.run("accounts", "create", "rivals", "--owner", "boss", "--json"))
        office.publish(office.route("who", version("a", replica)))
        token = office.token_of("boss", account={**made, "account": "rivals"})

        answer = office.call("/v1/infers/who", headers={"x-auth-token": token, "x-language": "zh-cn"})

        assert code(answer) == (403, "APIG.0302")
        assert "权限" in answer.json()["error_msg"]

    def test_everybody_may_call_a_public_service(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("public", version("a", replica), auth=frozenset({AuthMethod.NONE})))

        told = office.call("/v1/infers/public", headers={"x-auth-token": "mine"}).json()["headers"]

        assert "x-auth-token" not in told
        assert "x-modelyard-user-id" not in told

    def test_a_kind_of_credential_that_the_service_does_not_take_is_none(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("keys", version("a", replica), auth=frozenset({AuthMethod.AKSK})))

        assert code(office.call("/v1/infers/keys")) == (401, "APIG.0301")


class TestBodies:
    def test_a_body_up_to_the_limit_arrives(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("bodies", version("a", replica), max_body_bytes=3_000_000))

        assert office.call("/v1/infers/bodies", content=b"x" * 3_000_000).json()["bytes"] == 3_000_000
        assert office.call("/v1/infers/bodies", content=iter([b"x" * 1_000_000] * 2)).json()["bytes"] == 2_000_000

    def test_a_larger_one_is_refused_however_it_is_sent(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("bodies", version("a", replica), max_body_bytes=3_000_000))

        known = office.call("/v1/infers/bodies", content=b"x" * 3_000_001)
        streamed = office.call("/v1/infers/bodies", content=iter([b"x" * 1_000_000] * 4))

        for answer in (known, streamed):
            assert code(answer) == (413, "APIG.0201")
            assert "3000000" in answer.json()["error_msg"]

    def test_one_of_unknown_length_may_be_complete_before_its_caller_is_known(self, office: Office, replica: Replica) -> None:
        for number in range(5):
            office.publish(office.route(f"unheard-{number}", version("a", replica), max_body_bytes=3_000_000))

            small = office.call(f"/v1/infers/unheard-{number}", content=iter([b"x"] * 3))

            assert (small.status_code, small.json().get("bytes")) == (200, 3)

    def test_and_too_large_before_that(self, office: Office, replica: Replica) -> None:
        for number in range(5):
            office.publish(office.route(f"unread-{number}", version("a", replica), max_body_bytes=3_000_000))

            large = office.call(f"/v1/infers/unread-{number}", content=iter([b"x" * 1_000_000] * 4))

            assert code(large) == (413, "APIG.0201")


class TestStreams:
    def test_events_arrive_when_they_are_sent(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("events", version("a", replica), timeout_seconds=1))
        url = f"{office.platform.endpoint}/v1/infers/events/stream"

        with httpx.stream("GET", url, headers={"x-auth-token": office.token, "accept-encoding": "gzip"}) as answer:
            parts = [part for part in answer.iter_text() if part]

        # Longer in all than the service has for one answer, in three parts.
        assert [part.split()[1] for part in parts] == ["0", "1", "2"]

    def test_silence_for_too_long_is_a_timeout(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("slow", version("a", replica), timeout_seconds=1))

        assert code(office.call("/v1/infers/slow/wait?seconds=3")) == (504, "APIG.0203")

    def test_sockets_pass_both_ways_for_those_who_may(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("sockets", version("a", replica), websocket=True))
        url = office.platform.endpoint.replace("http", "ws") + "/v1/infers/sockets/socket"

        with connect(url, additional_headers={"x-auth-token": office.token}, proxy=None) as socket:
            assert str(socket.recv()).startswith("one")
            socket.send("hello")
            assert socket.recv() == "hello"
        with pytest.raises(InvalidStatus) as refused:
            connect(url, proxy=None)
        assert refused.value.response.status_code == 401

    def test_sockets_are_refused_where_the_service_has_none(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("who", version("a", replica)))
        url = office.platform.endpoint.replace("http", "ws") + "/v1/infers/who/socket"

        with pytest.raises(InvalidStatus) as refused:
            connect(url, additional_headers={"x-auth-token": office.token}, proxy=None)

        assert refused.value.response.status_code == 403
        assert json.loads(refused.value.response.body or b"")["error_code"] == "APIG.0607"


class TestLimits:
    def test_more_requests_than_the_limit_are_told_to_wait(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("limited", version("a", replica), rate_limit=RateLimit(5, 60)))

        # Both ways in count together.
        answers = [office.call(f"/v1/infers/limited{end}") for end in ("", "/x") * 5]

        assert Counter(answer.status_code for answer in answers) == {200: 5, 429: 5}
        refused = answers[-1]
        assert code(refused) == (429, "APIG.0308")
        assert refused.headers["retry-after"] == "1"

    def test_addresses_are_let_in_or_not(self, office: Office, replica: Replica) -> None:
        office.publish(
            office.route("here", version("a", replica), allow_ips=("127.0.0.0/8",)),
            office.route("there", version("a", replica), allow_ips=("10.0.0.0/8", "2001:db8::/32")),
            office.route("not-here", version("a", replica), deny_ips=("127.0.0.1",)),
        )

        assert office.call("/v1/infers/here").status_code == 200
        assert code(office.call("/v1/infers/there")) == (403, "APIG.0402")
        assert code(office.call("/v1/infers/not-here")) == (403, "APIG.0402")


class TestRules:
    @pytest.fixture
    def ruled(self, office: Office, replica: Replica, other: Replica) -> Office:
        color, uid = Operand(Variable.HEADER, "color"), Operand(Variable.HEADER, "uid")
        rules = (
            HeaderRule("", Equals(color, "red"), "b", "x-shade", "100%"),
            HeaderRule("", Matches(color, "gr(e|a)y"), "b"),
            HeaderRule("", HashIn(uid, 100, Comparison.LESS, 10), "b"),
            HeaderRule("", Equals(Operand(Variable.PROJECT_NAME), "nothing of this name"), "b"),
            HeaderRule("", HashIn(uid, None, Comparison.NOT_EQUAL, 0), "a", "x-hash", "not-zero"),
        )
        office.publish(office.route("ruled", version("a", replica), version("b", other, weight=0), rules=rules))
        return office

    def ask(self, office: Office, **headers: str) -> Any:
        return office.call("/v1/infers/ruled/x", headers={"x-auth-token": office.token, **headers}).json()

    def test_the_first_rule_that_holds_decides(self, ruled: Office) -> None:
        told = self.ask(ruled, color="red")

        assert (told["replica"], told["headers"]["x-shade"]) == ("two", "100%")

    def test_a_pattern_must_match_the_whole_value(self, ruled: Office) -> None:
        assert self.ask(ruled, color="gray")["replica"] == "two"
        assert self.ask(ruled, color="grayish")["replica"] == "one"

    @pytest.mark.parametrize(("value", "remainder"), [("user-1", 75), ("用户七", 16), ("😀", 99), ("polygenelubricants", 52)])
    def test_a_hash_is_that_of_java_with_no_negative_remainder(self, ruled: Office, value: str, remainder: int) -> None:
        assert java_hash(value) % 100 == remainder
        told = ruled.call("/v1/infers/ruled", headers={"x-auth-token": ruled.token, "uid": value.encode()}).json()

        assert told["replica"] == ("two" if remainder < 10 else "one")

    def test_ten_per_cent_are_ten_per_cent(self, ruled: Office) -> None:
        values = [f"customer-{number}" for number in range(200)]

        seen = Counter(self.ask(ruled, uid=value)["replica"] for value in values)

        assert seen["two"] == sum(java_hash(value) % 100 < 10 for value in values)

    def test_a_value_that_is_missing_fulfils_nothing(self, ruled: Office) -> None:
        told = self.ask(ruled)

        assert told["replica"] == "one"
        assert "x-hash" not in told["headers"]
        assert self.ask(ruled, uid="somebody")["headers"]["x-hash"] == "not-zero"


def java_hash(text: str) -> int:
    """Return Java's hash of a string, by its definition."""
    units = text.encode("utf-16-be")
    hashed = 0
    for at in range(0, len(units), 2):
        hashed = (31 * hashed + int.from_bytes(units[at : at + 2], "big")) % 2**32
    return hashed - 2**32 if hashed >= 2**31 else hashed


class TestReplicasThatDie:
    def test_a_replica_that_is_killed_costs_no_request(self, office: Office, replica: Replica) -> None:
        victim = office.replicas.start("victim")
        office.publish(office.route("killed", version("a", replica, victim)))
        assert {office.call("/v1/infers/killed").json()["replica"] for _ in range(10)} == {"one", "victim"}

        victim.kill()

        assert {office.call("/v1/infers/killed").status_code for _ in range(20)} == {200}

    def test_a_request_under_way_is_sent_to_another_one(self, office: Office, replica: Replica) -> None:
        victim = office.replicas.start("victim")
        office.publish(office.route("midway", version("a", victim)))

        async def kill_in_the_middle() -> httpx.Response:
            url = f"{office.platform.endpoint}/v1/infers/midway/wait?seconds=2"
            async with httpx.AsyncClient(timeout=30) as client:
                asking = asyncio.create_task(client.post(url, headers={"x-auth-token": office.token}, content=b"x" * 2_000_000))
                await asyncio.sleep(0.5)
                await asyncio.to_thread(office.publish, office.route("midway", version("a", victim, replica)))
                victim.kill()
                return await asking

        answer = asyncio.run(kill_in_the_middle())

        assert (answer.status_code, answer.json()["replica"]) == (200, "one")

    def test_no_second_attempt_is_made_where_none_is_wanted(self, office: Office) -> None:
        victim = office.replicas.start("victim")
        office.publish(office.route("once", version("a", victim), retries=0))
        victim.kill()

        assert code(office.call("/v1/infers/once")) == (503, "ModelArts.4302")


class TestWithoutTheControlPlane:
    def test_callers_who_are_known_go_on_calling(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("alone", version("a", replica)))
        one_connection = {"x-auth-token": office.token, "connection": "close"}
        with httpx.Client(headers={"x-auth-token": office.token}, timeout=30) as client:
            url = f"{office.platform.endpoint}/v1/infers/alone"
            for _ in range(20):  # both workers of the gateway have heard of the caller then
                assert office.call("/v1/infers/alone", headers=one_connection).status_code == 200
            pids = office.platform.part_pids
            for name in ("api", "gate"):
                os.kill(pids[name], signal.SIGKILL)

            answers = [client.get(url) for _ in range(100)]

        office.wait_until_well()
        assert {answer.text for answer in answers if answer.status_code != 200} == set()


class TestStatistics:
    def test_requests_are_counted_by_version(self, office: Office, replica: Replica) -> None:
        office.publish(office.route("counted", version("a", replica), version("b", weight=0)))
        for _ in range(7):
            office.call("/v1/infers/counted")

        counts = office.statistics()

        assert counts["counted", "a"].requests == 7
        assert counts["counted", "b"].requests == 0
        assert replace(counts["counted", "a"], requests=0, latency=()) == CallCounts("counted", "a")


def test_nobody_else_can_reach_what_the_gateway_asks(office: Office) -> None:
    for socket in (office.home.gate_serving_socket, office.home.gateway_admin_socket):
        assert Path(socket).stat().st_mode & 0o077 == 0
