"""`MXNetBaseService`, the base class of inference code for MXNet."""

from model_service.base import BaseService

__all__ = ["MXNetBaseService"]


class MXNetBaseService(BaseService):
    """Inference code for MXNet, which loads its net itself; `model_path` is the folder. Needs an image with MXNet."""
