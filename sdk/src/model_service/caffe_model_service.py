"""`CaffeBaseService`, the base class of inference code for Caffe."""

from model_service.base import BaseService

__all__ = ["CaffeBaseService"]


class CaffeBaseService(BaseService):
    """Inference code for Caffe, which has to load its net itself; `model_path` is the folder. Needs an image with Caffe."""
