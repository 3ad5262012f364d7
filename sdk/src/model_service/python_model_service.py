"""`XgSklServingBaseService`, the base class of inference code for scikit-learn and XGBoost."""

from __future__ import annotations

from typing import Any

from model_service.base import BaseService

__all__ = ["XgSklServingBaseService"]


class XgSklServingBaseService(BaseService):
    """Inference code for classic models; `model_path` is the file of the model. `__init__` takes the path alone, too."""

    def __init__(self, *names: str, **named: str) -> None:
        path = named.get("model_path", names[-1] if names else "")
        name = named.get("model_name", names[0] if len(names) > 1 else "")
        super().__init__(name, path)
        self._predictor: Any = None

    def _inference(self, data: Any) -> Any:
        """Predict with the model of the package, as it is done without code; override it to do it otherwise."""
        if self.__dict__.get("_predictor") is None:
            from model_service.runtime.engines import load_file

            self._predictor = load_file(self.model_path)
        return self._predictor.answer(data)
