"""`SingleNodeService`, the base class of inference code for MindSpore and for models that need no engine."""

from model_service.base import BaseService

__all__ = ["SingleNodeService"]


class SingleNodeService(BaseService):
    """Inference code that loads its model by itself; `model_path` is the folder of the package."""
