"""`TfServingBaseService`, the base class of inference code for TensorFlow."""

from __future__ import annotations

from typing import Any

from model_service.base import BaseService

__all__ = ["TfServingBaseService"]


class TfServingBaseService(BaseService):
    """Inference code for a SavedModel; `model_path` is its folder.

    `_inference` takes `{input: array}` and returns `{output: nested list}`, the first axis being the batch; the names are
    those of the signature `serving_default`, or of the only one.
    """

    _predictor: Any = None

    def _inference(self, data: Any) -> Any:
        if self._predictor is None:
            from model_service.runtime.engines import load_saved_model

            self._predictor = load_saved_model(self.model_path)
        return {name: array.tolist() for name, array in self._predictor.run(data).items()}
