"""Routes of models."""

from modelyard.registry.api import models

ROUTERS = (models.router,)
