"""`SingleNodeService` under the name that inference code for MXNet uses."""

from model_service.model_service import SingleNodeService

__all__ = ["SingleNodeService"]
