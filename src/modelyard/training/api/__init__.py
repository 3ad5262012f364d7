"""Routes of training jobs."""

from modelyard.training.api import jobs

ROUTERS = (jobs.router,)
