"""Serving models: base classes for inference code, and the server that runs models with or without code.

Inference code imports its base class from the module of its engine, for example
`from model_service.pytorch_model_service import PTServingBaseService`.
"""

from model_service.base import BaseService, InvalidInput

__all__ = ["BaseService", "InvalidInput"]
