"""What every engine without code is to the server: calls in, answers out, several at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Sequence

from model_service.runtime.problems import BadInput


@dataclass(frozen=True)
class Tensor:
    """An input or output: name, data type as the Open Inference Protocol calls it, shape with -1 for any length."""

    name: str
    datatype: str
    shape: tuple[int, ...]


@dataclass
class Call:
    """One request, ready to be put to the model.

    form: how the request was written, and so the answer: "req_data", "data.req_data", "instances", "inputs" or "v2".
    """

    rows: Any
    count: int
    form: str = "instances"
    uuid: str = ""
    wants_probabilities: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


class Predictor:
    """A loaded model."""

    engine = ""
    inputs: tuple[Tensor, ...] = ()
    outputs: tuple[Tensor, ...] = ()
    # Whether short predictions may run on the thread of the event loop.
    may_run_inline = True
    classes: list[Any] | None = None

    def prepare(self, body: Any) -> Call:
        """Check the JSON of a request and turn it into rows. Raises BadInput."""
        raise NotImplementedError

    def call_of_tensors(self, arrays: dict[str, Any]) -> Call:
        """Return the call for arrays of the Open Inference Protocol. Raises BadInput."""
        raise NotImplementedError

    def answer_all(self, calls: Sequence[Call]) -> list[Any]:
        """Return the answers to calls, asked in one; an exception stands for all of them."""
        raise NotImplementedError

    def warm_up(self) -> None:
        """Ask the model something once, where it is known what it takes."""

    def answer(self, body: Any) -> Any:
        """Answer one request from parsed JSON to an answer that can be written as JSON."""
        return self.answer_all([self.prepare(body)])[0]


def open_body(body: Any) -> tuple[list[Any], str, str, dict[str, Any]]:
    """Return the rows of a JSON request, the form it was in, its `meta.uuid` and its parameters. Raises BadInput."""
    uuid = ""
    given: Any = {}
    if isinstance(body, list):
        rows, form = body, "instances"
    elif isinstance(body, dict):
        given = body.get("parameters") or {}
        if not isinstance(given, dict):
            raise BadInput("parameters: must be an object.")
        if "instances" in body:
            rows, form = body["instances"], "instances"
        elif "req_data" in body:
            rows, form = body["req_data"], "req_data"
        elif isinstance(body.get("data"), dict) and "req_data" in body["data"]:
            rows, form = body["data"]["req_data"], "data.req_data"
        else:
            raise BadInput('The body needs rows in "data": {"req_data": [...]}, in "req_data": [...] or in "instances": [...].')
        meta = body.get("meta")
        if isinstance(meta, dict):
            uuid = str(meta.get("uuid") or "")
    else:
        raise BadInput("The body must be an object or a list.")
    where = form if form != "instances" or isinstance(body, dict) else "the body"
    if not isinstance(rows, list):
        raise BadInput(f"{where}: must be a list of rows.")
    if not rows:
        raise BadInput(f"{where}: must have at least one row.")
    return rows, form, uuid, given
