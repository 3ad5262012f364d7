"""Inference code in the server: what the code is given, and what callers are told when it goes wrong."""

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, unix_connect

from sdk.served import PATIENCE_SECONDS, SDK, Served, serving, write_package

# One class that does on demand what inference code can do.
CODE = """
import os, sys, threading, time

from model_service import InvalidInput
from model_service.python_model_service import XgSklServingBaseService
from .helper import GREETING
import helper


class Everything(XgSklServingBaseService):
    def __init__(self, model_name, model_path):
        super().__init__(model_name, model_path)
        self.thread = threading.get_ident()
        self.closed = 0

    def _preprocess(self, data):
        return data

    def _inference(self, data):
        what = data.get("do") if isinstance(data, dict) else None
        if what == "raise":
            raise ValueError("the picture\\nis too small")
        if what == "refuse":
            raise InvalidInput("no picture was sent")
        if what == "exit":
            sys.exit(4)
        if what == "sleep":
            time.sleep(data["seconds"])
        if what == "strange":
            return object()
        if what == "infinite":
            return {"value": float("inf"), "pair": (1, {2})}
        if what == "stream":
            return self._stream(data)
        if what == "thread":
            return {"same": threading.get_ident() == self.thread}
        if what == "closed":
            return {"closed": self.closed}
        return {"data": data, "greeting": GREETING, "helper": helper.GREETING, "path": self.model_path}

    def _postprocess(self, data):
        return data

    def _stream(self, data):
        try:
            for number in range(data["count"]):
                if number == data.get("fails_at"):
                    raise RuntimeError("no more")
                time.sleep(data.get("pause", 0))
                yield {"number": number}
        finally:
            self.closed += 1

    def chat_completions(self, body):
        def words():
            for word in ("Hello", " ", body["messages"][-1]["content"]):
                yield word

        return words() if body.get("stream") else "".join(words())

    def embeddings(self, body):
        return [[1.0, 2.0] for _ in body["input"]]
"""

BATCHES = """
from model_service.model_service import SingleNodeService
import os
import time


class Batches(SingleNodeService):
    max_batch_size = 8

    def _preprocess(self, data):
        if data == "bad":
            raise ValueError("bad input")
        return data

    def _inference(self, data):
        while data == "first" and not os.path.exists(GO):
            time.sleep(0.01)
        if data == "poison":
            raise ValueError("poison")
        return [data, 1]

    def _inference_batch(self, inputs):
        if "poison" in inputs:
            raise ValueError("one of them is poison")
        return [[item, len(inputs)] for item in inputs]

    def _postprocess(self, data):
        return {"answer": data[0], "together": data[1]}
"""

TALKS = """
from model_service.model_service import SingleNodeService


class Talks(SingleNodeService):
    def websocket(self, connection):
        connection.send("welcome")
        for message in connection:
            if message == "bye":
                return
            if message == "fail":
                raise RuntimeError("no such word")
            connection.send({"heard": message} if isinstance(message, str) else message)
"""

NO_WEIGHTS = """from model_service import BaseService
class A(BaseService):
    def __init__(self, model_name, model_path):
        raise OSError("weights.pth is missing")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with the class that does everything, which all tests of this module share."""
    package = write_package(tmp_path_factory.mktemp("code"), CODE, {"model_type": "Scikit_Learn", "apis": [{"url": "/greet"}]})
    (package / "model" / "helper.py").write_text('GREETING = "hi"\n')
    (package / "model" / "iris.m").write_bytes(b"")
    with serving(package, request_timeout_seconds="2", body_timeout_seconds="2", max_body_bytes="100000") as running:
        yield running.wait_until_ready()


def raw(server: Served, content: bytes) -> bytes:
    """Send bytes and return everything that comes until the server closes."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(60)
        client.connect(server.socket)
        client.sendall(content)
        found = b""
        while part := client.recv(65536):
            found += part
        return found


def events(server: Served, body: Any, path: str = "/") -> tuple[http.client.HTTPResponse, list[str]]:
    with contextlib.closing(server.connection()) as connection:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer, [part for part in answer.read().decode().split("\n\n") if part]


def talk(server: Served) -> ClientConnection:
    return unix_connect(server.socket, uri="ws://replica/", open_timeout=60)


class TestWhatTheCodeIsGiven:
    def test_json_helpers_and_the_path_of_the_model_are_there(self, server: Served) -> None:
        answer = server.predict({"a": [1]}, path="/greet")

        assert answer.status == 200
        assert answer.json["data"] == {"a": [1]}
        assert (answer.json["greeting"], answer.json["helper"]) == ("hi", "hi")
        assert answer.json["path"].endswith("/model/iris.m")

    def test_it_is_called_by_the_thread_that_made_it(self, server: Served) -> None:
        assert server.predict({"do": "thread"}).json == {"same": True}

    def test_a_form_of_text_is_a_dict_of_strings(self, server: Served) -> None:
        answer = server.predict(b"a=1&b=%C3%BC", headers={"Content-Type": "application/x-www-form-urlencoded"})

        assert answer.json["data"] == {"a": "1", "b": "ü"}

    def test_a_misspelt_type_is_json(self, server: Served) -> None:
        assert server.predict({"a": 1}, headers={"Content-Type": "applicaton/json"}).json["data"] == {"a": 1}

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"--x\r\nContent-Disposition: form-data; name=a", "multipart/form-data; boundary=x"),
            (b"nothing", "multipart/form-data; boundary=x"),
            (b"--x--", "multipart/form-data"),
            (b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--", "multipart/form-data; boundary=x"),
        ],
    )
    def test_a_broken_form_is_a_bad_request(self, server: Served, body: bytes, kind: str) -> None:
        answer = server.predict(body, headers={"Content-Type": kind})

        assert (answer.status, answer.json["erno"]) == (400, "MR.0100")


class TestWhatCallersAreTold:
    def test_an_exception_is_told_by_its_last_line_and_logged_whole(self, server: Served) -> None:
        answer = server.predict({"do": "raise"})

        assert answer.status == 500
        assert answer.json == {key: answer.json[key] for key in ("erno", "msg", "error_code", "error_msg")}
        assert answer.json["erno"] == "MR.0105"
        assert answer.json["msg"] == "ValueError: is too small"
        assert "customize_service.py" in server.text()

    def test_an_input_that_the_code_refuses_is_a_bad_request(self, server: Served) -> None:
        answer = server.predict({"do": "refuse"})

        assert (answer.status, answer.json["msg"]) == (400, "no picture was sent")

    def test_an_exit_of_the_code_does_not_end_the_server(self, server: Served) -> None:
        answer = server.predict({"do": "exit"})

        assert (answer.status, answer.json["msg"]) == (500, "RuntimeError: SystemExit: 4")
        assert server.ask("GET", "/health").status == 200

    def test_an_answer_that_is_no_json_is_an_error_of_the_model(self, server: Served) -> None:
        answer = server.predict({"do": "strange"})

        assert (answer.status, answer.json["erno"]) == (500, "MR.0105")
        assert "type object cannot be written as JSON" in answer.json["msg"]

    def test_numbers_that_json_lacks_are_null(self, server: Served) -> None:
        assert server.predict({"do": "infinite"}).json == {"value": None, "pair": [1, [2]]}

    def test_a_late_answer_is_a_timeout_and_the_next_request_waits_for_the_model(self, server: Served) -> None:
        answer = server.predict({"do": "sleep", "seconds": 3})

        assert (answer.status, answer.json["erno"]) == (504, "MR.0106")
        assert "2 seconds" in answer.json["msg"]
        assert server.ask("GET", "/health").status == 200
        assert server.predict({"a": 1}).status == 200

    def test_a_body_that_is_too_large_is_refused_by_its_length(self, server: Served) -> None:
        answer = raw(server, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n")

        assert answer.startswith(b"HTTP/1.1 413")
        assert b"takes 100000" in answer

    def test_a_body_that_grows_too_large_is_refused_when_it_does(self, server: Served) -> None:
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

        answer = raw(server, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk)

        assert answer.startswith(b"HTTP/1.1 413")
        assert b"MR.0103" in answer

    def test_a_body_that_does_not_arrive_is_given_up(self, server: Served) -> None:
        answer = raw(server, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{")

        assert answer.startswith(b"HTTP/1.1 408")
        assert b"MR.0110" in answer

    def test_what_is_no_http_is_refused(self, server: Served) -> None:
        assert raw(server, b"\x00\x01\x02 nonsense\r\n\r\n").startswith(b"HTTP/1.1 400")

    def test_a_compressed_body_is_refused(self, server: Served) -> None:
        assert server.predict({"a": 1}, headers={"Content-Encoding": "gzip"}).status == 415

    def test_a_thousand_idle_connections_keep_nobody_from_asking(self, server: Served) -> None:
        with contextlib.ExitStack() as stack:
            for _ in range(1000):
                idle = stack.enter_context(socket.socket(socket.AF_UNIX))
                idle.connect(server.socket)

            assert server.predict({"a": 1}).status == 200


class TestStreams:
    def test_what_the_code_yields_are_events(self, server: Served) -> None:
        answer, found = events(server, {"do": "stream", "count": 3})

        assert answer.headers["content-type"] == "text/event-stream;charset=UTF-8"
        assert found == ['data: {"number":0}', 'data: {"number":1}', 'data: {"number":2}']

    def test_streams_run_side_by_side_and_others_are_answered_between(self, server: Served) -> None:
        found: list[int] = []
        streams = [
            threading.Thread(target=lambda: found.append(len(events(server, {"do": "stream", "count": 20, "pause": 0.02})[1])))
            for _ in range(4)
        ]
        for stream in streams:
            stream.start()

        assert server.predict({"a": 1}).status == 200

        for stream in streams:
            stream.join()
        assert found == [20] * 4

    def test_a_failure_before_the_first_event_has_its_status(self, server: Served) -> None:
        answer, _ = events(server, {"do": "stream", "count": 3, "fails_at": 0})

        assert answer.status == 500

    def test_a_failure_in_the_middle_is_an_event(self, server: Served) -> None:
        _, found = events(server, {"do": "stream", "count": 9, "fails_at": 2})

        assert found[1] == 'data: {"number":1}'
        assert found[2].startswith("event: error\ndata: ")
        assert json.loads(found[2].split("data: ")[1])["msg"] == "RuntimeError: no more"

    def test_the_code_learns_when_nobody_listens_any_longer(self, server: Served) -> None:
        before = server.predict({"do": "closed"}).json["closed"]
        connection = server.connection()
        connection.request("POST", "/", json.dumps({"do": "stream", "count": 10_000, "pause": 0.01}))
        connection.getresponse().readline()

        connection.close()

        deadline = time.monotonic() + 180
        while server.predict({"do": "closed"}).json["closed"] == before:
            assert time.monotonic() < deadline


class TestInterfaceOfOpenAI:
    def test_text_becomes_a_completion(self, server: Served) -> None:
        body = {"model": "mine", "messages": [{"role": "user", "content": "world"}]}

        answer = server.predict(body, path="/v1/chat/completions").json

        assert answer["object"] == "chat.completion"
        assert answer["choices"][0]["message"] == {"role": "assistant", "content": "Hello world"}
        assert answer["model"] == "mine"

    def test_a_stream_becomes_chunks_and_an_end(self, server: Served) -> None:
        body = {"messages": [{"role": "user", "content": "world"}], "stream": True}

        _, found = events(server, body, "/v1/chat/completions")

        assert found[-1] == "data: [DONE]"
        deltas = [json.loads(event[6:])["choices"][0]["delta"] for event in found[:-1]]
        assert deltas[0]["role"] == "assistant"
        assert "".join(delta["content"] for delta in deltas) == "Hello world"

    def test_vectors_become_embeddings(self, server: Served) -> None:
        answer = server.predict({"input": ["a", "b"]}, path="/v1/embeddings").json

        assert [entry["embedding"] for entry in answer["data"]] == [[1.0, 2.0], [1.0, 2.0]]

    def test_what_the_code_lacks_is_not_found_in_their_form(self, server: Served) -> None:
        answer = server.predict({"prompt": "a"}, path="/v1/completions")

        assert answer.status == 404
        assert "has no method 'completions'" in answer.json["error"]["message"]
        assert server.predict({}, path="/v1/chat/completions").json["error"]["type"] == "invalid_request_error"
        assert server.ask("GET", "/v1/models").json["data"][0]["id"] == "model"


class TestWebSockets:
    def test_messages_are_requests_and_stay_in_order(self, server: Served) -> None:
        with talk(server) as connection:
            connection.send('{"a": 1}')
            connection.send(b'{"do": "stream", "count": 2}')
            connection.send("{")
            connection.send('{"do": "refuse"}')

            found = [json.loads(connection.recv(60)) for _ in range(5)]

        assert found[0]["data"] == {"a": 1}
        assert found[1:3] == [{"number": 0}, {"number": 1}]
        assert found[3]["erno"] == "MR.0100"
        assert found[4]["msg"] == "no picture was sent"

    def test_code_can_have_the_connection_to_itself(self, tmp_path: Path) -> None:
        with serving(write_package(tmp_path, TALKS)) as own:
            own.wait_until_ready()
            with talk(own) as connection:
                assert connection.recv(60) == "welcome"
                connection.send("one")
                assert json.loads(connection.recv(60)) == {"heard": "one"}
                connection.send(b"\x00\x01")
                assert connection.recv(60) == b"\x00\x01"
                connection.send("bye")
                with pytest.raises(ConnectionClosed) as closed:
                    connection.recv(60)
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code == 1000
            with talk(own) as connection:
                connection.recv(60)
                connection.send("fail")
                with pytest.raises(ConnectionClosed, match="no such word"):
                    connection.recv(60)


class TestBatches:
    def test_requests_that_wait_are_answered_together_and_fail_alone(self, tmp_path: Path) -> None:
        words = ["first", "a", "b", "bad", "poison", "c", "d", "e", "f", "g"]
        found: dict[str, Any] = {}
        go = tmp_path / "go"

        with serving(write_package(tmp_path, BATCHES.replace("GO", repr(str(go))))) as own:
            own.wait_until_ready()

            def ask(word: str) -> None:
                found[word] = own.predict(word)

            def wait_for(line: str) -> None:
                late = time.monotonic() + PATIENCE_SECONDS
                while line not in own.ask("GET", "/metrics").body.decode():
                    assert time.monotonic() < late
                    time.sleep(0.05)

            threads = [threading.Thread(target=ask, args=[word]) for word in words]
            threads[0].start()
            wait_for("model_service_requests_open 1")
            for thread in threads[1:]:
                thread.start()
            wait_for(f"model_service_requests_open {len(words)}")
            go.touch()
            for thread in threads:
                thread.join()
            sizes = own.ask("GET", "/metrics").body.decode()

        assert {word: answer.status for word, answer in found.items()} == {
            word: 500 if word in {"bad", "poison"} else 200 for word in words
        }
        assert all(found[word].json["answer"] == word for word in words if word not in {"bad", "poison"})
        assert 'model_service_batch_requests_bucket{le="4.0"} 2' in sizes
        assert 'model_service_batch_requests_bucket{le="8.0"} 3' in sizes


class TestPackagesThatCannotBeServed:
    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("import no_such_module\n", "customize_service.py, line 1: importing it failed: ModuleNotFoundError"),
            ("def broken(:\n", "customize_service.py, line 1: importing it failed: SyntaxError"),
            ("raise SystemExit(1)\n", "importing it failed: SystemExit: 1"),
            ("x = 1\n", "no class here derives from a base class"),
            (
                "from model_service import BaseService\nclass A(BaseService): pass\nclass B(BaseService): pass",
                "several classes could be the model: A, B",
            ),
            (NO_WEIGHTS, "customize_service.py, line 4: making the class A failed: OSError: weights.pth is missing"),
            (
                "from model_service import BaseService\nclass A(BaseService):\n    def warm_up(self):\n        1 / 0\n",
                "warming the model up failed: ZeroDivisionError",
            ),
        ],
    )
    def test_health_and_the_log_say_why_and_the_server_ends_with_3(self, tmp_path: Path, code: str, words: str) -> None:
        with serving(write_package(tmp_path, code), load_failure_seconds="3600") as server:
            server.wait_until_listening()
            deadline = time.monotonic() + 180
            while (answer := server.ask("GET", "/health").json)["status"] == "loading":
                assert time.monotonic() < deadline

            refused = server.predict({})
            server.end()

        assert answer["status"] == "failed"
        assert words in answer["reason"]
        assert (refused.status, refused.json["erno"]) == (503, "MR.0107")
        assert words in server.text()
        assert server.process.returncode == 3

    def test_a_failed_server_ends_by_itself(self, tmp_path: Path) -> None:
        with serving(write_package(tmp_path), load_failure_seconds="0") as server:
            assert server.process.wait(60) == 3

    def test_a_model_that_never_loads_stays_unready_and_can_be_ended(self, tmp_path: Path) -> None:
        code = "import time\nfrom model_service import BaseService\nclass A(BaseService):\n"
        code += "    def __init__(self):\n        time.sleep(3600)\n"
        with serving(write_package(tmp_path, code)) as server:
            server.wait_until_listening()

            assert server.ask("GET", "/health").json["status"] == "loading"
            assert server.end() == 0

    def test_a_model_that_does_not_come_back_makes_the_replica_unhealthy(self, tmp_path: Path) -> None:
        code = "import time\nfrom model_service import BaseService\nclass A(BaseService):\n"
        code += "    def _inference(self, data):\n        time.sleep(3600)\n"
        package = write_package(tmp_path, code)
        with serving(package, request_timeout_seconds="0.2", stuck_seconds="1", max_waiting="2", drain_seconds="0") as server:
            server.wait_until_ready()
            assert [server.predict({}).status for _ in range(2)] == [504, 504]
            deadline = time.monotonic() + 180
            while (answer := server.ask("GET", "/health")).status == 200:
                assert time.monotonic() < deadline

            assert answer.json["status"] == "stuck"
            assert server.end() == 0

    def test_requests_beyond_those_that_may_wait_are_refused(self, tmp_path: Path) -> None:
        code = "import time\nfrom model_service import BaseService\nclass A(BaseService):\n"
        code += "    def _inference(self, data):\n        time.sleep(1)\n        return 1\n"
        with serving(write_package(tmp_path, code), max_waiting="1") as server:
            server.wait_until_ready()
            statuses: list[int] = []
            threads = [threading.Thread(target=lambda: statuses.append(server.predict({}).status)) for _ in range(5)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        assert set(statuses) == {200, 503}

    def test_a_setting_that_cannot_be_meant_is_named(self, tmp_path: Path) -> None:
        with serving(write_package(tmp_path), batch_size="many") as server:
            assert server.process.wait(60) == 1
            assert "MODEL_SERVICE_BATCH_SIZE: 'many' is not a number" in server.text()


class TestCheck:
    def check(self, package: Path) -> tuple[int, Any]:
        argv = [sys.executable, "-m", "model_service", "check", "--package", str(package)]
        found = subprocess.run(argv, check=False, capture_output=True, env={"PYTHONPATH": str(SDK)}, text=True)
        return found.returncode, json.loads(found.stdout)

    def test_it_says_what_the_code_answers(self, tmp_path: Path) -> None:
        package = write_package(
            tmp_path, CODE.replace("import helper", "print('noise')").replace("helper.GREETING", "GREETING")
        )
        (package / "model" / "helper.py").write_text('GREETING = "hi"\n')

        status, verdict = self.check(package)

        assert status == 0
        assert (verdict["ok"], verdict["kind"], verdict["class"]) == (True, "code", "Everything")
        assert verdict["engine"] == "XgSklServingBaseService"
        assert verdict["methods"] == ["inference", "chat_completions", "embeddings"]

    def test_it_says_what_is_wrong_and_where(self, tmp_path: Path) -> None:
        status, verdict = self.check(write_package(tmp_path, "\n\nimport no_such_module\n"))

        assert status == 3
        assert verdict["problem"]["place"] == "customize_service.py, line 3"
        assert "no_such_module" in verdict["problem"]["text"]
        assert "ModuleNotFoundError" in verdict["traceback"]
