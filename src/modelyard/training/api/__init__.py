"""Routes of training jobs."""

from modelyard.training.api import events, jobs, logs, metrics, offers, terminals

ROUTERS = (jobs.router, offers.router, logs.router, metrics.router, events.router, terminals.router)
