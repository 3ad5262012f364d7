"""Whatever JSON, tensors or form arrive: they are understood or refused, and nothing else happens."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_service.runtime import wire
from model_service.runtime.engines.predictor import Predictor, Tensor
from model_service.runtime.engines.tabular import TabularPredictor
from model_service.runtime.engines.tensors import TensorPredictor
from model_service.runtime.multipart import read_form
from model_service.runtime.oip import OpenInference
from model_service.runtime.problems import Problem
from model_service.runtime.protocols import PLAIN, Protocol, Request


class Sums(TabularPredictor):
    width = 2
    columns = ["a", "b"]  # noqa: RUF012 - as the class declares it

    def predict(self, rows: Any) -> Any:
        return rows.sum(axis=1)


class Flips(TensorPredictor):
    inputs = (Tensor("x", "FP32", (-1, 2)),)
    outputs = (Tensor("y", "FP32", (-1, 2)),)

    def run(self, arrays: Any) -> dict[str, Any]:
        return {"y": -np.asarray(arrays["x"])}


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(10**400)
names = st.sampled_from(["data", "req_data", "instances", "inputs", "meta", "uuid", "parameters", "a", "b", "x", ""])
keys = names | st.sampled_from(["name", "shape", "datatype", "outputs", "binary_data_size", "id"])
anything = st.recursive(
    scalars | st.sampled_from(["FP32", "BYTES", "INT64", "x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
numbers = st.lists(scalars, min_size=1, max_size=3)
rows = st.lists(numbers | st.dictionaries(st.sampled_from("abx"), scalars, max_size=3), max_size=3)
bodies = (
    anything
    | st.fixed_dictionaries({"instances": rows})
    | st.fixed_dictionaries({"data": st.fixed_dictionaries({"req_data": rows})})
)
tensor = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["x", "input", "a"]),
        "shape": st.lists(st.integers(-1, 3), max_size=3),
        "datatype": st.sampled_from(["FP32", "INT64", "BOOL", "BYTES", "FP16"]),
    },
    optional={"data": anything, "parameters": st.dictionaries(st.just("binary_data_size"), scalars, max_size=1)},
)
requests = anything | st.fixed_dictionaries(
    {"inputs": st.lists(tensor, max_size=3)}, optional={"outputs": anything, "parameters": anything}
)


def is_odd(predictor: Predictor, protocol: Protocol, body: bytes, head_length: int = 0) -> bool:
    """Return whether anything but an answer in JSON or a refusal came out."""
    request = Request(body, "application/json", protocol, head_length)
    try:
        request.call = protocol.read_call(predictor, request)
        answer = protocol.write(predictor.answer_all([request.call])[0], request)
    except Problem as problem:
        json.loads(protocol.problem(problem))
        return problem.status not in {400, 415}
    text = answer if isinstance(answer, bytes) else answer.body[: int(answer.headers[1][1])]
    json.loads(text)
    return False


@pytest.mark.parametrize("predictor", [Sums(), Flips()], ids=["table", "tensors"])
class TestAnyJSON:
    @given(body=bodies)
    def test_it_is_answered_or_refused(self, predictor: Predictor, body: Any) -> None:
        assert not is_odd(predictor, PLAIN, json.dumps(body).encode())

    @given(body=requests, tail=st.binary(max_size=40))
    def test_it_is_answered_or_refused_by_the_protocol(self, predictor: Predictor, body: Any, tail: bytes) -> None:
        head = json.dumps(body).encode()
        assert not is_odd(predictor, OpenInference("m", "1"), head + tail, len(head))


class TestAnyBytes:
    @given(body=st.binary(max_size=60))
    def test_json_is_read_or_refused(self, body: bytes) -> None:
        assert not is_odd(Sums(), PLAIN, body)

    @given(
        parts=st.lists(
            st.sampled_from(
                [b"--x", b"\r\n", b"\r\n\r\n", b"--", b'form-data; name="a"', b"Content-Disposition: ", b'; filename="f"', b"y"]
            ),
            max_size=25,
        )
    )
    def test_a_form_is_read_or_refused(self, parts: list[bytes]) -> None:
        try:
            found = read_form(b"".join(parts), "multipart/form-data; boundary=x")
        except Problem:
            return
        assert isinstance(found, dict)

    @given(value=anything)
    def test_every_answer_can_be_read_again(self, value: Any) -> None:
        json.loads(wire.dumps(value))
