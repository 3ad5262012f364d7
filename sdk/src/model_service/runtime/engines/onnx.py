"""ONNX models, by ONNX Runtime."""

from __future__ import annotations

import os
import re
from typing import Any, Mapping

from model_service.runtime.engines.predictor import Predictor, Tensor
from model_service.runtime.engines.tensors import TensorPredictor

_TYPES = {"float": "FP32", "double": "FP64", "float16": "FP16", "string": "BYTES", "bool": "BOOL"}


class OnnxPredictor(TensorPredictor):
    """A session of ONNX Runtime."""

    engine = "onnx"

    def __init__(self, session: Any) -> None:
        self.session = session
        self.inputs = tuple(_tensor(node) for node in session.get_inputs())
        self.outputs = tuple(_tensor(node) for node in session.get_outputs())
        self.joins = all(tensor.shape[:1] == (-1,) for tensor in self.inputs)

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the session."""
        outputs = self.session.run(None, dict(arrays))
        return {tensor.name: value for tensor, value in zip(self.outputs, outputs)}


def load(kind: str, path: str, columns: list[str]) -> Predictor:
    """Load an .onnx file."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    threads = int(os.environ.get("OMP_NUM_THREADS") or 0)
    if threads:  # ONNX Runtime counts the processors of the machine, not those of the task
        options.intra_op_num_threads = threads
    options.log_severity_level = 3
    providers = [name for name in onnxruntime.get_available_providers() if name != "AzureExecutionProvider"]
    return OnnxPredictor(onnxruntime.InferenceSession(path, options, providers=providers))


def _tensor(node: Any) -> Tensor:
    found = re.fullmatch(r"tensor\((\w+)\)", node.type)
    name = found.group(1) if found else ""
    datatype = _TYPES.get(name) or (name.upper() if re.fullmatch(r"u?int\d+", name) else "BYTES")
    shape = getattr(node, "shape", None) or ()
    return Tensor(node.name, datatype, tuple(length if isinstance(length, int) else -1 for length in shape))
