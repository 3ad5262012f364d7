"""The Open Inference Protocol, asked by hand, and by the public client where it is installed.

The client (`pip install "tritonclient[http]"`) is not in the environment of the tests, as its gevent would bring an older
greenlet than the platform runs with.
"""

import json
import pickle
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from sdk.served import Served, serving, write_package

# In a process of its own: the client brings gevent, which has ideas about sockets.
CLIENT = """
import json, sys
import numpy as np
import tritonclient.http as triton

client = triton.InferenceServerClient(sys.argv[1])
rows = np.array(json.load(sys.stdin))
found = {
    "live": client.is_server_live(),
    "ready": client.is_server_ready(),
    "model": client.is_model_ready("digits", "3"),
    "metadata": client.get_model_metadata("digits"),
    "predictions": [],
}
for binary_in in (True, False):
    for binary_out in (True, False):
        given = triton.InferInput("input", list(rows.shape), "FP64")
        given.set_data_from_numpy(rows, binary_data=binary_in)
        wanted = [triton.InferRequestedOutput(name, binary_data=binary_out) for name in ("predict_proba", "predict")]
        answer = client.infer("digits", [given], outputs=wanted, request_id="7")
        assert answer.get_response()["id"] == "7"
        found["predictions"].append(answer.as_numpy("predict").tolist())
        found["shares"] = answer.as_numpy("predict_proba").tolist()
try:
    given = triton.InferInput("input", [1, 2], "FP64")
    given.set_data_from_numpy(np.zeros((1, 2)))
    client.infer("digits", [given])
except triton.InferenceServerException as error:
    found["error"] = [error.status(), error.message()]
print(json.dumps(found))
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Any, Any]]:
    """A server with a model of digits, the model, and its rows."""
    rows, labels = load_digits(return_X_y=True)
    model = LogisticRegression(max_iter=50, tol=0.1).fit(rows[:500], labels[:500])
    package = write_package(tmp_path_factory.mktemp("digits"))
    (package / "model" / "model.pkl").write_bytes(pickle.dumps(model))
    with serving(package, port=free_port(), model_name="digits", version="3") as server:
        yield server.wait_until_ready(), model, rows


INFER = "/v2/models/digits/versions/3/infer"


@pytest.mark.skipif(find_spec("tritonclient") is None, reason="tritonclient is not installed")
class TestPublicClient:
    def test_it_finds_the_model_and_gets_predictions_in_every_form(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits
        argv = [sys.executable, "-c", CLIENT, f"127.0.0.1:{server.port}"]

        done = subprocess.run(argv, input=json.dumps(rows[:5].tolist()), capture_output=True, text=True, check=True)

        found = json.loads(done.stdout)
        assert (found["live"], found["ready"], found["model"]) == (True, True, True)
        assert found["metadata"]["inputs"] == [{"name": "input", "datatype": "FP64", "shape": [-1, 64]}]
        assert found["predictions"] == [model.predict(rows[:5]).tolist()] * 4
        assert np.allclose(found["shares"], model.predict_proba(rows[:5]))
        assert found["error"][0] == "400"
        assert "has 2 columns" in found["error"][1]


class TestByHand:
    def test_binary_tensors_go_in_and_come_out(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits
        data = rows[:3].astype("<f8").tobytes()
        given = {"name": "input", "shape": [3, 64], "datatype": "FP64", "parameters": {"binary_data_size": len(data)}}
        head = json.dumps({"id": "7", "inputs": [given], "parameters": {"binary_data_output": True}}).encode()

        answer = server.predict(head + data, path=INFER, headers={"Inference-Header-Content-Length": str(len(head))})

        length = int(answer.headers["inference-header-content-length"])
        told = json.loads(answer.body[:length])
        assert (told["id"], answer.headers["content-type"]) == ("7", "application/octet-stream")
        assert [(o["name"], o["shape"]) for o in told["outputs"]] == [("predict", [3]), ("predict_proba", [3, 10])]
        size = told["outputs"][0]["parameters"]["binary_data_size"]
        assert np.frombuffer(answer.body[length : length + size], "<i8").tolist() == model.predict(rows[:3]).tolist()
        assert len(answer.body) == length + size + 3 * 10 * 8

    def tensor(self, **changes: Any) -> dict[str, Any]:
        return {"inputs": [{"name": "input", "shape": [1, 64], "datatype": "FP64", "data": [0] * 64, **changes}]}

    def test_data_may_be_nested(self, digits: tuple[Served, Any, Any]) -> None:
        server, model, rows = digits

        answer = server.predict(self.tensor(data=[rows[0].tolist()]), path="/v2/models/digits/infer")

        outputs = {output["name"]: output for output in answer.json["outputs"]}
        assert outputs["predict"] == {
            "name": "predict",
            "datatype": "INT64",
            "shape": [1],
            "data": model.predict(rows[:1]).tolist(),
        }
        assert (answer.json["model_name"], answer.json["model_version"]) == ("digits", "3")

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"shape": [2, 64]}, "does not fit FP64 [2, 64]"),
            ({"shape": [-1, 64]}, "list of whole numbers"),
            ({"shape": [1 << 40, 1 << 40]}, "too many elements"),
            ({"datatype": "FP99"}, "datatype must be one of"),
            ({"data": ["x"] * 64}, "does not fit"),
            ({"data": 5}, "data must be a list"),
            ({"name": 5}, "must be an object with a name"),
            ({"parameters": {"binary_data_size": 9}}, "binary_data_size is 9; 0 bytes are left"),
            ({"parameters": []}, "bytes are left|data|parameters"),
            ({"shape": [64], "data": [0] * 64}, "the tensor has shape [64]"),
        ],
    )
    def test_a_wrong_tensor_is_answered_with_the_place(
        self, digits: tuple[Served, Any, Any], changes: dict[str, Any], words: str
    ) -> None:
        server, _, _ = digits

        answer = server.predict(self.tensor(**changes), path=INFER)

        if changes == {"parameters": []}:
            assert answer.status == 200  # an empty list says as little as none
        else:
            assert answer.status == 400
            assert words in answer.json["error"]

    @pytest.mark.parametrize("body", [{}, [], {"inputs": []}, {"inputs": [5]}, {"inputs": "x"}, 5, b"{"])
    def test_a_body_without_tensors_is_refused(self, digits: tuple[Served, Any, Any], body: Any) -> None:
        server, _, _ = digits

        assert server.predict(body, path=INFER).status == 400

    @pytest.mark.parametrize("length", ["x", "-1", "99999", "9" * 40, "5"])
    def test_a_wrong_length_of_the_json_is_refused(self, digits: tuple[Served, Any, Any], length: str) -> None:
        server, _, _ = digits

        answer = server.predict(self.tensor(), path=INFER, headers={"Inference-Header-Content-Length": length})

        assert answer.status == 400

    def test_binary_data_that_belongs_to_nothing_is_refused(self, digits: tuple[Served, Any, Any]) -> None:
        server, _, _ = digits
        head = json.dumps(self.tensor()).encode()

        answer = server.predict(head + b"1234", path=INFER, headers={"Inference-Header-Content-Length": str(len(head))})

        assert (answer.status, answer.json["error"]) == (400, "4 bytes of binary data belong to no input.")

    def test_an_output_that_there_is_not_is_named(self, digits: tuple[Served, Any, Any]) -> None:
        server, _, _ = digits

        answer = server.predict({**self.tensor(), "outputs": [{"name": "nothing"}]}, path=INFER)

        assert answer.status == 400
        assert "there are predict, predict_proba" in answer.json["error"]

    def test_another_model_is_not_found(self, digits: tuple[Served, Any, Any]) -> None:
        server, _, _ = digits

        assert server.predict(self.tensor(), path="/v2/models/other/infer").status == 404
        assert server.ask("GET", "/v2/models/digits/versions/9").status == 404
        assert server.ask("GET", INFER).status == 405


class TestCode:
    def test_code_gets_arrays_by_name_and_answers_so(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        code = "from model_service import BaseService\n\n\nclass Doubles(BaseService):\n    def _inference(self, data):\n"
        code += "        return {'twice': data['x'] * 2, 'words': data['s']}\n"
        words = b"".join(struct.pack("<I", len(word)) + word for word in (b"one", "ü".encode()))
        head = {
            "inputs": [
                {"name": "x", "shape": [2], "datatype": "INT32", "data": [1, 2]},
                {"name": "s", "shape": [2], "datatype": "BYTES", "parameters": {"binary_data_size": len(words)}},
            ]
        }
        text = json.dumps(head).encode()
        with serving(write_package(tmp_path_factory.mktemp("code"), code)) as server:
            server.wait_until_ready()
            headers = {"Inference-Header-Content-Length": str(len(text))}

            answer = server.predict(text + words, path="/v2/models/model/infer", headers=headers)

        assert answer.json["outputs"] == [
            {"name": "twice", "datatype": "INT32", "shape": [2], "data": [2, 4]},
            {"name": "words", "datatype": "BYTES", "shape": [2], "data": ["one", "ü"]},
        ]
