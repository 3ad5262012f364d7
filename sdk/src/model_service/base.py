"""What every base class of inference code shares: the three steps from a request to an answer."""

from __future__ import annotations

import logging
import os
from typing import Any

logger = logging.getLogger("model_service")


class InvalidInput(ValueError):
    """Raise this in inference code when the request is wrong: it is answered with 400 and this text, without a traceback."""


class BaseService:
    """A model with code around it. Subclasses override what differs; `inference` runs the three steps in order.

    max_batch_size: set it above 1 and write `_inference_batch(self, inputs) -> outputs` to have requests that wait for
        each other answered by one call; both are lists in the same order.
    """

    max_batch_size = 1

    def __init__(self, model_name: str = "", model_path: str = "") -> None:
        self.model_name = model_name
        self.model_path = model_path
        self.model_inputs: dict[str, Any] = {}
        self.model_outputs: dict[str, Any] = {}
        self.signature: Any = None

    def inference(self, data: Any) -> Any:
        """Answer one request: `_preprocess`, `_inference`, `_postprocess`. Yield from `_postprocess` to stream events."""
        return self._postprocess(self._inference(self._preprocess(data)))

    def _preprocess(self, data: Any) -> Any:
        """Turn a request into the input of the model.

        data: the parsed body of a JSON request; for a form, `{field: {file name: file}}` with text fields as strings.
        """
        return data

    def _inference(self, data: Any) -> Any:
        """Ask the model."""
        raise NotImplementedError(f"{type(self).__name__} has no method _inference")

    def _postprocess(self, data: Any) -> Any:
        """Turn the output of the model into the answer; dict, list, string, bytes, arrays of NumPy."""
        return data

    @property
    def model_directory(self) -> str:
        """The folder in which the files of the package are."""
        path = self.model_path or "."
        return path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
