"""The Open Inference Protocol, version 2: tensors by name, as JSON or as binary data behind JSON."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from model_service.runtime import wire
from model_service.runtime.engines.predictor import Call, Predictor, Tensor
from model_service.runtime.problems import BadInput, ModelFailed, Problem
from model_service.runtime.protocols import Answer, Protocol, Request

if TYPE_CHECKING:
    import numpy as np

_MOST_ELEMENTS = 1 << 28


class OpenInference(Protocol):
    """Requests to `/v2/models/.../infer`."""

    def __init__(self, model_name: str, version: str) -> None:
        self.model_name = model_name
        self.version = version

    def read_call(self, predictor: Predictor, request: Request) -> Call:
        """Read the tensors of a request for an engine."""
        head, arrays = read_tensors(request)
        call = predictor.call_of_tensors(arrays)
        call.extra["head"] = head
        return call

    def read_data(self, request: Request) -> Any:
        """Give user code the arrays by name."""
        return read_tensors(request)[1]

    def write(self, answer: Any, request: Request) -> Any:
        """Write tensors in the order, the selection and the form that the request asks for."""
        head = request.call.extra["head"] if request.call is not None else self._head(request)
        if not isinstance(answer, dict):
            raise ModelFailed(f"The code returned {type(answer).__name__}; this protocol needs a dict of arrays by name.")
        wanted = head.get("outputs") or [{"name": name} for name in answer]
        all_binary = bool((head.get("parameters") or {}).get("binary_data_output"))
        outputs, parts = [], []
        for output in wanted:
            name = output.get("name")
            if name not in answer:
                raise BadInput(f"outputs: the model has no output {name!r}; there are {', '.join(map(str, answer))}.")
            described, data = _written(
                name, answer[name], binary=(output.get("parameters") or {}).get("binary_data", all_binary)
            )
            outputs.append(described)
            parts += [data] if data is not None else []
        body: dict[str, Any] = {"model_name": self.model_name, "model_version": self.version, "outputs": outputs}
        if head.get("id"):
            body["id"] = str(head["id"])
        text = wire.dumps(body)
        if not parts:
            return text
        length = b"%d" % len(text)
        headers = ((b"content-type", b"application/octet-stream"), (b"inference-header-content-length", length))
        return Answer(b"".join([text, *parts]), headers)

    @staticmethod
    def _head(request: Request) -> dict[str, Any]:
        head: dict[str, Any] = wire.loads(request.body[: request.head_length or len(request.body)])
        return head

    def problem(self, problem: Problem) -> bytes:
        """Return the body in which clients of the protocol look for `error`."""
        return wire.dumps({"error": str(problem), **problem.body()})


def read_tensors(request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the JSON of a request and its arrays by name. Raises BadInput."""
    length = request.head_length or len(request.body)
    if length > len(request.body):
        raise BadInput(f"Inference-Header-Content-Length is {length}; the body has {len(request.body)} bytes.")
    head = wire.loads(request.body[:length])
    if not isinstance(head, dict) or not isinstance(head.get("inputs"), list) or not head["inputs"]:
        raise BadInput('The body needs "inputs", a list of tensors.')
    outputs, parameters = head.get("outputs") or [], head.get("parameters") or {}
    if not isinstance(outputs, list) or not all(isinstance(output, dict) for output in outputs):
        raise BadInput("outputs: must be a list of objects.")
    if not isinstance(parameters, dict) or not all(isinstance(o.get("parameters") or {}, dict) for o in outputs):
        raise BadInput("parameters: must be an object.")
    arrays: dict[str, Any] = {}
    binary = memoryview(request.body)[length:]
    for number, tensor in enumerate(head["inputs"]):
        where = f"inputs[{number}]"
        if not isinstance(tensor, dict) or not isinstance(tensor.get("name"), str):
            raise BadInput(f"{where}: must be an object with a name.")
        size = _parameters(tensor, where).get("binary_data_size")
        if size is None:
            arrays[tensor["name"]] = _from_json(tensor, where)
            continue
        if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= len(binary):
            raise BadInput(f"{where}: binary_data_size is {size!r}; {len(binary)} bytes are left.")
        arrays[tensor["name"]] = _from_binary(tensor, binary[:size], where)
        binary = binary[size:]
    if binary:
        raise BadInput(f"{len(binary)} bytes of binary data belong to no input.")
    return head, arrays


def _parameters(tensor: dict[str, Any], where: str) -> dict[str, Any]:
    parameters = tensor.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise BadInput(f"{where}: parameters must be an object.")
    return parameters


def _shape_and_type(tensor: dict[str, Any], where: str) -> tuple[list[int], np.dtype[Any]]:
    from model_service.runtime.engines.datatypes import NUMPY_OF

    shape, datatype = tensor.get("shape"), tensor.get("datatype")
    if not isinstance(shape, list) or not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in shape):
        raise BadInput(f"{where}: shape must be a list of whole numbers.")
    if datatype not in NUMPY_OF:
        raise BadInput(f"{where}: datatype must be one of {', '.join(NUMPY_OF)}.")
    count = 1
    for length in shape:
        count *= length
    if count > _MOST_ELEMENTS:
        raise BadInput(f"{where}: shape {shape} has too many elements.")
    return shape, NUMPY_OF[datatype]


def _from_json(tensor: dict[str, Any], where: str) -> Any:
    import numpy as np

    shape, dtype = _shape_and_type(tensor, where)
    data = tensor.get("data")
    if not isinstance(data, list):
        raise BadInput(f"{where}: data must be a list.")
    try:
        with np.errstate(over="raise"):
            return np.array(data, dtype).reshape(shape)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise BadInput(f"{where}: data does not fit {tensor['datatype']} {shape}: {error}.") from None


def _from_binary(tensor: dict[str, Any], data: memoryview, where: str) -> Any:
    import numpy as np

    shape, dtype = _shape_and_type(tensor, where)
    try:
        if dtype.kind == "O":
            return np.array(_strings(data), object).reshape(shape)
        return np.frombuffer(data, dtype.newbyteorder("<")).reshape(shape)
    except (ValueError, struct.error) as error:
        raise BadInput(f"{where}: the binary data does not fit {tensor['datatype']} {shape}: {error}.") from None


def _strings(data: memoryview) -> list[Any]:
    """Return the elements of a BYTES tensor: each has its length before it, in four bytes."""
    found: list[Any] = []
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        at += 4
        if at + length > len(data):
            raise ValueError("an element is cut off")
        text = bytes(data[at : at + length])
        try:
            found.append(text.decode())
        except UnicodeDecodeError:
            found.append(text)
        at += length
    return found


def _written(name: str, values: Any, *, binary: Any) -> tuple[dict[str, Any], bytes | None]:
    """Return how an output is described, with its data in it or beside it."""
    import numpy as np

    from model_service.runtime.engines.datatypes import datatype_of

    if hasattr(values, "detach"):
        values = values.detach().cpu().numpy()
    array = np.asarray(values)
    if array.dtype.kind in "US" or (array.dtype == object and array.size and isinstance(array.flat[0], (dict, list))):
        texts = [item if isinstance(item, (str, bytes)) else wire.dumps(item) for item in array.reshape(-1).tolist()]
        array = np.array(texts, object).reshape(array.shape)
    described = {"name": name, "datatype": datatype_of(array.dtype), "shape": list(array.shape)}
    if not binary:
        return {**described, "data": array.reshape(-1).tolist()}, None
    if described["datatype"] == "BYTES":
        raw = [item if isinstance(item, bytes) else str(item).encode() for item in array.reshape(-1).tolist()]
        data = b"".join(struct.pack("<I", len(item)) + item for item in raw)
    else:
        data = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
    return {**described, "parameters": {"binary_data_size": len(data)}}, data


def metadata(name: str, version: str, engine: str, inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...]) -> dict[str, Any]:
    """Return what is told of a model."""

    def told(tensors: tuple[Tensor, ...]) -> list[dict[str, Any]]:
        return [{"name": t.name, "datatype": t.datatype, "shape": list(t.shape) or [-1]} for t in tensors]

    return {"name": name, "versions": [version], "platform": engine, "inputs": told(inputs), "outputs": told(outputs)}
