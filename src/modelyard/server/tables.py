"""Sees every table of the product: the models of all capabilities, for migrations and tests."""

from modelyard.compute import models as compute
from modelyard.core import events
from modelyard.core.db import Base
from modelyard.datasets import models as datasets
from modelyard.iam import models as iam
from modelyard.images import models as images
from modelyard.objects import models as objects
from modelyard.registry import models as registry
from modelyard.serving import models as serving
from modelyard.training import models as training

METADATA = Base.metadata

__all__ = ["METADATA", "compute", "datasets", "events", "iam", "images", "objects", "registry", "serving", "training"]
