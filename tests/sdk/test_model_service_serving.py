"""The model server as a process: a model without code, a model with code, health, and how it ends."""

import base64
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from sdk.served import SDK, Served, serving, write_package

FILES = """
from model_service.pytorch_model_service import PTServingBaseService

class Lengths(PTServingBaseService):
    def __init__(self, model_name, model_path):
        self.model_name = model_name
        self.model_path = model_path

    def _preprocess(self, data):
        return {key: {name: file.read() for name, file in value.items()} for key, value in data.items()}

    def _inference(self, data):
        return {key: {name: len(content) for name, content in files.items()} for key, files in data.items()}

    def _postprocess(self, data):
        return {"lengths": data, "path": self.model_path}
"""

BOUNDARY = "----of-a-test"


def form(*parts: tuple[str, str, bytes]) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers of a form with files."""
    lines = b""
    for field, name, content in parts:
        lines += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
        lines += content + b"\r\n"
    return lines + f"--{BOUNDARY}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Any, Any]]:
    """A server with a model of digits, the model, and its rows."""
    rows, labels = load_digits(return_X_y=True)
    model = LogisticRegression(max_iter=50, tol=0.1).fit(rows[:500], labels[:500])
    package = write_package(tmp_path_factory.mktemp("digits"), config={"model_type": "Scikit_Learn"})
    (package / "model" / "model.pkl").write_bytes(pickle.dumps(model))
    with serving(package) as server:
        yield server.wait_until_ready(), model, rows


class TestModelWithoutCode:
    def test_rows_in_the_public_envelope_get_a_record_each(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits

        answer = server.predict({"meta": {"uuid": "7f0c"}, "data": {"req_data": rows[:3].tolist()}})

        assert answer.status == 200
        assert answer.json["meta"] == {"uuid": "7f0c"}
        records = answer.json["data"]["resp_data"]
        assert [record["predict_result"] for record in records] == model.predict(rows[:3]).tolist()
        assert list(records[0]["probabilities"]) == [str(number) for number in range(10)]
        assert list(records[0]["probabilities"].values()) == pytest.approx(model.predict_proba(rows[:1])[0])

    def test_rows_without_an_outer_data_are_answered_without_one(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits

        answer = server.predict({"req_data": [{str(number): value for number, value in enumerate(rows[0].tolist())}]})

        assert answer.json["resp_data"][0]["predict_result"] == model.predict(rows[:1])[0]

    def test_instances_get_predictions(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits

        answer = server.predict({"instances": rows[:2].tolist()})

        assert answer.json == {"predictions": model.predict(rows[:2]).tolist()}

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"{", "not valid JSON"),
            (b"", "empty"),
            ({"rows": []}, "req_data"),
            ({"instances": []}, "at least one row"),
            ({"instances": [[1, 2]]}, "instances[0]: has 2 columns; the model takes 64"),
            ({"instances": [[0] * 64, [0] * 63 + ["x"]]}, "instances[1], column 63: 'x' is not a number"),
            ({"instances": [[0] * 63 + [None]]}, "column 63: None is not a number"),
            ({"data": {"req_data": [{"a": 1}]}}, "has 1 columns"),
            ({"instances": 5}, "must be a list"),
            (5, "must be an object or a list"),
        ],
    )
    def test_a_wrong_body_is_answered_with_the_place(self, digits: tuple[Served, Any, Any], body: Any, words: str) -> None:
        server, _, _ = digits

        answer = server.predict(body)

        assert answer.status == 400
        assert answer.json["erno"] == "MR.0100"
        assert words in answer.json["msg"]

    def test_another_content_type_is_refused(self, digits: tuple[Served, Any, Any]) -> None:
        server, _, _ = digits

        answer = server.predict(b"a=b", headers={"Content-Type": "text/csv"})

        assert (answer.status, answer.json["error_code"]) == (415, "MR.0104")

    def test_many_clients_at_once_each_get_their_own_answer(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits
        expected = model.predict(rows[:64]).tolist()
        found: list[Any] = [None] * 64

        def ask(number: int) -> None:
            found[number] = server.predict({"instances": [rows[number].tolist()]}).json["predictions"][0]

        threads = [threading.Thread(target=ask, args=[number]) for number in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert found == expected

    def test_other_paths_and_methods_are_answered_as_such(self, digits: tuple[Served, Any, Any]) -> None:
        server, _, _ = digits

        assert server.ask("GET", "/nowhere").status == 404
        assert server.ask("POST", "/nowhere", {}).status == 404
        assert server.ask("DELETE", "/").status == 405
        assert server.ask("GET", "/").json["predict"][0] == "POST /"
        assert b"model_service_requests_total" in server.ask("GET", "/metrics").body


class TestImporting:
    def test_base_classes_and_packages_need_nothing_but_python(self) -> None:
        code = """
import sys
sys.modules.update(dict.fromkeys(("numpy", "uvicorn", "httptools", "orjson", "modelyard", "sklearn", "torch"), None))
import model_service.pytorch_model_service, model_service.tfserving_model_service, model_service.python_model_service
import model_service.model_service, model_service.caffe_model_service, model_service.runtime.check
from model_service.runtime import wire
assert wire.loads(wire.dumps({"a": [1.5, float("nan")]})) == {"a": [1.5, None]}
"""
        environment = {"PYTHONPATH": str(SDK), "PATH": os.defpath}
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)

    def test_nothing_of_the_platform_is_imported(self) -> None:
        for file in (SDK / "model_service").rglob("*.py"):
            assert "modelyard" not in "".join(line for line in file.read_text().splitlines() if "import" in line), file


class TestModelWithCode:
    def test_a_configuration_that_is_given_counts_instead_of_the_file(self, tmp_path: Path) -> None:
        """As for packages that nobody may write to."""
        given = base64.b64encode(b'{"apis": [{"url": "/given", "method": "post"}]}').decode()
        package = write_package(tmp_path, FILES, {"apis": [{"url": "/file", "method": "post"}]})
        with serving(package, config=given) as server:
            server.wait_until_ready()

            assert server.predict({}, "/file").status == 404
            assert server.predict({}, "/given").status != 404

    def test_files_of_a_form_reach_the_code_by_field_and_name(self, tmp_path: Path) -> None:
        package = write_package(tmp_path, FILES)
        (package / "model" / "weights.pth").write_bytes(b"weights")
        body, headers = form(("images", "a.png", b"12345"), ("images", "b.png", b"\r\n--\r\n"), ("mask", "ü.png", b""))
        with serving(package) as server:
            answer = server.wait_until_ready().predict(body, headers=headers)

        assert answer.status == 200
        assert answer.json["lengths"] == {"images": {"a.png": 5, "b.png": 6}, "mask": {"ü.png": 0}}
        assert answer.json["path"] == str(package / "model" / "weights.pth")


class TestEnding:
    def test_what_is_under_way_is_finished_and_the_status_is_zero(self, tmp_path: Path) -> None:
        slow = "import time\nfrom model_service.model_service import SingleNodeService\n\n"
        slow += "class Slow(SingleNodeService):\n    def _inference(self, data):\n        time.sleep(1)\n        return data\n"
        answers = []
        with serving(write_package(tmp_path, slow)) as server:
            server.wait_until_ready()
            thread = threading.Thread(target=lambda: answers.append(server.predict({"a": 1})))
            thread.start()
            while b"requests_open 1" not in server.ask("GET", "/metrics").body:
                time.sleep(0.01)

            status = server.end()
            thread.join()

        assert status == 0
        assert json.loads(answers[0].body) == {"a": 1}
        assert answers[0].headers["connection"] == "close"


def raw(server: Served, *parts: bytes, pause: float = 0.05) -> bytes:
    """Send parts one after the other and return everything until the server closes."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(120)
        client.connect(server.socket)
        for part in parts:
            client.sendall(part)
            time.sleep(pause)
        found = b""
        while more := client.recv(65536):
            found += more
        return found


class TestConnections:
    """Small requests go a shorter way through the server; others must not notice."""

    def request(self, body: bytes, headers: bytes = b"", version: bytes = b"1.1") -> bytes:
        length = b"Content-Length: %d\r\n" % len(body)
        return b"POST / HTTP/%s\r\nHost: a\r\n%s%s\r\n%s" % (version, length, headers, body)

    def row(self, rows: Any, number: int) -> bytes:
        return json.dumps({"instances": [rows[number].tolist()]}).encode()

    def test_requests_that_arrive_together_are_answered_in_order(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits
        requests = [self.request(self.row(rows, number)) for number in range(20)]
        requests[7] = self.request(b"{")
        requests.append(self.request(self.row(rows, 20), b"Connection: close\r\n"))

        answers = raw(server, b"".join(requests)).split(b"HTTP/1.1 ")[1:]

        assert len(answers) == 21
        assert answers[7].startswith(b"400")
        found = [json.loads(answer.partition(b"\r\n\r\n")[2]) for answer in answers]
        expected = model.predict(rows[:21]).tolist()
        assert [answer["predictions"][0] for answer in found[:7] + found[8:]] == expected[:7] + expected[8:]

    def test_a_body_may_come_in_pieces(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits
        whole = self.request(self.row(rows, 3), b"Connection: close\r\n")

        answer = raw(server, whole[:20], whole[20:90], whole[90:])

        assert json.loads(answer.partition(b"\r\n\r\n")[2])["predictions"] == model.predict(rows[3:4]).tolist()

    @pytest.mark.parametrize(
        ("headers", "version"), [(b"", b"1.0"), (b"Expect: 100-continue\r\nConnection: close\r\n", b"1.1")]
    )
    def test_older_and_careful_clients_are_answered(
        self, digits: tuple[Served, Any, Any], headers: bytes, version: bytes
    ) -> None:
        server, model, rows = digits

        answer = raw(server, self.request(self.row(rows, 5), headers, version))

        assert b"200 OK" in answer
        assert answer.endswith(b'{"predictions":[%d]}' % model.predict(rows[5:6])[0])

    def test_a_client_that_leaves_early_disturbs_nobody(self, digits: tuple[Served, Any, Any]) -> None:
        server, _, rows = digits
        for _ in range(50):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(server.socket)
                client.sendall(self.request(self.row(rows, 0)))

        assert server.predict({"instances": [rows[0].tolist()]}).status == 200
        assert "Traceback" not in server.text()

    def test_large_requests_are_answered_while_small_ones_are(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits
        many = {"instances": rows.tolist() * 3}

        found: list[Any] = []
        thread = threading.Thread(target=lambda: found.append(server.predict(many).json["predictions"]))
        thread.start()
        small = [server.predict({"instances": [rows[number].tolist()]}).json["predictions"][0] for number in range(20)]
        thread.join()

        assert small == model.predict(rows[:20]).tolist()
        assert found[0] == model.predict(rows).tolist() * 3
