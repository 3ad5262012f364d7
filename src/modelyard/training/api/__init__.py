"""Routes of training jobs."""

from modelyard.training.api import events, jobs, logs, metrics

ROUTERS = (jobs.router, logs.router, metrics.router, events.router)
