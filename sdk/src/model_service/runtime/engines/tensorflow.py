"""TensorFlow: SavedModel folders, and Keras models in .keras and .h5 files."""

from __future__ import annotations

import os
from typing import Any, Mapping

from model_service.runtime.engines.datatypes import datatype_of
from model_service.runtime.engines.predictor import Predictor, Tensor
from model_service.runtime.engines.tensors import TensorPredictor
from model_service.runtime.problems import PackageProblem


class SavedModelPredictor(TensorPredictor):
    """A signature of a SavedModel."""

    engine = "tensorflow"
    may_run_inline = False

    def __init__(self, model: Any, signature: Any) -> None:
        self.model = model  # it must live as long as its signature
        self.signature = signature
        self.inputs = tuple(_tensor(name, spec) for name, spec in signature.structured_input_signature[1].items())
        self.outputs = tuple(_tensor(name, spec) for name, spec in signature.structured_outputs.items())
        self.joins = all(tensor.shape[:1] in {(-1,), ()} for tensor in self.inputs)

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the signature."""
        import tensorflow as tf

        given = {}
        for name, spec in self.signature.structured_input_signature[1].items():
            if name not in arrays:
                raise KeyError(f"input {name!r} is missing; there are {', '.join(arrays)}")
            given[name] = tf.convert_to_tensor(arrays[name], dtype=spec.dtype)
        return {name: tensor.numpy() for name, tensor in self.signature(**given).items()}


class KerasPredictor(TensorPredictor):
    """A Keras model."""

    engine = "keras"
    may_run_inline = False

    def __init__(self, model: Any) -> None:
        self.model = model
        self.inputs = tuple(_tensor(tensor.name.partition(":")[0], tensor) for tensor in model.inputs)
        names = list(getattr(model, "output_names", None) or [])
        self.outputs = tuple(
            _tensor(names[number] if number < len(names) else f"output_{number}", tensor)
            for number, tensor in enumerate(model.outputs)
        )

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the model, without the machinery that `predict` has for large data."""
        given = [arrays[tensor.name] for tensor in self.inputs]
        output = self.model(given[0] if len(given) == 1 else given, training=False)
        if isinstance(output, dict):
            return {str(name): tensor.numpy() for name, tensor in output.items()}
        listed = output if isinstance(output, (tuple, list)) else [output]
        return {tensor.name: value.numpy() for tensor, value in zip(self.outputs, listed)}


def load(kind: str, path: str, columns: list[str]) -> Predictor:
    """Load a SavedModel folder or a Keras file."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    if kind == "keras":
        return KerasPredictor(tf.keras.models.load_model(path, compile=False))
    model = tf.saved_model.load(path, tags=["serve"])
    signatures = dict(model.signatures)
    if "serving_default" in signatures:
        return SavedModelPredictor(model, signatures["serving_default"])
    if len(signatures) == 1:
        return SavedModelPredictor(model, next(iter(signatures.values())))
    names = ", ".join(signatures) or "none"
    raise PackageProblem(f"has the signatures {names}; one must be named serving_default", "saved_model.pb")


def _tensor(name: str, spec: Any) -> Tensor:
    shape = tuple(-1 if length is None else int(length) for length in spec.shape) if spec.shape is not None else ()
    dtype = getattr(spec.dtype, "as_numpy_dtype", spec.dtype)
    return Tensor(name, datatype_of(dtype) if dtype not in {"string", bytes} else "BYTES", shape)
