"""Routes of datasets and labelling."""

from modelyard.datasets.api import (
    batches,
    datasets,
    exports,
    imports,
    insight,
    labels,
    processing,
    samples,
    sources,
    team_tasks,
    teams,
    versions,
)

ROUTERS = [
    processing.router,
    batches.router,
    datasets.router,
    exports.router,
    imports.router,
    insight.router,
    labels.router,
    samples.router,
    team_tasks.own,
    team_tasks.router,
    sources.router,
    teams.router,
    versions.router,
]
