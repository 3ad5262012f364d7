"""`PTServingBaseService`, the base class of inference code for PyTorch."""

from __future__ import annotations

import os
from typing import Any

from model_service.base import BaseService

__all__ = ["PTServiceBaseService", "PTServingBaseService"]


class PTServingBaseService(BaseService):
    """Inference code for PyTorch; `model_path` is the file with the weights.

    Override `__init__` to load what is not TorchScript. Where nothing has set `self.model`, the file is loaded as
    TorchScript with the first request.
    """

    model: Any = None

    def _inference(self, data: Any) -> Any:
        import torch

        if self.model is None:
            if not os.path.isfile(self.model_path):
                raise FileNotFoundError(f"no file with a PyTorch model was found in {self.model_path}")
            self.model = torch.jit.load(self.model_path, map_location="cpu").eval()
        with torch.no_grad():
            return self.model(data)


# Both names are in use.
PTServiceBaseService = PTServingBaseService
