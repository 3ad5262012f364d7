"""Routes of training jobs."""

from modelyard.training.api import events, jobs, log_links, logs, metrics, offers, terminals

ROUTERS = (
    jobs.router,
    offers.router,
    logs.router,
    log_links.router,
    log_links.shared,
    metrics.router,
    events.router,
    terminals.router,
)
