"""TorchScript modules, and programs that `torch.export` saved."""

from __future__ import annotations

import os
from typing import Any, Mapping

import numpy as np

from model_service.runtime.engines.predictor import Predictor, Tensor
from model_service.runtime.engines.tensors import TensorPredictor
from model_service.runtime.problems import PackageProblem


class TorchPredictor(TensorPredictor):
    """A module that takes tensors by position. Which shapes it takes is not in the file, so nothing is checked before."""

    engine = "torchscript"
    may_run_inline = False  # each thread that asks has threads of its own

    def __init__(self, module: Any, names: list[str], device: Any) -> None:
        self.module = module
        self.device = device
        self.inputs = tuple(Tensor(name, "FP32", ()) for name in names)

    def _array(self, tensor: Tensor, values: Any, where: str) -> Any:
        if isinstance(values, np.ndarray) and values.dtype != object:
            return values
        array = np.asarray(values)
        # Whole numbers stay such: they are indices of words. Others are what a module calculates with.
        return super()._array(tensor, values, where) if array.dtype.kind not in "iub" else array

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the module."""
        import torch

        with torch.inference_mode():
            given = [torch.from_numpy(np.ascontiguousarray(array)).to(self.device) for array in arrays.values()]
            try:
                output = self.module(*given)
            except RuntimeError:
                if not any(tensor.dtype == torch.int64 for tensor in given):
                    raise
                # Whole numbers in JSON can be meant for a module of floats.
                output = self.module(*[tensor.float() if tensor.dtype == torch.int64 else tensor for tensor in given])
        return {name: tensor.detach().cpu().numpy() for name, tensor in _named(output)}


def _named(output: Any) -> list[tuple[str, Any]]:
    if isinstance(output, dict):
        return [(str(name), tensor) for name, tensor in output.items()]
    if isinstance(output, (tuple, list)):
        return [(f"output_{number}", tensor) for number, tensor in enumerate(output)]
    return [("output", output)]


def load(kind: str, path: str, columns: list[str]) -> Predictor:
    """Load a TorchScript file, or a program of `torch.export` (.pt2)."""
    import torch

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if path.endswith(".pt2"):
        module = torch.export.load(path).module().to(device)
        return TorchPredictor(module, _parameters(module), device)
    try:
        module = torch.jit.load(path, map_location=device).eval()
    except RuntimeError as error:
        raise PackageProblem(
            "is no TorchScript file. Save the model with torch.jit.script(model).save(...), export it to ONNX, "
            "or write customize_service.py, which makes the model and loads these weights",
            os.path.basename(path),
        ) from error
    return TorchPredictor(module, [argument.name for argument in module.forward.schema.arguments[1:]], device)


def _parameters(module: Any) -> list[str]:
    import inspect

    return list(inspect.signature(module.forward).parameters) or ["input"]
